"""A target put together from a figure and the words found around it: year, verb, levels, measure code."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from phahe.targets.completion import Completion
from phahe.targets.figures import Figure
from phahe.targets.measures import Measures
from phahe.targets.model import Target
from phahe.targets.phrases import Slice, aged, beneficiary, place_of
from phahe.targets.years import leading_year, printed_year
from phahe.text import Span
from phahe.vietnamese.folding import aligned_fold
from phahe.vietnamese.levels import heading_level, levels_of

_WITHIN: Final = frozenset({"frequency", "level", "duration"})
_PER_HEAD: Final = re.compile(r"/\s?(?:1 )?van dan|tren (?:1 |mot )?van dan")
_PER_THING: Final = re.compile(
    r"/\s?(?:lop|hoc sinh|giao vien|sinh vien|giang vien|nhom|phong)\b|\b(?:hoc sinh|giao vien|tre) tren (?:mot )?lop\b"
)
_EVERY_YEAR: Final = re.compile(r"\bhang nam,?\s{0,3}$")
_HELD_VERB: Final = re.compile(r"\b(?:duy tri|phan dau|tien toi|huong(?: muc tieu| dat)?|dat|thuc hien)\b")
_AIM: Final = re.compile(r"\bphan dau\b")
_DONE_VERB: Final = re.compile(r"hoan thanh|bao dam|dam bao|dat|duy tri|phan dau")
_YEAR_NEAR: Final = 400


@dataclass(frozen=True, slots=True)
class Context:
    """What a block's sentences share: the block, its headings and the year they give, the measures, the masked places."""

    block: Slice
    headings: tuple[str, ...]
    horizon: int | None
    heading_year: int | None
    measures: Measures | None
    masked: tuple[tuple[int, int], ...]

    def measure(self, phrase: str, population: str | None, unit: str) -> str | None:
        """Code of the measure a phrase names."""
        return self.measures.match(phrase, self.headings, population, unit) if self.measures else None

    def levels(self, population: str | None, phrase: str) -> tuple[str, ...]:
        """Levels of education of the population, else of the measure, else (for a population) of the heading the block stands under."""
        return levels_of(population or "") or levels_of(phrase) or (heading_level(self.headings) if population else ())


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one value: the measure `phrase` as printed, what is searched for in the vocabulary, the parts, and the clause's span."""

    phrase: str
    start: int
    end: int
    search: str = ""
    population: Slice | None = None
    condition: Slice | None = None
    verb: str | None = None


def stands_within(figure: Figure) -> bool:
    """Whether a figure stands inside the words of its measure ("dạy học 02 buổi/ngày"), not before or after them."""
    return figure.kind in _WITHIN or figure.unit == "rank"


def assemble(context: Context, sentence: Slice, segment: tuple[int, int], figure: Figure, wording: Wording) -> Target:
    """The target of `figure`; `segment` is the stretch between semicolons it stands in."""
    text = context.block.text
    figure = _per_head(figure, wording)
    search, population = wording.search or wording.phrase, aged(wording.population, wording.phrase) if wording.population else None
    year, basis = _year(context, sentence, segment, figure.start)
    start = min(wording.start, figure.start)
    ranged = figure.low is not None
    return Target(
        span=Span(start + len(text[start : figure.start]) - len(text[start : figure.start].lstrip(" ,;")), max(wording.end, figure.end)),
        value_span=Span(figure.start, figure.end),
        kind=figure.kind,
        measure_printed=wording.phrase,
        measure=context.measure(search, population, figure.unit),
        population=population,
        levels=context.levels(population, search if figure.kind == "frequency" else wording.phrase.rpartition(" … ")[2]),
        comparator=figure.comparator,
        value=None if ranged else figure.value,
        low=figure.low,
        high=figure.value if ranged else None,
        value_printed=text[figure.start : figure.end],
        unit=figure.unit,
        year=year,
        year_basis=basis,
        verb=wording.verb or _verb(context, figure, wording, segment),
        condition=place_of(wording.condition) if wording.condition else _every_year(context, wording.start),
    )


def assemble_completion(context: Context, found: Completion) -> Target:
    """The target whose value is the year something is to be complete by."""
    phrase, when, subject = found.phrase, found.when, beneficiary(found.phrase)
    population = subject.printed if subject else None
    verb = _DONE_VERB.match(phrase.key)
    year_at = when.end - len("năm 2029")
    return Target(
        span=Span(min(phrase.start, when.start), max(phrase.end, when.end)),
        value_span=Span(year_at, when.end),
        kind="completion-year",
        measure_printed=phrase.printed,
        measure=context.measure(phrase.printed, population, "calendar-year"),
        population=population,
        levels=context.levels(population, phrase.printed),
        comparator=found.comparator,
        value=Decimal(found.year),
        low=None,
        high=None,
        value_printed=context.block.text[year_at : when.end],
        unit="calendar-year",
        year=found.year,
        year_basis="explicit",
        verb=phrase.printed[: verb.end()] if verb else _aim_before(context, min(phrase.start, when.start)),
        condition=None,
    )


def _aim_before(context: Context, at: int) -> str | None:
    """ "Phấn đấu" that opens the clause of a completion year: "Phấn đấu đến năm 2030, giáo dục … đạt mức khá"."""
    match = _AIM.search(context.block.folded, max(at - 10, 0), at)
    return context.block.text[match.start() : match.end()] if match else None


def _per_head(figure: Figure, wording: Wording) -> Figure:
    """A number of things per so many people is a ratio ("Số sinh viên đại học/vạn dân đạt ít nhất 155 sinh viên")."""
    phrase = aligned_fold(wording.phrase) if figure.kind == "count" else ""
    if phrase and _PER_HEAD.search(phrase):
        return replace(figure, kind="ratio", unit="per-10000-people")
    return replace(figure, kind="ratio", unit="per-item") if phrase and _PER_THING.search(phrase) else figure


def _every_year(context: Context, start: int) -> str | None:
    """ "hằng năm" right before the measure: the value holds for every single year."""
    base = max(start - len("hằng năm, "), 0)
    match = _EVERY_YEAR.search(context.block.folded[base:start])
    return context.block.text[base + match.start() :][: len("hằng năm")] if match else None


def _verb(context: Context, figure: Figure, wording: Wording, segment: tuple[int, int]) -> str | None:
    """The governing word nearest before the value; for a value without one, the one that governs its clause ("phấn đấu có 65% …, 75% …")."""
    text, folded = context.block.text, context.block.folded
    if figure.verb:
        start, end = figure.verb
        return text[start : figure.start].strip() if folded.startswith("giam", start) and figure.comparator == "lt" else text[start:end]
    low = max(segment[0], figure.start - _YEAR_NEAR)
    if not stands_within(figure):
        aims = list(_AIM.finditer(folded, low, figure.start))
        return text[aims[-1].start() : aims[-1].end()] if aims else None
    held = _HELD_VERB.search(folded, wording.start, figure.start)
    earlier = list(_HELD_VERB.finditer(folded, low, wording.start)) if held is None else []
    held = held or (earlier[-1] if earlier else None)
    return text[held.start() : held.end()] if held else None


def _year(context: Context, sentence: Slice, segment: tuple[int, int], at: int) -> tuple[int | None, str | None]:
    folded = context.block.folded
    printed = printed_year(folded, max(segment[0], at - _YEAR_NEAR), min(segment[1], at + _YEAR_NEAR), at)
    for year, basis in (
        (printed or leading_year(folded, sentence.start, sentence.end), "explicit"),
        (context.heading_year, "heading"),
        (context.horizon, "horizon"),
    ):
        if year is not None:
            return year, basis
    return None, None
