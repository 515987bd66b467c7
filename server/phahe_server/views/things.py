"""Any single thing the graph speaks of: its statements with their tiers, what points at it, its RDF."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from phahe.namespaces import BASE
from phahe.store import Store
from phahe.tiers import tier
from phahe_server import results, sources
from phahe_server.graph import Row, named, rows, terms
from phahe_server.links import is_link, last_segment
from phahe_server.views.calling import Called, called

INCOMING_SHOWN = 200
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_OWN_GRAPH = NamedNode(f"{BASE}graph/")


@dataclass
class Value:
    """One value of a property: an IRI or a literal, and the tiers that state it."""

    text: str
    iri: bool
    label: str = ""
    language: str = ""
    datatype: str = ""
    tiers: list[str] = field(default_factory=list)


@dataclass
class Thing:
    """A thing as its page shows it."""

    iri: str
    types: list[str]
    label: str
    properties: dict[str, list[Value]]
    incoming: dict[str, list[Row]]
    more_incoming: bool
    names: dict[str, Called] = field(default_factory=dict)

    def mentions(self) -> list[tuple[str, list[str]]]:
        """What points at it, by class (a thing once, whatever it points with), the largest groups last."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for rows_of in self.incoming.values():
            for row in rows_of:
                name = self.names.get(row["subject"])
                found[name.kind if name else ""][row["subject"]] = None
        return sorted(((kind, list(iris)) for kind, iris in found.items()), key=lambda pair: (len(pair[1]), pair[0]))

    def one(self, name: str) -> Value | None:
        """The first value of a property of the project's own, by its local name."""
        values = self.properties.get(f"{BASE}ns#{name}")
        return values[0] if values else None

    @property
    def tier(self) -> str:
        """The tier most statements have, to be said once."""
        stated = Counter(name for values in self.properties.values() for value in values for name in value.tiers)
        return stated.most_common(1)[0][0] if stated else ""


def types(store: Store, iri: str) -> list[str]:
    """The local names of the classes of a thing, empty where the graph gives none."""
    node = named(iri)
    return [last_segment(row["type"]) for row in rows(store, "types", resource=node)] if node else []


def thing(store: Store, iri: str) -> Thing:
    """The statements about `iri`, grouped by property, and what points at it."""
    node = NamedNode(iri)
    properties: dict[str, dict[str, Value]] = defaultdict(dict)
    for statement in terms(store, "resource", resource=node):
        term, label = statement["value"], statement.get("valueLabel")
        value = properties[statement["property"].value].setdefault(str(term), _value(term, label.value if label else ""))
        name = tier(statement["graph"].value)
        if name not in value.tiers:
            value.tiers.append(name)
    found = rows(store, "resource-incoming", resource=node)
    incoming: dict[str, list[Row]] = defaultdict(list)
    for row in found[:INCOMING_SHOWN]:
        if all(row["subject"] != other["subject"] for other in incoming[row["property"]]):
            incoming[row["property"]].append(row)
    plain = {key: list(values.values()) for key, values in properties.items()}
    stated = [last_segment(value.text) for value in plain.get(_TYPE, []) if value.tiers != ["inferred"]]
    nameless = [value.text for values in plain.values() for value in values if value.iri and not value.label and is_link(value.text)]
    names = called(store, [*nameless, *(row["subject"] for row in found[:INCOMING_SHOWN])])
    return Thing(iri, stated, _label(plain), plain, dict(incoming), len(found) > INCOMING_SHOWN, names)


def _value(term: NamedNode | BlankNode | Literal, label: str) -> Value:
    if isinstance(term, Literal):
        return Value(term.value, False, language=term.language or "", datatype=last_segment(term.datatype.value))
    return Value(term.value, isinstance(term, NamedNode), label)


def _label(properties: dict[str, list[Value]]) -> str:
    for name in ("rdf-schema#label", "core#prefLabel", "terms/title", "ns#text"):
        values = [value for key, found in properties.items() if key.endswith(name) for value in found]
        if values:
            return min(values, key=lambda value: value.language != "vi").text
    return ""


def quads(store: Store, iri: str, media_type: str) -> bytes:
    """The statements about `iri` and its fragments as an RDF document; of a named graph, the graph."""
    node = NamedNode(iri)
    if iri.startswith(_OWN_GRAPH.value):
        return results.rdf(list(store.quads(node)), media_type)
    found = (
        Quad(row["subject"], row["property"], row["value"], row["graph"])  # type: ignore[arg-type]
        for row in terms(store, "resource-quads", resource=node)
    )
    return results.rdf(list(found), media_type)


def ontology(store: Store, media_type: str) -> bytes:
    """The ontology, its alignments and vocabularies."""
    return results.rdf(list(store.quads(NamedNode(f"{BASE}graph/ontology"))), media_type)


@dataclass
class Evidence:
    """A quote in its place in the stored text."""

    row: Row
    before: str
    words: str
    after: str
    proves: list[Row]


def evidence(store: Store, iri: str, folder: Path) -> Evidence | None:
    """The evidence `iri` with the text around it; None where it is no evidence."""
    found = rows(store, "evidence", evidence=NamedNode(iri))
    if not found:
        return None
    row = found[0]
    text = sources.read(folder, row["file"])
    before, words, after = sources.context(text, int(row["start"]), int(row["end"])) if text else ("", row["exact"], "")
    return Evidence(row, before, words, after, rows(store, "evidence-proves", evidence=NamedNode(iri)))


def by_language(found: list[Row], key: str) -> list[dict[str, str]]:
    """Rows that repeat a thing once a language, as one dict a thing with `label_vi`, `definition_en` and so on."""
    merged: dict[str, dict[str, str]] = {}
    for row in found:
        entry = merged.setdefault(row[key], {**row})
        language = row.get("language", "") or "vi"
        entry[f"label_{language}"] = row["label"]
        entry[f"definition_{language}"] = row["definition"]
    return list(merged.values())


def graph_card(store: Store, iri: str) -> dict[str, str | int]:
    """What a named graph is: its tier and size."""
    return {"iri": iri, "tier": tier(iri), "triples": store.count(NamedNode(iri))}
