"""Turtle files: `canonical` gives equal graphs the same bytes, `statements` writes triples without a graph, `terms` writes one term."""
