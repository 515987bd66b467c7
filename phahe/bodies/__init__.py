"""Names of public bodies in running Vietnamese text: where each begins and ends, and where an enumeration of them stops.

A body is a named one ("Sở Giáo dục và Đào tạo", "UBND tỉnh") or a group ("các sở, ngành, đơn vị có liên quan"). Groups under one
"các" are one body; a new "các" or a capitalised head begins the next. Nothing here says which body it is (see `agencies`) nor what
it has to do (see `assignments`). One pass over the words, so time is linear in the length of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from phahe.bodies import words
from phahe.text import Span
from phahe.vietnamese.lexicon import Words


@dataclass(frozen=True, slots=True)
class Body:
    """One printed body: where it stands, its name with words that the enumeration left out put back, and whether it is a group."""

    span: Span
    name: str
    group: bool = False
    vague: bool = False  # a noun that may mean any body ("cơ quan")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Bodies joined by commas or "và", in reading order."""

    bodies: tuple[Body, ...]
    span: Span

    @property
    def vague(self) -> bool:
        """Whether it may mean any body: "cơ quan, đơn vị"."""
        return all(body.vague for body in self.bodies)


#: Owners within owners ("của … thuộc … của …") that are followed; no real name has more.
_DEEPEST: Final = 3


class _Reader(Words):
    """Reads bodies at positions of one text. Every method returns the position after what it read, or its own argument."""

    depth = 0

    def verb(self, index: int) -> bool:
        """Whether a verb, an adverb or a function word that ends a name stands at `index`."""
        token = self.at(index)
        return token.lower and (self.stops(index) or self.phrase(index, words.VERBS) > index)

    def stops(self, index: int) -> bool:
        """Whether a word of grammar ("để", "theo") stands at `index`."""
        return self.phrase(index, words.STOPS) > index

    def head(self, index: int) -> int:
        """Position after the head of a named body ("Sở", "Ủy ban nhân dân"), which is always capitalised."""
        after = self.phrase(index, words.HEADS)
        return after if after > index and self.capital(index) else index

    # -- places and owners behind a name -------------------------------------------------------------------------------------

    def unit(self, index: int) -> int:
        """After "tỉnh", "tỉnh Lạng Sơn", "các xã, phường", "cấp tỉnh"."""
        if self.head(index) > index:  # "Tỉnh ủy" is no place
            return index
        here = index + (self.at(index).text in {"các", "cấp"})
        after = self.phrase(here, words.UNITS)
        if after == here or self.at(after).text in words.NOT_AFTER_UNIT.get(self.at(here).text, ()):
            return index
        if self.proper_place(after) > after:
            return self.places(after) if here > index and self.at(index).text == "các" else self.proper_place(after)
        while self.at(after).text in {",", "và"}:
            more = self.phrase(after + 1, words.UNITS)
            if more == after + 1 or self.at(more).capital or self.at(more).text in words.NOT_AFTER_UNIT.get(self.at(after + 1).text, ()):
                break
            after = more
        return after

    def proper_place(self, index: int) -> int:
        while self.at(index).capital and self.head(index) == index and self.at(index).text.isalpha() and not self.sentence_verb(index):
            index += 1
        return index

    def places(self, index: int) -> int:
        """After names in a row behind a plural: "các tỉnh | Thanh Hóa, Nghệ An và Hà Tĩnh"."""
        here = self.proper_place(index)
        while self.at(here).text in {",", "và"} and not self.title(here + 1) and (after := self.proper_place(here + 1)) > here + 1:
            here = after
        return here

    def area(self, index: int) -> int:
        """After "trên địa bàn tỉnh", "thuộc xã", "trực thuộc Tỉnh ủy", "của Hội đồng nhân dân"."""
        after = self.phrase(index, words.OWNERS)
        if after == index:
            return index
        if (inner := self.unit(after)) > after:
            return inner
        if self.depth < _DEEPEST:
            self.depth += 1
            owner = self.body(after, owner=True)
            self.depth -= 1
            if owner is not None:
                return owner[1]
        if self.at(after).text in words.OWNERS_BARE and not self.at(after + 1).capital:
            return after + 1  # "các phòng chuyên môn thuộc Sở"
        return after if self.between(index, after) in words.OWNERS_ALONE else index

    def sentence_verb(self, index: int) -> bool:
        """Whether a capitalised verb stands at `index` where no name does: "Hội đồng nhân dân tỉnh | Phê duyệt …"."""
        return self.phrase(index, words.VERBS) > index + 1 and self.phrase(index, words.PORTFOLIOS) == index

    # -- named bodies --------------------------------------------------------------------------------------------------------

    def named(self, index: int) -> int:
        """After a body with a capitalised head; `index` when there is none."""
        after = self.head(index)
        if after == index:
            return index
        complete = self.phrase(index, words.COMPLETE) == after
        described = self.description(index, after)
        end = self.tail(index, described)
        return end if complete or end > after else index

    def description(self, index: int, after: int) -> int:
        """Small-letter words that belong to heads such as "Trung tâm hỗ trợ …", "Ban quản lý …", "Trường mầm non …"."""
        if self.phrase(index, words.DESCRIBED) != after or not self.at(after).lower:
            return after
        if self.at(index).text != "Trung":
            return self.phrase(after, words.DESCRIPTIONS)
        here = after
        while (verb := self.phrase(here, words.PURPOSES)) > here:
            here = verb  # "Trung tâm hỗ trợ phát triển …": verbs right behind the head are its purpose
        while self.at(here).lower and not self.verb(here) and self.unit(here) == here and self.at(here).text not in words.JOINERS:
            here += 1
        return here

    def tail(self, index: int, here: int) -> int:
        """After the proper words, nested owners and place of a name that began at `index`."""
        while True:
            after = self.step(index, here)
            if after == here:
                return here
            here = after

    def step(self, index: int, here: int) -> int:
        """One more element of a name: a capitalised word, an owner, a place."""
        token = self.at(here)
        if token.capital:
            nested = self.head(here)
            if nested == here:
                return here if here > self.head(index) and self.sentence_verb(here) else self.word(here)
            joined = self.at(nested).text in {"và", "-", "–"} and self.at(index).text == "Văn" and self.head(nested + 1) > nested + 1
            return self.head(nested + 1) if joined else self.description(here, nested)
        if token.text in {"-", "–"} and self.at(here + 1).capital and self.head(here + 1) == here + 1:
            return self.word(here + 1)
        if token.text == "và" and self.at(here + 1).capital and self.head(here + 1) == here + 1 and not self.title(here + 1):
            return self.word(here + 1)
        if token.text == "," and self.at(here + 1).capital:
            return self.comma_name(index, here)
        if token.text == "các" and self.at(here + 1).capital and self.head(here + 1) == here + 1 and self.at(index).text == "Ban":
            return self.word(here + 1)
        if token.text == "(" and self.at(here + 1).text.isupper() and self.at(here + 2).text == ")":
            return here + 3
        if token.text == "của" or token.text in {"thuộc", "trực"}:
            return self.area(here)
        return self.unit(here)

    def word(self, here: int) -> int:
        """After a capitalised word of a name with its small-letter syllables: "Giáo dục", "Cựu chiến binh", "Lạng Sơn"."""
        after = here + 1
        if self.at(here).text.isupper() and len(self.at(here).text) > 1:
            return after
        long = max(self.phrase(here, words.LONG_NAMES), self.phrase(here, words.PORTFOLIOS))
        if long > after:
            return long
        previous = self.at(here - 1) if here else self.BEYOND
        in_proper_noun = previous.capital and self.phrase(here - 1, words.HEADS) == here - 1
        if not in_proper_noun and self.at(after).lower and self.second_syllable(after):
            after += 1 if self.unit(after) == after else 0
        return self.phrase(after, words.NAME_ENDINGS)

    def second_syllable(self, index: int) -> bool:
        """Whether a small word can belong to the capitalised one before it: not in "Thuế | tham mưu", but in "Đào tạo"."""
        token = self.at(index)
        return token.text not in words.NEVER_SECOND and not self.stops(index) and self.phrase(index, words.VERBS) <= index + 1

    def comma_name(self, index: int, here: int) -> int:
        """After ", Thể thao và Du lịch": a comma inside a name, told from an enumeration by the closing "và"."""
        if words.is_portfolio(self.between(index, here)):
            return here
        after = here
        while self.at(after).text == "," and self.at(after + 1).capital and self.head(after + 1) == after + 1:
            after = self.word(after + 1)
        closes = self.at(after).text == "và" and self.at(after + 1).capital and self.head(after + 1) == after + 1
        return self.word(after + 1) if closes and after > here else here

    def title(self, index: int) -> int:
        """Number of words of an office before a body: "Thủ trưởng", "Chủ tịch", "Giám đốc (Thủ trưởng)"."""
        after = self.phrase(index, words.TITLES)
        if after == index:
            return 0
        if not self.at(index).capital and self.at(index).folded not in words.SMALL_TITLES:
            return 0
        bracketed = self.phrase(after + 1, words.TITLES) if self.at(after).text == "(" and after > index else after
        return (bracketed + 1 if bracketed > after and self.at(bracketed).text == ")" else after) - index

    # -- groups --------------------------------------------------------------------------------------------------------------

    def group(self, index: int, quantified: bool, of_office: bool) -> int:
        """After a group: "sở, ngành, đơn vị có liên quan". Without "các" a single one-syllable noun is not enough."""
        after, nouns = self.noun(index), 1
        if after == index:
            return index
        system = self.system(index)
        long = after - index > 1
        here = self.modifiers(after)
        while self.at(here).text in {",", "và"} and not self.at(here + 1).capital:
            more = self.noun(here + 1)
            if more == here + 1 or (self.system(here + 1) != system and not of_office):
                break
            nouns, long = nouns + 1, long or more - here > 2
            here = self.modifiers(more)
        return here if quantified or nouns > 1 or long else index

    def system(self, index: int) -> int:
        """Which of the systems (Party, government, mass organisations, schools, enterprises) the noun at `index` belongs to; -1: other."""
        return next((at for at, lexicon in enumerate(words.SYSTEMS) if self.phrase(index, lexicon) > index), -1)

    def noun(self, index: int) -> int:
        """After a noun for a kind of body, with the words that complete it: "tổ chức chính trị - xã hội"."""
        after = self.phrase(index, words.GROUP_NOUNS)
        half = index and self.at(index - 1).folded in words.HALF_WORDS.get(self.at(index).folded, ())
        if after == index or half:
            return index
        own = self.between(index, after).casefold()
        follows = self.at(after)
        ends = not follows.text.isalnum() or follows.text in words.JOINERS
        closed = ends or self.modifiers(after) > after or self.unit(after) > after
        if own == "tổ chức":  # also a verb: "tổ chức triển khai", "…, tổ chức, triển khai"
            listed = follows.text == "," and self.phrase(after + 1, words.VERBS) > after + 1 and self.noun_only(after + 1) == after + 1
            return after if closed and not listed else index
        if after - index == 1 and not closed and (not self.verb(after) or self.phrase(index, words.VERBS) > after):
            return index
        return after

    def noun_only(self, index: int) -> int:
        return self.phrase(index, words.GROUP_NOUNS)

    def modifiers(self, here: int) -> int:
        """After "có liên quan", "trực thuộc Tỉnh ủy", "trên địa bàn xã", "cấp tỉnh"."""
        while True:
            after = self.phrase(here, words.MODIFIERS)
            after = after if after > here else self.area(here)
            after = after if after > here else self.unit(here)
            if after == here:
                return here
            here = after

    # -- bodies and enumerations ---------------------------------------------------------------------------------------------

    def body(self, index: int, owner: bool = False) -> tuple[tuple[Body, ...], int] | None:
        """The body at `index` (several where one head serves a list: "các Sở: Nội vụ, Tài chính") and the position after it."""
        plural = self.phrase(index, words.QUANTIFIERS)
        office = 0 if owner else self.title(plural)
        here = plural + office if office else index
        quantified = self.phrase(here, words.QUANTIFIERS)
        printed_office = f"{self.between(plural, here)} " if office else ""
        if not owner and quantified > here and (listed := self.shared_head(quantified, printed_office)) is not None:
            return listed
        after = self.named(quantified)
        named = after > quantified
        if not named:
            after = self.group(quantified, quantified > here or office > 0, office > 0)
        if after == quantified:
            return None
        span = self.span(index, after)
        printed = self.text[span.start : span.end]
        several = not named or " các " in f" {printed.casefold()} " or (", " in printed and self.at(after - 1).text in words.UNIT_NAMES)
        vague = not named and quantified == index and all(noun.strip() in words.VAGUE for noun in printed.casefold().split(","))
        return (Body(span, printed, several, vague),), after

    def shared_head(self, index: int, office: str) -> tuple[tuple[Body, ...], int] | None:
        """Bodies of "Sở: Giáo dục và Đào tạo, Nội vụ, Tài chính" or "Sở Tài chính, Nội vụ" (after "các")."""
        head = self.at(index)
        if head.text.casefold() not in words.SHARED_HEADS:
            return None
        colon = self.at(index + 1).text == ":"
        listed = colon and head.folded == "bộ"  # of the provinces' police no "Sở"
        here = index + 1 + colon
        spans: list[Span] = []
        while self.field(here, listed):
            after = self.portfolio(here)
            spans.append(self.span(here, after))
            here = after
            nearest = self.at(here + 1)
            if self.at(here).text not in {",", "và"} or not nearest.capital or not self.field(here + 1, listed) or self.title(here + 1):
                break
            here += 1
        if not spans:
            return None
        noun = office + head.text.capitalize()
        return tuple(Body(span, f"{noun} {self.text[span.start : span.end]}") for span in spans), here

    def field(self, index: int, listed: bool) -> bool:
        """Whether a name of a field stands at `index`; behind a colon also one that is a body by itself ("các Bộ: Quốc phòng, Công an")."""
        return self.at(index).capital and (self.head(index) == index or (listed and self.phrase(index, words.PORTFOLIOS) > index))

    def portfolio(self, index: int) -> int:
        known = self.phrase(index, words.PORTFOLIOS)
        if known > index:
            return known
        after = self.word(index)
        while True:
            following = after + (self.at(after).text in {"-", "–"})
            if not self.at(following).capital or self.head(following) > following or self.title(following):
                return after
            after = self.word(following)

    def may_open(self, index: int) -> bool:
        """Whether the word at `index` can begin a body: a head or an office needs its capital, a noun the rest of its phrase."""
        word = self.folded[index]
        if self.phrase(index, words.OPENERS) == index:
            return False
        if word in words.QUANTIFIERS.trie or word in words.SMALL_TITLES or self.capital(index):
            return True
        return word in words.GROUP_NOUNS.trie and self.phrase(index, words.GROUP_NOUNS) > index

    def enumeration(self, index: int) -> tuple[Enumeration, int] | None:
        """Bodies joined by commas, "và", "cùng" from `index` on."""
        found: list[Body] = []
        here = end = index
        while (read := self.body(here)) is not None:
            found += read[0]
            end = read[1]
            here = end
            while self.at(here).text in words.JOINERS:
                here += 1
            if here == end:
                break
        return (Enumeration(tuple(_completed(found)), self.span(index, end)), end) if found else None


def _completed(bodies: list[Body]) -> list[Body]:
    """`bodies` with a place that is printed once given to those before it: "HĐND, UBND tỉnh" is "HĐND tỉnh" and "UBND tỉnh"."""
    done: list[Body] = []
    place = ""
    for body in reversed(bodies):
        match = words.PLACED_ORGAN.fullmatch(body.name)
        place = (match["place"] or place) if match else ""
        short = match is not None and not match["place"] and place
        done.append(replace(body, name=f"{body.name} {place}") if short else body)
    return done[::-1]


def enumerations(text: str) -> tuple[Enumeration, ...]:
    """Every enumeration of bodies in `text`, in reading order; a body that stands alone is an enumeration of one.

    >>> [body.name for body in enumerations("báo cáo Bộ Giáo dục và Đào tạo, HĐND, UBND tỉnh theo quy định")[0].bodies]
    ['Bộ Giáo dục và Đào tạo', 'HĐND tỉnh', 'UBND tỉnh']
    """
    reader, found, index = _Reader(text), list[Enumeration](), 0
    openings, count = words.openings(), len(reader)
    while index < count:
        read = reader.enumeration(index) if reader.folded[index] in openings and reader.may_open(index) else None
        if read is None:
            index += 1
        else:
            found.append(read[0])
            index = read[1]
    return tuple(found)


def starts_with_verb(text: str) -> str | None:
    """The verb `text` begins with (small letters), None where it begins with anything else.

    >>> starts_with_verb("Chủ trì, phối hợp với Sở Nội vụ"), starts_with_verb("Mạng lưới trường lớp")
    ('chủ trì', None)
    """
    reader = _Reader(text[:120])
    after = reader.phrase(0, words.VERBS)
    return " ".join(reader.folded[:after]) or None
