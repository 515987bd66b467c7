"""Puts a person's judgements into the graph of a document: what stays quoted from the text, and what goes to `graph/reviewed`.

The document is written twice, as read and as judged. What both say stays in the document's graph; what only the judged one says (the
corrected values and what follows from them) stands in `graph/reviewed`, with a `ph:Review` for each judgement: who, when, why, the value
before and after. A judgement whose fact is not read any more changes nothing and is handed back as `Stale`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from phahe import iris
from phahe.graph.relations import PROPERTY
from phahe.namespaces import BASE, PH, SCHEMES
from phahe.resolve import Resolution
from phahe.restoration import Correction
from phahe.reviews import FactReview, Stale
from phahe.vietnamese import collapse, nfc

#: Properties whose words a fact's `printed` may be.
_WORDS: Final = (PH.text, PH.agencyAsPrinted, PH.restoredText, RDFS.label)
_PLACES: Final = ("doc/", "agency/", "place/", "measure/", "vocab/")
#: Short cuts on the task, by the role of the assignment.
_SHORTCUTS: Final = {"lead": PH.leadAgency, "coordinate": PH.coordinatingAgency}


def chosen(resolved: Sequence[Resolution], keys: Sequence[str], facts: Sequence[FactReview]) -> tuple[Resolution, ...]:
    """The resolutions with the documents a person chose for citations, whose keys are "citation/<start>-<end>"."""
    documents = {one.fact: one.values[0] for one in facts if one.property == "citedDocument" and one.values}
    return tuple(
        Resolution(URIRef(_iri(str(documents[key]))), "reviewed") if key in documents else resolution
        for key, resolution in zip(keys, resolved, strict=True)
    )


def fitting(graph: Graph, own: URIRef, facts: Sequence[FactReview]) -> tuple[list[FactReview], list[Stale]]:
    """The judgements whose fact stands in `graph` with the words they quote, and the others."""
    good, stale = [], []
    for one in facts:
        fact = URIRef(f"{own}/{one.fact}")
        words = {collapse(str(value)) for name in _WORDS for value in graph.objects(fact, name)}
        if not words:
            stale.append(_stale(one, "không còn đọc thấy (no such fact is read any more)"))
        elif collapse(nfc(one.printed)) not in words:
            stale.append(_stale(one, "chữ đã khác (the words are others now)"))
        elif one.property is not None and (problem := _problem(one)):
            stale.append(_stale(one, problem))
        else:
            good.append(one)
    return good, stale


def _stale(one: FactReview, reason: str) -> Stale:
    start, _, end = one.fact.rsplit("/", 1)[-1].partition("-")
    placed = start.isdigit() and end.isdigit()
    return Stale(f"facts {one.number}: {one.fact}", int(start) if placed else 0, int(end) if placed else 0, reason)


def _problem(one: FactReview) -> str | None:
    if not str(one.property).isidentifier():
        return f"không có thuộc tính (no such property) {one.property}"
    return None if one.values else "value rỗng (is empty)"


def judged(graph: Graph, own: URIRef, facts: Sequence[FactReview]) -> Graph:
    """`graph` with the corrections and rejections put in."""
    found = Graph()
    found += graph
    for one in facts:
        fact = URIRef(f"{own}/{one.fact}")
        if one.outcome == "rejected":
            _reject(found, fact)
        elif one.outcome == "corrected" and one.property != "citedDocument":
            _correct(found, fact, one)
    return found


def records(as_read: Graph, own: URIRef, facts: Sequence[FactReview]) -> Graph:
    """A ph:Review for each judgement."""
    made = Graph()
    for one in facts:
        fact = URIRef(f"{own}/{one.fact}")
        iri = iris.part(own, "review", "/".join(filter(None, (one.fact, one.property))))
        before = sorted(map(str, as_read.objects(fact, PH[one.property]))) if one.property else []
        after = [str(_term(value, as_read, fact, PH[one.property])) for value in one.values] if one.property else []
        for predicate, value in _told(one, own, fact):
            made.add((iri, predicate, value))
        for name, values in ((PH.valueBefore, before), (PH.valueAfter, after)):
            for words in values:
                made.add((iri, name, Literal(words)))
        if one.property:
            made.add((iri, PH.reviewedProperty, Literal(one.property)))
    return made


def of_words(own: URIRef, corrections: Sequence[Correction]) -> Graph:
    """A ph:Review for each word of a broken OCR that a person set right; the restored words themselves stand in the document's graph."""
    made = Graph()
    for one in corrections:
        iri = iris.part(own, "review", f"restoration/{one.start}-{one.end}")
        for predicate, value in (
            (RDF.type, PH.Review), (PH.document, own), (PH.reviewOf, URIRef(f"{own}/text")),
            (PH.reviewOutcome, iris.concept("review-outcome", "corrected")), (PH.reviewedProperty, Literal("restoredText")),
            (PH.valueBefore, Literal(nfc(one.printed))), (PH.valueAfter, Literal(nfc(one.restored))),
            (DCTERMS.creator, Literal(nfc(one.by))), (DCTERMS.date, Literal(one.date, datatype=XSD.date)),
            (RDFS.comment, Literal(nfc(one.why), lang="vi")),
        ):  # fmt: skip
            made.add((iri, predicate, value))
    return made


def _told(one: FactReview, own: URIRef, fact: URIRef) -> Iterator[tuple[URIRef, Node]]:
    yield RDF.type, PH.Review
    yield PH.document, own
    yield PH.reviewOf, fact
    yield PH.reviewOutcome, iris.concept("review-outcome", one.outcome)
    yield PH.text, Literal(nfc(one.printed), lang="vi")
    yield DCTERMS.creator, Literal(nfc(one.by))
    yield DCTERMS.date, Literal(one.date)
    yield RDFS.comment, Literal(nfc(one.why), lang="vi")


def _correct(graph: Graph, fact: URIRef, one: FactReview) -> None:
    predicate = PH[str(one.property)]
    values = [_term(value, graph, fact, predicate) for value in one.values]
    if predicate == PH.agency:
        _reassign(graph, fact, values)
    graph.remove((fact, predicate, None))
    for value in values:
        graph.add((fact, predicate, value))


def _reassign(graph: Graph, assignment: URIRef, agencies: Sequence[Node]) -> None:
    """The task's short cut follows its assignment."""
    for task, shortcut in _shortcuts(graph, assignment):
        for old in graph.objects(assignment, PH.agency):
            graph.remove((task, shortcut, old))
        for new in agencies:
            graph.add((task, shortcut, new))


def _shortcuts(graph: Graph, assignment: URIRef) -> Iterator[tuple[Node, URIRef]]:
    for task in graph.objects(assignment, PH.task):
        for role in graph.objects(assignment, PH.agencyRole):
            if (shortcut := _SHORTCUTS.get(str(role).rsplit("/", 1)[-1])) is not None:
                yield task, shortcut


def _reject(graph: Graph, fact: URIRef) -> None:
    """Take a fact out with its parts, the findings about it, the relations it alone proves, and every mention of it."""
    gone = {fact, *(node for node in graph.subjects() if str(node).startswith(f"{fact}/"))}
    gone |= {finding for one in list(gone) for finding in graph.subjects(PH.about, one)}
    for relation in list(graph.subjects(PH.citation, fact)):
        if set(graph.objects(relation, PH.citation)) <= gone:
            _unrelate(graph, relation)
            gone.add(relation)
    for one in gone:
        for task, shortcut in list(_shortcuts(graph, URIRef(str(one)))):
            for agency in list(graph.objects(one, PH.agency)):
                graph.remove((task, shortcut, agency))
    for one in gone:
        graph.remove((one, None, None))
        graph.remove((None, None, one))


def _unrelate(graph: Graph, relation: Node) -> None:
    """Take out the plain edge that a relation proves."""
    subject, target = graph.value(relation, PH.subjectDocument), graph.value(relation, PH.objectDocument)
    code = str(graph.value(relation, PH.relation)).rsplit("/", 1)[-1]
    if subject is not None and target is not None and code in PROPERTY:
        graph.remove((subject, PH[PROPERTY[code]], target))


def _term(value: object, graph: Graph, fact: URIRef, predicate: URIRef) -> Node:
    """A value of the review file as a term: IRIs begin with their folder ("agency/…") or scheme ("unit:percent"), the rest as it was typed before."""
    words = nfc(str(value)).strip()
    scheme, colon, code = words.partition(":")
    if words.startswith(("http://", "https://", *_PLACES)):
        return URIRef(_iri(words))
    if colon and scheme in SCHEMES and code:
        return iris.concept(scheme, code)
    before = next((old for old in graph.objects(fact, predicate) if isinstance(old, Literal)), None)
    if before is not None and before.language:
        return Literal(words, lang=before.language)
    if before is not None and before.datatype not in {None, XSD.string, XSD.decimal, XSD.integer}:
        return Literal(words, datatype=before.datatype)
    if isinstance(value, bool | datetime.date):
        return Literal(value)
    if isinstance(value, int | float):
        return Literal(Decimal(words))
    return Literal(words)


def _iri(words: str) -> str:
    return words if words.startswith(("http://", "https://")) else BASE + words
