"""A document as schema.org `Legislation` (JSON-LD): what search engines read on its page, and as a file."""

from __future__ import annotations

import json
from typing import IO, Any, Final

from phahe.exports.cleaning import whole_text
from phahe.exports.model import Report
from phahe.exports.standards.facts import Facts
from phahe.namespaces import BASE, PH
from phahe.store import Store

#: Properties of the graph and what schema.org calls them; each points at documents.
_LINKS: Final = (
    ("carriesOut", "legislationEnsuresImplementationOf"),
    ("continues", "legislationEnsuresImplementationOf"),
    ("annexOf", "isPartOf"),
    ("hasContentBasis", "isBasedOn"),
    ("hasCompetenceBasis", "isBasedOn"),
    ("considers", "citation"),
    ("refersTo", "citation"),
)


def write(store: Store, documents: tuple[str, ...], out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write what `describe` says of one document."""
    words = json.dumps(describe(store, documents[0]), ensure_ascii=False, indent=1)
    out.write(whole_text(words, report).encode() + b"\n")


def describe(store: Store, document: str) -> dict[str, Any]:
    """The JSON-LD of a document; only what the graph states, names beside IRIs. It asks for the document alone, so a page can call it."""
    facts = Facts(store, document, [document])
    kind, issuer, place = (facts.iri(document, name) for name in ("documentType", "issuer", "place"))
    party = f"{PH}PartyDocument" in {value.value for value in facts.values(document, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")}
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": document,
        "url": document,
        "additionalType": f"{PH}{'PartyDocument' if party else 'LegalDocument'}",
        "name": facts.title,
        "alternateName": facts.label(document) if facts.label(document) != facts.title else "",
        "inLanguage": "vi",
        "legislationIdentifier": facts.text(document, "number"),
        "legislationType": facts.label(kind) if kind else "",
        "legislationDate": facts.text(document, "datePassed") or facts.text(document, "dateIssued"),
        "datePublished": facts.text(document, "dateIssued"),
        "legislationDateOfApplicability": facts.text(document, "effectiveDate"),
        "legislationPassedBy": _named("GovernmentOrganization", issuer, facts),
        "legislationJurisdiction": _named("AdministrativeArea", place, facts),
        "author": {"@type": "Person", "name": facts.text(document, "signer"), "jobTitle": facts.text(document, "signerPosition")}
        if facts.text(document, "signer")
        else None,
    }
    for name, theirs in _LINKS:
        found = [_named("Legislation", iri, facts) for iri in facts.iris(document, name) if iri != document]
        made[theirs] = [*(made.get(theirs) or []), *(one for one in found if one not in (made.get(theirs) or []))]
    if facts.held:
        key = document.removeprefix(BASE)
        made["encoding"] = [
            {"@type": "LegislationObject", "encodingFormat": media, "contentUrl": f"{BASE}export/document/{key}.{ending}"}
            for media, ending in (("application/akn+xml", "akn.xml"), ("text/turtle", "ttl"))
        ]
    return {name: value for name, value in made.items() if value not in ("", None, [])}


def _named(kind: str, iri: str, facts: Facts) -> dict[str, str] | None:
    return {"@type": kind, "@id": iri, "name": facts.label(iri)} if iri else None


def embedded(described: dict[str, Any]) -> str:
    r"""JSON-LD for a `<script>` element: nothing in it can end the element or begin a comment.

    >>> embedded({"name": "</script><!--"})
    '{"name": "\\u003c/script\\u003e\\u003c!--"}'
    """
    words = json.dumps(described, ensure_ascii=False).encode("utf-8", "replace").decode()
    return words.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
