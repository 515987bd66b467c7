"""What the graph says of one document, of its parts, and of the names of what they point at: statements once read, looked up by subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode

from phahe.exports import asking
from phahe.exports.asking import Quote
from phahe.exports.model import ExportError
from phahe.labels import Label
from phahe.namespaces import PH
from phahe.resources import folder
from phahe.store import Store

Term = NamedNode | Literal
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABELS: Final = ("http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label")
QUOTED: Final = "http://www.w3.org/ns/prov#wasQuotedFrom"
TITLE: Final = "http://purl.org/dc/terms/title"
_ALL_AT_ONCE: Final = 1 << 30


class Facts:
    """The statements about one document and what was read from it. Properties are local names of `ph:` or whole IRIs; values are sorted."""

    def __init__(self, store: Store, document: str, subjects: Iterable[str] | None = None) -> None:
        self.document = document
        self._store = store
        self._held: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._classes: dict[str, list[str]] = defaultdict(list)
        self._names: dict[str, dict[str, str]] = {}
        # evidence, half of the graph, is asked for by `quotes` where it is wanted
        self._add((iri for iri in asking.document_subjects(store, document) if "/evidence/" not in iri) if subjects is None else subjects)
        self._name_objects()

    def _add(self, subjects: Iterable[str]) -> None:
        quads = {(quad.subject, quad.predicate.value, quad.object) for quad in asking.statements(self._store, subjects)}
        for subject, predicate, value in sorted(quads, key=str):
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                self._held[subject.value][predicate].append(value)
                if predicate == _TYPE and isinstance(value, NamedNode):
                    self._classes[value.value].append(subject.value)

    def _name_objects(self) -> None:
        """Fetch the names of everything that is pointed at."""
        pointed = {
            value.value
            for found in self._held.values()
            for predicate, values in found.items()
            for value in values
            if isinstance(value, NamedNode) and predicate != _TYPE and "/evidence/" not in value.value
        }
        quads = asking.statements(self._store, sorted(pointed | {self.document}), "things")
        found = {
            (quad.subject.value, _LABELS.index(quad.predicate.value), quad.object.value, quad.object.language or "vi")
            for quad in quads
            if quad.predicate.value in _LABELS and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        }
        for iri, _, words, language in sorted(found):
            self._names.setdefault(iri, {}).setdefault(language, words)

    def values(self, iri: str, name: str) -> list[Term]:
        """Every value of a property."""
        return self._held.get(iri, {}).get(name if ":" in name else f"{PH}{name}", [])

    def text(self, iri: str, name: str) -> str:
        """The first literal of a property, Vietnamese before others, "" where there is none."""
        found = [value for value in self.values(iri, name) if isinstance(value, Literal)]
        return min(found, key=lambda value: ((value.language or "vi") != "vi", value.value)).value if found else ""

    def iris(self, iri: str, name: str) -> list[str]:
        """Every thing a property points at."""
        return [value.value for value in self.values(iri, name) if isinstance(value, NamedNode)]

    def iri(self, iri: str, name: str) -> str:
        """The first thing a property points at, "" where there is none."""
        return next(iter(self.iris(iri, name)), "")

    def label(self, iri: str, language: str = "vi") -> str:
        """What a thing is called; the end of its IRI where nothing else is known."""
        names = self._names.get(iri, {})
        return names.get(language) or names.get("vi") or names.get("en") or iri.rstrip("/").rsplit("/", 1)[-1]

    def both(self, iri: str) -> Label:
        """What a thing is called in Vietnamese and English."""
        return Label(self.label(iri), self.label(iri, "en"))

    def order(self, iri: str) -> int:
        """The place of a part in reading order; parts without one come last."""
        words = self.text(iri, "order")
        return int(words) if words.isdecimal() else _ALL_AT_ONCE

    def of_class(self, name: str) -> list[str]:
        """The things of a class (`Provision`) in reading order."""
        return sorted(set(self._classes.get(f"{PH}{name}", ())), key=lambda iri: (self.order(iri), iri))

    def quotes(self, iris: Iterable[str]) -> dict[str, Quote]:
        """What the evidence of these things says, by the IRI of the evidence."""
        return asking.quotes(self._store, sorted({piece for iri in iris for piece in self.iris(iri, QUOTED)}))

    @property
    def title(self) -> str:
        """The title as printed, else what the document is called."""
        return self.text(self.document, TITLE) or self.label(self.document)

    @property
    def date(self) -> str:
        """The day of issue, else of passing, as an ISO date; "" where neither is known."""
        return self.text(self.document, "dateIssued") or self.text(self.document, "datePassed")

    @property
    def held(self) -> bool:
        """Whether the text is stored."""
        return bool(self.values(self.document, "hasText"))


def of_held(store: Store, document: str, form: str) -> Facts:
    """The facts of a document whose text is held. Raises ExportError for one that is only cited."""
    facts = Facts(store, document)
    if not facts.of_class("Provision"):
        name = facts.label(document)
        raise ExportError(Label(f"{name}: không lưu toàn văn nên không có {form}", f"{name}: the text is not held, so there is no {form}"))
    return facts


def held_documents(store: Store) -> list[str]:
    """The IRIs of all documents whose text is held, sorted."""
    query = folder("queries/exports").joinpath("held-documents.rq").read_text(encoding="utf-8")
    return sorted({str(row["document"].value) for row in store.select(query)})
