"""X01–X06, X09: a store whose words are markup, direction controls and a megabyte without a space; every page shows text only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from phahe_server.app import create_app

from phahe.store import open_store

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"
LONG = "x" * 1_000_000
GRAPH = f"""@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ph: <https://w3id.org/phahe/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/phahe/> .
<graph/ontology> {{
  <vocab/relation/carries-out> skos:prefLabel "<i>thực hiện</i>"@vi ; ph:edgeProperty ph:carriesOut .
  ph:carriesOut rdfs:subPropertyOf ph:derivesFrom .
}}
<graph/document/h> {{
  <doc/x/2025/h> a ph:LegalDocument , ph:Document ; rdfs:label "{MARKUP} \\u202Egnôv\\u200B hx-get=/x"@vi ;
    dcterms:title "{LONG}"@vi ; ph:held true ; ph:slug "h" ; ph:number "</script>{{{{7*7}}}}" ; ph:issuer <javascript:alert(3)> ;
    rdfs:seeAlso <data:text/html,evil> ; rdfs:comment "<b onclick=alert(4)>x</b>"^^rdf:HTML ; ph:carriesOut <doc/x/2024/up> .
  <doc/x/2024/up> a ph:LegalDocument , ph:Document ; rdfs:label "{LONG}"@vi ; ph:held false .
  <doc/x/2025/h/relation/carries-out/up> a ph:DocumentRelation ; ph:subjectDocument <doc/x/2025/h> ;
    ph:relation <vocab/relation/carries-out> ; ph:objectDocument <doc/x/2024/up> ; ph:text "{MARKUP}"@vi ; ph:statedIn <doc/x/2025/h> .
}}
"""
PAGES = [
    "/", "/documents", "/lineage", "/lineage?node=doc/x/2025/h", "/lineage/path?from=doc/x/2025/h&to=doc/x/2024/up",
    "/lineage/document?document=doc/x/2025/h", "/lineage/hop?child=doc/x/2025/h&parent=doc/x/2024/up&relation=carries-out",
    "/lineage/path?from=%3Cscript%3Ealert(5)%3C/script%3E&to=x", "/doc/x/2025/h", "/doc/x/2025/h/relation/carries-out/up", "/search?q=script",
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile_address(serving: Callable[[Any], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("hostile") / "graph.trig"
    path.write_text(GRAPH, encoding="utf-8")
    store = open_store()
    store.load(path)
    return serving(create_app(store))


def test_words_stay_words_on_a_narrow_screen(browser: Any, hostile_address: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: (problems.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: problems.append(request.url) if not request.url.startswith((hostile_address, "data:")) else None)
    for path in PAGES:
        assert page.goto(hostile_address + path).status == 200, path
        if "node=" in path:
            page.wait_for_selector("#explorer[data-ready]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{path} is wider than the screen"
        assert (
            page.locator(
                "main script, main [onerror], main [onclick], main [hx-get], main [href^='javascript:'], main [href^='data:']"
            ).count()
            == 0
        ), path
    assert problems == []
    context.close()


@pytest.mark.parametrize("lang", ['vi"><script>', "vi%0d%0ax:y", "../../etc"])
def test_a_language_nobody_speaks(browser: Any, hostile_address: str, lang: str) -> None:
    context = browser.new_context()
    reply = context.request.get(f"{hostile_address}/?lang={lang}", headers={"accept": "text/html"})
    assert reply.status == 200
    assert '<html lang="vi">' in reply.text()
    context.close()
