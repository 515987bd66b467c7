"""Names of blank nodes that two builds agree on: made from what a file says of them, not drawn at random while it is parsed.

Labels are those of the standard canonicalisation (W3C RDF Dataset Canonicalization, computed by the engine), behind a digest of all that the file
says of its blank nodes: a label of one file never means a node of another. N-Quads keep the labels they are written with (a dump stays what it is).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import pyoxigraph
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Quad


def name_blank_nodes(quads: Iterable[Quad]) -> list[Quad]:
    """The quads of one file, those with blank nodes last and under names that follow from their content.

    >>> text = "@prefix : <urn:> . :a :is [ :b [ :c 1 ] ] ."
    >>> read = lambda: name_blank_nodes(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE))
    >>> read() == read()
    True
    """
    named: list[Quad] = []
    nameless = pyoxigraph.Dataset()
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            nameless.add(quad)
        else:
            named.append(quad)
    if not len(nameless):
        return named
    nameless.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    canonical = sorted(nameless, key=str)
    digest = hashlib.sha256("\n".join(map(str, canonical)).encode()).hexdigest()[:8]
    return named + [Quad(_named(quad.subject, digest), quad.predicate, _named(quad.object, digest), quad.graph_name) for quad in canonical]


def _named(term: Any, digest: str) -> Any:
    return BlankNode(f"b{digest}{term.value}") if isinstance(term, BlankNode) else term
