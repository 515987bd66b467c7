"""Which data sets a store has: those `data/catalogue.yaml` names, and one for each document in hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from phahe.catalogue.model import Dataset, Kind, Settings
from phahe.labels import Label
from phahe.namespaces import BASE, GRAPH
from phahe.resources import folder
from phahe.store import Store


@cache
def read_settings(path: Path | None = None) -> Settings:
    """What a catalogue file says, the shipped one without a path.

    >>> read_settings().licence_name
    'Apache-2.0'
    """
    import yaml  # noqa: PLC0415

    given: Mapping[str, Any] = yaml.safe_load((path or folder("data/catalogue.yaml")).read_text(encoding="utf-8"))
    kinds = tuple(
        Kind(
            slug, one["of"], Label(**one["title"]), Label(**one["description"]),
            tuple((language, word) for language, words in one["keywords"].items() for word in words), tuple(one["formats"]), one.get("graph", ""),
        )
        for slug, one in given["datasets"].items()
    )  # fmt: skip
    return Settings(
        Label(**given["title"]), Label(**given["description"]), Label(**given["publisher"]), given["licence"]["iri"], given["licence"]["name"],
        str(given["issued"]), given["homepage"], given["email"], given["languages"],
        {code: Label(**names) for code, names in given["themes"].items()}, kinds,
    )  # fmt: skip


def query_text(name: str) -> str:
    """The text of `queries/catalogue/<name>.rq`."""
    return (folder("queries/catalogue") / f"{name}.rq").read_text(encoding="utf-8")


def plan(store: Store, settings: Settings | None = None) -> list[Dataset]:
    """The data sets of a store, in the order of the settings; those of a named graph that is empty are left out."""
    held = {graph.value for graph in store.graphs()}
    periods = _periods(store)
    whole = (min(first for first, _ in periods.values()), max(last for _, last in periods.values())) if periods else ("", "")
    found: list[Dataset] = []
    for kind in (settings or read_settings()).kinds:
        if kind.of == "document":
            found += _documents(store, kind, held, periods)
            continue
        graph = str(GRAPH[kind.graph]) if kind.graph else ""
        if not graph or graph in held:
            period = whole if kind.of == "graph" or kind.slug == "targets" else ("", "")
            found.append(
                Dataset(
                    kind.slug,
                    kind.of,
                    kind.title,
                    kind.description,
                    kind.keywords,
                    kind.formats,
                    graph,
                    "",
                    "",
                    f"{BASE}place/vn",
                    "Việt Nam",
                    *period,
                )
            )
    return [_from_first_document(one, found) if one.of == "graph" else one for one in found]


def _from_first_document(graph: Dataset, every: Iterable[Dataset]) -> Dataset:
    """The whole graph tells of the time since its first document, not only of the years that targets are set for."""
    days = [one.begins for one in every if one.of == "document" and one.begins]
    return replace(graph, begins=min([*days, *filter(None, [graph.begins])], default=""))


def _documents(store: Store, kind: Kind, held: set[str], periods: Mapping[str, tuple[str, str]]) -> list[Dataset]:
    found: dict[str, Dataset] = {}
    for row in store.select(query_text("documents")):
        plain = {name: str(term.value) for name, term in row.items()}
        slug, graph = plain["slug"], str(GRAPH[f"document/{plain['slug']}"])
        if slug in found or graph not in held:
            continue
        label = plain.get("label", slug)
        text = plain.get("file", "")
        ends = periods.get(plain["document"], ("", ""))[1]
        found[slug] = Dataset(
            f"document/{slug}", kind.of, Label(*(words.replace("{label}", label) for words in (kind.title.vi, kind.title.en))),
            _described(kind.description, plain.get("title", "")), kind.keywords, tuple(one for one in kind.formats if one != "txt" or text),
            graph, plain["document"], text, plain.get("place", ""), plain.get("placeName", ""), plain.get("date", ""), ends,
        )  # fmt: skip
    return list(found.values())


def _described(description: Label, title: str) -> Label:
    return Label(f"{title}. {description.vi}", f"{title}. {description.en}") if title else description


def _periods(store: Store) -> dict[str, tuple[str, str]]:
    """The first and the last day of the years that targets are set for, by document; one without such years is not there."""
    found = {}
    for row in store.select(query_text("period")):
        document, first, last = row.get("document"), row.get("first"), row.get("last")
        if document is not None and first is not None and last is not None:
            found[str(document.value)] = (f"{first.value[:4]}-01-01", f"{last.value[:4]}-12-31")
    return found
