"""Everything read from one document, put together: layout, outline, header, citations, tasks, targets, each placed in its provision.

Pure: text in, frozen dataclasses out. Which agency or document is meant is decided later, by `graph` with the registers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from phahe import tasks as task_rules
from phahe.citations import Citation, find_citations
from phahe.layout import Layout, lay_out
from phahe.means import PlacedFunding, funding_of, outputs_of
from phahe.means.outputs import Output
from phahe.outline import Outline, Provision, outline
from phahe.targets import Target, find_targets, plan_horizon, targets_of_row
from phahe.tasks.assignments import Assignment, bodies_of_cell, body_of_heading, find_assignments
from phahe.tasks.labels import label_of_block
from phahe.tasks.timings import Timing, find_timings
from phahe.text import Span, Text
from phahe.vietnamese import fold
from phahe.vietnamese.folding import aligned_fold

if TYPE_CHECKING:
    from phahe.means.glossary import Glossaries
    from phahe.targets.measures import Measures

_NOT_READ_FOR_TARGETS: Final = frozenset(
    {"letterhead", "title", "opening", "basis", "recipients", "signature", "closing", "enactment", "annex-note"}
)
_BY: Final = "trước "
_IN: Final = "năm "
_BARE_YEARS: Final = re.compile(r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?")
_TIME_LABEL: Final = re.compile(r"Thời (?:gian|hạn)(?: thực hiện| hoàn thành)?\s?:\s*([^.;\n]{2,60})")
_BARE_DAY: Final = re.compile(r"(?:ngày\s+)?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}", re.IGNORECASE)
#: Behind a label, words that make a sentence of the list: "Cơ quan thực hiện: Sở Nội vụ chủ trì tham mưu …".
_SAYS_MORE: Final = re.compile(r"chủ trì|phối hợp|tham mưu|trách nhiệm", re.IGNORECASE)
_LABELLED: Final = 90  # characters a label stands within
_RUN_IN: Final = 160  # characters before the colon of a run-in heading
#: Headings above a task that are asked for its body.
_HEADINGS_UP: Final = 3
#: Bullets between a bullet and the words that introduce it, at most.
_BULLETS_BACK: Final = 60
#: Documents of rules, whose shares are norms ("ít nhất 50% số thành viên"), unless the block speaks of an aim.
_RULES: Final = re.compile(
    r"\W*(?:(?:về )?(?:việc )?ban hành |phê duyệt )?(?:quy chế|quy định|nội quy|điều lệ|quy ước|hương ước)(?!\w)", re.IGNORECASE
)
_NORMS: Final = frozenset({"luật", "bộ luật", "pháp lệnh", "nghị định", "thông tư", "thông tư liên tịch", "văn bản hợp nhất"})
_AIM: Final = re.compile(r"phấn đấu|mục tiêu|chỉ tiêu|(?:đến|vào) (?:hết )?năm \d{4}", re.IGNORECASE)
_BASIS: Final = re.compile(r"[\W_]*Căn\s+cứ", re.IGNORECASE)
_IMPLEMENTING: Final = frozenset({"title", "opening"})


@dataclass(frozen=True, slots=True)
class PlacedCitation:
    """A citation, the provision it stands in, and its role: legal_basis, considered, implements, reference or self."""

    citation: Citation
    provision: Provision
    role: str


@dataclass(frozen=True, slots=True)
class PlacedTarget:
    """A target with the provision it stands in; `offset` is where the provision's text begins in the laid-out text."""

    target: Target
    provision: Provision
    offset: int


@dataclass(frozen=True, slots=True)
class PlacedAssignment:
    """An assignment of a task and the span of the laid-out text that prints it (of the heading, where only the heading does)."""

    assignment: Assignment
    span: Span


@dataclass(frozen=True, slots=True)
class PlacedTiming:
    """A timing of a task and its span in the laid-out text."""

    timing: Timing
    span: Span


@dataclass(frozen=True, slots=True)
class AnalysedTask:
    """A task with who, when, and what it is to bring about (spans of the laid-out text)."""

    task: task_rules.Task
    assignments: tuple[PlacedAssignment, ...]
    timings: tuple[PlacedTiming, ...]
    outputs: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that was read from one document."""

    layout: Layout
    outline: Outline
    citations: tuple[PlacedCitation, ...]
    tasks: tuple[AnalysedTask, ...]
    targets: tuple[PlacedTarget, ...]
    funding: tuple[PlacedFunding, ...] = ()

    @property
    def text(self) -> Text:
        """The laid-out text, which every span indexes."""
        return self.layout.text


def analyse(text: Text, measures: Measures | None = None, glossaries: Glossaries | None = None) -> Analysis:
    """Read `text` whole; without `measures` no target is given one, without `glossaries` money and products are not looked for."""
    layout = lay_out(text)
    parts = outline(layout)
    placed = _Placed(parts)
    citations = tuple(_place(citation, placed, layout) for citation in find_citations(layout.text.text))
    folded = aligned_fold(layout.text.text)
    masked = [item.citation.span for item in citations if item.citation.nested_in is None and item.citation.form != "anaphoric"]
    blocks = task_rules.told_blocks(layout, parts)
    tasks = tuple(_with_who_and_when(layout, parts, block, masked, folded) for block in blocks if block.kind != "funding")
    targets = tuple(_targets(layout, parts, measures, masked, folded))
    if glossaries is None:
        return Analysis(layout, parts, citations, tasks, targets)
    tasks = tuple(replace(task, outputs=outputs_of(layout, task.task, glossaries.outputs, masked)) for task in tasks)
    return Analysis(layout, parts, citations, tasks, targets, funding_of(layout, blocks, glossaries.funding))


class _Placed:
    """Looks up the provision a position stands in."""

    def __init__(self, parts: Outline) -> None:
        spans = sorted((span.start, index) for index, p in enumerate(parts.provisions) for span in (*p.spans, *p.cells.values()))
        self.starts = [start for start, _ in spans]
        self.found = [parts.provisions[index] for _, index in spans]

    def at(self, position: int) -> Provision:
        return self.found[max(bisect_right(self.starts, position) - 1, 0)]


def _place(citation: Citation, placed: _Placed, layout: Layout) -> PlacedCitation:
    provision = placed.at(citation.span.start)
    return PlacedCitation(citation, provision, _role(citation, provision, layout.text.text))


def _role(citation: Citation, provision: Provision, text: str) -> str:
    if citation.form == "self":
        return "self"
    if citation.nested_in is not None:
        return "reference"
    if provision.kind == "basis":
        return "legal_basis" if _BASIS.match(text, provision.spans[0].start) else "considered"
    implementing = provision.kind in _IMPLEMENTING or provision.path == "dieu-1"
    return "implements" if implementing else "reference"


def _with_who_and_when(layout: Layout, parts: Outline, task: task_rules.Task, masked: Sequence[Span], folded: str) -> AnalysedTask:
    provision = task.provision
    if provision.cells:
        return AnalysedTask(task, tuple(_row_assignments(layout, provision)), tuple(_row_timings(layout, provision)))
    assignments: list[PlacedAssignment] = []
    timings: list[PlacedTiming] = []
    heading = _heading_body(layout, parts, provision)
    for role, part in (("", provision), *task.told):
        span = part.spans[0]
        who, when = _who_and_when(layout, span, heading if not role else (None, None), masked, folded)
        behind = Span(layout.text.text.find(":", span.start, span.end) + 1, span.end)
        if role in ("lead", "coordinate") and not (who and _SAYS_MORE.search(layout.text.text, behind.start, behind.end)):
            who = _listed_bodies(layout, behind, role) or who
        elif role == "timing" and not when:
            when = _cell_timings(layout, behind)
        assignments += who
        timings += when
    timings = timings or _labelled(layout, provision.spans[0]) or _passed_on(layout, parts, provision, masked, folded)
    once = {(one.assignment.role, one.assignment.body): one for one in reversed(assignments)} if task.told else {}
    return AnalysedTask(task, tuple(one for one in assignments if not once or one in once.values()), tuple(timings))


def _who_and_when(
    layout: Layout, span: Span, heading: tuple[str | None, Span | None], masked: Sequence[Span], folded: str
) -> tuple[list[PlacedAssignment], list[PlacedTiming]]:
    words = layout.text.text[span.start : span.end]
    body, body_span = heading
    run_in = _run_in_body(words, span) if body is None else None
    behind = 0
    if run_in is not None:
        body, body_span = run_in
        behind = words.index(":") + 1  # the words before name the body, they are no part of what it is told
    assignments = []
    for assignment in find_assignments(words[behind:], body):
        where = assignment.span.shifted(span.start + behind) if assignment.span is not None else body_span
        assignments.append(PlacedAssignment(assignment, where or span))
    told = find_timings(words, _within(span, masked), folded[span.start : span.end])
    return assignments, [PlacedTiming(timing, timing.span.shifted(span.start)) for timing in told]


def _run_in_body(words: str, span: Span) -> tuple[str, Span] | None:
    """The body that a block names before a colon as its heading would: "2. Đề nghị Sở Y tế: Kiểm tra …"."""
    name, colon, rest = words.partition(":")
    if not colon or not rest.strip() or len(name) > _RUN_IN:
        return None
    body = body_of_heading(name)
    return (body, Span(span.start, span.start + len(name.rstrip()))) if body is not None else None


def _heading_body(layout: Layout, parts: Outline, provision: Provision) -> tuple[str | None, Span | None]:
    """The body that the innermost heading which names one gives: "1. Sở Y tế" over "a) …:" over its bullets.

    "1. Sở Y tế:" over bullets is a heading whatever it is set in; so is "a) Chủ trì các nội dung sau:", which names none.
    """
    for parent in _above(layout, parts, provision):
        span = parent.spans[0]
        words = layout.text.text[span.start : span.end]
        if not (parent.heading or words.endswith(":")):
            return None, None
        if (body := body_of_heading(words)) is not None:
            return body, span
        if (run_in := _run_in_body(words, span)) is not None:
            return run_in
        if words.endswith(":") and (leads := [one.body for one in find_assignments(words) if one.role == "lead"]):
            return "; ".join(leads), span
    return None, None


def _above(layout: Layout, parts: Outline, provision: Provision) -> tuple[Provision, ...]:
    """What introduces a block, innermost first: the words with a colon that its bullets follow, then the headings it stands under."""
    before: list[Provision] = []
    if provision.kind == "bullet":
        level = provision.number == "+"
        for other in reversed(parts.provisions[max(provision.order - 1 - _BULLETS_BACK, 0) : provision.order - 1]):
            if other.parent != provision.parent or other.heading:
                break
            if other.kind == "bullet" and (other.number == "+") == level:
                continue
            ends = other.spans[-1].end
            if layout.text.text[ends - 1] == ":":
                before.append(other)
            if not level or other.kind != "bullet" or not before:
                break
            level = False
    return (*before, *parts.parents(provision)[:_HEADINGS_UP])


def _labelled(layout: Layout, span: Span) -> list[PlacedTiming]:
    """The time behind a label inside a task: "…. Thời gian thực hiện: Thường xuyên."."""
    label = _TIME_LABEL.search(layout.text.text, span.start, span.end)
    return _cell_timings(layout, Span(*label.span(1))) if label is not None else []


def _passed_on(layout: Layout, parts: Outline, provision: Provision, masked: Sequence[Span], folded: str) -> list[PlacedTiming]:
    """The times of the words that introduce a task: "- Trong quý I/2026, hoàn thành:" over its "+" items."""
    for parent in _above(layout, parts, provision):
        span = parent.spans[0]
        words = layout.text.text[span.start : span.end]
        if parent.heading or not words.endswith(":"):
            return []
        if told := find_timings(words, _within(span, masked), folded[span.start : span.end]):
            return [PlacedTiming(timing, timing.span.shifted(span.start)) for timing in told]
    return []


def _row_assignments(layout: Layout, provision: Provision) -> list[PlacedAssignment]:
    found = []
    for role in ("lead", "coordinate"):
        for cell in _cells(provision, role):
            found += _listed_bodies(layout, cell, role)
    return found


def _cells(provision: Provision, role: str) -> list[Span]:
    """The pieces of a cell: a page may have cut it."""
    return [span for key, span in provision.cells.items() if key.partition("~")[0] == role]


def _listed_bodies(layout: Layout, span: Span, role: str) -> list[PlacedAssignment]:
    """The bodies of a cell, or behind a label: "Cơ quan thực hiện: Sở Nội vụ; Sở Y tế"."""
    words = layout.text.text[span.start : span.end]
    found = []
    for body in bodies_of_cell(words):
        name = words[body.start : body.end]
        found.append(PlacedAssignment(Assignment(body, name, role, "column", name), body.shifted(span.start)))
    return found


def _row_timings(layout: Layout, provision: Provision) -> list[PlacedTiming]:
    return [timing for cell in _cells(provision, "timing") for timing in _cell_timings(layout, cell)]


def _cell_timings(layout: Layout, cell: Span) -> list[PlacedTiming]:
    """The times of a cell or behind a label; a day alone there is the last one: "31/12/2025", years alone are the years: "2026 - 2030"."""
    words = layout.text.text[cell.start : cell.end]
    printed = words.strip().rstrip(". ")
    start = cell.start + words.find(printed)
    said = f"{_BY}{printed}" if _BARE_DAY.fullmatch(printed) else f"{_IN}{printed}" if _BARE_YEARS.fullmatch(printed) else ""
    if said:
        span = Span(start, start + len(printed))
        return [PlacedTiming(replace(timing, printed=printed), span) for timing in find_timings(said)]
    return [PlacedTiming(timing, timing.span.shifted(start)) for timing in find_timings(printed)]


def _targets(layout: Layout, parts: Outline, measures: Measures | None, masked: Sequence[Span], folded: str) -> list[PlacedTarget]:
    found = []
    title = parts.header.value("title") or ""
    text = layout.text.text
    kind = parts.header.document_type or ""
    rules = kind.casefold() in _NORMS or any(_RULES.match(words) for words in (title, kind))
    over: dict[str | None, tuple[list[str], int | None, bool]] = {}  # by parent, for siblings share them: headings, horizon, looking back
    for provision in parts.provisions:
        if provision.kind in _NOT_READ_FOR_TARGETS or not provision.body or provision.parent == "recipients":
            continue
        if provision.parent not in over:
            parents = [parent for parent in reversed(parts.parents(provision)) if parent.heading]
            headings = [" ".join(text[s.start : s.end] for s in parent.heading) for parent in parents]
            past = any(map(task_rules.looks_back, headings))
            over[provision.parent] = headings, plan_horizon(title, headings), past
        span = provision.body[0]
        words, hidden = text[span.start : span.end], _within(span, masked)
        if ":" in words[:_LABELLED] and label_of_block(fold(words[:_LABELLED])) is not None:
            continue  # "c) Thời gian thực hiện: Hoàn thành trong năm 2025" says when, and aims at nothing
        headings, horizon, past = over[provision.parent]
        if past or (rules and not any(map(_AIM.search, (words, *headings)))):
            continue
        if provision.kind == "row" and (table := parts.by_path().get(provision.parent or "")) is not None and table.kind == "table":
            found += _of_row(layout, provision, table, headings, measures, parts.header.date.year if parts.header.date else None)
            continue
        targets = find_targets(words, headings, horizon, measures, hidden, folded[span.start : span.end])
        found += [PlacedTarget(target, provision, span.start) for target in targets]
    return found


def _of_row(
    layout: Layout, row: Provision, table: Provision, headings: Sequence[str], measures: Measures | None, since: int | None
) -> list[PlacedTarget]:
    """The values that a row of a table of targets sets, a column a year."""
    text, offset = layout.text.text, row.body[0].start
    cells = [(Span(cell.start - offset, cell.end - offset), text[cell.start : cell.end]) for cell in row.body]
    heads = [text[cell.start : cell.end] for cell in table.heading]
    return [PlacedTarget(target, row, offset) for target in targets_of_row(heads, cells, headings, measures, since)]


def _within(span: Span, masked: Sequence[Span]) -> list[Span]:
    """Those of `masked` that lie in `span`, counted from its start."""
    start, end = span.start, span.end
    return [Span(one.start - start, one.end - start) for one in masked if start <= one.start and one.end <= end]
