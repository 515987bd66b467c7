"""Text made fit for where it goes: XML, spreadsheets, file names. Every replacement is counted in the report."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from phahe.exports.model import Report
from phahe.vietnamese import fold

#: Characters XML 1.0 has no way to write.
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
#: What a spreadsheet takes for a formula, full-width forms too; an apostrophe of ours before it counts as well, so that it can be undone.
_FORMULA: Final = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)", re.IGNORECASE)
_NAME_LENGTH: Final = 120


def whole_text(text: str, report: Report) -> str:
    """`text` without lone surrogates, which no encoding of Unicode can write.

    >>> report = Report()
    >>> whole_text("a\\ud800", report), report.counts["surrogate"]
    ('a\ufffd', 1)
    """
    if text.isprintable():  # most text: neither control characters nor surrogates
        return text
    found, times = _SURROGATE.subn("\ufffd", text)
    report.note("surrogate", times)
    return found


def xml_text(text: str, report: Report) -> str:
    """`text` with what XML 1.0 forbids replaced.

    >>> report = Report()
    >>> xml_text("a\\x00b]]>", report), report.counts["control"]
    ('a\ufffdb]]>', 1)
    """
    if text.isprintable():  # most text: neither control characters nor surrogates
        return text
    found, times = _NOT_XML.subn("\ufffd", text)
    report.note("control", times)
    return found


def plain_text(text: str, report: Report) -> str:
    """`text` with control characters but tabs and line ends replaced, for formats read by line-based programs (DOT, Mermaid, CSV, XLSX)."""
    if text.isprintable():
        return text
    found, times = _CONTROL.subn("\ufffd", whole_text(text, report))
    report.note("control", times)
    return found


def safe_cell(text: str) -> str:
    """`text`, with an apostrophe before anything a spreadsheet would run; plain numbers stay numbers. `unsafe_cell` undoes it.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("-3.5"), safe_cell("xã"), safe_cell("'=1")
    ("'=HYPERLINK(1)", '-3.5', 'xã', "''=1")
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unsafe_cell(text: str) -> str:
    """The text that `safe_cell` was given.

    >>> unsafe_cell(safe_cell("=1")), unsafe_cell(safe_cell("'=1")), unsafe_cell("'tên'")
    ('=1', "'=1", "'tên'")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def file_name(name: str, extension: str = "") -> str:
    """A file name of `name` without path parts, control characters or what Windows forbids; Vietnamese stays.

    >>> file_name("../../x", ".csv"), file_name("CON", ".csv"), file_name("việc: 1/2", ".csv"), file_name("..", ".csv")
    ('x.csv', '_CON.csv', 'việc- 1-2.csv', 'phahe.csv')
    """
    known = unicodedata.normalize("NFC", _SURROGATE.sub("", name))
    plain = re.sub(r'[<>:"/\\|?*]+', "-", "".join(c for c in known if c.isprintable()))
    plain = re.sub(r"^[-. ]+(?:\.\.-)*|[. ]+$", "", plain).strip("-. ") or "phahe"
    plain = f"_{plain}" if _RESERVED.match(plain) else plain
    return plain[: _NAME_LENGTH - len(extension)].rstrip(". ") + extension


def ascii_name(name: str) -> str:
    """The same name in ASCII letters, for programs that know no other.

    >>> ascii_name("việc được giao.csv")
    'viec-duoc-giao.csv'
    """
    return re.sub(r"[^a-z0-9._-]+", "-", fold(name)).strip("-.") or "phahe"
