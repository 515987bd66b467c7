"""Who and when against the gold: assignments by role, timings by kind."""

from __future__ import annotations

from typing import Final

from phahe.evaluation.gold import Case
from phahe.evaluation.matching import Item, compare
from phahe.evaluation.model import Part
from phahe.vietnamese import comparison_key

ROLES: Final = ("lead", "coordinate", "supervise", "report")


def assignments(case: Case) -> Part:
    """Bodies found with their role, one score a role; of those, what the role rests on (verb, heading, column, subject)."""
    gold = [
        Item(
            f"assignment-{row['role']}",
            row["path"],
            comparison_key(row["body"]),
            row["body"],
            {"basis": row["basis"]},
            row["optional"] == "yes",
        )
        for row in case.gold.rows("assignments")
    ]
    found = [
        Item(f"assignment-{one.assignment.role}", case.path(task.task.provision), comparison_key(one.assignment.name),
             one.assignment.name, {"basis": one.assignment.basis})
        for task in case.analysis.tasks for one in task.assignments
    ]  # fmt: skip
    parts = [
        compare(case.slug, [kind], [item for item in gold if item.kind == kind], [item for item in found if item.kind == kind])
        for kind in (f"assignment-{role}" for role in ROLES)
    ]
    return sum(parts, Part(case.slug))


def timings(case: Case) -> Part:
    """Times found with their kind, as printed; of those, the first and last day."""
    gold = [
        Item("timing", row["path"], f"{row['printed']} {row['kind'].replace('_', '-')}", row["printed"],
             {"begins": row["begins"], "ends": row["ends"]}, row["optional"] == "yes")
        for row in case.gold.rows("timings")
    ]  # fmt: skip
    found = []
    for task in case.analysis.tasks:
        for placed in task.timings:
            timing, printed = placed.timing, case.printed(placed.span)
            fields = {"begins": str(timing.begins or ""), "ends": str(timing.ends or "")}
            found.append(Item("timing", case.path(task.task.provision), f"{printed} {timing.kind}", printed, fields))
    return compare(case.slug, ["timing"], gold, found)
