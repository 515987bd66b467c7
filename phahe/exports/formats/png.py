"""PNG: the SVG picture painted by resvg (Rust, a wheel from PyPI) with Source Sans Pro, whose wheel has every Vietnamese letter.

No browser and no font of the system is used, so the picture is the same everywhere.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import IO, Final

from phahe.exports.formats.svg import drawn
from phahe.exports.model import ExportError, PropertyGraph, Report
from phahe.labels import Label

_FONTS: Final = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf")
_SCALE: Final = 2.0
#: Larger pictures would take more memory than a picture is worth.
_PIXELS: Final = 60_000_000


def write(graph: PropertyGraph, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Paint `graph` at twice its size in user units; smaller where that would be too large."""
    out.write(painted(drawn(graph, report, language)))


def painted(svg: str) -> bytes:
    """An SVG document of ours as PNG."""
    import resvg_py  # noqa: PLC0415

    width, height = (float(svg.split(f' {name}="', 1)[1].split('"', 1)[0]) for name in ("width", "height"))
    scale = min(_SCALE, (_PIXELS / (width * height)) ** 0.5)
    if scale < 0.5:
        raise ExportError(Label("hình quá lớn để thành PNG; hãy dùng svg", "the picture is too large for PNG; use svg"))
    with as_file(files("font_source_sans_pro").joinpath("files")) as folder:
        fonts = [str(folder / name) for name in _FONTS]
        return bytes(
            resvg_py.svg_to_bytes(svg_string=svg, zoom=scale, skip_system_fonts=True, font_files=fonts, sans_serif_family="Source Sans Pro")
        )
