"""Conclusions: the rules of `queries/rules/`, run in order, fill `graph/inferred`.

A rule is one CONSTRUCT with a `#+` header that says what it concludes and why. It reads the everyday dataset, with what the
rules before it concluded. There is no fixpoint: a rule that needs another's conclusions comes after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad

from phahe.conclusions import Conclusions, read, same_rules
from phahe.resources import folder
from phahe.store import EmbeddedStore, Graph, QueryError, Store, StoreError
from phahe.store.dataset import graph


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the name of its file without suffix, and its text."""

    name: str
    text: str


def rules(directory: Path | None = None) -> tuple[Rule, ...]:
    """The rules in the order they run.

    >>> [rule.name for rule in rules()][:2]
    ['01-superclasses', '02-derives-from']
    """
    paths = sorted((directory or folder("queries/rules")).glob("*.rq"))
    return tuple(Rule(path.stem, path.read_text(encoding="utf-8")) for path in paths)


def infer(store: Store, directory: Path | None = None) -> dict[str, int]:
    """Make `graph/inferred` anew; how many facts each rule added. The same graphs give the same conclusions, whatever was inferred before.

    Raises StoreError naming the rule that fails.
    """
    inferred = graph("inferred")
    store.clear(inferred)
    return {rule.name: _apply(store, rule) for rule in rules(directory)}


def infer_by_stream(store: EmbeddedStore, paths: Sequence[Path] = ()) -> dict[str, int]:
    """The same conclusions without SPARQL, while the N-Quads files `paths` are loaded (`phahe.conclusions`); what each rule added.

    `graph/inferred` must be empty. Where something is not as that way expects, the rules are run.
    """
    if same_rules({rule.name: rule.text for rule in rules()}):
        conclusions = Conclusions()
        read(store, conclusions)
        store.bulk_load(paths, conclusions)
        if conclusions.plain:
            return conclusions.counts
    else:
        store.bulk_load(paths)
    return infer(store)


def _apply(store: Store, rule: Rule) -> int:
    try:
        result = store.query(rule.text)
    except QueryError as error:
        raise StoreError(f"rule {rule.name}: {error}") from error
    if not isinstance(result, Graph):
        raise StoreError(f"rule {rule.name}: a rule is a CONSTRUCT")
    inferred = graph("inferred")
    before = store.count(inferred)
    store.add(Quad(triple.subject, triple.predicate, triple.object, inferred) for triple in result)
    return store.count(inferred) - before
