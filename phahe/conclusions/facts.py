"""What the rules read, kept term by term as N-Quads writes it: a few tables of the statements that matter, in memory that grows with the things told of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

from phahe.namespaces import PH

Term = bytes
Taker = Callable[[Term, Term], object]

TYPE: Final = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_RDFS: Final = b"<http://www.w3.org/2000/01/rdf-schema#"
_TABLES: Final = (
    "document", "taskKind", "theme", "place", "withinPlace", "agency", "agencyRole", "task", "endsOn", "relation", "subjectDocument",
    "objectDocument", "statedIn", "edgeProperty", "derivesFrom", "titleAsPrinted", "citedDocument", "held",
    "annexOf", "citationForm", "date", "dateIssued", "datePassed", "hasText", "quality",
    "measure", "unit", "year", "value", "lowValue", "highValue", "condition", "population", "measureAsPrinted", "educationLevel", "groupMark", "direction",
)  # fmt: skip
#: What only the rules write. Where a source states it, the tables do not tell all that the rules would read.
_CONCLUDED: Final = ("tracesTo", "countedDocument", "taskCount", "comparesWith", "comparisonKey", "titleKey")


def ph(name: str) -> Term:
    """A term of the project.

    >>> ph("Task")
    b'<https://w3id.org/phahe/ns#Task>'
    """
    return f"<{PH}{name}>".encode()


class Table:
    """The statements of one property: for each subject its values, mostly one."""

    __slots__ = ("_more", "_one")

    def __init__(self) -> None:
        self._one: dict[Term, Term] = {}
        self._more: dict[Term, set[Term]] = {}

    def take(self, subject: Term, value: Term) -> None:
        """Keep one statement."""
        known = self._one.setdefault(subject, value)
        if known is not value and known != value:
            self._more.setdefault(subject, {known}).add(value)

    @property
    def keepers(self) -> tuple[Callable[[Term, Term], Term], Callable[[Term, set[Term]], set[Term]]]:
        """What keeps the first value of a subject, and all of them where there are more; for who has one object for each value."""
        return self._one.setdefault, self._more.setdefault

    def of(self, subject: Term) -> Collection[Term]:
        """The values of a subject."""
        known = self._one.get(subject)
        return () if known is None else self._more.get(subject) or (known,)

    def subjects(self) -> Collection[Term]:
        """Whatever has a value."""
        return self._one.keys()

    def pairs(self) -> Iterator[tuple[Term, Term]]:
        """All statements."""
        for subject in self._one:
            for value in self.of(subject):
                yield subject, value


class Facts:
    """The tables, and the takers that fill them: `takers` has one for each property that the rules read.

    Classes and kinds of lineage are those known when `settle` is called; from then on types are concluded as they come. `plain` turns false
    where something comes that the tables cannot tell (a class put under another too late, a conclusion stated by a source).
    """

    def __init__(self, conclude_type: Callable[[Term, Term], object]) -> None:
        self.plain = True
        self.tables = {name: Table() for name in _TABLES}
        self.related = Table()  #: skos:related
        self.tasks: set[Term] = set()
        self.targets: set[Term] = set()
        self.edges: dict[Term, Table] = {}
        self._classes, self._properties = Table(), Table()
        self._above: dict[Term, tuple[Term, ...]] | None = None
        self._waiting: list[tuple[Term, Term]] = []
        self._conclude = conclude_type
        self._kept = ((ph("Task"), self.tasks), (ph("Target"), self.targets))
        self._members: dict[Term, set[Term]] = dict(self._kept)
        self._known: dict[Term, Term] = {}
        self.takers: dict[Term, Taker] = {ph(name): self._pooled(table) for name, table in self.tables.items()}
        self.takers |= {ph(name): self._unplain for name in _CONCLUDED}
        self.takers[b"<http://www.w3.org/2004/02/skos/core#related>"] = self.related.take
        self.takers[TYPE] = self._type
        self.takers[_RDFS + b"subClassOf>"] = self._class
        self.takers[_RDFS + b"subPropertyOf>"] = self._property

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def settle(self) -> Mapping[Term, Taker]:
        """Take classes and kinds of lineage as known; the takers, those of the kinds of lineage among them."""
        classes = ((one, closure(self._classes, one) - {ph("Fact")}) for one in self._classes.subjects())
        ours = b"<" + str(PH).encode()
        self._above = {
            one: found for one, above in classes if one[:1] == b"<" and (found := tuple(up for up in above if up.startswith(ours)))
        }
        for kind, members in self._kept:
            self._members |= {one: members for one, above in self._above.items() if kind in above}
        for one in self._properties.subjects():
            if ph("derivesFrom") in closure(self._properties, one):
                self.edges[one] = self.edges.get(one) or self._read(one) or Table()
                self.takers[one] = self.edges[one].take if one != ph("derivesFrom") else self._unplain
        waiting, self._waiting = self._waiting, []
        for thing, kind in waiting:
            self._type(thing, kind)
        return self.takers

    def _read(self, name: Term) -> Table | None:
        """The table of a property that the rules also read by its name."""
        return next((table for one, table in self.tables.items() if ph(one) == name and one != "derivesFrom"), None)

    def _pooled(self, table: Table) -> Taker:
        """As `table.take`, each value kept once for all tables; one call and no more, for it is made for every other line of the country."""
        pool = self._known.setdefault
        keep, more = table.keepers

        def take(subject: Term, value: Term) -> None:
            value = pool(value, value)
            if (known := keep(subject, value)) is not value:
                more(subject, {known}).add(value)

        return take

    def _type(self, thing: Term, kind: Term) -> None:
        if self._above is None:
            self._waiting.append((thing, kind))
            return
        if (members := self._members.get(kind)) is not None:
            members.add(thing)
        for above in self._above.get(kind, ()):
            self._conclude(thing, above)

    def _class(self, one: Term, above: Term) -> None:
        self._ontology(self._classes, one, above)

    def _property(self, one: Term, above: Term) -> None:
        self._ontology(self._properties, one, above)

    def _ontology(self, table: Table, one: Term, above: Term) -> None:
        if self._above is not None and above not in table.of(one):
            self.plain = False
        table.take(one, above)

    def _unplain(self, _subject: Term, _value: Term) -> None:
        self.plain = False


def closure(table: Table, start: Term) -> set[Term]:
    """What `start` leads to in one step or more; itself where it stands in a circle.

    >>> table = Table()
    >>> for pair in ((b"a", b"b"), (b"b", b"a")):
    ...     table.take(*pair)
    >>> sorted(closure(table, b"a"))
    [b'a', b'b']
    """
    seen: set[Term] = set()
    rest: list[Iterable[Term]] = [table.of(start)]
    while rest:
        for one in rest.pop():
            if one not in seen:
                seen.add(one)
                rest.append(table.of(one))
    return seen
