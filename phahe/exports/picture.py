"""A property graph as a picture: where boxes, lines and their labels stand. `formats.svg` draws it, `formats.png` paints the drawing.

Parents stand above their children; documents in bands by level. Edges with the same ends and kind are one line. A picture of more than
`LIMIT` boxes is refused: nobody could read it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from phahe import tiers
from phahe.exports.layered import Placed, place
from phahe.exports.model import Edge, ExportError, Node, PropertyGraph, Report
from phahe.labels import Label

LIMIT: Final = 300
BOX_WIDTH: Final = 262
LINE_HEIGHT: Final = 19
FONT_SIZE: Final = 15
SMALL_SIZE: Final = 12.5
_COLUMN, _GAP, _PADDING = 296, 92, 13
_MARGIN, _LEFT = 28, 42
_TITLE_SIZE, _TITLE_HEIGHT = 20, 26
_NARROWEST = 620
_LINES, _TITLE_LINES = 5, 2
_LEVELS: Final = ("central", "province", "commune")
_BAND_NAMES: Final = (Label("Trung ương", "Central"), Label("Cấp tỉnh", "Province"), Label("Cấp xã", "Commune"))
#: Places along a line, from the child (0) to the parent (1), where its label may stand; the first that is free.
_STOPS: Final = (0.42, 0.55, 0.3, 0.68, 0.2, 0.8, 0.12)


@dataclass(frozen=True, slots=True)
class Box:
    """A node in the picture: its corner, its height, its name in lines and the small line below."""

    node: Node
    x: float
    y: float
    height: float
    lines: tuple[str, ...]
    small: str


@dataclass(frozen=True, slots=True)
class Line:
    """An edge: its curve (SVG path), its label and the middle of the label, how wide that is."""

    edge: Edge
    curve: str
    label: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Band:
    """A level of administration behind the boxes."""

    level: str
    name: Label
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture in SVG user units."""

    title: tuple[str, ...]
    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    bands: tuple[Band, ...]
    tiers: tuple[str, ...]
    missing: bool


Spot = tuple[float, float]


def picture(graph: PropertyGraph, report: Report, language: str = "vi") -> Picture:
    """The picture of `graph`. Raises ExportError where it has more nodes than a picture can show."""
    if graph.size[0] > LIMIT:
        raise ExportError(_too_many(graph.size[0]))
    nodes = {node.id: node for node in graph.nodes()}
    edges = _merged(graph.edges(), report)
    report.note("attributes", 1, _not_shown(graph))
    bands = _bands_of(nodes, edges)
    keys = sorted(nodes, key=lambda iri: (str(nodes[iri].attributes.get("dateIssued", "9")), iri))
    laid = place(
        {key: bands[key] for key in keys}, list(dict.fromkeys((edge.source, edge.target) for edge in edges if edge.source != edge.target))
    )
    inner = max((_LEFT + spot.x * _COLUMN + BOX_WIDTH for spot in laid.nodes.values()), default=0) + _MARGIN
    grid = _Grid(max(inner, _NARROWEST), (max(inner, _NARROWEST) - inner) / 2)
    title = wrapped(graph.title, grid.width - 2 * _MARGIN, _TITLE_SIZE, _TITLE_LINES)
    written = {key: (_name_lines(node, language), _small(node, language)) for key, node in nodes.items()}
    grid.place_rows({key: (laid.nodes[key].row, _height(*written[key])) for key in keys}, 30 + len(title) * _TITLE_HEIGHT + _GAP / 2)
    boxes = {key: grid.box(nodes[key], laid.nodes[key], *written[key]) for key in keys}
    lines = _lines(edges, boxes, laid.ways, grid, language)
    width = max([grid.width, *(line.x + line.width / 2 + _MARGIN for line in lines)])
    bottom = max((box.y + box.height for box in boxes.values()), default=grid.width / 4) + _GAP / 2
    used = tuple(sorted({edge.tier for edge in edges if edge.tier}, key=tiers.rank))
    missing = any(node.attributes.get("held") is False for node in nodes.values())
    return Picture(title, width, bottom + 44, tuple(boxes.values()), tuple(lines), tuple(_bands(boxes.values(), bands)), used, missing)


class _Grid:
    """Where columns and rows of the picture stand; `shift` centres a narrow picture."""

    def __init__(self, width: float, shift: float) -> None:
        self.width, self._shift = width, shift
        self.tops: dict[int, float] = {}
        self.heights: dict[int, float] = {}

    def place_rows(self, spots: dict[str, tuple[int, float]], top: float) -> None:
        """Give each row the height of its highest box."""
        for row, height in spots.values():
            self.heights[row] = max(self.heights.get(row, 0.0), height)
        y = top
        for row in range(max(self.heights, default=-1) + 1):
            self.tops[row] = y
            y += self.heights.setdefault(row, 0.0) + _GAP

    def centre(self, spot: Placed) -> float:
        """The middle of a column."""
        return round(self._shift + _LEFT + spot.x * _COLUMN + BOX_WIDTH / 2, 1)

    def box(self, node: Node, spot: Placed, lines: tuple[str, ...], small: str) -> Box:
        """The box of a node."""
        return Box(node, self.centre(spot) - BOX_WIDTH / 2, self.tops[spot.row], self.heights[spot.row], lines, small)

    def stop(self, spot: Placed) -> tuple[float, float, float]:
        """Where a line passes a row: the middle of its lane, the top of the row and its height."""
        return self.centre(spot), self.tops.get(spot.row, 0.0), self.heights.get(spot.row, 0.0)


def _name_lines(node: Node, language: str) -> tuple[str, ...]:
    return wrapped(node.label.text(language), BOX_WIDTH - 2 * _PADDING, FONT_SIZE, _LINES)


def _too_many(count: int) -> Label:
    return Label(
        f"hình của {count} nút thì không đọc được (nhiều nhất {LIMIT}); hãy xuất phả hệ của một văn bản, hoặc dùng graphml, gexf, dot",
        f"a picture of {count} nodes cannot be read (at most {LIMIT}); export the lineage of a document, or use graphml, gexf, dot",
    )


def _not_shown(graph: PropertyGraph) -> str:
    shown = {"label", "label_en", "kind", "kind_vi", "kind_en", "tier", "quote", "iri", "level", "held", "dateIssued"}
    return ", ".join(sorted({field.name for field in (*graph.node_fields, *graph.edge_fields)} - shown))


def _merged(edges: Iterable[Edge], report: Report) -> list[Edge]:
    """One edge for each pair of ends and kind, the one with the strongest proof."""
    found: dict[tuple[str, str, str], Edge] = {}
    for edge in edges:
        key = (edge.source, edge.target, edge.kind)
        report.note("parallel", int(key in found))
        if key not in found or (tiers.rank(edge.tier), not edge.quote) < (tiers.rank(found[key].tier), not found[key].quote):
            found[key] = edge
    return sorted(found.values(), key=lambda edge: (edge.source, edge.target, edge.kind))


def _bands_of(nodes: dict[str, Node], edges: Sequence[Edge]) -> dict[str, int]:
    """The band of each node: its level, or the lowest of what it derives from; all in one where anything but documents is drawn."""
    if not all(node.kind.endswith("Document") for node in nodes.values()):
        return dict.fromkeys(nodes, 0)
    level = {key: _LEVELS.index(str(node.attributes["level"])) for key, node in nodes.items() if node.attributes.get("level") in _LEVELS}
    for edge in edges:
        if edge.source not in level and edge.target in level:
            level[edge.source] = level[edge.target]
    return {key: level.get(key, 0) for key in nodes}


def _small(node: Node, language: str) -> str:
    """The line below a name: what the thing is, its date."""
    parts = [node.kind_label.text(language)]
    day = str(node.attributes.get("dateIssued") or node.attributes.get("datePassed") or "")
    if len(day) == 10:
        parts.append(f"{int(day[8:])}/{int(day[5:7])}/{day[:4]}")
    line = " · ".join(parts)
    return line[:1].upper() + line[1:]


def _height(lines: Sequence[str], small: str) -> float:
    return len(lines) * LINE_HEIGHT + (LINE_HEIGHT if small else 0) + 2 * _PADDING


def _lines(
    edges: Sequence[Edge], boxes: dict[str, Box], ways: dict[tuple[str, str], tuple[Placed, ...]], grid: _Grid, language: str
) -> list[Line]:
    taken = [(box.x - 4, box.y - 4, box.x + BOX_WIDTH + 4, box.y + box.height + 4) for box in boxes.values()]
    ports = _ports(edges, boxes)
    found = []
    for edge, ends in zip(edges, ports, strict=True):
        label = edge.label.text(language)
        width = text_width(label, SMALL_SIZE) + 14
        if edge.source == edge.target:
            box = boxes[edge.source]
            right, middle = box.x + BOX_WIDTH, box.y + box.height / 2
            curve = f"M{right} {middle - 10:.1f}c34 -14 34 34 0 20"
            found.append(Line(edge, curve, label, right + 30 + width / 2, middle, width))
            continue
        stops = [grid.stop(spot) for spot in reversed(ways.get((edge.source, edge.target), ()))]
        curve, samples = _curve(ends, boxes, edge, stops)
        x, y = _free(samples, width, taken)
        taken.append((x - width / 2, y - 11, x + width / 2, y + 11))
        found.append(Line(edge, curve, label, x, y, width))
    return found


def _ports(edges: Sequence[Edge], boxes: dict[str, Box]) -> list[tuple[float, float]]:
    """Where each edge leaves its child and meets its parent: spread along the sides, in the order of what they lead to."""
    found: dict[int, list[float]] = {index: [0.0, 0.0] for index in range(len(edges))}
    for side, own, other in ((0, "source", "target"), (1, "target", "source")):
        groups: dict[str, list[int]] = defaultdict(list)
        for index, edge in enumerate(edges):
            groups[getattr(edge, own)].append(index)
        for key, mine in groups.items():
            mine.sort(key=lambda index: (boxes[getattr(edges[index], other)].x, edges[index].id))
            room = min(34.0, (BOX_WIDTH - 60) / max(len(mine) - 1, 1))
            for place_of, index in enumerate(mine):
                found[index][side] = round(boxes[key].x + BOX_WIDTH / 2 + (place_of - (len(mine) - 1) / 2) * room, 1)
    return [(child, parent) for child, parent in found.values()]


def _curve(
    ends: tuple[float, float], boxes: dict[str, Box], edge: Edge, stops: Sequence[tuple[float, float, float]]
) -> tuple[str, list[Spot]]:
    """The path from the top of the child to the bottom of the parent (or the other way round in a circle), and points along its first part."""
    child, parent = boxes[edge.source], boxes[edge.target]
    up = child.y > parent.y
    x, y = ends[0], child.y if up else child.y + child.height
    goal = (ends[1], parent.y + parent.height if up else parent.y)
    path, samples = f"M{x} {y}", list[Spot]()
    targets = [((sx, top + height), (sx, top)) for sx, top, height in stops] if up else []
    for (tx, ty), leave in [*targets, (goal, goal)]:
        middle = round((y + ty) / 2, 1)
        path += f"C{x} {middle} {tx} {middle} {tx} {ty}"
        if not samples:
            samples = [_bezier(stop, (x, y), (x, middle), (tx, middle), (tx, ty)) for stop in _STOPS]
        x, y = leave
        if leave != (tx, ty):
            path += f"V{y}"
    return path, samples


def _bezier(t: float, *points: Spot) -> Spot:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, points, strict=True)) for axis in (0, 1))
    return round(x, 1), round(y, 1)


def _free(samples: Sequence[Spot], width: float, taken: Sequence[tuple[float, float, float, float]]) -> Spot:
    """The first point where a label overlaps nothing; the one that overlaps least where there is none."""

    def overlap(spot: Spot) -> float:
        left, top, right, bottom = spot[0] - width / 2, spot[1] - 11, spot[0] + width / 2, spot[1] + 11
        sides = ((min(right, r) - max(left, x), min(bottom, b) - max(top, y)) for x, y, r, b in taken)
        return sum(across * down for across, down in sides if across > 0 and down > 0)

    return min(samples, key=lambda spot: (overlap(spot), samples.index(spot)))


def _bands(boxes: Iterable[Box], bands: dict[str, int]) -> Iterable[Band]:
    """One band for each level that has boxes, meeting half way between the rows; none where all boxes are in one band of no level."""
    every = list(boxes)
    if (
        not any(box.node.attributes.get("level") for box in every)
        or len({box.node.kind.endswith("Document") for box in every} | {True}) > 1
    ):
        return
    for index, name in enumerate(_BAND_NAMES):
        mine = [box for box in every if bands[box.node.id] == index]
        if mine:
            top = min(box.y for box in mine) - _GAP / 2
            yield Band(_LEVELS[index], name, top, max(box.y + box.height for box in mine) + _GAP / 2 - top)


def text_width(text: str, size: float) -> float:
    """About how wide `text` is at `size`, on the generous side: capitals and digits are wider than small letters.

    >>> text_width("ill", 10) < text_width("mộc", 10) < text_width("MỘC", 10)
    True
    """
    narrow = sum(letter in " ilj.,()/-:;'’“”|" for letter in text)
    wide = sum(letter.isupper() or letter in "mw" or ord(letter) > 0x2E80 for letter in text)
    return size * (0.28 * narrow + 0.64 * wide + 0.51 * (len(text) - narrow - wide))


def wrapped(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """`text` in lines no wider than `width`, the last cut with an ellipsis where there are more than `most`.

    >>> wrapped("Kế hoạch của Ủy ban nhân dân tỉnh Lạng Sơn", 120, 15, 2)
    ('Kế hoạch của Ủy', 'ban nhân dân …')
    """
    lines = [""]
    for word in (piece for whole in text.split() for piece in _broken(whole, width, size)):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    while text_width(f"{last} …", size) > width and " " in last:
        last = last.rpartition(" ")[0]
    return (*lines[: most - 1], f"{last} …")


def _broken(word: str, width: float, size: float) -> list[str]:
    """A word wider than a line, in pieces that fit."""
    if text_width(word, size) <= width:
        return [word]
    length = max(int(width / (0.64 * size)), 1)
    return [word[at : at + length] for at in range(0, len(word), length)]
