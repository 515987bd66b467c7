"""Checks one draft: reads its parts, resolves its citations, has them judged, and puts the remarks in order. The text is not kept.

A draft's own number and date may still be blank: that is no remark here. What careful proof reading finds beyond citations is in the
graph (`graph.findings`, `phahe.checks`), not here, but for deadlines that lie before the draft's own date.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from phahe.analysis import Analysis, analyse
from phahe.checking.report import CheckedCitation, CheckReport, Remark
from phahe.graph import Registers
from phahe.graph.identity import Context, Identity, identify
from phahe.labels import Label
from phahe.reading import Reading
from phahe.resolve import Resolution, Setting, name_of, resolve
from phahe.store import Store, with_prefixes
from phahe.text import Quote, Span
from phahe.verdicts import SILENT, Bench, Judgement, judge
from phahe.verdicts.rules import day
from phahe.verdicts.titles import titles_differ
from phahe.vietnamese import collapse, slug

_TITLES = with_prefixes("""
SELECT ?cited ?title ?label WHERE {
  ?citation ph:citedDocument ?cited ; ph:titleAsPrinted ?title ; ph:number ?number ; ph:document ?document .
  ?document rdfs:label ?label ; ph:hasText ?text .
  FILTER NOT EXISTS { ?text ph:quality quality:ocr }
}
ORDER BY ?cited ?label ?title""")


def check(reading: Reading, registers: Registers, store: Store | None = None, as_of: datetime.date | None = None) -> CheckReport:
    """The report on a draft.

    `as_of` is the day whose law counts, the draft's own date where it is None. With a `store`, titles are also compared with those that
    the documents held there print. Never raises for what the draft says.
    """
    draft = _Draft(reading, registers, as_of)
    remarks = [*draft.citation_remarks(), *draft.deadline_remarks(), *(draft.title_remarks(store) if store else ())]
    remarks.sort(key=lambda remark: (remark.quotes[0].start if remark.quotes else 0, remark.code))
    return CheckReport(reading, draft.context.on, as_of or draft.context.on, draft.citations(), tuple(remarks))


@dataclass(frozen=True)
class _Draft:
    reading: Reading
    registers: Registers
    as_of: datetime.date | None

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
        return judge(self.analysis.citations, self.resolved, self.analysis.text, self.registers.documents, bench)

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
                if placed.timing.ends is not None and own is not None and placed.timing.ends < own:
                    detail = Label(f"văn bản ngày {day(own)}.", f"the document is of {day(own)}.")
                    yield self._remark("DEADLINE_BEFORE_DOCUMENT", placed.span, task.task.provision.path, detail)

    def title_remarks(self, store: Store) -> Iterator[Remark]:
        """Titles that differ from those the documents of the store print, where the register has none to compare with."""
        printed: dict[str, list[tuple[str, str]]] = {}
        for row in store.select(_TITLES):
            cited, title, label = (str(row[name].value) for name in ("cited", "title", "label"))
            printed.setdefault(cited, []).append((title, label))
        for item, found, judgement in zip(self.analysis.citations, self.resolved, self.judged, strict=True):
            citation = item.citation
            if not citation.title or not citation.title_span or citation.number is None or found.iri is None:
                continue
            if judgement.subject is not None and judgement.subject.title is not None:
                continue
            others = printed.get(str(found.iri), [])
            differing = [(title, label) for title, label in others if titles_differ(citation.title, title)]
            if differing:
                title, label = differing[0]
                detail = Label(f"{label} ghi “{title}”.", f"{label} has “{title}”.")
                yield self._remark("TITLE_VARIANT", citation.title_span, item.provision.path, detail, citation.number)

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
