"""Letters of the fonts of the nineties: TCVN3 (ABC: .VnTime) and VNI (VNI-Times) to Unicode, each with its place in the stored text.

Such a file prints well only in its own font; its stored letters are Latin ones ("Céng hßa x· héi", "Coäng hoøa xaõ hoäi"). The stored
text keeps them, the clean text has what they print. Detection is by sense: the encoding is the one whose reading has common Vietnamese
words. A line at a time, because documents pasted together from old and new ones mix encodings.
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
    found = encoding(stored[:_SAMPLE])
    if found is None:
        if _foreign(stored) > _MANY:
            raise ValueError("chữ theo bảng mã cũ không nhận ra được (letters in an unknown legacy encoding; save it as Unicode)")
        return whole(stored)
    return Text(stored, tuple(_pieces(stored, found)))


#: Shares of foreign letters: below the first a text is certainly Unicode, above the second certainly not.
_FEW: Final = 0.004
_MANY: Final = 0.06


def encoding(text: str) -> str | None:
    """ "tcvn3" or "vni" where `text` reads so as Vietnamese and not as it stands; None otherwise.

    >>> encoding("Uû ban nh©n d©n tØnh c¨n cø c¸c quyÕt ®Þnh"), encoding("Ủy ban nhân dân tỉnh")
    ('tcvn3', None)
    """
    hits, best = max((prose.marked(_convert(text, name)), name) for name in ("tcvn3", "vni"))
    return best if hits >= ENOUGH and hits > 2 * _marked_lines(text, best) else None


def _marked_lines(text: str, name: str) -> int:
    """Hits that the text has as it stands, in the lines that a conversion would change for the worse."""
    lines = (line for line in text.splitlines() if not _better(line, name))
    return sum(prose.marked(line) for line in lines if _FOREIGN.search(line))


def _better(line: str, name: str) -> bool:
    return prose.marked(_convert(line, name)) > prose.marked(line)


def hits(text: str) -> int:
    """The common words that `text` shows in its better legacy reading."""
    return max(prose.marked(_convert(text, name)) for name in ("tcvn3", "vni"))


def _foreign(text: str) -> float:
    return len(_FOREIGN.findall(text)) / max(len(text), 1)


def _pieces(stored: str, name: str) -> Iterable[Piece]:
    """A line without any evidence (a heading of two words) goes with the line before it, unless it has letters of Unicode only."""
    legacy = True
    for match in _LINE.finditer(stored):
        line, span = match.group(), Span(*match.span())
        if not line:
            continue
        converted = _convert(line, name)
        gain = prose.marked(converted) - prose.marked(line)
        if gain or converted != line:
            legacy = gain > 0 or (gain == 0 and (legacy or bool(_FOREIGN.search(line))) and not _UNICODE_ONLY.search(line))
        if not legacy or converted == line:
            yield Piece(line, span)
        elif name == "tcvn3":
            yield Piece(converted, span)
        else:
            yield from _vni_pieces(line, span.start)


_UNICODE_ONLY: Final = re.compile("[ăĂđĐơƠưƯ\u0300-\u036fẠ-ỹ]")


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
