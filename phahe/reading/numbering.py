"""The numbers and bullets that Word prints before paragraphs and does not store in them: "Điều 1.", "a)", "-"."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE: Final = re.compile(r"%(\d)")
_ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    pattern: str
    start: int


class Numbering:
    """Counts along the paragraphs of one document; ask in reading order."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._levels = _levels(numbering)
        self._styles = _style_numbers(styles)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def label(self, paragraph: Any) -> str:
        """What is printed before `paragraph`, with one space after it; "" for nothing."""
        found = self._place(paragraph)
        if found is None or found[0] not in self._levels:
            return ""
        number, depth = found
        abstract, levels = self._levels[number]
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts[abstract]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.kind == "bullet":
            return "- "
        if level.kind == "none":
            return ""
        words = _PLACE.sub(lambda match: self._value(levels, counts, int(match[1]) - 1), level.pattern).strip()
        return f"{words} " if words else ""

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and the level of a paragraph, its own or its style's."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None
        own = properties.find(f"{W}numPr")
        style = properties.find(f"{W}pStyle")
        inherited = self._styles.get(style.get(f"{W}val", "")) if style is not None else None
        if own is None:
            return inherited
        number, depth = _value_of(own, "numId"), _value_of(own, "ilvl")
        if number is None:
            return (inherited[0], int(depth or 0)) if inherited else None
        return number, int(depth) if depth and depth.isdigit() else 0

    @staticmethod
    def _value(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        return _printed(counts.get(depth, level.start), level.kind) if level else ""


def _levels(numbering: Any | None) -> dict[str, tuple[str, dict[int, _Level]]]:
    """List number to its definition and levels."""
    if numbering is None:
        return {}
    defined = {item.get(f"{W}abstractNumId"): _defined(item) for item in numbering.iterchildren(f"{W}abstractNum")}
    found: dict[str, tuple[str, dict[int, _Level]]] = {}
    for item in numbering.iterchildren(f"{W}num"):
        number, abstract = item.get(f"{W}numId"), _value_of(item, "abstractNumId")
        if number is None or abstract not in defined:
            continue
        overrides = {_depth(each): each for each in item.iterchildren(f"{W}lvlOverride")}
        started = {depth: _value_of(each, "startOverride") for depth, each in overrides.items()}
        levels = {
            depth: _Level(level.kind, level.pattern, _number(started.get(depth), level.start)) for depth, level in defined[abstract].items()
        }
        # A list that starts anew counts for itself.
        found[number] = (f"{abstract}/{number}" if any(started.values()) else str(abstract), levels)
    return found


def _defined(abstract: Any) -> dict[int, _Level]:
    return {
        _depth(level): _Level(
            _value_of(level, "numFmt") or "decimal", _value_of(level, "lvlText") or "", _number(_value_of(level, "start"), 1)
        )
        for level in abstract.iterchildren(f"{W}lvl")
    }


def _style_numbers(styles: Any | None) -> dict[str, tuple[str, int]]:
    """Paragraph style to the list and level it brings."""
    found: dict[str, tuple[str, int]] = {}
    for style in styles.iterchildren(f"{W}style") if styles is not None else ():
        own = style.find(f"{W}pPr/{W}numPr")
        number = _value_of(own, "numId") if own is not None else None
        if number is not None:
            found[style.get(f"{W}styleId", "")] = (number, _number(_value_of(own, "ilvl"), 0))
    return found


def _value_of(element: Any, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _depth(element: Any) -> int:
    return _number(element.get(f"{W}ilvl"), 0)


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,6}", text) else default


def _printed(value: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letters = chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters if kind == "lowerLetter" else letters.upper()
    if kind in ("lowerRoman", "upperRoman"):
        roman = ""
        for size, sign in _ROMAN:
            roman, value = roman + sign * (value // size), value % size
        return roman if kind == "lowerRoman" else roman.upper()
    return f"{value:02d}" if kind == "decimalZero" else str(value)
