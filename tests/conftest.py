"""A browser and a way to serve an app to it, a browser for each file of tests that asks for one."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-sync",
]


@pytest.fixture(scope="module")  # while Playwright runs, its event loop occupies the thread: no other file of tests could run one
def browser() -> Iterator[Any]:
    chromium = shutil.which("chromium")
    if chromium is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium: run `make system-packages`")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only browser tests pay for it

    with sync_playwright() as running:
        found = running.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def serving() -> Iterator[Callable[[Any], str]]:
    """`serving(app)`: the address at which the app is served until the tests end."""
    import uvicorn  # noqa: PLC0415

    running: list[tuple[Any, threading.Thread]] = []

    def serve(app: Any) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        running.append((server, thread))
        while not server.started:
            thread.join(0.05)
            assert thread.is_alive(), "the server did not start"
        return f"http://127.0.0.1:{port}"

    yield serve
    for server, _ in running:
        server.should_exit = True
    for _, thread in running:
        thread.join(10)
