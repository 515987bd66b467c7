"""The protocol as OpenRefine speaks it, every response judged by the JSON schemas of the specification."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient
from phahe_server.app import create_app
from referencing import Registry, Resource

from phahe.store import Store

SCHEMAS = Path(__file__).parent / "schemas"
#: The manifest's schema asks for Swagger's own one where authentication is declared; we declare none.
SWAGGER = {"definitions": {"securityDefinitions": {"additionalProperties": {}}}}
#: A spreadsheet as an office has it: written as people write.
COLUMN = ["xã Lộc Bình", "Bằng Mạc", "XÃ THIỆN TÂN", "xa loc binh", "Xã  Thiện Tân ", "Lâm Đồng", "tỉnh Lạng Sơn"]
EXPECTED = ["place/06529", "place/06475", "place/06436", "place/06529", "place/06436", "place/68", "place/20"]


@pytest.fixture(scope="module")
def client(loaded: Store) -> Iterator[TestClient]:
    with TestClient(create_app(loaded), raise_server_exceptions=False) as found:
        yield found


def judged(schema: str, found: Any) -> Any:
    contents = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}
    resources = [Resource.from_contents(one, default_specification=_draft()) for one in contents.values()]
    named = [("http://swagger.io/v2/schema.json", Resource.from_contents(SWAGGER, default_specification=_draft()))]
    named += [(one["$id"], resource) for one, resource in zip(contents.values(), resources, strict=True)]
    jsonschema.Draft7Validator(contents[f"{schema}.json"], registry=Registry().with_resources(named)).validate(found)
    return found


def _draft() -> Any:
    from referencing.jsonschema import DRAFT7  # noqa: PLC0415

    return DRAFT7


def asked(client: TestClient, batch: dict[str, Any], **more: Any) -> Any:
    judged("reconciliation-query-batch", batch)
    found = client.post("/reconcile", data={"queries": json.dumps(batch), **more})
    assert found.status_code == 200, found.text
    assert found.headers["access-control-allow-origin"] == "*"
    return judged("reconciliation-result-batch", found.json())


def test_the_schemas_refuse_what_is_wrong() -> None:
    with pytest.raises(jsonschema.ValidationError):
        judged("reconciliation-result-batch", {"q0": {"result": [{"name": "x"}]}})
    with pytest.raises(jsonschema.ValidationError):
        judged("manifest", {"name": "x"})


def test_openrefine_matches_a_column_and_adds_columns(client: TestClient) -> None:
    """What OpenRefine does: manifest, guess of types, batches of ten, then values of properties for what was matched."""
    manifest = judged("manifest", client.get("/reconcile").json())
    assert "0.2" in manifest["versions"]
    guess = asked(client, {f"q{number}": {"query": name, "limit": 3} for number, name in enumerate(COLUMN)})
    kinds = [kind["id"] for answer in guess.values() for kind in answer["result"][0]["type"]]
    assert kinds.count("place") == len(COLUMN)
    batch = {f"q{number}": {"query": name, "type": "place", "type_strict": "should"} for number, name in enumerate(COLUMN)}
    answers = asked(client, batch)
    matched = [next((one["id"] for one in answers[f"q{number}"]["result"] if one["match"]), None) for number in range(len(COLUMN))]
    assert matched == EXPECTED

    extend = manifest["extend"]["propose_properties"]
    address = extend["service_url"] + extend["service_path"]
    proposed = judged("data-extension-property-proposal", client.get(address, params={"type": "place", "limit": 20}).json())
    assert {"code", "province", "validFrom"} <= {one["id"] for one in proposed["properties"]}
    wanted = {
        "ids": matched,
        "properties": [{"id": "code"}, {"id": "province"}, {"id": "validFrom"}, {"id": "formerUnits", "settings": {"limit": 2}}],
    }
    judged("data-extension-query", wanted)
    table = judged("data-extension-response", client.post("/reconcile", data={"extend": json.dumps(wanted)}).json())
    assert table["rows"]["place/06529"]["code"] == [{"str": "06529"}]
    assert table["rows"]["place/06529"]["province"] == [{"id": "place/20", "name": "tỉnh Lạng Sơn"}]
    assert table["rows"]["place/06529"]["validFrom"] == [{"date": "2025-07-01T00:00:00Z"}]
    assert len(table["rows"]["place/06529"]["formerUnits"]) == 2


@pytest.mark.parametrize("service", ["entity", "property", "type"])
def test_suggestions(client: TestClient, service: str) -> None:
    manifest = client.get("/reconcile").json()["suggest"][service]
    schema = {"entity": "suggest-entities-response", "property": "suggest-properties-response", "type": "suggest-types-response"}[service]
    prefix, first = {"entity": ("xa loc b", "place/06529"), "property": ("ma don vi", "code"), "type": ("dia b", "place")}[service]
    for text in (prefix, first, "", "không có gì như thế"):
        judged(schema, client.get(manifest["service_url"] + manifest["service_path"], params={"prefix": text}).json())
    found = client.get(manifest["service_url"] + manifest["service_path"], params={"prefix": prefix}).json()
    assert found["result"][0]["id"] == first


def test_views_and_previews_of_every_kind(client: TestClient) -> None:
    from urllib.parse import quote  # noqa: PLC0415

    manifest = client.get("/reconcile").json()
    ids = ["place/06529", "agency/ubnd-xa-loc-binh", "doc/bch-trung-uong/2013/29-nq-tw", "measure/huy-dong-tre-nha-tre"]
    for one in ids:
        encoded = quote(one, safe="")
        assert client.get(manifest["view"]["url"].replace("{{id}}", encoded), headers={"accept": "text/turtle"}).status_code == 200, one
        preview = client.get(manifest["preview"]["url"].replace("{{id}}", encoded))
        assert preview.status_code == 200, one
        assert "frame-ancestors *" in preview.headers["content-security-policy"]
        assert "script-src 'self'" in preview.headers["content-security-policy"]
    assert client.get("/reconcile/preview?id=place/0").status_code == 404
    assert "frame-ancestors 'none'" in client.get("/reconcile").headers["content-security-policy"]


def test_other_ways_to_ask(client: TestClient) -> None:
    queries = json.dumps({"q": {"query": "xã Lộc Bình"}})
    by_get = client.get("/reconcile", params={"queries": queries}).json()
    assert by_get == client.post("/reconcile", data={"queries": queries}).json()
    script = client.get("/reconcile", params={"queries": queries, "callback": "jsonp123"})
    assert script.headers["content-type"].startswith("application/javascript")
    assert json.loads(script.text.removeprefix("/**/jsonp123(").removesuffix(");")) == by_get
    assert client.get("/reconcile", params={"callback": "alert(1)//"}).status_code == 400
    allowed = client.options("/reconcile", headers={"origin": "http://a.example", "access-control-request-method": "POST"})
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (204, "*")


def test_conditions_alone_find_things(client: TestClient) -> None:
    batch = {"q": {"type": "place", "properties": [{"pid": "code", "v": "06529"}, {"pid": "date", "v": "2026-03-01"}]}}
    assert [one["id"] for one in asked(client, batch)["q"]["result"]] == ["place/06529"]
    several = {
        "q": {"query": "xã Lộc Bình", "properties": [{"pid": "province", "v": ["Cao Bằng", {"id": "place/20", "name": "tỉnh Lạng Sơn"}]}]}
    }
    assert asked(client, several)["q"]["result"][0]["match"] is True


@pytest.mark.parametrize(
    ("queries", "status"),
    [
        ("", 400), ("[]", 400), ("{", 400), ("[" * 100_000, 400), ('{"q":5}', 400), ('{"q":{}}', 400), ('{"q":{"query":7}}', 400), ('{"q":{"query":"a","limit":0}}', 400),
        ('{"q":{"query":"a","limit":true}}', 400), ('{"q":{"query":"a","type":{}}}', 400), ('{"q":{"query":"a","properties":[{}]}}', 400),
        (json.dumps({str(number): {"query": "a"} for number in range(101)}), 413),
        ('{"q":{"query":"a","limit":1e9,"properties":[{"pid":"?","v":null},{"pid":"code","v":[]},{"pid":"date","v":{"id":"x"}}]}}', 200),
        ('{"q":{"query":"\\ud800"}}', 200), ("{}", 200),
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(client: TestClient, queries: str, status: int) -> None:
    assert client.post("/reconcile", data={"queries": queries}).status_code == status


@pytest.mark.parametrize("extend", ["", "{}", '{"ids":5}', '{"ids":["a"],"properties":["code"]}', '{"ids":[5],"properties":[]}'])
def test_values_are_asked_for_properly(client: TestClient, extend: str) -> None:
    assert client.post("/reconcile", data={"extend": extend}).status_code == 400


def test_unknown_things_and_properties_have_no_values(client: TestClient) -> None:
    wanted = {"ids": ["place/0", "place/06529"], "properties": [{"id": "nichts"}, {"id": "code", "settings": {"limit": "x"}}]}
    found = judged("data-extension-response", client.post("/reconcile", data={"extend": json.dumps(wanted)}).json())
    assert found["rows"]["place/0"] == {"nichts": [], "code": []}


def test_the_documentation_shows_real_answers(client: TestClient) -> None:
    """The first two blocks of JSON in docs/open-data.md: a request, and what the service says to it."""
    import re  # noqa: PLC0415

    page = (Path(__file__).parents[2] / "docs" / "open-data.md").read_text(encoding="utf-8")
    blocks = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]
    assert asked(client, blocks[0]) == blocks[1]
