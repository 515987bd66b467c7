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
    """A question in words, its answer's number of rows, and where it is answered in full."""

    words: dict[str, str]
    unit: dict[str, str]
    count: int
    address: str


def answered(store: Store) -> list[Example]:
    """The examples this store can answer; one that names something the graph does not hold is left out."""
    found = []
    for entry in packaged.data("examples.yaml"):
        example = _answer(store, entry)
        if example is not None:
            found.append(example)
    return found


def _answer(store: Store, entry: dict[str, Any]) -> Example | None:
    try:
        answer = ask(store, entry["question"], entry["parameters"])
    except (ParameterError, UnknownQuestionError):
        return None
    address = f"/questions/{entry['question']}?{urlencode(entry['parameters'])}"
    return Example(entry["words"], entry["unit"], _count(answer, entry.get("distinct")), address)


def _count(answer: Any, column: str | None) -> int:
    """Rows, or different values of one column."""
    if column is None:
        return len(answer.rows)
    index = [item.name for item in answer.columns].index(column)
    return len({str(row[index].value) for row in answer.rows})
