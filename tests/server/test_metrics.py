"""What is counted, what health says."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient
from phahe_server.metrics import BUCKETS, Metrics


def numbers(client: TestClient) -> dict[str, float]:
    lines = client.get("/metrics").text.splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def test_requests_are_counted_by_the_pattern_of_their_address(client: TestClient) -> None:
    before = numbers(client)
    for path in ("/questions/tasks-due", "/resource?iri=urn:x", "/no/such/page", "/another/one", "/static/none.css"):
        client.get(path)
    after = numbers(client)
    name = 'phahe_requests_total{method="GET",route="/questions/{slug}",status="200"}'
    assert after[name] == before.get(name, 0) + 1
    assert after['phahe_question_seconds_count{question="tasks-due"}'] >= 1
    assert not [name for name in after if "no/such" in name or "another" in name or "urn:x" in name]


def test_buckets_grow_to_the_count(client: TestClient) -> None:
    client.get("/health/live")
    text = client.get("/metrics").text
    buckets = [float(value) for value in re.findall(r'phahe_request_seconds_bucket\{le="[^"]+",route="/health/live"\} (\S+)', text)]
    assert len(buckets) == len(BUCKETS) + 1
    assert buckets == sorted(buckets)
    assert f'phahe_request_seconds_count{{route="/health/live"}} {buckets[-1]}' in text


def test_unknown_questions_make_no_labels() -> None:
    metrics = Metrics()
    scope = {"type": "http", "method": "GET", "path": "/questions/x", "path_params": {"slug": "x"}, "route": None}
    metrics.observe(scope, 404, 0.1)
    assert not metrics.questions


def test_health(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}
    found = client.get("/health").json()
    assert found["status"] == "ok"
    assert found["triples"] > 10_000
    assert client.get("/health/ready").json()["version"] == found["version"]
    assert f'phahe_store_info{{version="{found["version"]}"}} 1.0' in client.get("/metrics").text
