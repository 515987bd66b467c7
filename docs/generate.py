"""Writes `docs/reference/`: the terms of the ontology, the catalogue of questions, the commands. `make docs` runs it, a test holds it true."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import typer.main
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from phahe import questions
from phahe.cli import app
from phahe.namespaces import PH
from phahe.resources import folder

REFERENCE = Path(__file__).parent / "reference"
_KINDS = (
    ("Lớp (classes)", OWL.Class),
    ("Thuộc tính đối tượng (object properties)", OWL.ObjectProperty),
    ("Thuộc tính dữ liệu (datatype properties)", OWL.DatatypeProperty),
    ("Thuộc tính chú giải (annotation properties)", OWL.AnnotationProperty),
)
#: The files whose terms are listed; the alignments and vocabularies define none of ours.
_ONTOLOGIES = (
    ("phahe.ttl", "văn bản, nhiệm vụ, chỉ tiêu, viện dẫn và căn cứ của chúng (documents and what is read from them)"),
    ("counts.ttl", "số đếm nhiệm vụ (counts of tasks, an RDF Data Cube)"),
    ("observed.ttl", "kết quả đạt được và liên kết (results achieved, links to other data)"),
)


def pages() -> dict[str, str]:
    """File name to content, in a fixed order."""
    return {"ontology.md": "".join(_ontology()), "questions.md": "".join(_questions()), "commands.md": "".join(_commands())}


def _ontology() -> Iterator[str]:
    yield "# Bản thể học (the ontology)\n\nSinh từ `ontology/*.ttl` bằng `make docs`. (Generated.)\n"
    listed: set[URIRef] = set()
    for name, about in _ONTOLOGIES:
        graph = Graph().parse(folder("ontology") / name)
        parts = [part for title, kind in _KINDS if (part := "".join(_terms(graph, title, kind, listed)))]
        listed |= {term for term in graph.subjects(RDF.type) if isinstance(term, URIRef)}
        yield f"\n# {name}: {about}\n" + "".join(parts)


def _terms(graph: Graph, title: str, kind: URIRef, listed: set[URIRef]) -> Iterator[str]:
    """The terms of a kind that no file before this one has."""
    terms = sorted(term for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef) and term in PH and term not in listed)
    if terms:
        yield f"\n## {title}\n\n| ph: | vi | en | định nghĩa (definition) |\n|---|---|---|---|\n"
    for term in terms:
        names = [_said(graph, term, SKOS.prefLabel, language) or _said(graph, term, RDFS.label, language) for language in ("vi", "en")]
        yield f"| `{term.removeprefix(str(PH))}` | {names[0]} | {names[1]} | {_said(graph, term, SKOS.definition, 'vi')} |\n"


def _said(graph: Graph, term: URIRef, predicate: URIRef, language: str) -> str:
    values = (str(value) for value in graph.objects(term, predicate) if isinstance(value, Literal) and value.language == language)
    return min(values, default="").replace("|", "\\|").replace("\n", " ")


def _questions() -> Iterator[str]:
    yield "# Danh mục câu hỏi (the questions)\n\nSinh từ `queries/questions/` bằng `make docs`. (Generated.)\n"
    for question in questions.catalogue():
        yield f"\n## {question.slug}\n\n{question.title.text('vi')} ({question.title.text('en')})\n\n"
        for parameter in question.parameters:
            yield f"* `{parameter.name}`: {parameter.label.text('vi')} ({parameter.label.text('en')})\n"


def _commands() -> Iterator[str]:
    yield "# Các lệnh (the commands)\n\nSinh từ `phahe --help` bằng `make docs`. (Generated.)\n"
    group = typer.main.get_command(app)
    context = click.Context(group, info_name="phahe", max_content_width=110, terminal_width=110)
    for name in sorted(getattr(group, "commands", {})):
        command = group.commands[name]  # type: ignore[attr-defined]
        help_text = command.get_help(
            type(context)(command, info_name=f"phahe {name}", parent=None, max_content_width=110, terminal_width=110)
        )
        yield f"\n## {name}\n\n```\n{help_text.strip()}\n```\n"


def main() -> int:
    """Write the pages; with --check only say which are out of date."""
    stale = []
    for name, content in pages().items():
        path = REFERENCE / name
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            stale.append(name)
            if "--check" not in sys.argv:
                REFERENCE.mkdir(exist_ok=True)
                path.write_text(content, encoding="utf-8", newline="\n")
    print("\n".join(stale) or "docs/reference is up to date")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
