"""The things that can be found, read from a store: two queries a kind, put together in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from phahe.namespaces import BASE
from phahe.reconciliation.kinds import KindOfThing, kinds
from phahe.reconciliation.model import Entity, Value
from phahe.resources import folder
from phahe.store import Store, bind
from phahe.vietnamese import nfc

_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_PH: Final = BASE + "ns#"
#: Properties that name a thing, the one that is shown first.
_NAMES: Final = (
    f"{_SKOS}prefLabel", f"{_RDFS}label", f"{_SKOS}altLabel", f"{_SKOS}hiddenLabel", "http://purl.org/dc/terms/title", f"{_PH}slug",
)  # fmt: skip
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_DATATYPES: Final = {
    f"{_XSD}date": "date", f"{_XSD}boolean": "truth", f"{_XSD}decimal": "number", f"{_XSD}integer": "number", f"{_XSD}double": "number",
}  # fmt: skip
_MOST_LEVELS: Final = 8

Term = NamedNode | Literal
Statements = Mapping[str, tuple[Term, ...]]
Names = Mapping[str, str]


def entities(store: Store) -> list[Entity]:
    """All things of all kinds, sorted by kind and id. Things without a name are left out: nothing could be compared."""
    said = {kind.id: _statements(store, kind) for kind in kinds().values()}
    names = _concepts(store) | {iri: _shown(facts) for things in said.values() for iri, facts in things.items()}
    places = said.get("place", {})
    former = _former(places)
    found = [
        _entity(kind, iri, facts, names, places, former)
        for kind in kinds().values()
        for iri, facts in said[kind.id].items()
        if iri.startswith(BASE) and names.get(iri)
    ]
    return sorted(found, key=lambda one: (one.kind, one.id))


def _query(name: str) -> str:
    return (folder("queries/reconciliation") / f"{name}.rq").read_text(encoding="utf-8")


def _statements(store: Store, kind: KindOfThing) -> dict[str, Statements]:
    """What is said of the things of a kind, by IRI and property."""
    asked = {
        *_NAMES,
        f"{_PH}validFrom",
        f"{_PH}validTo",
        kind.subtype,
        kind.place,
        *(one.predicate for one in kind.properties.values()),
    } - {""}
    text = bind(
        _query("statements"), {"class": [NamedNode(each) for each in kind.classes], "property": [NamedNode(each) for each in sorted(asked)]}
    )
    found: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for row in store.select(text):
        value = row["value"]
        if isinstance(value, (NamedNode, Literal)):
            found[str(row["thing"].value)][str(row["property"].value)].append(value)
    return {iri: {name: tuple(values) for name, values in facts.items()} for iri, facts in found.items()}


def _concepts(store: Store) -> dict[str, str]:
    """The Vietnamese name of each concept, any name where it has none."""
    found: dict[str, str] = {}
    for row in store.select(_query("concepts")):
        label = row["label"]
        if isinstance(label, Literal) and (label.language == "vi" or row["concept"].value not in found):
            found[str(row["concept"].value)] = nfc(label.value)
    return found


def _named(facts: Statements, *properties: str) -> list[tuple[str, str]]:
    """(language, words) of the naming properties, in their order, Vietnamese first."""
    found = [
        (value.language or "", nfc(value.value))
        for name in properties
        for value in sorted(facts.get(name, ()), key=lambda one: getattr(one, "language", None) != "vi")
        if isinstance(value, Literal)
    ]
    return [(language, words) for language, words in found if words.strip()]


def _shown(facts: Statements) -> str:
    found = _named(facts, f"{_SKOS}prefLabel", f"{_RDFS}label") or _named(facts, *_NAMES)
    return found[0][1] if found else ""


def _former(places: Mapping[str, Statements]) -> dict[str, list[str]]:
    """The units that went into each unit."""
    found: dict[str, list[str]] = defaultdict(list)
    for iri, facts in places.items():
        for into in facts.get("http://purl.org/dc/terms/isReplacedBy", ()):
            found[into.value].append(iri)
    return found


def _chain(start: Iterable[Term], places: Mapping[str, Statements]) -> tuple[str, ...]:
    """The places from the inside out; circles end."""
    found: list[str] = []
    todo = [term.value for term in start]
    while todo and len(found) < _MOST_LEVELS:
        iri = todo.pop(0)
        if iri not in found and iri in places:
            found.append(iri)
            todo += [term.value for term in places[iri].get(f"{_PH}withinPlace", ())]
    return tuple(found)


def _entity(
    kind: KindOfThing, iri: str, facts: Statements, names: Names, places: Mapping[str, Statements], former: Mapping[str, list[str]]
) -> Entity:
    within = _chain(facts.get(kind.place, ()), places)
    values: dict[str, tuple[Value, ...]] = {}
    for one in kind.properties.values():
        if one.derived == "province":
            terms: Iterable[Term] = [NamedNode(place) for place in within if _is_province(places[place])]
        elif one.derived == "former":
            terms = [NamedNode(place) for place in former.get(iri, ())]
        else:
            terms = facts.get(one.predicate, ())
        if made := tuple(_value(term, names) for term in terms):
            values[one.id] = made
    types = (kind.id, *(term.value.removeprefix(BASE + "vocab/") for term in facts.get(kind.subtype, ())))
    return Entity(
        iri.removeprefix(BASE), kind.id, _shown(facts), tuple(dict.fromkeys(words for _, words in _named(facts, *_NAMES))), types,
        tuple(place.removeprefix(BASE) for place in within), _day(facts, "validFrom"), _day(facts, "validTo"), values,
    )  # fmt: skip


def _is_province(facts: Statements) -> bool:
    """Whether a place is of the first level: it lies in the country, which lies in nothing."""
    return bool(facts.get(f"{_PH}withinPlace")) and all(term.value == f"{BASE}place/vn" for term in facts[f"{_PH}withinPlace"])


def _day(facts: Statements, name: str) -> str:
    return min((term.value for term in facts.get(_PH + name, ())), default="")


def _value(term: Term, names: Names) -> Value:
    if isinstance(term, NamedNode):
        return Value(names.get(term.value) or term.value, "entity", term.value.removeprefix(BASE))
    return Value(nfc(term.value), _DATATYPES.get(term.datatype.value, "text"))
