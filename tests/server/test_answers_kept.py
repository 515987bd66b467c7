"""Answers are kept for the version of the data, and the same question at once is run once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from phahe_server.answers import LONGEST, Answers

from tests.server.scenes import run


class Asked:
    """An application that says how often it was run, and requests to it through `Answers`."""

    def __init__(self, status: int = 200, headers: list[tuple[bytes, bytes]] | None = None, body: bytes = b"answer") -> None:
        self.status, self.headers, self.body = status, headers or [], body
        self.runs = 0
        self.version = "1"
        self.answers = Answers(self.app, version=lambda: self.version)

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        self.runs += 1
        while scope["method"] == "POST" and (await receive()).get("more_body"):
            pass
        await asyncio.sleep(0.05)
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})

    async def ask(
        self, *headers: tuple[bytes, bytes], body: bytes | None = None, query: bytes = b"query=x", reading: Any = None
    ) -> list[Any]:
        kinds = [(b"content-type", b"application/sparql-query"), (b"content-length", str(len(body)).encode())] if body is not None else []
        scope = {"type": "http", "method": "GET" if body is None else "POST", "path": "/sparql", "query_string": query, "scheme": "http"}
        messages = [
            {"type": "http.request", "body": (body or b"")[:3], "more_body": True},
            {"type": "http.request", "body": (body or b"")[3:]},
        ]
        sent: list[Any] = []

        async def receive() -> Any:
            return messages.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)
            if reading and message["type"] == "http.response.body":
                await reading()

        await self.answers({**scope, "headers": [*kinds, *headers]}, receive, send)
        return sent


@pytest.mark.parametrize("status", [200, 400, 504])
def test_the_same_question_at_once_is_run_once(status: int) -> None:
    async def scene() -> None:
        asked = Asked(status)
        found = await asyncio.gather(*(asked.ask() for _ in range(20)))
        assert asked.runs == 1
        assert [(head["status"], body["body"]) for head, body in found] == [(status, b"answer")] * 20
        await asked.ask()
        assert asked.runs == (1 if status == 200 else 2), "a failure is shared, not kept"

    run(scene())


def test_what_is_one_mans_business_is_run_for_each() -> None:
    async def scene() -> None:
        for asked in (
            Asked(headers=[(b"cache-control", b"no-store")]),
            Asked(headers=[(b"set-cookie", b"a=b")]),
            Asked(body=b"x" * (LONGEST + 1)),
        ):
            await asyncio.gather(*(asked.ask() for _ in range(5)))
            assert asked.runs == 5

    run(scene())


def test_whoever_waits_takes_over_where_the_first_goes_away() -> None:
    async def scene() -> None:
        asked = Asked()
        tasks = [asyncio.create_task(asked.ask()) for _ in range(5)]
        await asyncio.sleep(0.01)
        tasks[0].cancel()
        found = await asyncio.gather(*tasks, return_exceptions=True)
        assert asked.runs == 2
        assert all(one[1]["body"] == b"answer" for one in found[1:])  # type: ignore[index]

    run(scene())


def test_answers_that_are_being_made_take_so_much_memory_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phahe_server.answers.UNDER_WAY", 250_000)

    async def scene() -> None:
        asked, gate = Asked(body=b"x" * 100_000), asyncio.Event()
        await asyncio.gather(*(asked.ask(query=b"%d" % number, reading=gate.wait) for number in range(4)), opened(gate))
        assert asked.answers._room.taken == 0
        for number in range(4):
            await asked.ask(query=b"%d" % number)
        assert asked.runs == 4 + 2, "two of the four were too much and had to be made again"

    async def opened(gate: asyncio.Event) -> None:
        await asyncio.sleep(0.2)
        gate.set()

    run(scene())


def test_nobody_waits_for_a_client_that_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phahe_server.answers.STUCK", 0.05)
    never = asyncio.Event()

    class InPieces(Asked):
        async def app(self, scope: Any, receive: Any, send: Any) -> None:
            self.runs += 1
            await send({"type": "http.response.start", "status": 200, "headers": []})
            for more in (True, False):
                await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": more})

    async def scene() -> None:
        asked = InPieces()
        stuck = asyncio.create_task(asked.ask(reading=never.wait))
        await asyncio.sleep(0)
        found = await asyncio.gather(*(asked.ask() for _ in range(5)))
        assert asked.runs == 2
        assert all(len(one) == 2 and len(one[1]["body"]) == 200_000 for one in found[1:])
        never.set()
        await stuck
        await asked.ask()
        assert asked.runs == 2

    run(scene())


def test_what_an_answer_depends_on() -> None:
    async def scene() -> None:
        asked, runs = Asked(), []
        for headers in (
            [], [(b"cookie", b"tracking=1")], [(b"accept-encoding", b"identity")], [(b"accept-encoding", b"gzip, br")], [(b"accept-encoding", b"br")],
            [(b"cookie", b"tracking=2; lang=en")], [(b"accept", b"text/csv")], [(b"user-agent", b"x")],
        ):  # fmt: skip
            await asked.ask(*headers)
            runs.append(asked.runs)
        assert runs == [1, 1, 1, 2, 2, 3, 4, 4]
        asked.version = "2"
        await asked.ask()
        assert asked.runs == 5

    run(scene())


def test_a_query_by_post_is_kept_and_an_update_never() -> None:
    async def scene() -> None:
        asked = Asked()
        first = await asked.ask(body=b"ASK {}")
        again = await asked.ask(body=b"ASK {}")
        assert (asked.runs, again[1]["body"]) == (1, first[1]["body"])
        assert not any(name == b"etag" for name, _ in first[0]["headers"])
        await asked.ask(body=b"ASK { }")
        assert asked.runs == 2
        for _ in range(2):
            await asked.ask(body=b"", query=b"update=CLEAR")
        assert asked.runs == 4

    run(scene())
