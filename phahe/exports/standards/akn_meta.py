"""The `meta` of an Akoma Ntoso document: work, expression and manifestation by their IRIs, publication, life cycle, references.

Dates are those of the graph. The schema wants one of each level: where the graph has none the first day of year 1 stands with the name `unknown`.
"""

from __future__ import annotations

from typing import Any, Final

from phahe.exports.cleaning import xml_text
from phahe.exports.model import Report
from phahe.exports.standards.facts import Facts
from phahe.namespaces import BASE

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_SOURCE: Final = "#phahe"
_UNKNOWN: Final = "0001-01-01"


def meta(make: Any, facts: Facts, report: Report) -> Any:
    """The element `meta`. `make` is an lxml ElementMaker of the namespace."""
    document, date = facts.document, facts.date
    made = make("meta", _identification(make, facts, report))
    if date:
        shown = {"date": date, "name": "ban-hanh", "showAs": "Ban hành"}
        number = facts.text(document, "number")
        made.append(make("publication", {**shown, **({"number": xml_text(number, report)} if number else {})}))
        event = make("eventRef", {"eId": "e1", "date": date, "type": "generation", "source": "#original"})
        made.append(make("lifecycle", {"source": _SOURCE}, event))
    else:
        report.note("undated")
    made.append(_references(make, facts, report))
    return made


def _identification(make: Any, facts: Facts, report: Report) -> Any:
    document = facts.document
    days = {
        "ban-hanh": facts.text(document, "dateIssued"),
        "thong-qua": facts.text(document, "datePassed"),
        "hieu-luc": facts.text(document, "effectiveDate"),
    }
    dates = [(date, name) for name, date in days.items() if date] or [(_UNKNOWN, "unknown")]
    number, kind = facts.text(document, "number"), facts.iri(document, "documentType").rsplit("/", 1)[-1]
    text = facts.iri(document, "hasText") or f"{document}/text"
    file = f"{BASE}export/document/{document.removeprefix(BASE)}.akn.xml"

    def level(name: str, iri: str, author: str, *more: Any) -> Any:
        return make(
            name,
            make("FRBRthis", {"value": iri}),
            make("FRBRuri", {"value": iri}),
            *(make("FRBRdate", {"date": date, "name": of}) for date, of in (dates if name == "FRBRWork" else dates[:1])),
            make("FRBRauthor", {"href": author}),
            *more,
        )

    issuer = "#issuer" if facts.iri(document, "issuer") else _SOURCE
    work = [make("FRBRcountry", {"value": "vn"})]
    work += [make("FRBRsubtype", {"value": kind})] if kind else []
    work += [make("FRBRnumber", {"value": xml_text(number, report)})] if number else []
    work.append(make("FRBRname", {"value": xml_text(facts.title, report)}))
    return make(
        "identification", {"source": _SOURCE},
        level("FRBRWork", document, issuer, *work),
        level("FRBRExpression", text, issuer, make("FRBRlanguage", {"language": "vie"})),
        level("FRBRManifestation", file, _SOURCE, make("FRBRformat", {"value": "application/akn+xml"})),
    )  # fmt: skip


def _references(make: Any, facts: Facts, report: Report) -> Any:
    def named(tag: str, key: str, iri: str, label: str) -> Any:
        return make(tag, {"eId": key, "href": iri, "showAs": xml_text(label, report) or iri})

    document = facts.document
    made = make("references", {"source": _SOURCE}, named("original", "original", document, facts.label(document)))
    cited = sorted({iri for one in facts.of_class("Citation") for iri in facts.iris(one, "citedDocument")})
    for number, iri in enumerate(cited, 1):
        made.append(named("activeRef", f"ref{number}", iri, facts.label(iri)))
    made.append(named("TLCOrganization", "phahe", BASE, "Phả hệ"))
    issuer, signer = facts.iri(document, "issuer"), facts.text(document, "signer")
    if issuer:
        made.append(named("TLCOrganization", "issuer", issuer, facts.label(issuer)))
    if signer:
        made.append(named("TLCPerson", "signer", f"{document}#signer", signer))
    if position := facts.text(document, "signerPosition"):
        made.append(named("TLCRole", "signer-position", f"{document}#signer-position", position))
    return made
