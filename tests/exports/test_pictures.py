"""SVG and PNG: what is drawn, that nothing overlaps or leaves its box, that Vietnamese letters have glyphs."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib.resources import files
from itertools import combinations

import pytest
from lxml import etree
from PIL import Image, ImageFont

from phahe import exports
from phahe.exports.building import build
from phahe.exports.formats.png import painted
from phahe.exports.model import Report
from phahe.exports.picture import BOX_WIDTH, FONT_SIZE, SMALL_SIZE, Picture, picture
from phahe.store import Store

Export = Callable[..., bytes]
LETTERS = "ăâđêôơư àảãáạ ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ìỉĩíị òỏõóọ ồổỗốộ ờởỡớợ ùủũúụ ừửữứự ỳỷỹýỵ ĂÂĐÊÔƠƯ ẶỆỘỢỰ“”–…"


@pytest.fixture(scope="module")
def drawn(shipped: Store) -> Picture:
    chosen = exports.whole(shipped).drawn
    assert chosen is not None
    with build(shipped, chosen, Report()) as graph:
        return picture(graph, Report())


def test_boxes_and_labels_do_not_overlap(drawn: Picture) -> None:
    areas = [(box.x, box.y, box.x + BOX_WIDTH, box.y + box.height) for box in drawn.boxes]
    areas += [(line.x - line.width / 2, line.y - 10, line.x + line.width / 2, line.y + 10) for line in drawn.lines]
    for (a, b, c, d), (e, f, g, h) in combinations(areas, 2):
        assert c <= e or g <= a or d <= f or h <= b
    assert all(a >= 0 and b >= 0 and c <= drawn.width and d <= drawn.height for a, b, c, d in areas)


def test_text_fits_its_box_in_the_font_it_is_painted_with(drawn: Picture) -> None:
    fonts = files("font_source_sans_pro").joinpath("files")
    bold, plain = (ImageFont.truetype(str(fonts / f"SourceSansPro-{cut}.ttf"), 100) for cut in ("Semibold", "Regular"))
    for box in drawn.boxes:
        assert all(bold.getlength(line) * FONT_SIZE / 100 <= BOX_WIDTH - 20 for line in box.lines)
        assert plain.getlength(box.small) * SMALL_SIZE / 100 <= BOX_WIDTH - 20
    for line in drawn.lines:
        assert plain.getlength(line.label) * SMALL_SIZE / 100 <= line.width - 4


def test_parents_stand_above_their_children(drawn: Picture) -> None:
    top = {box.node.id: box.y for box in drawn.boxes}
    assert drawn.lines
    assert all(top[line.edge.target] < top[line.edge.source] for line in drawn.lines)


def test_svg_says_relation_quote_and_tier_and_runs_nothing(shipped: Store, made: Export) -> None:
    raw = made("svg", exports.of_lineage(shipped, "loc-binh-resolution"))
    root = etree.fromstring(raw)
    words = " ".join(root.itertext())
    for expected in ("thực hiện", "tiếp tục thực hiện", "Căn cứ Nghị quyết số 47/NQ-HĐND", "trích từ văn bản", "TRUNG ƯƠNG", "nét đứt"):
        assert expected in words
    assert not [item for item in root.iter() if etree.QName(item).localname in ("script", "style", "image", "foreignObject")]
    assert not [name for item in root.iter() for name in item.attrib if name.startswith("on")]
    assert "carries out" in " ".join(etree.fromstring(made("svg", exports.of_lineage(shipped, "loc-binh-resolution"), "en")).itertext())


def test_png_opens_and_holds_the_colours_of_its_levels(shipped: Store, made: Export) -> None:
    image = Image.open(io.BytesIO(made("png", exports.of_lineage(shipped, "loc-binh-resolution")))).convert("RGB")
    assert image.width >= 1240
    colours = {colour for _, colour in image.getcolors(1 << 24) or []}
    assert {(255, 255, 255), (0x93, 0x30, 0x1F), (0x24, 0x45, 0x9A), (0x1F, 0x6A, 0x3C)} <= colours


def test_every_vietnamese_letter_has_a_glyph_of_its_own() -> None:
    def shape(letter: str) -> bytes:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><text x="10" y="40" font-family="Source Sans Pro" font-size="30">{letter}</text></svg>'
        return painted(svg)

    shapes = {letter: shape(letter) for letter in LETTERS.replace(" ", "")}
    assert len(set(shapes.values())) == len(shapes)
    assert shape("\U000e0001") not in shapes.values()
