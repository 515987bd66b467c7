"""Text that remembers where it came from.

Every stage reads a clean text (NFC, lines joined, page numbers and markup dropped, OCR restored) while every quote must be
a slice of the stored source. `Text` holds both and the map between them; `Text.quotes` gives the stored slices behind a span.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from phahe.vietnamese import collapse


class Span(NamedTuple):
    """A half-open range of code points; an empty one is false. These three are named tuples because they are made by the thousand:
    a frozen dataclass takes twice the time.
    """

    start: int
    end: int

    def __bool__(self) -> bool:
        return self.end > self.start

    @property
    def size(self) -> int:
        """How many code points."""
        return self.end - self.start

    def holds(self, other: Span) -> bool:
        """Whether all of `other` lies within."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, offset: int) -> Span:
        """The same range `offset` code points further on."""
        return Span(self.start + offset, self.end + offset)


class Quote(NamedTuple):
    """One unbroken slice of the stored source: `exact` is `stored[start:end]` with whitespace collapsed."""

    start: int
    end: int
    exact: str


class Piece(NamedTuple):
    """A run of clean text and the stored slice it was read from."""

    text: str
    source: Span


@dataclass(frozen=True)
class Text:
    """A clean text made of pieces of a stored source, in order.

    A piece of the same length as its source slice maps code point by code point; any other piece (a restored word, a composed
    letter) maps as a whole. `quality` is "clean" or "ocr"; `restored` says that words differ from the stored ones.
    """

    stored: str
    pieces: tuple[Piece, ...]
    restored: bool = False

    @cached_property
    def text(self) -> str:
        """The clean text."""
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for piece in self.pieces:
            starts.append(at)
            at += len(piece.text)
        return starts

    def between(self, start: int, end: int) -> Iterable[Piece]:
        """The pieces of clean[start:end]; a piece that maps as a whole is cut only in its clean text."""
        for index in range(max(bisect_right(self._starts, start) - 1, 0), len(self.pieces)):
            at, piece = self._starts[index], self.pieces[index]
            if at >= end:
                break
            low, high = max(start - at, 0), min(end - at, len(piece.text))
            if low < high:
                exact = len(piece.text) == piece.source.size
                source = Span(piece.source.start + low, piece.source.start + high) if exact else piece.source
                yield Piece(piece.text[low:high], source)

    def covering(self, start: int, end: int) -> Iterable[Span]:
        """Stored ranges behind clean[start:end], one per piece touched, in reading order."""
        return (piece.source for piece in self.between(start, end) if piece.source.size)

    def quotes(self, start: int, end: int) -> tuple[Quote, ...]:
        """The stored slices that clean[start:end] was read from.

        Slices parted by nothing but whitespace are one quote; where a page number, a tag or a cell border was dropped between
        them there are several, so that each is a slice of the source to the letter.
        """
        first, last = self._backed.touched(start, end)
        if first > last:
            return ()
        backed = self._backed
        if backed.partings[first] == backed.partings[last]:  # nearly always
            quote = _trimmed(self.stored, backed.low(first, start), backed.high(last, end))
            return (quote,) if quote.exact else ()
        stored, merged = self.stored, list[tuple[int, int]]()
        for low, high in self._stored_ranges(start, end):
            if not merged:
                merged.append((low, high))
            elif merged[-1][1] <= low and not stored[merged[-1][1] : low].strip():
                merged[-1] = (merged[-1][0], high)
            elif high > merged[-1][1]:
                merged.append((low, high))
        return tuple(quote for low, high in merged if (quote := _trimmed(stored, low, high)).exact)

    def stored_between(self, end: int, start: int) -> str:
        """What the source has between the letter before `end` and the one at `start` of the clean text; "" where one of them is not its."""
        (first, before), (after, last) = self._backed.touched(end - 1, end), self._backed.touched(start, start + 1)
        if first > before or after > last:
            return ""
        return self.stored[self._backed.high(before, end) : self._backed.low(after, start)]

    @cached_property
    def _backed(self) -> _Backed:
        return _Backed(self)

    def _stored_ranges(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        """The ranges of `covering` as bare numbers: every fact asks for them."""
        starts, pieces = self._starts, self.pieces
        for index in range(max(bisect_right(starts, start) - 1, 0), len(pieces)):
            at, piece = starts[index], pieces[index]
            if at >= end:
                return
            size, source = len(piece.text), piece.source
            low, high = max(start - at, 0), min(end - at, size)
            if low < high and source.start < source.end:
                exact = size == source.end - source.start
                yield (source.start + low, source.start + high) if exact else (source.start, source.end)

    def printed(self, start: int, end: int) -> str:
        """The words of clean[start:end] as the stored source prints them, whitespace collapsed."""
        return collapse(" ".join(quote.exact for quote in self.quotes(start, end)))


#: A named tuple's own constructor is a Python function; where thousands are made it takes half the time.
_new = tuple.__new__


class _Backed:
    """The pieces that have words of the source behind them, as bare numbers: every fact asks where its words are stored.

    `partings[n]` counts the places before piece n where more than whitespace of the source was dropped: two pieces with the same count
    have one unbroken slice behind them.
    """

    __slots__ = ("ends", "partings", "sources", "starts")

    def __init__(self, text: Text) -> None:
        self.starts, self.ends, self.sources = list[int](), list[int](), list[Span]()
        self.partings: list[int] = []
        stored, at, stop, parted = text.stored, 0, 0, 0
        for words, source in text.pieces:
            start, end = source
            if words and start < end:
                if self.starts and stop != start and (stop > start or stored[stop:start].strip()):
                    parted += 1
                self.starts.append(at)
                self.ends.append(at + len(words))
                self.sources.append(source)
                self.partings.append(parted)
                stop = end
            at += len(words)

    def touched(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last piece that clean[start:end] touches; the first behind the last where it touches none."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end) - 1 if start < end else -1

    def low(self, index: int, start: int) -> int:
        """Where in the source the words of piece `index` from the clean position `start` on begin; a piece maps as a whole or letter by letter."""
        source, at = self.sources[index], self.starts[index]
        return source[0] + max(start - at, 0) if self.ends[index] - at == source[1] - source[0] else source[0]

    def high(self, index: int, end: int) -> int:
        """Where in the source the words of piece `index` up to the clean position `end` end."""
        source, at = self.sources[index], self.ends[index]
        return source[1] - max(at - end, 0) if at - self.starts[index] == source[1] - source[0] else source[1]


def _trimmed(stored: str, start: int, end: int) -> Quote:
    raw = stored[start:end]
    if raw.isprintable() and raw and raw[0] != " " and raw[-1] != " " and "  " not in raw:
        return _new(Quote, (start, end, raw))  # nearly always: no whitespace but single spaces
    words = raw.split()
    if not words:
        return Quote(start, start, "")
    head, tail = raw.find(words[0]), len(raw) - len(raw.rstrip())
    return Quote(start + head, end - tail, " ".join(words))


def whole(stored: str) -> Text:
    """`stored` as a Text that changes nothing.

    >>> whole("a  b").quotes(0, 4)
    (Quote(start=0, end=4, exact='a b'),)
    """
    return Text(stored, (Piece(stored, Span(0, len(stored))),) if stored else ())


def rejoin(text: Text, blocks: Iterable[Iterable[Span]]) -> Text:
    """A new clean text with one line a block: each block's slices of `text.text`, whitespace collapsed, joined by one space.

    >>> rejoin(whole("Nghị quyết\\nsố 47\\n5\\nĐiều 1"), [[Span(0, 10), Span(11, 16)], [Span(19, 25)]]).text
    'Nghị quyết số 47\\nĐiều 1'
    """
    clean = text.text
    pieces: list[Piece] = []
    for index, block in enumerate(blocks):
        if index:
            pieces.append(_gap("\n", pieces))
        first = True
        for span in block:
            for start, end in _runs(clean, span):
                if not first:
                    pieces.append(_gap(" ", pieces))
                first = False
                pieces.extend(_slices(text, start, end))
    return Text(text.stored, tuple(pieces), text.restored)


def compose(outer: Text, inner: Text) -> Text:
    """`outer`, whose stored text is `inner`'s clean text, as a Text over `inner`'s stored text."""
    pieces = [piece for part in outer.pieces for piece in _through(part, inner)]
    return Text(inner.stored, tuple(pieces), outer.restored or inner.restored)


#: Words parted by one whitespace character each: such a run keeps its length when the whitespace becomes a space.
_RUN = re.compile(r"\S+(?:\s\S+)*")
_WHITESPACE = re.compile(r"\s")


def _runs(clean: str, span: Span) -> Iterable[tuple[int, int]]:
    words = clean[span.start : span.end]
    if words.isprintable() and words and words[0] != " " and words[-1] != " " and "  " not in words:
        return (span,)  # nearly always: no whitespace but single spaces
    return (match.span() for match in _RUN.finditer(clean, span.start, span.end))


def _slices(text: Text, start: int, end: int) -> Iterable[Piece]:
    """The pieces of clean[start:end] with every whitespace a space; nearly always one slice of one piece."""
    index = max(bisect_right(text._starts, start) - 1, 0)
    at, piece = text._starts[index], text.pieces[index]
    if end - at > len(piece.text) or len(piece.text) != piece.source.size:
        return [_spaced(piece) for piece in text.between(start, end)]
    source = piece.source.start - at
    return (_new(Piece, (_single_spaced(text.text[start:end]), _new(Span, (source + start, source + end)))),)


def _spaced(piece: Piece) -> Piece:
    return Piece(_single_spaced(piece.text), piece.source)


def _single_spaced(words: str) -> str:
    """Whitespace characters as spaces, one for one; a printable text has no other."""
    return words if words.isprintable() else _WHITESPACE.sub(" ", words)


def _gap(separator: str, pieces: list[Piece]) -> Piece:
    at = pieces[-1].source.end if pieces else 0
    return _new(Piece, (separator, _new(Span, (at, at))))


def _through(piece: Piece, inner: Text) -> Iterable[Piece]:
    if len(piece.text) == piece.source.size and piece.text == inner.text[piece.source.start : piece.source.end]:
        yield from inner.between(piece.source.start, piece.source.end)
        return
    spans = list(inner.covering(piece.source.start, piece.source.end))
    yield Piece(piece.text, Span(spans[0].start, spans[-1].end) if spans else Span(0, 0))
