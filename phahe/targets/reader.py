"""From figures to targets: which words around a figure are its measure.

Vietnamese prints the measure before the value ("tỷ lệ … đạt 48,5%") or after it ("100% giáo viên …"), and leaves out what the clause
before has said ("…, trẻ em mẫu giáo đạt 99,2%"). A sentence is read from left to right, and the last measure printed is kept for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from phahe.bodies import starts_with_verb
from phahe.targets.assembly import Context, Wording, assemble, assemble_completion, stands_within
from phahe.targets.completion import find_completions
from phahe.targets.figures import AMOUNTS, Figure
from phahe.targets.model import Target
from phahe.targets.phrases import Slice, base_of, condition_in, headed, is_level, opened, population_in, stem_of, whole_in

#: The number a block opens with: "b) ", "2. ", "(3) ".
_LABEL: Final = re.compile(r"\s*(?:[-–+•*]\s*|(?:[a-zđ]|\d{1,2}(?:\.\d{1,2}){0,3})[.)]\s|\([a-z\d]{1,3}\)\s)")
#: Words that may stand before a colon as the measure of the value behind it: "Trường đạt chuẩn quốc gia: 52,6%".
_LABEL_WORDS: Final = 16
#: How a fee or a tax is split is no aim: "Đơn vị thu phí được giữ lại: 60%".
_SPLIT: Final = re.compile(r"\b(?:giu lai|de lai|nop (?:vao )?ngan sach|nop vao|trich|dieu tiet|phan chia)\b")
_TAXED: Final = re.compile(r"\b(?:thue suat|lai suat)\b")
_SEMICOLON: Final = re.compile(";")
_SEPARATOR: Final = re.compile(r"[;:]")
_BREAK: Final = re.compile(
    r", (?=(?:huong|tien toi|gop phan|bao dam|dam bao|phan dau|uu tien|dap ung|trong do|nhat la|tung buoc|dong thoi|phu hop)\b)"
    r"|;|: | (?=theo quy dinh(?:$|[.,;])|(?:vao nam|den nam|trong nam)\b|truoc (?:ngay|thang) \d)"
)
_CLAUSE: Final = re.compile(r", (?=(?:huong|tien toi|phan dau|bao dam|dam bao)\b)|[;:]")
_COMMA: Final = re.compile(r", | va ")
_TIME_AFTER: Final = re.compile(r"\s?(?:(?:vao|den|trong|den het) )?nam \d{4}\b")
_JOINS: Final = re.compile(r"\s?(?:so voi|va|trong do|nhung|dong thoi|trong khi|theo quy dinh|doi voi|tai|o)\b")
_RECIPIENT: Final = re.compile(r"\s?(?:cho|doi voi|tai|o) ")
_OBJECT: Final = re.compile(r"(?:doi voi|ve) ")
_STATUS: Final = re.compile(r"\b(?:hien nay|hien co|hien tai|hien dat|da dat|da co|da hoan thanh|uoc dat|cung ky)\b")
_NORM: Final = re.compile(
    r"\b(?:von dieu le|suy giam kha nang|ton thuong co the|lai suat|thue suat|muc thu|le phi|hoc phi|huong|huong them|von gop|co phan"
    r"|muc luong|muc phat|vang mat|vang mat qua|phieu dong y|phieu bau|bang|ho tro|nam giu|so huu)\s(?:[^\W\d]+ ){0,3}$"
)
_NORM_AFTER: Final = re.compile(
    r"\s?(?:von dieu le|muc luong|hoc phi|muc thu|kinh phi|chi phi|tien (?!do)|gia tri|muc tro cap|nguyen gia|duoc tinh|thi |so (?:voi )?cung ky|\|)"
)
#: Whose presence or votes make a meeting or a decision valid: "ít nhất 50% số thành viên có mặt", "quá nửa tổng số phiếu".
_QUORUM: Final = re.compile(
    r"\s?(?:(?:tong )?so )?(?:thanh vien|dai bieu|uy vien|phieu|hoi vien|dang vien|doan vien|ho gia dinh|ho|cu tri|nguoi|lao dong)\b[^.;:%]{0,60}?"
    r"\b(?:co mat|tham du|du hop|tan thanh|dong y|dong thuan|bieu quyet|tro len tham gia|thong nhat thong qua)\b"
)
#: Words before the figure of such a rule: a condition ("khi có …"), the meeting or the decision itself.
_VALID: Final = re.compile(
    r"\b(?:khi|neu|voi dieu kien|phai co|hop le|hop|cuoc hop|phien hop|hoi nghi|dai hoi|thong qua|bieu quyet|dat ty le|chi)\b"
)
_OF_AN_AMOUNT: Final = re.compile(
    r"\b(?:tuoi tho|thu nhap|tong thu|thu ngan sach|thu noi dia|tong san pham|grdp|gia tri|doanh thu|kim ngach|nang suat|tong muc|von dau tu toan xa hoi|dien tich|san luong|chieu dai|luong khach|khach du lich)\b"
)
_AIMED: Final = re.compile(r"\b(?:phan dau|muc tieu|chi tieu|dat|ty le|ti le|den nam|nam \d{4})\b")
_ONLY_AIMS: Final = re.compile(r"\W*(?:(?:phan dau|den|vao|het|trong|nam|\d{4}|hang|moi)\W*){0,8}")
_WEAK_VERBS: Final = frozenset({"co", "con", "len", "la", "bang", "hoan thanh"})
_OTHER_HALF: Final = frozenset({"xuong", "xuong con", "con", "len"})
_CHANGES: Final = re.compile(r"\b(giam|tang|nang|ha|keo giam)\s$")
_BUILDING: Final = frozenset({"xay moi", "xay dung moi", "xay dung", "thanh lap", "dau tu xay dung", "mo moi"})
_REACHED: Final = re.compile(r"\b(?:dat|pho cap|xoa mu chu|chuan)\b")
_GOING: Final = re.compile(r"(?:ket qua|huong muc tieu|huong toi|huong|muc tieu|vung chac|tien toi|thuc hien|nang cao chat luong)\b\s?")
_COUNTED: Final = re.compile(r"\b\d{1,4} (?:co so|truong)\b")
_PLACE: Final = re.compile(r"\W{0,3}(tinh|thanh pho|xa|phuong|dac khu|huyen)\b")
_GROUP: Final = re.compile(r"\b(?:nam trong|thuoc|dung trong|vao|lot vao)\b[^,;]{0,20}$")


def read_sentence(context: Context, sentence: Slice, figures: Sequence[Figure]) -> list[Target]:
    """The targets of one sentence, whose figures are given in reading order."""
    return list(_Reader(context, sentence, figures).targets())


class _Reader:
    """Reads one sentence from left to right; `head` and `population` are those last printed, `tail` is where the last value's words end."""

    def __init__(self, context: Context, sentence: Slice, figures: Sequence[Figure]) -> None:
        self.context, self.sentence, self.figures = context, sentence, figures
        self.block = context.block
        label = _LABEL.match(sentence.printed) if not sentence.start else None
        self.tail = sentence.start + (label.end() if label else 0)
        self.head: Slice | None = None
        self.population: Slice | None = None
        self.found = 0

    def slice(self, start: int, end: int) -> Slice:
        return Slice(self.block.text, self.block.folded, start, max(start, end))

    def targets(self) -> Iterator[Target]:
        for index, figure in enumerate(self.figures):
            wording = self._within(index) if stands_within(figure) else self._valued(index)
            if wording:
                self.found += 1
                yield assemble(self.context, self.sentence, self._segment(figure.start), figure, wording)
        for clause in self._clauses_without_figures():
            for completion in find_completions(clause):
                yield assemble_completion(self.context, completion)

    # -- where a clause ends -------------------------------------------------------------------------------------------------------------

    def _segment(self, at: int) -> tuple[int, int]:
        """The stretch between semicolons that holds position `at`."""
        start = self.block.folded.rfind(";", self.sentence.start, at)
        end = self.block.folded.find(";", at, self.sentence.end)
        return (start + 1 if start >= 0 else self.sentence.start), (end if end >= 0 else self.sentence.end)

    def _own_start(self, figure: Figure) -> int:
        """Where the words before `figure` that are its own begin; a colon hands the measure before it on ("… chuẩn quốc gia: cấp tiểu học")."""
        start = self.tail
        for match in _SEPARATOR.finditer(self.block.folded, self.tail, figure.lead):
            if match.group() == ":":
                label = self.slice(start, match.start())
                alone = (
                    not _SPLIT.search(label.key)
                    and not self.block.folded[match.end() : figure.lead].strip()
                    and label.key.count(" ") < _LABEL_WORDS
                )
                before = headed(label) or (opened(label) or None if alone else None)
                self.head = before or self.head
                self.population = population_in(before) if before else self.population
            start = match.end()
        return start

    def _limit(self, index: int) -> int:
        """Where the words after a figure must end: the semicolon, or the clause of the next value."""
        figure = self.figures[index]
        end = self._segment(figure.end)[1]
        following = next((one for one in self.figures[index + 1 :] if not stands_within(one) and one.start < end), None)
        if following is None:
            return end
        between = self.slice(figure.tail, following.lead)
        if (head := headed(between)) and head.key.startswith(("ty le", "ti le")):
            return head.start
        commas = list(_COMMA.finditer(between.key))
        return between.start + commas[-1].start() if commas else following.lead

    # -- percent, ratio, count: the measure stands before or after -------------------------------------------------------------------------

    def _valued(self, index: int) -> Wording | None:
        figure = self.figures[index]
        own = self.slice(self._own_start(figure), figure.lead)
        after = self.slice(figure.tail, self._limit(index))
        if not self._is_goal(figure, own, after):
            return None
        if time := _TIME_AFTER.match(after.key):
            after = after.part(time.end(), len(after.key))
        if figure.unit.startswith("per-") and not headed(own):
            return self._per_head(figure)
        if self._measure_before(figure, own, after):
            return self._before(figure, own, after)
        return self._after(index, own, after)

    def _is_goal(self, figure: Figure, own: Slice, after: Slice) -> bool:
        """Whether the value is to be reached: no state of affairs ("hiện đạt"), no legal rate ("50% mức lương"), no mere number of things."""
        window = self.block.folded[max(own.start, figure.start - 60) : figure.start]
        if _STATUS.search(window) or _NORM.search(window) or _NORM_AFTER.match(after.key):
            return False
        if figure.kind == "percent" and _TAXED.search(self.block.folded, self.sentence.start, figure.start):
            return False
        if figure.kind == "percent" and _QUORUM.match(after.key) and _VALID.search(self.block.folded, self.sentence.start, figure.start):
            return False
        return self._is_reached(figure, own, after)

    def _is_reached(self, figure: Figure, own: Slice, after: Slice) -> bool:
        """Whether words of reaching, a bound or a measure make the value one to reach; each unit asks for its own."""
        verb = self.block.folded[slice(*figure.verb)] if figure.verb else ""
        if figure.unit == "index":
            return "chi so" in own.key or "diem" in self.block.folded[figure.start : figure.end]
        if figure.unit in AMOUNTS:
            return bool(headed(own)) or _OF_AN_AMOUNT.search(own.key) is not None
        if figure.kind == "percent" and not (verb or figure.bounded or self.head or self.found or headed(own) or after.key[:1] == " "):
            return ":" in own.key or _AIMED.search(self.sentence.key) is not None  # "Chlorine 70%, máy phun"
        if figure.unit == "per-item":
            return figure.bounded or bool(verb) or bool(headed(own))
        if figure.kind == "count":
            ordered = figure.ordered or (bool(verb) and verb not in _WEAK_VERBS)
            part = self.found > 0 and own.key.lstrip(" ,;").startswith("trong do")
            return figure.bounded or part or (ordered and self.block.text[figure.start].isdigit())
        return True

    def _measure_before(self, figure: Figure, own: Slice, after: Slice) -> bool:
        if headed(own):
            return True
        if figure.unit in AMOUNTS:
            return True
        if figure.comparator == "per-year" and figure.verb and opened(own) and not after.key.strip(" .;"):
            return True  # "tổng thu ngân sách tăng bình quân 12%/năm"
        if not (opened(own) or self.head) or figure.comparator == "per-year" or figure.kind == "count":
            return False
        counted = after.key.lstrip().startswith("so ") and not after.key.lstrip().startswith("so voi ")
        if counted and (own.key.rstrip().endswith((" cho", " tai")) or (not headed(own) and _ONLY_AIMS.fullmatch(own.key))):
            return False  # "trợ giúp pháp lý cho 100% số người …", "đạt ít nhất 50% số xã": the measure comes after
        words = after.key.strip()
        return (
            not words or not words[0].isalnum() or bool(_JOINS.match(after.key) or _RECIPIENT.match(after.key) or base_of(after.stripped()))
        )

    def _before(self, figure: Figure, own: Slice, after: Slice) -> Wording:
        head, clause = headed(own), opened(own)
        condition = condition_in(clause) if not head else None
        if head:
            phrase, subject, self.head = head.printed, population_in(head), head
        elif self.head and condition and condition.start <= clause.start + 1:
            phrase, subject = self.head.printed, self.population
        elif self.head and clause:
            phrase = f"{stem_of(self.head, clause).printed} … {clause.printed}"
            named = population_in(clause)
            kept = own.stripped().key.startswith("trong do") or (
                named and is_level(named) and self.population and not is_level(self.population)
            )
            subject = self.population if kept else named
        else:
            clause = self._last_part(clause) if clause else self.head or clause
            phrase, subject, self.head = clause.printed, population_in(clause), clause
        printed = head or opened(own)
        start = printed.start if printed else figure.lead
        self.population = subject
        wording = Wording(phrase, start, figure.tail, phrase, subject, condition, self._changing(figure, head))
        return self._with_base(figure, wording, after)

    def _changing(self, figure: Figure, head: Slice | None) -> str | None:
        """ "Giảm tỷ lệ học sinh bỏ học xuống dưới 0,3%": the verb stands before the measure, only its other half before the value."""
        if head is None or (figure.verb and self.block.folded[slice(*figure.verb)] not in _OTHER_HALF):
            return None
        verb = _CHANGES.search(self.block.folded, max(head.start - 12, 0), head.start)
        return self.block.text[slice(*verb.span(1))] if verb else None

    def _last_part(self, clause: Slice) -> Slice:
        return clause.part(clause.key.rfind(", ") + 1, len(clause.key)).stripped()

    def _with_base(self, figure: Figure, wording: Wording, after: Slice) -> Wording:
        """`wording` with what stands after the value: its total ("tổng chi ngân sách"), its recipients ("cho giáo viên"), its condition."""
        if recipient := _RECIPIENT.match(after.key):
            stop = _BREAK.search(after.key)
            named = after.part(recipient.end(), stop.start() if stop else len(after.key)).stripped()
            limit = condition_in(after.part(0, named.end - after.start))
            population = (
                self.slice(named.start, limit.start).stripped() if limit and limit.start > named.start else None if limit else named
            )
            self.tail = named.end
            return replace(wording, end=named.end, population=population or wording.population, condition=wording.condition or limit)
        words = after.stripped()
        base = words.part(0, base_of(words)).stripped()
        if not base or (after.key.strip() and not after.key.strip()[0].isalnum()):
            self.tail = figure.tail
            return wording
        self.tail = base.end
        whole = whole_in(base)
        return replace(wording, end=base.end, search=f"{wording.phrase} {base.printed}", population=whole or wording.population)

    def _after(self, index: int, own: Slice, after: Slice) -> Wording | None:
        figure = self.figures[index]
        start = figure.start + len(self.block.text[figure.start : figure.end].split(" ")[0]) if figure.kind == "count" else after.start
        end = after.end
        if stop := _BREAK.search(self.block.folded, start, end):
            end = stop.start()
        inner = self.figures[index + 1] if index + 1 < len(self.figures) else None
        if inner and stands_within(inner) and inner.unit != "rank" and inner.start < end:
            end = inner.end
        named = self.slice(start, end).stripped()
        if (about := _OBJECT.match(named.key)) and figure.kind == "percent":
            named = named.part(about.end(), len(named.key)).stripped()
        if not named:
            return None
        doing = self._doing(figure, own)
        phrase = f"{doing} … {named.printed}" if doing else named.printed
        subject = population_in(named) if figure.comparator != "per-year" else named
        self.head, self.population, self.tail = None, subject, max(named.end, figure.tail)
        return Wording(phrase, figure.lead, self.tail, phrase, self.population, condition_in(named), self._governing(index, doing))

    def _per_head(self, figure: Figure) -> Wording:
        """ "đạt 34 giường bệnh/vạn dân": the unit names the measure."""
        named = self.slice(figure.start, figure.end)
        named = named.part(named.key.find(" ") + 1, len(named.key))
        thing = named.part(0, named.key.rfind("/")).stripped()
        self.head, self.population, self.tail = None, thing, figure.tail
        return Wording(named.printed, figure.lead, figure.tail, named.printed, thing)

    def _governing(self, index: int, doing: str) -> str | None:
        """The verb of "bồi dưỡng 100% giáo viên"; of "; 0,8%/năm đối với …" that of the rate before it."""
        figure = self.figures[index]
        if figure.verb is not None or doing:
            return doing if figure.verb is None and starts_with_verb(doing) else None
        before = self.figures[index - 1] if index else None
        if before is None or before.verb is None or not before.comparator == figure.comparator == "per-year":
            return None
        return self.block.text[slice(*before.verb)]

    def _doing(self, figure: Figure, own: Slice) -> str:
        """The verb that is part of the measure: "bồi dưỡng 100% giáo viên" and "xây mới 05 trường" count what is done."""
        if figure.verb and self.block.folded[slice(*figure.verb)] in _BUILDING:
            return self.block.text[slice(*figure.verb)]
        said = opened(own)
        ends_open = own.key.rstrip() == own.key[: said.end - own.start]
        return said.printed if said and ends_open and "," not in said.key and len(said.key.split()) <= 3 else ""

    # -- frequency, level, duration: the value stands inside the words of its measure ----------------------------------------------------------

    def _within(self, index: int) -> Wording | None:
        figure = self.figures[index]
        if figure.start < self.tail:  # "100% học sinh … được học 02 buổi/ngày": part of what the 100% measures
            return None
        start = max(self.figures[index - 1].tail if index else 0, self.sentence.start)
        for match in _CLAUSE.finditer(self.block.folded, start, figure.start):
            start = match.end()
        own = self.slice(start, figure.start)
        if figure.unit == "grade":
            return self._grade(figure, own)
        if figure.unit == "rank":
            return self._rank(figure, own)
        said = opened(own)
        said = said.part(max(said.key.rfind("day hoc"), 0), len(said.key))
        if figure.kind == "duration":
            said = said.part(said.key.rfind("giao duc"), len(said.key)).stripped()
            return Wording(said.printed, own.stripped().start, figure.end, said.printed)
        return self._frequency(index, own, said)

    def _grade(self, figure: Figure, own: Slice) -> Wording | None:
        """A level to reach ("phổ cập … mức độ 3"); "người biết chữ mức độ 1" in a rate is the measure's name and no value."""
        reached = _REACHED.search(own.key)
        if not reached or "tieu chuan" in own.key or ((head := headed(own)) and head.key.startswith(("ty le", "ti le"))):
            return None
        subject = opened(own.part(0, reached.start()))
        while subject and (going := _GOING.match(subject.key)):
            subject = subject.part(going.end(), len(subject.key)).stripped()
        phrase = own.part(reached.start(), len(own.key)).stripped()
        return Wording(phrase.printed, own.stripped().start, figure.end, phrase.printed, subject if subject else None)

    def _rank(self, figure: Figure, own: Slice) -> Wording | None:
        if not _GROUP.search(own.key) or any(
            one.kind == "count" and one is not figure and own.start <= one.end <= figure.start for one in self.figures
        ):
            return None
        stop = _BREAK.search(self.block.folded, figure.end, self.sentence.end)
        noun = figure.start + len(str(figure.value)) + 1
        named = self.slice(noun, stop.start() if stop else self.sentence.end).stripped()
        group = _GROUP.search(own.key)
        words = own.part(group.start() if group else 0, len(own.key)).stripped()
        who = _PLACE.match(self.sentence.key)
        subject = self.sentence.part(*who.span(1)) if who else None
        phrase = f"{words.printed} … {named.printed}"
        return Wording(phrase, words.start, named.end, phrase, subject, verb=self.slice(words.start, figure.start).printed.strip())

    def _frequency(self, index: int, own: Slice, said: Slice) -> Wording:
        figure = self.figures[index]
        population, end = population_in(said) if said and not said.key.startswith("day hoc") else None, figure.end
        after = self.slice(figure.tail, self._limit(index))
        if recipient := _RECIPIENT.match(after.key):
            stop = re.compile(r"[,;.:]| theo ").search(after.key, recipient.end())
            population = after.part(recipient.end(), stop.start() if stop else len(after.key)).stripped()
            end = population.end
        search = f"{said.printed} {self.block.text[figure.start : figure.end]} {population.printed if population else ''}"
        return Wording(said.printed, said.start if said else figure.start, end, search, population)

    def _clauses_without_figures(self) -> Iterator[Slice]:
        taken = sorted(
            [(one.start, one.end) for one in self.figures] + [span for span in self.context.masked if span[0] < self.sentence.end]
        )
        start, index = self.sentence.start, 0
        for end in [*(match.start() for match in _SEMICOLON.finditer(self.block.folded, start, self.sentence.end)), self.sentence.end]:
            while index < len(taken) and taken[index][1] <= start:
                index += 1
            if index == len(taken) or taken[index][0] >= end:
                yield self.slice(start, end)
            start = end + 1
