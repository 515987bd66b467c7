"""`phahe check` and `phahe reference add` on the command line: what is printed, and the exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from phahe.cli import app

GOOD = "Căn cứ Nghị quyết số 71-NQ/TW, ngày 22/8/2025 của Bộ Chính trị về đột phá phát triển giáo dục và đào tạo;\n"
BAD = "Căn cứ Nghị quyết số 71-NQ/TW, ngày 23/8/2025 của Bộ Chính trị về đột phá phát triển giáo dục và đào tạo;\n"


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "ban-thao.txt"


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (BAD, 1)])
def test_exit_code(draft: Path, text: str, code: int) -> None:
    draft.write_text(f"KẾ HOẠCH\nTriển khai công tác\n{text}", encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(draft)])
    assert done.exit_code == code, done.output
    assert ("DATE_MISMATCH" in done.output) == bool(code)


def test_the_report_in_a_file(draft: Path) -> None:
    draft.write_text(f"KẾ HOẠCH\nTriển khai công tác\n{BAD}", encoding="utf-8")
    done = CliRunner().invoke(
        app, ["check", str(draft), "--format", "json", "--output", str(draft.with_suffix(".json")), "--as-of", "2025-10-01"]
    )
    assert (done.exit_code, done.output) == (1, "")
    assert json.loads(draft.with_suffix(".json").read_text(encoding="utf-8"))["asOf"] == "2025-10-01"


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "khong-co.txt"],
        ["check", "ban-thao.txt", "--format", "docx", "-o", "a.docx"],
        ["check", "ban-thao.txt", "--register", "khong-co"],
    ],
)
def test_bad_use_is_one_line_and_code_2(draft: Path, arguments: list[str]) -> None:
    draft.write_text(f"KẾ HOẠCH\n{GOOD}", encoding="utf-8")
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith("phahe: ")
    assert done.stderr.count("\n") == 1


def test_the_register_of_the_working_directory_is_asked(draft: Path) -> None:
    listed = draft.with_name("danh-muc.csv")
    listed.write_text(
        "số,ngày,cơ quan,trích yếu\n4321/QĐ-TTg,2025-02-03,Thủ tướng Chính phủ,về một việc cần thử nghiệm kỹ\n", encoding="utf-8"
    )
    added = CliRunner().invoke(app, ["reference", "add", str(listed)])
    assert (added.exit_code, added.output.split()[0]) == (0, "1")
    draft.write_text("KẾ HOẠCH\nCăn cứ Quyết định số 4321/QĐ-TTg ngày 04/02/2025 của Thủ tướng Chính phủ;\n", encoding="utf-8")
    assert "03/02/2025" in CliRunner().invoke(app, ["check", str(draft)]).output
