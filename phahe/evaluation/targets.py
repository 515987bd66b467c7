"""Targets of one document against the gold: the printed value at its path, then its fields; and one strict score.

Strict: value, unit, comparator and population together, the numbers the project promises. Values are compared as numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from phahe.analysis import PlacedTarget
from phahe.evaluation.gold import Case, Row
from phahe.evaluation.matching import Item, compare
from phahe.evaluation.model import Part
from phahe.vietnamese import comparison_key

#: Codes of the vocabulary unit to the words the gold has for them; docs/evaluation.md tells them too.
_UNITS: Final = {
    "calendar-year": "năm", "year": "năm", "grade": "mức độ", "index": "chỉ số", "session-per-day": "buổi/ngày", "school": "trường",
    "institution": "cơ sở", "rank": "tỉnh, thành phố", "per-10000-people": "sinh viên/vạn dân",
}  # fmt: skip
_STRICT: Final = ("value", "low", "high", "unit", "comparator", "population")


def targets(case: Case) -> Part:
    """Printed values found and their fields ("target"); value, unit, comparator and population together ("target-strict")."""
    gold = [_gold(row) for row in case.gold.rows("targets")]
    found = [_found(case, item) for item in case.analysis.targets]
    strict = compare(case.slug, ["target-strict"], [_strictly(item) for item in gold], [_strictly(item) for item in found])
    return compare(case.slug, ["target"], gold, found) + strict


def _gold(row: Row) -> Item:
    fields = {name: row[name] for name in ("kind", "comparator", "unit", "year")}
    fields["year basis"] = row["year_basis"]
    fields |= {name: _number(Decimal(row[name])) if row[name] else "" for name in ("value", "low", "high")}
    fields |= {name: comparison_key(row[name]) for name in ("population", "verb", "condition")}
    fields["levels"] = _levels(row["levels"].split(";"))
    return Item("target", row["path"], _key(row["value_printed"]), row["value_printed"], fields, row["optional"] == "yes")


def _found(case: Case, item: PlacedTarget) -> Item:
    target = item.target
    printed = case.printed(target.value_span.shifted(item.offset))
    fields = {"kind": target.kind, "comparator": target.comparator, "year": str(target.year or "")}
    fields["unit"] = "percent/năm" if (target.unit, target.comparator) == ("percent", "per-year") else _UNITS.get(target.unit, target.unit)
    fields["year basis"] = target.year_basis or ""
    fields |= {name: "" if v is None else _number(v) for name, v in (("value", target.value), ("low", target.low), ("high", target.high))}
    fields |= {
        name: comparison_key(words or "")
        for name, words in (("population", target.population), ("verb", target.verb), ("condition", target.condition))
    }
    fields["levels"] = _levels(target.levels)
    return Item("target", case.path(item.provision), _key(printed), printed, fields)


def _strictly(item: Item) -> Item:
    values: Mapping[str, str] = item.fields
    key = " | ".join(values[name] for name in _STRICT if values[name])
    words = item.words if item.optional else f"{item.words} ({key})"
    return replace(item, kind="target-strict", key=key, words=words, fields={})


def _key(printed: str) -> str:
    return "".join(printed.split())


def _number(value: Decimal) -> str:
    """One form for 8, 8.0 and 08."""
    return f"{value.normalize():f}"


def _levels(levels: object) -> str:
    return ";".join(sorted(comparison_key(level) for level in levels if level)) if isinstance(levels, list | tuple) else ""
