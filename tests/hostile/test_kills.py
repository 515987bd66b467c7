"""Workers killed under load: no answer fails, the next question is answered soon, the web process stays. `tests.bench.kills` does more of it."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from collections import Counter
from pathlib import Path

from tests.bench.serving import status
from tests.hostile.conftest import Server, start

WORK = "SELECT (COUNT(*) AS ?n) { ?a <urn:after> ?b . ?b <urn:after> ?c . FILTER(STRLEN(STR(?a)) > %d) }"


def workers(server: Server) -> list[int]:
    """The processes that the query server forked."""
    every = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    holders = {pid for pid in every if status(pid)[0] == server.process.pid}
    return [pid for pid in every if status(pid)[0] in holders]


def test_workers_killed_while_clients_ask(tmp_path: Path) -> None:
    server, dice = start(tmp_path, PHAHE_QUERY_SECONDS="10"), random.Random(1)
    found: Counter[int] = Counter()
    ended = threading.Event()

    def ask(number: int) -> None:
        while not ended.is_set():
            number += 10
            found[server.query(WORK % -number).status] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    waits = []
    for _ in range(6):
        time.sleep(dice.uniform(0.1, 0.4))
        with contextlib.suppress(ProcessLookupError, IndexError):
            os.kill(dice.choice(workers(server)), signal.SIGKILL)
        waits.append(server.query("ASK {}").seconds)
    ended.set()
    for thread in threads:
        thread.join()
    server.lives()
    server.process.terminate()
    server.process.wait(20)
    assert set(found) == {200}, found
    assert max(waits) < 5, waits  # 2 where nothing else runs
