"""Which relations between documents a text states, and the words that prove each.

Three kinds of statement: the document itself carries out, rests on or refers to others (roles of its citations); an annex speaks for
the plan it belongs to; and a cited title tells what the cited document does ("Kết luận số 91-KL/TW … về tiếp tục thực hiện Nghị quyết số 29-NQ/TW").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import URIRef

from phahe.analysis import Analysis, PlacedCitation
from phahe.graph.identity import annex_citation
from phahe.resolve import SUBMISSIONS, Resolution
from phahe.text import Span
from phahe.vietnamese import fold

#: Code of the relation vocabulary to the property it implies.
PROPERTY: Final = {
    "carries-out": "carriesOut", "continues": "continues", "annex-of": "annexOf", "content-basis": "hasContentBasis",
    "competence-basis": "hasCompetenceBasis", "considers": "considers", "refers-to": "refersTo", "amends": "amends",
    "replaces": "replaces", "repeals": "repeals", "guides": "guides", "corrects": "corrects",
}  # fmt: skip
#: The words between a cited document's title and the document named in it, folded, to what the first does to the second.
_TITLE_VERBS: Final = (
    ("continues", r"\btiep tuc thuc hien\b"),
    ("amends", r"\bsua doi\b"),
    ("replaces", r"\bthay the\b"),
    ("repeals", r"\bbai bo\b"),
    ("corrects", r"\bdinh chinh\b"),
    ("guides", r"\bhuong dan\b"),
    ("carries-out", r"\b(?:trien khai|thuc hien|cu the hoa)\b"),
)
#: A basis that gives the issuing body its power, as against the policy it carries out.
_COMPETENCE: Final = re.compile(
    r"\bto chuc (?:chinh phu|chinh quyen|quoc hoi)|\btham quyen\b|chuc nang, nhiem vu|quy che lam viec|ban hanh van ban"
)


@dataclass(frozen=True, slots=True)
class Relation:
    """`subject` does `code` to `object`, as `spans` prove; `citation` is the index of the mention it rests on."""

    subject: URIRef
    code: str
    object: URIRef
    citation: int
    spans: tuple[Span, ...]


def relations(analysis: Analysis, own: URIRef, resolved: Sequence[Resolution]) -> tuple[Relation, ...]:
    """The relations a document states, one per subject, code and object, in reading order of their first proof."""
    first: dict[tuple[URIRef, str, URIRef], Relation] = {}
    for relation in _stated(analysis, own, resolved):
        if relation.subject != relation.object:
            first.setdefault((relation.subject, relation.code, relation.object), relation)
    stronger = {(r.subject, r.object) for r in first.values() if r.code != "refers-to"}
    return tuple(r for r in first.values() if r.code != "refers-to" or (r.subject, r.object) not in stronger)


def _stated(analysis: Analysis, own: URIRef, resolved: Sequence[Resolution]) -> Iterable[Relation]:
    inner = list(_in_titles(analysis, resolved))
    speaker = own
    annex = annex_citation(analysis)
    for index, item in enumerate(analysis.citations):
        found = resolved[index].iri
        if annex is not None and item.citation is annex and found is not None:
            speaker = found
            yield Relation(own, "annex-of", found, index, _from_provision(item))
    yield from _carried_out(analysis, (own, speaker), resolved, inner)
    yield from inner
    for index, item in enumerate(analysis.citations):
        found, code = resolved[index].iri, _role_code(item)
        if found is not None and code is not None and item.citation is not annex:
            yield Relation(own, code, found, index, _from_provision(item) if code != "refers-to" else (item.citation.span,))


def _in_titles(analysis: Analysis, resolved: Sequence[Resolution]) -> Iterable[Relation]:
    """What cited titles say of the documents named in them."""
    text = analysis.text.text
    for index, item in enumerate(analysis.citations):
        outer = item.citation.nested_in
        if outer is None:
            continue
        parent = analysis.citations[outer].citation
        subject, found = resolved[outer].iri, resolved[index].iri
        if subject is None or found is None or parent.doc_type in SUBMISSIONS or parent.title_span is None:
            continue
        between = fold(text[parent.title_span.start : item.citation.span.start])
        code = next((code for code, pattern in _TITLE_VERBS if re.search(pattern, between)), None)
        if code is not None:
            yield Relation(subject, code, found, index, (parent.span,))


def _carried_out(
    analysis: Analysis, who: tuple[URIRef, URIRef], resolved: Sequence[Resolution], inner: Sequence[Relation]
) -> Iterable[Relation]:
    """What the title, the opening sentence or Điều 1 say is carried out.

    Where they name a policy ("Chiến lược …") that a document among the bases carries out in its turn, the document carried out is that
    nearest one: a commune's resolution carries out the province's, and through it the Prime Minister's.
    """
    own, speaker = who
    nearer: dict[URIRef, list[tuple[int, PlacedCitation]]] = {}
    for relation in inner:
        outer = analysis.citations[relation.citation].citation.nested_in
        if relation.code == "carries-out" and outer is not None and analysis.citations[outer].role == "legal_basis":
            nearer.setdefault(relation.object, []).append((outer, analysis.citations[outer]))
    for index, item in enumerate(analysis.citations):
        found = resolved[index].iri
        if item.role != "implements" or item.citation.nested_in is not None or found in (None, own):
            continue
        if not (bases := nearer.get(found)):
            yield Relation(speaker, "carries-out", found, index, _from_provision(item))
        for outer, basis in bases or ():
            nearest = resolved[outer].iri
            if nearest is not None:
                yield Relation(speaker, "carries-out", nearest, outer, (*_from_provision(basis), *_from_provision(item)))


def _role_code(item: PlacedCitation) -> str | None:
    if item.citation.nested_in is not None and item.role != "legal_basis":
        return "refers-to" if item.role == "reference" else None
    if item.role == "legal_basis" and item.citation.nested_in is None:
        named = fold(" ".join(filter(None, (item.citation.doc_type, item.citation.title))))
        return "competence-basis" if _COMPETENCE.search(named) else "content-basis"
    return {"considered": "considers", "reference": "refers-to"}.get(item.role)


def _from_provision(item: PlacedCitation) -> tuple[Span, ...]:
    """From the verb that opens the line ("Căn cứ", "Thực hiện") to the end of the mention."""
    start = item.provision.spans[0].start
    return (Span(min(start, item.citation.span.start), item.citation.span.end),)
