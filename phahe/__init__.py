"""Phả hệ: the genealogy of public policy as a knowledge graph, with the printed words that prove each fact."""

__version__ = "0.1.0"
