"""Money and products against the gold. One is found where an entry at its path begins with the same words; how far it runs is not scored."""

from __future__ import annotations

from typing import Final

from phahe.evaluation.gold import Case
from phahe.evaluation.matching import Item, compare
from phahe.evaluation.model import Part
from phahe.vietnamese import comparison_key

#: As many words tell entries at one place apart.
_WORDS: Final = 3
_COUNTING: Final = frozenset({"các", "những", "một", "số"})


def funding(case: Case) -> Part:
    """Money found at its place; of that, the sources and the sum in đồng."""
    gold = [
        Item("funding", row["path"], _key(row["words"]), row["words"],
             {"sources": row["sources"], "amount": row["amount"]}, row["optional"] == "yes")
        for row in case.gold.rows("funding")
    ]  # fmt: skip
    found = []
    for placed in case.analysis.funding:
        one, words = placed.funding, case.words(placed.funding.span)
        fields = {"sources": ";".join(one.sources), "amount": "" if one.amount is None else f"{one.amount:f}"}
        found.append(Item("funding", case.path(placed.provision), _key(words), words, fields))
    return compare(case.slug, ["funding"], gold, found)


def outputs(case: Case) -> Part:
    """Products found at their task; of these, the kind."""
    gold = [
        Item("output", row["path"], _key(row["words"]), row["words"], {"kind": row["kind"]}, row["optional"] == "yes")
        for row in case.gold.rows("outputs")
    ]
    found = [
        Item("output", case.path(task.task.provision), _key(words), words, {"kind": one.kind})
        for task in case.analysis.tasks for one in task.outputs for words in [case.words(one.span)]
    ]  # fmt: skip
    return compare(case.slug, ["output"], gold, found)


def _key(words: str) -> str:
    told = [word for word in comparison_key(words).split() if word not in _COUNTING and not word.isdigit()]
    return " ".join(told[:_WORDS])
