"""Letters of the fonts of the nineties: TCVN3 (ABC: .VnTime) and VNI (VNI-Times) to Unicode, each with its place in the stored text.

Such a file prints well only in its own font; its stored letters are Latin ones ("Céng hßa x· héi", "Coäng hoøa xaõ hoäi"). The stored
text keeps them, the clean text has what they print. Detection is by sense: the encoding is the one whose reading has common Vietnamese
words. Reading goes line by line, because documents pasted together from old and new ones mix encodings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from phahe.reading import prose
from phahe.text import Piece, Span, Text, whole
from phahe.vietnamese import nfc

#: So many common words make an encoding certain.
ENOUGH: Final = 5
_SAMPLE: Final = 2**16

_TCVN3: Final = str.maketrans(
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
)
#: VNI sets the marks of a, e, o, ơ, u, ư, y as a letter after the base; the other marked letters are single.
_VNI_MARK: Final = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323", "â": "\u0302",
    "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_ALONE: Final = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ"}
_VNI: Final = re.compile(r"(?P<base>[aeouyôöAEOUYÔÖ])(?P<mark>[ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])|(?P<alone>[íìæóòôöñîÍÌÆÓÒÔÖÑÎ])")

#: Latin letters and signs that legacy text is full of and Unicode Vietnamese has no use for.
_FOREIGN: Final = re.compile("[¡-¸º-¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ]")
_STRANGE: Final = re.compile("[ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ]")
_UNICODE_ONLY: Final = re.compile("[ăĂđĐơƠưƯ\u0300-\u036fẠ-ỹ]")
_LINE: Final = re.compile(r"[^\n\r\f]*[\n\r\f]*")
_WORD: Final = re.compile(r"[^\W_]+")


def decoded(stored: str) -> Text:
    """`stored` as a Text whose clean side is Unicode; unchanged where it already is.

    >>> decoded("C¨n cø NghÞ quyÕt cña Héi ®ång nh©n d©n tØnh").text
    'Căn cứ Nghị quyết của Hội đồng nhân dân tỉnh'
    >>> text = decoded("Caên cöù Nghò quyeát cuûa Hoäi ñoàng nhaân daân tænh")
    >>> text.text[7:17], text.printed(7, 17)
    ('Nghị quyết', 'Nghò quyeát')

    Raises ValueError for a text that looks like neither Vietnamese nor a legacy encoding we know.
    """
    if _foreign(stored) < _FEW:
        return whole(stored)
    found = encoding(stored)
    if found is None:
        if _is_unknown(stored):
            raise ValueError("chữ theo bảng mã cũ không nhận ra được (letters in an unknown legacy encoding; save it as Unicode)")
        return whole(stored)
    return Text(stored, tuple(_pieces(stored, found)))


#: Below this share of foreign letters and signs a text is certainly Unicode.
_FEW: Final = 0.004


def encoding(text: str) -> str | None:
    """The encoding, "tcvn3" or "vni", in which lines of `text` read as Vietnamese that do not as they stand; None otherwise.

    >>> encoding("Uû ban nh©n d©n tØnh c¨n cø c¸c quyÕt ®Þnh"), encoding("Ủy ban nhân dân tỉnh")
    ('tcvn3', None)
    """
    lines = (line for line in text.splitlines() if _FOREIGN.search(line) and not _UNICODE_ONLY.search(line))
    sample = "\n".join(lines)[:_SAMPLE]
    found, best = max((prose.marked(_convert(sample, name)), name) for name in ("tcvn3", "vni"))
    return best if found >= ENOUGH and found > 2 * prose.marked(sample) else None


def hits(text: str) -> int:
    """The common words that `text` shows in its better legacy reading."""
    return max(prose.marked(_convert(text, name)) for name in ("tcvn3", "vni"))


def _foreign(text: str) -> float:
    return len(_FOREIGN.findall(text)) / max(len(text), 1)


def _is_unknown(text: str) -> bool:
    """Many foreign letters, and fewer of those that no Vietnamese text in Unicode does without."""
    strange = len(_STRANGE.findall(text))
    return strange >= 20 and strange > 0.05 * len(text) and strange > len(_UNICODE_ONLY.findall(text))


def _pieces(stored: str, name: str) -> Iterable[Piece]:
    """A line with letters that only Unicode has is left, one with foreign letters is read; one with neither goes with the line before it."""
    legacy = True
    for match in _LINE.finditer(stored):
        line, span = match.group(), Span(*match.span())
        if not line:
            continue
        if _UNICODE_ONLY.search(line):
            legacy = False
        elif _FOREIGN.search(line):
            legacy = True
        if not legacy or line.isascii():
            yield Piece(line, span)
        elif name == "tcvn3":
            yield Piece(_from_tcvn3(line), span)
        else:
            yield from _vni_pieces(line, span.start)


def _convert(text: str, name: str) -> str:
    return _from_tcvn3(text) if name == "tcvn3" else "".join(piece.text for piece in _vni_pieces(text, 0))


def _from_tcvn3(text: str) -> str:
    """One letter in, one out. TCVN3 sets capitals in a font of their own, so that "QUYÕT" is stored with a small ế: the words tell."""
    return "\n".join(_cased(old, old.translate(_TCVN3)) for old in text.split("\n"))


def _cased(old: str, new: str) -> str:
    if old == new:
        return new
    plain = [letter for letter in old if letter.isascii() and letter.isalpha()]
    shouted = len(plain) > 3 and all(letter.isupper() for letter in plain)

    def recase(match: re.Match[str]) -> str:
        word = match.group()
        base = [letter for letter in old[match.start() : match.end()] if letter.isascii() and letter.isalpha()]
        upper = shouted or (len(base) > 1 and all(letter.isupper() for letter in base))
        return word.upper() if upper else word

    return _WORD.sub(recase, new)


def _vni_pieces(text: str, offset: int) -> Iterable[Piece]:
    at = 0
    for match in _VNI.finditer(text):
        if match.start() > at:
            yield Piece(text[at : match.start()], Span(offset + at, offset + match.start()))
        yield Piece(_vni_letter(match), Span(offset + match.start(), offset + match.end()))
        at = match.end()
    if at < len(text):
        yield Piece(text[at:], Span(offset + at, offset + len(text)))


def _vni_letter(match: re.Match[str]) -> str:
    letter = match["alone"] or match["base"]
    alone = _VNI_ALONE.get(letter.lower(), letter.lower())
    read = nfc(alone + _VNI_MARK[match["mark"].lower()]) if match["mark"] else alone
    return read.upper() if unicodedata.category(letter) == "Lu" else read
