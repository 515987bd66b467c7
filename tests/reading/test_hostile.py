"""Files made to break a reader: each gets text or one clear line, in bounded time and memory, and nothing is run, fetched or written."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
import unicodedata
import zlib
from pathlib import Path

import pytest

from phahe.reading import MAX_BYTES, ReadingError, guarded, read
from tests.pdf_files import pdf_bytes, stream

WORDS = "Căn cứ Nghị quyết số 47/NQ-HĐND ngày 15 tháng 7 năm 2025 của Hội đồng nhân dân tỉnh;"
HTML = f"<!DOCTYPE html><p>{WORDS}</p>"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SECONDS = 20


def cause(path: Path) -> str:
    """The one line that a refused file gets; fails where it is read, or takes too long."""
    started = time.monotonic()
    with pytest.raises(ReadingError) as caught:
        read(path)
    assert time.monotonic() - started < SECONDS
    line = str(caught.value)
    assert len(line.splitlines()) == 1
    assert "Traceback" not in line
    return line


def xml(doctype: str, words: str) -> bytes:
    return f'{doctype}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>'.encode()


LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"


@pytest.mark.parametrize(
    ("doctype", "words"),
    [(LAUGHS, f"{WORDS}&a9;"), ("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", f"{WORDS}&a;"), ("<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>", WORDS)],
    ids=["a billion laughs", "a file on this machine", "a remote type definition"],
)  # fmt: skip
def test_entities_in_word_are_refused(make, doctype: str, words: str) -> None:
    assert "declares a document type" in cause(make.zip("a.docx", {"word/document.xml": xml(doctype, words)}))


def test_entities_in_another_encoding(make) -> None:
    content = xml(f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}', f"{WORDS}&a9;").decode().encode("utf-16")
    cause(make.zip("a.docx", {"word/document.xml": content}))


def test_zip_bomb_is_refused_before_it_is_inflated(make) -> None:
    path = make.zip("a.docx", {"word/document.xml": b" " * (200 << 20)})
    started = time.monotonic()
    assert "bom nén" in cause(path)
    assert time.monotonic() - started < 5


def test_zip_that_lies_about_its_size(make) -> None:
    raw = bytearray(make.zip("a.docx", {"word/document.xml": b" " * (100 << 20)}).read_bytes())
    entry = raw.rfind(b"PK\x01\x02")
    raw[entry + 24 : entry + 28] = struct.pack("<I", 1000)
    assert "hỏng" in cause(make.file("b.docx", bytes(raw)))


def test_entries_that_point_outside_are_never_written(make) -> None:
    path = make.zip("a.docx", {"../../evil": b"x", "/absolute": b"x", "word/document.xml": xml("", WORDS)})
    assert read(path).text.text == WORDS
    assert sorted(file.name for file in path.parent.iterdir()) == ["a.docx"]
    assert not (path.parent.parent.parent / "evil").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name(make) -> None:
    raw = make.zip("a.docx", {"word/document.xml": xml("", WORDS), "word/documenu.xml": xml("", "x")}).read_bytes()
    assert "trùng tên" in cause(make.file("b.docx", raw.replace(b"documenu", b"document")))


def test_remote_template_is_not_fetched(make) -> None:
    relations = b'<Relationships><Relationship Id="t" TargetMode="External" Target="http://127.0.0.1:9/evil.dotm"/></Relationships>'
    assert read(make.zip("a.docx", {"word/document.xml": xml("", WORDS), "word/_rels/document.xml.rels": relations})).text.text == WORDS


def test_macros_are_noted(make) -> None:
    reading = read(make.zip("a.docx", {"word/document.xml": xml("", WORDS), "word/vbaProject.bin": b"x"}))
    assert "macro" in reading.notes[0]


@pytest.mark.parametrize("cut", [30, 200, -30])
def test_truncated_word(make, cut: int) -> None:
    assert "hỏng" in cause(make.file("b.docx", make.docx("a.docx", f"<w:p>{WORDS}</w:p>").read_bytes()[:cut]))


def test_word_nested_beyond_reason(make) -> None:
    cell = "<w:tbl><w:tr><w:tc>"
    cause(make.docx("a.docx", cell * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60))
    cause(make.docx("b.docx", "<w:sdt>" * 100_000 + "</w:sdt>" * 100_000))


def flate(data: bytes, times: int) -> bytes:
    """`times` times a megabyte of `data`, packed twice."""
    packer = zlib.compressobj(9)
    block = data * (2**20 // len(data))
    return zlib.compress(b"".join(packer.compress(block) for _ in range(times)) + packer.flush(), 9)


def tree(make, name: str, changed: dict[int, str | bytes]) -> Path:
    """A PDF of one empty page with some objects changed."""
    objects: dict[int, str | bytes] = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        4: stream(b"q Q"),
    }
    return make.file(name, pdf_bytes(objects | changed))


def test_pdf_stacked_bomb(make) -> None:
    bomb = flate(b"BT (x) Tj ET\n", 250)
    assert len(bomb) < 100_000
    content = f"<< /Length {len(bomb)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n".encode() + bomb + b"\nendstream"
    assert cause(tree(make, "a.pdf", {4: content}))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({2: "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"}, "a page tree that holds itself"),
        ({2: "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>"}, "a million pages claimed"),
        (
            {
                2: f"<< /Type /Pages /Kids [{'5 0 R ' * 1000}] /Count 1000000 >>",
                5: f"<< /Type /Pages /Parent 2 0 R /Kids [{'3 0 R ' * 1000}] /Count 1000 >>",
            },
            "a million pages by reference",
        ),
        ({1: "<< /Type /Catalog /Pages 1 0 R >>"}, "a catalogue for a page tree"),
        (
            {
                1: "<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
                6: "<< /First 7 0 R /Last 7 0 R >>",
                7: "<< /Title (a) /Parent 6 0 R /Next 7 0 R /First 7 0 R >>",
            },
            "an outline that holds itself",
        ),
        ({3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e9 1e9] /Contents 4 0 R >>"}, "a page as large as a country"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_pdf_trees(make, changed: dict[int, str | bytes], why: str) -> None:
    assert cause(tree(make, "a.pdf", changed)), why


def test_pdf_of_too_many_pages(make) -> None:
    assert "10,000 trang" in cause(make.pdf("a.pdf", [WORDS] * 10_000))


def test_pdf_of_many_pages(make) -> None:
    started = time.monotonic()
    assert len(read(make.pdf("a.pdf", [WORDS] * 1_000)).pages) == 1_000
    assert time.monotonic() - started < SECONDS


def test_pdf_with_a_password(make) -> None:
    locked = f"/ID [(a) (b)] /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"
    assert "mật khẩu" in cause(make.pdf("a.pdf", [WORDS], trailer=locked))


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"%PDF-1.7\n" + bytes(range(256)) * 100, b""], ids=["head only", "noise", "nothing"])
def test_pdf_damaged(make, content: bytes) -> None:
    assert "hỏng" in cause(make.file("a.pdf", content)) or not content


def test_pdf_truncated(make) -> None:
    raw = make.pdf("a.pdf", [WORDS] * 5).read_bytes()
    assert "hỏng" in cause(make.file("b.pdf", raw[: len(raw) // 3]))


@pytest.mark.parametrize("action", ["/S /JavaScript /JS (app.alert(1))", "/S /Launch /F (calc.exe)"])
def test_pdf_actions_are_noted_not_run(make, action: str) -> None:
    reading = read(make.pdf("a.pdf", [WORDS], catalog=f"/OpenAction << {action} >>"))
    assert reading.text.text == WORDS
    assert "không chạy" in reading.notes[0]


@pytest.mark.parametrize(
    "more",
    [
        f"<img src='data:image/png;base64,{'A' * (40 << 20)}'>",
        "<script>document.write('x')</script><base href='http://127.0.0.1:9/'><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
        "<div>" * 200_000,
        "<ol>" + "<li>" * 100_000,
        "<" * 200_000,
        "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
    ],
    ids=["50 MB of picture", "scripts", "nested", "a long list", "angle brackets", "an entity"],
)
def test_html(make, more: str) -> None:
    started = time.monotonic()
    reading = read(make.file("a.html", HTML + more))
    assert time.monotonic() - started < SECONDS
    assert reading.text.stored.startswith(WORDS)
    assert len(reading.text.stored) < 1_000_000
    assert "document.write" not in reading.text.stored


@pytest.mark.parametrize(
    "more", ["<table><tr><td>" * 10_000, "<table>" + "<tr><td rowspan=9999 colspan=1000>" * 50_000], ids=["deep", "wide"]
)
def test_html_tables(make, more: str) -> None:
    cause(make.file("a.html", HTML + more))


def test_slow_extraction_is_stopped(make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that hangs and a child that is killed are causes like any other."""
    for reason, told in (("import time; time.sleep(60)", "giây"), ("import os; os.abort()", "hỏng")):
        fake = make.file("fake", f"#!/bin/sh\nexec {sys.executable} -c 'import signal; signal.alarm(1); {reason}'\n")
        fake.chmod(0o755)
        monkeypatch.setattr(guarded.sys, "executable", str(fake))
        assert told in cause(make.file("a.html", HTML))
        monkeypatch.undo()


def test_large_text_is_refused_unread(make) -> None:
    path = make.file("a.txt", WORDS)
    with path.open("r+b") as file:
        file.truncate(200 << 20)
    started = time.monotonic()
    assert "too large" in cause(path)
    assert time.monotonic() - started < 5
    assert MAX_BYTES < 200 << 20


def test_memory_of_the_longest_text(make) -> None:
    """All letters decomposed: the worst case that is prose, for the map between clean and stored text."""
    path = make.file("a.txt", unicodedata.normalize("NFD", WORDS) * 27_000)
    script = (
        "import resource, sys; from pathlib import Path; resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30));"
        "from phahe.reading import read; print(len(read(Path(sys.argv[1])).text.text))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr[-500:]
    assert int(done.stdout) == len(WORDS) * 27_000


NAMES = [
    "a\nb.txt",
    "-rf.txt",
    "x" * 250 + ".txt",
    "Nghi\u0323 quye\u0302\u0301t.txt",
    os.fsdecode(b"\xff\xfe.txt"),
    "a\u202etxt.fdp",
    "a b;c$d.txt",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_file_names(make, name: str) -> None:
    """Whatever the name, the file is read, and the name is shown on one line in letters that can be printed."""
    shown = cause(make.file(name, WORDS)) if name.endswith(".fdp") else read(make.file(name, WORDS)).name
    assert shown.isprintable()
    assert len(shown.splitlines()) == 1
    shown.encode()


def test_what_is_no_file(make) -> None:
    folder = make.folder
    os.mkfifo(folder / "pipe.txt")
    for path in (folder, folder / "pipe.txt", Path(os.devnull), folder / "none.txt", folder / "a\0b.txt", folder / ("y" * 300)):
        cause(path)
