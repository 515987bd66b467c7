"""Whatever is sent as a query, and whatever the API's own description allows, gets an answer or a problem: never a 500."""

from __future__ import annotations

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
QUICK = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


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

        @settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def one(case: object) -> None:
            arguments = case.as_transport_kwargs()  # type: ignore[attr-defined]
            found = client.request(
                arguments["method"],
                arguments["url"].replace("http://localhost", ""),
                params=arguments.get("params"),
                content=arguments.get("data"),
                headers={"accept": "*/*"},
            )
            assert found.status_code < 500, f"{arguments}: {found.text[:300]}"

        one()
