"""What an answer about absence rests on: the documents whose text is held, and those known only by being cited.

"Dropped" or "missing" is only ever said of the texts in hand; this is what makes the answer say so.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from phahe.as_of import restricted
from phahe.labels import Label
from phahe.store import Store, bind, with_prefixes

_HELD: Final = """SELECT (COUNT(DISTINCT ?document) AS ?count) WHERE {
  ?document ph:held true .
  # as of: ?document
}"""
_COMPARED: Final = """SELECT DISTINCT ?document ?label WHERE {
  VALUES ?document { UNDEF }
  ?document ph:held true ;
    rdfs:label ?label .
  # as of: ?document
} ORDER BY ?label ?document"""
# From the documents not held, which are few beside the citations and the documents below them.
_ABOVE: Final = """SELECT DISTINCT ?document ?label WHERE {
  ?document ph:held false ;
    rdfs:label ?label .
  # as of: ?document
  FILTER EXISTS {
    ?below ph:tracesTo ?document ;
      ph:held true .
    # as of: ?below
  }
} ORDER BY ?label ?document"""
_CITED: Final = """SELECT (COUNT(DISTINCT ?document) AS ?count) WHERE {
  ?document ph:held false .
  FILTER EXISTS { ?citation ph:citedDocument ?document }
}"""
# As of a day the citing document counts too, and a join inside EXISTS is slow.
_CITED_THEN: Final = """SELECT (COUNT(?document) AS ?count) WHERE {
  { SELECT DISTINCT ?document WHERE {
    ?citation ph:citedDocument ?document ;
      ph:document ?citing .
    # as of: ?citing ?document
  } }
  FILTER NOT EXISTS { ?document ph:held true }
}"""
#: How many names are written out; the rest are counted.
_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class Known:
    """A document by IRI and label."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Basis:
    """The part of the corpus an answer rests on.

    `compared`: held documents that the question or its rows name. `held`: how many have their text in hand. `above_not_held`: those above
    the held ones whose text is not in hand. `cited_not_held`: how many documents are cited without being held, these among them.
    """

    compared: tuple[Known, ...]
    held: int
    above_not_held: tuple[Known, ...]
    cited_not_held: int

    def words(self) -> Label:
        """The basis as a sentence or two."""
        vi = f"Câu trả lời chỉ dựa trên {self.held} văn bản có toàn văn"
        vi += f", trong đó được xét: {_names(self.compared, 'và {} văn bản khác')}" if self.compared else ""
        vi += f". Có {self.cited_not_held} văn bản được viện dẫn mà chưa có toàn văn"
        vi += f", gồm cả văn bản cấp trên: {_names(self.above_not_held, 'và {} văn bản khác')}" if self.above_not_held else ""
        vi += ". Không thấy trong các văn bản này không có nghĩa là không có."
        en = f"This rests only on {self.held} {'document' if self.held == 1 else 'documents'} whose text is held"
        en += f"; looked at: {_names(self.compared, 'and {} more')}" if self.compared else ""
        en += f". {self.cited_not_held} {'document is' if self.cited_not_held == 1 else 'documents are'} cited but not held"
        en += f", among them these of the levels above: {_names(self.above_not_held, 'and {} more')}" if self.above_not_held else ""
        en += ". Not found in these texts does not mean that it does not exist."
        return Label(vi, en)


def _names(documents: tuple[Known, ...], rest: str) -> str:
    shown = [document.label for document in documents[:_NAMED]]
    more = len(documents) - len(shown)
    return "; ".join([*shown, *([rest.format(more)] if more else [])])


def basis(store: Store, mentioned: Collection[str], day: datetime.date | None = None) -> Basis:
    """The basis of an answer whose parameters and rows name the documents `mentioned` (IRIs), as of a day."""
    compared = (
        _known(store, bind(restricted(_COMPARED, day), {"document": [NamedNode(iri) for iri in sorted(mentioned)]})) if mentioned else ()
    )
    held, cited = (_number(store, restricted(query, day)) for query in (_HELD, _CITED_THEN if day else _CITED))
    return Basis(compared, held, _known(store, restricted(_ABOVE, day)), cited)


def _number(store: Store, query: str) -> int:
    found = store.select(with_prefixes(query)).rows[0][0]
    return int(found.value) if found is not None else 0


def _known(store: Store, query: str) -> tuple[Known, ...]:
    found: dict[str, Known] = {}
    for row in store.select(with_prefixes(query)):
        found.setdefault(str(row["document"].value), Known(str(row["document"].value), str(row["label"].value)))
    return tuple(found.values())
