"""Answers of the store written as SPARQL results (JSON, XML, CSV, TSV) and as RDF. Bytes out, exact values: nothing is escaped for spreadsheets here.

For downloads that people open in a spreadsheet see `download`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from phahe.exports.formats.rdf import fit_for_xml  # here, not where it is used: a sealed worker can open no file
from phahe.exports.model import ExportError, Report
from phahe.namespaces import PREFIXES
from phahe.store import Graph, Result, Solutions, Truth
from phahe_server.negotiation import QUAD_FORMATS, RDF_FORMATS, TABLE_FORMATS
from phahe_server.problems import Problem

Term = NamedNode | BlankNode | Literal
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
RDF_XML = "application/rdf+xml"
#: How the engine writes each RDF media type.
RDF = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    RDF_XML: RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}


def offered(result: Result) -> tuple[str, ...]:
    """The media types an answer can be written in, best first."""
    if isinstance(result, Graph):
        return tuple(name for name in RDF_FORMATS.values() if name not in QUAD_FORMATS)
    return tuple(TABLE_FORMATS.values())


def write(result: Result, media_type: str) -> bytes:
    """`result` in one of the media types `offered` names."""
    if isinstance(result, Graph):
        return rdf(result.triples, media_type)
    writer = {
        "application/sparql-results+json": _json,
        "application/sparql-results+xml": _xml,
        "text/csv": _csv,
        "text/tab-separated-values": _tsv,
    }[media_type]
    return writer(result).encode("utf-8", "replace")


def rdf(statements: Iterable[Triple] | Iterable[Quad], media_type: str) -> bytes:
    """Triples or quads as an RDF document; quads lose their graph in a format that has none."""
    if media_type in QUAD_FORMATS:
        quads = [s if isinstance(s, Quad) else Quad(s.subject, s.predicate, s.object) for s in statements]
        return pyoxigraph.serialize(quads, format=RDF[media_type], prefixes=PREFIXES) or b""
    triples = dict.fromkeys(Triple(s.subject, s.predicate, s.object) for s in statements)
    return pyoxigraph.serialize(list(fit(triples, media_type)), format=RDF[media_type], prefixes=PREFIXES) or b""


def fit(triples: Iterable[Triple], media_type: str) -> Iterable[Triple]:
    """The triples as the format can hold them. Problem 406 while they are read, for a property that RDF/XML cannot name."""
    return _fit_for_xml(triples) if media_type == RDF_XML else triples


def _fit_for_xml(triples: Iterable[Triple]) -> Iterator[Triple]:
    try:
        yield from fit_for_xml(triples, Report())
    except ExportError as error:
        raise Problem(406, str(error), {"cause": "format"}) from None


def term_json(term: Term) -> dict[str, str]:
    """A term as SPARQL 1.1 Query Results JSON has it.

    >>> term_json(Literal("xã", language="vi"))
    {'type': 'literal', 'value': 'xã', 'xml:lang': 'vi'}
    """
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    out = {"type": "literal", "value": term.value}
    if term.language:
        out["xml:lang"] = term.language
    elif term.datatype.value != _XSD_STRING:
        out["datatype"] = term.datatype.value
    return out


def _json(result: Solutions | Truth) -> str:
    body: dict[str, Any] = {"head": {}, "boolean": result.value} if isinstance(result, Truth) else _json_rows(result)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _json_rows(result: Solutions) -> dict[str, Any]:
    bindings = [{name: term_json(term) for name, term in row.items()} for row in result]
    return {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}


def _xml(result: Solutions | Truth) -> str:
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">']
    if isinstance(result, Truth):
        return f"{parts[0]}<head/><boolean>{str(result.value).lower()}</boolean></sparql>\n"
    parts.append("<head>" + "".join(f"<variable name={quoteattr(name)}/>" for name in result.variables) + "</head>\n<results>")
    for row in result:
        bindings = (f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in row.items())
        parts.append(f"<result>{''.join(bindings)}</result>")
    return "\n".join([*parts, "</results>", "</sparql>", ""])


def _xml_term(term: Term) -> str:
    value = escape("".join(c if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in term.value))
    if isinstance(term, NamedNode):
        return f"<uri>{value}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{value}</bnode>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{value}</literal>"
    kind = "" if term.datatype.value == _XSD_STRING else f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{kind}>{value}</literal>"


def _csv(result: Solutions | Truth) -> str:
    if isinstance(result, Truth):
        return f"{str(result.value).lower()}\r\n"
    return table_csv(result.variables, [[_csv_value(term) for term in row] for row in result.rows])


def table_csv(header: Sequence[str], cells: Iterable[Sequence[str]]) -> str:
    """Rows as RFC 4180 CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(cells)
    return out.getvalue()


def _csv_value(term: Term | None) -> str:
    return "" if term is None else f"_:{term.value}" if isinstance(term, BlankNode) else str(term.value)


def _tsv(result: Solutions | Truth) -> str:
    if isinstance(result, Truth):
        return f"{str(result.value).lower()}\n"
    lines = ["\t".join(f"?{name}" for name in result.variables)]
    lines += ["\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in result.rows]
    return "\n".join([*lines, ""])
