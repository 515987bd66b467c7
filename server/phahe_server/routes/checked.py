"""`/citations` and `/findings`: what the documents cite and what is wrong with it, filtered; JSON and CSV under `/api/`."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from itertools import groupby
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from phahe_server import facets, language, render
from phahe_server.listing import Listing
from phahe_server.routes import lists
from phahe_server.views import citation_list, finding_list
from phahe_server.views.citation_list import CitationRow
from phahe_server.views.finding_list import Finding

router = APIRouter()
_CITATION_NAMES: Final = (*citation_list.FACETS, "page")
_FINDING_NAMES: Final = (*finding_list.FACETS, "page")


def _citations(request: Request) -> Coroutine[Any, Any, Listing[CitationRow]]:
    return lists.listing(request.app.state, "citations", citation_list.LIST)


def _findings(request: Request) -> Coroutine[Any, Any, Listing[Finding]]:
    return lists.listing(request.app.state, "findings", finding_list.LIST)


@router.api_route("/citations", methods=["GET", "HEAD"], include_in_schema=False)
async def citations_page(request: Request) -> Response:
    """The table of citations."""
    known, given, name = await _citations(request), lists.asked(request, _CITATION_NAMES), lists.namer(request, language.language(request))

    def page() -> Response:
        with known.selected(given) as found:
            at = facets.paged(found.total, given.get("page", ""))
            return render.page(
                request, "citations.html", given=given, facets=lists.offered(found, citation_list.LIST, given, name), page=at,
                rows=[*found.rows(at.offset, at.size)], total=found.total, link=lists.without_page,
            )  # fmt: skip

    return await asyncio.to_thread(page)


@router.get("/api/citations", tags=["lists"], summary="Citations, filtered by document, cited document, role, form, verdict, severity")
async def citations_json(request: Request) -> Response:
    """Every citation the filters leave, as JSON."""
    return await lists.as_json(await _citations(request), lists.asked(request, _CITATION_NAMES), "citations", _plain_citation)


def _plain_citation(one: CitationRow) -> dict[str, Any]:
    return {
        "iri": one.iri, "document": one.document_iri, "text": one.text, "restored": one.restored or None, "role": one.role, "form": one.form,
        "resolution": one.resolution or None, "cited": one.cited or None, "citedLabel": one.cited_label or None, "held": one.held,
        "verdicts": [{"verdict": verdict, "severity": severity} for verdict, severity in one.verdicts], "evidence": list(one.evidence),
    }  # fmt: skip


@router.get("/api/citations.csv", tags=["lists"], summary="The same as CSV")
async def citations_csv(request: Request) -> Response:
    """Every citation the filters leave, for spreadsheets."""
    return await lists.as_csv(await citation_table(request), "vien-dan.csv")


async def citation_table(request: Request) -> lists.Cells[CitationRow]:
    """The headings and cells of the CSV."""
    t, label = language.translator(language.language(request)), render.labeller(request, language.language(request))

    def cells(one: CitationRow) -> list[list[str]]:
        verdicts = "; ".join(label(verdict) for verdict, _ in one.verdicts)
        return [[one.document.label, one.text, one.restored, one.cited_label, label(one.role), label(one.form), verdicts, one.iri]]

    headings = [t(f"citations.{name}") for name in ("document", "words", "restored", "cited", "role", "form", "verdicts", "address")]
    return lists.Cells(headings, await _citations(request), lists.asked(request, _CITATION_NAMES), cells)


@router.api_route("/findings", methods=["GET", "HEAD"], include_in_schema=False)
async def findings_page(request: Request) -> Response:
    """The findings under their verdicts."""
    known, given, name = await _findings(request), lists.asked(request, _FINDING_NAMES), lists.namer(request, language.language(request))
    meaning = await lists.kept(request, finding_list.meaning)

    def page() -> Response:
        with known.selected(given) as found:
            at = facets.paged(found.total, given.get("page", ""))
            shown = groupby(found.rows(at.offset, at.size), key=lambda one: one.verdict)
            return render.page(
                request, "findings.html", given=given, facets=lists.offered(found, finding_list.LIST, given, name), page=at, total=found.total,
                counts={head.key: head.size for head in found.heads(finding_list.UNDER)}, meaning=meaning,
                sections=[(verdict, [*mine]) for verdict, mine in shown], link=lists.without_page,
            )  # fmt: skip

    return await asyncio.to_thread(page)


@router.get("/api/findings", tags=["lists"], summary="Findings of the checks, filtered by document, verdict, severity")
async def findings_json(request: Request) -> Response:
    """Every finding the filters leave, as JSON."""
    return await lists.as_json(await _findings(request), lists.asked(request, _FINDING_NAMES), "findings", _plain_finding)


def _plain_finding(one: Finding) -> dict[str, Any]:
    return {
        "iri": one.iri, "verdict": one.verdict, "severity": one.severity, "about": one.about or None, "message": dict(one.message),
        "documents": [document.label for document in one.documents],
        "quotes": [{"exact": piece["exact"], "restored": piece["evidenceRestored"] or None, "evidence": piece["evidence"]} for piece in one.pieces],
    }  # fmt: skip


@router.get("/api/findings.csv", tags=["lists"], summary="The same as CSV")
async def findings_csv(request: Request) -> Response:
    """Every finding the filters leave, for spreadsheets."""
    return await lists.as_csv(await finding_table(request), "phat-hien.csv")


async def finding_table(request: Request) -> lists.Cells[Finding]:
    """The headings and cells of the CSV."""
    lang = language.language(request)
    meaning: Mapping[str, Any] = await lists.kept(request, finding_list.meaning)
    t, label = language.translator(lang), render.labeller(request, lang)

    def cells(one: Finding) -> list[list[str]]:
        said = meaning.get(one.verdict, {})
        return [[
            label(f"https://w3id.org/phahe/vocab/severity/{one.severity}"), label(one.verdict), "; ".join(document.label for document in one.documents),
            one.message[lang], " […] ".join(piece["exact"] for piece in one.pieces), *(said.get(name, {}).get(lang, "") for name in ("rule", "remedy")), one.iri,
        ]]  # fmt: skip

    headings = [t(f"findings.{name}") for name in ("severity", "verdict", "document", "message", "quote", "rule", "remedy", "address")]
    return lists.Cells(headings, await _findings(request), lists.asked(request, _FINDING_NAMES), cells)
