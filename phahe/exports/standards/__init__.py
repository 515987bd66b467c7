"""Exports whose shape a standard fixes: Akoma Ntoso, StratML, Web Annotations, schema.org, CSV on the Web. One module each.

They are written from the statements themselves (`facts`), as the property graph of the other formats has no place for what they need.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import IO, Final

from phahe.exports.model import ExportError, Report
from phahe.exports.selecting import Selection
from phahe.labels import Label
from phahe.store import Store

#: What a writer is given: the store, the IRIs of documents, where the bytes go, what is reported, the language of labels.
Writer = Callable[[Store, tuple[str, ...], IO[bytes], Report, str], None]
_MODULES: Final = ("akn", "stratml", "annotations", "legislation", "csvw")
#: Formats that hold several documents.
_OF_MANY: Final = ("annotations", "csvw")


def write(store: Store, selection: Selection, name: str, out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write the document of a selection in a standard's format; all held documents where the format holds many and the whole graph is asked for.

    Raises ExportError where the selection is not a document.
    """
    from phahe.exports.standards.facts import held_documents  # noqa: PLC0415

    if name not in _MODULES:
        raise KeyError(name)
    documents: tuple[str, ...] = (selection.document,) if selection.document else ()
    if not documents and selection.subjects is None and selection.statements is None and name in _OF_MANY:
        documents = tuple(held_documents(store))
    if not documents:
        raise ExportError(
            Label(f"định dạng {name} chỉ dành cho một văn bản (--document)", f"the format {name} is for one document (--document)")
        )
    writer: Writer = import_module(f"phahe.exports.standards.{name}").write
    writer(store, documents, out, report, language)
