"""What an answer about absence rests on: the documents whose text is held, and those known only by being cited.

"Dropped" or "missing" is only ever said of the texts in hand; this is what makes the answer say so.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from phahe.as_of import restricted
from phahe.labels import Label
from phahe.store import Store, bind, with_prefixes

_HELD: Final = "SELECT (COUNT(?document) AS ?count) WHERE { ?document ph:held true }"
# Later than a day: found from the dates, and not by testing each document of the country. The limits are no cut: they tell an engine that
# counts by form that these are few.
_LATER: Final = """{
    VALUES ?day { UNDEF }
    ?{name} ph:dateIssued|ph:datePassed ?since .
    FILTER(?since > ?day)
  } UNION {
    { SELECT DISTINCT ?above WHERE { VALUES ?day { UNDEF } ?above ph:dateIssued|ph:datePassed ?since . FILTER(?since > ?day) } LIMIT 1000000 }
    ?{name} ph:tracesTo ?above .
  }"""
_HELD_LATER: Final = f"""SELECT (COUNT(?document) AS ?count) WHERE {{
  {{ SELECT DISTINCT ?document WHERE {{ {_LATER.replace("{name}", "document")} }} LIMIT 1000000 }}
  FILTER EXISTS {{ ?document ph:held true }}
}}"""
_COMPARED: Final = """SELECT DISTINCT ?document ?label WHERE {
  VALUES ?document { UNDEF }
  ?document rdfs:label ?label .
  FILTER EXISTS { ?document ph:held true }
  # as of: ?document
}"""
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
}"""
# Only above the documents that are looked at, where there are such.
_ABOVE_THESE: Final = """SELECT DISTINCT ?document ?label WHERE {
  VALUES ?below { UNDEF }
  ?below ph:tracesTo ?document .
  ?document ph:held false ;
    rdfs:label ?label .
  # as of: ?document ?below
}"""
# A commune's document that goes straight up to the centre: whether its province has one in between cannot be told from what is held.
_LEAP: Final = """SELECT DISTINCT ?document ?label ?province WHERE {
  VALUES ?document { UNDEF }
  ?document ph:held true ;
    ph:level <https://w3id.org/phahe/vocab/level/commune> ;
    ph:place ?commune ;
    rdfs:label ?label .
  ?commune ph:withinPlace ?wider .
  ?wider ph:placeKind <https://w3id.org/phahe/vocab/place-kind/tinh> ;
    rdfs:label ?province .
  FILTER(LANG(?province) = "vi")
  FILTER EXISTS { ?document ph:tracesTo ?any }
  # as of: ?document
  FILTER NOT EXISTS { ?document ph:tracesTo ?own . ?own ph:level <https://w3id.org/phahe/vocab/level/province> }
  FILTER NOT EXISTS { ?document ph:tracesTo ?issued . ?issued ph:issuer ?body . ?body ph:level <https://w3id.org/phahe/vocab/level/province> }
} ORDER BY ?label ?document"""
_CITED: Final = """SELECT (COUNT(DISTINCT ?document) AS ?count) WHERE {
  ?document ph:held false .
  # as of: ?document
  FILTER EXISTS { ?citation ph:citedDocument ?document }
}"""
# As of a day on which some held document did not exist, the citing document counts too: each pair of documents once, and those later once.
_CITED_THEN: Final = f"""SELECT (COUNT(DISTINCT ?document) AS ?count) WHERE {{
  {{ SELECT DISTINCT ?document ?citing WHERE {{ ?citation ph:citedDocument ?document ; ph:document ?citing }} }}
  OPTIONAL {{ SELECT DISTINCT ?citing (true AS ?citingLater) WHERE {{ {_LATER.replace("{name}", "citing")} }} }}
  FILTER(!BOUND(?citingLater))
  OPTIONAL {{ SELECT DISTINCT ?document (true AS ?later) WHERE {{ {_LATER.replace("{name}", "document")} }} }}
  FILTER(!BOUND(?later))
  FILTER NOT EXISTS {{ ?document ph:held true }}
}}"""
_DATE: Final = NamedNode("http://www.w3.org/2001/XMLSchema#date")
#: How many names are written out; the rest are counted.
_NAMED: Final = 6
#: Of more documents than these it is not said one by one what stands above them.
_MANY: Final = 50


@dataclass(frozen=True, slots=True)
class Known:
    """A document by IRI and label."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Basis:
    """The part of the corpus an answer rests on.

    `compared`: held documents that the question or its rows name. `held`: how many have their text in hand. `above_not_held`: those above
    the compared ones (above any held one, where none is compared) whose text is not in hand. `cited_not_held`: how many documents are cited
    without being held, these among them. `leaps`: those compared of communes that lead to the centre with nothing of their province between, and the province.
    """

    compared: tuple[Known, ...]
    held: int
    above_not_held: tuple[Known, ...]
    cited_not_held: int
    leaps: tuple[tuple[Known, str], ...] = ()

    def words(self) -> Label:
        """The basis as a sentence or two."""
        vi = f"Câu trả lời chỉ dựa trên {self.held} văn bản có toàn văn"
        vi += f", trong đó được xét: {_names(self.compared, 'và {} văn bản khác')}" if self.compared else ""
        vi += f". Có {self.cited_not_held} văn bản được viện dẫn mà chưa có toàn văn"
        vi += f", gồm cả văn bản cấp trên: {_names(self.above_not_held, 'và {} văn bản khác')}" if self.above_not_held else ""
        vi += "".join(
            f". Giữa {one.label} và Trung ương không thấy văn bản nào của {province}: có thể có mà chưa có trong kho"
            for one, province in self.leaps
        )
        vi += ". Không thấy trong các văn bản này không có nghĩa là không có."
        en = f"This rests only on {self.held} {'document' if self.held == 1 else 'documents'} whose text is held"
        en += f"; looked at: {_names(self.compared, 'and {} more')}" if self.compared else ""
        en += f". {self.cited_not_held} {'document is' if self.cited_not_held == 1 else 'documents are'} cited but not held"
        en += f", among them these of the levels above: {_names(self.above_not_held, 'and {} more')}" if self.above_not_held else ""
        en += "".join(
            f". Between {one.label} and the centre no document of {province} is seen: there may be one that is not held"
            for one, province in self.leaps
        )
        en += ". Not found in these texts does not mean that it does not exist."
        return Label(vi, en)


def _names(documents: tuple[Known, ...], rest: str) -> str:
    shown = [document.label for document in documents[:_NAMED]]
    more = len(documents) - len(shown)
    return "; ".join([*shown, *([rest.format(more)] if more else [])])


def basis(store: Store, mentioned: Collection[str], day: datetime.date | None = None) -> Basis:
    """The basis of an answer whose parameters and rows name the documents `mentioned` (IRIs), as of a day."""
    compared = _known(store, bind(restricted(_COMPARED, day), {"document": _nodes(mentioned)})) if mentioned else ()
    these = _nodes(known.iri for known in compared) if len(compared) <= _MANY else []
    above = bind(restricted(_ABOVE_THESE, day), {"below": these}) if these else restricted(_ABOVE, day)
    leaps = store.select(with_prefixes(bind(restricted(_LEAP, day), {"document": these}))) if these else ()
    held, cited = _counts(store, day)
    leapt = {
        str(row["document"].value): (Known(*(str(row[name].value) for name in ("document", "label"))), str(row["province"].value))
        for row in leaps
    }
    return Basis(compared, held, _known(store, above), cited, tuple(leapt.values()))


def _counts(store: Store, day: datetime.date | None) -> tuple[int, int]:
    """How many documents are held, and how many cited and not held."""
    held = _number(store, _HELD)
    if day is None:
        return held, _number(store, _CITED)
    literal = {"day": Literal(day.isoformat(), datatype=_DATE)}
    later = _number(store, bind(_HELD_LATER, literal))
    cited = bind(_CITED_THEN, literal) if later else restricted(_CITED, day)
    return held - later, _number(store, cited)


def _nodes(iris: Iterable[str]) -> list[NamedNode]:
    return [NamedNode(iri) for iri in sorted(iris)]


def _number(store: Store, query: str) -> int:
    found = store.select(with_prefixes(query)).rows[0][0]
    return int(found.value) if found is not None else 0


def _known(store: Store, query: str) -> tuple[Known, ...]:
    """The documents a query finds, by name: put in order here, as an engine reads names again for each comparison."""
    rows = sorted((str(row["label"].value), str(row["document"].value)) for row in store.select(with_prefixes(query)))
    found: dict[str, Known] = {}
    for label, iri in rows:
        found.setdefault(iri, Known(iri, label))
    return tuple(found.values())
