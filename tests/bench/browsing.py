"""A browser, the shipped graph, and a server over it, for benchmarks."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from phahe.build import build
from phahe.store import Store, open_store


@contextmanager
def opened(address: str | None = None) -> Iterator[tuple[Any, str, Store]]:
    """The browser, the address of a server (a new one over the shipped graph, or the one given), and the shipped graph."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with open_store() as store, sync_playwright() as running:
        build(store)
        found = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-sync"])
        yield found, address or _served(store), store
        found.close()


def _served(store: Store) -> str:
    import socket  # noqa: PLC0415

    import uvicorn  # noqa: PLC0415
    from phahe_server.app import create_app  # noqa: PLC0415

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(store), host="127.0.0.1", port=port, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{port}"
