"""The colours of exported pictures and graphs: the same as on the pages (`static/phahe.css`): levels for documents, tiers for proof."""

from __future__ import annotations

from typing import Final

from phahe.exports.model import Node

INK: Final = "#16191f"
SOFT: Final = "#4c5361"
RULE: Final = "#8a92a1"
_LEVELS: Final = {"central": ("#93301f", "#fbefec"), "province": ("#24459a", "#eef2fb"), "commune": ("#1f6a3c", "#ecf6ef")}
_TIERS: Final = {
    "document": "#24459a", "reference": "#7a5410", "brief": "#84307a", "reviewed": "#1f6a3c", "inferred": "#4c5361", "aligned": "#0f6673",
    "checked": "#a8200f",
}  # fmt: skip
_KINDS: Final = {
    "Agency": ("#7a5410", "#fdf5e3"),
    "Collective": ("#7a5410", "#fdf5e3"),
    "Target": ("#80500a", "#fbf3da"),
    "Task": ("#35507f", "#eef2fb"),
}


def of_node(node: Node) -> str:
    """The strong colour of a node: by level where it has one, else by kind."""
    return shades(node)[0]


def shades(node: Node) -> tuple[str, str]:
    """The strong colour of a node and its pale one."""
    level = str(node.attributes.get("level", ""))
    return _LEVELS.get(level) or _KINDS.get(node.kind) or (SOFT, "#f4f5f7")


def of_tier(tier: str) -> str:
    """The colour of a tier.

    >>> of_tier("document"), of_tier("")
    ('#24459a', '#4c5361')
    """
    return _TIERS.get(tier, SOFT)
