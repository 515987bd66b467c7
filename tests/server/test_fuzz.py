"""Whatever is sent as a query, and whatever the API's own description allows, gets an answer or a problem: never a 500.

`PHAHE_FUZZ=50 pytest tests/server/test_fuzz.py` tries fifty times as much.
"""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

WORDS = (
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "FROM", "NAMED", "GRAPH", "SERVICE", "SILENT", "OPTIONAL", "UNION", "MINUS", "FILTER", "BIND", "AS",
    "VALUES", "UNDEF", "EXISTS", "NOT", "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "DISTINCT", "BASE", "PREFIX ph: <urn:p#>", "INSERT DATA", "LOAD",
    "{", "}", "(", ")", "[", "]", "<<", ">>", "?x", "?y", "$x", "*", "+", "/", "|", "^", "!", "=", "&&", "||", ";", ".", ",", "<urn:a>", "<a b>", "ph:x", "a",
    '"xã"@vi', "'''", '"', "\\u0053ERVICE", "1", "1.5e400", "-7", "true", "COUNT(*)", "CONCAT", "REGEX", "# comment\n", "\n", "\x00", "\ud800", "\u202e", "💥",
)  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), st.text(max_size=60), st.binary(max_size=60))
TIMES = int(os.environ.get("PHAHE_FUZZ", "1"))
QUICK = settings(max_examples=120 * TIMES, deadline=None, derandomize=TIMES == 1, suppress_health_check=list(HealthCheck))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@QUICK
@given(text=TEXTS)
def test_a_query_of_any_text(client: TestClient, text: str | bytes) -> None:
    body = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    found = client.post("/sparql", content=body, headers={"content-type": "application/sparql-query", "accept": "*/*"})
    assert found.status_code in (200, 400, 403, 413), found.text[:300]


@QUICK
@given(value=st.text(max_size=40), name=st.sampled_from(["$x", "default-graph-uri", "named-graph-uri", "format", "graph", "lang"]))
def test_parameters_of_any_text(client: TestClient, value: str, name: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        return
    for path, query in (("/sparql", {"query": "SELECT ?x { BIND(1 AS ?y) }"}), ("/graph-store", {}), ("/questions", {})):
        found = client.get(path, params={**query, name: value}, headers={"accept": "*/*"})
        assert found.status_code < 500, f"{path} {name}={value!r}: {found.text[:300]}"


def test_the_api_keeps_to_its_description(client: TestClient) -> None:
    schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis (a development dependency)")
    schema = schemathesis.openapi.from_asgi("/openapi.json", client.app)
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(max_examples=6 * TIMES, deadline=None, derandomize=TIMES == 1, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def one(case: object) -> None:
            arguments = case.as_transport_kwargs()  # type: ignore[attr-defined]
            found = client.request(
                arguments["method"],
                arguments["url"].replace("http://localhost", ""),
                params=arguments.get("params"),
                content=arguments.get("data"),
                json=arguments.get("json"),
                headers={
                    "accept": "*/*",
                    **{name: text for name, text in (arguments.get("headers") or {}).items() if name.lower() == "content-type"},
                },
            )
            assert found.status_code < 500, f"{arguments}: {found.text[:300]}"

        one()


def described_paths(client: TestClient) -> list[str]:
    return list(client.get("/openapi.json").json()["paths"])


def test_the_description_covers_what_is_served(client: TestClient) -> None:
    paths = " ".join(described_paths(client))
    for part in ("/sparql", "/graph-store", "/reconcile", "/export", "/api/questions/", "/check"):
        assert part in paths, part


@settings(QUICK, max_examples=40 * TIMES)
@given(queries=JSON, name=st.sampled_from(["queries", "extend"]))
def test_reconciliation_of_anything(client: TestClient, queries: Any, name: str) -> None:
    found = client.post("/reconcile", data={name: json.dumps(queries)})
    assert found.status_code < 500, found.text[:300]
