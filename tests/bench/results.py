"""What a run of the benchmark has measured: kept in a file as it comes, shown as a section of the page, sizes side by side at its end."""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from tests.bench.peers import Timing

WARM: Final = "phahe, as shipped, warm"
OWN: Final = "phahe, answers bypassed"
_PAGE: Final = """# Benchmark

Written by `make bench` (tests/bench/national.py).
"""
_WORDS: Final = f"""Milliseconds. “{WARM}”: the same text asked again, as a user would; the server keeps answers by the version of the data. Every peer is asked the same text
again as well. “{OWN}”: each request is a text of its own, so that each answer is computed. phahe and Virtuoso are asked through HTTP; pyoxigraph, maplib, Jena
(TDB2 and ARQ) and rdflib in their own process, without a server or a guard. Median of five runs after one to warm up (phahe: median, then p95); what takes more than 10 s then is asked
once. All answers are compared: rows, and a digest of them. “>60 s” (or “>30 s”) was ended; “refused” and “failed” are the peer's own words; “–” has no such form or was not reached in time."""
_GROWTH: Final = "## Growth"


class Results:
    """Steps and timings of one size, in the file `path`: what is there was measured by a run before."""

    def __init__(self, path: Path, quads: int, machine: str) -> None:
        self._path, self.quads = path, quads
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self._machine: str = found.get("machine", machine)
        self._steps: dict[str, str] = found.get("steps", {})
        self._timings: dict[str, dict[str, dict[str, Any]]] = found.get("timings", {})

    def step(self, name: str, text: str) -> None:
        """Keep what a step took."""
        self._steps[name] = text
        print(f"{name}: {text}", flush=True)
        self._save()

    def has_step(self, name: str) -> bool:
        """Whether a run before took this step."""
        return name in self._steps

    def forget_timings(self) -> None:
        """Another store was built: what was asked of the old one says nothing of it."""
        self._timings.clear()

    def keep(self, table: str, question: str, column: str, timing: Timing) -> None:
        """Keep one measurement."""
        self._timings.setdefault(table, {}).setdefault(question, {})[column] = asdict(timing)
        print(f"{question} | {column} | {_cell(timing)}", flush=True)
        self._save()

    def has(self, table: str, question: str, column: str) -> bool:
        """Whether that was measured. What failed, and not by its own words or for time, is tried again."""
        found = self._timings.get(table, {}).get(question, {}).get(column)
        return found is not None and not found["problem"].startswith("failed")

    def _save(self) -> None:
        draft = self._path.with_suffix(".draft")
        draft.write_text(
            json.dumps({"machine": self._machine, "steps": self._steps, "timings": self._timings}, ensure_ascii=False, indent=1),
            encoding="utf-8",
        )
        draft.replace(self._path)

    def section(self) -> list[str]:
        """The lines of the page for this size."""
        lines = [f"## {self.quads:,} quads", "", self._machine, "", "| step | |", "|---|---|"]
        lines += [f"| {name} | {text} |" for name, text in self._steps.items()]
        lines += ["", *_WORDS.splitlines()]
        for table, questions in self._timings.items():
            lines += ["", f"{table}:", "", *_table(questions)]
        return lines


def _table(questions: dict[str, dict[str, Any]]) -> list[str]:
    peers = list(dict.fromkeys(column for found in questions.values() for column in found if column not in (WARM, OWN)))
    head = ["question", "rows", WARM, OWN, *peers, "best peer / as shipped", "best peer / bypassed"]
    lines = [_row(head), "|---" * len(head) + "|"]
    for question, found in questions.items():
        timings = {column: Timing(**{**one, "milliseconds": tuple(one["milliseconds"])}) for column, one in found.items()}
        lines.append(_row(_line(question, timings, peers)))
    return lines


def _line(question: str, found: dict[str, Timing], peers: Sequence[str]) -> list[str]:
    mine = next((found[column] for column in (OWN, WARM) if column in found and not found[column].problem), None)
    cells, best = [], []
    for peer in peers:
        timing = found.get(peer)
        if timing and mine and not timing.problem:
            if (timing.rows, timing.digest) != (mine.rows, mine.digest):
                cells.append(f"another answer ({timing.rows:,} rows)")
                continue
            best.append(statistics.median(timing.milliseconds))
        cells.append(_cell(timing) if timing else "–")
    ratios = [
        f"{min(best) / statistics.median(found[column].milliseconds):,.1f}"
        if best and column in found and found[column].milliseconds
        else "–"
        for column in (WARM, OWN)
    ]
    ours = [_cell(found[column], spread=True) if column in found else "–" for column in (WARM, OWN)]
    return [question, f"{mine.rows:,}" if mine else "–", *ours, *cells, *ratios]


def _cell(timing: Timing, *, spread: bool = False) -> str:
    if timing.problem:
        return timing.problem.replace("|", "/")
    middle = f"{statistics.median(timing.milliseconds):,.1f}"
    high = sorted(timing.milliseconds)[int(len(timing.milliseconds) * 0.95)]
    return f"{middle} ({high:,.1f})" if spread else middle


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def write(page: Path, results: Results) -> None:
    """Put the section of one size into the page, in place of an older one; the other sizes stay, growth is told anew."""
    text = page.read_text(encoding="utf-8") if page.exists() else _PAGE + "\n"
    head, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    kept = {_size(one): one for one in sections if not one.startswith(_GROWTH)}
    kept[results.quads] = "\n".join(results.section()) + "\n\n"
    ordered = [kept[size] for size in sorted(kept)]
    page.write_text(head + "".join(ordered).rstrip("\n") + "\n" + _growth(kept), encoding="utf-8")


def _size(section: str) -> int:
    found = re.match(r"## ([\d,]+) quads", section)
    return int(found[1].replace(",", "")) if found else 0


def _growth(sections: dict[int, str]) -> str:
    """The two largest sizes side by side: how often the rows, and how often the milliseconds."""
    known = [(size, read) for size, text in sorted(sections.items()) if size and (read := _read(text))]
    if len(known) < 2:
        return ""
    (small, before), (large, after) = known[-2:]
    lines = ["", f"{_GROWTH} from {small:,} to {large:,} quads", "", _row(["question", "rows", WARM, OWN]), "|---" * 4 + "|"]
    for question, values in after.items():
        if question in before:
            ratios = [f"{new / old:,.1f}" if new is not None and old else "–" for new, old in zip(values, before[question], strict=True)]
            lines.append(_row([question, *ratios]))
    return "\n".join(lines) + "\n"


def _read(section: str) -> dict[str, list[float | None]]:
    """Rows and medians of the program, by question, as the tables of a section tell them."""
    found: dict[str, list[float | None]] = {}
    ours = False
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| question |"):
            ours = cells[2:4] == [WARM, OWN]
        elif ours and len(cells) > 3 and not line.startswith("|---"):
            found[cells[0]] = [_number(cell) for cell in cells[1:4]]
    return found


def _number(cell: str) -> float | None:
    found = re.match(r"[\d,]+(?:\.\d+)?", cell)
    return float(found[0].replace(",", "")) if found else None
