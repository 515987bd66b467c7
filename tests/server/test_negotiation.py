"""Accept headers, weighed as RFC 9110 says."""

from __future__ import annotations

import pytest
from phahe_server.negotiation import best, wants_html

JSON, XML, CSV, TTL, HTML = "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/turtle", "text/html"


@pytest.mark.parametrize(
    ("accept", "offered", "expected", "why"),
    [
        (None, [JSON, XML], JSON, "no header: the first offered"),
        ("*/*", [JSON, XML], JSON, "anything: the first offered"),
        (f"{XML};q=0.1, {JSON};q=0.9", [XML, JSON], JSON, "the weight decides, not the order"),
        ("application/json", [XML, JSON], JSON, "json stands for the results format"),
        ("text/*;q=0.5, */*;q=0.1", [JSON, CSV], CSV, "the more specific range gives the weight"),
        (f"*/*, {CSV};q=0", [CSV, JSON], JSON, "weight 0 excludes"),
        ("image/png", [JSON, XML], None, "none offered"),
        ("garbage;;;q=x", [JSON], JSON, "a malformed header is no header"),
        (f"{TTL};q=2", [TTL], TTL, "weights are cut to 1"),
        (f"{TTL};q=abc", [TTL], None, "a weight that is no number is 0"),
        (",".join(f"a/{n}" for n in range(5000)), [JSON], None, "five thousand entries: read up to a limit"),
    ],
)
def test_best(accept: str | None, offered: list[str], expected: str | None, why: str) -> None:
    assert best(accept, offered) == expected, why


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("*/*", False),
        ("text/turtle, text/html;q=0.5", False),
        ("application/sparql-results+json", False),
        (None, False),
    ],
)
def test_a_page_is_for_who_names_html(accept: str | None, expected: bool) -> None:
    assert wants_html(accept) is expected
