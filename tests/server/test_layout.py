"""The geometry of the lineage picture."""

from __future__ import annotations

from itertools import combinations

from phahe.exports.layered import place, rows


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
