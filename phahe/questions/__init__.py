"""The catalogue of questions: each `.rq` of `queries/questions/` is a page, an endpoint, a command and a test.

Public face: `catalogue`, `get`, `ask`, `choices`, `to_json`. The format of the files is described in docs/questions.md.
"""

from __future__ import annotations

from phahe.labels import Label
from phahe.questions.answering import Answer, Cell, Choice, Given, ParameterError, ask, choices
from phahe.questions.catalogue import UnknownQuestionError, catalogue, get
from phahe.questions.corpus import Basis, Known
from phahe.questions.header import CatalogueError
from phahe.questions.model import Chain, Column, Parameter, Question
from phahe.questions.rendering import to_json, to_table, to_text

__all__ = [
    "Answer", "Basis", "CatalogueError", "Cell", "Chain", "Choice", "Column", "Given", "Known", "Label", "Parameter", "ParameterError", "Question",
    "UnknownQuestionError", "ask", "catalogue", "choices", "get", "to_json", "to_table", "to_text",
]  # fmt: skip
