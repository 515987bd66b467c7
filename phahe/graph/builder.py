"""Adds triples about one document: typed literals, labels, and evidence for every fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Final

from rdflib import RDF, XSD, URIRef
from rdflib.namespace import PROV

from phahe import iris
from phahe.namespaces import OA, PH
from phahe.text import Quote, Span, Text
from phahe.turtle.statements import Statements, Written, vietnamese
from phahe.turtle.terms import quoted
from phahe.vietnamese import collapse

#: Stands between words that are not next to each other in the source.
OMISSION: Final = " […] "
# An rdflib vocabulary looks its terms up anew each time; these are used for every fact.
_TYPE: Final = RDF.type
_QUOTED_FROM: Final = PROV.wasQuotedFrom
_COUNT: Final = XSD.nonNegativeInteger
_NOTHING: Final[Mapping[URIRef, object]] = MappingProxyType({})
_DOCUMENT, _TEXT = PH.document, PH.text
_EVIDENCE, _SPECIFIC, _QUOTE, _POSITION = PH.Evidence, OA.SpecificResource, OA.TextQuoteSelector, OA.TextPositionSelector


class Builder:
    """The statements under construction for the document `own`, whose laid-out text is `text`.

    `page` tells the page of a stored code point, None for a file without pages.
    """

    def __init__(self, own: URIRef, text: Text, page: Callable[[int], int | None] | None = None) -> None:
        self.own, self.text, self.page = own, text, page
        self.stored_text = URIRef(f"{own}/text")
        self.statements = Statements()
        self._parts: dict[tuple[str, str], URIRef] = {}
        self._quotes: dict[Span, tuple[Quote, ...]] = {}
        self._evidence: dict[tuple[int, int], Written] = {}
        self._folder = f"{own}/evidence/"

    def part(self, folder: str, key: str) -> URIRef:
        """IRI of a part or fact of the document; each is made once."""
        found = self._parts.get((folder, key))
        if found is None:
            found = self._parts[folder, key] = iris.part(self.own, folder, key)
        return found

    def add(self, subject: URIRef, predicate: URIRef, value: object) -> None:
        """Add one triple; Python strings, dates and decimals become typed literals, None adds nothing."""
        if value is not None:
            self.statements.add(subject, predicate, value)

    def tell(self, subject: URIRef, said: Mapping[URIRef, object]) -> None:
        """Add what is said of one thing, property by property, values as in `add`; a list gives a property several."""
        self.statements.describe(subject, said)

    def fact(self, kind: URIRef, key: str, folder: str, spans: Sequence[Span], said: Mapping[URIRef, object] = _NOTHING) -> URIRef:
        """A new fact of class `kind` of this document at `own/folder/key`, quoted from `spans`, with its printed words and what else is said of it."""
        return self.proof(kind, key, folder, spans, {_DOCUMENT: self.own, **said})

    def proof(self, kind: URIRef, key: str, folder: str, spans: Sequence[Span], said: Mapping[URIRef, object] = _NOTHING) -> URIRef:
        """The same for a thing that is proved by this document and may be about others."""
        iri = self.part(folder, key)
        self.tell(iri, {_TYPE: kind, **self.quoted(spans), **said})
        return iri

    def quoted(self, spans: Sequence[Span]) -> dict[URIRef, object]:
        """What proves a fact: the evidence of `spans`, and `ph:text`: the printed words, "[…]" between spans that do not adjoin."""
        words = map(self.printed, spans)
        said: dict[URIRef, object] = {
            _QUOTED_FROM: [self.evidence(quote) for span in spans for quote in self._quotes_of(span)],
            _TEXT: vietnamese(OMISSION.join(filter(None, words))),
        }
        if self.text.restored:
            said[PH.restoredText] = vietnamese(OMISSION.join(self.words([span]) for span in spans))
        return said

    def quotes(self, spans: Sequence[Span]) -> list[Quote]:
        """The stored slices behind `spans`, in order."""
        return [quote for span in spans for quote in self._quotes_of(span)]

    def _quotes_of(self, span: Span) -> tuple[Quote, ...]:
        """Worked out once: a fact's key, evidence and words, and the findings about it, ask for the same slices."""
        found = self._quotes.get(span)
        if found is None:
            found = self._quotes[span] = self.text.quotes(span.start, span.end)
        return found

    def printed(self, span: Span) -> str:
        """The words of `span` as the stored source prints them, whitespace collapsed."""
        quotes = self._quotes_of(span)
        return quotes[0].exact if len(quotes) == 1 else " ".join([quote.exact for quote in quotes])

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

    def evidence(self, quote: Quote) -> Written:
        """The evidence node of one stored slice, as Turtle writes it: quote and position selectors of the stored text."""
        place = quote.start, quote.end
        found = self._evidence.get(place)
        if found is None:
            found = self._evidence[place] = self._new_evidence(quote)
        return found

    def _new_evidence(self, quote: Quote) -> Written:
        iri, put = f"{self._folder}{quote.start}-{quote.end}", self.statements.put
        kinds, has_selector, has_source, position, end, start, exact, count = self._evidence_words
        page = "" if self.page is None else self._of_page(quote.start)
        put(
            iri,
            (_EVIDENCE, _SPECIFIC),
            f"<{iri}>{kinds}{has_selector}\n        <{iri}#position> ,\n        <{iri}#quote>{has_source}{page} .\n",
        )
        put(f"{iri}#position", (_POSITION,), f'<{iri}#position>{position}{end}"{quote.end}"{count}{start}"{quote.start}"{count} .\n')
        put(f"{iri}#quote", (_QUOTE,), f"<{iri}#quote>{exact}{quoted(quote.exact)} .\n")
        return Written(f"<{iri}>")

    def _of_page(self, position: int) -> str:
        number = self.page(position) if self.page is not None else None
        return "" if number is None else f" ;\n    {self.statements.terms.iri(PH.page)} {number}"

    @cached_property
    def _evidence_words(self) -> tuple[str, ...]:
        """What every evidence and its selectors have in common, as it stands in the file, in the order of `Statements.turtle`."""
        term = self.statements.terms.iri
        classes = " ,\n        ".join(sorted((term(_SPECIFIC), term(_EVIDENCE))))
        return (
            f"\n    a\n        {classes}",
            f" ;\n    {term(OA.hasSelector)}",
            f" ;\n    {term(OA.hasSource)} {term(self.stored_text)}",
            f"\n    a {term(_POSITION)}",
            f" ;\n    {term(OA.end)} ",
            f" ;\n    {term(OA.start)} ",
            f"\n    a {term(_QUOTE)} ;\n    {term(OA.exact)} ",
            f"^^{term(_COUNT)}",
        )
