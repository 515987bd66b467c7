"""Provisions and tasks against the gold: paths, kinds, numbers, parents, first and last words.

The gold names kinds as a lawyer would and is coarser at the edges; `gold_kind` is the mapping told in docs/evaluation.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from phahe.evaluation.gold import Case
from phahe.evaluation.matching import Item, compare
from phahe.evaluation.model import Part
from phahe.outline import Provision
from phahe.vietnamese import collapse, parse_roman

#: In the gold's header table, not among its provisions.
_NOT_IN_GOLD: Final = frozenset({"letterhead", "enactment"})
_SAME: Final = {"dieu": "article", "khoan": "clause", "group": "row-group"}
_MARK: Final = re.compile(r"(?:Điều\s+\d+[a-zđ]?\s*[.:]?|(?:[IVXLC]+|\d+(?:\.\d+)*)\s?[.)]|[-–+•*]|NHÓM\s+[IVXLC]+\s*[.:]?)\s*")


def provisions(case: Case) -> Part:
    """Paths found, and of those the kind, number, parent and first words."""
    first = {row["path"]: row["heading_or_first_words"] for row in case.gold.rows("provisions")}
    gold = [
        Item("provision", row["path"], "", row["heading_or_first_words"], {
            "kind": row["kind"], "number": row["number"], "parent": row["parent"], "first words": row["heading_or_first_words"],
        })
        for row in case.gold.rows("provisions")
    ]  # fmt: skip
    return compare(case.slug, ["provision"], gold, list(_found(case, first)))


def _found(case: Case, first: dict[str, str]) -> Iterator[Item]:
    for provision in case.analysis.outline.provisions:
        if provision.kind in _NOT_IN_GOLD or case.path(provision) != provision.path:
            continue
        words = _own_words(case, provision)
        wanted = first.get(provision.path, "")
        yield Item("provision", provision.path, "", words[:60], {
            "kind": gold_kind(provision),
            "number": (provision.number or "").removeprefix("NHÓM").strip(),
            "parent": provision.parent or "",
            "first words": wanted if words.startswith(wanted) else " ".join(words.split()[:8]),
        })  # fmt: skip


def _own_words(case: Case, provision: Provision) -> str:
    """The words without the printed number; those of recipients with their lines, as the gold has them."""
    parts = [p for p in case.analysis.outline.provisions if p.path != provision.path and case.path(p) == provision.path]
    words = collapse(" ".join(case.words(span) for part in (provision, *parts) for span in part.spans))
    return words[match.end() :] if (match := _MARK.match(words)) else words


def gold_kind(provision: Provision) -> str:
    """The gold's name for the kind of a provision.

    >>> gold_kind(Provision("can-cu.1", "basis", None, (), (), None, 1)), gold_kind(Provision("III.2", "section", "2", (), (), "III", 2))
    ('legal-basis', 'item')
    """
    if provision.kind == "basis":
        return "legal-basis" if provision.path.startswith("can-cu") else "consideration"
    if provision.kind == "annex-note":
        return "opening" if provision.path == "opening" else "note"
    if provision.kind == "section" and parse_roman(provision.number or "") is None:
        return "subsection" if provision.heading else "item"
    return _SAME.get(provision.kind, provision.kind)


def tasks(case: Case) -> Part:
    """Blocks found with their kind, and of those the first and last words."""
    gold = [
        Item(
            "task", row["path"], row["task_kind"], row["first_words"], {"first words": row["first_words"], "last words": row["last_words"]}
        )
        for row in case.gold.rows("tasks")
    ]
    return compare(case.slug, ["task"], gold, list(_found_tasks(case, gold)))


def _found_tasks(case: Case, gold: Iterable[Item]) -> Iterator[Item]:
    wanted = {item.path: item.fields for item in gold}
    for analysed in case.analysis.tasks:
        provision = analysed.task.provision
        words = _own_words(case, provision)
        first, last = (wanted.get(provision.path, {}).get(name, "") for name in ("first words", "last words"))
        yield Item("task", case.path(provision), analysed.task.kind, words[:60], {
            "first words": first if words.startswith(first) else " ".join(words.split()[:8]),
            "last words": last if words.endswith(last) else " ".join(words.split()[-5:]),
        })  # fmt: skip
