"""The questions of the catalogue, put to the synthetic nation: each with its parameters bound, as text that any engine with the same graphs can be asked."""

from __future__ import annotations

from typing import Final

from pyoxigraph import Literal, NamedNode

from phahe.namespaces import BASE, VOCAB
from phahe.questions import catalogue
from phahe.store import bind

DOCUMENT: Final = f"{BASE}doc/tong-hop-c0000/2025/tong-hop-c0000-0"
PLAN: Final = f"{BASE}doc/tong-hop-p0000/2025/tong-hop-p0000-0"
#: What stands for the default of a parameter, by the question and the parameter, or by the parameter's type.
VALUES: Final = {
    "document": DOCUMENT,
    "resolution": f"{BASE}doc/tong-hop-trung-uong/2025/0-nq-tw",
    "other": PLAN,
    "place": f"{BASE}place/tong-hop-p0000",
    "agency": f"{BASE}agency/tong-hop-p0000-so-0",
    "theme": f"{VOCAB}theme/teachers",
    "kind": f"{VOCAB}task-kind/solution",
    "task": f"{DOCUMENT}/task/II.1.p1",
}
_INTEGER: Final = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_DATE: Final = NamedNode("http://www.w3.org/2001/XMLSchema#date")


def questions() -> list[tuple[str, str]]:
    """Each question's slug and its query. A parameter that has a default in the catalogue is given, any other is left open.

    >>> len(questions()) >= 24
    True
    """
    asked = []
    for question in catalogue():
        terms: dict[str, NamedNode | Literal] = {}
        for parameter in question.parameters:
            if parameter.default is None and not parameter.required:
                continue
            if parameter.type in ("integer", "date"):
                terms[parameter.name] = Literal(str(parameter.default), datatype=_INTEGER if parameter.type == "integer" else _DATE)
            else:
                terms[parameter.name] = NamedNode(VALUES[parameter.name])
        asked.append((question.slug, bind(question.query, terms)))
    return asked
