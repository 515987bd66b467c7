"""Calls of tools over HTTP with anything for a call: an answer or an error in JSON-RPC, never a 500, and the server stays."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.conftest import Server

TIMES = int(os.environ.get("PHAHE_FUZZ", "1"))
HEADERS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
METHODS = ("initialize", "ping", "tools/list", "tools/call", "resources/list", "resources/read", "prompts/list", "x")
TOOLS = ("trace", "search", "check_citations", "sparql", "tasks-due", "x")


def called(server: Server, body: bytes) -> None:
    reply = server.request("POST", "/mcp", HEADERS, body)
    assert reply.status < 500, reply.body[:300]
    assert b"Traceback" not in reply.body


@settings(max_examples=30 * TIMES, deadline=None, derandomize=TIMES == 1, suppress_health_check=list(HealthCheck))
@given(params=JSON, method=st.sampled_from(METHODS), number=st.none() | st.integers() | st.text(max_size=5))
def test_calls_of_anything(server: Server, params: Any, method: str, number: Any) -> None:
    called(server, json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode())


@settings(max_examples=30 * TIMES, deadline=None, derandomize=TIMES == 1, suppress_health_check=list(HealthCheck))
@given(arguments=st.dictionaries(st.sampled_from(["query", "start", "text", "limit", "language", "x"]), JSON), name=st.sampled_from(TOOLS))
def test_tools_with_arguments_of_any_kind(server: Server, arguments: Any, name: str) -> None:
    called(
        server, json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}).encode()
    )


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[1]", b"\xff", b"[" * 100_000, b'{"jsonrpc":"2.0","id":1e999,"method":"ping"}'])
def test_bodies_that_are_no_call(server: Server, body: bytes) -> None:
    called(server, body)
    server.lives()
