"""The forms a report is given in, one module each."""

from __future__ import annotations

from phahe.checking.formats import as_html, as_json, as_sarif, as_text
from phahe.checking.report import CheckReport

FORMATS = ("text", "json", "sarif", "html", "docx")


def render(report: CheckReport, form: str, *, language: str = "vi", original: bytes | None = None) -> bytes:
    """The report as a file: UTF-8 text, or for "docx" the user's own file `original` with a comment at each problem.

    Raises ValueError for an unknown form, and for "docx" without a Word file to comment on.
    """
    if form == "docx":
        if original is None:
            raise ValueError("chỉ tệp .docx mới nhận được chú thích (comments need a .docx file)")
        from phahe.checking.formats import as_docx  # noqa: PLC0415 - python-docx takes longer to load than a draft to check

        return as_docx.commented(report, original, language)
    writers = {"text": as_text.to_text, "json": as_json.to_json, "sarif": as_sarif.to_sarif, "html": as_html.to_html}
    if form not in writers:
        raise ValueError(f"{form}: một trong (one of) {', '.join(FORMATS)}")
    return writers[form](report, language).encode()
