"""The head of a document put together: who issued it, number, place and date, subject, type and title, each one block.

A letterhead is two columns of short lines, and converters give them in any order, wrapped anywhere. Each line is cut where two things
stand on it, every piece is told by its form, and the pieces of one thing are joined. What a field says is `phahe.header`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from phahe.layout import head_words as forms
from phahe.layout.head_pieces import Piece, pieces
from phahe.layout.model import Line
from phahe.text import Span

#: A letterhead begins within so many lines of the start, and is no longer.
_LINES: Final = 60


@dataclass(slots=True)
class Part:
    """One thing of the head: its name (see `Block.part`) and the spans that print it, in order."""

    name: str | None
    spans: list[Span] = field(default_factory=list)
    words: str = ""

    def take(self, piece: Piece) -> None:
        """`piece` belongs to this part."""
        self.spans.append(piece.span)
        self.words = f"{self.words} {piece.words}".strip()


def letterhead(lines: Sequence[Line], text: str) -> tuple[list[Part], int]:
    """The parts of the head, and how many lines they take; the rest is for the ordinary joining of lines."""
    end = _letterhead_end(lines)
    parts = _Reader().read(pieces(lines[:end], text)) if end else []
    at, typed = _type(lines, end, parts)
    return [*parts, *typed], at


def _letterhead_end(lines: Sequence[Line]) -> int:
    """How many lines the letterhead takes: up to the type, a base, an addressee, a numbered provision or a sentence; 0 where there is none."""
    began = False
    for index, line in enumerate(lines[:_LINES]):
        words = line.words
        if line.cells is not None:
            return index if began else 0
        if forms.begins_letterhead(words):
            began = True
        elif began and forms.ends_letterhead(words, lines[index + 1].words if index + 1 < len(lines) else ""):
            return index
        elif not began and forms.is_type_line(words):
            return 0
        elif began and index + 1 < len(lines) and _wrapped_type(line, lines[index + 1]):
            return index
    return 0 if len(lines) > _LINES or not began else len(lines)


class _Reader:
    """Tells the pieces of a letterhead apart and joins those of one thing."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.bodies: list[Part] = []
        self.open: Part | None = None

    def read(self, found: Sequence[Piece]) -> list[Part]:
        """The parts, the agencies first named."""
        for index, piece in enumerate(found):
            following = found[index + 1] if index + 1 < len(found) else None
            self._take(piece, following)
        if self.bodies:
            last = self.bodies[-1]
            last.name = "issuer" if forms.ORGAN.match(last.words) else "body"
        return self.parts

    def _take(self, piece: Piece, following: Piece | None) -> None:
        words = piece.words
        if self.open is not None and self._continues(self.open, piece):
            self.open.take(piece)
        elif forms.is_motto(words):
            self._add("motto", piece)
        elif forms.NUMBER_START.match(words):
            self._add("number", piece)
        elif forms.SUBJECT.match(words) and any(part.name != "other" for part in self.parts):
            self._add("subject", piece)
        elif forms.DATE_START.search(words) or self._begins_date(piece, following):
            self._add("place-date", piece)
        elif self.parts and (rest := forms.type_of(words, told=True)) is not None and words.isupper() and self.bodies:
            self._typed(piece, rest)
        elif self.open is not None and self.open.name == "title" and words.isupper() and not piece.apart:
            self.open.take(piece)
        elif words.isupper() and not forms.STAMP.fullmatch(words):
            self._body(piece)
        else:
            self._add("other", piece)

    def _continues(self, part: Part, piece: Piece) -> bool:
        """Whether `piece` goes on with the part that was read last."""
        words = piece.words
        if part.name == "place-date":
            return not forms.DATE.search(part.words) and not piece.apart and len(part.words) < 80
        if part.name == "number":
            return forms.NUMBER_TAIL.match(words) is not None and not forms.NUMBER.match(part.words)
        if part.name == "motto":
            return forms.is_motto(words) and forms.is_motto(f"{part.words} {words}")
        if part.name == "subject":
            other = forms.NUMBER_START.match(words) or forms.DATE_START.search(words) or forms.is_motto(words)
            return not piece.apart and not other
        return False

    def _begins_date(self, piece: Piece, following: Piece | None) -> bool:
        """ "Hà" / "Nội, ngày 18 tháng 8": the place itself is cut."""
        if following is None or following.apart or piece.words.isupper() or len(piece.words) > 40:
            return False
        return bool(forms.DATE_START.search(f"{piece.words} {following.words}")) and not forms.is_motto(piece.words)

    def _body(self, piece: Piece) -> None:
        """Capitals that are nothing else name the agencies, the highest first."""
        if self.bodies and not forms.begins_body(self.bodies[-1].words, piece.words):
            self.bodies[-1].take(piece)
            self.open = None
        else:
            self.bodies.append(self._add("body", piece))

    def _typed(self, piece: Piece, rest: str) -> None:
        """ "Hà Nội, ngày 22 tháng 11 năm 2019 LUẬT SỬA ĐỔI …": type and title ran into the letterhead."""
        cut = piece.span.end - len(rest)
        self._add("type", Piece(Span(piece.span.start, cut), piece.words[: len(piece.words) - len(rest)].strip(), False))
        if rest:
            self._add("title", Piece(Span(cut, piece.span.end), rest, False))

    def _add(self, name: str, piece: Piece) -> Part:
        part = Part(name)
        part.take(piece)
        self.parts.append(part)
        self.open = part
        return part


def _type(lines: Sequence[Line], start: int, parts: Sequence[Part]) -> tuple[int, list[Part]]:
    """The line of the type and the title under it; how many lines are taken up to their end."""
    if start >= len(lines) or lines[start].cells is not None:
        return start, []
    line = lines[start]
    if any(part.name == "type" for part in parts):
        return _organ(lines, start) if any(part.name == "title" for part in parts) else _title(lines, start, Part("title"))
    if start + 1 < len(lines) and _wrapped_type(line, lines[start + 1]):
        at, titles = _title(lines, start + 2, Part("title"))
        return at, [Part("type", [line.span, lines[start + 1].span], f"{line.words} {lines[start + 1].words}"), *titles]
    rest = forms.type_of(line.words, told=bool(parts))
    if rest is None:
        titled = [part for part in parts if part.name == "number"] and not any(part.name == "subject" for part in parts)
        if not titled or not forms.may_be_title(line.words) or not _before_bases(lines, start):
            return start, []
        return _title(lines, start, Part("title"))
    words = line.words[: len(line.words) - len(rest)].rstrip()
    base = line.span.start
    found = [Part("type", [Span(base, base + len(words))], words)]
    title = Part("title")
    if rest:
        title.take(Piece(Span(line.span.end - len(rest), line.span.end), rest, False))
    at, titles = _title(lines, start + 1, title)
    return at, [*found, *titles]


def _title(lines: Sequence[Line], at: int, title: Part) -> tuple[int, list[Part]]:
    """The lines of the title from `at` on: up to a base, an addressee, the enacting body, a drawn line, or the opening sentence."""
    blanks_part = not _blank_after_every_line(lines[at : at + 12])
    speaker: list[Part] = []
    if not title.spans and at + 1 < len(lines) and _names_speaker(lines[at], lines[at + 1]):
        speaker = [Part(None, [lines[at].span], lines[at].words)]
        at += 1
    sure = at + (0 if title.spans else _titled(lines, at, blanks_part))
    while at < len(lines) and len(title.spans) < 16:
        line = lines[at]
        if at < sure:
            title.take(Piece(line.span, line.words, False))
            at += 1
            continue
        if line.cells is not None or forms.ends_title(title.words, line.words, [other.words for other in lines[at + 1 : at + 3]]):
            break
        if title.spans and (line.ruled or (line.after_blank and blanks_part and not line.words[0].islower())):
            break
        title.take(Piece(line.span, line.words, False))
        at += 1
    at, organ = _organ(lines, at)
    return at, [*speaker, *([title] if title.spans else []), *organ]


def _titled(lines: Sequence[Line], at: int, blanks_part: bool) -> int:
    """How many lines from `at` on are a title that begins as an opening does: "Thực hiện Nghị quyết số … về …" above another "Thực hiện …".

    An opening sentence ends in a mark; a title ends in none, and an opening or the first provision follows it.
    """
    if at >= len(lines) or lines[at].cells is not None or not forms.CARRIES_OUT.match(lines[at].words):
        return 0
    for count, line in enumerate(lines[at + 1 : at + 8], 1):
        last = lines[at + count - 1].words
        if line.cells is not None or last.endswith((":", ";", ".")):
            return 0
        if forms.may_follow_title(line.words) and not last.endswith((",", "-")):
            return count
        if line.after_blank and blanks_part:
            return 0
    return 0


def _names_speaker(line: Line, following: Line) -> bool:
    """ "CỦA BAN CHẤP HÀNH ĐẢNG BỘ XÃ" above "về …": the body that speaks, not the title."""
    if line.cells is not None or following.cells is not None:
        return False
    return forms.OF_BODY.fullmatch(line.words) is not None and following.words.casefold().startswith("về ")


def _organ(lines: Sequence[Line], at: int) -> tuple[int, list[Part]]:
    """The body that enacts, where its name runs over two lines."""
    pair = lines[at : at + 2]
    if len(pair) < 2 or any(line.cells is not None for line in pair):
        return at, []
    if forms.is_organ_line(pair[0].words) and forms.PLACE_LINE.fullmatch(pair[1].words):
        return at + 2, [Part(None, [line.span for line in pair], " ".join(line.words for line in pair))]
    return at, []


def _wrapped_type(line: Line, following: Line) -> bool:
    """ "THÔNG" / "TƯ"."""
    if len(line.words) > 16 or len(following.words) > 16 or line.cells is not None or following.cells is not None:
        return False
    return line.words.isupper() and following.words.isupper() and forms.is_type_line(f"{line.words} {following.words}")


def _blank_after_every_line(lines: Sequence[Line]) -> bool:
    return bool(lines) and sum(line.after_blank for line in lines) > 0.8 * len(lines)


def _before_bases(lines: Sequence[Line], start: int) -> bool:
    return any(forms.BASIS.match(line.words) for line in lines[start + 1 : start + 6])
