"""Adds triples about one document: typed literals, labels, and evidence for every fact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.namespace import PROV

from phahe import iris
from phahe.namespaces import OA, PH
from phahe.text import Quote, Span, Text
from phahe.vietnamese import collapse, nfc

#: Stands between words that are not next to each other in the source.
OMISSION: Final = " […] "


def vi(words: str) -> Literal:
    """A Vietnamese literal, NFC."""
    return Literal(nfc(words), lang="vi")


class Builder:
    """A graph under construction for the document `own`, whose laid-out text is `text`."""

    def __init__(self, own: URIRef, text: Text) -> None:
        self.own, self.text = own, text
        self.stored_text = URIRef(f"{own}/text")
        self.graph = Graph()

    def add(self, subject: URIRef, predicate: URIRef, value: object) -> None:
        """Add one triple; Python strings, dates and decimals become typed literals, None adds nothing."""
        if value is None:
            return
        self.graph.add((subject, predicate, value if isinstance(value, (URIRef, Literal)) else Literal(value)))

    def fact(self, kind: URIRef, key: str, folder: str, spans: Sequence[Span]) -> URIRef:
        """A new fact of class `kind` at `own/folder/key`, quoted from `spans`, with its printed words."""
        iri = iris.part(self.own, folder, key)
        self.graph.add((iri, RDF.type, kind))
        self.graph.add((iri, PH.document, self.own))
        self.quote(iri, spans)
        return iri

    def quote(self, fact: URIRef, spans: Sequence[Span]) -> None:
        """Attach the evidence of `spans` to `fact`, and `ph:text`: the printed words, "[…]" between spans that do not adjoin."""
        for quote in self.quotes(spans):
            self.graph.add((fact, PROV.wasQuotedFrom, self.evidence(quote)))
        printed = [self.text.printed(span.start, span.end) for span in spans]
        self.graph.add((fact, PH.text, vi(OMISSION.join(filter(None, printed)))))
        if self.text.restored:
            self.graph.add((fact, PH.restoredText, vi(OMISSION.join(self.words([span]) for span in spans))))

    def quotes(self, spans: Sequence[Span]) -> list[Quote]:
        """The stored slices behind `spans`, in order."""
        return [quote for span in spans for quote in self.text.quotes(span.start, span.end)]

    def words(self, spans: Sequence[Span]) -> str:
        """The clean words of `spans`: restored, where the source is a broken OCR."""
        return collapse(" ".join(self.text.text[span.start : span.end] for span in spans))

    def as_printed(self, words: str, within: Span) -> str:
        """What the stored source prints for the clean `words` found inside `within`: in a broken OCR "47INQ-HBPND" for "47/NQ-HĐND"."""
        at = self.text.text.find(words, within.start, within.end)
        return self.text.printed(at, at + len(words)) if at >= 0 else words

    def key(self, span: Span) -> str:
        """ "start-end" of the stored slice behind `span`."""
        quotes = self.text.quotes(span.start, span.end)
        return f"{quotes[0].start}-{quotes[-1].end}" if quotes else "0-0"

    def evidence(self, quote: Quote) -> URIRef:
        """The evidence node of one stored slice: quote and position selectors of the stored text."""
        iri = iris.part(self.own, "evidence", f"{quote.start}-{quote.end}")
        exact, position = URIRef(f"{iri}#quote"), URIRef(f"{iri}#position")
        for triple in (
            (iri, RDF.type, PH.Evidence),
            (iri, RDF.type, OA.SpecificResource),
            (iri, OA.hasSource, self.stored_text),
            (iri, OA.hasSelector, exact),
            (iri, OA.hasSelector, position),
            (exact, RDF.type, OA.TextQuoteSelector),
            (exact, OA.exact, Literal(quote.exact)),
            (position, RDF.type, OA.TextPositionSelector),
            (position, OA.start, Literal(str(quote.start), datatype=XSD.nonNegativeInteger)),
            (position, OA.end, Literal(str(quote.end), datatype=XSD.nonNegativeInteger)),
        ):
            self.graph.add(triple)
        return iri
