"""One fact as the panel beside a text shows it: what it is, the words that prove it, where it leads, what was found wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from phahe.namespaces import BASE
from phahe.store import Store
from phahe_server.graph import Row, rows
from phahe_server.views.things import Thing, Value, thing

_PH: Final = f"{BASE}ns#"
_ABOUT: Final = f"{_PH}about"
#: What the panel says elsewhere: the words, the quote, the document it stands in.
_SAID: Final = frozenset({
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/ns/prov#wasQuotedFrom",
    *(f"{_PH}{name}" for name in ("document", "provision", "text", "restoredText", "order", "path")),
})  # fmt: skip
#: What leads on, in the order a reader asks for it; everything else follows as the graph gives it.
_FIRST: Final = ("citedDocument", "agency", "measure", "leadAgency", "coordinatingAgency", "hasTiming", "hasOutput", "hasFunding", "task")


@dataclass(frozen=True)
class Fact:
    """A thing of a document with its proof."""

    thing: Thing
    quotes: list[Row]
    statements: list[tuple[str, list[Value]]]
    findings: list[Row]

    @property
    def words(self) -> str:
        """The words to read: restored where the print is broken."""
        for name in ("restoredText", "text"):
            if found := self.thing.properties.get(_PH + name):
                return found[0].text
        return self.thing.label


def fact(store: Store, iri: str) -> Fact:
    """What the graph says of `iri`, the statements that lead elsewhere first."""
    found = thing(store, iri)
    rank = {_PH + name: at for at, name in enumerate(_FIRST)}
    said = [(name, values) for name, values in found.properties.items() if name not in _SAID and not all(map(_derived, values))]
    return Fact(
        found,
        rows(store, "quotes", fact=NamedNode(iri)),
        sorted(said, key=lambda pair: rank.get(pair[0], len(rank))),
        found.incoming.get(_ABOUT, []),
    )


def _derived(value: Value) -> bool:
    """A literal that a rule made for other rules (the key of a title); a reader has the words it was made of."""
    return not value.iri and value.tiers == ["inferred"]
