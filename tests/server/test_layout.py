"""The geometry of the lineage picture."""

from __future__ import annotations

from itertools import combinations

import pytest
from phahe_server.views.documents import Document
from phahe_server.views.lineage_picture import BOX_HEIGHT, draw

from phahe.exports.layered import place, rows
from phahe.labels import Label
from phahe.lineage.model import Hop, Node, Proof


def test_levels_stand_in_order_and_parents_above() -> None:
    bands = {"a": 0, "b": 0, "c": 1, "d": 2, "e": 1}
    found = rows(bands, [("b", "a"), ("c", "b"), ("d", "a"), ("e", "c")])
    assert found["a"] < found["b"] < found["c"] < found["e"] < found["d"]


def test_boxes_do_not_overlap_and_long_edges_pass_beside_them() -> None:
    bands = {"n": 0, "k": 0, "p": 1, "x": 2, "y": 2}
    picture = place(bands, [("k", "n"), ("p", "k"), ("x", "p"), ("y", "n")])
    for one, other in combinations(picture.nodes.values(), 2):
        assert one.row != other.row or abs(one.x - other.x) >= 0.99
    for way in picture.ways.values():
        for stop in way:
            assert all(node.row != stop.row or abs(node.x - stop.x) > 0.5 for node in picture.nodes.values())


def test_a_circle_ends() -> None:
    assert set(rows({"a": 0, "b": 0}, [("a", "b"), ("b", "a")])) == {"a", "b"}


@pytest.mark.parametrize("parents", range(1, 6))
def test_labels_of_hops_from_one_child_do_not_touch(parents: int) -> None:
    child = Node("child", "Chương trình", True)
    hops = [
        Hop(1, child, "carries-out", Label("thực hiện", "carries out"), Node(f"p{n}", f"Nghị quyết {n}", False), (Proof("document", None),))
        for n in range(parents)
    ]
    levels = {"child": "province"} | {f"p{n}": "central" for n in range(parents)}
    drawn = draw(hops, {key: _document(key, level) for key, level in levels.items()})
    for one, other in combinations(drawn.lines, 2):
        aside = abs(one.label_x - other.label_x) >= (one.label_width + other.label_width) / 2
        assert aside or abs(one.label_y - other.label_y) >= 18
    assert all(box.y + BOX_HEIGHT <= line.label_y - 9 or line.label_y + 9 <= box.y for box in drawn.boxes for line in drawn.lines)


def _document(iri: str, level: str) -> Document:
    return Document(iri, iri, "", "", "", "", "", level, "", "", "", False, "", False)
