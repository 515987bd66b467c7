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


@dataclass(frozen=True)
class Box:
    """A document in the picture."""

    document: Document
    x: float
    y: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A hop in the picture: its curve and where its label stands."""

    hop: Hop
    curve: str
    label_x: float
    label_y: float


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
    lines: list[Line] = []
    seen: dict[str, int] = defaultdict(int)
    for hop in known:
        child, parent = hop.child.iri, hop.parent.iri
        lines.append(_line(hop, (laid.nodes[parent], *laid.ways[child, parent], laid.nodes[child]), seen[child]))
        seen[child] += 1
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


def _line(hop: Hop, way: Sequence[Placed], nth: int) -> Line:
    """From the top of the child up to the bottom of the parent, straight through the rows it passes."""
    child, *stops = reversed(way)
    x, y = _centre(child), _top(child.row)
    curve = f"M{x} {y}"
    for stop in stops:
        nx, ny = _centre(stop), _top(stop.row) + BOX_HEIGHT
        middle = (y + ny) / 2
        curve += f"C{x} {middle} {nx} {middle} {nx} {ny}"
        x, y = nx, ny
        if stop is not stops[-1]:
            y = _top(stop.row)
            curve += f"V{y}"
    label_x = _centre(child) + 0.45 * (_centre(stops[0]) - _centre(child))
    return Line(hop, curve, round(label_x, 1), _top(child.row) - 19 - 22 * (nth % 2))


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
