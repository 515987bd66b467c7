"""Drafts in which everything is right, of the state and of the Party, before and after the rules of 2025 and of 27/5/2026: no remark at all."""

from pathlib import Path

import pytest

from phahe.checking import check, shipped
from phahe.reading import read
from phahe.registers import load_registers


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "right").glob("*.txt")), ids=lambda path: path.stem)
def test_no_alarm(path: Path) -> None:
    report = check(read(path), load_registers(), shipped())
    assert report.on is not None
    assert len(report.citations) >= 7
    assert [(remark.code, remark.words) for remark in report.remarks] == []
