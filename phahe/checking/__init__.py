"""Checks a lawyer's own draft: `check` gives the report, `render` writes it as text, JSON, SARIF, HTML or Word comments. See docs/checking.md."""

from phahe.checking.draft import check
from phahe.checking.formats import FORMATS, render
from phahe.checking.report import CheckedCitation, CheckReport, Remark

__all__ = ["FORMATS", "CheckReport", "CheckedCitation", "Remark", "check", "render"]
