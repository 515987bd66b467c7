"""Restoration of Vietnamese text whose diacritics an OCR broke: the method in order, and what comes of it.

Align with clean near-duplicates, learn this OCR's confusions from what they prove, read each token as the words it may stand for, and take
the most likely run of words. Figures are kept as printed. It reads no file; the clean texts are handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from phahe.restoration.alignment import Line, Partner, align, laid_out
from phahe.restoration.candidates import Lexicon, Readings, build_lexicon
from phahe.restoration.confusion import Confusion, learned
from phahe.restoration.decoding import Step, decode
from phahe.restoration.language import NUMBER, STOP, LanguageModel, key, parts
from phahe.restoration.lattice import WORN, Lattice
from phahe.restoration.syllables import damage, has_diacritics
from phahe.restoration.words import Correction, Restored, Token, is_figure, tokens
from phahe.restoration.writing import Place, clean_lead, clean_trail, is_loud, starts_sentence, written
from phahe.text import Piece, Span, Text
from phahe.vietnamese import nfc

_MARKED: Final = 0.77  #: share of the syllables of official Vietnamese that carry a mark
_PROVED: Final = 0.6  #: support from which an aligned pair teaches a confusion
_SURE: Final = 0.97
_ENOUGH: Final = 0.3  #: share of tokens proved by near-duplicates from which on nothing else is needed to learn the confusions
_WINDOW: Final = 300  #: code points looked back for an opening bracket

Partners = dict[int, tuple[Partner, ...]]


def restore(
    text: str, model: LanguageModel, near_duplicates: Sequence[str] = (), corrections: Sequence[Correction] = ()
) -> tuple[Restored, ...]:
    """Every non-space token of `text` once, in order, as it should read.

    `near_duplicates` are clean texts that repeat much of it (siblings, the parent document); the model should have been built from them
    too. `corrections` are a person's readings and always win. Raises ValueError for a correction that does not fit the text.

    >>> from phahe.restoration import build_model
    >>> clean = "Phê duyệt Kế hoạch triển khai thực hiện Chiến lược phát triển giáo dục đến năm 2030"
    >>> words = restore("Phé duyét Ké hoach trién khai thuc hign Chién lugc phat trién gido duc den nam 2030", build_model([clean]), [clean])
    >>> " ".join(word.restored for word in words)
    'Phê duyệt Kế hoạch triển khai thực hiện Chiến lược phát triển giáo dục đến năm 2030'
    """
    printed = tokens(text)
    if not printed:
        return correct(text, (), corrections)
    lexicon = build_lexicon(model)
    here, siblings = laid_out(printed), [laid_out(tokens(nfc(other))) for other in near_duplicates]
    start = Confusion(_wear(text))
    partners = _partners(here, siblings, start)
    proved = list(_proved_pairs(printed, partners))
    confusion = learned(start, proved)
    if proved:
        partners = _partners(here, siblings, confusion)
    steps = _decoded(printed, lexicon, confusion, partners)
    if len(proved) < _ENOUGH * len(printed):  # little to learn from: learn from the first reading where it is sure
        confusion = learned(start, [*proved, *_sure_pairs(steps)])
        steps = _decoded(printed, lexicon, confusion, partners)
    return correct(text, _words(text, printed, steps, partners, model), corrections)


def _decoded(printed: Sequence[Token], lexicon: Lexicon, confusion: Confusion, partners: Partners) -> list[Step]:
    return decode(Lattice(printed, Readings(lexicon, confusion), partners), lexicon.model)


def _wear(text: str) -> float:
    """How much of the marks is lost, 0.02 to 0.9."""
    words = [word for word in re.findall(r"[^\W\d_]{2,}", text) if not word.isupper()]
    if not words:
        return 0.5
    marked = sum(has_diacritics(word) for word in words) / len(words)
    return min(max(1.0 - marked / _MARKED, damage(text), 0.02), 0.9)


def _partners(printed: Line, siblings: Sequence[Line], confusion: Confusion) -> Partners:
    found: dict[int, list[Partner]] = {}
    for sibling in siblings:
        for index, partner in align(printed, sibling, confusion).items():
            found.setdefault(index, []).append(partner)
    return {index: tuple(sorted(group, key=lambda one: -one.support)) for index, group in found.items()}


def _proved_pairs(printed: Sequence[Token], partners: Partners) -> Iterable[tuple[str, str]]:
    for index, group in sorted(partners.items()):
        core, other = printed[index].core, group[0].token.core
        if group[0].support >= _PROVED and core and not is_figure(core) and not is_figure(other) and len(parts(other)) == 1:
            yield core.lower(), key(other)


def _sure_pairs(steps: Sequence[Step]) -> Iterable[tuple[str, str]]:
    """What the first reading is sure of where no near-duplicate helps."""
    for step in steps:
        edge = step.edge
        if step.confidence > _SURE and edge.form is None and not edge.aligned and len(edge.words) == len(edge.cores) == 1:
            yield edge.cores[0].lower(), edge.words[0]


def _words(text: str, printed: Sequence[Token], steps: Sequence[Step], partners: Partners, model: LanguageModel) -> list[Restored]:
    words, last, worn = [], STOP, _wear(text) >= WORN
    for step in steps:
        token = printed[step.index]
        before = printed[step.index - 1] if step.index else None
        end = printed[step.index + step.edge.size - 1].end
        group = partners.get(step.index, ())
        starts = starts_sentence(token, before, last)
        loud = is_loud(printed[max(step.index - 2, 0) : step.index + 3])
        shown = _shown(step, last, starts, loud, worn, model, group)
        lead = clean_lead(step.edge.lead, group[0].token.lead if group else None, _to_break(text, token))
        trail = clean_trail(step.edge.trail, _since_break(text, token)) if len(token.core) > 1 else step.edge.trail
        words.append(_restored(text[token.start : end], token.start, end, lead + shown + trail, step))
        last = step.edge.run[-1] if step.edge.run else last
    return words


def _to_break(text: str, token: Token) -> str:
    return text[token.start : token.end + _WINDOW].split("\n\n", 1)[0]


def _since_break(text: str, token: Token) -> str:
    before = text[max(token.start - _WINDOW, 0) : token.start + len(token.lead)]
    return before.rsplit("\n\n", 1)[-1]


def _shown(step: Step, last: str, starts: bool, loud: bool, worn: bool, model: LanguageModel, group: Sequence[Partner]) -> str:
    edge = step.edge
    if edge.form is not None:
        return edge.form
    shown = ""
    for place, (core, word) in enumerate(zip(edge.cores, edge.words, strict=True)):
        partner = next((one.token.core for one in group if key(one.token.core) == word), "")
        first = place == 0
        where = Place(last if first else edge.words[place - 1], starts and first, loud, worn, partner)
        shown += written(core, word, where, model)
        shown += edge.between[place] if place < len(edge.between) else ""
    return shown


def _restored(printed: str, start: int, end: int, shown: str, step: Step) -> Restored:
    confidence = step.confidence if step.edge.sure is None else step.edge.sure
    unaligned = "kept" if shown == printed else "lexicon"
    method = "aligned" if step.edge.aligned else unaligned
    rival = " ".join(word for word in step.rival.words if word not in (STOP, NUMBER)) if step.rival else ""
    return Restored(start, end, printed, shown, round(confidence, 4), method, rival)


def correct(text: str, words: Sequence[Restored], corrections: Sequence[Correction]) -> tuple[Restored, ...]:
    """`words` of `text` with a person's readings put in. Raises ValueError for a correction that does not fit the text or cuts a word.

    >>> correct("Ty 18", [Restored(0, 2, "Ty", "Tỷ", 0.9, "lexicon"), Restored(3, 5, "18", "18", 0.1, "kept")], [Correction(3, 5, "18", "lệ")])[1]
    Restored(start=3, end=5, printed='18', restored='lệ', confidence=1.0, method='reviewed', alternative='')
    """
    found = list(words)
    for fix in sorted(corrections, key=lambda one: one.start):
        if text[fix.start : fix.end] != fix.printed:
            raise ValueError(f"correction at {fix.start}-{fix.end} expects {fix.printed!r}, the text has {text[fix.start : fix.end]!r}")
        touched = [word for word in found if word.start < fix.end and fix.start < word.end]
        if not touched or touched[0].start != fix.start or touched[-1].end != fix.end:
            raise ValueError(f"correction at {fix.start}-{fix.end} does not cover whole words of the text")
        at = found.index(touched[0])
        found[at : at + len(touched)] = [Restored(fix.start, fix.end, fix.printed, fix.restored, 1.0, "reviewed")]
    return tuple(found)


def to_text(stored: str, words: Sequence[Restored]) -> Text:
    """`stored` with its words restored, whitespace and line ends as printed; each piece maps to its stored slice.

    >>> to_text("gido  duc", (Restored(0, 4, "gido", "giáo", 1.0, "lexicon"), Restored(6, 9, "duc", "dục", 1.0, "lexicon"))).text
    'giáo  dục'
    """
    pieces, at = [], 0
    for word in words:
        if at < word.start:
            pieces.append(Piece(stored[at : word.start], Span(at, word.start)))
        if word.restored:
            pieces.append(Piece(word.restored, Span(word.start, word.end)))
        at = word.end
    if at < len(stored):
        pieces.append(Piece(stored[at:], Span(at, len(stored))))
    return Text(stored, tuple(pieces), restored=any(word.printed != word.restored for word in words))


def doubtful(words: Sequence[Restored], threshold: float = 0.7) -> list[Restored]:
    """The words a person should look at: confidence under `threshold` (0 to 1), least sure first.

    >>> [word.printed for word in doubtful([Restored(0, 2, "1a", "là", 0.4, "lexicon"), Restored(3, 6, "duc", "dục", 0.99, "aligned")])]
    ['1a']
    """
    return sorted((word for word in words if word.confidence < threshold), key=lambda word: (word.confidence, word.start))
