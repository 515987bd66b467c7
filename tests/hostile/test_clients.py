"""Clients that hold on: they send or read a byte a second, or nothing. They are sent away, and hold neither a worker nor memory meanwhile."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.hostile.conftest import Server, start

#: 3,000 rows of 5 kB, which no buffer of the system takes.
LONG = 'SELECT ?s ("%s" AS ?x) { ?s <urn:after> ?o }' % ("xã" * 2500)
SECONDS = 20.0


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that looks at its connections twice a second."""
    found = start(tmp_path_factory.mktemp("looked_at"), LOOK="0.5", PHAHE_QUERY_SECONDS="30")
    yield found
    found.process.terminate()
    found.process.wait(20)


def ends(connection: socket.socket, each: Callable[[], None]) -> bool:
    """Whether the other side ends the connection in time, while `each` is done every fifth of a second."""
    until = time.monotonic() + SECONDS
    connection.settimeout(0.2)
    while time.monotonic() < until:
        try:
            each()
            time.sleep(0.2)
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


def test_headers_that_do_not_come(looked_at: Server) -> None:
    with socket.create_connection(("127.0.0.1", looked_at.port)) as silent, socket.create_connection(("127.0.0.1", looked_at.port)) as slow:
        slow.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n")

        def one_more() -> None:
            slow.sendall(b"X")

        assert ends(slow, one_more)
        assert ends(silent, lambda: read(silent, 1))
    looked_at.lives()


def read(connection: socket.socket, size: int) -> None:
    if not connection.recv(size):
        raise ConnectionResetError


def test_an_answer_that_is_read_byte_by_byte(looked_at: Server) -> None:
    path = "/sparql?format=json&query=" + quote(LONG)
    before = memory(looked_at.process.pid)
    readers = [socket.socket() for _ in range(6)]
    for reader in readers:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect(("127.0.0.1", looked_at.port))
        reader.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    time.sleep(1)
    assert memory(looked_at.process.pid) - before < 6 << 20, "what nobody reads is not held"
    looked_at.lives()
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and jobs(looked_at):
        for reader in readers:
            reader.settimeout(0.05)
            try:
                reader.recv(1)
            except OSError:
                continue
    assert jobs(looked_at) == 0
    for reader in readers:
        reader.close()
    looked_at.lives()


def memory(pid: int) -> int:
    """Bytes a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) * 1024


def jobs(server: Server) -> int:
    """Strangers' queries under way, as the server counts them."""
    text = server.request("GET", "/metrics", {"Accept": "*/*"}).body.decode()
    return next(int(float(line.split()[-1])) for line in text.splitlines() if line.startswith('phahe_jobs_running{kind="strangers"}'))


def test_a_reader_at_a_fair_pace_gets_all(looked_at: Server) -> None:
    with socket.create_connection(("127.0.0.1", looked_at.port)) as reader:
        reader.sendall(f"GET /sparql?format=csv&query={quote(LONG)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        size = 0
        while part := reader.recv(1 << 19):
            size += len(part)
            time.sleep(0.05)
    assert size > 3000 * 7500
