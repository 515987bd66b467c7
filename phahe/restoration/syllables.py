"""Which letter strings are Vietnamese syllables, and whether a text looks like broken OCR.

The syllable rule is that of the standard orthography: onset, rime, tone; a rime that ends in a stop takes only sắc or nặng. It is no word
list: "ngoét" passes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from phahe.vietnamese import fold

_ONSETS: Final = frozenset(re.findall(r"\S+", "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")) | {""}  # fmt: skip
_RIMES: Final = frozenset(re.findall(r"\S+", """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm
    ên ênh êp êt êu êng i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap
    oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua
    uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uyn uynh
    uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu yt
"""))  # fmt: skip
_AFTER_QU: Final = frozenset(re.findall(r"\S+", """
    a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăt ân âng ât âu ây e en eo et ê êch ên ênh êt êu i it ich inh o ơ ôc y
    ynh ych yên yêt yt in
"""))  # fmt: skip
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED: Final = re.compile(r"(?:c|ch|p|t)$")
_LETTERS: Final = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=20000)
def is_syllable(word: str) -> bool:
    """Whether `word` (any case, NFC) can be a Vietnamese syllable.

    >>> [is_syllable(word) for word in ("Nghị", "quyết", "khoá", "tiép", "hgi", "gido")]
    [True, True, True, False, False, False]
    """
    letters = unicodedata.normalize("NFD", word.lower())
    marks = [letter for letter in letters if letter in _TONES]
    toneless = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES))
    rime = _rime(toneless)
    if rime is None or len(marks) > 1:
        return False
    return not _STOPPED.search(rime) or bool(marks and marks[0] in "\u0301\u0323")


def _rime(toneless: str) -> str | None:
    if toneless.startswith("qu") and toneless[2:] in _AFTER_QU:
        return toneless[2:]
    for size in (3, 2, 1, 0):
        if toneless[:size] in _ONSETS and len(toneless) >= size and toneless[size:] in _RIMES:
            return toneless[size:]
    # "gì", "giếng": the i of gi is also the first vowel
    return toneless[1:] if toneless.startswith("gi") and toneless[1:] in _RIMES else None


@lru_cache(maxsize=20000)
def has_diacritics(word: str) -> bool:
    """Whether any letter of `word` carries a Vietnamese mark (đ counts).

    >>> has_diacritics("đất"), has_diacritics("kinh")
    (True, False)
    """
    return fold(word) != word.casefold()


def damage(text: str) -> float:
    """Share of the words of `text`, 0 to 1, that no Vietnamese printer would set: neither a syllable nor in capitals.

    >>> damage("Phê duyệt Kế hoạch"), damage("Phé duyét Ké hoach")
    (0.0, 0.5)
    """
    return _share(_words(text), lambda word: not is_syllable(word))


def _words(text: str) -> Counter[str]:
    """How often each word stands in `text`, words in capitals left out: a text has far fewer words than places."""
    return Counter({word: count for word, count in Counter(_LETTERS.findall(text)).items() if not word.isupper()})


def _share(words: Counter[str], holds: Callable[[str], bool]) -> float:
    return sum(count for word, count in words.items() if holds(word)) / words.total() if words else 0.0


def is_ocr_broken(text: str) -> bool:
    """Whether `text` looks like Vietnamese whose diacritics an OCR lost.

    Vietnamese prose has marks on three syllables of four, and hardly a word that is no syllable; plain English has neither, and is not
    taken for broken Vietnamese because too few of its words are syllables even without marks.

    >>> is_ocr_broken("Cin cir Nghi quyet so 29 cua Ban Chap hanh Trung wong Dang khéa X1 vé doi moi can ban, toan di¢n giao duc")
    True
    >>> is_ocr_broken("Căn cứ Nghị quyết của Ban Chấp hành Trung ương Đảng khóa XI về đổi mới căn bản, toàn diện giáo dục")
    False
    """
    words = _words(text)
    long = Counter({word: count for word, count in words.items() if len(word) > 1})
    if long.total() < 12 or _share(long, _vietnamese_shape) < 0.5:
        return False
    return _share(words, lambda word: not is_syllable(word)) > 0.12 or _share(long, has_diacritics) < 0.45


@lru_cache(maxsize=20000)
def _vietnamese_shape(word: str) -> bool:
    return fold(word) in _FOLDED or is_syllable(word)


_FOLDED: Final = frozenset(fold(onset + rime) for onset in _ONSETS for rime in _RIMES) | frozenset("qu" + fold(r) for r in _AFTER_QU)
