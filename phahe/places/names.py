"""Which administrative unit a name means on a day, in the table of the whole country; a reason where that cannot be told.

Taken are "xã Lộc Bình", "X. Lộc Bình, tỉnh Lạng Sơn", "Lộc Bình" with a province beside it, with or without diacritics. A code is taken only with
its day, for codes were given to other units on 1 July 2025, and never against a name that says otherwise. Nothing is guessed: a name of several
units gives all of them. The reader has its own register (`places`); this one is for tables of figures and lists.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph
from rdflib import DCTERMS, RDFS

from phahe.namespaces import BASE, PH
from phahe.places import Place, Places
from phahe.places.gazetteer import KINDS
from phahe.resources import folder
from phahe.vietnamese import collapse, comparison_key, fold, nfc

_PLACE: Final = BASE + "place/"
#: What people write for the kind of unit.
_SHORT: Final = {
    "x": "xã",
    "p": "phường",
    "tp": "thành phố",
    "tt": "thị trấn",
    "tx": "thị xã",
    "t": "tỉnh",
    "h": "huyện",
    "q": "quận",
    "đk": "đặc khu",
}
_ABBREVIATED: Final = re.compile(r"(đk|tp|tt|tx|x|p|t|h|q)(?:\.\s*|\s+(?=\w))", re.IGNORECASE)
_CODE: Final = re.compile(r"\d{2}|\d{5}")
_LONGEST: Final = 300
_KEYS: Final = tuple(comparison_key(words) for words in KINDS)


@dataclass(frozen=True, slots=True)
class Found:
    """The unit meant. `how`: "name", "bare-name" (no kind of unit written), "folded" (no diacritics written), "code" (a code with its day)."""

    place: Place
    how: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why no unit is meant: "empty", "unknown", "ambiguous", "not-then" (it existed on another day), "former" (it went into the candidates),
    "code-needs-a-day", "code-of-another" (name and code say different units)."""

    reason: str
    candidates: tuple[Place, ...] = ()


class PlaceNames:
    """The units of `places` by their names, with and without the kind of unit and the diacritics."""

    def __init__(self, places: Places, former: Iterable[tuple[str, str]] = ()) -> None:
        """`former` are (key of the unit, "06493 xã Bằng Mạc, huyện Chi Lăng, tỉnh Lạng Sơn"), as `ph:formedFrom` tells them."""
        self.places = places
        self._by: dict[str, dict[str, list[Place]]] = {how: defaultdict(list) for how in ("name", "bare-name", "folded", "code")}
        for unit in places:
            self._by["code"][unit.code].append(unit)
            key = comparison_key(unit.label)
            self._by["name"][key].append(unit)
            self._by["bare-name"][_bare(key)].append(unit)
            for written in {key, _bare(key)}:
                self._by["folded"][fold(written)].append(unit)
        self._former: dict[str, list[tuple[str, str, Place]]] = defaultdict(list)
        for key, text in former:
            code, _, names = text.partition(" ")
            name, *around = map(comparison_key, names.split(","))
            self._former[name].append((code, " ".join(around), places.units[key]))

    def find(self, name: str, on: datetime.date | None = None, *, within: str = "", code: str = "") -> Found | NotFound:
        """The unit that `name` means on a day (today without one). `within` names the province beside it, `code` its code then.

        >>> here = Place("06475", "06475", "xã Bằng Mạc", "xa", None, datetime.date(2025, 7, 1), None)
        >>> gone = Place("06475-den-2025-06-30", "06475", "xã Gia Lộc", "xa", None, None, datetime.date(2025, 6, 30))
        >>> names = PlaceNames(Places({here.key: here, gone.key: gone}))
        >>> names.find("X. Bằng Mạc") == Found(here, "name"), names.find("06475"), names.find("06475", datetime.date(2025, 6, 1)) == Found(gone, "code")
        (True, NotFound(reason='code-needs-a-day', candidates=()), True)
        """
        text = collapse(nfc(name[:_LONGEST])).strip(" ,;.")
        if text.removeprefix(_PLACE) in self.places.units and text.startswith(_PLACE):
            return Found(self.places.units[text.removeprefix(_PLACE)], "iri")
        if not text or _CODE.fullmatch(text):
            code = code.strip() or text
            return self._by_code(code, on) if code else NotFound("empty")
        head, *around = (spelt_out(part) for part in re.split(r"\s*[,;(]\s*|\s+-\s+", text.replace(")", "")) if part)
        around += [spelt_out(within)] if within.strip() else []
        found = self._named(head, [comparison_key(part) for part in around], on)
        if code.strip() and isinstance(found, Found):
            return found if found.place.code == code.strip().zfill(len(found.place.code)) else NotFound("code-of-another", (found.place,))
        if code.strip() and isinstance(found, NotFound) and found.reason == "ambiguous":
            same = [unit for unit in found.candidates if unit.code == code.strip().zfill(len(unit.code))]
            return Found(same[0], "name") if len(same) == 1 else found
        return found

    def _named(self, head: str, around: Sequence[str], on: datetime.date | None) -> Found | NotFound:
        key = comparison_key(head)
        keys = {"name": key, "bare-name": key, "folded": fold(key)}
        elsewhere: list[Place] = []
        for how, wanted in keys.items():
            if how == "folded" and key != wanted:
                break  # diacritics are written, and they are other ones
            units = [unit for unit in self._by[how].get(wanted, ()) if self._lies(unit, around)]
            living = list({unit.key: unit for unit in units if unit.exists(on)}.values())
            if len(living) == 1:
                return Found(living[0], how)
            if living:
                return NotFound("ambiguous", tuple(living))
            elsewhere += units
        if former := self._was(key, around):
            return NotFound("former", former)
        return NotFound("not-then", tuple(elsewhere)) if elsewhere else NotFound("unknown")

    def _by_code(self, code: str, on: datetime.date | None) -> Found | NotFound:
        if on is None:
            return NotFound("code-needs-a-day")
        units = [unit for unit in self._by["code"].get(code, ()) if unit.exists(on)]
        if len(units) == 1:
            return Found(units[0], "code")
        return NotFound("ambiguous", tuple(units)) if units else NotFound("unknown")

    def _lies(self, unit: Place, around: Sequence[str]) -> bool:
        """Whether all that is named after a unit holds it."""
        # A province that became a city is named by what it was as well: its communes did not move.
        above = {comparison_key(same.label) for one in self.places.chain(unit.key)[1:] for same in self._by["code"][one.code]}
        above |= {_bare(key) for key in above}
        plain = {fold(key) for key in above}
        return all(key in above or (key in plain and key.isascii()) for key in around)

    def _was(self, key: str, around: Sequence[str]) -> tuple[Place, ...]:
        """The units that a former unit of the name went into."""
        found = [unit for _, names, unit in self._former.get(key, ()) if all(part in names for part in around)]
        return tuple({unit.key: unit for unit in found}.values())


def spelt_out(text: str) -> str:
    """A name with the kind of unit in full.

    >>> spelt_out("TT. Lộc Bình"), spelt_out("P.Đông Kinh"), spelt_out("Xuân Lộc")
    ('thị trấn Lộc Bình', 'phường Đông Kinh', 'Xuân Lộc')
    """
    short = _ABBREVIATED.match(text)
    return f"{_SHORT[short[1].lower()]} {text[short.end() :]}" if short else text


def _bare(key: str) -> str:
    """A comparison key without the kind of unit."""
    return next((key[len(kind) + 1 :] for kind in _KEYS if key.startswith(f"{kind} ")), key)


@cache
def load_place_names(reference: Path | None = None) -> PlaceNames:
    """The units of `places*.ttl` in `data/ttl/reference` or another folder."""
    facts: dict[str, dict[str, list[pyoxigraph.Literal | pyoxigraph.NamedNode]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted((reference or folder("data/ttl/reference")).glob("places*.ttl")):
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            if isinstance(quad.subject, pyoxigraph.NamedNode) and isinstance(quad.object, (pyoxigraph.Literal, pyoxigraph.NamedNode)):
                facts[quad.subject.value][quad.predicate.value].append(quad.object)
    units = [_place(iri, said) for iri, said in facts.items() if iri.startswith(_PLACE)]
    places = Places({unit.key: unit for unit in sorted(units, key=lambda unit: unit.key)})
    former = [(iri.removeprefix(_PLACE), text.value) for iri, said in facts.items() for text in said[str(PH.formedFrom)]]
    replaced = [
        (into.value.removeprefix(_PLACE), f"{places.units[iri.removeprefix(_PLACE)].code} {places.units[iri.removeprefix(_PLACE)].label}")
        for iri, said in facts.items()
        for into in said[str(DCTERMS.isReplacedBy)]
    ]
    return PlaceNames(places, former + replaced)


def _place(iri: str, said: dict[str, list[pyoxigraph.Literal | pyoxigraph.NamedNode]]) -> Place:
    def first(predicate: str) -> str:
        return min((term.value for term in said[predicate] if getattr(term, "language", None) in ("vi", None)), default="")

    def day(predicate: str) -> datetime.date | None:
        return datetime.date.fromisoformat(first(predicate)) if said[predicate] else None

    return Place(
        iri.removeprefix(_PLACE), first(str(PH.code)), first(str(RDFS.label)), first(str(PH.placeKind)).rpartition("/")[2],
        first(str(PH.withinPlace)).removeprefix(_PLACE) or None, day(str(PH.validFrom)), day(str(PH.validTo)),
    )  # fmt: skip
