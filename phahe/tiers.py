"""The tier of a fact: which kind of knowledge the named graph it stands in holds (docs/model.md)."""

from __future__ import annotations

from typing import Final

from phahe.labels import Label
from phahe.namespaces import GRAPH

#: What each tier is called, in Vietnamese and English.
LABELS: Final[dict[str, Label]] = {
    "document": Label("trích từ văn bản", "quoted from the text"),
    "reference": Label("theo hồ sơ tham chiếu", "from the reference file"),
    "observed": Label("số liệu thực hiện", "results as observed"),
    "brief": Label("theo bản giao việc", "stated by the commissioning brief"),
    "reviewed": Label("đã có người kiểm tra", "checked by a person"),
    "inferred": Label("suy ra theo quy tắc", "concluded by a rule"),
    "checked": Label("kết quả kiểm tra", "found by a check"),
    "aligned": Label("trùng câu chữ", "same wording"),
    "ontology": Label("định nghĩa của mô hình", "definition of the model"),
}
#: Tiers from the strongest proof to the weakest, for choosing among several proofs of one fact.
ORDER: Final = ("reviewed", "document", "reference", "observed", "brief", "inferred", "checked", "aligned", "ontology")


def tier(graph_iri: str) -> str:
    """The tier that a named graph's IRI says.

    >>> tier("https://w3id.org/phahe/graph/document/lang-son-plan"), tier("https://w3id.org/phahe/graph/brief")
    ('document', 'brief')
    """
    return graph_iri.removeprefix(str(GRAPH)).partition("/")[0]


def label(name: str) -> Label:
    """What a tier is called; an unknown one by its own name."""
    return LABELS.get(name, Label(name, name))


def rank(name: str) -> int:
    """Place of a tier among the strongest proofs, 0 first; unknown ones last.

    >>> rank("document") < rank("inferred") < rank("no such tier")
    True
    """
    return ORDER.index(name) if name in ORDER else len(ORDER)
