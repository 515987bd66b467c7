"""The facts of a document as lines: kind, place, what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from phahe.analysis import Analysis, analyse
from phahe.evaluation.header import read_header
from phahe.reading import read
from phahe.registers import load_glossaries, load_measures


def facts(path: Path) -> list[str]:
    """Every header field, section, citation, task, target and sum of a file, one line each, in the order of the document."""
    return list(_facts(analyse(read(path).text, load_measures(), load_glossaries())))


def _facts(analysis: Analysis) -> Iterator[str]:
    text = analysis.text.text
    yield from (_line("header", name, value) for name, value in read_header(analysis).items() if value)
    for part in analysis.outline.provisions:
        if part.kind not in ("letterhead", "bullet"):
            yield _line("provision", part.path, part.kind)
    for placed in analysis.citations:
        one = placed.citation
        surface = " ".join(text[one.surface.start : one.surface.end].split())
        yield _line("citation", placed.provision.path, one.form, surface, one.number, one.date, one.issuer)
    for task in analysis.tasks:
        who = ", ".join(f"{item.assignment.role} {item.assignment.body}" for item in task.assignments)
        when = ", ".join(f"{item.timing.printed} ({item.timing.kind})" for item in task.timings)
        yield _line("task", task.task.provision.path, who, when)
    for item in analysis.targets:
        one_target = item.target
        value = f"{one_target.low}-{one_target.high}" if one_target.low is not None else one_target.value
        yield _line("target", item.provision.path, one_target.comparator, value, one_target.unit, one_target.year)
    for money in analysis.funding:
        yield _line("funding", money.provision.path, ",".join(money.funding.sources), money.funding.amount)


def _line(*parts: object) -> str:
    return "\t".join("" if part is None else str(part) for part in parts)


@pytest.fixture(scope="session")
def read_facts() -> Callable[[Path], list[str]]:
    """`facts`, for the tests beside."""
    return facts
