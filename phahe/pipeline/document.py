"""One document from its reading to its statements. Writes no file."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from phahe.analysis import Analysis, analyse
from phahe.graph import document_graph
from phahe.reading import Reading
from phahe.registers import load_glossaries, load_measures, load_registers
from phahe.restoration import Correction, LanguageModel, Restored, build_model, correct, is_ocr_broken, restore, to_text
from phahe.reviews import Stale
from phahe.text import Text, compose
from phahe.turtle.statements import Statements


@dataclass(frozen=True, slots=True)
class Restoration:
    """A text with its words restored: each word (places in the text before), and the corrections by a person that did not fit."""

    text: Text
    words: tuple[Restored, ...] = ()
    stale: tuple[Stale, ...] = ()


def prepare(clean: Sequence[str] | None = None) -> None:
    """Load what every document needs, and take it out of the garbage collector's rounds, which cost a sixth of the time otherwise."""
    load_registers()
    load_measures()
    load_glossaries()
    if clean:
        model_of(tuple(clean))
    gc.collect()
    gc.freeze()


def graph_of(reading: Reading, name: str, clean: Sequence[str] = ()) -> tuple[Analysis, Statements]:
    """The analysis and the statements of one reading; `clean` are texts of the genre, used to restore a broken OCR."""
    analysis = analysed(restored(reading.text, clean))
    _, statements = document_graph(analysis, reading, name, load_registers())
    return analysis, statements


def analysed(text: Text) -> Analysis:
    """A text read with the shipped vocabularies."""
    return analyse(text, load_measures(), load_glossaries())


def restored(text: Text, clean: Sequence[str]) -> Text:
    """`text` itself, or with its words restored where it is a broken OCR and clean texts are at hand to learn from."""
    return restoration(text, clean).text


def restoration(text: Text, clean: Sequence[str], corrections: Sequence[Correction] = ()) -> Restoration:
    """The same with a person's corrections put in; one whose words are not there any more is left out and handed back."""
    if not clean or not is_ocr_broken(text.text):
        return Restoration(text, (), tuple(_stale(one, "văn bản không được phục hồi (the text is not restored)") for one in corrections))
    words = restore(text.text, model_of(tuple(clean)), near_duplicates=clean)
    stale: list[Stale] = []
    places = _places(text, words) if corrections else {}
    for one in corrections:
        place = places.get(one.start), places.get(one.end)
        if text.stored[one.start : one.end] != one.printed:
            stale.append(_stale(one, f"chữ đã khác (the words are others now): {text.stored[one.start : one.end]!r}"))
        elif place[0] is None or place[1] is None:
            stale.append(_stale(one, "không trùm trọn các chữ (does not cover whole words)"))
        else:
            start, end = place[0], place[1]
            moved = Correction(start, end, text.text[start:end], one.restored, one.by, one.date, one.why)
            words = correct(text.text, words, [moved])
    return Restoration(compose(to_text(text.text, words), text), tuple(words), tuple(stale))


def _places(text: Text, words: Sequence[Restored]) -> dict[int, int]:
    """Where the words begin and end, by the stored code point."""
    found = {}
    for word in words:
        if quotes := text.quotes(word.start, word.end):
            found[quotes[0].start], found[quotes[-1].end] = word.start, word.end
    return found


def _stale(one: Correction, reason: str) -> Stale:
    return Stale(f"restoration {one.start}-{one.end} {one.printed!r}", one.start, one.end, reason)


@lru_cache(maxsize=1)
def model_of(clean: tuple[str, ...]) -> LanguageModel:
    """The language model of clean texts and of the names of all bodies, built once for all the broken texts of a run."""
    return build_model([*clean, "\n".join(load_registers().labels.values())])
