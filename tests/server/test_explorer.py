"""The lineage explorer in a real browser: what it shows of the real graph, and that it stays usable with large and circular ones."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from phahe_server.app import create_app

from phahe.store import open_store

PREFIXES = """@prefix ph: <https://w3id.org/phahe/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/phahe/> .
<graph/ontology> {
  <vocab/relation/carries-out> skos:prefLabel "thực hiện"@vi ; ph:edgeProperty ph:carriesOut .
  <vocab/relation/amends> skos:prefLabel "sửa đổi, bổ sung"@vi ; ph:edgeProperty ph:amends .
  ph:carriesOut rdfs:subPropertyOf ph:derivesFrom .
}
"""
LOC_BINH, PLAN, NQ29, NQ47 = (
    "doc/hdnd-xa-loc-binh/2025/loc-binh-resolution",
    "doc/ubnd-tinh-lang-son/khong-ngay/lang-son-plan",
    "doc/bch-trung-uong/2013/29-nq-tw",
    "doc/hdnd-tinh-lang-son/2025/47-nq-hdnd",
)


def document(name: object, level: str, *, held: bool = False) -> str:
    return (
        f'<doc/s/{name}> a ph:LegalDocument , ph:Document ; rdfs:label "Nghị quyết {name}/NQ-HĐND của Hội đồng nhân dân"@vi ; '
        f"ph:level <vocab/level/{level}> ; ph:held {str(held).lower()} .\n"
    )


def relation(child: object, parent: object, code: str = "carries-out", edge: str = "carriesOut") -> str:
    return (
        f"<doc/s/{child}> ph:{edge} <doc/s/{parent}> . <doc/s/{child}/relation/{code}/{parent}> a ph:DocumentRelation ; "
        f"ph:subjectDocument <doc/s/{child}> ; ph:relation <vocab/relation/{code}> ; ph:objectDocument <doc/s/{parent}> .\n"
    )


def two_thousand() -> Iterator[str]:
    """20 central documents, 180 of provinces, 1,800 of communes; about 2,200 relations."""
    yield from (document(n, "central") for n in range(20))
    yield from (relation(n, (n - 1) // 2) for n in range(1, 20))
    yield from (document(n, "province") + relation(n, n % 20) for n in range(20, 200))
    yield from (document(n, "commune", held=n % 50 == 0) + relation(n, 20 + n % 180) for n in range(200, 2000))
    yield from (relation(n, 20 + n * 7 % 180) for n in range(200, 2000, 11) if n * 7 % 180 != n % 180)


def hub() -> Iterator[str]:
    """One central document that 2,000 others carry out."""
    yield document("hub", "central")
    yield from (document(f"n{n:04}", "commune", held=n % 100 == 0) + relation(f"n{n:04}", "hub") for n in range(2_000))


def circle() -> Iterator[str]:
    """Two documents that carry out and amend each other, and one below."""
    yield document("a", "central", held=True) + document("b", "central", held=True) + document("c", "province", held=True)
    yield (
        relation("a", "b")
        + relation("b", "a")
        + relation("a", "b", "amends", "amends")
        + relation("b", "a", "amends", "amends")
        + relation("c", "a")
    )


@pytest.fixture(scope="module")
def served(serving: Callable[[Any], str], tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[], Iterator[str]]], str]:
    def serve(made: Callable[[], Iterator[str]]) -> str:
        path: Path = tmp_path_factory.mktemp("graph") / "graph.trig"
        path.write_text(PREFIXES + "<graph/document/s> {\n" + "".join(made()) + "}\n", encoding="utf-8")
        store = open_store()
        store.load(path)
        return serving(create_app(store))

    return serve


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    found = context.new_page()
    found.problems = []
    found.on("console", lambda message: found.problems.append(message.text) if message.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: found.problems.append(str(error)))
    yield found
    assert found.problems == []
    context.close()


def opened(page: Any, address: str) -> Any:
    page.goto(address)
    page.evaluate("document.querySelector('[data-do=start]').click()")  # does nothing where the address has opened it already
    page.wait_for_selector("#explorer[data-ready]")
    return page


def crowded() -> float:
    """By how many the processor is shared at the moment: the limits below are for a machine that is not busy otherwise.

    They are five times what such a machine needs (2 s until the picture stands, 0.2 s for a filter): the load is a mean of the last minute
    and says little about the next second. What grows with the square of the documents goes far beyond them.
    """
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def fact(page: Any, name: str) -> int:
    return int(page.get_attribute("#explorer", f"data-{name}"))


def seen(page: Any) -> set[str]:
    return set(page.eval_on_selector_all(".entry", "all => all.map(one => one.dataset.go)"))


def test_filters_change_the_picture_the_list_and_the_address(page: Any, address: str) -> None:
    opened(page, address + "/lineage")
    before = fact(page, "edges")
    page.uncheck("input[name=tier][value=brief]")
    page.wait_for_function(f"() => document.getElementById('explorer').dataset.edges == {before - 1}")
    page.uncheck("input[name=level][value=commune]")
    page.wait_for_function("() => new URLSearchParams(location.search).has('level')")
    assert LOC_BINH not in seen(page)
    assert PLAN in seen(page)
    chosen = parse_qs(urlsplit(page.url).query)
    assert "brief" not in chosen["tier"]
    assert set(chosen["level"]) == {"central", "province"}
    page.check("input[name=tier][value=aligned]")
    page.wait_for_function("() => document.getElementById('explorer').dataset.filtered")
    address_of_view, shown = page.url, fact(page, "edges")
    opened(page, address_of_view)
    page.wait_for_function(f"() => document.getElementById('explorer').dataset.edges == {shown}")


def test_every_tier_has_its_own_line(page: Any, address: str) -> None:
    opened(page, address + "/lineage")
    lines = page.eval_on_selector_all(
        ".ticks--tier .legend__line", "all => all.map(one => { const s = getComputedStyle(one); return s.borderTop + s.backgroundImage; })"
    )
    assert len(lines) >= 5
    assert len(set(lines)) == len(lines)


def test_a_document_opens_into_its_tasks_and_closes_again(page: Any, address: str) -> None:
    opened(page, address + "/lineage")
    before = fact(page, "nodes")
    page.click(f".entry[data-go='{LOC_BINH}']")
    page.click("[data-open=tasks]")
    page.wait_for_function(f"() => document.getElementById('explorer').dataset.nodes == {before + 32}")
    assert parse_qs(urlsplit(page.url).query)["open"] == [f"{LOC_BINH} tasks"]
    page.click("[data-open=tasks]")
    page.wait_for_function(f"() => document.getElementById('explorer').dataset.nodes == {before}")
    page.click("[data-open=citations]")
    page.wait_for_function(f"() => document.getElementById('explorer').dataset.nodes > {before + 40}")


def test_the_way_between_two_documents_shows_the_quotes_of_every_hop(page: Any, address: str) -> None:
    opened(page, address + f"/lineage?from={LOC_BINH}&to={NQ29}")
    page.wait_for_selector(".between .way__step")
    steps = page.locator(".between .way__step")
    assert steps.count() == 4
    assert [steps.nth(n).locator(".quote, .proof__source").count() > 0 for n in range(4)] == [True] * 4
    page.click(".between .quote footer a >> nth=0")
    page.wait_for_selector(".sheet mark")


def test_siblings_meet_in_their_common_source(page: Any, address: str) -> None:
    page.goto(address + f"/lineage/path?from={LOC_BINH}&to={PLAN}")
    assert "Cả hai cùng bắt nguồn từ Nghị quyết 47/NQ-HĐND" in page.inner_text(".between")
    assert page.locator(".way__step").count() == 2


def test_search_ignores_diacritics(page: Any, address: str) -> None:
    opened(page, address + "/lineage")
    page.fill("#explorer-q", "loc binh")
    page.wait_for_function("() => document.querySelectorAll('.entry').length < 5")
    assert LOC_BINH in seen(page)
    page.fill("#explorer-q", "Lộc Bình")
    page.wait_for_timeout(100)
    assert LOC_BINH in seen(page)
    page.fill("#explorer-q", "không có gì như thế")
    page.wait_for_selector(".explorer__side .empty")


def test_the_keyboard_walks_the_lines(page: Any, address: str) -> None:
    opened(page, address + f"/lineage?node={LOC_BINH}")
    page.wait_for_selector(".side__title")
    page.focus(f".node[data-id='{LOC_BINH}']")
    here = "document.activeElement.dataset.id"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(here) == NQ47
    page.keyboard.press("ArrowDown")
    assert page.evaluate(here) != NQ47
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    assert page.inner_text("#explorer-said").strip() == "Đây là văn bản trên cùng."
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert int(re.sub(r"\D", "", outline)) >= 3
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.classList.contains('side__title')")
    assert page.locator(".node[tabindex='0']").count() == 1


@pytest.mark.parametrize("name", ["SVG", "PNG", "Mermaid", "GraphML", "GEXF", "JSON"])
def test_the_picture_is_saved(page: Any, address: str, name: str, tmp_path: Path) -> None:
    opened(page, address + "/lineage")
    with page.expect_download() as download:
        page.click(f"[data-format={name}]")
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    nodes, edges = fact(page, "nodes"), fact(page, "edges")
    if name == "PNG":
        assert saved.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    elif name == "JSON":
        elements = json.loads(saved.read_text(encoding="utf-8"))["elements"]
        assert (len(elements["nodes"]), len(elements["edges"])) == (nodes, edges)
    elif name == "Mermaid":
        lines = saved.read_text(encoding="utf-8").splitlines()
        assert len(lines) == 1 + nodes + edges
    else:
        tags = [element.tag.rpartition("}")[2] for element in ET.fromstring(saved.read_text(encoding="utf-8")).iter()]
        assert (tags.count("path"), tags.count("edge")) in {(edges, 0), (0, edges)}


def test_two_thousand_documents(page: Any, served: Callable[..., str]) -> None:
    address = served(two_thousand)
    page.goto(address + "/")  # the first visitor waits for the graph to be read; the next ones do not
    opened(page, address + "/lineage")
    assert fact(page, "ready") < 10_000 * crowded()
    assert fact(page, "nodes") == 2000
    for box in ("commune", "province"):
        page.uncheck(f"input[name=level][value={box}]")
        page.wait_for_function("() => document.getElementById('explorer').dataset.filtered")
        assert fact(page, "filtered") < 1000 * crowded()
        page.evaluate("delete document.getElementById('explorer').dataset.filtered")
    page.check("input[name=level][value=commune]")
    page.check("input[name=level][value=province]")
    page.wait_for_function("() => document.getElementById('explorer').dataset.nodes == 2000")
    assert fact(page, "filtered") < 1000 * crowded()
    page.fill("#explorer-q", "nghi quyet 1234/")
    page.wait_for_function("() => document.querySelectorAll('.entry').length === 1")
    page.keyboard.press("Tab")
    page.click(".entry")
    page.wait_for_selector(".node[data-id='doc/s/1234']")


def test_a_hub_of_two_thousand(page: Any, served: Callable[..., str]) -> None:
    address = served(hub)
    page.goto(address + "/")
    opened(page, address + "/lineage")
    assert fact(page, "ready") < 10_000 * crowded()
    assert fact(page, "nodes") == 201
    page.click(".entry[data-go='doc/s/hub']")
    page.wait_for_selector("[data-more=below]")
    assert "200" in page.inner_text("[data-more=below]")
    assert "2000" in page.inner_text("[data-more=below]")
    page.click("[data-more=below]")
    page.wait_for_function("() => document.getElementById('explorer').dataset.nodes == 401")
    assert "400" in page.inner_text("[data-more=below]")


def test_a_circle_ends_and_is_marked(page: Any, served: Callable[..., str]) -> None:
    address = served(circle)
    page.goto(address + "/lineage")
    assert page.locator(".step .notice--warning").count() == 2
    assert page.locator(".lineage__list a, .as-list a").count() > 0
    opened(page, address + "/lineage?relation=carries-out&relation=amends")
    assert (fact(page, "nodes"), fact(page, "edges")) == (3, 5)
    graph = json.loads(page.request.get(address + "/api/lineage/graph").text())
    marked = {(edge["child"], edge["parent"], edge["relation"]) for edge in graph["edges"] if edge.get("cycle")}
    assert marked == {(f"doc/s/{a}", f"doc/s/{b}", code) for a, b in ("ab", "ba") for code in ("carries-out", "amends")}
    page.goto(address + "/lineage/path?from=doc/s/a&to=doc/s/b")
    assert page.locator(".way__step").count() == 1


def test_without_scripts_the_filters_and_ways_work(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/lineage")
    everything = page.locator(".lineage__svg .box").count()
    page.uncheck("input[name=level][value=commune]")
    page.click(".without-script")
    assert 0 < page.locator(".lineage__svg .box").count() < everything
    assert not page.locator("[data-do=start]").is_visible()
    page.select_option("#path-from", LOC_BINH)
    page.select_option("#path-to", NQ29)
    page.click(".path-form button")
    assert page.locator(".way__step").count() == 4
    context.close()
