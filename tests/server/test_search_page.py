"""`/search`: what is found, how it is shown, that the box is on every page."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from phahe_server.downloads import Downloads
from phahe_server.problems import Problem

from phahe.search import Entry, write

PAGE = {"accept": "text/html"}


@pytest.mark.parametrize("address", ["/", "/documents", "/tasks", "/search", "/khong-co"])
def test_one_box_on_every_page(client: TestClient, address: str) -> None:
    assert client.get(address, headers=PAGE).text.count('type="search"') == 1


def test_words_are_found_and_marked(client: TestClient) -> None:
    page = client.get("/search?q=phong+van+hoa", headers=PAGE).text
    assert "<mark>Phòng</mark> <mark>Văn</mark> <mark>hóa</mark>" in page
    assert re.search(r'<a href="/search\?q=phong\+van\+hoa&amp;kind=agency"', page)


def test_each_hit_leads_somewhere(client: TestClient) -> None:
    for kind in ("document", "agency", "measure", "task", "provision", "citation"):
        page = client.get(f"/search?q=giao+duc&kind={kind}", headers=PAGE).text
        links = re.findall(r'class="hit__words[^"]*"><a href="([^"]+)"', page)
        assert links, kind
        assert client.get(links[0].split("#")[0], headers=PAGE).status_code == 200


def test_json(client: TestClient) -> None:
    answer = client.get("/api/search?q=47/NQ-HĐND").json()
    assert answer["hits"][0]["kind"] == "document"
    first = answer["hits"][0]
    start, end = first["spans"][0]
    assert first["text"][start:end] == "47"
    assert sum(answer["counts"].values()) >= len(answer["hits"])


@pytest.mark.parametrize("query", ["", "%20", "%00", "?" * 50, "a" * 5000, "%F0%9F%98%80", "((((", "%CC%81"])
def test_any_query_is_answered(client: TestClient, query: str) -> None:
    assert client.get(f"/search?q={query}", headers=PAGE).status_code == 200
    assert client.get(f"/api/search?q={query}").status_code == 200


def test_nobody_waits_long_for_an_index_and_it_is_made_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    going_on = asyncio.Event()

    class Busy:
        async def run(self, function: Any, path: str, place: str) -> None:
            await going_on.wait()
            write([Entry("a", "task", "Sở Giáo dục")], Path(path))

    async def ask() -> None:
        state: Any = SimpleNamespace(pool=SimpleNamespace(version="1"), root=None)
        files = Downloads(state)
        monkeypatch.setattr(files, "executor", Busy())
        monkeypatch.setattr(files, "_folder", lambda version: tmp_path)
        monkeypatch.setattr("phahe_server.downloads._PATIENCE", 0.01)
        with pytest.raises(Problem) as refused:
            await files.index("1")
        assert (refused.value.status, refused.value.headers["Retry-After"]) == (503, "15")
        going_on.set()
        monkeypatch.setattr("phahe_server.downloads._PATIENCE", 30.0)
        assert (await files.index("1")).search("so giao").counts == {"task": 1}

    asyncio.run(ask())
