"""Text of the graph stays text on every page."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from lxml import etree

PAGES = [
    "/", "/documents", "/lineage", "/ns", "/vocab", "/design", "/questions", "/sparql",
    "/search?q=%3Cscript%3E", "/search?q=dieu", "/search?q=script", "/citations", "/findings", "/targets", "/tasks", "/tasks?view=table", "/tasks?document=%22%3E%3Cscript%3Ealert(9)%3C/script%3E",
    "/doc/x/2025/h", "/doc/x/2024/up", "/doc/x/2025/h/task/p1", "/doc/x/2025/h/provision/p1", "/doc/x/2025/h/evidence/0-34",
    "/doc/x/2025/h/relation/carries-out/x.2024.up", "/vocab/level/commune", "/agency/hub", "/targets?measure=measure/m", "/measure/m", "/doc/x/2025/h/target/u", "/doc/x/2025/h/citation/21-26",
    "/doc/x/2025/h/finding/f", "/catalog", "/tasks?group=quarter",
    "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
    "/questions/lineage-of-document?document=%22%3E%3Cscript%3Ealert(9)%3C/script%3E",
    "/%3Cscript%3Ealert(8)%3C/script%3E", "/doc/%22%3E%3Cscript%3E",
]  # fmt: skip


class Tags(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.dangers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        ours = tag == "script" and (str(given.get("src", "")).startswith("/static/") or given.get("type") == "application/ld+json")
        if not ours and tag in ("script", "style", "iframe", "object", "base", "i", "em", "u"):
            self.dangers.append(tag)
        for name, text in attrs:
            if (
                name.startswith(("on", "hx-"))
                or name == "style"
                or (name in ("href", "src", "action") and str(text).lower().startswith(("javascript:", "data:", "//")))
            ):
                self.dangers.append(f"{tag} {name}={text}")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_nothing_of_the_data_runs(hostile: TestClient, address: str, lang: str) -> None:
    response = hostile.get(address, headers={"accept": "text/html", "cookie": f"lang={lang}"})
    assert response.status_code < 500, response.text[:300]
    parser = Tags()
    parser.feed(response.text)
    assert parser.dangers == []
    assert "script-src 'self'" in response.headers["content-security-policy"]
    assert "unsafe-inline" not in response.headers["content-security-policy"]


def test_the_words_are_all_there(hostile: TestClient) -> None:
    page = hostile.get("/doc/x/2025/h", headers={"accept": "text/html"}).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert re.search(r'<a class="mark mark--citation" href="[^"]+">NQ 47</a>', page)
    assert "&lt;em&gt;Điều&lt;/em&gt; 1 theo " in page


def test_the_chart_shows_words(hostile: TestClient) -> None:
    page = hostile.get("/targets?measure=measure/m", headers={"accept": "text/html"}).text
    chart = page[page.index('<figure class="chart"') : page.index("</figure>")]
    assert "&lt;/text&gt;&lt;script&gt;" in chart
    assert "<bdi" in chart  # a direction turned around ends with its cell


def test_the_data_block_of_a_document_ends_where_it_should(hostile: TestClient) -> None:
    page = hostile.get("/doc/x/2025/h", headers={"accept": "text/html"}).text
    block = page[page.index("ld+json") :].partition(">")[2].partition("</script>")[0]
    assert "<" not in block
    assert "<script>alert(1)</script>" in json.dumps(json.loads(block), ensure_ascii=False)


@pytest.mark.parametrize("ending", ["graphml", "gexf", "svg", "akn.xml", "stratml.xml", "rdf"])
def test_markup_in_the_data_is_text_in_xml(hostile: TestClient, ending: str) -> None:
    """The words are all there, and no element or attribute has been made of them."""
    found = hostile.get(f"/export/document/h.{ending}")
    assert found.status_code == 200, found.text[:300]
    root = etree.fromstring(found.content)
    names = {etree.QName(one).localname for one in root.iter() if isinstance(one.tag, str)}
    assert not names & {"script", "img", "em", "i", "u"}
    assert not [name for one in root.iter() for name in one.attrib if etree.QName(name).localname.startswith("on")]
    words = " ".join([*root.itertext(), *(value for one in root.iter() for value in one.attrib.values())])
    assert "<em>Điều</em>" in words or "<script>alert(1)</script>" in words


@pytest.mark.parametrize("ending", ["cyjs", "json", "jsonld", "annotations.jsonld", "legislation.jsonld"])
def test_markup_in_the_data_is_text_in_json(hostile: TestClient, ending: str) -> None:
    found = hostile.get(f"/export/document/h.{ending}")
    assert found.status_code == 200, found.text[:300]
    assert json.loads(found.content)
    assert not found.headers["content-type"].startswith("text/html")
    assert found.headers["x-content-type-options"] == "nosniff"


def test_no_redirect_leaves_the_server(hostile: TestClient) -> None:
    for address in ("/?next=//evil.example", "/resource?iri=//evil.example", "//evil.example"):
        response = hostile.get(address, follow_redirects=False, headers={"accept": "text/html"})
        assert "evil.example" not in response.headers.get("location", "")


def test_markup_in_parameters_reaches_no_header(hostile: TestClient) -> None:
    response = hostile.get("/?lang=vi%0d%0aSet-Cookie:%20x=1", headers={"accept": "text/html"})
    assert "x=1" not in str(response.headers)
