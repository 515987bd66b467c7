"""The report for a terminal: the citations with their verdicts, then the remarks, gravest first."""

from __future__ import annotations

from phahe.checking.report import SEVERITIES, CheckedCitation, CheckReport
from phahe.labels import Label

_NAMES = {"error": Label("LỖI", "ERROR"), "warning": Label("CẢNH BÁO", "WARNING"), "info": Label("LƯU Ý", "NOTE")}
_WIDTH = 76


def to_text(report: CheckReport, language: str = "vi") -> str:
    """Lines of plain text, ending in a line end."""
    lines = [f"{report.reading.name}: {_counted(report, language)}", ""]
    lines += [_line(citation) for citation in report.citations if citation.form != "anaphoric"]
    for severity in SEVERITIES:
        for remark in report.remarks:
            if remark.severity == severity:
                lines += ["", f"{report.reading.name}:{remark.line}:{remark.column}: {_NAMES[severity].text(language)} {remark.code}"]
                lines.append(f"  {remark.message.text(language)}")
                if remark.verdict.rule and severity != "info":
                    lines.append(f"  {Label('Quy tắc', 'Rule').text(language)}: {remark.verdict.rule.text(language)}")
    return "\n".join(lines) + "\n"


def _counted(report: CheckReport, language: str) -> str:
    counts = report.count()
    numbered = Label(f"{len(report.citations)} viện dẫn", f"{len(report.citations)} citations").text(language)
    return ", ".join([numbered, *(f"{counts[severity]} {_NAMES[severity].text(language).lower()}" for severity in SEVERITIES)])


def _line(citation: CheckedCitation) -> str:
    words = citation.words if len(citation.words) <= _WIDTH else citation.words[: _WIDTH - 1] + "…"
    return f"{citation.line:>5}  {words:<{_WIDTH}}  {' '.join(citation.verdicts)}"
