"""What a name of a body is made of: abbreviations, the place behind it, the office before it, the slug of its IRI, its kind.

Works on names alone; the bodies themselves are in the register (`agencies`).
"""

from __future__ import annotations

import re
from typing import Final

from phahe.vietnamese import collapse, comparison_key, slug

#: Abbreviations that documents print for words of names (NĐ 30/2020 leaves the list to each body). Read as whole words.
ABBREVIATIONS: Final = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "MTTQ": "Mặt trận Tổ quốc",
    "VHXH": "Văn hóa - Xã hội",
    "VH-XH": "Văn hóa - Xã hội",
    "GD&ĐT": "Giáo dục và Đào tạo",
    "GDĐT": "Giáo dục và Đào tạo",
    "KH&CN": "Khoa học và Công nghệ",
    "KHCN": "Khoa học và Công nghệ",
    "VHTTDL": "Văn hóa, Thể thao và Du lịch",
    "NN&MT": "Nông nghiệp và Môi trường",
    "CT-XH": "chính trị - xã hội",
    "THPT": "Trung học phổ thông",
    "THCS": "Trung học cơ sở",
    "BCH": "Ban Chấp hành",
    "BTV": "Ban Thường vụ",
    "TT": "Thường trực",
    "TW": "Trung ương",
    "BHXH": "Bảo hiểm xã hội",
}
_ABBREVIATED: Final = re.compile(
    r"(?<!\w)(?:UBND|HĐND|UBMTTQ|MTTQ|VH-?XH|GD&?ĐT|KH&?CN|VHTTDL|NN&MT|CT-XH|THPT|THCS|BCH|BTV|TT|TW|BHXH)(?!\w)"
)
_SHORT_IN_SLUG: Final = (("ủy ban nhân dân", "ubnd"), ("hội đồng nhân dân", "hdnd"), ("mặt trận tổ quốc", "mttq"), ("ban chấp hành", "bch"))
_CAPITAL_PLACE: Final = re.compile(
    r"(?:(?<=\s)(?:tỉnh|thành phố|xã|phường|thị trấn|huyện|quận|thị xã|đặc khu)|(?:tỉnh|thành|huyện) (?:ủy|uỷ))\s+(?!hội\b|ủy\b|uỷ\b)(\S.*)$"
)
_GLOSS: Final = re.compile(r"\s*\((?:[A-ZĐ&-]{2,})\)")
_TERM: Final = re.compile(r",?\s+kho[áa]\s+[IVXL]+\b.*$|,?\s+kh[óo]a\s+[IVXL]+\b.*$", re.I)
_OFFICE: Final = re.compile(
    r"(?:Các\s+)?(?:Thủ trưởng|Phó Giám đốc|Giám đốc|Phó Chủ tịch|Chủ tịch|Bí thư|Phó Bí thư|Hiệu trưởng|Chánh(?=\s+(?:Văn phòng|Thanh tra))|Người đứng đầu|Tổng Giám đốc|Bộ trưởng|Thứ trưởng|Cục trưởng|Trưởng)(?:\s+\([^)]{1,40}\))?\s+(?=\S)",
    re.I,
)
_UNIT: Final = r"tỉnh|thành phố|xã|phường|thị trấn|huyện|quận|thị xã|đặc khu"
_PLACED: Final = re.compile(
    rf"(?P<core>.*\S)\s+(?P<unit>{_UNIT})(?:\s+(?P<proper>[A-ZĐÀ-Ỹ][^\s,;()]*(?:\s+[A-ZĐÀ-Ỹ][^\s,;()]*){{0,4}}))?\)?"
)
_IN_BRACKETS: Final = re.compile(rf"(?P<core>.*\S)\s+\((?P<unit>{_UNIT})\s+(?P<proper>[^)]+)\)")
_LISTED: Final = re.compile(r"(?:,|\bcác|\bcấp|\bvà|\btừng|\bmỗi)$", re.I)
_COMMITTEE: Final = re.compile(r"(?P<core>.*(?:[Tt]ỉnh|[Tt]hành|[Hh]uyện) (?:ủy|uỷ))\s+(?P<proper>[A-ZĐÀ-Ỹ]\S*(?:\s+[A-ZĐÀ-Ỹ]\S*)*)")
_GROUP: Final = re.compile(
    r"(?:các|những|toàn thể|một số|mọi|từng)\s|(?:sở|ban|ngành|phòng|cơ quan|đơn vị|địa phương|tổ chức|cơ sở|doanh nghiệp|nhà trường|trường học"
    r"|chính quyền|cấp ủy|đoàn thể|xã|phường|thôn|đại biểu)\b",
)
_LIST_OF_UNITS: Final = re.compile(rf"\s(?:các\s+)?(?:{_UNIT}),\s+(?:{_UNIT})\b|\scác\s+(?:{_UNIT})\b|\s(?:{_UNIT})\s+và\s+(?:{_UNIT})\b")

UNITS_OF_LEVEL: Final = {
    "central": frozenset({"nuoc"}),
    "province": frozenset({"tinh", "thanh-pho"}),
    "district": frozenset({"huyen"}),
    "commune": frozenset({"xa", "phuong", "dac-khu", "thi-tran"}),
}
_LEVELS: Final = {
    "tỉnh": "province",
    "thành phố": "province",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}
#: Beginning of a name to code of agency-kind, the most specific first.
_KINDS: Final = (
    ("ban chấp hành trung ương", "party-central-committee"),
    ("bộ chính trị", "politburo"),
    ("ban bí thư", "secretariat"),
    ("ủy ban thường vụ quốc hội", "national-assembly-standing-committee"),
    ("quốc hội", "national-assembly"),
    ("chủ tịch nước", "president"),
    ("thủ tướng", "prime-minister"),
    ("chính phủ", "government"),
    ("bộ chỉ huy", "armed-forces"),
    ("ban chỉ huy quân sự", "armed-forces"),
    ("công an", "armed-forces"),
    ("bộ đội", "armed-forces"),
    ("bộ", "ministry"),
    ("ban thường vụ", "party-standing-committee"),
    ("thường trực hội đồng nhân dân", "peoples-council-body"),
    ("thường trực", "party-standing-committee"),
    ("tỉnh ủy", "party-committee"),
    ("thành ủy", "party-committee"),
    ("huyện ủy", "party-committee"),
    ("đảng ủy", "party-committee"),
    ("ban chấp hành", "party-committee"),
    ("ban tuyên giáo", "party-agency"),
    ("ban tổ chức", "party-agency"),
    ("ủy ban kiểm tra", "party-agency"),
    ("hội đồng nhân dân", "peoples-council"),
    ("chủ tịch ủy ban nhân dân", "peoples-committee-chair"),
    ("ủy ban nhân dân", "peoples-committee"),
    ("ủy ban mặt trận", "fatherland-front"),
    ("mặt trận tổ quốc", "fatherland-front"),
    ("sở", "department"),
    ("văn phòng", "office"),
    ("phòng", "division"),
    ("đoàn thanh niên", "socio-political-organization"),
    ("hội liên hiệp phụ nữ", "socio-political-organization"),
    ("hội nông dân", "socio-political-organization"),
    ("hội cựu chiến binh", "socio-political-organization"),
    ("liên đoàn lao động", "socio-political-organization"),
    ("hội", "association"),
    ("trường", "school"),
    ("đại học", "school"),
    ("học viện", "school"),
    ("trung tâm", "public-service-unit"),
    ("công ty", "enterprise"),
)


def _small(text: str) -> str:
    """A name in capitals as running text prints it: "HỘI ĐỒNG NHÂN DÂN XÃ BẰNG MẠC" -> "Hội đồng nhân dân xã Bằng Mạc"."""
    if not text.isupper() or " " not in text:
        return text
    lowered = " ".join(word if word in ABBREVIATIONS else word.lower() for word in text.split())
    place = _CAPITAL_PLACE.search(lowered)
    if place:
        lowered = lowered[: place.start(1)] + place[1].title()
    return lowered[:1].upper() + lowered[1:]


def expand(name: str) -> str:
    """`name` on one line with abbreviations spelt out; "(UBND)" behind the full words and the term of a Party body left out.

    >>> expand("Thường trực HĐND tỉnh"), expand("Ban Chấp hành Trung ương Đảng khoá XI")
    ('Thường trực Hội đồng nhân dân tỉnh', 'Ban Chấp hành Trung ương Đảng')
    >>> expand("UBND TỈNH LẠNG SƠN")
    'Ủy ban nhân dân tỉnh Lạng Sơn'
    """
    text = _TERM.sub("", _GLOSS.sub("", _small(collapse(name))))
    return _ABBREVIATED.sub(lambda match: ABBREVIATIONS[match.group()], text)


def key(name: str) -> str:
    """Key for comparing names: spelt out, folded, without "các" in front and with "có liên quan" as "liên quan".

    >>> key("Các cơ quan có liên quan") == key("cơ quan liên quan")
    True
    """
    folded = comparison_key(expand(name)).replace(" có liên quan", " liên quan")
    return re.sub(r"^(?:các|những) ", "", re.sub(r"(?<=nhân dân) các(?= (?:xã|phường|huyện|cấp))", "", folded))


def split_place(name: str, places: tuple[str, ...] = ()) -> tuple[str, str, str]:
    """Key of the name without its place, the unit word printed ("tỉnh") and the unit's own name ("Lạng Sơn"); "" where not printed.

    `places` are labels of units, needed where a name prints the place without a unit word ("Tỉnh ủy Lạng Sơn").

    >>> split_place("UBND tỉnh Lạng Sơn"), split_place("HĐND xã"), split_place("UBND các xã, phường")
    (('ủy ban nhân dân', 'tỉnh', 'Lạng Sơn'), ('hội đồng nhân dân', 'xã', ''), ('ủy ban nhân dân xã phường', '', ''))
    """
    text = expand(name)
    placed = _IN_BRACKETS.fullmatch(text) or _PLACED.fullmatch(text)
    if placed and not _LISTED.search(placed["core"]):
        return key(placed["core"]), placed["unit"], placed["proper"] or ""
    committee = _COMMITTEE.fullmatch(text)
    if committee:
        wanted = comparison_key(committee["proper"])
        labels = [label for label in places if comparison_key(label).endswith(f" {wanted}") and label.split()[0] in {"tỉnh", "thành"}]
        unit = labels[0][: -len(committee["proper"])].strip() if labels else "tỉnh"
        return key(committee["core"]), unit, committee["proper"]
    return key(text), "", ""


def without_office(name: str) -> str:
    """The body behind an office: "Chủ tịch UBND các xã, phường" -> "UBND các xã, phường".

    >>> without_office("Thủ trưởng các sở, ban, ngành"), without_office("Chánh Văn phòng UBND tỉnh"), without_office("Chủ tịch nước")
    ('các sở, ban, ngành', 'Văn phòng UBND tỉnh', 'Chủ tịch nước')
    """
    match = _OFFICE.match(name)
    return name[match.end() :] if match and not name.casefold().startswith("chủ tịch nước") else name


def is_group(name: str) -> bool:
    """Whether a name means several bodies: "các cơ sở giáo dục", "UBND xã, phường".

    >>> is_group("đơn vị liên quan"), is_group("UBND xã, phường"), is_group("Sở Văn hóa, Thể thao và Du lịch")
    (True, True, False)
    """
    text = expand(without_office(name))
    lowered = text[:1].lower() + text[1:]
    head = _GROUP.match(lowered)
    named = re.match(r"(?:sở|ban|phòng)\s+[A-ZĐÀ-Ỹ]", lowered)
    return bool((head and not named) or _LIST_OF_UNITS.search(text))


def full_name(name: str, around: tuple[str, ...]) -> tuple[str, str]:
    """`name` spelt out with its place, and the place's label; `around` are the units of the document, from the inside out.

    >>> full_name("HĐND tỉnh", ("xã Lộc Bình", "tỉnh Lạng Sơn")), full_name("Bộ Y tế", ("tỉnh Lạng Sơn",))
    (('Hội đồng nhân dân tỉnh Lạng Sơn', 'tỉnh Lạng Sơn'), ('Bộ Y tế', ''))
    """
    text = expand(name)
    if bracketed := _IN_BRACKETS.fullmatch(text):
        return text, f"{bracketed['unit']} {bracketed['proper']}"
    placed = _PLACED.fullmatch(text)
    if placed and not _LISTED.search(placed["core"]):
        if placed["proper"]:
            return text, f"{placed['unit']} {placed['proper']}"
        unit = next((label for label in around if label.startswith(f"{placed['unit']} ")), "")
        return (f"{placed['core']} {unit}", unit) if unit else (" ".join((text, *around[:1])), around[0] if around else placed["unit"])
    if _COMMITTEE.fullmatch(text) or kind(text) in _CENTRAL or "trung ương" in text.casefold() or "tối cao" in text.casefold():
        return text, ""
    own = _own_level(text)
    unit = next((label for label in around if own is None or level_of_unit(label) == own), around[0] if around else "")
    bare = re.sub(rf"^(?:{_UNIT}) ", "", unit)
    if not unit or unit == "Việt Nam" or text.endswith(f" {bare}"):
        return text, unit
    return f"{text} {bare if re.search('(?:tỉnh|thành|huyện) (?:ủy|uỷ)$', text, re.I) else unit}", unit


_CENTRAL: Final = frozenset(
    {
        "party-central-committee",
        "politburo",
        "secretariat",
        "national-assembly",
        "national-assembly-standing-committee",
        "president",
        "prime-minister",
        "government",
        "ministry",
    }
)


def _own_level(text: str) -> str | None:
    """The level a kind of body exists at only: departments are the province's."""
    folded = comparison_key(text)
    return "province" if re.match(r"(?:các )?sở\b|(?:\w+ ){0,8}(?:tỉnh|thành) ủy\b", folded) else None


def level_of_unit(label: str) -> str | None:
    """Code of the level of a unit: "tỉnh Lạng Sơn" -> province."""
    return next((level for unit, level in _LEVELS.items() if label.casefold().startswith(unit)), None)


def slug_of(name: str) -> str:
    """Slug of a full name in an IRI; the commonest words abbreviated as documents do.

    >>> slug_of("Hội đồng nhân dân tỉnh Lạng Sơn")
    'hdnd-tinh-lang-son'
    """
    text = expand(name).casefold()
    for words, short in _SHORT_IN_SLUG:
        text = text.replace(words, short)
    return slug(text) or "khong-ro"


def kind(name: str) -> str:
    """Code of agency-kind for a name, "other" where its head tells nothing.

    >>> kind("Sở Y tế"), kind("Câu lạc bộ")
    ('department', 'other')
    """
    folded = comparison_key(expand(name))
    if re.match(r"(?:ban|tổ|văn phòng) .*(?:hội đồng nhân dân|tỉnh ủy|thành ủy|đảng ủy)", folded) and not folded.startswith(
        "ban thường vụ"
    ):
        council = "hội đồng nhân dân" in folded
        return ("office" if folded.startswith("văn phòng") else "peoples-council-body") if council else "party-agency"
    return next((code for head, code in _KINDS if folded == head or folded.startswith(f"{head} ")), "other")
