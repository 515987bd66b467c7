"""Writes the facts that the reader missed and a person added: entries `added` of a review file, each with the evidence of its quote.

What is added stands in `graph/reviewed`, in the words of the model, with a `ph:Review` beside it. The quote is looked up in the source
each time the document is read: one that is not printed there is an error, a fact that the reader has learnt to read since is handed
back as `Stale`. No edge between documents is drawn from an added citation.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV

from phahe import iris
from phahe.graph.builder import Builder
from phahe.graph.facts import path_key
from phahe.namespaces import BASE, PH, QB
from phahe.outline import Outline, Provision
from phahe.resources import folder
from phahe.reviews import AddedFact, Stale
from phahe.text import Span, whole
from phahe.turtle.statements import vietnamese
from phahe.vietnamese import collapse, nfc

#: Property to the scheme its codes are of.
_SCHEMES: Final = {
    "targetKind": "target-kind", "comparator": "comparator", "unit": "unit", "yearBasis": "year-basis", "citationForm": "form",
    "citationRole": "role", "taskKind": "task-kind", "theme": "theme", "agencyRole": "agency-role", "assignmentBasis": "assignment-basis",
    "timingKind": "timing", "fundingSource": "funding-source", "outputKind": "output-kind",
}  # fmt: skip
_DECIMALS: Final = frozenset({"value", "lowValue", "highValue", "amount"})
_DAYS: Final = frozenset({"date", "beginsOn", "endsOn"})
_VIETNAMESE: Final = frozenset({"measureAsPrinted", "titleAsPrinted", "population", "condition", "targetVerb", "educationLevel"})
_THINGS: Final = {"measure": "measure/", "place": "place/", "agency": "agency/", "citedDocument": "doc/"}
_INVERSE: Final = {"assignment": "hasAssignment", "timing": "hasTiming", "output": "hasOutput", "funding": "hasFunding"}
_SHORTCUTS: Final = {"lead": "leadAgency", "coordinate": "coordinatingAgency"}


@dataclass(frozen=True, slots=True)
class _Kind:
    """What an entry of a kind must say, and may."""

    needed: tuple[str, ...]
    also: tuple[str, ...] = ()


_TARGET: Final = ("unit", "value", "lowValue", "highValue", "measure", "year", "yearBasis", "population", "condition", "targetVerb")
_CITATION: Final = ("typeAsPrinted", "number", "numberAsPrinted", "date", "dateAsPrinted", "issuerAsPrinted", "titleAsPrinted")
_KINDS: Final[Mapping[str, _Kind]] = {
    "target": _Kind(("targetKind", "measureAsPrinted", "comparator", "valueAsPrinted"), (*_TARGET, "educationLevel", "place")),
    "citation": _Kind(("citationForm", "citationRole"), (*_CITATION, "term", "pinpoint", "citedDocument")),
    "task": _Kind(("taskKind",), ("theme",)),
    "assignment": _Kind(("agency", "agencyRole", "assignmentBasis"), ("agencyAsPrinted",)),
    "timing": _Kind(("timingKind",), ("beginsOn", "endsOn")),
    "funding": _Kind(("fundingSource",), ("amount", "amountAsPrinted", "year")),
    "output": _Kind(("outputKind",)),
}


class AddingError(ValueError):
    """An entry that cannot be added: says which and why."""


def add_facts(
    builder: Builder, outline: Outline, as_read: Graph, entries: Sequence[AddedFact], place: URIRef | None = None
) -> tuple[Graph, tuple[Stale, ...]]:
    """The added facts with their evidence and reviews, and the entries whose fact is read by the program now.

    `builder` is an empty one of the document, `as_read` its graph, `place` the place of its issuer. Raises AddingError for a quote that
    the source does not print and for properties that the model does not know.
    """
    adder = _Adder(builder, outline, as_read, place)
    for entry in sorted(entries, key=lambda one: (one.kind != "task", one.number)):  # a task before what is said of it
        check_properties(entry)
        adder.add(entry)
    return adder.graph(), tuple(adder.stale)


class _Adder:
    """Looks each quote up and writes its fact; what is read from a broken OCR is quoted from the stored text, as `restored` is no print."""

    def __init__(self, builder: Builder, outline: Outline, as_read: Graph, place: URIRef | None) -> None:
        self.outline, self.as_read, self.place = outline, as_read, place
        self.laid_out = builder
        self.stored = Builder(builder.own, whole(builder.text.stored), builder.page)
        self.stale: list[Stale] = []
        self.tasks: set[URIRef] = set()

    def graph(self) -> Graph:
        """All that was added."""
        return self.laid_out.statements.to_rdflib() + self.stored.statements.to_rdflib()

    def add(self, entry: AddedFact) -> None:
        """Write one entry, or note that its fact is read by now."""
        builder, span = self._found(entry)
        start, _, end = builder.key(span).partition("-")
        provision = self._provision(entry, int(start))
        said: dict[URIRef, object] = {PH[name]: self._terms(entry, name, builder) for name in entry.properties if name != "task"}
        fact = builder.part(*self._address(entry, builder, span, provision))
        if (fact, RDF.type, None) in self.as_read:
            self.stale.append(Stale(f"added {entry.number}: {entry.kind}", int(start), int(end), "nay đã đọc được (is read by now)"))
            return
        said |= self._context(entry, builder, fact, provision, int(start))
        kinds = [PH[entry.kind.capitalize()], *([QB.Observation] if entry.kind == "target" else [])]
        builder.tell(fact, {RDF.type: kinds, PH.document: builder.own, **builder.quoted([span]), **said})
        self._review(entry, builder, fact)

    def _found(self, entry: AddedFact) -> tuple[Builder, Span]:
        """Where the source prints the quote, whitespace apart."""
        pattern = re.compile(r"\s+".join(map(re.escape, nfc(entry.quote).split())))
        for builder in (self.laid_out, self.stored):
            spans = [Span(*match.span()) for match in pattern.finditer(builder.text.text)]
            spans = [span for span in spans if builder.printed(span) == collapse(nfc(entry.quote))]
            if entry.start is not None:
                spans = [span for span in spans if builder.key(span).partition("-")[0] == str(entry.start)]
            if len(spans) > 1:
                places = ", ".join(builder.key(span).partition("-")[0] for span in spans)
                raise AddingError(
                    f"{_entry(entry)}: quote in {len(spans)} lần, hãy thêm start (printed {len(spans)} times, say start): {places}"
                )
            if spans:
                return builder, spans[0]
        raise AddingError(f"{_entry(entry)}: nguồn không in quote này (the source does not print this quote): {entry.quote[:80]!r}")

    def _provision(self, entry: AddedFact, start: int) -> Provision:
        """The innermost provision that prints the quote: the last one that begins before it and ends behind it."""
        quotes = self.laid_out.quotes
        found = [one for one in self.outline.provisions for quote in quotes(one.spans) if quote.start <= start < quote.end]
        if not found:
            raise AddingError(f"{_entry(entry)}: quote không nằm trong mục nào (stands in no provision)")
        return found[-1]

    def _address(self, entry: AddedFact, builder: Builder, span: Span, provision: Provision) -> tuple[str, str]:
        """Folder and key of the fact's IRI, those the reader would give it."""
        path, place = path_key(str(entry.properties.get("task") or provision.path)), builder.key(span)
        if entry.kind == "target":
            printed = collapse(nfc(str(entry.properties["valueAsPrinted"])))
            at = builder.text.text.find(printed, span.start, span.end)
            return "target", builder.key(Span(at, at + len(printed))) if at >= 0 else place
        if entry.kind == "task":
            return "task", path
        if entry.kind == "assignment":
            agency = str(entry.properties["agency"]).removeprefix(BASE).removeprefix("agency/").replace("/", ".")
            return "task", f"{path}/assignment/{_code(entry, 'agencyRole')}/{agency}"
        if entry.kind in {"timing", "output"}:
            return "task", f"{path}/{entry.kind}/{place}"
        return entry.kind, place

    def _context(self, entry: AddedFact, builder: Builder, fact: URIRef, provision: Provision, start: int) -> dict[URIRef, object]:
        """What the place of the fact says of it."""
        path = path_key(provision.path)
        said: dict[URIRef, object] = {}
        if entry.kind in {"target", "citation", "task", "funding"}:
            said = {PH.provision: builder.part("provision", path), PH.order: self._order(entry.kind, start)}
        if entry.kind == "task":
            said[PH.path] = provision.path
            self.tasks.add(fact)
        elif entry.kind == "target":
            said |= {PH.place: self.place} if "place" not in entry.properties else {}
            if "year" in entry.properties and "yearBasis" not in entry.properties:
                said[PH.yearBasis] = iris.concept("year-basis", "explicit")
        elif entry.kind == "citation":
            said[PH.resolution] = "reviewed" if "citedDocument" in entry.properties else "unresolved"
        elif entry.kind != "funding" or "task" in entry.properties:
            said |= self._of_task(entry, builder, fact, path_key(str(entry.properties.get("task") or provision.path)))
        return said

    def _of_task(self, entry: AddedFact, builder: Builder, fact: URIRef, path: str) -> dict[URIRef, object]:
        """The edges between a task and what is said of it."""
        task = builder.part("task", path)
        if task not in self.tasks and (task, RDF.type, PH.Task) not in self.as_read:
            raise AddingError(f"{_entry(entry)}: không có nhiệm vụ (no such task) {path}; hãy thêm nó, hay ghi task (add it, or say task)")
        builder.add(task, PH[_INVERSE[entry.kind]], fact)
        if entry.kind != "assignment":
            return {PH.task: task}
        if (shortcut := _SHORTCUTS.get(_code(entry, "agencyRole"))) is not None:
            builder.add(task, PH[shortcut], _thing("agency", entry.properties["agency"]))
        return {PH.task: task} | ({} if "agencyAsPrinted" in entry.properties else {PH.agencyAsPrinted: collapse(nfc(entry.quote))})

    def _order(self, kind: str, start: int) -> int:
        """That of the fact of its kind read last before it: facts of one order stand in that of their places."""
        before = 0
        for fact in self.as_read.subjects(RDF.type, PH[kind.capitalize()]):
            for evidence in self.as_read.objects(fact, PROV.wasQuotedFrom):
                order = self.as_read.value(fact, PH.order)
                if isinstance(order, Literal) and int(str(evidence).rsplit("/", 1)[-1].split("-")[0]) <= start:
                    before = max(before, int(order))
        return before

    def _terms(self, entry: AddedFact, name: str, builder: Builder) -> list[object]:
        """The values of a property as terms; words said to be printed must be."""
        given = entry.properties[name]
        try:
            values = [_term(name, value) for value in (given if isinstance(given, list) else [given])]
        except (ValueError, InvalidOperation) as error:
            raise AddingError(f"{_entry(entry)}: {name}: {error}") from error
        if name.endswith("AsPrinted"):
            for words in map(str, given if isinstance(given, list) else [given]):
                if collapse(nfc(words)) not in collapse(builder.text.text) and collapse(nfc(words)) not in collapse(builder.text.stored):
                    raise AddingError(f"{_entry(entry)}: {name}: nguồn không in (the source does not print): {words[:80]!r}")
        return values

    @staticmethod
    def _review(entry: AddedFact, builder: Builder, fact: URIRef) -> None:
        builder.tell(iris.part(builder.own, "review", str(fact).removeprefix(f"{builder.own}/")), {
            RDF.type: PH.Review,
            PH.document: builder.own,
            PH.reviewOf: fact,
            PH.reviewOutcome: iris.concept("review-outcome", "added"),
            PH.text: vietnamese(collapse(entry.quote)),
            DCTERMS.creator: nfc(entry.by),
            DCTERMS.date: entry.date,
            RDFS.comment: vietnamese(entry.why),
        })  # fmt: skip


def check_properties(entry: AddedFact) -> None:
    """Raise AddingError for an entry that lacks a property of its kind or has one of another."""
    kind = _KINDS[entry.kind]
    if missing := [name for name in kind.needed if entry.properties.get(name) in (None, "", [])]:
        raise AddingError(f"{_entry(entry)}: properties thiếu (lack) {', '.join(missing)}")
    known = {*kind.needed, *kind.also, *(["task"] if entry.kind in _INVERSE else [])}
    if others := sorted(set(entry.properties) - known):
        raise AddingError(f"{_entry(entry)}: {entry.kind} không có (has no) {', '.join(others)}; chỉ có (only): {', '.join(sorted(known))}")
    if entry.kind == "target" and not {"value", "lowValue", "highValue", "year"} & set(entry.properties):
        raise AddingError(f"{_entry(entry)}: cần một trong (needs one of): value, lowValue, highValue, year")


def _entry(entry: AddedFact) -> str:
    return f"added, mục (entry) {entry.number}"


def _code(entry: AddedFact, name: str) -> str:
    return str(entry.properties[name]).rpartition(":")[2]


def _thing(name: str, value: object) -> URIRef:
    words = nfc(str(value)).strip()
    if not words.startswith((_THINGS[name], BASE + _THINGS[name])):
        raise ValueError(f"phải bắt đầu bằng (begins with) {_THINGS[name]}: {words!r}")
    return URIRef(words if words.startswith(BASE) else BASE + words)


def _term(name: str, value: object) -> object:
    """A value of the review file as the model types it. Raises ValueError."""
    words = nfc(str(value)).strip()
    if name in _SCHEMES:
        return _concept(_SCHEMES[name], words)
    if name in _THINGS:
        return _thing(name, value)
    if name in _DECIMALS:
        return Decimal(words if "." in words else f"{words}.0")
    if name in _DAYS:
        return datetime.date.fromisoformat(words)
    if name == "year":
        return Literal(str(int(words)), datatype=XSD.gYear)
    return vietnamese(words) if name in _VIETNAMESE else words


def _concept(scheme: str, words: str) -> URIRef:
    """The concept of a code, with or without its scheme before it. Raises ValueError for one that is not defined."""
    code = words.removeprefix(f"{scheme}:")
    vocabulary = (folder("ontology") / "vocab" / f"{scheme}.ttl").read_text(encoding="utf-8")
    codes = re.findall(r'skos:notation "([^"]+)"', vocabulary)
    if code not in codes:
        raise ValueError(f"{scheme} không có mã (has no code) {code!r}; có (it has): {', '.join(sorted(codes)[:40])}")
    return iris.concept(scheme, code)
