"""PDF to text, page by page, by PDFium; pages that are pictures go to the recogniser. Scripts, actions and attachments are never touched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import pypdfium2

from phahe.reading import cuts, ocr, ruled
from phahe.reading.guarded import Extracted

MAX_PAGES: Final = 3_000
#: Pages with tables put together again; it takes some 20 ms a page.
MAX_TABLE_PAGES: Final = 400
_LETTERS: Final = 12
_ACTIVE: Final = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)\b")
_ENCRYPTED: Final = "tệp PDF có mật khẩu (password-protected PDF); hãy bỏ mật khẩu (remove the password)"
_DAMAGED: Final = "tệp PDF hỏng hoặc bị cắt cụt (damaged or truncated PDF)"
#: PDFium gives U+FFFE for a hyphen at the end of a line, and drops the line end: "84/BC-" "KTNS".
_SIGNS: Final = str.maketrans({"\ufffe": "-", "\f": " ", "\0": ""})
#: Points between two columns on one line; the widest space of a justified line is half of that.
_GAP: Final = 32.0
_MOST_RUNS: Final = 3_000


def extract(raw: bytes, until: float) -> Extracted:
    """The text of a PDF, pages parted by form feeds; pictures are recognised `until` a moment of the monotonic clock.

    Raises ValueError with the cause: protected, damaged, too many pages, or pictures only and no recogniser.
    """
    document = _opened(raw)
    count = len(document)
    if count > MAX_PAGES:
        raise ValueError(f"có {count:,} trang, nhiều hơn {MAX_PAGES:,} (too many pages); hãy chia nhỏ (split it)")
    if count == 0:
        raise ValueError("tệp PDF không có trang nào (a PDF without pages)")
    pages: list[str] = []
    pictures: list[int] = []
    damaged: list[int] = []
    tables: list[int] = []
    for index in range(count):
        text, pictured = _page(document, index, damaged, tables=len(tables) < MAX_TABLE_PAGES)
        pages.append(text)
        tables += [index] * ("\t" in text)
        if pictured:
            pictures.append(index)
    if len(damaged) == count:
        raise ValueError(_DAMAGED)
    notes = [*_seen(document, raw), *_listed(damaged, "hỏng, không đọc được", "damaged, not read")]
    if len(tables) == MAX_TABLE_PAGES:
        notes += _listed(tables[-1:], "là trang cuối có bảng dựng lại thành hàng", "the last whose tables are read as rows")
    notes += _recognised(document, pages, pictures, until)
    if not any(text.strip() for text in pages):
        raise ValueError("tệp PDF không có chữ nào (a PDF without any text)")
    return Extracted("\f".join(cuts.joined(pages)), tuple(notes))


def _opened(raw: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise ValueError(_ENCRYPTED if "assword" in str(error) else _DAMAGED) from error


def _page(document: Any, index: int, damaged: list[int], *, tables: bool) -> tuple[str, bool]:
    """The text of a page, and whether it shows pictures instead of letters."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        damaged.append(index)
        return "", False
    try:
        textpage = page.get_textpage()
        plain = _split(textpage)
        text = (ruled.text(page, textpage, plain) if tables else plain).translate(_SIGNS)
        text = re.sub(r" *\r\n?| +\n", "\n", text).strip("\n")
        few = sum(letter.isalnum() for letter in text) < _LETTERS
        return text, few and next(iter(page.get_objects(max_depth=2)), None) is not None
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        damaged.append(index)
        return "", False
    finally:
        page.close()


def _split(textpage: Any) -> str:
    """The text of a page, a line broken where a wide gap parts two columns: the number of a letterhead from its place and date."""
    cuts: list[int] = []
    previous = None
    for index in range(min(textpage.count_rects(), _MOST_RUNS)):
        left, bottom, right, top = textpage.get_rect(index)
        if previous is not None and left - previous[2] > _GAP and bottom < previous[3] and top > previous[1]:
            at = textpage.get_index(left + 1, (bottom + top) / 2, 3, 3)
            if at:
                cuts.append(at)
        previous = (left, bottom, right, top)
    ends = [*sorted(set(cuts)), textpage.count_chars()]
    return "\n".join(textpage.get_text_range(start, end - start).replace("\t", " ").strip(" ") for start, end in pairwise([0, *ends]))


def _recognised(document: Any, pages: list[str], pictures: Sequence[int], until: float) -> list[str]:
    """Puts what is recognised on `pictures` into `pages`; says which pages were recognised, or not for want of a recogniser."""
    if not pictures:
        return []
    missing = ocr.missing()
    if missing:
        if len(pictures) == len(pages) or not any(text.strip() for text in pages):
            raise ValueError(missing)
        return _listed(pictures, f"là ảnh, chưa đọc: {missing}", "scanned, not read")
    read: list[int] = []
    unread: list[int] = []
    scans = (ocr.Scan(ocr.rendered(document[index])) for index in pictures)
    for index, text in zip(pictures, ocr.recognise(scans, until), strict=False):
        (unread if text is None else read).append(index)
        pages[index] = text or pages[index]
    late = pictures[len(read) + len(unread) :]
    if late and not any(text.strip() for text in pages):
        raise ValueError(ocr.OUT_OF_TIME)
    return [
        *_listed(read, "đọc bằng nhận dạng chữ", "read by text recognition"),
        *_listed(unread, "không nhận dạng được", "not recognised"),
        *_listed(late, f"là ảnh, chưa đọc: {ocr.OUT_OF_TIME}", "scanned, not read"),
    ]


def _seen(document: Any, raw: bytes) -> Iterator[str]:
    if _ACTIVE.search(raw) or document.count_attachments() or pypdfium2.raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        yield "có mã lệnh, lệnh mở hoặc tệp đính kèm, không chạy và không đọc (scripts, actions or attachments: not run, not read)"


def _listed(pages: Sequence[int], vietnamese: str, english: str) -> list[str]:
    if not pages:
        return []
    numbers = ", ".join(str(index + 1) for index in pages[:20]) + (", …" if len(pages) > 20 else "")
    return [f"trang {numbers} {vietnamese} ({english})"]
