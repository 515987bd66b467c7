"""The report as SARIF 2.1.0 (OASIS), which editors and code hosts show. Lines and columns are those of the stored text."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote as percent

from phahe import __version__
from phahe.checking.report import CheckReport, Remark
from phahe.graph import Verdict

_LEVEL = {"error": "error", "warning": "warning", "info": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(report: CheckReport, language: str = "vi") -> str:
    """Indented JSON of one run, ending in a line end."""
    verdicts = sorted({remark.code: remark.verdict for remark in report.remarks}.items())
    order = {code: index for index, (code, _) in enumerate(verdicts)}
    driver = {
        "name": "phahe", "version": __version__, "informationUri": "https://w3id.org/phahe/", "language": language,
        "rules": [_rule(verdict, language) for _, verdict in verdicts],
    }  # fmt: skip
    uri = percent(report.reading.name)
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": uri}, "hashes": {"sha-256": report.reading.sha256}}],
        "results": [_result(remark, uri, order[remark.code], language) for remark in report.remarks],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(verdict: Verdict, language: str) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": verdict.code,
        "shortDescription": {"text": verdict.name.text(language)},
        "defaultConfiguration": {"level": _LEVEL[verdict.severity]},
        "helpUri": f"https://w3id.org/phahe/vocab/verdict/{verdict.code}",
    }
    if verdict.rule:
        rule["fullDescription"] = {"text": verdict.rule.text(language)}
    if verdict.remedy:
        rule["help"] = {"text": verdict.remedy.text(language)}
    return rule


def _result(remark: Remark, uri: str, index: int, language: str) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": remark.line, "startColumn": remark.column, "snippet": {"text": remark.words}}
    if remark.quotes:
        start, end = remark.quotes[0].start, remark.quotes[-1].end
        region |= {"charOffset": start, "charLength": end - start}
    location = {"physicalLocation": {"artifactLocation": {"uri": uri, "index": 0}, "region": region}}
    if remark.path:
        location["logicalLocations"] = [{"fullyQualifiedName": remark.path}]  # type: ignore[assignment]
    return {
        "ruleId": remark.code,
        "ruleIndex": index,
        "level": _LEVEL[remark.severity],
        "message": {"text": remark.message.text(language)},
        "locations": [location],
    }
