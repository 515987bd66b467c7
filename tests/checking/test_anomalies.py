"""The citations that the corpus marks as wrong and that the text alone shows; skipped where the corpus is not at hand."""

import hashlib
import json
from pathlib import Path

import pytest

from phahe.checking import check
from phahe.reading import Reading
from phahe.registers import load_registers
from phahe.text import whole

GOLD = Path(__file__).parents[3] / "shared" / "corpus" / "citations_gold.jsonl"
#: Words of the mark to the verdict it deserves; a mark that only another document could prove is not claimed.
SHOWN = {"with the symbol": "TYPE_MISMATCH", "expected": "MALFORMED_NUMBER"}
ELSEWHERE = ("another passage", "another document")


@pytest.mark.skipif(not GOLD.exists(), reason="the corpus beside the project is absent")
def test_anomalies_that_the_text_shows_are_found() -> None:
    seen = elsewhere = marked = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        for gold in entry["citations"]:
            code = next((code for words, code in SHOWN.items() if words in gold.get("anomaly", "")), None)
            marked += "anomaly" in gold
            elsewhere += any(words in gold.get("anomaly", "") for words in ELSEWHERE)
            if code is None:
                continue
            seen += 1
            text = whole(entry["text"])
            report = check(Reading("x.txt", "text/plain", hashlib.sha256(b"").hexdigest(), text), load_registers())
            found = [citation.verdicts for citation in report.citations if citation.quotes and citation.quotes[0].start == gold["start"]]
            assert any(code in verdicts for verdicts in found), (entry["id"], code, found)
    assert seen
    assert seen + elsewhere == marked
