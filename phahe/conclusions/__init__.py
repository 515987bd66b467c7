"""The conclusions of `queries/rules` without SPARQL: what the rules read is picked from the stream while a store is loaded, and what they conclude goes into the same load.

The rules stay the definition: `tests/conclusions` demands the same statements from both, on the shipped graph, on a nation and on graphs made
at random. A rule that is new or was changed since is known by its text, and then the rules themselves are run (`phahe.inference`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import NamedNode

from phahe.conclusions.counts import Counts
from phahe.conclusions.dates import later_citations
from phahe.conclusions.facts import TYPE, Facts, Taker, Term
from phahe.conclusions.lineage import Lineage, Triple
from phahe.conclusions.targets import Targets, totals
from phahe.conclusions.titles import title_keys, varying_titles
from phahe.store import EmbeddedStore

#: SHA-256 of the query of each rule as it was when written here, without its header; the first 12 digits.
TEXTS: Final[Mapping[str, str]] = {
    "01-superclasses": "8b217ff1a27c",
    "02-derives-from": "3982bc920fa3",
    "03-traces-to": "5a9684d2341f",
    "04-task-origin": "f75f1c201f22",
    "05-tasks-by-document": "2af1e64d2d42",
    "06-tasks-by-origin": "708d977d4b66",
    "07-tasks-by-origin-and-theme": "eec5c6df30d2",
    "08-tasks-by-place": "652deec8e815",
    "09-tasks-by-origin-and-place": "5e68a7f2cac0",
    "10-tasks-by-theme": "08072e028748",
    "11-tasks-by-agency": "4043e4e911be",
    "12-tasks-by-year": "8541e4549c56",
    "13-leading-proofs": "bf9f240b8526",
    "14-compares-with": "dea9378431f3",
    "15-title-keys": "401f68592f97",
    "16-cites-later": "be1502443f44",
    "17-title-varies": "5d3d2131a674",
    "20-comparison-keys": "f08a53c8b213",
    "21-falls-short": "80e66aebe2c7",
    "22-conflicts": "14304315d7ea",
    "23-totals-of-documents": "83fc000956c5",
}


class Conclusions:
    """Reads statements by `takers` (a property, then subject and object), and tells what the rules conclude from them.

    `drain` gives the types concluded since it was last called, `finish` all that is concluded from the whole; `counts` says how many
    each rule gave. Terms and triples are as N-Quads writes them.
    """

    def __init__(self) -> None:
        self._types: list[bytes] = []
        self._seen: set[int] = set()
        self._facts = Facts(self._conclude_type)
        self.counts: dict[str, int] = {}

    @property
    def takers(self) -> Mapping[Term, Taker]:
        """Who takes the statements of a property; `settle` adds to them."""
        return self._facts.takers

    @property
    def plain(self) -> bool:
        """Whether the statements read are of the form that is concluded from here; else the rules must be run."""
        return self._facts.plain

    def settle(self) -> None:
        """The ontology was read: from now on its classes and properties are known."""
        self._facts.settle()

    def drain(self) -> list[bytes]:
        """The triples concluded so far and not given yet."""
        given, self._types[:] = self._types[:], []
        return given

    def finish(self) -> Iterator[bytes]:
        """All other conclusions."""
        self.counts["01-superclasses"] = len(self._seen)
        for name, rule in self._rules():
            number = 0
            for triple in rule():
                number += 1
                yield b" ".join(triple)
            self.counts[name] = number

    def _rules(self) -> Iterator[tuple[str, Callable[[], Iterator[Triple]]]]:
        lineage = Lineage(self._facts)
        yield "02-derives-from", lineage.derives_from
        yield "03-traces-to", lineage.traces_to
        yield "04-task-origin", lineage.task_origins
        counts = Counts(self._facts, lineage)
        yield "05-tasks-by-document", counts.by_document
        yield "06-tasks-by-origin", counts.by_origin
        yield "07-tasks-by-origin-and-theme", counts.by_origin_and_theme
        yield "08-tasks-by-place", counts.by_place
        yield "09-tasks-by-origin-and-place", counts.by_origin_and_place
        yield "10-tasks-by-theme", counts.by_theme
        yield "11-tasks-by-agency", counts.by_agency
        yield "12-tasks-by-year", counts.by_year
        yield "13-leading-proofs", lineage.leading_proofs
        compared = list(lineage.compares_with())
        yield "14-compares-with", lambda: iter(compared)
        yield "15-title-keys", lambda: title_keys(self._facts)
        yield "16-cites-later", lambda: later_citations(self._facts, lineage)
        yield "17-title-varies", lambda: varying_titles(self._facts)
        targets = Targets(self._facts, [(document, above) for document, _, above in compared])
        yield "20-comparison-keys", targets.keys
        yield "21-falls-short", targets.falling_short
        yield "22-conflicts", targets.in_conflict
        yield "23-totals-of-documents", lambda: totals(self._facts)

    def _conclude_type(self, thing: Term, above: Term) -> None:
        triple = b"%s %s %s" % (thing, TYPE, above)
        self._seen.add(hash(triple))  # a hash may meet another: good for counting, not for leaving a triple out; the load drops repeats
        self._types.append(triple)


def read(store: EmbeddedStore, into: Conclusions) -> None:
    """Give `into` all that a store states, the ontology first."""
    _read(store, into, [one for one in into.takers if one.startswith(b"<http://www.w3.org/2000/01/rdf-schema#")])
    into.settle()
    _read(store, into, [one for one in into.takers if not one.startswith(b"<http://www.w3.org/2000/01/rdf-schema#")])


def _read(store: EmbeddedStore, into: Conclusions, properties: Iterable[Term]) -> None:
    for name in properties:
        take = into.takers[name]
        for quad in store.matching(None, NamedNode(name[1:-1].decode()), None):
            take(str(quad.subject).encode(), str(quad.object).encode())


def same_rules(rules: Mapping[str, str]) -> bool:
    """Whether these rules, by name, are the ones that are written here.

    >>> same_rules({"01-superclasses": "CONSTRUCT {} WHERE {}"})
    False
    """
    return {name: digest(text) for name, text in rules.items()} == TEXTS


def digest(text: str) -> str:
    """What a rule is known by: its query, without header, comments and spacing."""
    lines = (line.strip() for line in text.splitlines() if not line.lstrip().startswith("#"))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
