"""The colours of the stylesheet keep WCAG 2.2 AA contrast, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import phahe_server
import pytest

CSS = (Path(phahe_server.__file__).parent / "static" / "phahe.css").read_text(encoding="utf-8")
LIGHT, DARK = CSS.split("@media (prefers-color-scheme: dark)")[:2]
GROUNDS = ["ground", "sunk", "paper"]
TEXT = [
    ("ink", [*GROUNDS, "mark-citation", "mark-target", "mark-timing", "central-tint", "province-tint", "commune-tint", "error-tint", "warning-tint", "note-tint"]),
    ("ink-soft", [*GROUNDS, "central-tint", "province-tint", "commune-tint"]),
    ("link", [*GROUNDS, "central-tint", "province-tint", "commune-tint", "note-tint"]),
    ("on-brand", ["brand"]),
    ("on-brand-soft", ["brand"]),
    ("ground", ["link"]),
    ("central", ["ground", "central-tint"]),
    ("province", ["ground", "province-tint"]),
    ("commune", ["ground", "commune-tint"]),
    ("error", ["ground", "sunk", "error-tint"]),
    ("warning", ["ground", "warning-tint"]),
    ("note", ["ground", "note-tint"]),
    *((f"tier-{name}", ["ground", "sunk"]) for name in ("document", "reference", "brief", "reviewed", "inferred", "aligned")),
]  # fmt: skip


def tokens(part: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part))


def luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "grounds"), TEXT)
def test_text(scheme: str, text: str, grounds: list[str]) -> None:
    colours = tokens(LIGHT) | (tokens(DARK) if scheme == "dark" else {})
    for ground in grounds:
        assert contrast(colours[text], colours[ground]) >= 4.5, f"{text} on {ground}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_borders_of_fields_and_focus(scheme: str) -> None:
    colours = tokens(LIGHT) | (tokens(DARK) if scheme == "dark" else {})
    assert contrast(colours["rule-strong"], colours["ground"]) >= 3
    assert max(contrast(colours[name], colours["ground"]) for name in ("focus", "focus-ink")) >= 3
