"""The query page in a browser: editor, completion, views, and the same without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from phahe.questions import catalogue

COUNTED = "SELECT ?label (COUNT(?task) AS ?n) WHERE { ?d ph:held true ; rdfs:label ?label . ?task a ph:Task ; ph:document ?d } GROUP BY ?label ORDER BY ?label"
PREFIXES = "PREFIX ph: <https://w3id.org/phahe/ns#>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
TRIPLES = "CONSTRUCT { ?a ph:derivesFrom ?b } WHERE { ?a ph:derivesFrom ?b }"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.said = []
    opened.on("console", lambda message: message.type == "error" and opened.said.append(message.text))
    yield opened
    assert opened.said == []
    context.close()


def test_completion_brings_the_prefix_with_it(page: Any, address: str) -> None:
    page.goto(f"{address}/sparql")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("ASK { ?task a ph:Tas")
    page.locator(".cm-tooltip-autocomplete li", has_text="ph:Task").first.wait_for()
    page.locator(".cm-tooltip-autocomplete li[aria-selected]", has_text="ph:Task").wait_for()
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    assert page.input_value("#query").startswith("PREFIX ph: <https://w3id.org/phahe/ns#>\nASK { ?task a ph:Task")
    page.keyboard.press("Control+Enter")
    page.locator(".big", has_text="true").wait_for()


def test_counts_as_a_chart(page: Any, address: str) -> None:
    page.goto(f"{address}/sparql?query={quote(PREFIXES + COUNTED)}")
    page.get_by_role("button", name="Biểu đồ").click()
    assert page.locator(".bars rect").count() == 5
    assert page.locator("#answer-table").is_visible()


def test_triples_as_a_graph(page: Any, address: str) -> None:
    page.goto(f"{address}/sparql?query={quote(PREFIXES + TRIPLES)}")
    page.get_by_role("button", name="Đồ thị").click()
    page.locator(".views__graph canvas").first.wait_for()


def test_the_place_of_an_error_is_found(page: Any, address: str) -> None:
    page.goto(f"{address}/sparql?query={quote('ASK {}')}")
    page.goto(f"{address}/sparql?query={quote('SELECT *' + chr(10) + 'WHERE { ?s ?p }')}", wait_until="load")
    assert page.locator("#query-error").get_attribute("data-line") == "2"
    page.locator(".cm-focused").wait_for()
    page.said.clear()  # the browser tells of the status 400


def test_it_works_without_scripts(address: str) -> None:
    text = httpx.get(f"{address}/sparql", params={"query": PREFIXES + COUNTED}, headers={"Accept": "text/html"}).text
    assert '<textarea id="query" name="query"' in text
    assert "data-number" in text


@pytest.mark.parametrize("slug", [question.slug for question in catalogue()])
def test_every_example_runs(address: str, slug: str) -> None:
    form = httpx.get(f"{address}/sparql", params={"example": slug}, headers={"Accept": "text/html"}).text
    assert f"example={slug}" in form
    from phahe_server.routes.sparql import example_text  # noqa: PLC0415

    answer = httpx.get(
        f"{address}/sparql", params={"query": example_text(slug)}, headers={"Accept": "application/sparql-results+json"}, timeout=30
    )
    assert answer.status_code == 200, answer.text[:300]


def test_terms_have_names_and_prefixes(address: str) -> None:
    found = httpx.get(f"{address}/api/terms").json()
    kinds = {term["name"]: term["kind"] for term in found["terms"]}
    assert (kinds["ph:Task"], kinds["ph:leadAgency"], kinds["theme:leadership"]) == ("class", "property", "constant")
    assert all(term["name"].split(":")[0] in found["prefixes"] for term in found["terms"])
