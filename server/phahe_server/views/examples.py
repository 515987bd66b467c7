"""The example questions of the home page, with the number that answers each. Which they are is data: `examples.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from phahe.questions import ParameterError, UnknownQuestionError, ask
from phahe.store import Store
from phahe_server import packaged


@dataclass(frozen=True)
class Example:
    """A question in words, its answer's number of rows (None while it is not known), and where it is answered in full."""

    words: dict[str, str]
    unit: dict[str, str]
    count: int | None
    address: str


def asked() -> list[Example]:
    """The examples before any is answered: those that name nothing, for the graph may not hold what the others name."""
    return [_example(entry, None) for entry in packaged.data("examples.yaml") if not entry["parameters"]]


def answered(store: Store) -> list[Example]:
    """The examples this store can answer; one that names something the graph does not hold is left out. Over a nation this takes a minute."""
    found = []
    for entry in packaged.data("examples.yaml"):
        try:
            answer = ask(store, entry["question"], entry["parameters"])
        except (ParameterError, UnknownQuestionError):
            continue
        found.append(_example(entry, _count(answer, entry.get("distinct"))))
    return found


def _example(entry: dict[str, Any], count: int | None) -> Example:
    return Example(entry["words"], entry["unit"], count, f"/questions/{entry['question']}?{urlencode(entry['parameters'])}")


def _count(answer: Any, column: str | None) -> int:
    """Rows, or different values of one column."""
    if column is None:
        return len(answer.rows)
    index = [item.name for item in answer.columns].index(column)
    return len({str(row[index].value) for row in answer.rows})
