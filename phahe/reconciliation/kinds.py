"""What can be reconciled: the kinds of `queries/reconciliation/kinds.yaml` with their properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from phahe.labels import Label
from phahe.resources import folder


@dataclass(frozen=True, slots=True)
class Property:
    """A property that can be compared and fetched. `of`: the kind of a value that is a thing ("concept" for one of a vocabulary)."""

    id: str
    label: Label
    predicate: str = ""
    derived: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class KindOfThing:
    """A kind: its classes, the property that names the finer kind, the one that says where a thing is, its properties by id."""

    id: str
    label: Label
    classes: tuple[str, ...]
    subtype: str
    place: str
    properties: Mapping[str, Property]
    abbreviations: Mapping[str, str]


@cache
def kinds() -> Mapping[str, KindOfThing]:
    """All kinds by id.

    >>> sorted(kinds()), kinds()["place"].properties["code"].label.en
    (['agency', 'document', 'measure', 'place'], 'Official code')
    """
    import yaml  # noqa: PLC0415  # only who reconciles pays for it

    text = (folder("queries/reconciliation") / "kinds.yaml").read_text(encoding="utf-8")
    return {name: _kind(name, given) for name, given in yaml.safe_load(text).items()}


def _kind(name: str, given: Mapping[str, Any]) -> KindOfThing:
    properties = {
        key: Property(key, Label(**one["label"]), one.get("predicate", ""), one.get("derived", ""), one.get("of", ""))
        for key, one in given["properties"].items()
    }
    return KindOfThing(
        name, Label(**given["label"]), tuple(given["classes"]), given.get("subtype", ""), given.get("place", ""), properties,
        given.get("abbreviations", {}),
    )  # fmt: skip
