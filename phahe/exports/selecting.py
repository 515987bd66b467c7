"""Which part of the graph an export holds: all of it, one document, the lineage of a document or task, or the things that rows name."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from phahe import lineage
from phahe.exports import asking
from phahe.labels import Label
from phahe.names import resolve_document
from phahe.store import Store

_GRAPH: Final = Label("Toàn bộ đồ thị", "The whole graph")
_LINEAGE: Final = Label("Phả hệ của các văn bản", "The lineage of the documents")
#: What the result of a query is called.
RESULT: Final = Label("Kết quả truy vấn", "Query result")


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of the graph.

    `subjects`: the things described, None for all. `statements`: given themselves instead of asked for (the result of a CONSTRUCT).
    `within`: only edges between the things described are kept. `bare`: edges without a proof of their own are kept too. `drawn`: the part
    that a picture shows, where that is another one. `document`: the IRI of the one document it is. `name` is for file names.
    """

    name: str
    title: Label
    subjects: tuple[str, ...] | None = None
    statements: tuple[Quad, ...] | None = None
    within: bool = False
    bare: bool = True
    drawn: Selection | None = None
    document: str = ""


def whole(store: Store) -> Selection:
    """All of the graph; drawn are the documents and their lineage."""
    hops = [hop for _, _, edge in lineage.graph(store).edges(data=True) for hop in edge["hops"]]
    return Selection("pha-he", _GRAPH, drawn=_of_hops("pha-he", _LINEAGE, hops, ()))


def of_lineage(
    store: Store, start: str, direction: lineage.Direction = "up", depth: int | None = None, at: datetime.date | None = None
) -> Selection:
    """The documents above (below) what `start` names, and the hops between them with their proof. Raises LookupError for an unknown name."""
    found = lineage.trace(store, start, direction, None, depth, at)
    up = direction == "up"
    title = Label(
        f"Phả hệ {'lên từ' if up else 'xuống từ'} {found.start.label}", f"Lineage {'up' if up else 'down'} from {found.start.label}"
    )
    return _of_hops(f"pha-he-{found.start.slug or found.start.label}", title, found.hops, (found.start.iri,))


def _of_hops(name: str, title: Label, hops: Iterable[lineage.Hop], more: Iterable[str]) -> Selection:
    every = tuple(hops)
    ends = {node.iri for hop in every for node in (hop.child, hop.parent)}
    proofs = {proof.relation for hop in every for proof in hop.proofs if proof.relation}
    return Selection(name, title, tuple(sorted({*more, *ends, *proofs})), within=True, bare=any("/task/" in iri for iri in more))


def of_document(store: Store, document: str) -> Selection:
    """A document with everything read from it; drawn is its lineage, up and down. Raises LookupError for an unknown name."""
    iri = resolve_document(store, document).value
    up, down = (lineage.trace(store, iri, direction) for direction in ("up", "down"))
    title = Label(up.start.label, up.start.label)
    drawn = _of_hops(up.start.slug or up.start.label, title, {*up.hops, *down.hops}, (iri,))
    return Selection(drawn.name, title, tuple(asking.document_subjects(store, iri)), drawn=drawn, document=iri)


def of_things(store: Store, name: str, title: Label, iris: Iterable[str], *, within: bool = True) -> Selection:
    """The things with these IRIs and the edges with proof between them; with `within=False` also the edges that leave them."""
    named = {iri for iri in iris if is_iri(iri) and "/evidence/" not in iri}
    proofs = [relation.iri for relation in asking.relations(store, sorted(named)) if relation.target in named]
    return Selection(name, title, tuple(sorted({*named, *proofs})), within=within)


def of_triples(triples: Iterable[Triple]) -> Selection:
    """The result of a CONSTRUCT or DESCRIBE."""
    quads = tuple(Quad(triple.subject, triple.predicate, triple.object) for triple in triples if not isinstance(triple.subject, Triple))
    return Selection("ket-qua", RESULT, statements=quads)


def is_iri(text: str) -> bool:
    """Whether `text` can be asked about: an absolute IRI.

    >>> is_iri("https://example.org/a"), is_iri("xã Lộc Bình")
    (True, False)
    """
    if ":" not in text or any(character <= " " or character in '<>"{}|^`\\' for character in text):
        return False
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True
