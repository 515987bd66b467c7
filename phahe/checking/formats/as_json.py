"""The report for programs: one JSON object, keys in English, messages in both languages."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from phahe.checking.report import CheckedCitation, CheckReport, Remark


def to_json(report: CheckReport, language: str = "vi") -> str:  # messages are in both
    """Indented JSON, ending in a line end."""
    value = {
        "file": report.reading.name,
        "sha256": report.reading.sha256,
        "date": report.on and report.on.isoformat(),
        "asOf": report.as_of and report.as_of.isoformat(),
        "counts": report.count(),
        "citations": [_citation(citation) for citation in report.citations],
        "remarks": [_remark(remark) for remark in report.remarks],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _citation(citation: CheckedCitation) -> dict[str, Any]:
    return {**asdict(citation), "date": citation.date and citation.date.isoformat()}


def _remark(remark: Remark) -> dict[str, Any]:
    verdict = remark.verdict
    return {
        "code": remark.code, "severity": remark.severity, "words": remark.words, "quotes": [quote._asdict() for quote in remark.quotes],
        "path": remark.path, "line": remark.line, "column": remark.column, "page": remark.page, "about": remark.about,
        "message": asdict(remark.message), "rule": verdict.rule and asdict(verdict.rule), "remedy": verdict.remedy and asdict(verdict.remedy),
    }  # fmt: skip
