"""Adds triples about one document: typed literals, labels, and evidence for every fact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.namespace import PROV

from phahe import iris
from phahe.namespaces import OA, PH
from phahe.statements import Statements, vietnamese
from phahe.terms import quoted
from phahe.text import Quote, Span, Text
from phahe.vietnamese import collapse, nfc

#: Stands between words that are not next to each other in the source.
OMISSION: Final = " […] "
# An rdflib vocabulary looks its terms up anew each time; these are used for every fact.
_TYPE: Final = RDF.type
_QUOTED_FROM: Final = PROV.wasQuotedFrom
_COUNT: Final = XSD.nonNegativeInteger
_EVIDENCE, _SPECIFIC, _HAS_SOURCE, _HAS_SELECTOR = PH.Evidence, OA.SpecificResource, OA.hasSource, OA.hasSelector
_QUOTE_SELECTOR, _EXACT, _POSITION_SELECTOR, _START, _END = OA.TextQuoteSelector, OA.exact, OA.TextPositionSelector, OA.start, OA.end
_DOCUMENT, _TEXT = PH.document, PH.text


def vi(words: str) -> Literal:
    """A Vietnamese rdflib literal, NFC; `statements.vietnamese` is the light one."""
    return Literal(nfc(words), lang="vi")


class Builder:
    """The statements under construction for the document `own`, whose laid-out text is `text`.

    `page` tells the page of a stored code point, None for a file without pages.
    """

    def __init__(self, own: URIRef, text: Text, page: Callable[[int], int | None] | None = None) -> None:
        self.own, self.text, self.page = own, text, page
        self.stored_text = URIRef(f"{own}/text")
        self.statements = Statements()
        self._quotes: dict[tuple[int, int], tuple[Quote, ...]] = {}
        self._evidence: dict[tuple[int, int], URIRef] = {}

    def add(self, subject: URIRef, predicate: URIRef, value: object) -> None:
        """Add one triple; Python strings, dates and decimals become typed literals, None adds nothing."""
        if value is not None:
            self.statements.add(subject, predicate, value)

    def fact(self, kind: URIRef, key: str, folder: str, spans: Sequence[Span]) -> URIRef:
        """A new fact of class `kind` of this document at `own/folder/key`, quoted from `spans`, with its printed words."""
        iri = self.proof(kind, key, folder, spans)
        self.statements.add(iri, _DOCUMENT, self.own)
        return iri

    def proof(self, kind: URIRef, key: str, folder: str, spans: Sequence[Span]) -> URIRef:
        """The same for a thing that is proved by this document and may be about others."""
        iri = iris.part(self.own, folder, key)
        self.statements.add(iri, _TYPE, kind)
        self.quote(iri, spans)
        return iri

    def quote(self, fact: URIRef, spans: Sequence[Span]) -> None:
        """Attach the evidence of `spans` to `fact`, and `ph:text`: the printed words, "[…]" between spans that do not adjoin."""
        for quote in self.quotes(spans):
            self.statements.add(fact, _QUOTED_FROM, self.evidence(quote))
        self.statements.add(fact, _TEXT, vietnamese(OMISSION.join(filter(None, map(self.printed, spans)))))
        if self.text.restored:
            self.statements.add(fact, PH.restoredText, vietnamese(OMISSION.join(self.words([span]) for span in spans)))

    def quotes(self, spans: Sequence[Span]) -> list[Quote]:
        """The stored slices behind `spans`, in order."""
        return [quote for span in spans for quote in self._quotes_of(span)]

    def _quotes_of(self, span: Span) -> tuple[Quote, ...]:
        """Worked out once: a fact's key, evidence and words, and the findings about it, ask for the same slices."""
        found = self._quotes.get((span.start, span.end))
        if found is None:
            found = self._quotes[span.start, span.end] = self.text.quotes(span.start, span.end)
        return found

    def printed(self, span: Span) -> str:
        """The words of `span` as the stored source prints them, whitespace collapsed."""
        return " ".join(quote.exact for quote in self._quotes_of(span))

    def words(self, spans: Sequence[Span]) -> str:
        """The clean words of `spans`: restored, where the source is a broken OCR."""
        return collapse(" ".join(self.text.text[span.start : span.end] for span in spans))

    def as_printed(self, words: str, within: Span) -> str:
        """What the stored source prints for the clean `words` found inside `within`: in a broken OCR "47INQ-HBPND" for "47/NQ-HĐND"."""
        at = self.text.text.find(words, within.start, within.end)
        return self.printed(Span(at, at + len(words))) if at >= 0 else words

    def key(self, span: Span) -> str:
        """ "start-end" of the stored slice behind `span`."""
        quotes = self._quotes_of(span)
        return f"{quotes[0].start}-{quotes[-1].end}" if quotes else "0-0"

    def evidence(self, quote: Quote) -> URIRef:
        """The evidence node of one stored slice: quote and position selectors of the stored text."""
        found = self._evidence.get((quote.start, quote.end))
        if found is None:
            found = self._evidence[quote.start, quote.end] = self._new_evidence(quote)
        return found

    def _new_evidence(self, quote: Quote) -> URIRef:
        iri = iris.part(self.own, "evidence", f"{quote.start}-{quote.end}")
        exact, position = f"{iri}#quote", f"{iri}#position"
        put, term = self.statements.put, self.statements.terms.iri
        put(iri, {
            _TYPE: [term(_EVIDENCE), term(_SPECIFIC)],
            _HAS_SOURCE: [term(self.stored_text)],
            _HAS_SELECTOR: [term(exact), term(position)],
        })  # fmt: skip
        if self.page is not None:
            self.add(iri, PH.page, self.page(quote.start))
        put(exact, {_TYPE: [term(_QUOTE_SELECTOR)], _EXACT: [quoted(quote.exact)]})
        counted = term(_COUNT)
        put(position, {
            _TYPE: [term(_POSITION_SELECTOR)],
            _START: [f'"{quote.start}"^^{counted}'],
            _END: [f'"{quote.end}"^^{counted}'],
        })  # fmt: skip
        return iri
