"""A file with pages keeps them on the evidence; one without has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF

from phahe.namespaces import OA, PH
from phahe.pipeline import graph_of
from phahe.reading import read

PLAN = "KẾ HOẠCH\nPhát triển giáo dục\n\nI. NHIỆM VỤ\n1. Phòng Kinh tế chủ trì rà soát trường lớp.{}\n2. Phòng Văn hóa - Xã hội chủ trì mở lớp.\n"


@pytest.mark.parametrize(("cut", "pages"), [("\f", {"1", "2"}), ("", set())])
def test_page_of_each_quote(tmp_path: Path, cut: str, pages: set[str]) -> None:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN.format(cut), encoding="utf-8")
    reading = read(path)
    graph = graph_of(reading, "ke-hoach")[1].to_rdflib()
    found = {str(page) for page in graph.objects(None, PH.page)}
    assert found == pages
    for evidence in graph.subjects(RDF.type, PH.Evidence):
        [start] = [int(str(value)) for node in graph.objects(evidence, OA.hasSelector) for value in graph.objects(node, OA.start)]
        assert [int(str(page)) for page in graph.objects(evidence, PH.page)] == ([reading.page(start)] if cut else [])
