"""Checks a lawyer's own draft: `check` gives the report, `render` writes it as text, JSON, SARIF, HTML or Word comments.

Before: `restored` mends a broken OCR, `shipped` is the store of the documents in hand. See docs/checking.md.
"""

from phahe.checking.draft import check
from phahe.checking.formats import FORMATS, render
from phahe.checking.held import shipped
from phahe.checking.report import CheckedCitation, CheckReport, Remark
from phahe.checking.restoring import restored

__all__ = ["FORMATS", "CheckReport", "CheckedCitation", "Remark", "check", "render", "restored", "shipped"]
