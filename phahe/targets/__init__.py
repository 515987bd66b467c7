"""Targets: every printed value or target date of a block of text, with measure, population, bound, year and condition.

`find_targets` reads one block (a paragraph, a bullet, a table cell), `targets_of_row` a row of a table with a column a year. Outline and headings are the caller's; measures come from
`phahe.targets.measures`. What counts as one target is told in `docs/targets.md`.
"""

from __future__ import annotations

from phahe.targets.finder import find_targets
from phahe.targets.model import Target
from phahe.targets.tabular import targets_of_row
from phahe.targets.years import plan_horizon

__all__ = ["Target", "find_targets", "plan_horizon", "targets_of_row"]
