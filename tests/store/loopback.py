"""A small SPARQL 1.1 server on loopback, for testing the remote store: the engine behind the bare protocol, nothing of ours between."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph
from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat


class _Handler(BaseHTTPRequestHandler):
    engine: pyoxigraph.Store
    seen: list[dict[str, list[str]]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = parse_qs(body)
        self.seen.append(form)
        try:
            if "update" in form:
                self.engine.update(form["update"][0])
                self._send(b"", "text/plain")
            else:
                self._query(form)
        except SyntaxError as error:
            self._send(str(error).encode(), "text/plain", 400)

    def _query(self, form: dict[str, list[str]]) -> None:
        # As the protocol has it: with a default graph named, no graph can be met by GRAPH unless it is named too.
        default = [NamedNode(iri) for iri in form.get("default-graph-uri", [])]
        named = [NamedNode(iri) for iri in form.get("named-graph-uri", [])]
        dataset = {"default_graph": default, "named_graphs": named} if default or named else {}
        result = self.engine.query(form["query"][0], **dataset)
        if isinstance(result, QuerySolutions | QueryBoolean):
            self._send(result.serialize(format=QueryResultsFormat.JSON), "application/sparql-results+json")
        else:
            assert "n-triples" in self.headers["Accept"]
            self._send(result.serialize(format=RdfFormat.N_TRIPLES), "application/n-triples")

    def _send(self, body: bytes, media_type: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def sparql_server() -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """An empty server: its address, and the requests it got, as they come."""
    seen: list[dict[str, list[str]]] = []
    handler = type("Handler", (_Handler,), {"engine": pyoxigraph.Store(), "seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
