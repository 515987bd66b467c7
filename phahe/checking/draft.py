"""Checks one draft: reads its parts, resolves its citations, has them judged, and puts the remarks in order. The text is not kept.

A draft's own number and date may still be blank: that is no remark here. What careful proof reading finds beyond citations is in the
graph (`graph.findings`, `phahe.checks`), not here, but for deadlines that lie before the draft's own date.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Final

from phahe.analysis import Analysis, analyse
from phahe.checking.held import Held
from phahe.checking.report import CheckedCitation, CheckReport, Remark
from phahe.graph import Registers
from phahe.graph.identity import Context, Identity, identify
from phahe.labels import Label
from phahe.reading import Reading
from phahe.resolve import Resolution, Setting, name_of, resolve
from phahe.store import Store
from phahe.text import Quote, Span
from phahe.verdicts import SILENT, Bench, Judgement, Observation, judge
from phahe.verdicts.rules import day
from phahe.verdicts.spelling import spelling
from phahe.verdicts.titles import titles_differ
from phahe.vietnamese import collapse, slug

#: What ended longer ago is told as history ("đến ngày 30/4/1975"), not set as a deadline.
_STALE: Final = datetime.timedelta(days=730)


def check(reading: Reading, registers: Registers, store: Store | None = None, as_of: datetime.date | None = None) -> CheckReport:
    """The report on a draft.

    `as_of` is the day whose law counts, the draft's own date where it is None. With a `store`, the documents held there are known too,
    and titles are compared with those that they print. Words of a broken OCR should be restored before (`restored`).
    Never raises for what the draft says.
    """
    held = Held.of(store, registers.labels) if store else None
    draft = _Draft(reading, held.joined(registers) if held else registers, as_of, held.titles if held else {})
    remarks = [*draft.citation_remarks(), *draft.deadline_remarks(), *draft.spelling_remarks()]
    remarks.sort(key=lambda remark: (remark.quotes[0].start if remark.quotes else 0, remark.code))
    return CheckReport(reading, draft.context.on, as_of or draft.context.on, draft.citations(), tuple(remarks))


@dataclass(frozen=True)
class _Draft:
    reading: Reading
    registers: Registers
    as_of: datetime.date | None
    titles: Mapping[str, Sequence[tuple[str, str]]]

    @cached_property
    def analysis(self) -> Analysis:
        return analyse(self.reading.text)

    @cached_property
    def _identified(self) -> tuple[Identity, Context]:
        known = self.registers
        return identify(self.analysis, slug(self.reading.name) or "ban-thao", known.places, known.agencies, known.document_types)

    @property
    def context(self) -> Context:
        return self._identified[1]

    @cached_property
    def resolved(self) -> tuple[Resolution, ...]:
        title = next((p.spans[0] for p in self.analysis.outline.provisions if p.kind == "title"), None)
        own = self._identified[0].iri
        setting = Setting(own, self.analysis.text.text, title, self.context.issuer_of, self.as_of or self.context.on)
        return resolve([item.citation for item in self.analysis.citations], self.registers.documents, setting)

    @cached_property
    def judged(self) -> tuple[Judgement, ...]:
        bench = Bench(self.context.issuer_of, self.registers.labels, self.context.on, self.as_of)
        said = judge(self.analysis.citations, self.resolved, self.analysis.text, self.registers.documents, bench)
        return tuple(self._with_variant(index, judgement) for index, judgement in enumerate(said))

    def _with_variant(self, index: int, judgement: Judgement) -> Judgement:
        """TITLE_VARIANT where the register knows no title and documents in hand print another one."""
        citation, found = self.analysis.citations[index].citation, self.resolved[index]
        if not citation.title or not citation.title_span or citation.number is None or found.iri is None:
            return judgement
        if judgement.subject is not None and judgement.subject.title is not None:
            return judgement
        restored = self.analysis.text.restored
        for title, label in self.titles.get(str(found.iri), ()):
            if titles_differ(citation.title, title, restored=restored):
                detail = Label(f"{label} ghi “{title}”.", f"{label} has “{title}”.")
                spoken = tuple(seen for seen in judgement.observations if seen.code not in SILENT)
                return replace(judgement, observations=(*spoken, Observation("TITLE_VARIANT", citation.title_span, detail)))
        return judgement

    @cached_property
    def _line_starts(self) -> list[int]:
        lengths = (len(line) for line in self.reading.text.stored.splitlines(keepends=True))
        return [0, *accumulate(lengths)]

    def _place(self, quotes: Sequence[Quote]) -> tuple[int, int]:
        start = quotes[0].start if quotes else 0
        line = max(bisect_right(self._line_starts, start), 1)
        return line, start - self._line_starts[line - 1] + 1

    def _remark(self, code: str, span: Span, path: str, detail: Label | None, about: str | None = None) -> Remark:
        text, verdict = self.analysis.text, self.registers.verdicts[code]
        words, quotes = collapse(text.text[span.start : span.end]), text.quotes(span.start, span.end)
        line, column = self._place(quotes)
        page = self.reading.page(quotes[0].start) if quotes else None
        return Remark(verdict, words, quotes, path, line, column, page, verdict.message(words, detail), about)

    def citation_remarks(self) -> Iterator[Remark]:
        for item, judgement in zip(self.analysis.citations, self.judged, strict=True):
            about = item.citation.number or name_of(item.citation) or None
            for seen in dict.fromkeys(judgement.observations):
                if seen.code not in SILENT:
                    yield self._remark(seen.code, seen.span, item.provision.path, seen.detail, about)

    def deadline_remarks(self) -> Iterator[Remark]:
        own = self.analysis.outline.header.date
        for task in self.analysis.tasks if own else ():
            for placed in task.timings:
                ends = placed.timing.ends
                if ends is not None and own is not None and own - _STALE < ends < own:
                    detail = Label(f"văn bản ngày {day(own)}.", f"the document is of {day(own)}.")
                    yield self._remark("DEADLINE_BEFORE_DOCUMENT", placed.span, task.task.provision.path, detail)

    def _path(self, span: Span) -> str:
        """The path of the provision that `span` stands in, "" outside all of them."""
        holds = (p.path for p in self.analysis.outline.provisions for one in (*p.spans, *p.cells.values()) if one.holds(span))
        return max(holds, key=len, default="")

    def spelling_remarks(self) -> Iterator[Remark]:
        text = self.analysis.text
        for span, right in spelling(text.text, restored=text.restored):
            yield self._remark("STYLE", span, self._path(span), Label(f"{right.vi}.", f"{right.en}."))

    def citations(self) -> tuple[CheckedCitation, ...]:
        return tuple(self._citation(index) for index, item in enumerate(self.analysis.citations) if item.citation.form != "self")

    def _citation(self, index: int) -> CheckedCitation:
        item, found, judgement = self.analysis.citations[index], self.resolved[index], self.judged[index]
        citation, text = item.citation, self.analysis.text
        quotes = text.quotes(citation.span.start, citation.span.end)
        document = judgement.subject.iri if judgement.subject else found.iri
        return CheckedCitation(
            collapse(text.text[citation.span.start : citation.span.end]), quotes, item.provision.path, self._place(quotes)[0],
            citation.form, item.role, citation.doc_type, citation.number, citation.date, citation.issuer, citation.title,
            str(document) if document else None, judgement.subject is not None, judgement.codes,
        )  # fmt: skip
