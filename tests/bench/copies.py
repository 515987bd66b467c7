"""The shipped graph many times over: every copy a province of its own, the central documents shared. For benchmarks and for tests of growth.

A copy renames what belongs to a place below the state (places, agencies, documents, slugs, graphs of documents, same wording) and leaves the
rest as it is, so a question about one document meets the siblings of one province and not those of all copies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from phahe.namespaces import BASE, PH, VOCAB
from phahe.store import Store, open_store
from phahe.store.dataset import graph, load_all

_SLUG = str(PH["slug"])
_LEVEL = str(PH["level"])
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_CENTRAL = f"{VOCAB}level/central"
#: A document, agency or place, and what follows its name in the IRI of one of its parts.
_OWN = re.compile(rf"({re.escape(str(BASE))}(?:doc/[^/]+/[^/]+/[^/#]+|agency/(?:collective/)?[^/#]+|place/[^/#]+))(.*)", re.DOTALL)

Term = NamedNode | Literal | BlankNode | Triple


def multiply(copies: int) -> Store:
    """A store with the shipped graph and `copies` - 1 more of its provinces; nothing is inferred yet."""
    store = open_store()
    load_all(store)
    original = list(store.quads())
    local = _local(original)
    for number in range(2, copies + 1):
        store.add(copied(original, local, f"-ban-{number}"))
    return store


def _local(quads: Iterable[Quad]) -> frozenset[str]:
    """The documents, agencies and places that a copy has of its own: those that are not of the central level."""
    named, central = set(), {f"{BASE}place/vn"}
    for quad in quads:
        match = _OWN.fullmatch(quad.subject.value) if isinstance(quad.subject, NamedNode) else None
        if match and not match[2]:
            named.add(match[1])
            if quad.predicate.value == _LEVEL and isinstance(quad.object, NamedNode) and quad.object.value == _CENTRAL:
                central.add(match[1])
    return frozenset(iri for iri in named - central if "/doc/chua-ro-co-quan/" not in iri)


def copied(quads: Iterable[Quad], local: frozenset[str], suffix: str) -> Iterator[Quad]:
    """The quads that speak of something local, renamed."""
    rename = _renamer(local, suffix)
    for quad in quads:
        subject, name = rename(quad.subject), rename(quad.graph_name)
        if (subject, name) == (quad.subject, quad.graph_name):
            continue
        value = quad.object
        if quad.predicate.value in (_SLUG, _LABEL) and isinstance(value, Literal) and value.language != "en":
            text = f"{value.value}{suffix}"
            value = Literal(text, language=value.language) if value.language else Literal(text)
        assert isinstance(subject, NamedNode)
        assert isinstance(name, NamedNode)
        yield Quad(subject, quad.predicate, rename(value), name)


def _renamer(local: frozenset[str], suffix: str) -> Callable[[Term], Term]:
    documents = graph("document").value + "/"
    shared = f"{BASE}restatement/"

    def rename(term: Term) -> Term:
        if not isinstance(term, NamedNode):
            return term
        match = _OWN.fullmatch(term.value)
        if match:
            return NamedNode(match[1] + suffix + match[2]) if match[1] in local else term
        if term.value.startswith(documents):
            return NamedNode(term.value + suffix)
        if term.value.startswith(shared):
            return NamedNode(shared + suffix.strip("-") + "/" + term.value.removeprefix(shared))
        return term

    return rename
