"""What an export is made of: nodes and edges with attributes, or a table; and what was changed or could not be carried on the way.

Nothing here knows a store or a file format; see `building` for where the graph comes from and `formats` for where it goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from phahe.labels import Label

Scalar = str | int | float | bool
Value = Scalar | tuple[str, ...]
#: The declared type of an attribute, one over all nodes or all edges; "list" is several strings.
FieldType = Literal["string", "integer", "number", "boolean", "list"]


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: `id` is its IRI, `kind` its class (Task, LegalDocument), `tier` that of its strongest statement."""

    id: str
    kind: str
    label: Label
    kind_label: Label
    tier: str
    attributes: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation, from child to parent in lineage: `id` is the IRI of what proves it, or made of its ends where nothing does.

    `quote` are the printed words that prove it, "" where there are none.
    """

    id: str
    source: str
    target: str
    kind: str
    label: Label
    tier: str
    quote: str
    attributes: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute of all nodes or of all edges."""

    name: str
    type: FieldType


class PropertyGraph(Protocol):
    """Nodes and edges that can be read several times, with their fields known beforehand (formats declare them first)."""

    @property
    def title(self) -> str:
        """What the graph is called."""
        ...

    @property
    def node_fields(self) -> Sequence[Field]:
        """The fields of nodes, fixed ones first."""
        ...

    @property
    def edge_fields(self) -> Sequence[Field]:
        """The fields of edges, fixed ones first."""
        ...

    @property
    def size(self) -> tuple[int, int]:
        """How many nodes and edges."""
        ...

    def nodes(self) -> Iterator[Node]:
        """Every node, sorted by id, those that are only ends of edges last."""
        ...

    def edges(self) -> Iterator[Edge]:
        """Every edge, sorted by the thing that states it."""
        ...


#: Fields every node and edge has, in the order formats write them.
NODE_FIELDS: Final = tuple(Field(name, "string") for name in ("label", "label_en", "kind", "kind_vi", "kind_en", "tier"))
EDGE_FIELDS: Final = tuple(Field(name, "string") for name in ("iri", "label", "label_en", "kind", "tier", "quote"))


def node_values(node: Node) -> dict[str, Value]:
    """All fields of a node by name, the fixed ones first.

    >>> node_values(Node("urn:x", "Task", Label("việc", "task"), Label("Nhiệm vụ", "Task"), "document", {"order": 3}))["order"]
    3
    """
    fixed = (node.label.vi, node.label.en, node.kind, node.kind_label.vi, node.kind_label.en, node.tier)
    return {**dict(zip((item.name for item in NODE_FIELDS), fixed, strict=True)), **node.attributes}


def edge_values(edge: Edge) -> dict[str, Value]:
    """All fields of an edge by name, the fixed ones first."""
    fixed = (edge.id, edge.label.vi, edge.label.en, edge.kind, edge.tier, edge.quote)
    return {**dict(zip((item.name for item in EDGE_FIELDS), fixed, strict=True)), **edge.attributes}


CellKind = Literal["text", "number", "integer", "date", "iri"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its name for programs, its heading, what its cells are."""

    name: str
    heading: str
    kind: CellKind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; a cell is None where there is nothing. `rows` is called anew for each reading."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: Callable[[], Iterator[Sequence[Scalar | None]]]


#: What a report can say, by code. {n} is how often.
NOTES: Final[dict[str, Label]] = {
    "control": Label("{n} ký tự điều khiển mà định dạng không cho phép được thay bằng �", "{n} control characters the format forbids became �"),
    "surrogate": Label("{n} nửa ký tự (surrogate) không có nghĩa được thay bằng �", "{n} lone surrogates became �"),
    "formula": Label("{n} ô bắt đầu như công thức được thêm dấu nháy đơn", "{n} cells that begin like a formula got an apostrophe"),
    "long": Label("{n} ô dài hơn 32.767 ký tự được chia, phần sau nằm ở trang “Ô dài”", "{n} cells over 32,767 characters were split, the rest is in sheet “Ô dài”"),
    "sheets": Label("bảng dài hơn 1.048.576 dòng nên được chia thành {n} trang", "the table is longer than 1,048,576 rows and became {n} sheets"),
    "inexact": Label("{n} số được ghi gần đúng (15–17 chữ số)", "{n} numbers were rounded to 15–17 digits"),
    "folded": Label("{n} chứng cứ và bộ chọn thành thuộc tính quote, evidence của điều chúng chứng minh", "{n} pieces of evidence and selectors became the attributes quote and evidence of what they prove"),
    "proved": Label("{n} cạnh trần không ghi lại vì đã có cạnh kèm chứng cứ nói cùng điều", "{n} plain edges are not repeated beside the edge with proof that says the same"),
    "outside": Label("{n} đầu cạnh nằm ngoài phần xuất, chỉ ghi tên", "{n} ends of edges lie outside this export and are only named"),
    "beyond": Label("{n} cạnh đi ra ngoài phần xuất không được ghi", "{n} edges that leave this export are not written"),
    "ontology": Label("{n} phát biểu của bản thể học không thành nút; dùng Turtle, N-Quads, TriG hoặc JSON-LD để có đủ", "{n} statements of the ontology are not nodes; Turtle, N-Quads, TriG and JSON-LD hold them"),
    "graphs": Label("{n} phát biểu mất tên đồ thị (cấp độ tin cậy); N-Quads, TriG, JSON-LD giữ", "{n} statements lose their named graph (tier); N-Quads, TriG and JSON-LD keep it"),
    "attributes": Label("thuộc tính {names} của nút và cạnh không nằm trong hình", "the picture does not show these attributes: {names}"),
    "parallel": Label("{n} cạnh trùng hai đầu và loại được vẽ thành một", "{n} edges with the same ends and kind are drawn as one"),
    "lineage": Label("hình chỉ vẽ văn bản và quan hệ dòng dõi; các định dạng dữ liệu có đủ", "only documents and lineage are drawn; the data formats hold everything"),
    "unplaced": Label("{n} viện dẫn không thành liên kết vì lời văn bị ngắt hoặc chồng lên nhau", "{n} citations are no links as their words are interrupted or overlap"),
    "undated": Label("văn bản không có ngày; ngày bắt buộc được ghi 0001-01-01, tên unknown", "the document has no date; the required one is 0001-01-01, named unknown"),
    "untyped": Label("{n} giá trị ghi thành chữ vì thuộc tính của chúng có nhiều kiểu", "{n} values became text because their attribute has several types"),
}  # fmt: skip


@dataclass(slots=True)
class Report:
    """What was written and what was changed on the way. Filled by who writes; empty notes mean that nothing was lost."""

    counts: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    nodes: int = 0
    edges: int = 0
    statements: int = 0
    rows: int = 0

    def note(self, code: str, times: int = 1, names: str = "") -> None:
        """Count something changed or left out; `code` is one of `NOTES`."""
        if code not in NOTES:
            raise KeyError(code)
        if times:
            self.counts[code] += times
            self.names[code] = names

    def notes(self, language: str = "vi") -> list[str]:
        """What was noted, a sentence each, in a fixed order.

        >>> report = Report()
        >>> report.note("control", 2)
        >>> report.notes("en")
        ['2 control characters the format forbids became \ufffd']
        """
        return [
            NOTES[code].text(language).format(n=self.counts[code], names=self.names.get(code, "")) for code in NOTES if self.counts[code]
        ]


class ExportError(ValueError):
    """An export that cannot be made as asked: `message` says why and what to use instead."""

    def __init__(self, message: Label) -> None:
        super().__init__(f"{message.vi} ({message.en})")
        self.message = message
