"""What a store holds that can be found, read in pieces: the names at once, the parts of documents some documents at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode

from phahe.resources import folder
from phahe.search.model import SEPARATOR, Entry
from phahe.store import Store, bind
from phahe.store.model import Row
from phahe.vietnamese import nfc

#: Documents whose parts are asked for at once.
_AT_ONCE: Final = 25


def entries(store: Store) -> Iterator[Entry]:
    """What a store holds that can be found: documents, agencies, measures, tasks, other provisions, citations."""
    yield from _entries(store.select(_query("search-names")), {})
    labels = {
        str(row["document"].value): nfc(str(row["label"].value)) if "label" in row else ""
        for row in store.select(_query("search-documents"))
    }
    documents, parts = [NamedNode(one) for one in labels], _query("search-parts")
    for first in range(0, len(documents), _AT_ONCE):
        some = documents[first : first + _AT_ONCE]
        rows = store.select(bind(parts, {"document": some}))
        yield from _entries(rows, labels)


def _entries(rows: Iterable[Row], labels: Mapping[str, str]) -> Iterator[Entry]:
    words: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    places: dict[tuple[str, str], tuple[str, str]] = {}
    told: set[str] = set()  # provisions that are found as tasks
    for row in rows:
        plain = {name: str(term.value) for name, term in row.items()}
        key = (plain["thing"], plain["kind"])
        for name in ("name", "words"):
            if plain.get(name):
                words[key][nfc(plain[name])] = None
        places[key] = plain.get("place", ""), plain.get("document", "")
        told.add(plain.get("provision", ""))
    for (iri, kind), said in words.items():
        if kind == "provision" and iri in told:
            continue
        path, document = places[iri, kind]
        yield Entry(iri, kind, SEPARATOR.join(_apart(list(said))), labels.get(document, ""), path, document)


def _query(name: str) -> str:
    return (folder("queries/pages") / f"{name}.rq").read_text(encoding="utf-8")


def _apart(names: Sequence[str]) -> list[str]:
    """The names that no other one contains: "Luật Giáo dục (43/2019/QH14)" says its number already.

    >>> _apart(["Luật Giáo dục (43/2019/QH14)", "43/2019/QH14", "Luật Giáo dục"])
    ['Luật Giáo dục (43/2019/QH14)']
    """
    folded = [name.casefold() for name in names]
    return [name for name, own in zip(names, folded, strict=True) if not any(own != other and own in other for other in folded)]
