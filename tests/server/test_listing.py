"""The files behind the list pages: what filters leave and what is counted, against the same done over plain Python lists."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from phahe_server import facets, graph, listing
from phahe_server.listing import Choice, Head, Kind, Listing
from phahe_server.routes import lists
from phahe_server.routes.pages import LISTS

from phahe.store import Store, open_store

PAGE = {"accept": "text/html"}


@dataclass(frozen=True)
class Thing:
    """A row: colours it has, and who has it in which role."""

    iri: str
    colours: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    weight: Decimal = Decimal(1)


def things(_: Store | None = None) -> Iterator[Thing]:
    for number in range(400):
        colours = tuple(colour for colour, every in (("red", 2), ("green", 3), ("blue", 40), ("grey", 97)) if number % every == 0)
        pairs = tuple((f"agency{number % n}", "lead" if number % n % 2 else "other") for n in (3, 5, 50) if number % 7)
        yield Thing(f"urn:{number}", colours, tuple(dict.fromkeys(pairs)), Decimal(number) / 8)


def choices(thing: Thing) -> Iterator[Choice]:
    for colour in thing.colours:
        yield Choice("colour", colour, colour.title())
    for agency, role in thing.pairs:
        yield from (Choice("agency", agency), Choice("role", role), Choice("agency", agency, "", role), Choice("role", role, "", agency))
    for colour in reversed(thing.colours or ("none",)):
        yield Choice("under", colour)


def restored(plain: dict[str, Any]) -> Thing:
    return Thing(plain["iri"], tuple(plain["colours"]), tuple((a, r) for a, r in plain["pairs"]), Decimal(plain["weight"]))


KIND = Kind(("colour", "agency", "role"), things, choices, restored, partners={"agency": "role", "role": "agency"})
FILTERS = (
    {},
    {"colour": "red"},
    {"colour": "blue"},
    {"colour": "grey", "role": "lead"},
    {"agency": "agency1"},
    {"role": "other"},
    {"agency": "agency2", "role": "other"},
    {"agency": "agency2", "role": "lead"},
    {"colour": "green", "agency": "agency4", "role": "other"},
    {"colour": "red", "agency": "agency33"},
    {"colour": "no such"},
    {"agency": "no such", "role": "lead"},
    {"colour": "x' OR 1=1 --"},
)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Listing[Thing]:
    path = tmp_path_factory.mktemp("listing") / "things.sqlite"
    with open_store() as store:
        listing.write(KIND, store, path)
    return Listing(path, KIND)


def fits(thing: Thing, asked: dict[str, str]) -> bool:
    """What a person would say: the colour is among its colours, and one and the same pair has the agency and the role."""
    agency, role = asked.get("agency"), asked.get("role")
    paired = (agency is None and role is None) or any(agency in (None, one) and role in (None, other) for one, other in thing.pairs)
    return paired and ("colour" not in asked or asked["colour"] in thing.colours)


@pytest.mark.parametrize("asked", FILTERS, ids=str)
def test_rows_and_numbers_are_those_of_a_plain_list(known: Listing[Thing], asked: dict[str, str]) -> None:
    every = [*things()]
    left = [thing for thing in every if fits(thing, asked)]
    with known.selected({**asked, "page": "3"}) as found:
        assert found.total == len(left)
        assert [*found.rows()] == left
        assert [*found.rows(3, 5)] == left[3:8]
        for facet, values in (
            ("colour", ("red", "green", "blue", "grey")),
            ("agency", [f"agency{n}" for n in range(50)]),
            ("role", ("lead", "other")),
        ):
            counted = {value: sum(fits(thing, {**asked, facet: value}) for thing in every) for value in values}
            assert {head.key: head.size for head in found.offered(facet)} == {key: number for key, number in counted.items() if number}


@pytest.mark.parametrize("asked", FILTERS, ids=str)
def test_rows_stand_under_each_of_their_heads(known: Listing[Thing], asked: dict[str, str]) -> None:
    left = [thing for thing in things() if fits(thing, asked)]
    under: dict[str, list[Thing]] = {}
    for thing in left:
        for colour in reversed(thing.colours or ("none",)):
            under.setdefault(colour, []).append(thing)
    pairs = [(colour, thing) for colour, mine in under.items() for thing in mine]
    with known.selected(asked) as found:
        heads = sorted(found.heads("under"), key=lambda head: head.first)
        assert {head.key: head.size for head in heads} == Counter(colour for colour, _ in pairs)
        for offset in range(0, len(pairs), 37):
            shown = [(head.key, thing) for head, mine in found.page_under(heads, offset, 37) for thing in mine]
            assert shown == pairs[offset : offset + 37]


def test_rows_are_sorted_and_those_of_one_thing_merged(tmp_path: Path) -> None:
    def read(_: Store) -> Iterator[Thing]:
        yield from (Thing("b", ("red",), ()), Thing("a", ("green",), ()), Thing("b", ("blue",), ()), Thing("c", (), ()))

    def merged(first: Thing, second: Thing) -> Thing:
        return Thing(first.iri, (*first.colours, *second.colours), ())

    kind = Kind(("colour",), read, choices, restored, merged, lambda thing: "0" if thing.iri == "c" else "1")
    listing.write(kind, open_store(), tmp_path / "list.sqlite")
    with Listing(tmp_path / "list.sqlite", kind).selected({}) as found:
        assert [(thing.iri, thing.colours) for thing in found.rows()] == [("c", ()), ("b", ("red", "blue")), ("a", ("green",))]
        assert {head.key: head.size for head in found.offered("colour")} == {"red": 1, "green": 1, "blue": 1}


def test_a_list_that_cannot_be_read_leaves_no_file(tmp_path: Path) -> None:
    def read(_: Store) -> Iterator[Thing]:
        yield Thing("a", (), ())
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        listing.write(Kind((), read, choices, restored), open_store(), tmp_path / "list.sqlite")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("name", LISTS)
def test_the_list_is_the_same_however_few_documents_are_read_at_once(
    name: str, shipped: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for number in (25, 1):
        monkeypatch.setattr(graph, "_AT_ONCE", number)
        path = tmp_path / f"{number}.sqlite"
        listing.write(LISTS[name], shipped, path)
        with Listing(path, LISTS[name]).selected({}) as selection:
            found.append(([*selection.rows()], [selection.offered(facet) for facet in LISTS[name].facets]))
    assert len(found[0][0]) > 50
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("tasks", "agency=agency/ubnd-xa-loc-binh"),
        ("tasks", "role=vocab/agency-role/lead&place=place/20"),
        ("tasks", "theme=vocab/theme/institutions&timing=none"),
        ("targets", "mark=weaker"),
        ("targets", "unit=vocab/unit/percent&document=doc/hdnd-xa-loc-binh/2025/loc-binh-resolution"),
        ("citations", "verdict=sound"),
        ("citations", "role=vocab/role/legal-basis&form=vocab/form/full"),
        ("findings", "severity=vocab/severity/warning"),
    ],
)
def test_every_number_on_a_page_is_what_choosing_it_shows(client: TestClient, name: str, query: str) -> None:
    page = client.get(f"/{name}?{query}", headers=PAGE).text
    chosen = dict(pair.split("=") for pair in query.split("&"))
    for facet in LISTS[name].facets:
        part = page[page.index(f'id="f-{facet}"') :]
        options = re.findall(r'<option value="([^"]+)"[^>]*>[^<]+\((\d+)\)', part[: part.index("</select>")])
        for value, number in options[:: max(1, len(options) // 4)]:
            answer = client.get(f"/api/{name}", params={**chosen, facet: html.unescape(value)}).json()
            assert answer["count"] == int(number), (facet, value)


def test_a_long_answer_is_the_same_as_a_short_one(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {address: client.get(address).content for address in ("/api/tasks", "/api/tasks.csv", "/api/targets", "/api/findings.csv")}
    monkeypatch.setattr(lists, "_HOLD", 1000)
    for address, content in whole.items():
        response = client.get(address)
        assert "content-length" not in response.headers
        assert response.content == content


def test_a_filter_offers_no_more_than_a_page_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "MOST_OPTIONS", 3)
    heads = [Head(number, f"k{number}", f"Xã {number}", number, 0) for number in range(1, 9)]
    found = facets.facet("document", heads, "k2", str)
    assert [option.key for option in found.options] == ["k2", "k7", "k8"]
    assert (found.left_out, found.chosen_label) == (5, "Xã 2")


def test_a_page_of_targets_has_no_more_columns_than_can_be_read(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    every = client.get("/targets", headers=PAGE).text
    assert every.count('class="matrix__document') == 5
    monkeypatch.setattr("phahe_server.routes.targets._COLUMNS", 2)
    last = re.findall(r'class="matrix__document[^"]*"><a href="/([^"]+)"', every)[-1]
    cut = client.get(f"/targets?document={last}", headers=PAGE).text
    assert cut.count('class="matrix__document') == 2
    assert re.search(rf'class="matrix__document[^"]*"><a href="/{last}"', cut)
    assert re.search(r"2 văn bản trong \d văn bản có chỉ tiêu", cut)


def test_what_a_document_is_held_against_stands_beside_it(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phahe_server.routes.targets._COLUMNS", 2)
    figures = [one for line in client.get("/api/targets").json()["lines"] for one in line["targets"] if one["against"]]
    above = {below: {one["against"] for one in figures if one["document"] == below} for below in {one["document"] for one in figures}}
    alone = {below: next(iter(mine)) for below, mine in above.items() if len(mine) == 1}
    assert alone
    for pair in alone.items():
        expected = {iri.removeprefix("https://w3id.org/phahe/") for iri in pair}
        page = client.get("/targets", params={"document": pair[0].removeprefix("https://w3id.org/phahe/")}, headers=PAGE).text
        assert set(re.findall(r'class="matrix__document[^"]*"><a href="/([^"]+)"', page)) == expected
