"""The formats of exports: name, media type, file extension, words for people, and what each carries. `docs/exports.md` is held to it by a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from phahe.exports.model import ExportError
from phahe.labels import Label

#: "graph": nodes and edges; "rdf": statements; "table": rows; "picture": documents and relations drawn; "standard": one document in a standard's shape.
Family = Literal["graph", "rdf", "table", "picture", "standard"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `of_table`: it can hold rows too. `streams`: memory does not grow with the graph."""

    name: str
    family: Family
    media_type: str
    extension: str
    label: Label
    carries: Label
    streams: bool = True
    of_table: bool = False


_EVERYTHING: Final = Label("mọi thuộc tính; danh sách là mảng JSON", "every attribute; lists as JSON arrays")
_LISTS: Final = Label("mọi thuộc tính, danh sách vẫn là danh sách", "every attribute, lists as lists")
_QUADS: Final = Label("mọi phát biểu cùng đồ thị (cấp độ tin cậy) của nó", "every statement with its named graph (tier)")
_TRIPLES: Final = Label("mọi phát biểu, không có đồ thị (cấp độ tin cậy)", "every statement, without its named graph (tier)")
_PICTURE: Final = Label(
    "văn bản và quan hệ có màu theo cấp và cấp độ tin cậy; lời văn ở chú giải", "documents and relations, coloured by level and tier"
)

FORMATS: Final = (
    Format("graphml", "graph", "application/graphml+xml", "graphml", Label("GraphML (yEd, Gephi, igraph)", "GraphML (yEd, Gephi, igraph)"), _EVERYTHING),
    Format("gexf", "graph", "application/gexf+xml", "gexf", Label("GEXF (Gephi)", "GEXF (Gephi)"), _EVERYTHING),
    Format("cytoscape", "graph", "application/json", "cyjs", Label("JSON của Cytoscape", "Cytoscape JSON"), _LISTS, streams=False),
    Format("node-link", "graph", "application/json", "json", Label("JSON nút và cạnh (networkx, D3)", "Node-link JSON (networkx, D3)"), _LISTS, streams=False),
    Format("dot", "graph", "text/vnd.graphviz", "dot", Label("DOT (Graphviz)", "DOT (Graphviz)"), _EVERYTHING),
    Format("csv", "graph", "application/zip", "csv.zip", Label("CSV nút và cạnh (ZIP)", "CSV of nodes and edges (ZIP)"), _EVERYTHING),
    Format("nodes", "graph", "text/csv", "nodes.csv", Label("CSV nút", "CSV of nodes"), Label("nút, không có cạnh", "nodes, no edges")),
    Format("edges", "graph", "text/csv", "edges.csv", Label("CSV cạnh", "CSV of edges"), Label("cạnh, nút chỉ là IRI", "edges; nodes by IRI only")),
    Format("neo4j", "graph", "application/zip", "neo4j.zip", Label("CSV nhập vào Neo4j (ZIP)", "Neo4j import CSV (ZIP)"), _LISTS),
    Format("xlsx", "graph", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", Label("Excel", "Excel"), _EVERYTHING, of_table=True),
    Format("table", "table", "text/csv", "csv", Label("CSV (Excel)", "CSV (Excel)"), Label("các dòng của bảng", "the rows of a table"), of_table=True),
    Format("mermaid", "picture", "text/vnd.mermaid", "mmd", Label("Mermaid", "Mermaid"), _PICTURE, streams=False),
    Format("svg", "picture", "image/svg+xml", "svg", Label("Hình SVG", "SVG picture"), _PICTURE, streams=False),
    Format("png", "picture", "image/png", "png", Label("Hình PNG", "PNG picture"), _PICTURE, streams=False),
    Format("turtle", "rdf", "text/turtle", "ttl", Label("Turtle", "Turtle"), _TRIPLES),
    Format("ntriples", "rdf", "application/n-triples", "nt", Label("N-Triples", "N-Triples"), _TRIPLES),
    Format("rdfxml", "rdf", "application/rdf+xml", "rdf", Label("RDF/XML", "RDF/XML"), _TRIPLES),
    Format("trig", "rdf", "application/trig", "trig", Label("TriG", "TriG"), _QUADS),
    Format("nquads", "rdf", "application/n-quads", "nq", Label("N-Quads", "N-Quads"), _QUADS),
    Format("jsonld", "rdf", "application/ld+json", "jsonld", Label("JSON-LD", "JSON-LD"), _QUADS),
    Format("akn", "standard", "application/akn+xml", "akn.xml", Label("Akoma Ntoso 3.0", "Akoma Ntoso 3.0"), Label("toàn văn có cấu trúc, viện dẫn là liên kết", "the whole text with its structure, citations as links"), streams=False),
    Format("stratml", "standard", "application/xml", "stratml.xml", Label("StratML Phần 2 (ISO 17469-2)", "StratML Part 2 (ISO 17469-2)"), Label("mục tiêu, nhiệm vụ, cơ quan, chỉ tiêu", "goals, objectives, stakeholders, indicators"), streams=False),
    Format("annotations", "standard", "application/ld+json", "annotations.jsonld", Label("Chú giải viện dẫn (W3C)", "Web Annotations of citations (W3C)"), Label("viện dẫn: vị trí, lời văn, văn bản được viện dẫn, kết luận", "citations: position, words, what is cited, verdicts")),
    Format("legislation", "standard", "application/ld+json", "legislation.jsonld", Label("schema.org Legislation", "schema.org Legislation"), Label("thông tin văn bản cho máy tìm kiếm", "the facts of the document for search engines"), streams=False),
    Format("csvw", "standard", "application/zip", "csvw.zip", Label("Chỉ tiêu: CSVW, khối dữ liệu RDF (ZIP)", "Targets: CSVW, RDF Data Cube (ZIP)"), Label("chỉ tiêu, giá trị đúng như trong đồ thị", "targets, values exactly as in the graph")),
)  # fmt: skip


def get(name: str) -> Format:
    """The format with this name or extension. ExportError naming those there are.

    >>> get("graphml").extension, get("csv.zip").name, get("ttl").name, get("csv").name
    ('graphml', 'csv', 'turtle', 'csv')
    """
    wanted = name.strip().lower().lstrip(".")
    for form in FORMATS:
        if wanted == form.name:
            return form
    for form in FORMATS:
        if wanted == form.extension:
            return form
    names = ", ".join(form.name for form in FORMATS)
    raise ExportError(Label(f"không có định dạng “{name[:60]}”; có: {names}", f"there is no format “{name[:60]}”; there are: {names}"))


def by_extension(extension: str) -> Format | None:
    """The format whose files end this way; `csv` is the table.

    >>> by_extension("csv").name
    'table'
    """
    return next((form for form in FORMATS if form.extension == extension.lower()), None)


#: What the groups of a menu are called, in its order.
_MENU: Final[tuple[tuple[Family, Label], ...]] = (
    ("table", Label("Bảng", "Table")),
    ("picture", Label("Hình vẽ", "Picture")),
    ("graph", Label("Đồ thị", "Graph")),
    ("rdf", Label("Dữ liệu liên kết (RDF)", "Linked data (RDF)")),
    ("standard", Label("Chuẩn quốc tế", "Standards")),
)


def menu(rows: bool = False, document: bool = False) -> tuple[tuple[Label, tuple[Format, ...]], ...]:
    """The formats in groups, as a page offers them; with `rows` those that hold rows come first, with `document` those of standards last.

    >>> [name.en for name, _ in menu(rows=True)]
    ['Table', 'Picture', 'Graph', 'Linked data (RDF)']
    """
    held = {family: tuple(form for form in FORMATS if form.family == family) for family, _ in _MENU}
    held["table"] = tuple(form for form in FORMATS if form.of_table) if rows else ()
    held["standard"] = held["standard"] if document else ()
    held["graph"] = tuple(form for form in held["graph"] if not (rows and form.of_table))
    return tuple((name, held[family]) for family, name in _MENU if held[family])
