"""Many files: same bytes however they are read, nothing read twice for nothing, nothing lost but what is reported."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from phahe.pipeline import IngestError, Report, ingest, sources, to_text, write_report
from phahe.pipeline.journal import NAME

from .conftest import contents


def run(folder: Path, output: Path, **options: Any) -> dict[str, Report]:
    return {report.name: report for report in ingest(sources([folder]), output, **options)}


def skipped(reports: dict[str, Report]) -> list[str]:
    return [name for name, report in reports.items() if report.skipped]


def test_the_number_of_processes_does_not_show(documents: Path, reviews: Path, tmp_path: Path) -> None:
    reports = {jobs: ingest(sources([documents]), tmp_path / str(jobs), jobs=jobs, reviews=reviews) for jobs in (0, 1, 3)}
    written = {jobs: contents(tmp_path / str(jobs)) for jobs in reports}
    assert written[0] == written[1] == written[3]
    reviewed = ["reviewed/ke-hoach.ttl", "reviewed/ocr.ttl"]
    assert list(written[0]) == ["ke-hoach.ttl", "nghi-quyet.ttl", "ocr.doubts.tsv", "ocr.ttl", *reviewed]
    assert all(b"review-outcome:added" in written[0][name] for name in reviewed)
    assert [report.name for report in reports[3]] == ["ke-hoach.txt", "nghi-quyet.txt", "ocr.txt"]
    assert [to_text(report).replace("/3/", "/0/") for report in reports[3]] == [to_text(report) for report in reports[0]]
    assert b"ph:restoredText" in written[0]["ocr.ttl"]
    assert b"ph:restoredText" not in written[0]["ke-hoach.ttl"]


def test_the_order_of_the_files_does_not_show(documents: Path, tmp_path: Path) -> None:
    paths = sources([documents])
    ingest(paths, tmp_path / "a")
    ingest(paths[::-1], tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_findings_are_reported_with_their_place(documents: Path, tmp_path: Path) -> None:
    report = run(documents, tmp_path / "out")["nghi-quyet.txt"]
    stored = (documents / "nghi-quyet.txt").read_text(encoding="utf-8")
    missing = next(finding for finding in report.findings if finding.code == "OWN_NUMBER_MISSING")
    assert missing.severity == "warning"
    assert 0 <= missing.start < missing.end <= len(stored)
    assert missing.vi
    assert missing.en
    assert "OWN_NUMBER_MISSING" in to_text(report)
    assert f"{missing.start}-{missing.end}: warning OWN_NUMBER_MISSING" in to_text(report, findings=True)


class TestResuming:
    def test_a_second_run_reads_nothing(self, documents: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        first = run(documents, out)
        before = contents(out)
        again = run(documents, out)
        assert skipped(first) == []
        assert skipped(again) == list(first)
        assert {name: (r.counts, r.findings, r.notes) for name, r in again.items()} == {
            name: (r.counts, r.findings, r.notes) for name, r in first.items()
        }
        assert contents(out) == before
        assert skipped(run(documents, out, force=True)) == []

    def test_a_changed_source_is_read_again_and_so_is_what_was_restored_with_it(self, documents: Path, tmp_path: Path) -> None:
        run(documents, tmp_path / "out")
        changed = documents / "ke-hoach.txt"
        changed.write_text(changed.read_text(encoding="utf-8") + "\nĐiều khoản thi hành.\n", encoding="utf-8")
        assert skipped(run(documents, tmp_path / "out")) == ["nghi-quyet.txt"]

    def test_a_changed_or_missing_output_is_written_again(self, documents: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        run(documents, out)
        before = contents(out)
        (out / "ke-hoach.ttl").write_text("", encoding="utf-8")
        (out / "nghi-quyet.ttl").unlink()
        assert skipped(run(documents, out)) == ["ocr.txt"]
        assert contents(out) == before

    def test_another_program_reads_again(self, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        run(documents, tmp_path / "out")
        monkeypatch.setattr("phahe.pipeline.journal.program", lambda: "0.0.0+other")
        assert skipped(run(documents, tmp_path / "out")) == []

    def test_a_run_that_was_cut_short_goes_on(self, documents: Path, tmp_path: Path) -> None:
        def stop(name: str) -> None:
            if name == "nghi-quyet.txt":
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run(documents, tmp_path / "out", progress=stop)
        assert skipped(run(documents, tmp_path / "out")) == ["ke-hoach.txt", "nghi-quyet.txt"]

    def test_a_torn_line_of_the_journal_costs_one_file(self, documents: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        run(documents, out)
        journal = out / NAME
        lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
        journal.write_text(lines[0] + lines[2] + lines[1][:100], encoding="utf-8")
        assert skipped(run(documents, out)) == ["ke-hoach.txt", "ocr.txt"]
        assert skipped(run(documents, out)) == ["ke-hoach.txt", "nghi-quyet.txt", "ocr.txt"]


class TestNames:
    def test_two_files_of_one_name(self, documents: Path, tmp_path: Path) -> None:
        (documents / "Kế hoạch.txt").write_bytes((documents / "nghi-quyet.txt").read_bytes())
        reports = run(documents, tmp_path / "out")
        assert reports["Kế hoạch.txt"].error is None  # the first by name
        assert "Kế hoạch.txt" in (reports["ke-hoach.txt"].error or "")
        assert 'ph:file "Kế hoạch.txt"'.encode() in contents(tmp_path / "out")["ke-hoach.ttl"]

    def test_a_file_of_another_name_in_a_later_run(self, documents: Path, tmp_path: Path) -> None:
        run(documents, tmp_path / "out")
        other = tmp_path / "Kế hoạch.txt"
        other.write_bytes((documents / "nghi-quyet.txt").read_bytes())
        (report,) = ingest([other], tmp_path / "out")
        assert "made from ke-hoach.txt" in (report.error or "")
        assert b'ph:file "ke-hoach.txt"' in contents(tmp_path / "out")["ke-hoach.ttl"]
        assert ingest([other], tmp_path / "out", force=True)[0].error is None

    def test_a_name_without_a_letter(self, documents: Path, tmp_path: Path) -> None:
        (documents / "…!.txt").write_bytes((documents / "nghi-quyet.txt").read_bytes())
        assert "no letter" in (run(documents, tmp_path / "out")["…!.txt"].error or "")


class TestFailing:
    def test_one_bad_file_does_not_stop_the_others(self, documents: Path, tmp_path: Path) -> None:
        (documents / "a-rong.txt").write_bytes(b"")
        for jobs in (0, 2):
            reports = run(documents, tmp_path / str(jobs), jobs=jobs)
            assert [name for name, report in reports.items() if report.error] == ["a-rong.txt"]
            assert "\n" not in (reports["a-rong.txt"].error or "")
            assert "a-rong.ttl" not in contents(tmp_path / str(jobs))

    def test_an_output_that_cannot_be_written_leaves_nothing_half_done(self, documents: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        (out / "ke-hoach.ttl").mkdir(parents=True)
        reports = run(documents, out)
        assert "cannot write" in (reports["ke-hoach.txt"].error or "")
        assert sorted(path.name for path in out.iterdir()) == [NAME, "ke-hoach.ttl", "nghi-quyet.ttl", "ocr.doubts.tsv", "ocr.ttl"]

    def test_an_output_that_is_no_folder(self, documents: Path) -> None:
        with pytest.raises(IngestError, match=r"ke-hoach\.txt"):
            ingest(sources([documents]), documents / "ke-hoach.txt")

    @pytest.mark.parametrize(
        ("fault", "said"),
        [
            ("os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
            ("os._exit(7)", "7"),
            ("time.sleep(60)", "took too long"),
            ("raise RuntimeError('hỏng')", "RuntimeError: hỏng"),
            ("bytearray(5 * 2**30)", "out of memory"),
        ],
    )
    def test_a_process_that_dies_loses_its_file_only(self, documents: Path, tmp_path: Path, fault: str, said: str) -> None:
        answer = subprocess.run(
            [sys.executable, "-c", _FAULTY.replace("FAULT", fault), str(documents), str(tmp_path / "out")],
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
        errors = json.loads(answer.stdout)
        assert [name for name, error in errors.items() if error] == ["ke-hoach.txt"]
        assert said in errors["ke-hoach.txt"]
        assert list(contents(tmp_path / "out")) == ["nghi-quyet.ttl", "ocr.doubts.tsv", "ocr.ttl"]


#: Reads with processes of which one meets a fault; in a process of its own, which has one thread and so forks.
_FAULTY = """
import functools, json, os, signal, sys, time
from pathlib import Path
from phahe.pipeline import job, ingesting, sources, workers

read = job._read
def faulty(one):
    if one.slug == "ke-hoach":
        FAULT
    return read(one)
job._read = faulty
ingesting.in_processes = functools.partial(workers.in_processes, seconds=20)
print(json.dumps({r.name: r.error for r in ingesting.ingest(sources([Path(sys.argv[1])]), Path(sys.argv[2]), jobs=2)}))
"""


def test_the_report_is_the_same_however_it_was_made(documents: Path, tmp_path: Path) -> None:
    (documents / "a-rong.txt").write_bytes(b"")
    for jobs in (0, 2):
        write_report(ingest(sources([documents]), tmp_path / str(jobs), jobs=jobs), tmp_path / f"{jobs}.json")
    assert (tmp_path / "0.json").read_bytes() == (tmp_path / "2.json").read_bytes()
    told = json.loads((tmp_path / "0.json").read_text(encoding="utf-8"))
    assert (told["totals"]["files"], told["totals"]["errors"]) == (4, 1)
    assert str(tmp_path) not in (tmp_path / "0.json").read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="cannot write"):
        write_report([], tmp_path)


def test_a_broken_ocr_that_comes_alone_is_restored_and_its_doubtful_words_are_listed(documents: Path, tmp_path: Path) -> None:
    [report] = ingest([documents / "ocr.txt"], tmp_path / "out")
    stored = (documents / "ocr.txt").read_text(encoding="utf-8")
    assert b"ph:restoredText" in contents(tmp_path / "out")["ocr.ttl"]
    with (tmp_path / "out" / "ocr.doubts.tsv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file, delimiter="\t"))
    assert len(listed) == report.doubts > 0
    assert all(" ".join(stored[int(row["start"]) : int(row["end"])].split()) == row["printed"] for row in listed)
    assert [float(row["confidence"]) for row in listed] == sorted(float(row["confidence"]) for row in listed)
    assert "ocr.doubts.tsv" in to_text(report)
