"""The picture of the lineage: boxes, curves, bands and the list that says the same, from hops. `lineage` chooses the hops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from phahe.exports.layered import Placed, place
from phahe.lineage import Hop
from phahe.store import Store
from phahe_server.views.documents import LEVELS, Document, some

BOX_WIDTH, BOX_HEIGHT = 222, 84
COLUMN, ROW = 244, 144
LEFT, TOP = 52, 34
LABEL_WIDTH, LABEL_LINES = 14.2, 3
#: Places of labels on the first bend above a child, in turn: Bézier parameter; 13 and 35 units above the box.
_STOPS = (0.27, 0.73)


@dataclass(frozen=True)
class Box:
    """A document in the picture."""

    document: Document
    x: float
    y: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A hop in the picture: its curve, and the middle of its label and how wide that is."""

    hop: Hop
    curve: str
    label_x: float
    label_y: float
    label_width: float


@dataclass(frozen=True)
class Band:
    """A level of administration behind the boxes."""

    level: str
    y: float
    height: float


@dataclass(frozen=True)
class Branch:
    """A document in the list that says the same as the picture: the hop that leads up, further parents, children."""

    document: Document
    hop: Hop | None
    others: tuple[Hop, ...]
    children: tuple[Branch, ...]


@dataclass(frozen=True)
class LineagePicture:
    """The whole picture, in SVG user units."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    bands: tuple[Band, ...]
    roots: tuple[Branch, ...]
    documents: dict[str, Document]
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def picture(store: Store, known: Sequence[Hop]) -> LineagePicture:
    """The picture of these hops."""
    documents = some(store, {node.iri for hop in known for node in (hop.child, hop.parent)})
    shown = [hop for hop in known if {hop.child.iri, hop.parent.iri} <= documents.keys()]
    return draw(shown, with_levels(documents, shown))


def with_levels(documents: dict[str, Document], known: Sequence[Hop]) -> dict[str, Document]:
    """The documents, one of unknown level put at the lowest level of what it carries out: it cannot stand above that."""
    found = dict(documents)
    for hop in known:
        child, parent = found[hop.child.iri], found[hop.parent.iri]
        if not child.level and parent.level:
            found[hop.child.iri] = replace(child, level=parent.level)
    return found


def draw(known: Sequence[Hop], documents: dict[str, Document]) -> LineagePicture:
    """The picture of the given hops."""
    keys = sorted({key for hop in known for key in (hop.child.iri, hop.parent.iri)}, key=lambda key: (documents[key].date or "9", key))
    laid = place({key: documents[key].band for key in keys}, [(hop.child.iri, hop.parent.iri) for hop in known])
    boxes = tuple(_box(documents[key], laid.nodes[key]) for key in keys)
    ways = [(laid.nodes[hop.parent.iri], *laid.ways[hop.child.iri, hop.parent.iri], laid.nodes[hop.child.iri]) for hop in known]
    lines = [_line(hop, way, *port) for hop, way, port in zip(known, ways, _ports(known, ways), strict=True)]
    right = max((box.x for box in boxes), default=0)
    return LineagePicture(
        right + BOX_WIDTH + 12, _top(max((spot.row for spot in laid.nodes.values()), default=0)) + BOX_HEIGHT + 24,
        boxes, tuple(lines), tuple(_bands(boxes)), _branches(known, documents, keys), documents,
    )  # fmt: skip


def _top(row: int) -> float:
    return TOP + row * ROW


def _centre(spot: Placed) -> float:
    return round(LEFT + spot.x * COLUMN + BOX_WIDTH / 2, 1)


def _box(document: Document, spot: Placed) -> Box:
    return Box(document, round(_centre(spot) - BOX_WIDTH / 2, 1), _top(spot.row), wrapped(document.label))


def wrapped(label: str, width: float = LABEL_WIDTH, most: int = LABEL_LINES) -> tuple[str, ...]:
    """`label` in lines no wider than `width` ems, the last cut with an ellipsis where there are more than `most`.

    >>> wrapped("Kế hoạch của Ủy ban nhân dân tỉnh Lạng Sơn", 12)
    ('Kế hoạch của Ủy ban', 'nhân dân tỉnh Lạng', 'Sơn')
    """
    lines = [""]
    for word in label.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _ems(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + " …"]
    return tuple(line if _ems(line) <= width + 1 else line[: int(width / 0.6)] + "…" for line in lines)


def _ems(text: str) -> float:
    """About how wide `text` is in semibold letters: capitals and digits are wider than small letters."""
    narrow = sum(letter in " ilj.,()/-" for letter in text)
    wide = sum(letter.isupper() for letter in text)
    return 0.34 * narrow + 0.72 * wide + 0.585 * (len(text) - narrow - wide)


def _width(hop: Hop) -> float:
    """How wide the label of a hop is: its name in the longer language, an arrow, a margin."""
    return 20 + 6.8 * max(len(hop.name.vi), len(hop.name.en))


def _ports(known: Sequence[Hop], ways: Sequence[Sequence[Placed]]) -> list[tuple[float, float]]:
    """For each hop how far from the middle of its child it leaves, and the place of its label on the bend.

    Hops of one child leave in the order of what they lead to; labels stand side by side where they fit, else higher and lower by turns.
    """
    found = [(0.0, _STOPS[0])] * len(known)
    groups: dict[str, list[int]] = defaultdict(list)
    for index, hop in enumerate(known):
        groups[hop.child.iri].append(index)
    for mine in groups.values():
        mine.sort(key=lambda index: (ways[index][-2].x, index))
        widest = max(_width(known[index]) for index in mine) + 6
        beside = widest * len(mine) <= COLUMN
        room = min(widest if beside else widest / 2, (BOX_WIDTH - 24) / max(len(mine) - 1, 1))
        for nth, index in enumerate(mine):
            found[index] = (nth - (len(mine) - 1) / 2) * room, _STOPS[0 if beside else nth % 2]
    return found


def _line(hop: Hop, way: Sequence[Placed], port: float, label: float) -> Line:
    """From the top of the child, `port` beside its middle, up to the bottom of the parent, straight through the rows it passes."""
    child, *stops = reversed(way)
    x, y = _centre(child) + port, _top(child.row)
    label_x, label_y = _on_bend(label, (x, y), (_centre(stops[0]), _top(stops[0].row) + BOX_HEIGHT))
    curve = f"M{x:g} {y}"
    for stop in stops:
        nx, ny = _centre(stop), _top(stop.row) + BOX_HEIGHT
        middle = (y + ny) / 2
        curve += f"C{x:g} {middle} {nx} {middle} {nx} {ny}"
        x, y = nx, ny
        if stop is not stops[-1]:
            y = _top(stop.row)
            curve += f"V{y}"
    return Line(hop, curve, round(label_x, 1), round(label_y, 1), round(_width(hop), 1))


def _on_bend(t: float, start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """The point at `t` of the curve that leaves `start` and meets `end` upright, both halves alike.

    >>> _on_bend(0.5, (0, 100), (10, 40))
    (5.0, 70.0)
    """
    across, along = 3 * t**2 - 2 * t**3, 1.5 * t * (1 - t) + t**3
    return start[0] + across * (end[0] - start[0]), start[1] + along * (end[1] - start[1])


def _bands(boxes: Iterable[Box]) -> Iterable[Band]:
    """One band for each level that has boxes, meeting half way between the rows."""
    gap = (ROW - BOX_HEIGHT) / 2
    for index, level in enumerate(LEVELS):
        ys = [box.y for box in boxes if box.document.band == index]
        if ys:
            yield Band(level, min(ys) - gap, max(ys) - min(ys) + ROW)


def _branches(known: Sequence[Hop], documents: dict[str, Document], keys: Sequence[str]) -> tuple[Branch, ...]:
    """The hops as trees: each document once, under the nearest of its parents; a circle is cut at its first document."""
    up: dict[str, list[Hop]] = defaultdict(list)
    for hop in known:
        up[hop.child.iri].append(hop)
    main = {child: max(ways, key=lambda hop: (documents[hop.parent.iri].date, hop.parent.iri)) for child, ways in up.items()}
    down: dict[str, list[str]] = defaultdict(list)
    for child in keys:
        if child in main:
            down[main[child].parent.iri].append(child)
    shown: set[str] = set()

    def branch(key: str, hop: Hop | None) -> Branch:
        shown.add(key)
        others = tuple(other for other in up.get(key, ()) if other is not hop)
        below = [branch(child, main[child]) for child in down.get(key, ()) if child not in shown]
        return Branch(documents[key], hop, others, tuple(below))

    order = [*(key for key in keys if key not in main), *(key for key in keys if key in main)]
    return tuple(branch(key, None) for key in order if key not in shown)
