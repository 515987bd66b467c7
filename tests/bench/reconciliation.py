"""How well a column of commune names is reconciled: 500 communes of the national table, written as tables write them.

    python -m tests.bench.reconciliation [COUNT]

For each way of writing, with the province in a column beside it and without: how often the first candidate is the commune (top-1), how many are
matched without asking (matched), and how many of those are right (precision). A name that two communes have cannot be matched without the province
and should not be; `shared` counts those. The sample is drawn with a fixed seed.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from phahe.reconciliation import Entity, Given, Index, Query, entities
from phahe.reconciliation.words import plain
from phahe.store import open_store
from phahe.store.dataset import load_all
from phahe.vietnamese import fold

_UNITS: Final = {"place-kind/xa", "place-kind/phuong", "place-kind/dac-khu"}
_SHORT: Final = {"xã": "x.", "phường": "P.", "đặc khu": "ĐK"}
_MARKED: Final = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
_LIMIT: Final = 5


def bare(name: str) -> str:
    """The name without the word for its kind."""
    return next((name[len(kind) :].strip() for kind in _SHORT if name.startswith(kind)), name)


def short(name: str) -> str:
    """The name with its kind abbreviated."""
    return next((f"{written} {name[len(kind) :].strip()}" for kind, written in _SHORT.items() if name.startswith(kind)), name)


def wrong_letter(name: str, chance: random.Random) -> str:
    """One letter of the proper name left out, doubled, swapped with the next, or another beside it on the keyboard."""
    own = bare(name)
    start = len(name) - len(own)
    at = start + chance.choice([place for place, letter in enumerate(own) if letter.isalpha() and place])
    way = chance.randrange(4)
    if way == 0:
        return name[:at] + name[at + 1 :]
    if way == 1:
        return name[:at] + name[at] + name[at:]
    if way == 2 and at + 1 < len(name) and name[at + 1].isalpha():
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + chance.choice("aeioubcdghlmnprstvx") + name[at + 1 :]


def wrong_mark(name: str, chance: random.Random) -> str:
    """One vowel with another diacritic."""
    places = [place for place, letter in enumerate(name) if letter in _MARKED and place > len(name) - len(bare(name))]
    if not places:
        return name
    at = chance.choice(places)
    row = _MARKED.index(name[at])
    others = [letter for letter in _MARKED if fold(letter) == fold(name[at]) and letter != _MARKED[row]]
    return name[:at] + chance.choice(others) + name[at + 1 :]


WAYS: Final[dict[str, Callable[[str, random.Random], str]]] = {
    "as it is": lambda name, _: name,
    "capitals": lambda name, _: name.upper(),
    "without its kind": lambda name, _: bare(name),
    "kind abbreviated": lambda name, _: short(name),
    "no diacritics": lambda name, _: fold(name),
    "no diacritics, no kind": lambda name, _: fold(bare(name)).title(),
    "another diacritic": wrong_mark,
    "a wrong letter": wrong_letter,
    "a wrong letter, no diacritics": lambda name, chance: fold(wrong_letter(name, chance)),
    "spaces and a full stop": lambda name, _: f"  {name.replace(' ', '  ')} . ",
}


def measured(known: Index, sample: list[Entity], shared: Counter[str], way: str, *, province: bool) -> str:
    """A row of the table."""
    chance, top, matched, right = random.Random(7), 0, 0, 0
    ambiguous = 0
    start = time.process_time()
    for one in sample:
        written = WAYS[way](one.name, chance)
        given = (Given("province", (one.first("province"),)),) if province else ()
        found = known.find(Query(written, ("place",), given, _LIMIT))
        ambiguous += not province and shared[plain(bare(one.name))] > 1
        top += bool(found) and found[0].entity.id == one.id
        said = [candidate.entity.id for candidate in found if candidate.match]
        matched += bool(said)
        right += said == [one.id]
    count = len(sample)
    spent = (time.process_time() - start) / count * 1000
    return (
        f"{way:32}{'with province' if province else 'name alone':15}{top / count:>7.1%}{matched / count:>9.1%}"
        f"{right / matched if matched else 1:>11.1%}{ambiguous:>8}{spent:>7.1f}"
    )


def main() -> None:
    """Print the table."""
    with open_store() as store:
        load_all(store)
        known = Index(entities(store))
    units = [one for one in known.entities.values() if one.kind == "place" and not one.valid_to and _UNITS & set(one.types)]
    sample = random.Random(2026).sample(sorted(units, key=lambda one: one.id), int(sys.argv[1]) if len(sys.argv) > 1 else 500)
    shared = Counter(plain(bare(one.name)) for one in units)
    print(f"{len(sample)} of {len(units)} communes")
    print(f"{'written':32}{'':15}{'top-1':>7}{'matched':>9}{'precision':>11}{'shared':>8}{'ms':>7}")
    for way in WAYS:
        for province in (True, False):
            print(measured(known, sample, shared, way, province=province), flush=True)


if __name__ == "__main__":
    main()
