"""The tools: one for each question of the catalogue, and trace, search, check and SPARQL. Names, words and JSON schemas; nothing runs here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from phahe.questions import Question, catalogue
from phahe.search import KINDS

#: Rows a tool gives unless told, and at most; what is left out is said by `truncated`.
ROWS: Final = 50
MOST_ROWS: Final = 500
#: Proofs of a hop that a trace gives unless told.
PROOFS: Final = 5
MAX_DRAFT: Final = 200_000
MAX_WORDS: Final = 200
MAX_QUERY: Final = 100_000

_LANGUAGE: Final = {"type": "string", "enum": ["vi", "en"], "default": "vi", "description": "Language of labels and sentences"}
_LIMIT: Final = {
    "type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS,
    "description": "At most so many rows; `truncated` says whether there are more",
}  # fmt: skip
_HOPS: Final = {
    **_LIMIT,
    "description": "At most so many hops, the nearest first; `truncated` says whether there are more, `more` how many",
}
_PROOFS: Final = {
    "type": "integer", "minimum": 1, "maximum": 100, "default": PROOFS,
    "description": "At most so many proofs of each hop; `more_proofs` says how many there are beside them",
}  # fmt: skip
_DAY: Final = {"type": "string", "format": "date", "description": "Only documents that existed on this day (YYYY-MM-DD)"}
_TYPES: Final = {"integer": {"type": "integer"}, "date": {"type": "string", "format": "date"}}


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: what a model reads of it, the schema of its arguments, and the question it asks where it is one of the catalogue."""

    name: str
    title: str
    description: str
    schema: dict[str, Any]
    question: str = ""


@cache
def tools() -> dict[str, Tool]:
    """Every tool by name.

    >>> list(tools())[:4]
    ['trace', 'search', 'check_citations', 'sparql']
    >>> tools()["dropped_tasks"].question
    'dropped-tasks'
    """
    found = (_TRACE, _SEARCH, _CHECK, _SPARQL, *(_of_question(question) for question in catalogue()))
    return {tool.name: tool for tool in found}


def _schema(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _of_question(question: Question) -> Tool:
    properties: dict[str, Any] = {
        item.name: {
            **_TYPES.get(item.type, {"type": "string"}),
            **({"default": item.default} if item.default else {}),
            "description": f"{item.label.en} ({item.label.vi}): an IRI, a number, a name or a file name"
            if item.type in {"document", "task", "agency", "place", "measure", "concept"}
            else f"{item.label.en} ({item.label.vi})",
        }
        for item in question.parameters
    } | {"at": _DAY}
    if question.aligned == "optional":
        properties["aligned"] = {"type": "boolean", "default": False, "description": "Read same wording too, under its own tier"}
    needed = (item.name for item in question.parameters if item.required and item.default is None)
    return Tool(
        question.slug.replace("-", "_"),
        question.title.en,
        f"{question.summary.en} / {question.summary.vi}\n{question.description.en}",
        _schema({**properties, "language": _LANGUAGE, "limit": _LIMIT}, *needed),
        question.slug,
    )


_TRACE: Final = Tool(
    "trace",
    "Trace lineage with proof",
    "From a document, task or target up to the documents it comes from, or down to what carries it out, each hop with the printed words that "
    "prove it. / Truy nguồn một văn bản, nhiệm vụ hay chỉ tiêu, mỗi bước kèm lời văn chứng minh.",
    _schema(
        {
            "start": {"type": "string", "description": "An IRI, a number such as 47/NQ-HĐND, a place, a file name, or a path"},
            "direction": {"type": "string", "enum": ["up", "down"], "default": "up"},
            "to": {"type": "string", "description": "End at this document"},
            "depth": {"type": "integer", "minimum": 1, "maximum": 20, "description": "At most so many hops from the start"},
            "limit": _HOPS,
            "proofs": _PROOFS,
            "at": _DAY,
            "language": _LANGUAGE,
        },
        "start",
    ),
)
_SEARCH: Final = Tool(
    "search",
    "Search the graph",
    "Documents, agencies, measures, tasks, provisions and citations by words, with or without Vietnamese diacritics. "
    "/ Tìm theo từ, có dấu hay không dấu.",
    _schema(
        {
            "words": {"type": "string", "maxLength": MAX_WORDS},
            "kind": {"type": "string", "enum": sorted(KINDS), "description": "Only things of this kind"},
            "limit": {**_LIMIT, "default": 20, "maximum": 40},
            "language": _LANGUAGE,
        },
        "words",
    ),
)
_CHECK: Final = Tool(
    "check_citations",
    "Check the citations of a draft",
    "Judges every citation of a Vietnamese draft: number, date, issuer, title, term, validity; each remark quotes the draft, names the rule and "
    "the mend. The draft is not kept. / Kiểm viện dẫn trong một dự thảo; dự thảo không được lưu.",
    _schema({"text": {"type": "string", "maxLength": MAX_DRAFT, "description": "The draft as plain text"}, "language": _LANGUAGE}, "text"),
)
_SPARQL: Final = Tool(
    "sparql",
    "Run a read-only SPARQL query",
    "SELECT, ASK, CONSTRUCT or DESCRIBE over the graph, under limits of time, memory and rows; no SERVICE, no updates. The usual prefixes are known "
    "(ph: is the ontology); the model is described at /docs of the project and its terms under https://w3id.org/phahe/ns#. "
    "/ Chạy một câu SPARQL chỉ đọc.",
    _schema({"query": {"type": "string", "maxLength": MAX_QUERY}, "limit": _LIMIT, "language": _LANGUAGE}, "query"),
)
