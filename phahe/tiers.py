"""The tier of a fact: which kind of knowledge the named graph it stands in holds (docs/model.md)."""

from __future__ import annotations

from typing import Final

from phahe.namespaces import GRAPH

#: What each tier is called, in Vietnamese and English.
LABELS: Final[dict[str, dict[str, str]]] = {
    "document": {"vi": "trích từ văn bản", "en": "quoted from the text"},
    "reference": {"vi": "theo hồ sơ tham chiếu", "en": "from the reference file"},
    "brief": {"vi": "theo bản giao việc", "en": "stated by the commissioning brief"},
    "reviewed": {"vi": "đã có người kiểm tra", "en": "checked by a person"},
    "inferred": {"vi": "suy ra theo quy tắc", "en": "concluded by a rule"},
    "aligned": {"vi": "trùng câu chữ", "en": "same wording"},
    "ontology": {"vi": "định nghĩa của mô hình", "en": "definition of the model"},
}
#: Tiers from the strongest proof to the weakest, for choosing among several proofs of one fact.
ORDER: Final = ("reviewed", "document", "reference", "brief", "inferred", "aligned", "ontology")


def tier(graph_iri: str) -> str:
    """The tier that a named graph's IRI says.

    >>> tier("https://w3id.org/phahe/graph/document/lang-son-plan"), tier("https://w3id.org/phahe/graph/brief")
    ('document', 'brief')
    """
    return graph_iri.removeprefix(str(GRAPH)).partition("/")[0]


def label(name: str, language: str = "vi") -> str:
    """What a tier is called; an unknown one by its own name."""
    return LABELS.get(name, {}).get(language, name)
