"""Makes one folder of files that are built to break a reader, and says what each must get. Small to write, large only where they are opened."""

from __future__ import annotations

import io
import os
import unicodedata
import zipfile
import zlib
from pathlib import Path

from tests.pdf_files import pdf, pdf_bytes, stream

WORDS = "Căn cứ Nghị quyết số 47/NQ-HĐND ngày 15 tháng 7 năm 2025 của Hội đồng nhân dân tỉnh Lạng Sơn về giáo dục và đào tạo;\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
TCVN3 = "C\xa8n cø NghÞ quyÕt cña Héi ®ång nh©n d©n tØnh vÒ ph¸t triÓn gi¸o dôc vµ ®µo t¹o trong n¨m häc nµy\n" * 5
#: Name, and a part of the one line it must get; None where it is read.
EXPECTED: dict[str, str | None] = {
    "bomb.docx": "zip bomb", "entities.docx": "declares a document type", "external.docx": "declares a document type",
    "twice.docx": "duplicate names", "cut.docx": "truncated", "template.docx": None, "outside.docx": None, "pdf-inside.docx": None,
    "stacked.pdf": "", "circle.pdf": "", "million.pdf": "", "pages.pdf": "too many pages", "locked.pdf": "password-protected",
    "cut-short.pdf": "truncated", "empty.pdf": "empty", "html-inside.pdf": "not what the ending says", "script.pdf": None, "blank.pdf": "",
    "page.html": None, "nested.html": None, "no-text.html": "", "legacy.txt": None, "unknown.txt": "", "binary.txt": "binary",
    "spaces.txt": "empty", "large.txt": "too large", "english.txt": "not Vietnamese", "line\nend.txt": None, "-dash.txt": None,
    "Nghi\u0323 quye\u0302\u0301t.txt": None, "y" * 240 + ".txt": None, "zz-good.txt": None,
}  # fmt: skip


def make_all(folder: Path) -> None:
    """Write every file of EXPECTED into `folder`."""
    for name, content in {**_word(), **_pdf(), **_text()}.items():
        (folder / name).write_bytes(content)
    with (folder / "large.txt").open("wb") as file:
        file.truncate(200 << 20)


def _word() -> dict[str, bytes]:
    document = "word/document.xml"
    relations = b'<Relationships><Relationship Id="t" TargetMode="External" Target="http://127.0.0.1:9/evil.dotm"/></Relationships>'
    good = archive({document: word_xml()})
    return {
        "bomb.docx": archive({document: b" " * (300 << 20)}),
        "entities.docx": archive({document: word_xml(LAUGHS, "&a9;")}),
        "external.docx": archive({document: word_xml("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "&a;")}),
        "twice.docx": archive({document: word_xml(), "word/documenu.xml": b"<x/>"}).replace(b"documenu", b"document"),
        "cut.docx": good[: len(good) // 2],
        "template.docx": archive({document: word_xml(), "word/_rels/document.xml.rels": relations}),
        "outside.docx": archive({"../../evil": b"x", "/tmp/phahe-evil": b"x", document: word_xml()}),
        "pdf-inside.docx": pdf([WORDS.strip()]),
    }


def _pdf() -> dict[str, bytes]:
    packer = zlib.compressobj(9)
    block = b"BT (x) Tj ET\n" * (2**20 // 13)
    bomb = zlib.compress(b"".join(packer.compress(block) for _ in range(40)) + packer.flush(), 9)
    stacked = f"<< /Length {len(bomb)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n".encode() + bomb + b"\nendstream"
    locked = f"/ID [(a) (b)] /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"
    whole = pdf([WORDS.strip()] * 5)
    return {
        "stacked.pdf": pdf([""], {1001: stacked}),
        "circle.pdf": pdf([""], {2: "<< /Type /Pages /Kids [2 0 R 1000 0 R] /Count 2 >>"}),
        "million.pdf": pdf([""], {2: "<< /Type /Pages /Kids [1000 0 R] /Count 1000000 >>"}),
        "pages.pdf": pdf(["a"] * 10_000),
        "locked.pdf": pdf([WORDS.strip()], trailer=locked),
        "cut-short.pdf": whole[: len(whole) // 3],
        "empty.pdf": b"",
        "html-inside.pdf": f"<!DOCTYPE html><p>{WORDS}</p>".encode(),
        "script.pdf": pdf([WORDS.strip()], catalog="/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        "blank.pdf": pdf([""]),
    }


def _text() -> dict[str, bytes]:
    scripts = (
        "<script>document.write('x')</script><base href='http://127.0.0.1:9/'><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>"
    )
    picture = f"<img src='data:image/png;base64,{'A' * (30 << 20)}'>"
    named = {name: WORDS.encode() for name in ("line\nend.txt", "-dash.txt", "Nghi\u0323 quye\u0302\u0301t.txt", "y" * 240 + ".txt")}
    return named | {
        "page.html": f"<!DOCTYPE html><p>{WORDS}</p>{scripts}{picture}".encode(),
        "nested.html": f"<!DOCTYPE html><p>{WORDS}</p>".encode() + b"<div>" * 200_000,
        "no-text.html": b"<!DOCTYPE html><script>x()</script>",
        "legacy.txt": TCVN3.encode("cp1252"),
        "unknown.txt": bytes(range(0x80, 0xFF)) * 100,
        "binary.txt": b"MZ" + bytes(1000) + WORDS.encode(),
        "spaces.txt": b" \n\t" * 1000,
        "english.txt": b"The quick brown fox jumps over the lazy dog.\n" * 20,
        "zz-good.txt": unicodedata.normalize("NFC", WORDS).encode(),
    }


def word_xml(doctype: str = "", more: str = "") -> bytes:
    """The main part of a Word file of one paragraph."""
    return f'{doctype}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{WORDS}{more}</w:t></w:r></w:p></w:body></w:document>'.encode()


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return packed.getvalue()


def scan(pages: int) -> bytes:
    """A PDF whose pages are grey pictures with nothing to read on them."""
    side, kids = 1200, " ".join(f"{10 + 2 * index} 0 R" for index in range(pages))
    noise = zlib.compress(os.urandom(side) * side)
    objects: dict[int, str | bytes] = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        3: f"<< /Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceGray /BitsPerComponent 8"
        f" /Filter /FlateDecode /Length {len(noise)} >>\nstream\n".encode() + noise + b"\nendstream",
    }  # fmt: skip
    for index in range(pages):
        at = 10 + 2 * index
        objects[at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 3 0 R >> >> /Contents {at + 1} 0 R >>"
        )
        objects[at + 1] = stream(b"595 0 0 842 0 0 cm /I Do")
    return pdf_bytes(objects)


def lists() -> dict[str, bytes]:
    """Lists of documents with one thing wrong with each."""
    row = "47/NQ-HĐND,15/7/2025,Hội đồng nhân dân tỉnh Lạng Sơn,Phê duyệt Kế hoạch\n"
    head = "số,ngày,cơ quan,trích yếu\n"
    return {
        "line.csv": (head + row).encode() + b"1" * (64 << 20),
        "nul.csv": (head + row + "48/NQ-HĐND,\0,x,y\n").encode(),
        "columns.csv": (head + row + "," * 50_000 + "\n").encode(),
        "quotes.csv": (head + row + '"49/NQ-HĐND,1/8/2025,x,không đóng ngoặc\n' + row * 10).encode(),
    }


def rdf() -> dict[str, bytes]:
    """RDF that reaches out, grows or nests."""
    entities = "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
    namespace = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    bomb = f"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'x'>{entities}]><rdf:RDF xmlns:rdf='{namespace}'>&j;</rdf:RDF>"
    owl = "http://www.w3.org/2002/07/owl#"
    return {name: content.encode() for name, content in {
        "entities.rdf": bomb,
        "entities.ttl": bomb,
        "context.jsonld": '{"@context": "http://127.0.0.1:9/context", "@id": "urn:x"}',
        "nested.jsonld": '{"a":' * 100_000 + "1" + "}" * 100_000,
        "lists.ttl": "<urn:x> <urn:y> " + "(" * 200_000 + ")" * 200_000 + " .",
        "nodes.ttl": "<urn:x> <urn:y> " + "[ <urn:y> " * 200_000 + "1" + " ]" * 200_000 + " .",
        "import.ttl": f"<urn:x> a <{owl}Ontology> ; <{owl}imports> <http://127.0.0.1:9/o> .",
    }.items()}  # fmt: skip
