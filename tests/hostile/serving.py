"""The program of the server that is tried: a small store with a chain, a product and a hostile label, served on the port given."""

from __future__ import annotations

import os
import sys

from phahe_server import connections
from phahe_server.app import create_app
from pyoxigraph import Literal, NamedNode, Quad

from phahe.store import open_store

GRAPH = NamedNode("https://w3id.org/phahe/graph/document/tried")

if __name__ == "__main__":
    store = open_store()
    after, name = NamedNode("urn:after"), NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    store.add(Quad(NamedNode(f"urn:n{n}"), after, NamedNode(f"urn:n{n + 1}"), GRAPH) for n in range(3000))
    store.add(Quad(NamedNode(f"urn:n{n}"), name, Literal(f"nhiệm vụ {n}", language="vi"), GRAPH) for n in range(3000))
    app = create_app(store)
    app.state.pool.start()
    connections.LOOK = float(os.environ.get("LOOK", connections.LOOK))  # type: ignore[misc]
    connections.run(app, "127.0.0.1", int(sys.argv[1]), "errors")
