"""What each format gives: paragraphs, tables as rows with tabs, numbers that Word does not store, notes, pages."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from phahe.reading import FORMATS, ReadingError, cuts, read

WORDS = "Căn cứ Nghị quyết số 47/NQ-HĐND ngày 15 tháng 7 năm 2025 của Hội đồng nhân dân tỉnh;"


def p(words: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(p(line) for line in words.split('|'))}</w:tc>"


def stored(path: Path) -> str:
    return read(path).text.stored


def test_reading_says_what_it_read(make) -> None:
    path = make.docx("Nghị quyết.docx", p(WORDS))
    reading = read(path)
    assert reading.name == "Nghị quyết.docx"
    assert reading.media_type == FORMATS[".docx"]
    assert reading.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert reading.pages == ()
    assert reading.page(3) is None


DOCX = [
    (p("Điều 1.") + p("Điều 2."), "Điều 1.\nĐiều 2.", "paragraphs"),
    (p("Điều 1.") + "<w:p/>" + p("Điều 2."), "Điều 1.\n\nĐiều 2.", "an empty paragraph is a blank line"),
    ("<w:p><w:r><w:t>Điề</w:t></w:r><w:r><w:t>u 1</w:t></w:r></w:p>", "Điều 1", "runs are joined"),
    ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a b\nc", "a tab in prose is a space: tabs are for rows"),
    ("<w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins><w:del><w:r><w:delText>b</w:delText></w:r></w:del></w:p>", "a", "changes accepted"),
    ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:t>a</w:t></w:r></w:p>", "a", "hidden text"),
    ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>a</w:t></w:r></w:p>", "a", "a field's code"),
    ("<w:sdt><w:sdtContent>" + p("a") + "</w:sdtContent></w:sdt>", "a", "a content control"),
    ("<w:p><w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink></w:p>", "a", "a link"),
    (
        table(*[cell("NỘI DUNG") + cell("CHỦ TRÌ") + cell("THỜI GIAN")] * 2),
        "NỘI DUNG\tCHỦ TRÌ\tTHỜI GIAN\nNỘI DUNG\tCHỦ TRÌ\tTHỜI GIAN",
        "rows with tabs",
    ),
    (
        table(cell("I", '<w:vMerge w:val="restart"/>') + cell("a") + cell("b"), cell("", "<w:vMerge/>") + cell("c|d") + cell("e")),
        "I\ta\tb\n\tc d\te",
        "a cell merged downwards is printed once; its paragraphs are joined",
    ),
    (
        table(cell("a", '<w:gridSpan w:val="2"/>') + cell("b"), cell("c") + cell("d") + cell("e")),
        "a\t\tb\nc\td\te",
        "a wide cell keeps the columns",
    ),
    (
        table(cell("UBND XÃ A|Số: 5/QĐ-UBND") + cell("CỘNG HÒA|Độc lập")) + p("QUYẾT ĐỊNH"),
        "UBND XÃ A\nSố: 5/QĐ-UBND\nCỘNG HÒA\nĐộc lập\n\nQUYẾT ĐỊNH",
        "a letterhead is no table",
    ),
    (
        table(cell("a") + f"<w:tc>{table(cell('b') + cell('c') + cell('d'))}{p('e')}</w:tc>" + cell("f")),
        "a\tb c d e\tf",
        "a table in a cell is words of the cell",
    ),
]


@pytest.mark.parametrize(("body", "expected", "why"), DOCX, ids=[row[2] for row in DOCX])
def test_docx(make, body: str, expected: str, why: str) -> None:
    assert stored(make.docx("a.docx", p(WORDS) + p("") + body)).removeprefix(WORDS).strip("\n") == expected, why


def level(depth: int, kind: str, text: str) -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbered(depth: int, number: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def test_numbers_that_word_prints(make) -> None:
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "Điều %2.") + level(2, "lowerLetter", "%3)") + level(3, "bullet", "·")
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>'
    )
    depths = [(0, "Căn cứ Nghị quyết"), (1, "của Hội đồng"), (2, "nhân dân"), (2, "tỉnh"), (3, "và"), (1, "theo"), (2, "các"), (0, "cho")]
    body = "".join(p(words, numbered(depth)) for depth, words in depths) + p("trong", numbered(0, 2))
    lines = stored(make.docx("a.docx", body, numbering=numbering)).split("\n")
    assert [line.split(" ")[0] for line in lines] == ["I.", "Điều", "a)", "b)", "-", "Điều", "a)", "II.", "IX."]
    assert (lines[1], lines[5]) == ("Điều 1. của Hội đồng", "Điều 2. theo")


def test_notes_and_running_heads_come_last(make) -> None:
    notes = (
        f'<w:footnote w:type="separator">{p("---")}</w:footnote><w:footnote w:id="2">{p("Ban hành kèm theo Kế hoạch 125.")}</w:footnote>'
    )
    path = make.zip(
        "a.docx",
        {
            "word/document.xml": _document(
                p(WORDS)
                + '<w:sectPr><w:headerReference w:type="default" r:id="h"/><w:footerReference w:type="default" r:id="f"/></w:sectPr>'
            ),
            "word/_rels/document.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="h" Target="header1.xml"/><Relationship Id="f" Target="footer1.xml"/></Relationships>',
            "word/header1.xml": _part("hdr", p("2") + p("UBND XÃ A")),
            "word/footer1.xml": _part("ftr", p("Trang 3")),
            "word/footnotes.xml": _part("footnotes", notes),
        },
    )
    assert stored(path) == f"{WORDS}\n\nUBND XÃ A\nTrang 3\n[1] Ban hành kèm theo Kế hoạch 125."


def test_a_letterhead_in_the_page_header_comes_first(make) -> None:
    path = make.zip(
        "a.docx",
        {
            "word/document.xml": _document(p(WORDS) + '<w:sectPr><w:headerReference w:type="first" r:id="h"/></w:sectPr>'),
            "word/_rels/document.xml.rels": b'<Relationships><Relationship Id="h" Target="header1.xml"/></Relationships>',
            "word/header1.xml": _part("hdr", p("ỦY BAN NHÂN DÂN XÃ A") + p("Số: 5/KH-UBND")),
        },
    )
    assert stored(path) == f"ỦY BAN NHÂN DÂN XÃ A\nSố: 5/KH-UBND\n\n{WORDS}"


_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def _document(body: str) -> bytes:
    return f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>".encode()


def _part(name: str, inner: str) -> bytes:
    return f"<w:{name} {_NAMES}>{inner}</w:{name}>".encode()


HTML = [
    ("<p>Điều 1.</p><p>Điều 2.</p>", "Điều 1.\nĐiều 2.", "paragraphs"),
    ("<p>Điều\n  1.</p>", "Điều 1.", "line ends of the markup are spaces"),
    ("<p>a<br>b</p>", "a\nb", "line breaks"),
    ("<pre>a\n  <b>b\nc</b></pre>", "a\n  b\nc", "text kept as it is"),
    ("<p>a <b>b</b><i>c</i></p>", "a bc", "emphasis is no break"),
    ("<ul><li>a<li>b</ul><ol><li>c<li>d</ol><ol type=a start=2><li>e</ol>", "- a\n- b\n1. c\n2. d\nb) e", "lists as printed"),
    ("<table><tr><th>A<th>B<th>C<tr><td>1<td><p>2</p><p>3</p><td>4</table>", "A\tB\tC\n1\t2 3\t4", "rows with tabs"),
    ("<table><tr><td rowspan=2>A<td>B<td>C<tr><td>D<td>E</table>", "A\tB\tC\n\tD\tE", "a cell over two rows is printed once"),
    ("<table><tr><td colspan=2>A<td>B<tr><td>1<td>2<td>3</table>", "A\t\tB\n1\t2\t3", "a wide cell keeps the columns"),
    ("<table><tr><td>UBND XÃ A<br>Số: 5<td>CỘNG HÒA</table>", "UBND XÃ A\nSố: 5\nCỘNG HÒA", "a letterhead is no table"),
    ("<table><tr><td><p>a</p><table><tr><td>b<td>c<td>d</table></table>", "a\nb c d", "a page set in a table"),
    ("<p>a&nbsp;&amp;&#7879;</p>", "a\u00a0&ệ", "entities"),
    ("<p>a</p><p>&nbsp;</p><p>b</p>", "a\n\nb", "an empty paragraph"),
    ("<p>a</p><script>b</script><style>c</style><noscript>d</noscript><svg><text>e</text></svg>", "a", "what is not prose"),
    ("<p>a</p><p hidden>b</p><p style='display: none'>c</p><!-- d --><nav>e</nav>", "a", "what is not shown"),
]


@pytest.mark.parametrize(("body", "expected", "why"), HTML, ids=[row[2] for row in HTML])
def test_html(make, body: str, expected: str, why: str) -> None:
    path = make.file("a.html", f"<!DOCTYPE html><title>x</title><h1>{WORDS}</h1>{body}")
    assert stored(path).removeprefix(WORDS).strip("\n") == expected, why


@pytest.mark.parametrize("name", ["a.htm", "a.HTML", "a.txt", "a.2025"])
def test_html_by_any_name(make, name: str) -> None:
    assert stored(make.file(name, f"<html><p>{WORDS}</p>")) == WORDS


def test_html_in_another_encoding(make) -> None:
    raw = '<meta charset="windows-1258"><p>Căn cư\u0301 Nghi\u0323 quyê\u0301t của</p>'.replace("ủ", "u\u0309").encode("cp1258")
    assert read(make.file("a.html", raw)).text.text == "Căn cứ Nghị quyết của"


def test_pdf_keeps_its_pages(make) -> None:
    reading = read(make.pdf("a.pdf", [f"{WORDS}\nĐiều 1. Phê duyệt.", "", "Điều 2. Thi hành."]))
    text = reading.text.stored
    assert text == f"{WORDS}\nĐiều 1. Phê duyệt.\f\fĐiều 2. Thi hành."
    assert [text[start : start + 4] for start in reading.pages] == ["Căn ", "\fĐiề", "Điều"]
    assert [reading.page(text.index(words)) for words in ("Căn cứ", "Phê duyệt", "Thi hành")] == [1, 1, 3]


RULED = [
    ([["A", "B", "C"], ["1", "2", "3"]], {}, "A\tB\tC\n1\t2\t3", "rows with tabs"),
    ([["A", "B"], ["a|b", "c"], ["d", "e"]], {}, "A\tB\na b\tc\nd\te", "lines of a cell are joined"),
    ([["I", "a"], [None, "b"], ["II", "c"]], {}, "I\ta\n\tb\nII\tc", "a cell over two rows is printed once"),
    ([["a", "b"], ["c", "d"], ["e", "f"]], {"open_top": True}, "a\tb\nc\td\ne\tf", "a table that goes on from the page before"),
]


@pytest.mark.parametrize(("rows", "options", "expected", "why"), RULED, ids=[row[3] for row in RULED])
def test_ruled_tables_of_a_pdf(make, rows: list[list[str]], options: dict[str, bool], expected: str, why: str) -> None:
    assert stored(make.ruled("a.pdf", rows, above=WORDS, below="Nơi nhận:", **options)) == f"{WORDS}\n\n{expected}\n\nNơi nhận:", why


CUTS = [
    ("A\tB\n1. Rà soát\tSở", "quy hoạch\ttài chính\nC\tD", "A\tB\n1. Rà soát quy hoạch\tSở tài chính\fC\tD", "small letters go on"),
    ("A\tB\n1. Rà soát\tSở", "5\nquy hoạch\t\nC\tD", "A\tB\n1. Rà soát quy hoạch\tSở\f5\nC\tD", "past a page number"),
    ("1. Rà soát\tSở|", "|Quy hoạch\tTài chính", "1. Rà soát Quy hoạch\tSở Tài chính\f", "no rule on either page"),
    ("1. Rà soát\tSở|", "|2. Quy hoạch\tSở", "1. Rà soát\tSở\f2. Quy hoạch\tSở", "a number begins a row"),
    ("1. Rà soát\tSở", "Quy hoạch\tSở", "1. Rà soát\tSở\fQuy hoạch\tSở", "capitals begin a row"),
    ("1. Rà soát\tSở", "quy hoạch\tsở\tb", "1. Rà soát\tSở\fquy hoạch\tsở\tb", "another table"),
    ("1. Rà soát\tSở\nNơi nhận:", "quy hoạch\tsở", "1. Rà soát\tSở\nNơi nhận:\fquy hoạch\tsở", "prose between"),
]


@pytest.mark.parametrize(("above", "below", "expected", "why"), CUTS, ids=[row[3] for row in CUTS])
def test_rows_cut_by_a_page(above: str, below: str, expected: str, why: str) -> None:
    pages = [page.replace("|", cuts.OPEN) for page in (above, below)]
    assert "\f".join(cuts.joined(pages)) == expected, why


def test_a_single_frame_is_no_table(make) -> None:
    assert "\t" not in stored(make.ruled("a.pdf", [["Căn cứ Nghị quyết"], ["của Hội đồng"]], above=WORDS))


def test_columns_of_a_letterhead_in_a_pdf(make) -> None:
    """A number and a date on one line, far apart, are two lines; words of a sentence are one."""
    raw = make.pdf("a.pdf", ["Số: 5/KH-UBND", WORDS]).read_bytes()
    date = "Lộc Bình, ngày 30 tháng 9 năm 2025".encode("utf-16-be").hex()
    shape = f"BT /F 12 Tf 300 780 Td <{date}> Tj ET "
    path = make.file("b.pdf", _inserted(raw, shape))
    assert stored(path).split("\f")[0] == "Số: 5/KH-UBND\nLộc Bình, ngày 30 tháng 9 năm 2025"


def _inserted(raw: bytes, shape: str) -> bytes:
    """`raw` with `shape` at the end of the first page; the places of objects are found again by the reader."""
    head, mark, tail = raw.partition(b" ET\nendstream")
    start = head.rindex(b"/Length ")
    length, rest = head[start + 8 :].split(b" ", 1)
    return head[:start] + b"/Length %d " % (int(length) + 1 + len(shape)) + rest + b" ET " + shape.encode() + mark[3:] + tail


def test_plain_text_with_form_feeds_has_pages(make) -> None:
    reading = read(make.file("a.txt", f"{WORDS}\f{WORDS}"))
    assert (reading.pages, reading.page(0), reading.page(len(WORDS) + 1)) == ((0, len(WORDS) + 1), 1, 2)


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.jpg", "a", "a.2025"])
def test_pdf_by_any_name(make, name: str) -> None:
    reading = read(make.pdf(name, [WORDS]))
    assert (reading.media_type, reading.text.stored) == ("application/pdf", WORDS)


def test_legacy_font_in_a_pdf(make) -> None:
    reading = read(make.pdf("a.pdf", ["C¨n cø NghÞ quyÕt cña Héi ®ång nh©n d©n"]))
    assert reading.text.text == "Căn cứ Nghị quyết của Hội đồng nhân dân"


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("a.yaml", f"title: {WORDS}", "chưa đọc được"),
        ("a.pdf", f"<!DOCTYPE html><p>{WORDS}", "nội dung là HTML"),
        ("a.docx", WORDS, "nội dung là văn bản thường"),
        ("a.png", WORDS, "nội dung là văn bản thường"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"\.doc "),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        ("a.txt", rb"{\rtf1 van ban}", "RTF"),
        ("a.txt", b"\x7fELF\x02\x01", "chương trình"),
        ("a.txt", b"Rar!\x1a\x07", "RAR"),
        ("a.txt", "", "rỗng"),
        ("a.txt", " \n \n", "rỗng"),
        ("a.txt", "The quick brown fox jumps over the lazy dog.", "không phải tiếng Việt"),
        ("a.txt", b"Can cu Nghi quyet \x01\x02 cua", "nhị phân"),
        ("a.html", "<!DOCTYPE html><script>x</script>", "không phải tiếng Việt|không có nội dung"),
    ],
)
def test_refused_with_a_cause(make, name: str, content: bytes | str, cause: str) -> None:
    with pytest.raises(ReadingError, match=cause) as caught:
        read(make.file(name, content))
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)
