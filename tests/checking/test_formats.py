"""The report in each of its forms."""

import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import docx
import jsonschema
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from phahe import checking
from phahe.checking import CheckReport, render
from phahe.reading import read
from phahe.registers import load_registers

TEXT = (
    "Căn cứ Quyết định số 913/QĐ-TTg ngày 30/8/2024 của Thủ tướng Chính phủ phê duyệt Quy hoạch mạng lưới thư viện công cộng đến năm 2030;\n"
    "Căn cứ Chương trình số 150-CTr/TU ngày 29/02/2025 của Ban Thường vụ Tỉnh ủy <b>&;"
)


@pytest.fixture(scope="module")
def report(judged: Callable[..., CheckReport]) -> CheckReport:
    return judged(TEXT)


def test_json_holds_every_remark_and_citation(report: CheckReport) -> None:
    value = json.loads(render(report, "json"))
    assert [remark["code"] for remark in value["remarks"]] == ["NUMBER_MISMATCH", "IMPOSSIBLE_DATE"]
    assert value["counts"] == {"error": 2, "warning": 0, "info": 0}
    assert len(value["citations"]) == len(report.citations)
    assert value["date"] == "2025-09-12"


def test_sarif_has_what_the_standard_demands(report: CheckReport) -> None:
    """SARIF 2.1.0, sections 3.13-3.52: required properties, their kinds, and that every reference leads somewhere."""
    log = json.loads(render(report, "sarif"))
    assert (log["version"], set(log)) == ("2.1.0", {"$schema", "version", "runs"})
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert run["artifacts"][place["artifactLocation"]["index"]]["location"]["uri"] == place["artifactLocation"]["uri"]
        region = place["region"]
        stored = report.reading.text.stored
        line = stored.splitlines()[region["startLine"] - 1]
        words = stored[region["charOffset"] : region["charOffset"] + region["charLength"]]
        assert line[region["startColumn"] - 1 :].startswith(words)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_sarif_validates_against_its_schema(report: CheckReport, language: str, tmp_path: Path) -> None:
    """The schema of SARIF 2.1.0 as editors and code hosts apply it; with remarks, without any, and for a file name in Vietnamese."""
    schema = json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
    named = tmp_path / "Kế hoạch số 1 (bản 2).txt"
    named.write_text(TEXT, encoding="utf-8")
    empty = tmp_path / "trong.txt"
    empty.write_text("KẾ HOẠCH", encoding="utf-8")
    for one in (report, *(checking.check(read(path), load_registers()) for path in (named, empty))):
        log = json.loads(render(one, "sarif", language=language))
        assert [error.message for error in validator.iter_errors(log)] == []
    broken = json.loads(render(report, "sarif"))
    del broken["runs"][0]["results"][0]["message"]
    assert not validator.is_valid(broken)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.anchors: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.anchors |= {value or "" for name, value in attrs if name == "id"}
        self.links |= {(value or "").removeprefix("#") for name, value in attrs if name == "href"}

    def handle_data(self, data: str) -> None:
        self.words += data


def test_html_shows_the_whole_text_escaped_and_its_links_lead_somewhere(report: CheckReport) -> None:
    page = _Page()
    page.feed(render(report, "html").decode())
    assert report.reading.text.stored in page.words
    assert "script" not in page.tags
    assert page.tags.count("b") == len(report.remarks)  # those of the list; the one in the draft is escaped
    assert page.links <= page.anchors
    assert page.tags.count("mark") >= len(report.remarks)


def test_text_names_file_line_and_rule(report: CheckReport) -> None:
    shown = render(report, "text").decode()
    remark = report.remarks[0]
    assert f"ban-thao.txt:{remark.line}:{remark.column}: LỖI NUMBER_MISMATCH" in shown
    assert "Quy tắc: Nghị định 30/2020/NĐ-CP" in shown
    assert "ERROR" in render(report, "text", language="en").decode()


def _draft(path: Path) -> Word:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    paragraph = document.add_paragraph("Căn cứ Kết luận số 01-KL/TW, ")
    paragraph.add_run("ngày 18/5/2021 của Bộ Chính trị khóa XII").bold = True
    paragraph.add_run(" “Về đẩy mạnh học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh”;")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 1).text = "Chương trình hành động số 150-CTr/TU ngày 29/02/2025 của Ban Thường vụ Tỉnh ủy Lạng Sơn"
    document.save(str(path))
    return document


def test_docx_is_the_users_own_file_with_comments(tmp_path: Path) -> None:
    path = tmp_path / "ban-thao.docx"
    _draft(path)
    original = path.read_bytes()
    report = checking.check(read(path), load_registers())
    made = render(report, "docx", original=original)
    before, after = docx.Document(io.BytesIO(original)), docx.Document(io.BytesIO(made))
    assert [p.text for p in after.paragraphs] == [p.text for p in before.paragraphs]
    assert [_looks(p) for p in after.paragraphs] == [_looks(p) for p in before.paragraphs]
    comments = [comment.text for comment in after.comments]
    assert sorted(text.split(".")[0] for text in comments) == ["IMPOSSIBLE_DATE", "TERM_MISMATCH", "TITLE_MISMATCH"]
    assert all(comment.author == "Phả hệ" for comment in after.comments)
    assert "Bộ Chính trị khóa XII" in _covered(after).values()


def _looks(paragraph: Paragraph) -> list[tuple[str, bool | None]]:
    """Each letter with its look: how letters are parted into runs does not show."""
    return [(letter, run.bold) for run in paragraph.runs for letter in run.text]


def _covered(document: Word) -> dict[str, str]:
    """The words that each comment covers, by the comment's id."""
    found: dict[str, str] = {}
    open_: list[str] = []
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            open_.append(element.get(qn("w:id")))
        elif element.tag == qn("w:commentRangeEnd"):
            open_.remove(element.get(qn("w:id")))
        elif element.tag == qn("w:t"):
            found |= {one: found.get(one, "") + (element.text or "") for one in open_}
    return found


def _parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_docx_comments_cover_the_very_words_and_nothing_else_changes(tmp_path: Path) -> None:
    """In a table, over runs of different look, in decomposed letters, twice in one paragraph; parts that comments do not need are the same to the byte."""
    document = docx.Document()
    first = document.add_paragraph("Căn cứ Chương trình hành động số 150-CTr/TU ")
    first.add_run("ngày 29/02").italic = True
    first.add_run("/2025").bold = True
    first.add_run(" của Ban Thường vụ Tỉnh ủy Lạng Sơn; căn cứ Nghị quyết số 57- NQ/TW, ngày 22/12/2024 của Bộ Chính trị;")
    document.add_paragraph(unicodedata.normalize("NFD", "Căn cứ Quyết định số 1705-QĐ-TTg ngày 31/12/2024 của Thủ tướng Chính phủ;"))
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 1).text = "Theo Kế hoạch số 9/KH-UBND ngày 31/4/2025 của Ủy ban nhân dân tỉnh."
    path = tmp_path / "a.docx"
    document.save(str(path))
    made = render(checking.check(read(path), load_registers()), "docx", original=path.read_bytes())
    covered = {unicodedata.normalize("NFC", words) for words in _covered(docx.Document(io.BytesIO(made))).values()}
    assert covered == {
        "Chương trình hành động số 150-CTr/TU ngày 29/02/2025 của Ban Thường vụ Tỉnh ủy Lạng Sơn", "Nghị quyết số 57- NQ/TW",
        "Quyết định số 1705-QĐ-TTg", "Kế hoạch số 9/KH-UBND ngày 31/4/2025 của Ủy ban nhân dân tỉnh",
    }  # fmt: skip
    before, after = _parts(path.read_bytes()), _parts(made)
    new = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert {name for name in after if after[name] != before.get(name)} == new
    assert set(before) <= set(after)


def test_docx_without_remarks_is_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.add_paragraph("Căn cứ Luật Giáo dục ngày 14/6/2019; các trường học trên địa bàn xã thực hiện nhiệm vụ năm học.")
    document.save(str(path))
    assert render(checking.check(read(path), load_registers()), "docx", original=path.read_bytes()) == path.read_bytes()


def test_docx_comments_are_the_same_every_time(tmp_path: Path) -> None:
    path = tmp_path / "ban-thao.docx"
    _draft(path)
    report = checking.check(read(path), load_registers())
    made = [docx.Document(io.BytesIO(render(report, "docx", original=path.read_bytes()))) for _ in range(2)]
    assert (
        made[0].part.part_related_by("http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments").blob
        == made[1].part.part_related_by("http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments").blob
    )


def test_docx_of_another_file_is_refused(report: CheckReport) -> None:
    with pytest.raises(ValueError, match=r"\.docx"):
        render(report, "docx")
    with pytest.raises(ValueError, match=r"\.docx"):
        render(report, "docx", original=b"not a zip")
