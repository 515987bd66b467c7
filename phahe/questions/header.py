"""Reads a question file: the `#+` YAML header, checked to the last key, and the query under it.

The query's meaning is not looked at, but its parameters and the header's must be the same, and so must its columns.
"""

from __future__ import annotations

import re
from collections.abc import Set
from pathlib import Path
from typing import Any, Final

import yaml

from phahe.labels import Label
from phahe.questions.model import COLUMN_KINDS, PARAMETER_TYPES, Aligned, Chain, Column, Parameter, Question
from phahe.questions.sentences import VERBS, Templates, placeholders
from phahe.store.sparql import slots, tokens

#: grlc's keys, then ours.
_KEYS: Final = {
    "summary", "description", "tags", "endpoint_in_url", "method", "pagination",
    "title", "vi", "parameters", "columns", "chain", "aligned", "rank", "answer", "total", "absence",
}  # fmt: skip
_PARAMETER_KEYS: Final = {"name", "type", "label", "help", "default", "required", "choices", "scheme"}
_COLUMN_KEYS: Final = {"name", "kind", "label", "help", "words"}
_HEADER_LINE: Final = re.compile(r"#\+ ?(.*)")
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CatalogueError(ValueError):
    """A question file that is not what docs/questions.md says; names the file and the fault."""


def read(path: Path) -> Question:
    """The question that a file holds. Raises CatalogueError."""
    try:
        return parse(path.stem, path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path}: {error}") from error


def parse(slug: str, text: str) -> Question:
    """The question in `text`. Raises ValueError, KeyError or YAMLError with the fault."""
    header = _header(text)
    unknown = set(header) - _KEYS
    if unknown:
        raise ValueError(f"unknown key in the header: {', '.join(sorted(unknown))}")
    words = {key: str(header[key]).strip() for key in ("summary", "description")}
    vietnamese = {key: str(header["vi"][key]).strip() for key in ("summary", "description")}
    chain = header.get("chain")
    question = Question(
        slug=slug,
        title=_label(header["title"]),
        summary=Label(vietnamese["summary"], words["summary"]),
        description=Label(vietnamese["description"], words["description"]),
        tags=tuple(header.get("tags", ())),
        parameters=tuple(_parameter(item) for item in header.get("parameters", ())),
        columns=tuple(_column(item) for item in header["columns"]),
        query=text,
        aligned=_aligned(header.get("aligned", False)),
        chain=Chain(chain["from"], chain["to"]) if chain else None,
        rank=int(header.get("rank", 100)),
        answer=_templates(header["answer"]) if "answer" in header else None,
        total=header.get("total"),
        absence=bool(header.get("absence", False)),
    )
    _agree(question)
    return question


def _header(text: str) -> dict[str, Any]:
    lines = (_HEADER_LINE.fullmatch(line) for line in text.splitlines())
    # Safe, and ten times faster where the C library is there: a catalogue is read at every start of a command.
    header = yaml.load("\n".join(match[1] for match in lines if match), Loader=_LOADER)
    if not isinstance(header, dict):
        raise ValueError("no #+ header")
    return header


def _label(value: dict[str, str]) -> Label:
    if set(value) != {"vi", "en"}:
        raise ValueError(f"a label needs vi and en: {value}")
    return Label(value["vi"].strip(), value["en"].strip())


def _aligned(value: bool | str) -> Aligned:
    if value not in (True, False, "optional"):
        raise ValueError(f"aligned is true, false or optional: {value}")
    return "optional" if value == "optional" else "always" if value else "no"


def _templates(value: dict[str, dict[str, str]]) -> Templates:
    """The templates of an answer, the same ones in both languages."""
    if set(value) != {"vi", "en"} or set(value["vi"]) != set(value["en"]) or set(value["vi"]) - {"some", "none", "nothing"}:
        raise ValueError("answer: {vi: {some, none}, en: {some, none}}, and `nothing` where wanted")
    labels = {name: Label(text.strip(), value["en"][name].strip()) for name, text in value["vi"].items()}
    return Templates(labels["some"], labels["none"], labels.get("nothing"))


def _parameter(item: dict[str, Any]) -> Parameter:
    if set(item) - _PARAMETER_KEYS or item["type"] not in PARAMETER_TYPES:
        raise ValueError(f"not a parameter: {item}")
    default = item.get("default")
    return Parameter(
        name=item["name"],
        type=item["type"],
        label=_label(item["label"]),
        help=_label(item["help"]) if "help" in item else None,
        default=None if default is None else str(default),
        required=bool(item.get("required", True)),
        choices=item.get("choices"),
        scheme=item.get("scheme"),
    )


def _column(item: dict[str, Any]) -> Column:
    if set(item) - _COLUMN_KEYS or item["kind"] not in COLUMN_KINDS:
        raise ValueError(f"not a column: {item}")
    words = {code: _label(said) for code, said in item.get("words", {}).items()}
    return Column(item["name"], item["kind"], _label(item["label"]), _label(item["help"]) if "help" in item else None, words)


def _agree(question: Question) -> None:
    """Refuse a header and query that speak of different things."""
    named = {parameter.name for parameter in question.parameters}
    if named != slots(question.query):
        raise ValueError(f"parameters {sorted(named)} in the header, VALUES ?… {{ UNDEF }} for {sorted(slots(question.query))}")
    variables = {token.text[1:] for token in tokens(question.query) if token.kind == "variable"}
    missing = {column.name for column in question.columns} - variables
    if missing:
        raise ValueError(f"columns that the query does not name: {sorted(missing)}")
    _agree_words(question)
    if question.chain and (question.chain.start not in variables or question.chain.end not in named):
        raise ValueError("chain: `from` is a column and `to` a parameter")


def _agree_words(question: Question) -> None:
    """Refuse a template or total that speaks of what the question has not."""
    names = {parameter.name for parameter in question.parameters}
    columns = {column.name for column in question.columns}
    if question.total and slots(question.total) - names:
        raise ValueError(f"total: no parameter {sorted(slots(question.total) - names)}")
    for name in placeholders(question.answer) if question.answer else ():
        verb, _, rest = name.partition(".")
        known = names if verb == "given" else columns
        if name not in ("rows", "total") and (verb not in VERBS or not _is_known(verb, rest, known)):
            raise ValueError(f"answer: nothing fills {{{name}}}")
        if name == "total" and not question.total:
            raise ValueError("answer: {total} without a total query")


def _is_known(verb: str, rest: str, known: Set[str]) -> bool:
    """Whether a placeholder speaks of a known column, and `count` of two."""
    name, _, code = rest.partition(".")
    return name in known and (verb != "count" or not code or code in known)
