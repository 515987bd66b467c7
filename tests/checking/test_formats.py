"""The report in each of its forms."""

import io
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word

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
    assert [[(r.text, r.bold) for r in p.runs if r.text] for p in after.paragraphs] == [
        [(r.text, r.bold) for r in p.runs] for p in before.paragraphs
    ]
    comments = [comment.text for comment in after.comments]
    assert sorted(text.split(".")[0] for text in comments) == ["IMPOSSIBLE_DATE", "TERM_MISMATCH", "TITLE_MISMATCH"]
    assert all(comment.author == "Phả hệ" for comment in after.comments)
    bold = after.paragraphs[1]._p.xml
    assert bold.index("commentRangeStart") < bold.index("khóa XII") < bold.index("commentRangeEnd")


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
