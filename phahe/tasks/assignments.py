"""Who has to do a task: the bodies a task block names, each with its role and the words that give it.

Reads one task block (a paragraph, a bullet, an item of Điều 2) and, where the block stands in the duties section of a body, that
section's heading. Roles are those of `docs/agencies.md`: lead, coordinate, supervise, report. A body that is only mentioned
("tham mưu UBND tỉnh", "hướng dẫn các cơ sở giáo dục") has no role. Which body a name means is decided in `agencies`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from phahe.bodies import Body, Enumeration, enumerations, starts_with_verb
from phahe.text import Span
from phahe.vietnamese import comparison_key


@dataclass(frozen=True, slots=True)
class Assignment:
    """One body and its role in a task.

    `span` is where the block prints it, None where only the heading does. `name` is as printed; `body` is the name to resolve, with
    words put back that an enumeration left out ("HĐND, UBND tỉnh" -> "HĐND tỉnh"). `role`: lead, coordinate, supervise, report.
    `basis`: verb ("chủ trì", "phối hợp với", "Giao …"), heading, column, subject.
    """

    span: Span | None
    name: str
    role: str
    basis: str
    body: str


_NUMBERING: Final = re.compile(
    r"[\s*_]*(?:(?:Điều|Mục|Phần|Bước)?\s*(?:\d{1,3}|[IVXLC]{1,6}|[a-zđ])(?:\.\d{1,3}){0,4}(?:[.)/:][\s*_]+|[-–]\s+)|[-–+•][\s*_]*)?", re.I
)
_ADDRESSED: Final = re.compile(r"^(?:đề nghị|giao cho|giao|yêu cầu|phân công|ủy quyền cho|trách nhiệm của|nhiệm vụ của|đối với)\s+", re.I)
_GIVEN: Final = re.compile(r"(?:^|[^\w])(?:đề nghị|giao cho|giao|yêu cầu|phân công|ủy quyền cho)\s+$", re.I)
_MANNER: Final = r"(?:\s+(?:chặt chẽ|hiệu quả|đồng bộ|thường xuyên|kịp thời|tích cực))*"
_WITH: Final = re.compile(rf"phối(?:\s+kết)?\s+hợp{_MANNER}(?:\s*,)?(?:\s+(?:cùng\s+với|cùng|với))?(?:[\s*_]*:)?[\s*_]*$", re.I)
_JOINED_BY: Final = re.compile(r"phối\s+hợp(?:\s+thực\s+hiện)?[\s*_]*:[\s*_]*$", re.I)
_LED_BY: Final = re.compile(r"chủ\s+trì(?:\s+thực\s+hiện)?[\s*_]*:[\s*_]*$", re.I)
_REPORTED: Final = re.compile(r"báo\s+cáo", re.I)
_TO: Final = re.compile(r"(?:^|\s)(?:về|gửi|cho|lên|tới|với|đến)\s+$", re.I)
_THROUGH: Final = re.compile(r"^\s*\(\W*(?:qua|thông qua)\s+$", re.I)
_LEADS: Final = re.compile(r"\s*(?:(?:có trách nhiệm|tiếp tục|được giao|là (?:cơ quan|đơn vị)(?: đầu mối,?)?)\s+)*chủ\s+trì", re.I)
_CLAUSE_START: Final = re.compile(r"(?:^|[.;:][\s*_]+|[.;:]?\s+[-–+]\s+)(?:[-–+*•]\s*)?$")
_OPENING: Final = re.compile(
    r"(?:hằng|hàng|định kỳ|căn cứ|trên cơ sở|theo|trong|trước|sau|đối với|khi|từ|để|nhằm|tùy|với)\b[^.;]*,\s+$", re.I
)
_FRAME: Final = re.compile(
    r"[\s,]*(?:\([^)]{0,200}\)\s*)?(?:(?:trong phạm vi|theo|căn cứ|trên cơ sở|tùy theo|với chức năng|bằng)\s)?", re.I
)
_HELPING: Final = re.compile(
    r"^(?:[\s,:]|(?:có trách nhiệm|có nhiệm vụ|tiếp tục|chủ động|tích cực|khẩn trương|kịp thời|thường xuyên|định kỳ|hằng năm|hàng năm"
    r"|phải|cần|nghiêm túc|trực tiếp|tập trung)\b)*",
    re.I,
)
_OVERSEEING: Final = re.compile(r"(?:(?:giám sát|kiểm tra|đôn đốc|theo dõi|đánh giá)(?:\s*,\s*|\s+và\s+)?)+", re.I)
_JOINT_OVERSIGHT: Final = re.compile(
    r"phối hợp với [^.;]{0,200}?\s(?:tiến hành |tổ chức |thực hiện )?(?:kiểm tra, )?giám sát (?:việc|quá trình|tình hình)", re.I
)
_COORDINATING: Final = re.compile(r"phối(?: kết)? hợp", re.I)
_OPENS_ACTION: Final = re.compile(r"\b(?:chủ trì|phối hợp|tổ chức|chỉ đạo|triển khai|thực hiện|giám sát|chịu trách nhiệm|xây dựng)\b", re.I)
_FOCAL_POINT: Final = re.compile(r"(?:là|làm) (?:cơ quan |đơn vị )?(?:đầu mối|thường trực|chủ trì)", re.I)
_NAMED_OR_ALL: Final = re.compile(r"[^\W\d_a-zà-ỹđ]|các |những |mỗi ")
#: Signs before a body within which a mark or a verb that stands right before it begins.
_CLOSE: Final = 40
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=\w)")
_NO_ACTION: Final = frozenset({"thu", "chi", "ra", "làm", "cấp", "nắm", "dành", "gắn"})


def find_assignments(text: str, heading_body: str | None = None) -> tuple[Assignment, ...]:
    """Bodies and roles of one task block, each body once per role, in reading order; those of the heading first.

    `heading_body` is the body (or bodies) whose duties section the block stands in, as `body_of_heading` gives it.

    >>> [(a.role, a.name, a.basis) for a in find_assignments("Chủ trì, phối hợp với Sở Nội vụ tham mưu UBND tỉnh", "Sở Tài chính")]
    [('lead', 'Sở Tài chính', 'heading'), ('coordinate', 'Sở Nội vụ', 'verb')]
    >>> find_assignments("Tăng cường tuyên truyền, quán triệt sâu rộng mục tiêu đổi mới giáo dục.")
    ()
    """
    found = list(_in_block(text))
    opens = any(item.role in {"lead", "supervise"} and item.basis != "heading" and _opens_block(text, item.span) for item in found)
    if heading_body and not opens:
        role = "coordinate" if _only_coordinates(text) else "lead"
        found = [*_from_heading(heading_body, role), *found]
    return tuple(_each_once(found))


def _opens_block(text: str, span: Span | None) -> bool:
    return span is not None and not _SENTENCE.search(text, 0, span.start)


def _from_heading(heading_body: str, role: str) -> Iterator[Assignment]:
    for body in _bodies(heading_body):
        yield Assignment(None, heading_body[body.span.start : body.span.end], role, "heading", body.name)


def _each_once(found: Iterable[Assignment]) -> Iterator[Assignment]:
    seen: set[tuple[str, str]] = set()
    for item in found:
        key = (item.role, comparison_key(item.body))
        if key not in seen:
            seen.add(key)
            yield item


def _in_block(text: str) -> Iterator[Assignment]:
    reported = 0  # where the report that "(qua …)" belongs to ends
    for found in _joined_at_clause_starts(text, enumerations(text)):
        before, after = text[max(found.span.start - 300, 0) : found.span.start], text[found.span.end : found.span.end + 400]
        through = reported and _THROUGH.search(text[reported : found.span.start])
        role = ("report", "verb") if through else _role(found, before, after, found.span.start <= 300)
        if role is None:
            continue
        if role[0] == "report":
            reported = found.span.end
        for body in found.bodies:
            yield Assignment(body.span, text[body.span.start : body.span.end], role[0], role[1], body.name)


def _joined_at_clause_starts(text: str, found: tuple[Enumeration, ...]) -> Iterator[Enumeration]:
    """Enumerations, with those that semicolons part put together where they are one subject: "Thủ trưởng các sở; Chủ tịch UBND …"."""
    held: Enumeration | None = None
    for item in found:
        if (
            held is not None
            and text[held.span.end : item.span.start].strip() == ";"
            and not item.vague
            and _starts_clause(text, held.span.start)
        ):
            held = Enumeration((*held.bodies, *item.bodies), Span(held.span.start, item.span.end))
            continue
        if held is not None:
            yield held
        held = item
    if held is not None:
        yield held


def _starts_clause(text: str, start: int) -> bool:
    before = text[max(start - 300, 0) : start]
    return bool(_CLAUSE_START.search(before) or _GIVEN.search(before)) or not _unnumbered(text[:start])


def _role(found: Enumeration, before: str, after: str, near_start: bool) -> tuple[str, str] | None:
    """Role and basis of the bodies of one enumeration from the words around it; None where they have none."""
    said = before.lower()  # what must be there is looked for before how it stands
    if "phối" in said and (_WITH.search(before) or _JOINED_BY.search(before)):
        return "coordinate", "verb"
    if "báo" in said and _is_report(before):
        return "report", "verb"
    if found.vague:
        return None
    if ("chủ" in said and _LED_BY.search(before)) or _LEADS.match(after):
        return "lead", "verb"
    near = max(len(before) - _CLOSE, 0)
    given = _GIVEN.search(before, near) is not None
    start = given or _CLAUSE_START.search(before, near) is not None or (near_start and _NUMBERING.fullmatch(before) is not None)
    if not start and not _OPENING.fullmatch(before[_last_sentence(before) :]):
        return None
    if before.rstrip().endswith(";") and not given and not _NAMED_OR_ALL.match(found.bodies[0].name):
        return None  # "…; trường cao đẳng, …" goes on with the clause before
    role = _role_of_action(after)
    return None if role is None else (role, "verb" if given else "subject")


def _last_sentence(before: str) -> int:
    starts = [match.end() for match in re.finditer(r"[.;]\s+", before)]
    return starts[-1] if starts else len(before) - len(_unnumbered(before))


def _is_report(before: str) -> bool:
    """Whether the words end in "báo cáo", or in "về", "gửi" of a report: "báo cáo kết quả thực hiện gửi"."""
    *_, what = _REPORTED.split(before)
    if what == before:
        return False
    return not what.strip() or (not re.search(r"[.;]", what) and _TO.search(what) is not None)


def _action(words: str) -> str:
    """`words` from what is to be done on: behind "có trách nhiệm", behind "trong phạm vi chức năng, nhiệm vụ được giao, …"."""
    frame = _FRAME.match(words)
    if frame is None or not frame.group().strip(" ,"):
        return _HELPING.sub("", words, count=1)
    sentence = re.split(r"[.;]", words, maxsplit=1)[0]
    for comma in re.finditer(r",\s+", sentence[frame.end() :]):
        rest = _HELPING.sub("", words[frame.end() + comma.end() :], count=1)
        if starts_with_verb(rest):
            return rest
    opened = _OPENS_ACTION.search(sentence, frame.end())
    return words[opened.start() :] if opened else ""


def _role_of_action(after: str) -> str | None:
    """Role that the words behind a subject give it: what it is to do."""
    action = _action(after)
    if _COORDINATING.match(action):
        return "supervise" if _JOINT_OVERSIGHT.match(action) else "coordinate"
    overseen = _OVERSEEING.match(action)
    if overseen and "giám sát" in overseen.group().casefold():
        return "supervise"
    if _FOCAL_POINT.match(action):
        return "lead"
    verb = starts_with_verb(action)
    return "lead" if verb is not None and verb not in _NO_ACTION and action[:1].islower() else None


def _only_coordinates(text: str) -> bool:
    """Whether every sentence of a block says "phối hợp" and none "chủ trì"."""
    if re.search(r"chủ\s+trì", text, re.I):
        return False
    return all(_COORDINATING.match(_action(_unnumbered(sentence))) for sentence in _SENTENCE.split(text))


def _unnumbered(text: str) -> str:
    match = _NUMBERING.match(text)
    return text[match.end() :] if match else text


def column_assignments(cell: str, role: str) -> tuple[Assignment, ...]:
    """Bodies of a table cell in a column such as CƠ QUAN CHỦ TRÌ (`role` lead) or CƠ QUAN PHỐI HỢP (coordinate).

    >>> [a.name for a in column_assignments("Ủy ban MTTQ Việt Nam xã; Các cơ sở giáo dục", "coordinate")]
    ['Ủy ban MTTQ Việt Nam xã', 'Các cơ sở giáo dục']
    """
    items = (Assignment(body.span, cell[body.span.start : body.span.end], role, "column", body.name) for body in _bodies(cell))
    return tuple(_each_once(items))


def split_bodies(text: str) -> tuple[Span, ...]:
    """Spans of the single bodies and groups of a table cell or an enumeration; () where it names none.

    >>> text = "các sở, ngành, đơn vị có liên quan và UBND các xã, phường"
    >>> [text[span.start:span.end] for span in split_bodies(text)]
    ['các sở, ngành, đơn vị có liên quan', 'UBND các xã, phường']
    """
    return tuple(body.span for body in _bodies(text))


_ITEM: Final = re.compile(r"[^;\n]+")
#: The rest of a name that began as a body's and goes on in small letters ("Ban Quản lý dự án").
_NAME_GOES_ON: Final = re.compile(
    r"\s+(?!(?:và|hoặc|chủ|phối|thực|có|theo|tham|được|để|khi|trong|tổ|triển|báo|là|nơi|cấp)(?!\w))[^\W\d_][\w -]{0,48}(?=\s*(?:[,;.\n]|$))"
)
_NO_BODY: Final = re.compile(r"\W*(?:(?:như|theo|nt|không|các nội dung)(?!\w)|$)|\W*\d", re.IGNORECASE)
_LONGEST_NAME: Final = 80


def bodies_of_cell(text: str) -> tuple[Span, ...]:
    """Spans of the bodies that a cell of a column of bodies lists: there a whole item is a name, known as a body or not.

    >>> text = "Ban Quản lý dự án; Bưu điện xã; Sở Y tế, Sở Nội vụ"
    >>> [text[span.start:span.end] for span in bodies_of_cell(text)]
    ['Ban Quản lý dự án', 'Bưu điện xã', 'Sở Y tế', 'Sở Nội vụ']
    """
    bodies = split_bodies(text)
    starts = {span.start for span in bodies}
    found: list[Span] = []
    for item in _ITEM.finditer(text):
        inside = [span for span in bodies if item.start() <= span.start < item.end()]
        name = item.group().strip(" .,-–+*\t")
        if not inside and 3 < len(name) <= _LONGEST_NAME and name[0].isupper() and not _NO_BODY.match(name):
            start = text.index(name, item.start())
            found.append(Span(start, start + len(name)))
        for span in inside:
            rest = _NAME_GOES_ON.match(text, span.end, item.end())
            own = rest is not None and not any(span.end <= start < rest.end() for start in starts)
            found.append(Span(span.start, span.start + len(text[span.start : rest.end()].rstrip())) if rest is not None and own else span)
    return tuple(found)


@lru_cache(maxsize=512)  # headings and table cells name the same bodies again and again
def _bodies(text: str) -> tuple[Body, ...]:
    return tuple(body for item in enumerations(text) for body in item.bodies)


@lru_cache(maxsize=512)
def body_of_heading(heading: str) -> str | None:
    """The body (or bodies) a heading of a duties section consists of; None for any other heading.

    >>> body_of_heading("10. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội")
    'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội'
    >>> body_of_heading("1. Mục đích") is None
    True
    """
    name = _ADDRESSED.sub("", _unnumbered(heading.strip())).rstrip(" .:;,")
    end = 0
    for item in enumerations(name):
        if name[end : item.span.start].strip(" ;"):
            return None
        end = item.span.end
    return name if name and end == len(name) else None
