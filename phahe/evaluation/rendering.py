"""An evaluation as a text table, as a list of its mistakes, as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from phahe.evaluation.model import FieldScore, Mistake, Part, Report, Score


def render(report: Report, misses: bool = False) -> str:
    """Tables of scores by kind, of right fields, of speeds; with `misses` every mistake after them.

    >>> print(render(Report((Part("a", (Score("task", 9, 1, 0),)),))).splitlines()[1])
    a                            task                       9    10     9     1     0  0.9000  1.0000  0.9474
    """
    lines = [f"{'document':28} {'kind':22} {'gold':>5} {'found':>5} {'right':>5} {'extra':>5} {'lost':>5} {'P':>7} {'R':>7} {'F1':>7}"]
    parts = [*report.documents, *([report.total] if len(report.documents) > 1 else []), *report.corpus]
    lines += [_score_line(part.name, score) for part in parts for score in part.scores if _counted(score)]
    lines += ["", f"{'document':28} {'kind':22} {'field':18} {'right':>6} {'of':>6} {'share':>7}"]
    lines += [_field_line(part.name, score) for part in _with_fields(report) for score in _by_kind(part)]
    lines += [""] if report.speeds else []
    lines += [f"{speed.stage:28} {speed.pages_per_second:10.0f} pages/s (3,000 characters, one core)" for speed in report.speeds]
    if misses:
        lines += ["", *(_mistake_line(mistake) for mistake in report.mistakes)]
    return "\n".join(lines)


def _with_fields(report: Report) -> Sequence[Part]:
    """Fields are shown for all documents together: one document's are in the JSON."""
    return (report.total if len(report.documents) > 1 else report.documents[0], *report.corpus) if report.documents else report.corpus


def _by_kind(part: Part) -> list[FieldScore]:
    """The fields, those of one kind together, kinds in the order of their first field."""
    order = list(dict.fromkeys(score.kind for score in part.fields))
    return sorted(part.fields, key=lambda score: order.index(score.kind))


def _counted(score: Score) -> bool:
    return bool(score.true_positive or score.false_positive or score.false_negative)


def _score_line(document: str, score: Score) -> str:
    right, extra, lost = score.true_positive, score.false_positive, score.false_negative
    counts = f"{right + lost:5} {right + extra:5} {right:5} {extra:5} {lost:5}"
    return f"{document:28} {score.kind:22} {counts} {score.precision:7.4f} {score.recall:7.4f} {score.f1:7.4f}"


def _field_line(document: str, score: FieldScore) -> str:
    return f"{document:28} {score.kind:22} {score.field:18} {score.right:6} {score.total:6} {score.accuracy:7.4f}"


def _mistake_line(mistake: Mistake) -> str:
    return " | ".join(filter(None, (mistake.document, mistake.kind, mistake.what, mistake.path, mistake.words, mistake.detail)))


def to_json(report: Report) -> dict[str, Any]:
    """The report as plain values: documents, total, corpus, speeds.

    >>> to_json(Report((Part("a", (Score("task", 1, 1, 0),)),)))["total"]["scores"][0]["precision"]
    0.5
    """
    return {
        "documents": [_part(part) for part in report.documents],
        "total": {**_part(report.total), "mistakes": []},
        "corpus": [_part(part) for part in report.corpus],
        "speeds": [{**asdict(speed), "pages_per_second": round(speed.pages_per_second, 1)} for speed in report.speeds],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "scores": [
            {**asdict(score), "precision": score.precision, "recall": score.recall, "f1": score.f1} for score in part.scores
        ],
        "fields": [{**asdict(score), "accuracy": score.accuracy} for score in part.fields],
        "mistakes": list(_mistakes(part)),
    }  # fmt: skip


def _mistakes(part: Part) -> Iterator[dict[str, Any]]:
    for mistake in part.mistakes:
        yield asdict(mistake)
