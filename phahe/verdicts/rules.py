"""The rules a citation is judged by: one row a verdict, with the sentence a lawyer would say, and a small pure function.

A function yields what it observes, or nothing. What a verdict means, how grave it is and what mends it stands in `ontology/vocab/verdict.ttl`;
the verdicts that print alone decides (impossible dates, missing numbers) come from `citations.problems` and are explained here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from phahe.labels import Label
from phahe.numbers import parse_number
from phahe.register import number_key, title_key
from phahe.resolve import same_body
from phahe.text import Span
from phahe.verdicts import print_form, symbols
from phahe.verdicts.model import Case, Observation
from phahe.verdicts.terms import bounds, is_central, number_of
from phahe.verdicts.titles import Likeness, compare_titles
from phahe.vietnamese import comparison_key, slug

Test = Callable[[Case], Iterator[Observation]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A verdict's code, when it is given (in both languages), and the function that decides."""

    code: str
    when: Label
    test: Test


def day(date: datetime.date) -> str:
    """A date as NĐ 30/2020 writes it in figures: zeros before days 1-9 and months 1-2.

    >>> day(datetime.date(2025, 7, 5)), day(datetime.date(2025, 2, 12))
    ('05/7/2025', '12/02/2025')
    """
    month = f"{date.month:02}" if date.month < 3 else str(date.month)
    return f"{date.day:02}/{month}/{date.year}"


def _right(case: Case, value: str) -> Label:
    source = case.subject.source.split(". ")[0] if case.subject and case.subject.source else None
    vi, en = (f" (nguồn: {source})", f" (source: {source})") if source else ("", "")
    return Label(f"Đúng là: {value}{vi}.", f"It should read: {value}{en}.")


def _said(case: Case, code: str, detail: Label | None = None, span: Span | None = None) -> Iterator[Observation]:
    yield Observation(code, span or case.citation.surface, detail)


def _printed(code: str) -> Test:
    """A verdict that `citations.problems` gave."""

    def test(case: Case) -> Iterator[Observation]:
        if code in case.citation.problems and (case.citation.nested_in is None or not code.startswith("MISSING_")):
            yield Observation(code, case.citation.span)

    return test


#: Papers that always have a number; of the others (Luật, Chiến lược, Đề án) the name is enough.
_NUMBERED: Final = frozenset(
    {"Nghị quyết", "Nghị định", "Thông tư", "Thông tư liên tịch", "Kế hoạch", "Công văn", "Chương trình hành động"}
)


def missing_number(case: Case) -> Iterator[Observation]:
    """No number, though words around it show one document: a paper with a day and an issuer, or a title that is known under a number."""
    yield from _printed("MISSING_NUMBER")(case)
    citation = case.citation
    if "MISSING_NUMBER" in citation.problems or citation.form != "named" or citation.nested_in is not None:
        return
    if citation.doc_type in _NUMBERED and citation.date is not None and citation.issuer is not None:
        yield Observation(
            "MISSING_NUMBER", citation.span, _right(case, case.subject.number) if case.subject and case.subject.number else None
        )


def missing_issuer(case: Case) -> Iterator[Observation]:
    """A numbered citation whose number has no year, of which no mention in the text names the issuer."""
    citation = case.citation
    number = parse_number(citation.number) if citation.number else None
    if citation.form != "numbered" or citation.nested_in is not None or number is None or number.year is not None:
        return
    if citation.issuer is None and not case.peers.issuer:
        yield Observation("MISSING_ISSUER", citation.span)


def malformed_number(case: Case) -> Iterator[Observation]:
    """A number out of form; a symbol that is only of another type is a TYPE_MISMATCH."""
    why = symbols.malformation(case.citation)
    shortened = case.peers.number and (case.citation.number or "").isdigit()  # "Kết luận số 187 ngày …" after it was cited in full
    if why is not None and not shortened:
        yield from _said(case, "MALFORMED_NUMBER", Label(f"{why.vi}.", f"{why.en}."))


def ocr_in_number(case: Case) -> Iterator[Observation]:
    """In a restored text: the stored print of number or term differs from what it was restored to."""
    citation = case.citation
    if not case.restored or citation.form != "numbered" or citation.number is None:
        return
    if number_key(case.printed) != number_key(citation.number_printed or citation.number):
        detail = Label(f"In là “{case.printed}”, đọc là {citation.number}.", f"Printed “{case.printed}”, read as {citation.number}.")
        yield from _said(case, "OCR_IN_NUMBER", detail)
    elif citation.term and citation.issuer_span and citation.term not in case.printed_issuer.replace("-", " ").split():
        detail = Label(f"Đọc là khóa {citation.term}.", f"Read as term {citation.term}.")
        yield from _said(case, "OCR_IN_NUMBER", detail, citation.issuer_span)


def type_mismatch(case: Case) -> Iterator[Observation]:
    """The type word against the document's type, and against the symbol beside it."""
    citation, known = case.citation, case.subject
    if citation.form != "numbered" or citation.type_printed is None:
        return
    if known and known.document_type and citation.doc_type and not slug(citation.doc_type).startswith(known.document_type):
        yield from _said(case, "TYPE_MISMATCH", _right(case, known.document_type.replace("-", " ")))
    elif (usual := symbols.other_type(citation)) is not None:
        detail = Label(f"Ký hiệu {citation.number} là của {usual}.", f"The symbol of {citation.number} is that of a {usual}.")
        yield from _said(case, "TYPE_MISMATCH", detail)


def number_mismatch(case: Case) -> Iterator[Observation]:
    """Date, issuer and title point to a document of another number."""
    citation, known = case.citation, case.subject
    if not (citation.form == "numbered" and citation.number and known and known.number) or symbols.malformation(citation):
        return
    if symbols.loose_key(citation.number) != symbols.loose_key(known.number):
        yield from _said(case, "NUMBER_MISMATCH", _right(case, known.number))


def _of_the_outer(case: Case) -> bool:
    """Whether date and issuer behind a law's name are those of the act whose title ends in it: no government passes a law."""
    citation = case.citation
    return citation.number is None and (citation.doc_type or "").startswith(("Luật", "Bộ luật")) and comparison_key(citation.issuer or "").startswith(("chính phủ", "thủ tướng", "bộ "))  # fmt: skip


def date_mismatch(case: Case) -> Iterator[Observation]:
    """The printed date, or the year in the number, against the date of issue."""
    citation, known = case.citation, case.subject
    if citation.date is None or _of_the_outer(case):
        return
    number = parse_number(citation.number) if citation.number else None
    if known and known.date:
        if citation.date != known.date:
            yield from _said(case, "DATE_MISMATCH", _right(case, day(known.date)), citation.span)
    elif number and number.year and number.year != citation.date.year:
        detail = Label(f"Số ghi năm {number.year}, ngày ghi năm {citation.date.year}.", f"The number says {number.year}, the date {citation.date.year}.")  # fmt: skip
        yield from _said(case, "DATE_MISMATCH", detail, citation.span)


def issuer_mismatch(case: Case) -> Iterator[Observation]:
    """The printed issuer against the body that issued the document, and against the symbol of the number."""
    citation, known = case.citation, case.subject
    if citation.issuer is None or _of_the_outer(case):
        return
    same = same_body(citation.issuer, case.issuer, known) if known else None
    if known and same is False:
        name = known.issuer_name or case.bench.issuer_names.get(str(known.issuer)) or "?"
        yield from _said(case, "ISSUER_MISMATCH", _right(case, name), citation.issuer_span)
    elif same is None and symbols.other_issuer(citation):
        detail = Label(f"Ký hiệu {citation.number} là của cơ quan khác.", f"The symbol of {citation.number} is another body's.")
        yield from _said(case, "ISSUER_MISMATCH", detail, citation.issuer_span)


def term_mismatch(case: Case) -> Iterator[Observation]:
    """The printed term ("khóa XII") against the term that issued the document, that the symbol prints (QH15), or that its day excludes."""
    citation, known = case.citation, case.subject
    printed = number_of(citation.term)
    if printed is None:
        return
    right = number_of(known.term if known else None) or symbols.term_of(citation)
    if right is not None:
        if right != printed:
            shown = known.term if known and known.term else str(right)
            yield from _said(case, "TERM_MISMATCH", _right(case, f"khóa {shown}"), citation.issuer_span)
    elif is_central(citation):
        dated = (known.date if known else None) or citation.date
        proof = bounds(dated, case.terms).excludes(printed)
        if proof is not None and proof.date is not None and dated is not None:
            vi, en = ("sau", "after") if proof.date <= dated else ("trước", "before")
            told = f"{proof.number} ({day(proof.date)})"
            detail = Label(f"Ban hành {vi} {told} của khóa {proof.term}.", f"Issued {en} {told} of term {proof.term}.")
            yield from _said(case, "TERM_MISMATCH", detail, citation.issuer_span)


def title_differs(case: Case) -> Iterator[Observation]:
    """The printed title against the known one: another title, a part of it, or a variant of one not read on the document itself."""
    citation, known = case.citation, case.subject
    if not (citation.title and known and known.title) or citation.form == "anaphoric" or case.resolution.method == "approved":
        return
    where = citation.title_span or citation.span
    if citation.form == "named" and citation.number is None:
        key = comparison_key(citation.title)
        proper = known.names - known.misprints
        if proper and key not in proper and case.resolution.method == "name":
            yield Observation("TITLE_MISMATCH", where, _right(case, f"“{_nearest_name(case)}”"))
        return
    likeness = compare_titles(citation.title, known.title, restored=case.restored)
    if likeness is Likeness.DIFFERENT and not known.title_certain and known.issuer_name:
        body = f" của {known.issuer_name}"  # "Chương trình hành động của Chính phủ thực hiện …": nobody has read the title itself
        printed, told = citation.title.replace(body, ""), known.title.replace(body, "")
        start = printed.split(",")[0]
        likeness = compare_titles(printed if f"{start}," in told else start, told, restored=case.restored)
    if likeness is Likeness.DIFFERENT and _is_sentence(case):
        return
    if likeness is Likeness.PART and not case.peers.title and citation.nested_in is None and not _place_left_off(case):
        yield Observation("TITLE_TRUNCATED", where, _right(case, f"“{known.title}”"))
    elif likeness is Likeness.DIFFERENT and not _is_name(case):
        code = "TITLE_MISMATCH" if known.title_certain else "TITLE_VARIANT"
        yield Observation(code, where, _right(case, f"“{known.title}”"))


def _place_left_off(case: Case) -> bool:
    """Whether only "trên địa bàn tỉnh …" is missing and the wrong issuer is a central one: read as the sentence's, for a national act has none."""
    known, citation = case.subject, case.citation
    if known and known.title and citation.title and not known.title_certain:
        left = title_key(known.title).removeprefix(title_key(citation.title)).split()
        if left and left[0].isdigit() and len(left[0]) < 3:
            return True  # the day of a document within a title that was not read on the document itself
    if known is None or not known.title or not citation.title or same_body(citation.issuer, case.issuer, known) is not False:
        return False
    return title_key(known.title).removeprefix(title_key(citation.title)).startswith(" trên địa bàn")


#: How titles begin; behind a comma other words are the sentence's ("…, báo cáo qua Sở Giáo dục và Đào tạo").
_TITLE_BEGINS: Final = (
    "về ",
    "quy định ",
    "phê duyệt ",
    "ban hành ",
    "thông qua ",
    "sửa đổi",
    "hướng dẫn ",
    "tiếp tục ",
    "v/v ",
    "công bố ",
    "điều chỉnh ",
)


def _is_sentence(case: Case) -> bool:
    """Whether the words behind the issuer are parted from it and begin as no title does, nor as the known one."""
    known, citation = case.subject, case.citation
    if not (known and known.title and citation.title and citation.title_span and citation.issuer_span):
        return False
    apart = citation.title_span.start - citation.issuer_span.end > 1
    printed = citation.title.lower().lstrip('“"')
    return apart and not printed.startswith(_TITLE_BEGINS) and title_key(printed).split()[:2] != title_key(known.title).split()[:2]


def _is_name(case: Case) -> bool:
    known, title = case.subject, case.citation.title
    return bool(known and title and comparison_key(title) in known.names - known.misprints)


def _nearest_name(case: Case) -> str:
    known = case.subject
    return (known.title if known else None) or ""


def future_document(case: Case) -> Iterator[Observation]:
    """The cited document is younger than the citing one."""
    own, citation, known = case.bench.on, case.citation, case.subject
    if own is None or citation.form in ("self", "anaphoric"):
        return
    issued = citation.date or (known.date if known else None)
    number = parse_number(citation.number) if citation.number else None
    year = issued.year if issued else citation.year or (number.year if number else None)
    if (issued and issued > own) or (issued is None and year is not None and year > own.year):
        detail = Label(f"Văn bản đang đọc: {day(own)}.", f"This document is of {day(own)}.")
        yield Observation("FUTURE_DOCUMENT", citation.span, detail)


def not_in_force(case: Case) -> Iterator[Observation]:
    """On the day that counts the cited document was replaced, out of force, or (as a legal basis) not yet in force."""
    known, on = case.subject, case.bench.day
    if known is None or on is None or case.citation.nested_in is not None or case.citation.form == "anaphoric":
        return
    if known.valid_to is not None and on > known.valid_to:
        if known.replaced_by:
            detail = Label(f"Từ sau {day(known.valid_to)}: {known.replaced_by}.", f"After {day(known.valid_to)}: {known.replaced_by}.")
            yield Observation("REPLACED", case.citation.span, detail)
            return
        yield Observation("NOT_IN_FORCE", case.citation.span, Label(f"Hết hiệu lực sau {day(known.valid_to)}.", f"In force until {day(known.valid_to)}."))  # fmt: skip
    elif known.valid_from is not None and on < known.valid_from and case.role == "legal_basis":
        detail = Label(f"Có hiệu lực từ {day(known.valid_from)}.", f"In force from {day(known.valid_from)}.")
        yield Observation("NOT_IN_FORCE", case.citation.span, detail)


def ambiguous(case: Case) -> Iterator[Observation]:
    """What is printed fits several known documents."""
    if case.resolution.method == "ambiguous" and case.citation.form != "anaphoric":
        found = len(case.resolution.candidates)
        yield Observation("AMBIGUOUS", case.citation.span, Label(f"Khớp {found} văn bản.", f"It fits {found} documents."))


def style(case: Case) -> Iterator[Observation]:
    """Slips of form: spaces in the number, a colon after "số" or no "số", zeros. A number broken by a line end is no slip."""
    if "STYLE" not in case.citation.problems:
        return
    slips = print_form.slips(case)
    if slips:
        detail = Label("; ".join(slip.vi for slip in slips) + ".", "; ".join(slip.en for slip in slips) + ".")
        yield Observation("STYLE", case.citation.span if print_form.ZERO in slips else case.citation.surface, detail)


RULES: Final = (
    Rule("IMPOSSIBLE_DATE", Label("Ngày in ra không có trong lịch.", "The printed day is not in the calendar."), _printed("IMPOSSIBLE_DATE")),
    Rule("MISSING_NUMBER", Label("Chưa ghi số, ký hiệu.", "No number is printed."), missing_number),
    Rule("MISSING_DATE", Label("Không lần nhắc nào ghi ngày.", "No mention prints the date."), _printed("MISSING_DATE")),
    Rule("MISSING_ISSUER", Label("Không lần nhắc nào ghi cơ quan.", "No mention names the issuer."), missing_issuer),
    Rule("MALFORMED_NUMBER", Label("Số không theo thể thức.", "The number is out of form."), malformed_number),
    Rule("OCR_IN_NUMBER", Label("Máy đọc nhầm chữ trong số.", "The machine misread letters of the number."), ocr_in_number),
    Rule("TYPE_MISMATCH", Label("Tên loại khác văn bản hoặc khác ký hiệu.", "The type is not the document's, or not the symbol's."), type_mismatch),
    Rule("NUMBER_MISMATCH", Label("Ngày, cơ quan, tên chỉ văn bản có số khác.", "Date, issuer and title point to another number."), number_mismatch),
    Rule("DATE_MISMATCH", Label("Ngày khác ngày ban hành.", "The date is not the date of issue."), date_mismatch),
    Rule("ISSUER_MISMATCH", Label("Cơ quan khác cơ quan ban hành.", "The body is not the issuer."), issuer_mismatch),
    Rule("TERM_MISMATCH", Label("Khóa khác khóa ban hành.", "The term is not the one that issued it."), term_mismatch),
    Rule("TITLE_MISMATCH", Label("Tên khác tên văn bản, thiếu, hoặc có dị bản.", "The title differs, is cut, or has a variant."), title_differs),
    Rule("FUTURE_DOCUMENT", Label("Văn bản viện dẫn ban hành sau.", "The cited document is younger."), future_document),
    Rule("NOT_IN_FORCE", Label("Không còn hoặc chưa có hiệu lực.", "Replaced, out of force or not yet in force."), not_in_force),
    Rule("AMBIGUOUS", Label("Khớp nhiều văn bản đã biết.", "It fits several known documents."), ambiguous),
    Rule("STYLE", Label("Sai thể thức trình bày.", "Wrong in form only."), style),
)  # fmt: skip
