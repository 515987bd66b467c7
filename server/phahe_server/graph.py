"""The graph as the pages read it: a named query of `queries/pages`, its parameters, rows with plain values.

Functions take the store first, so that `execution.Executor.run` can call them wherever the store lives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from phahe.resources import folder
from phahe.store import Store, bind

Term = NamedNode | BlankNode | Literal
Row = dict[str, str]
#: Documents whose parts are asked for at once.
_AT_ONCE: Final = 25
_NAMES_AT_ONCE: Final = 200


@cache
def query_text(name: str) -> str:
    """The text of `queries/pages/<name>.rq`."""
    return folder("queries/pages").joinpath(f"{name}.rq").read_text(encoding="utf-8")


def terms(store: Store, name: str, **parameters: NamedNode | Literal) -> list[dict[str, Term]]:
    """The rows the named query gives for `parameters` (variable name to term); unbound variables are absent."""
    return [dict(row) for row in store.select(bind(query_text(name), parameters))]


def rows(store: Store, name: str, **parameters: NamedNode | Literal) -> list[Row]:
    """The same rows with plain values, "" where a variable is unbound."""
    found = store.select(bind(query_text(name), parameters))
    return [dict(zip(found.variables, ("" if term is None else str(term.value) for term in row), strict=True)) for row in found.rows]


def several(store: Store, name: str, **parameters: Sequence[NamedNode | Literal]) -> list[Row]:
    """As `rows`, with several terms for each parameter."""
    found = store.select(bind(query_text(name), parameters))
    return [dict(zip(found.variables, ("" if term is None else str(term.value) for term in row), strict=True)) for row in found.rows]


def documents_at_once(store: Store) -> Iterator[list[NamedNode]]:
    """The documents that have parts, by label and IRI, so many at a time that what is said in them can be held in memory."""
    labels: dict[str, str] = {}
    for row in rows(store, "search-documents"):
        labels.setdefault(row["document"], row["label"])
    every = sorted(labels, key=lambda iri: (labels[iri], iri))
    for first in range(0, len(every), _AT_ONCE):
        yield [NamedNode(iri) for iri in every[first : first + _AT_ONCE]]


class Labels:
    """What things are called in Vietnamese, asked for as they are met and kept: many rows name the same few."""

    def __init__(self, store: Store) -> None:
        self._store, self._known = store, dict[str, str]()

    def of(self, *iris: str) -> Callable[[str], str]:
        """Gives the label of each of `iris`, "" where it has none; of several the first."""
        unknown = [NamedNode(iri) for iri in dict.fromkeys(iris) if iri not in self._known]
        self._known.update((node.value, "") for node in unknown)
        for first in range(0, len(unknown), _NAMES_AT_ONCE):
            for row in several(self._store, "vietnamese-labels", thing=unknown[first : first + _NAMES_AT_ONCE]):
                self._known[row["thing"]] = self._known[row["thing"]] or row["label"]
        return self._known.__getitem__


def named(iri: str) -> NamedNode | None:
    """`iri` as a node, None where it is no absolute IRI.

    >>> named("https://example.org/a"), named("no iri>")
    (<NamedNode value=https://example.org/a>, None)
    """
    if any(character <= " " or character in '<>"{}|^`\\' for character in iri) or ":" not in iri:
        return None
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def exists(store: Store, iri: str) -> bool:
    """Whether the graph says anything of `iri`, as subject or as object."""
    node = named(iri)
    return node is not None and bool(rows(store, "exists", resource=node))


def size(store: Store) -> tuple[int, int]:
    """How many named graphs the store holds, and how many triples in them."""
    return len(store.graphs()), store.count()
