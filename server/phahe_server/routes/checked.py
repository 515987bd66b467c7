"""`/citations` and `/findings`: what the documents cite and what is wrong with it, filtered; JSON and CSV under `/api/`."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from phahe_server import download, facets, language, render
from phahe_server.routes import lists
from phahe_server.views import citation_list, finding_list
from phahe_server.views.citation_list import CitationRow
from phahe_server.views.finding_list import Finding, Findings

router = APIRouter()
_CITATION_NAMES: Final = (*citation_list.FACETS, "page")
_FINDING_NAMES: Final = (*finding_list.FACETS, "page")


async def _citations(request: Request, lang: str) -> tuple[dict[str, str], list[CitationRow], list[facets.Facet]]:
    given = lists.asked(request, _CITATION_NAMES)
    every = await lists.kept(request, citation_list.every)
    return given, *facets.select(every, citation_list.FACETS, citation_list.values, given, lists.namer(request, lang))


async def _findings(request: Request, lang: str) -> tuple[dict[str, str], Findings, list[Finding], list[facets.Facet]]:
    given = lists.asked(request, _FINDING_NAMES)
    whole: Findings = await lists.kept(request, finding_list.findings)
    return given, whole, *facets.select(whole.every, finding_list.FACETS, finding_list.values, given, lists.namer(request, lang))


@router.api_route("/citations", methods=["GET", "HEAD"], include_in_schema=False)
async def citations_page(request: Request) -> Response:
    """The table of citations."""
    given, found, offered = await _citations(request, language.language(request))
    page = facets.paged(found, given.get("page", ""))
    return render.page(request, "citations.html", given=given, facets=offered, page=page, total=len(found), link=lists.without_page)


@router.get("/api/citations", tags=["lists"], summary="Citations, filtered by document, cited document, role, form, verdict, severity")
async def citations_json(request: Request) -> Response:
    """Every citation the filters leave, as JSON."""
    given, found, _ = await _citations(request, "vi")
    plain = [
        {
            "iri": one.iri, "document": one.document_iri, "text": one.text, "restored": one.restored or None, "role": one.role, "form": one.form,
            "resolution": one.resolution or None, "cited": one.cited or None, "citedLabel": one.cited_label or None, "held": one.held,
            "verdicts": [{"verdict": verdict, "severity": severity} for verdict, severity in one.verdicts], "evidence": list(one.evidence),
        }
        for one in found
    ]  # fmt: skip
    return JSONResponse({"filters": given, "count": len(found), "citations": plain})


@router.get("/api/citations.csv", tags=["lists"], summary="The same as CSV")
async def citations_csv(request: Request) -> Response:
    """Every citation the filters leave, for spreadsheets."""
    lang = language.language(request)
    _, found, _ = await _citations(request, lang)
    t, label = language.translator(lang), render.labeller(request, lang)
    headings = [t(f"citations.{name}") for name in ("document", "words", "restored", "cited", "role", "form", "verdicts", "address")]
    rows = (
        [one.document.label, one.text, one.restored, one.cited_label, label(one.role), label(one.form),
         "; ".join(label(verdict) for verdict, _ in one.verdicts), one.iri]
        for one in found
    )  # fmt: skip
    return download.csv_file("vien-dan.csv", headings, rows)


@router.api_route("/findings", methods=["GET", "HEAD"], include_in_schema=False)
async def findings_page(request: Request) -> Response:
    """The findings under their verdicts."""
    given, whole, found, offered = await _findings(request, language.language(request))
    page = facets.paged(found, given.get("page", ""))
    shown: Any = page.rows
    counts: dict[str, int] = {}
    for finding in found:
        counts[finding.verdict] = counts.get(finding.verdict, 0) + 1
    return render.page(
        request, "findings.html", given=given, facets=offered, page=page, total=len(found), counts=counts, meaning=whole.meaning,
        sections=[(verdict, list(mine)) for verdict, mine in groupby(shown, key=lambda one: one.verdict)], link=lists.without_page,
    )  # fmt: skip


@router.get("/api/findings", tags=["lists"], summary="Findings of the checks, filtered by document, verdict, severity")
async def findings_json(request: Request) -> Response:
    """Every finding the filters leave, as JSON."""
    given, _, found, _ = await _findings(request, "vi")
    plain = [
        {
            "iri": one.iri, "verdict": one.verdict, "severity": one.severity, "about": one.about or None, "message": dict(one.message),
            "documents": [document.label for document in one.documents],
            "quotes": [{"exact": piece["exact"], "restored": piece["evidenceRestored"] or None, "evidence": piece["evidence"]} for piece in one.pieces],
        }
        for one in found
    ]  # fmt: skip
    return JSONResponse({"filters": given, "count": len(found), "findings": plain})


@router.get("/api/findings.csv", tags=["lists"], summary="The same as CSV")
async def findings_csv(request: Request) -> Response:
    """Every finding the filters leave, for spreadsheets."""
    lang = language.language(request)
    _, whole, found, _ = await _findings(request, lang)
    t, label = language.translator(lang), render.labeller(request, lang)
    headings = [t(f"findings.{name}") for name in ("severity", "verdict", "document", "message", "quote", "rule", "remedy", "address")]
    rows = (
        [label(f"https://w3id.org/phahe/vocab/severity/{one.severity}"), label(one.verdict), "; ".join(document.label for document in one.documents),
         one.message[lang], " […] ".join(piece["exact"] for piece in one.pieces), _meaning(whole, one, "rule", lang), _meaning(whole, one, "remedy", lang), one.iri]
        for one in found
    )  # fmt: skip
    return download.csv_file("phat-hien.csv", headings, rows)


def _meaning(whole: Findings, finding: Finding, name: str, lang: str) -> str:
    return whole.meaning.get(finding.verdict, {}).get(name, {}).get(lang, "")
