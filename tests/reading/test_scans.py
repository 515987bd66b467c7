"""Pictures of pages: what Tesseract reads, and what is said where it is missing or has nothing to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from phahe.reading import ReadingError, guarded, ocr, read
from phahe.vietnamese import fold

FONTS = [
    Path("/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"),
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"),
]
LINES = ["Điều 1. Phê duyệt Kế hoạch", "của Hội đồng nhân dân tỉnh", "ngày 15 tháng 7 năm 2025"]


def picture(lines: list[str]) -> Image.Image:
    font = ImageFont.truetype(str(next(path for path in FONTS if path.exists())), 44)
    page = Image.new("L", (900, 400), 255)
    draw = ImageDraw.Draw(page)
    for index, line in enumerate(lines):
        draw.text((60, 40 + 80 * index), line, font=font, fill=0)
    return page


def shown(text: str) -> list[str]:
    """Words without diacritics: the recogniser may slip on a mark."""
    return fold(text).split()


@pytest.mark.usefixtures("recogniser")
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.pdf", "a.txt"])
def test_pictures_are_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    picture(LINES).save(path, "PNG" if name == "a.txt" else None, **({"resolution": 150.0} if name == "a.pdf" else {}))
    reading = read(path)
    assert shown(reading.text.text) == shown(" ".join(LINES))
    assert reading.pages == (0,)
    assert "nhận dạng" in reading.notes[0]


@pytest.mark.usefixtures("recogniser")
@pytest.mark.parametrize("name", ["a.tif", "a.pdf"])
def test_pages_of_a_scan(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    picture(LINES[:2]).save(path, save_all=True, append_images=[picture(LINES[1:])])
    reading = read(path)
    first, second = reading.text.stored.split("\f")
    assert (shown(first), shown(second)) == (shown(" ".join(LINES[:2])), shown(" ".join(LINES[1:])))
    assert reading.page(reading.text.stored.index("2025")) == 2


@pytest.mark.usefixtures("recogniser")
def test_a_blank_scan(tmp_path: Path) -> None:
    picture([]).save(tmp_path / "a.png")
    with pytest.raises(ReadingError, match=r"không nhận ra chữ|không có chữ"):
        read(tmp_path / "a.png")


@pytest.mark.usefixtures("recogniser")
def test_a_damaged_picture(make) -> None:
    with pytest.raises(ReadingError, match=r"^a\.png: "):
        read(make.file("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100))


@pytest.mark.usefixtures("recogniser")
def test_a_picture_that_claims_to_be_huge(make) -> None:
    import zlib  # noqa: PLC0415

    head = (60_000).to_bytes(4) * 2 + b"\x08\x00\x00\x00\x00"
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 10_000_000)), (b"IEND", b"")]
    raw = b"".join(len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4) for kind, data in chunks)
    with pytest.raises(ReadingError):
        read(make.file("a.png", b"\x89PNG\r\n\x1a\n" + raw))


@pytest.mark.parametrize("name", ["a.png", "a.pdf"])
def test_where_tesseract_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The message names the one command that puts it right."""
    picture(LINES).save(tmp_path / name)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReadingError, match="make system-packages") as caught:
        read(tmp_path / name)
    assert str(caught.value).startswith(f"{name}: cần Tesseract tiếng Việt")


def test_where_vietnamese_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tesseract").write_text("#!/bin/sh\necho eng\n")
    (tmp_path / "tesseract").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    picture(LINES).save(tmp_path / "a.png")
    with pytest.raises(ReadingError, match="make system-packages"):
        read(tmp_path / "a.png")


def test_text_pages_are_kept_where_only_some_are_pictures(make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a recogniser a page that is a picture is named, never dropped in silence."""
    words = "Căn cứ Nghị quyết số 47/NQ-HĐND ngày 15 tháng 7 năm 2025 của Hội đồng nhân dân tỉnh;"
    raw = make.pdf("a.pdf", [words, "\u00a0"]).read_bytes()
    shape = b"0 0 300 300 re f"
    path = make.file("b.pdf", raw.replace(b"BT /F 12 Tf 50 780 Td <00a0> Tj 0 -16 Td\n ET", shape.ljust(43)))
    monkeypatch.setenv("PATH", str(make.folder))
    reading = read(path)
    assert reading.text.stored.startswith(words)
    assert reading.notes[0].startswith("trang 2 là ảnh, chưa đọc")


def test_budgets_fit_in_one_another() -> None:
    assert ocr.PAGE_SECONDS <= guarded.OCR_SECONDS < guarded.SECONDS < guarded.MOST_OCR_SECONDS
