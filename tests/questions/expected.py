"""Rows written down by reading the documents, and what of them a store does not give: `<slug>/<case>.csv` with `<case>.yaml` for the parameters."""

from __future__ import annotations

import csv
from pathlib import Path

import yaml
from pyoxigraph import NamedNode

from phahe.questions import Cell, Column, ask
from phahe.store import Store
from phahe.tiers import tier

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*/*.csv"))


def shown(column: Column, cell: Cell) -> str:
    """A cell as the expected tables write it."""
    if cell.value is None:
        return ""
    if column.kind == "tier":
        return tier(str(cell.value.value))
    if column.kind in ("task", "provision", "citation", "target", "iri") and cell.label:
        return cell.label.vi
    if isinstance(cell.value, NamedNode):
        return cell.value.value.rpartition("/")[2]
    if column.kind == "tiers":
        return " ".join(sorted({tier(item) for item in cell.items}))
    if column.kind in ("concepts", "documents"):
        return " ".join(item.rpartition("/")[2] for item in cell.items)
    return str(cell.value.value)


def meets(expected: str, found: str) -> bool:
    return found.startswith(expected.removesuffix("…")) if expected.endswith("…") else expected in ("*", found)


def faults(store: Store, path: Path) -> list[str]:
    """What differs between the rows of a case and those the store gives."""
    settings = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
    with path.open(encoding="utf-8", newline="") as file:
        header, *expected = list(csv.reader(file))
    answer = ask(store, path.parent.name, settings["parameters"])
    indexes = [[column.name for column in answer.columns].index(name) for name in header]
    found = [[shown(answer.columns[index], row[index]) for index in indexes] for row in answer.rows]
    wrong = [
        f"row {number}: {wanted} expected, {got} found"
        for number, (wanted, got) in enumerate(zip(expected, found, strict=False), 1)
        if not all(map(meets, wanted, got))
    ]
    return wrong + [f"too many: {row}" for row in found[len(expected) :]] + [f"missing: {row}" for row in expected[len(found) :]]
