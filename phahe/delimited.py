"""Rows of a CSV file from anywhere: Excel's semicolons and BOM, UTF-16, tabs, wrong quotes, endless lines. Read as a stream.

A row that cannot be read is told with its line number, and the rows after it are read. A file whose header cannot be read is refused. Values
are the cells as written, in NFC, spaces at the ends dropped; what they mean is the caller's concern.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from phahe.vietnamese import collapse, fold, nfc

#: Characters of one line, columns of a table, lines of one quoted cell: more is damage, not data.
LONGEST_LINE: Final = 2**20
MOST_COLUMNS: Final = 1_000
MOST_LINES: Final = 100
_DELIMITERS: Final = ";,\t|"
_SAMPLE: Final = 65_536
_BOMS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


class DelimitedError(ValueError):
    """A file that is no table; the message names file, line and cause."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its first line in the file (the header is 1), and its cells by heading."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that gave nothing, and why; `text` is the row as written, cut at 1,000 characters."""

    line: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    whole: bool = True


Told = Callable[[Trouble], object]


def rows(path: Path, told: Told) -> Iterator[Row]:
    """The rows of a file; each that cannot be read is handed to `told`. Raises DelimitedError for a file without a readable header, OSError.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "x.csv")
    ...     _ = path.write_bytes('\\ufeffXã;Tỷ lệ\\r\\n"Lộc Bình";48,5\\r\\nBằng Mạc;1;2\\r\\n'.encode())
    ...     troubles = []
    ...     [(row.line, row.cells) for row in rows(path, troubles.append)], [trouble.line for trouble in troubles]
    ([(2, {'Xã': 'Lộc Bình', 'Tỷ lệ': '48,5'})], [3])
    """
    with path.open(encoding=_encoding(path), errors="surrogateescape", newline="") as file:
        lines = _Lines(file)
        first = lines.next()
        if first and first.text.lower().startswith("sep=") and len(first.text.strip()) == 5:
            delimiter, first = first.text.strip()[-1], lines.next()
        else:
            delimiter = ""
        if first is None:
            raise DelimitedError(f"{path.name}: tệp rỗng (empty)")
        found = _record(lines, first, delimiter := delimiter or _delimiter(first.text))
        if isinstance(found, Trouble):
            raise DelimitedError(f"{path.name}:{found.line}: {found.reason}")
        header = _header(path.name, first.number, found)
        while (line := lines.next()) is not None:
            if not line.text.strip(f"{delimiter} \r\n\t") and line.whole:
                continue
            read = _record(lines, line, delimiter)
            row = read if isinstance(read, Trouble) else _row(line, read, header)
            if isinstance(row, Trouble):
                told(row)
            else:
                yield row


def column(header: Sequence[str], names: Sequence[str]) -> str | None:
    """The heading that is one of `names` (folded), the name that comes first in `names` before others.

    >>> column(["STT", "Tên xã", "Mã xã"], ("xa", "ten xa"))
    'Tên xã'
    """
    keys = {" ".join(fold(heading).replace("_", " ").split()): heading for heading in reversed(header)}
    return next((keys[name] for name in names if name in keys), None)


class _Lines:
    """Lines of a file with their numbers, none longer than LONGEST_LINE; lines can be put back."""

    def __init__(self, file: IO[str]) -> None:
        self._file, self._number = file, 0
        self._back: deque[_Line] = deque()

    def next(self) -> _Line | None:
        if self._back:
            return self._back.popleft()
        text = self._file.readline(LONGEST_LINE)
        if not text:
            return None
        self._number += 1
        if len(text) < LONGEST_LINE or text.endswith(("\n", "\r")):
            return _Line(self._number, text)
        while (rest := self._file.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
            pass
        return _Line(self._number, text[:1000], False)

    def put_back(self, lines: Sequence[_Line]) -> None:
        self._back.extendleft(reversed(lines))


def _encoding(path: Path) -> str:
    """UTF-8 unless a mark at the beginning says UTF-16, or the beginning is no UTF-8 at all: then the Windows code page of Vietnam."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            return "utf-8" if b"\x00" in sample or _mostly_utf8(sample) else "cp1258"
    return "utf-8"


def _mostly_utf8(sample: bytes) -> bool:
    """Whether Vietnamese letters in UTF-8 are there beside the bytes that are none: one damaged row, not another code page."""
    return sum(ord(letter) > 0x7F for letter in sample.decode("utf-8", "ignore")) > sample.decode("utf-8", "replace").count("\ufffd")


def _delimiter(header: str) -> str:
    outside = "".join(part for at, part in enumerate(header.split('"')) if at % 2 == 0)
    return max(_DELIMITERS, key=outside.count)


def _record(lines: _Lines, line: _Line, delimiter: str) -> list[str] | Trouble:
    """The cells of the record that begins at a line. Where its quotes never close, only that line is lost."""
    if not line.whole:
        return Trouble(line.number, f"dòng dài quá {LONGEST_LINE} ký tự (line too long)", line.text)
    text, taken, quotes = line.text, list[_Line](), line.text.count('"')
    while quotes % 2:
        more = lines.next() if len(taken) < MOST_LINES and len(text) < LONGEST_LINE else None
        if more is None or not more.whole:
            lines.put_back([*taken, *([more] if more else [])])
            return Trouble(line.number, "dấu nháy kép không đóng (a quote is never closed)", line.text[:1000])
        taken.append(more)
        text += more.text
        quotes += more.text.count('"')
    fault = _fault(text)
    if fault:
        return Trouble(line.number, fault, text[:1000])
    try:
        found = (
            list(csv.reader([text], delimiter=delimiter, strict=True))
            if not taken
            else list(csv.reader(text.splitlines(True), delimiter=delimiter, strict=True))
        )
    except csv.Error as error:
        lines.put_back(taken)
        return Trouble(line.number, f"dấu nháy hoặc ô sai (bad quoting): {error}", line.text[:1000])
    if len(found) != 1:
        lines.put_back(taken)
        return Trouble(line.number, "dấu nháy kép sai chỗ (misplaced quote)", line.text[:1000])
    return [collapse(nfc(cell)) for cell in found[0]]


def _fault(text: str) -> str:
    if "\0" in text:
        return "có ký tự NUL (NUL character)"
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return "không phải UTF-8 (not UTF-8)"
    return ""


def _header(name: str, line: int, cells: list[str]) -> list[str]:
    if len(cells) > MOST_COLUMNS:
        raise DelimitedError(f"{name}:{line}: {len(cells)} cột, nhiều nhất {MOST_COLUMNS} (too many columns)")
    named = [cell for cell in cells if cell]
    if not named:
        raise DelimitedError(f"{name}:{line}: dòng đầu không có tên cột (no headings in the first row)")
    if double := sorted({cell for cell in named if named.count(cell) > 1}):
        raise DelimitedError(f"{name}:{line}: cột lặp tên (headings twice): {', '.join(double[:5])}")
    return cells


def _row(line: _Line, cells: list[str], header: Sequence[str]) -> Row | Trouble:
    if any(cells[len(header) :]):
        return Trouble(line.number, f"{len(cells)} ô, chỉ có {len(header)} cột (more cells than columns)", line.text[:1000].rstrip())
    padded = [*cells, *[""] * (len(header) - len(cells))]
    return Row(line.number, {heading: cell for heading, cell in zip(header, padded, strict=False) if heading})
