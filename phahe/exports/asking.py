"""The queries of `queries/exports`, asked in batches so that memory stays the same however much is exported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final, TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from phahe.labels import Label
from phahe.resources import folder
from phahe.store import Dataset, Row, Store, bind

#: Things asked about at once.
BATCH: Final = 400
#: Same wording is exported too, marked by its tier.
_ALL: Final = Dataset(aligned=True)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reified:
    """A class whose members become edges: its properties for start, end and kind."""

    source: str
    target: str
    kind: str


@dataclass(frozen=True, slots=True)
class Schema:
    """What the graph says of itself: names of terms, classes that become edges, properties that lead to evidence."""

    names: Mapping[str, Label]
    reified: Mapping[str, Reified]
    evidence: frozenset[str]


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """A piece of evidence: printed words and where they begin and end in the stored text (code points)."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge with proof: the IRI that states it, its ends, the plain property that says the same ("" where there is none)."""

    iri: str
    source: str
    property: str
    target: str


@cache
def _text(name: str) -> str:
    return folder("queries/exports").joinpath(f"{name}.rq").read_text(encoding="utf-8")


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """`items` in lists of at most `size`.

    >>> list(batches([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _rows(store: Store, name: str, **given: Iterable[str]) -> Iterator[Row]:
    """The rows of a query about IRIs; blank nodes cannot be asked about and are left out."""
    nodes = {key: [NamedNode(iri) for iri in iris if not iri.startswith("_:")] for key, iris in given.items()}
    if given and not all(nodes.values()):
        return
    yield from store.select(bind(_text(name), nodes), _ALL)


def schema(store: Store) -> Schema:
    """What the graph says of itself."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows(store, "names"):
        term = row["name"]
        if isinstance(term, Literal) and term.language:
            names[str(row["term"].value)].setdefault(term.language, term.value)
    labels = {iri: Label(words.get("vi") or words["en"], words.get("en") or words["vi"]) for iri, words in names.items()}
    reified = {
        str(row["class"].value): Reified(*(str(row[key].value) for key in ("source", "target", "kind"))) for row in _rows(store, "reified")
    }
    evidence = frozenset(str(row["property"].value) for row in _rows(store, "evidence-properties"))
    return Schema(labels, reified, evidence)


def statements(store: Store, subjects: Iterable[str], query: str = "statements") -> Iterator[Quad]:
    """Every statement about `subjects`, each once, in an order that no engine decides; of their names and classes only with `query="things"`."""
    for batch in batches(subjects):
        for row in sorted(_rows(store, query, subject=batch), key=_place):
            subject, predicate, graph = row["subject"], row["predicate"], row["graph"]
            assert isinstance(subject, NamedNode | BlankNode)
            assert isinstance(predicate, NamedNode)
            assert isinstance(graph, NamedNode)
            yield Quad(subject, predicate, row["object"], graph)


def _place(row: Row) -> tuple[str, ...]:
    return str(row["subject"].value), str(row["predicate"].value), str(row["object"]), str(row["graph"].value)


def quotes(store: Store, evidence: Sequence[str]) -> dict[str, Quote]:
    """What pieces of evidence say, by IRI."""
    found: dict[str, Quote] = {}
    for batch in batches(evidence):
        for row in _rows(store, "quotes", evidence=batch):
            quote = Quote(_int(row, "start"), _int(row, "end"), str(row["exact"].value))
            found[str(row["evidence"].value)] = quote
    return found


def _int(row: Row, name: str) -> int:
    text = str(row[name].value)
    return int(text) if text.isdecimal() else 0


def relations(store: Store, sources: Iterable[str]) -> list[Relation]:
    """The edges with proof that leave `sources`, sorted."""
    found = {
        Relation(*(str(row[key].value) if key in row else "" for key in ("relation", "source", "property", "target")))
        for batch in batches(sources)
        for row in _rows(store, "relations-of", source=batch)
    }
    return sorted(found, key=lambda relation: (relation.iri, relation.property))


def document_subjects(store: Store, document: str) -> list[str]:
    """A document and all that its own named graph speaks of, sorted."""
    return sorted(
        {str(row["subject"].value) for row in _rows(store, "document", document=[document]) if isinstance(row["subject"], NamedNode)}
    )
