"""Addresses of things: where on this server an IRI is shown, and how it is written for people.

Only http(s) IRIs ever become links; `javascript:` and the like stay text.
"""

from __future__ import annotations

from urllib.parse import quote

from phahe.namespaces import BASE, PREFIXES


def is_link(iri: str) -> bool:
    """Whether `iri` may be an href.

    >>> is_link("https://example.org/"), is_link("javascript:alert(1)")
    (True, False)
    """
    return iri.startswith(("https://", "http://"))


def address(iri: str) -> str:
    """Path on this server that shows `iri`: its own path where the project minted it, `/resource?iri=` otherwise.

    >>> address("https://w3id.org/phahe/agency/so-tai-chinh"), address("https://w3id.org/phahe/ns#Task")
    ('/agency/so-tai-chinh', '/ns#Task')
    >>> address("http://www.w3.org/ns/prov#Plan")
    '/resource?iri=http%3A%2F%2Fwww.w3.org%2Fns%2Fprov%23Plan'
    """
    if iri.startswith(BASE):
        return "/" + iri.removeprefix(BASE)
    return "/resource?iri=" + quote(iri, safe="")


def shorten(iri: str) -> str:
    """The IRI with a well-known prefix, or without the project's base.

    >>> shorten("https://w3id.org/phahe/ns#Task"), shorten("https://w3id.org/phahe/agency/x"), shorten("http://example.org/a")
    ('ph:Task', 'agency/x', 'http://example.org/a')
    """
    candidates = [(namespace, prefix) for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)]
    if candidates:
        namespace, prefix = max(candidates, key=lambda pair: len(pair[0]))
        rest = iri.removeprefix(namespace)
        if rest and "/" not in rest and "#" not in rest:
            return f"{prefix}:{rest}"
    return iri.removeprefix(BASE)


def last_segment(iri: str) -> str:
    """What stands after the last `#` or `/`.

    >>> last_segment("https://w3id.org/phahe/vocab/level/commune")
    'commune'
    """
    return iri.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
