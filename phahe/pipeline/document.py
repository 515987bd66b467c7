"""One document from its reading to its statements. Writes no file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from phahe.analysis import Analysis, analyse
from phahe.graph import document_graph
from phahe.reading import Reading
from phahe.registers import load_glossaries, load_measures, load_registers
from phahe.restoration import LanguageModel, build_model, is_ocr_broken, restore, to_text
from phahe.statements import Statements
from phahe.text import Text, compose


def graph_of(reading: Reading, name: str, clean: Sequence[str] = ()) -> tuple[Analysis, Statements]:
    """The analysis and the statements of one reading; `clean` are texts of the genre, used to restore a broken OCR."""
    analysis = analyse(restored(reading.text, clean), load_measures(), load_glossaries())
    _, statements = document_graph(analysis, reading, name, load_registers())
    return analysis, statements


def restored(text: Text, clean: Sequence[str]) -> Text:
    """`text` itself, or with its words restored where it is a broken OCR and clean texts are at hand to learn from."""
    if not clean or not is_ocr_broken(text.text):
        return text
    words = restore(text.text, model_of(tuple(clean)), near_duplicates=clean)
    return compose(to_text(text.text, words), text)


@lru_cache(maxsize=1)
def model_of(clean: tuple[str, ...]) -> LanguageModel:
    """The language model of clean texts and of the names of all bodies, built once for all the broken texts of a run."""
    return build_model([*clean, "\n".join(load_registers().labels.values())])
