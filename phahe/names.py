"""From what a person types to the one thing meant: a document, task, agency, place or measure of the graph.

Taken are the full IRI, its path ("doc/…"), the slug of a held document ("loc-binh-resolution"), a number ("29-NQ/TW"), a label
with or without diacritics, and for a document the place or body that issued it ("xa-loc-binh"). A name that fits several
things is refused with the list of them: nothing is guessed.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from phahe.namespaces import BASE
from phahe.store import Store, bind, with_prefixes
from phahe.vietnamese import nfc, slug


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing a name may mean: its keys are slugs by which it is known, strongest kind first."""

    iri: str
    label: str
    keys: tuple[frozenset[str], ...]


class UnknownNameError(LookupError):
    """No thing of this kind has the name; `near` lists similar ones."""

    def __init__(self, kind: str, text: str, near: tuple[str, ...] = ()) -> None:
        self.kind, self.text, self.near = kind, text, near
        hint = f"; gần giống (similar): {', '.join(near)}" if near else ""
        super().__init__(f"không có {_KINDS.get(kind, kind)} “{text}” (no such {kind}){hint}")


class AmbiguousNameError(LookupError):
    """Several things have the name; `candidates` lists them as (IRI, label)."""

    def __init__(self, kind: str, text: str, candidates: tuple[tuple[str, str], ...]) -> None:
        self.kind, self.text, self.candidates = kind, text, candidates
        listed = "; ".join(f"{label} <{iri}>" for iri, label in candidates[:10])
        super().__init__(f"“{text}” có thể là {len(candidates)} {_KINDS.get(kind, kind)} (is ambiguous): {listed}")


_KINDS: Final = {
    "document": "văn bản",
    "task": "nhiệm vụ",
    "agency": "cơ quan",
    "place": "địa bàn",
    "measure": "chỉ số",
    "target": "chỉ tiêu",
    "concept": "giá trị",
}

_DOCUMENTS: Final = """SELECT DISTINCT ?iri ?label ?slug ?number ?title ?place ?issuer ?held WHERE {
  VALUES ?iri { UNDEF }
  ?iri a ph:Document .
  OPTIONAL { ?iri rdfs:label ?label }
  OPTIONAL { ?iri ph:slug ?slug }
  OPTIONAL { ?iri ph:number ?number }
  OPTIONAL { ?iri dcterms:title ?title }
  OPTIONAL { ?iri ph:held ?held }
  OPTIONAL { ?iri ph:place ?unit . ?unit rdfs:label ?place }
  OPTIONAL { ?iri ph:issuer ?body . ?body rdfs:label ?issuer }
} ORDER BY ?iri"""
_QUICK: Final = """SELECT DISTINCT ?iri ?slug WHERE {
  { VALUES ?iri { UNDEF } ?iri a ph:Document }
  UNION { VALUES ?slug { UNDEF } ?iri ph:slug ?slug ; a ph:Document }
  UNION { VALUES ?number { UNDEF } ?iri ph:number ?number ; a ph:Document }
} ORDER BY ?iri"""
_NAMED: Final = """SELECT DISTINCT ?iri ?label ?code ?end WHERE {
  VALUES ?class { UNDEF }
  ?iri a ?class .
  { ?iri rdfs:label ?label } UNION { ?iri skos:altLabel ?label } UNION { ?iri skos:prefLabel ?label }
  OPTIONAL { ?iri ph:code ?code }
  OPTIONAL { ?iri ph:validTo ?end }
} ORDER BY ?iri DESC(LANG(?label)) ?label"""
_TASKS: Final = """SELECT DISTINCT ?iri ?path WHERE {
  VALUES ?document { UNDEF }
  ?iri a ph:Task ; ph:document ?document ; ph:path ?path .
} ORDER BY ?iri"""
_CLASSES: Final = {
    "agency": ("https://w3id.org/phahe/ns#Agency", "https://w3id.org/phahe/ns#Collective"),
    "place": ("https://schema.org/AdministrativeArea",),
    "measure": ("https://w3id.org/phahe/ns#Measure",),
}


def resolve(store: Store, kind: str, text: str) -> NamedNode:
    """The thing of `kind` (document, task, agency, place, measure) that `text` names. Raises UnknownNameError or AmbiguousNameError."""
    if kind == "document":
        return resolve_document(store, text)
    if kind == "task":
        return resolve_task(store, text)
    quick = _by_iri(store, kind, nfc(text.strip()))
    return quick or _choose(kind, text, _named(store, kind), (_exact(0), _exact(1), _exact(2), _words))


def resolve_document(store: Store, text: str) -> NamedNode:
    """The document that `text` names, by IRI, slug, number, label, then by the place or body that issued it.

    Raises UnknownNameError, or AmbiguousNameError where a number or a place belongs to several documents.
    """
    quick = _quickly(store, nfc(text.strip()))
    if quick is not None:
        return quick
    return _choose("document", text, _documents(store), (_exact(0), _number, _exact(2), _exact(3), _words))


def _by_iri(store: Store, kind: str, text: str) -> NamedNode | None:
    """The thing of a kind with exactly this IRI, path, or last part of the path ("so-tai-chinh-tinh-lang-son", "06529")."""
    path = text if text.startswith((f"{kind}/", "http")) else f"{kind}/{text}"
    try:
        iri = NamedNode(path if "://" in path else BASE + path)
    except ValueError:
        return None
    classes = [NamedNode(each) for each in _CLASSES.get(kind, ())]
    query = bind("ASK { VALUES ?iri { UNDEF } VALUES ?class { UNDEF } ?iri a ?class }", {"iri": iri, "class": classes})
    return iri if store.query(query) else None


def _quickly(store: Store, text: str) -> NamedNode | None:
    """The one document with exactly this IRI, path, slug or number, without reading the names of all."""
    try:
        iri = NamedNode(text if "://" in text else BASE + text)
    except ValueError:
        return None
    found = store.select(bind(with_prefixes(_QUICK), {"iri": iri, "slug": Literal(text), "number": Literal(text)}))
    return NamedNode(str(found.rows[0][0].value)) if len(found) == 1 and found.rows[0][0] is not None else None


def resolve_task(store: Store, text: str) -> NamedNode:
    """The task named by its IRI or as "<document>#<printed path>" ("loc-binh-resolution#III.3.p2"; "/" or a space do as well)."""
    text = nfc(text.strip())
    path = _path(text)
    if "/task/" in path:
        document, _, place = path.partition("/task/")
    else:
        document, place = _split(text)
    try:
        owner = resolve_document(store, document)
    except UnknownNameError:
        raise UnknownNameError("task", text) from None
    solutions = store.select(bind(with_prefixes(_TASKS), {"document": owner}))
    tasks = [(str(row["iri"].value), str(row["path"].value)) for row in solutions]
    found = [iri for iri, printed in tasks if slug(printed) == slug(place) or iri.endswith(f"/task/{place}")]
    if len(found) != 1:
        near = difflib.get_close_matches(place, [printed for _, printed in tasks], 5, 0.3)
        raise UnknownNameError("task", text, tuple(near))
    return NamedNode(found[0])


def _split(text: str) -> tuple[str, str]:
    for separator in ("#", " ", "/"):
        document, found, place = text.rpartition(separator)
        if found:
            return document, place
    raise UnknownNameError("task", text, ("<văn bản>#<vị trí in>",))


def _path(text: str) -> str:
    return text.removeprefix(BASE)


Matcher = Callable[[str, Iterable[Candidate]], list[Candidate]]


def _choose(kind: str, text: str, candidates: tuple[Candidate, ...], stages: tuple[Matcher, ...]) -> NamedNode:
    """The one candidate found at the first stage that finds any."""
    text = nfc(text.strip())
    for candidate in candidates:
        if text and _path(text) == _path(candidate.iri):
            return NamedNode(candidate.iri)
    for stage in stages if slug(text) and "://" not in text else ():
        found = stage(text, candidates)
        if len(found) == 1:
            return NamedNode(found[0].iri)
        if found:
            raise AmbiguousNameError(kind, text, tuple((candidate.iri, candidate.label) for candidate in found))
    known = {key: candidate.label for candidate in candidates for keys in candidate.keys for key in keys}
    near = dict.fromkeys(known[key] for key in difflib.get_close_matches(slug(text), sorted(known), 8, 0.5))
    raise UnknownNameError(kind, text, tuple(near)[:5])


def _exact(level: int) -> Matcher:
    """Candidates one of whose keys of this level is the whole name."""
    return lambda text, candidates: [item for item in candidates if slug(text) in item.keys[level]]


def _number(text: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates whose number is the name, or one word of it; the other words choose among several ("47/NQ-HĐND Lạng Sơn")."""
    exact = [item for item in candidates if slug(text) in item.keys[1]]
    if exact:
        return exact
    words = [slug(word) for word in text.split()]
    found = [item for item in candidates if item.keys[1] & set(words)]
    rest = {part for word in words for part in word.split("-") if not any(word in item.keys[1] for item in found)}
    closer = [item for item in found if rest <= _all_words(item)]
    return closer or found


def _words(text: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates among whose names all words of the name occur."""
    wanted = set(slug(text).split("-"))
    return [item for item in candidates if wanted <= _all_words(item)]


def _all_words(candidate: Candidate) -> set[str]:
    return {word for keys in candidate.keys for key in keys for word in key.split("-")}


def _documents(store: Store) -> tuple[Candidate, ...]:
    """All documents with their keys: 0 slug, 1 number, 2 label and title, 3 place and issuer (held documents only)."""
    rows: dict[str, dict[str, set[str]]] = {}
    labels: dict[str, str] = {}
    for row in store.select(bind(with_prefixes(_DOCUMENTS), {})):
        iri = str(row["iri"].value)
        fields = rows.setdefault(iri, {})
        for name, term in row.items():
            fields.setdefault(name, set()).add(slug(str(term.value)))
        labels[iri] = labels.get(iri) or (str(row["label"].value) if "label" in row else iri)
    return tuple(
        Candidate(iri, labels[iri], tuple(_union(fields, names) for names in _levels("true" in fields.get("held", ()))))
        for iri, fields in rows.items()
    )


def _levels(held: bool) -> tuple[tuple[str, ...], ...]:
    return ("slug",), ("number",), ("label", "title"), ("place", "issuer") if held else ()


def _union(fields: dict[str, set[str]], names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key for name in names for key in fields.get(name, ()))


def _named(store: Store, kind: str) -> tuple[Candidate, ...]:
    """All things of a kind with their keys: 0 code and last part of the IRI, 1 labels, 2 both for what exists no more.

    A commune of today and one abolished in 2025 can share a name or a code: the name alone means the one of today.
    """
    if kind not in _CLASSES:
        raise ValueError(f"not a kind of thing that has names: {kind}")
    rows: dict[str, tuple[set[str], dict[str, None], bool]] = {}
    classes = [NamedNode(iri) for iri in _CLASSES[kind]]
    for row in store.select(bind(with_prefixes(_NAMED), {"class": classes})):
        iri = str(row["iri"].value)
        codes, labels, _ = rows.setdefault(iri, ({slug(iri.rpartition("/")[2])}, {}, "end" in row))
        codes |= {slug(str(row["code"].value))} if "code" in row else set()
        labels[str(row["label"].value)] = None
    return tuple(_candidate(iri, *keys) for iri, keys in rows.items())


def _candidate(iri: str, codes: set[str], labels: dict[str, None], gone: bool) -> Candidate:
    names = frozenset(map(slug, labels))
    keys = (frozenset[str](), frozenset[str](), names | codes) if gone else (frozenset(codes), names, frozenset[str]())
    return Candidate(iri, next(iter(labels)), keys)
