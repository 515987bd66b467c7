"""W3C Web Annotations (JSON-LD) of the citations of documents: the words that cite are the target, what they cite and how that was judged the bodies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any, Final

from phahe.exports.cleaning import whole_text
from phahe.exports.model import Report
from phahe.exports.standards.facts import QUOTED, Facts
from phahe.namespaces import BASE
from phahe.store import Store

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"


def write(store: Store, documents: tuple[str, ...], out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write the citations of documents as one AnnotationCollection, its page within it; document by document, so memory holds one of them."""
    name = documents[0] if len(documents) == 1 else f"{BASE}citations"
    head = {"@context": CONTEXT, "id": f"{name}#annotations", "type": "AnnotationCollection", "label": "Viện dẫn (citations)"}
    page = {"id": f"{name}#annotations-1", "type": "AnnotationPage", "partOf": f"{name}#annotations", "startIndex": 0}
    out.write((_json(head)[:-1] + ', "first": ' + _json(page)[:-1] + ', "items": [\n').encode())
    total = 0
    for document in documents:
        for one in of_document(Facts(store, document), language):
            out.write(((",\n" if total else "") + whole_text(_json(one), report)).encode())
            total += 1
    out.write(f'\n]}}, "total": {total}}}\n'.encode())
    report.rows = total


def of_document(facts: Facts, language: str = "vi") -> Iterator[dict[str, Any]]:
    """The annotations of one document in reading order."""
    citations = facts.of_class("Citation")
    quotes = facts.quotes(citations)
    source = facts.iri(facts.document, "hasText") or f"{facts.document}/text"
    for citation in citations:
        pieces = sorted(quotes[iri] for iri in facts.iris(citation, QUOTED) if iri in quotes)
        targets = [
            {"type": "SpecificResource", "source": source, "selector": [
                {"type": "TextQuoteSelector", "exact": piece.exact},
                {"type": "TextPositionSelector", "start": piece.start, "end": piece.end},
            ]}
            for piece in pieces
        ]  # fmt: skip
        bodies: list[dict[str, Any]] = [
            {"type": "SpecificResource", "source": iri, "purpose": "linking"} for iri in facts.iris(citation, "citedDocument")
        ]
        for verdict in facts.iris(citation, "verdict"):
            bodies.append({"type": "SpecificResource", "source": verdict, "purpose": "classifying"})
            bodies.append({"type": "TextualBody", "value": facts.label(verdict, language), "language": language, "purpose": "assessing"})
        made: dict[str, Any] = {
            "id": citation,
            "type": "Annotation",
            "motivation": "linking" if facts.iris(citation, "citedDocument") else "assessing",
        }
        if bodies:
            made["body"] = bodies
        yield {**made, "target": (targets[0] if len(targets) == 1 else targets) if targets else source}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
