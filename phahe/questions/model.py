"""What a question is: its words in two languages, its parameters, its columns, its query. Read from a file by `header`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from phahe.labels import Label
from phahe.questions.sentences import Templates

ParameterType = Literal["document", "task", "agency", "place", "measure", "concept", "text", "date", "integer"]
Aligned = Literal["no", "optional", "always"]
ColumnKind = Literal[
    "document", "documents", "task", "provision", "citation", "target", "agency", "place", "measure", "concept", "concepts", "finding",
    "texts", "text", "quote", "evidence", "tier", "tiers", "number", "date", "year", "flag", "iri",
]  # fmt: skip

PARAMETER_TYPES: Final[tuple[ParameterType, ...]] = get_args(ParameterType)
COLUMN_KINDS: Final[tuple[ColumnKind, ...]] = get_args(ColumnKind)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value the asker gives: `type` says how it is read, `choices` is a query for ?value and ?label, `scheme` names a vocabulary."""

    name: str
    type: ParameterType
    label: Label
    help: Label | None = None
    default: str | None = None
    required: bool = True
    choices: str | None = None
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer: `kind` says what its values are, so that pages link, quote or align them.

    `words` are what pages say instead of its codes; files and programs get the codes.
    """

    name: str
    kind: ColumnKind
    label: Label
    help: Label | None = None
    words: Mapping[str, Label] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chain:
    """The rows rest on lineage from the document in column `start` to the one given by parameter `end`; answers attach it."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the catalogue. `query` is valid SPARQL that, with no parameter bound, answers for all values.

    `aligned` says whether same wording is read: never, when asked for, always. `absence`: rows say that something is missing, so the answer
    comes with the part of the corpus it rests on. `total` is a query for ?total, what the rows are out of.
    """

    slug: str
    title: Label
    summary: Label
    description: Label
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    query: str
    aligned: Aligned = "no"
    chain: Chain | None = None
    rank: int = 100
    answer: Templates | None = None
    total: str | None = None
    absence: bool = False

    def parameter(self, name: str) -> Parameter:
        """The parameter `name`; KeyError where there is none."""
        return next((item for item in self.parameters if item.name == name), None) or _missing(self, name)


def _missing(question: Question, name: str) -> Parameter:
    raise KeyError(f"{question.slug} has no parameter {name}; it has {', '.join(item.name for item in question.parameters) or 'none'}")
