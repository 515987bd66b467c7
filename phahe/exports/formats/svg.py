"""SVG: boxes by level, lines by tier with their relation, arrows from child to parent. No script, no style sheet, no browser needed.

Hovering shows the printed words (`<title>`); boxes and lines link to their IRIs. Colours stand in attributes, so that the file shows the
same under any content security policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final
from xml.sax.saxutils import escape, quoteattr

from phahe import tiers
from phahe.exports import palette
from phahe.exports.cleaning import whole_text, xml_text
from phahe.exports.model import PropertyGraph, Report
from phahe.exports.picture import BOX_WIDTH, FONT_SIZE, LINE_HEIGHT, SMALL_SIZE, Band, Box, Line, Picture, picture, text_width

FAMILY: Final = "Source Sans Pro, Be Vietnam Pro, Segoe UI, Noto Sans, sans-serif"
_BANDS: Final = {"central": "#fdf8f6", "province": "#f6f8fd", "commune": "#f5faf6"}
_BROKEN: Final = {"reference": "8 4", "brief": "2 4", "inferred": "6 4", "aligned": "3 3"}
_HELD: Final = {"vi": "nét đứt: chưa có toàn văn trong kho", "en": "dashed: text not held"}


def write(graph: PropertyGraph, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Draw `graph`, labels in `language`."""
    out.write(drawn(graph, report, language).encode())


def drawn(graph: PropertyGraph, report: Report, language: str = "vi") -> str:
    """The SVG document."""
    found = picture(graph, report, language)
    return "\n".join(_document(found, _Text(report), language)) + "\n"


class _Text:
    """Text for XML, its replacements counted."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def __call__(self, text: str) -> str:
        return escape(xml_text(whole_text(text, self._report), self._report))

    def attribute(self, text: str) -> str:
        return quoteattr(xml_text(whole_text(text, self._report), self._report))


def _document(found: Picture, text: _Text, language: str) -> Iterator[str]:
    width, height = round(found.width), round(found.height)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'lang="{language}" font-family="{FAMILY}" font-size="{FONT_SIZE}">'
    )
    yield f"<title>{text(' '.join(found.title))}</title>"
    yield from _markers(found)
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    for band in found.bands:
        yield from _band(band, width, text, language)
    for number, words in enumerate(found.title):
        yield f'<text x="28" y="{36 + 26 * number}" font-size="20" font-weight="600" fill="{palette.INK}">{text(words)}</text>'
    for line in found.lines:
        yield _curve(line, text, language)
    for box in found.boxes:
        yield from _box(box, text)
    for line in found.lines:
        yield _label(line, text)
    yield from _legend(found, height, text, language)
    yield "</svg>"


def _markers(found: Picture) -> Iterator[str]:
    """An arrow head in each colour that is used."""
    yield "<defs>"
    for colour in sorted({palette.of_tier(line.edge.tier) for line in found.lines}):
        yield (
            f'<marker id="arrow-{colour[1:]}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" markerHeight="11" '
            f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.8 10 5 0 9.2 2.4 5z" fill="{colour}"/></marker>'
        )
    yield "</defs>"


def _band(band: Band, width: float, text: _Text, language: str) -> Iterator[str]:
    yield f'<rect x="0" y="{band.y:.1f}" width="{width}" height="{band.height:.1f}" fill="{_BANDS[band.level]}"/>'
    turned = f"translate(20 {band.y + band.height / 2:.1f}) rotate(-90)"
    name = text(band.name.text(language).upper())
    yield f'<text transform="{turned}" text-anchor="middle" font-size="11.5" font-weight="600" letter-spacing="1.2" fill="{palette.SOFT}">{name}</text>'


def _curve(line: Line, text: _Text, language: str) -> str:
    colour = palette.of_tier(line.edge.tier)
    words = f"{line.label} [{tiers.label(line.edge.tier).text(language)}]" + (f": “{line.edge.quote}”" if line.edge.quote else "")
    return (
        f'<path d="{line.curve}" fill="none" stroke="{colour}" stroke-width="1.8"{_dashes(line.edge.tier)} marker-end="url(#arrow-{colour[1:]})">'
        f"<title>{text(words)}</title></path>"
    )


def _dashes(tier: str) -> str:
    """How the lines of a tier are broken: who sees no colours, or prints without, tells tiers apart by that."""
    return f' stroke-dasharray="{_BROKEN[tier]}"' if tier in _BROKEN else ""


def _box(box: Box, text: _Text) -> Iterator[str]:
    strong, pale = palette.shades(box.node)
    dashes = ' stroke-dasharray="5 4"' if box.node.attributes.get("held") is False else ""
    linked = box.node.id.startswith(("https://", "http://"))
    if linked:
        yield f"<a href={text.attribute(box.node.id)}>"
    yield f"<g><title>{text(box.node.label.vi)}</title>"
    yield (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{BOX_WIDTH}" height="{box.height:.1f}" rx="7" fill="{pale}" stroke="{strong}" '
        f'stroke-width="1.5"{dashes}/>'
    )
    yield f'<rect x="{box.x:.1f}" y="{box.y + 7:.1f}" width="4" height="{box.height - 14:.1f}" fill="{strong}"/>'
    block = (len(box.lines) + bool(box.small)) * LINE_HEIGHT
    y = box.y + (box.height - block) / 2 + LINE_HEIGHT * 0.76
    for line in box.lines:
        yield f'<text x="{box.x + 15:.1f}" y="{y:.1f}" font-weight="600" fill="{palette.INK}">{text(line)}</text>'
        y += LINE_HEIGHT
    if box.small:
        yield f'<text x="{box.x + 15:.1f}" y="{y + 1:.1f}" font-size="{SMALL_SIZE}" fill="{palette.SOFT}">{text(box.small)}</text>'
    yield "</g>"
    if linked:
        yield "</a>"


def _label(line: Line, text: _Text) -> str:
    colour = palette.of_tier(line.edge.tier)
    return (
        f'<g><rect x="{line.x - line.width / 2:.1f}" y="{line.y - 10:.1f}" width="{line.width:.1f}" height="20" rx="10" fill="#ffffff" '
        f'stroke="{colour}" stroke-width="0.8"/><text x="{line.x:.1f}" y="{line.y + 4.2:.1f}" text-anchor="middle" font-size="{SMALL_SIZE}" '
        f'fill="{colour}">{text(line.label)}</text></g>'
    )


def _legend(found: Picture, height: float, text: _Text, language: str) -> Iterator[str]:
    """What the colours of lines and the dashes mean."""
    x, y = 28.0, height - 16.0
    for tier in found.tiers:
        name = tiers.label(tier).text(language)
        yield f'<path d="M{x} {y - 4}h26" stroke="{palette.of_tier(tier)}" stroke-width="2.4"{_dashes(tier)}/>'
        yield f'<text x="{x + 33}" y="{y}" font-size="{SMALL_SIZE}" fill="{palette.SOFT}">{text(name)}</text>'
        x += 33 + text_width(name, SMALL_SIZE) + 22
    if found.missing:
        yield f'<rect x="{x}" y="{y - 12}" width="24" height="15" rx="3" fill="none" stroke="{palette.SOFT}" stroke-dasharray="4 3"/>'
        yield f'<text x="{x + 31}" y="{y}" font-size="{SMALL_SIZE}" fill="{palette.SOFT}">{text(_HELD[language])}</text>'
