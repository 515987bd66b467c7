"""Checks that need the whole graph: the queries of `queries/checks`, run in order, fill `graph/checked` with findings.

A check is one SELECT with a `#+` header: the verdict's code, what the problem is and what solves it, in both languages, and the words
of the detail. Its columns: `document` (where the defect stands), `about` (what is wrong), `words` and `evidence` (the quote), `key` where
one thing may lack several others, and what the detail names. What the text alone shows is written at reading (`graph.findings`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import yaml
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import RDF, URIRef
from rdflib.namespace import PROV

from phahe import iris
from phahe.citations import find_citations
from phahe.graph import Verdict
from phahe.labels import Label
from phahe.namespaces import PH
from phahe.resources import folder
from phahe.store import EmbeddedStore, QueryError, Row, Store, StoreError
from phahe.store.dataset import graph
from phahe.verdicts.titles import titles_differ

_VERDICTS: Final = """
PREFIX ph: <https://w3id.org/phahe/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?code ?severity ?vi ?en ?remedyVi ?remedyEn WHERE {
  ?verdict skos:inScheme <https://w3id.org/phahe/vocab/verdict> ; skos:notation ?code ; ph:severity ?severity ; skos:prefLabel ?vi , ?en .
  FILTER(LANG(?vi) = "vi" && LANG(?en) = "en")
  OPTIONAL { ?verdict ph:remedy ?remedyVi , ?remedyEn FILTER(LANG(?remedyVi) = "vi" && LANG(?remedyEn) = "en") }
}
ORDER BY ?code
"""
_LONG: Final = 300
_AT_ONCE: Final = 2


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name (the file's), the verdict it gives, its words, its query, the condition that a row must meet besides.

    `needs`: properties of which the graph must state at least one; else there is nothing to find and the query is not run. `long`: takes longer
    than the others over a nation, so it is asked first.
    """

    name: str
    code: str
    title: Label
    problem: Label
    solution: Label
    detail: Label
    keep: str | None
    text: str
    needs: tuple[str, ...] = ()
    long: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """One finding to write."""

    document: str
    about: str
    key: str | None
    words: str
    evidence: tuple[str, ...]
    detail: Label


def checks(directory: Path | None = None) -> tuple[Check, ...]:
    """The checks in the order of their names.

    >>> {check.name: check.code for check in checks()}["title-variant"]
    'TITLE_VARIANT'
    """
    return tuple(_read(path) for path in sorted((directory or folder("queries/checks")).glob("*.rq")))


def run_checks(store: Store, directory: Path | None = None) -> dict[str, int]:
    """Make `graph/checked` anew; how many findings each check made. The same graphs give the same findings.

    Raises StoreError naming the check that fails.
    """
    checked = graph("checked")
    store.clear(checked)
    verdicts, asked = _verdicts(store), checks(directory)
    for check in asked:
        if check.code not in verdicts:
            raise StoreError(f"check {check.name}: no verdict {check.code} in the vocabulary")
    # The engine in the process lets go of the interpreter while it answers, so two checks use two cores; no check reads another's findings.
    with ThreadPoolExecutor(_AT_ONCE if isinstance(store, EmbeddedStore) else 1) as pool:
        asking = {check.name: pool.submit(list, _findings(check, store)) for check in sorted(asked, key=lambda check: not check.long)}
        findings = [asking[check.name].result() for check in asked]
    quads = (
        quad
        for check, found in zip(asked, findings, strict=True)
        for finding in found
        for quad in _quads(finding, check, verdicts[check.code], checked)
    )
    (store.fill if isinstance(store, EmbeddedStore) else store.add)(quads)
    return {check.name: len(found) for check, found in zip(asked, findings, strict=True)}


def _read(path: Path) -> Check:
    text = path.read_text(encoding="utf-8")
    header = yaml.safe_load("\n".join(line[3:] for line in text.splitlines() if line.startswith("#+ ")))
    labels = {name: Label(header[name]["vi"], header[name]["en"]) for name in ("title", "problem", "solution", "detail")}
    return Check(
        path.stem,
        header["code"],
        keep=header.get("keep"),
        text=text,
        needs=tuple(header.get("needs", ())),
        long=header.get("long", False),
        **labels,
    )


def _verdicts(store: Store) -> dict[str, Verdict]:
    found = {}
    for row in store.select(_VERDICTS):
        remedy = Label(row["remedyVi"].value, row["remedyEn"].value) if "remedyVi" in row else None
        severity = _value(row, "severity").rsplit("/", 1)[-1]
        found[_value(row, "code")] = Verdict(_value(row, "code"), severity, Label(_value(row, "vi"), _value(row, "en")), None, remedy)
    return found


def _findings(check: Check, store: Store) -> Iterator[_Found]:
    """One finding for each thing in question; rows about the same thing are told in one."""
    if check.needs and not any(store.query(f"ASK {{ ?thing <{PH[name]}> ?value }}") for name in check.needs):
        return
    try:
        rows = [row for row in store.select(check.text) if check.keep is None or _KEEP[check.keep](row)]
    except QueryError as error:
        raise StoreError(f"check {check.name}: {error}") from error
    for _, group in groupby(rows, lambda row: (_value(row, "about"), _value(row, "key"))):
        same = list(group)
        first = same[0]
        evidence = sorted({iri for row in same for iri in _value(row, "evidence").split()})
        yield _Found(
            _value(first, "document"), _value(first, "about"), _value(first, "key") or None, _value(first, "words"), tuple(evidence),
            Label(_told(check.detail.vi, same), _told(check.detail.en, same)),
        )  # fmt: skip


def _told(template: str, rows: list[Row]) -> str:
    details = dict.fromkeys(_FIELD.sub(lambda match: _short(_value(row, match[1])), template) for row in rows)  # noqa: B023
    told = "; ".join(filter(None, details))
    return f"{told}." if told else ""


_FIELD: Final = re.compile(r"\{(\w+)\}")


def _short(words: str) -> str:
    return words if len(words) <= _LONG else words[:_LONG].rsplit(" ", 1)[0] + " …"


def _value(row: Row, name: str) -> str:
    term = row.get(name)
    return getattr(term, "value", "") if term is not None else ""


def _titles_differ(row: Row) -> bool:
    """Whether the two mentions print titles that no reader would take for one: neither the same nor a part of the other."""
    one, other = _title(_value(row, "words")), _title(_value(row, "otherWords"))
    restored = "true" in (_value(row, "restored"), _value(row, "otherRestored"))
    return bool(one and other and titles_differ(one, other, restored=restored))


def _title(words: str) -> str | None:
    found = find_citations(words)
    return found[0].title if found else None


_KEEP: Final[Mapping[str, Callable[[Row], bool]]] = {"titles-differ": _titles_differ}


def _quads(finding: _Found, check: Check, verdict: Verdict, where: NamedNode) -> Iterator[Quad]:
    key = finding.about.removeprefix(finding.document).strip("/").replace("/", ".") or "document"
    if finding.key:
        key = f"{key}.{iris.local(URIRef(finding.key))}"
    subject = NamedNode(f"{finding.document}/finding/{check.code}/{key}")
    message = verdict.message(_short(finding.words), finding.detail)

    def quad(predicate: URIRef, value: NamedNode | Literal) -> Quad:
        return Quad(subject, NamedNode(str(predicate)), value, where)

    yield quad(RDF.type, NamedNode(str(PH.Finding)))
    yield quad(PH.document, NamedNode(finding.document))
    yield quad(PH.about, NamedNode(finding.about))
    yield quad(PH.verdict, NamedNode(str(iris.concept("verdict", check.code))))
    yield quad(PH.severity, NamedNode(str(iris.concept("severity", verdict.severity))))
    yield quad(PH.text, Literal(finding.words, language="vi"))
    yield quad(PH.message, Literal(message.vi, language="vi"))
    yield quad(PH.message, Literal(message.en, language="en"))
    for evidence in finding.evidence:
        yield quad(PROV.wasQuotedFrom, NamedNode(evidence))
