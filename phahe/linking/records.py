"""Records of a file: the rows of a CSV table, or the datasets of a CKAN dump (an API answer, a list, or one JSON object a line)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from phahe.delimited import DelimitedError, Trouble, column, rows
from phahe.linking.model import Record
from phahe.namespaces import BASE
from phahe.observing import HEADINGS
from phahe.vietnamese import collapse, nfc, slug

LARGEST: Final = 256 * 2**20
_LONGEST: Final = 2**22
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "place": (*HEADINGS["place"], "name", "ten", "label", "ten dia phuong", "tinh", "province"),
    "agency": ("agency", "co quan", "ten co quan", "don vi", "to chuc", "organization", "name", "ten", "label"),
    "document": ("number", "so ky hieu", "so, ky hieu", "so hieu", "van ban", "ten van ban", "trich yeu", "title", "name", "ten", "label"),
}
_IRIS: Final = ("iri", "uri", "url", "id", "wikidata", "geonames", "dia chi", "duong dan")
#: Fields of a CKAN dataset that may name a thing of a kind; those of the second group only speak of it.
_CKAN: Final[Mapping[str, tuple[str, ...]]] = {
    "place": ("spatial", "spatial_text", "dia_ban"),
    "agency": ("publisher_name", "author", "maintainer"),
    "document": (),
}


def records_of_csv(
    path: Path, kind: str, told: Callable[[Trouble], object], columns: Mapping[str, str] | None = None, base: str = ""
) -> Iterator[Record]:
    """The rows of a table. `columns` says which heading is the name, code, within or iri where that should not be detected.

    A row without an address of its own is `base`#row=N (RFC 7111). Raises DelimitedError for a table without a name column, OSError.
    """
    found: dict[str, str] | None = None
    root = base or f"{BASE}linkset/{slug(path.stem)}/record"
    for row in rows(path, told):
        if found is None:
            found = _columns(path.name, list(row.cells), kind, columns or {})
        cells = {name: row.cells.get(heading, "") for name, heading in found.items()}
        iri = cells.get("iri", "")
        if not iri.startswith(("http://", "https://")) or any(letter in iri for letter in '<>"{}|^`\\ '):
            iri = f"{root}#row={row.line}"
        yield Record(iri, row.line, cells["name"], cells.get("within", ""), cells.get("code", ""))


def records_of_ckan(path: Path, kind: str, told: Callable[[Trouble], object], base: str = "") -> Iterator[Record]:
    """The datasets of a CKAN dump, one record for each field that may name a thing. `base` is the portal's address.

    Raises DelimitedError for a file that is no such dump, OSError.
    """
    root = (base or f"{BASE}linkset/{slug(path.stem)}").rstrip("/")
    for number, package in _packages(path, told):
        name = str(package.get("name") or package.get("id") or number)
        iri = f"{root}/dataset/{quote(name, safe='')}"
        for words, title in _words(package, kind):
            yield Record(iri, number, collapse(nfc(words))[:1000], title=title)


def _columns(name: str, header: list[str], kind: str, chosen: Mapping[str, str]) -> dict[str, str]:
    if wrong := sorted(heading for heading in chosen.values() if heading not in header):
        raise DelimitedError(f"{name}:1: không có cột (no such column): {', '.join(wrong)}; có (there are): {', '.join(header)[:300]}")
    found = dict(chosen)
    for thing, names in (("name", _NAMES[kind]), ("code", HEADINGS["code"]), ("within", HEADINGS["within"]), ("iri", _IRIS)):
        heading = column([one for one in header if one not in found.values()], names)
        if heading and thing not in found:
            found[thing] = heading
    if "name" not in found:
        raise DelimitedError(
            f"{name}:1: không nhận ra cột tên, xem --name-column (no name column); có (there are): {', '.join(header)[:300]}"
        )
    return found


def _packages(path: Path, told: Callable[[Trouble], object]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """(number, dataset) of the dump; one object a line is read as a stream, anything else whole."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        first = file.readline(_LONGEST).strip()
        file.seek(0)
        if first.startswith("{") and first.endswith("}") and "results" not in _loaded(first, dict) and "result" not in _loaded(first, dict):
            for number in count(1):
                line = file.readline(_LONGEST)
                if not line:
                    return
                if line.strip():
                    package = _loaded(line, dict)
                    if package:
                        yield number, package
                    else:
                        told(Trouble(number, "không phải một đối tượng JSON (not a JSON object)", line[:200]))
            return
    if path.stat().st_size > LARGEST:
        raise DelimitedError(
            f"{path.name}: lớn hơn {LARGEST >> 20} MB; dùng dạng mỗi dòng một đối tượng (too large; give one object a line)"
        )
    whole = _loaded(path.read_text(encoding="utf-8-sig", errors="replace"), object)
    result = whole.get("result", whole) if isinstance(whole, dict) else whole
    listed = result.get("results", result.get("packages")) if isinstance(result, dict) else result
    if not isinstance(listed, list):
        raise DelimitedError(f"{path.name}: không phải bản kết xuất CKAN (no CKAN dump)")
    for number, package in enumerate(listed, 1):
        if isinstance(package, dict):
            yield number, package
        else:
            told(Trouble(number, "không phải một bộ dữ liệu CKAN (not a CKAN dataset)", str(package)[:200]))


def _loaded(text: str, wanted: type) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return wanted() if wanted is dict else None
    return value if isinstance(value, wanted) else wanted()


def _words(package: Mapping[str, Any], kind: str) -> Iterator[tuple[str, bool]]:
    """(words, whether they only speak of the thing) of a dataset, each once."""
    fields = {str(key): value for key, value in package.items() if isinstance(value, str)}
    for extra in package.get("extras") or ():
        if isinstance(extra, dict) and isinstance(extra.get("value"), str):
            fields.setdefault(str(extra.get("key")), extra["value"])
    organization = package.get("organization")
    if kind == "agency" and isinstance(organization, dict) and organization.get("title"):
        yield str(organization["title"]), False
    for name in _CKAN[kind]:
        if fields.get(name) and not fields[name].lstrip().startswith("{"):
            yield fields[name], False
    if kind != "agency" and fields.get("title"):
        yield fields["title"], True
