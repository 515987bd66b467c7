"""Whatever the bytes and whatever the ending: a Reading or a ReadingError of one line, nothing else."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from phahe.reading import FORMATS, ReadingError, read

MAGIC = [
    b"", b"%PDF-1.7\n", b"PK\x03\x04", b"PK\x05\x06", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0", b"MM\0*", b"<!DOCTYPE html>",
    b"<html>", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", "Căn cứ Nghị quyết của ".encode(),
]  # fmt: skip
ENDINGS = [*FORMATS, "", ".TXT", ".2025", ".xyz", ".doc"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(MAGIC), st.binary(max_size=300), st.sampled_from(ENDINGS))
@example(b"PK\x05\x06", b"\0" * 18, ".docx")
@example(b"%PDF-1.7\n", b"trailer << /Root 1 0 R >>", ".pdf")
def test_any_bytes(magic: bytes, rest: bytes, ending: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(magic + rest)
        try:
            reading = read(path)
        except ReadingError as error:
            assert len(str(error).splitlines()) == 1  # noqa: PT017
            assert str(error).startswith(f"a{ending}: ")  # noqa: PT017
        else:
            assert reading.text.stored.strip()
            assert list(reading.pages) == sorted(set(reading.pages))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["Căn cứ Nghị quyết của ", "C¨n cø NghÞ quyÕt cña Héi ®ång nh©n d©n", ""]), st.binary(max_size=400))
def test_any_plain_text(start: str, rest: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(start.encode("utf-8") + rest)
        try:
            text = read(path).text
        except ReadingError as error:
            assert len(str(error).splitlines()) == 1  # noqa: PT017
        else:
            assert all(quote.exact == " ".join(text.stored[quote.start : quote.end].split()) for quote in text.quotes(0, len(text.text)))
