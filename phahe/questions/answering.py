"""Asks a question of a store: reads the values given, binds them as terms, runs the query, puts labels to what came back."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from phahe import tiers
from phahe.as_of import read_day, restricted
from phahe.labels import Label
from phahe.lineage import Trace, traces
from phahe.names import AmbiguousNameError, UnknownNameError, resolve
from phahe.namespaces import BASE, VOCAB
from phahe.questions.catalogue import get
from phahe.questions.corpus import Basis, basis
from phahe.questions.model import Column, Parameter, Question
from phahe.questions.sentences import Facts, Templates, say
from phahe.store import Dataset, Row, Store, Term, bind, with_prefixes
from phahe.store.sparql import slots
from phahe.vietnamese import nfc

_DATE: Final = NamedNode("http://www.w3.org/2001/XMLSchema#date")
_INTEGER: Final = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_LISTS: Final = ("evidence", "concepts", "documents", "tiers", "texts")
_NAMED: Final = ("document", "agency", "place", "measure", "concept", "finding")
_PLAIN: Final = Templates(Label("{rows} dòng.", "{rows} rows."), Label("Không có dòng nào.", "No rows."))
_LABELS: Final = """SELECT DISTINCT ?iri ?label WHERE {
  VALUES ?iri { UNDEF }
  { ?iri skos:prefLabel ?label } UNION { ?iri rdfs:label ?label } UNION { ?iri ph:message ?label }
}"""


class ParameterError(ValueError):
    """A parameter that is missing, not known, or whose value names nothing or too much. `name` is the parameter's."""

    def __init__(self, name: str, message: str, candidates: tuple[tuple[str, str], ...] = (), near: tuple[str, ...] = ()) -> None:
        super().__init__(f"{name}: {message}")
        self.name, self.message, self.candidates, self.near = name, message, candidates, near


@dataclass(frozen=True, slots=True)
class Choice:
    """A value a parameter can take, as one may type it, and what it is called."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter and the term it was bound to, None where it was left open."""

    parameter: Parameter
    term: NamedNode | Literal | None
    name: Label | None = None

    @property
    def label(self) -> str | None:
        """What the term is called in Vietnamese."""
        return self.name.vi if self.name else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of the answer. `label` names what an IRI stands for; `items` are the parts of a value that lists several."""

    value: Term | None
    label: Label | None = None
    items: tuple[str, ...] = ()

    def text(self, language: str = "vi") -> str:
        """What to show: the label, else the value, else nothing."""
        if self.label:
            return self.label.text(language)
        return "" if self.value is None else str(self.value.value)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: rows of cells in the order of `columns`, and the lineage they rest on, by document IRI.

    `words` is the answer as a paragraph. `basis` is the part of the corpus it rests on, for questions whose rows speak of absence. `at`: only
    documents that existed on that day were looked at. `aligned`: same wording was read.
    """

    question: Question
    parameters: tuple[Given, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chains: Mapping[str, Trace]
    words: Label
    basis: Basis | None = None
    at: datetime.date | None = None
    aligned: bool = False


def ask(
    store: Store,
    question: Question | str,
    values: Mapping[str, str] | None = None,
    *,
    at: datetime.date | str | None = None,
    aligned: bool | None = None,
) -> Answer:
    """The answer of `store`. A required parameter that is not given takes its default; an empty value leaves an optional one open.

    `at` restricts it to documents that existed on that day. `aligned` reads same wording too, for questions that offer it (`Question.aligned`).
    Raises UnknownQuestionError or ParameterError.
    """
    asked = get(question) if isinstance(question, str) else question
    day, wording = _day(at), _wording(asked, aligned)
    given = _given(store, asked, values or {})
    bound = {item.parameter.name: item.term for item in given if item.term is not None}
    rows = list(store.select(restricted(bind(asked.query, bound), day), Dataset(aligned=wording and asked.aligned == "optional")))
    labels = _labels(store, _iris(rows, asked.columns) | {term.value for term in bound.values() if isinstance(term, NamedNode)})
    table = _once(tuple(_cell(row, column, labels) for column in asked.columns) for row in rows)
    named = tuple(_with_label(item, labels) for item in given)
    words = say(asked.answer or _PLAIN, Facts(asked.columns, table, named, _total(store, asked, bound, day)))
    rests_on = basis(store, _documents(asked, bound, rows), day) if asked.absence else None
    return Answer(asked, named, asked.columns, table, _chains(store, asked, bound, rows, day), words, rests_on, day, wording)


def _day(at: datetime.date | str | None) -> datetime.date | None:
    if not isinstance(at, str):
        return at
    try:
        return _read_day(at) if at.strip() else None
    except ValueError as error:
        raise ParameterError("at", f"“{at}”: {error}") from error


def _read_day(text: str) -> datetime.date:
    try:
        return read_day(text)
    except ValueError:
        raise ValueError("cần một ngày, như 30/9/2025 hay 2025-09-30 (a day is needed)") from None


def _wording(question: Question, aligned: bool | None) -> bool:
    if question.aligned == "no" and aligned:
        raise ParameterError("aligned", "câu hỏi này không dùng đến câu chữ giống nhau (this question makes no use of same wording)")
    if question.aligned == "always" and aligned is False:
        raise ParameterError("aligned", "câu hỏi này cần so câu chữ (this question rests on same wording)")
    return question.aligned == "always" or bool(aligned)


def _once(rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows without those that differ only in what a thing is called: a document that two texts name "hóa" and "hoá" has two labels.

    The first name in the order of letters stays, whichever an engine tells first.
    """
    found: dict[tuple[object, ...], tuple[Cell, ...]] = {}
    for row in rows:
        key = tuple(cell.items or cell.value for cell in row)
        found[key] = min(found[key], row, key=_called) if key in found else row
    return tuple(found.values())


def _called(row: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(cell.label.vi if cell.label else "" for cell in row)


def _total(store: Store, question: Question, bound: Mapping[str, NamedNode | Literal], day: datetime.date | None) -> int | None:
    """What the rows are out of."""
    if question.total is None:
        return None
    used = {name: term for name, term in bound.items() if name in slots(question.total)}
    found = store.select(with_prefixes(restricted(bind(question.total, used), day))).rows[0][0]
    return int(found.value) if found is not None else 0


def _documents(question: Question, bound: Mapping[str, Term], rows: Iterable[Row]) -> set[str]:
    """The documents that parameters and rows name."""
    named = {str(bound[item.name].value) for item in question.parameters if item.type == "document" and item.name in bound}
    names = [column.name for column in question.columns if column.kind in ("document", "documents")]
    return named | {iri for row in rows for name in names if name in row for iri in str(row[name].value).split()}


def choices(store: Store, question: Question | str, name: str) -> tuple[Choice, ...]:
    """The values to choose from for a parameter, in the order of its query; none for a free text. KeyError for no such parameter.

    A thing named in several languages is offered once, by its Vietnamese name.
    """
    parameter = (get(question) if isinstance(question, str) else question).parameter(name)
    if parameter.choices is None:
        return ()
    found: dict[str, Choice] = {}
    for row in store.select(with_prefixes(parameter.choices)):
        value = str(row["value"].value).removeprefix(f"{VOCAB}{parameter.scheme}/").removeprefix(BASE)
        label = row.get("label")
        if value not in found or (isinstance(label, Literal) and label.language == "vi"):
            found[value] = Choice(value, value if label is None else str(label.value))
    return tuple(found.values())


def _given(store: Store, question: Question, values: Mapping[str, str]) -> tuple[Given, ...]:
    known = [parameter.name for parameter in question.parameters]
    for name in values:
        if name not in known:
            raise ParameterError(name, f"không có tham số này (no such parameter); có (there is): {', '.join(known) or '—'}")
    return tuple(_read(store, parameter, values.get(parameter.name)) for parameter in question.parameters)


def _read(store: Store, parameter: Parameter, text: str | None) -> Given:
    text = parameter.default if text is None else text
    if text is None or not text.strip():
        if parameter.required:
            raise ParameterError(parameter.name, "cần một giá trị (a value is needed)")
        return Given(parameter, None)
    try:
        return Given(parameter, read_value(store, parameter, nfc(text.strip())))
    except AmbiguousNameError as error:
        raise ParameterError(parameter.name, str(error), error.candidates) from error
    except UnknownNameError as error:
        raise ParameterError(parameter.name, str(error), near=error.near) from error
    except ValueError as error:
        raise ParameterError(parameter.name, f"“{text}”: {error}") from error


def read_value(store: Store, parameter: Parameter, text: str) -> NamedNode | Literal:
    """The term that `text` means for a parameter. Raises ValueError or the errors of `names`."""
    match parameter.type:
        case "text":
            return Literal(text)
        case "date":
            return Literal(_read_day(text).isoformat(), datatype=_DATE)
        case "integer":
            if not text.lstrip("+-").isdecimal():
                raise ValueError("cần một số nguyên (a whole number is needed)")
            return Literal(str(int(text)), datatype=_INTEGER)
        case "concept":
            return _concept(store, parameter, text)
        case kind:
            return resolve(store, kind, text)


def _concept(store: Store, parameter: Parameter, text: str) -> NamedNode:
    base = f"{VOCAB}{parameter.scheme}/"
    known = [choice.value for choice in choices_of_scheme(store, base)]
    code = text.removeprefix(base)
    if code not in known:
        raise UnknownNameError("concept", text, tuple(difflib.get_close_matches(code, known, 5, 0.5) or known[:20]))
    return NamedNode(base + code)


def choices_of_scheme(store: Store, base: str) -> tuple[Choice, ...]:
    """The concepts of a vocabulary, by code, with their Vietnamese labels."""
    query = 'SELECT DISTINCT ?iri ?label { VALUES ?scheme { UNDEF } ?iri skos:inScheme ?scheme ; skos:prefLabel ?label FILTER(LANG(?label) = "vi") } ORDER BY ?iri'
    rows = store.select(bind(with_prefixes(query), {"scheme": NamedNode(base.rstrip("/"))}))
    return tuple(Choice(str(row["iri"].value).removeprefix(base), str(row["label"].value)) for row in rows)


def _iris(rows: Iterable[Row], columns: Iterable[Column]) -> set[str]:
    """The IRIs that need a label: those of things, where the query gives none itself (`?documentLabel` for `?document`)."""
    named = [column.name for column in columns if column.kind in _NAMED]
    several = [column.name for column in columns if column.kind in ("concepts", "documents")]
    found = set()
    for row in rows:
        found |= {str(row[name].value) for name in named if isinstance(row.get(name), NamedNode) and f"{name}Label" not in row}
        found |= {iri for name in several if name in row for iri in str(row[name].value).split()}
    return found


def _labels(store: Store, iris: set[str]) -> dict[str, Label]:
    if not iris:
        return {}
    found: dict[str, dict[str, str]] = {}
    rows = store.select(bind(with_prefixes(_LABELS), {"iri": [NamedNode(iri) for iri in sorted(iris)]}))
    # Put in order here: an engine reads the names again for each comparison.
    for row in sorted(rows, key=lambda row: str(row["label"].value)):
        term = row["label"]
        language = term.language if isinstance(term, Literal) else None
        found.setdefault(str(row["iri"].value), {}).setdefault(language or "vi", str(term.value))
    return {
        iri: Label(words.get("vi") or next(iter(words.values())), words.get("en") or next(iter(words.values())))
        for iri, words in found.items()
    }


def _cell(row: Row, column: Column, labels: Mapping[str, Label]) -> Cell:
    term = row.get(column.name)
    if term is None or (column.kind in _LISTS and not term.value):
        return Cell(None)
    text = str(term.value)
    if column.kind == "tier":
        return Cell(term, tiers.label(tiers.tier(text)))
    if column.kind == "tiers":
        codes = sorted({tiers.tier(graph) for graph in text.split()}, key=lambda code: (tiers.rank(code), code))
        names = [tiers.label(code) for code in codes]
        return Cell(term, Label("; ".join(name.vi for name in names), "; ".join(name.en for name in names)), tuple(sorted(text.split())))
    if column.kind == "evidence":
        return Cell(term, items=tuple(sorted(text.split(), key=_reading_order)))
    if column.kind in ("concepts", "documents"):
        items = tuple(sorted(text.split()))
        names = [labels.get(iri, Label(iri, iri)) for iri in items]
        return Cell(term, Label("; ".join(name.vi for name in names), "; ".join(name.en for name in names)), items)
    if column.kind == "texts":
        items = tuple(sorted(text.split("\n")))
        return Cell(term, Label("; ".join(items), "; ".join(items)), items)
    given = row.get(f"{column.name}Label")
    return Cell(term, Label(str(given.value), str(given.value)) if given is not None else labels.get(text))


def _reading_order(iri: str) -> tuple[str, int, str]:
    """Evidence by document, then by where it starts: ".../evidence/900-910" before ".../evidence/1000-1010"."""
    document, _, place = iri.rpartition("/")
    start = place.partition("-")[0]
    return document, int(start) if start.isdecimal() else 0, place


def _with_label(given: Given, labels: Mapping[str, Label]) -> Given:
    label = labels.get(given.term.value) if isinstance(given.term, NamedNode) else None
    return Given(given.parameter, given.term, label)


def _chains(
    store: Store, question: Question, bound: Mapping[str, Term], rows: Iterable[Row], day: datetime.date | None
) -> dict[str, Trace]:
    if question.chain is None or question.chain.end not in bound:
        return {}
    end = str(bound[question.chain.end].value)
    starts = (str(row[question.chain.start].value) for row in rows if question.chain.start in row)
    return traces(store, starts, to=end, at=day)
