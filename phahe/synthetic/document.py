"""One synthetic document as N-Quads: provisions, tasks with who and when, targets, citations, proof of each, and the wording it shares with a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from phahe.namespaces import BASE, PH
from phahe.synthetic.nation import (
    DAY,
    INTEGER,
    LABEL,
    MARK,
    TRUE,
    A,
    Body,
    central,
    decision,
    departments,
    ph,
    provincial,
    vocab,
)

TASKS: Final = 20
TARGETS: Final = 12
CITATIONS: Final = 8
#: The share of documents that print a date later than their own in a citation, as some real ones do.
_LATE: Final = 0.02
_OA: Final = "http://www.w3.org/ns/oa#"
_QUOTED: Final = "<http://www.w3.org/ns/prov#wasQuotedFrom>"
_DECIMAL: Final = "^^<http://www.w3.org/2001/XMLSchema#decimal>"
_YEAR: Final = "^^<http://www.w3.org/2001/XMLSchema#gYear>"
_VERBS: Final = ("Rà soát", "Xây dựng", "Triển khai", "Nâng cao", "Tổ chức", "Bảo đảm", "Tăng cường", "Hoàn thiện")
_OBJECTS: Final = ("mạng lưới", "đội ngũ", "cơ sở vật chất", "chương trình", "nền tảng số", "nguồn lực", "công tác kiểm tra", "hợp tác")
_THEMES: Final = (
    "leadership", "policy", "teaching-staff", "finance", "infrastructure", "digital-transformation", "management-content", "equity",
)  # fmt: skip
_ALIGNED: Final = f"<{BASE}graph/aligned>"


@dataclass(frozen=True, slots=True)
class Document:
    """A plan of a province or the resolution of a commune, in one lineage."""

    body: Body
    lineage: int

    @property
    def slug(self) -> str:
        """Its slug."""
        return f"{self.body.code}-{self.lineage}"

    @property
    def iri(self) -> str:
        """Its IRI, without brackets."""
        return f"{BASE}doc/{self.body.code}/2025/{self.slug}"


class Writer:
    """Writes the quads of one document; a fact's place in the text is counted on."""

    def __init__(self, document: Document, themes: tuple[str, ...], measures: tuple[tuple[str, str], ...], chance: Random) -> None:
        self._document, self._themes, self._measures, self._chance = document, themes, measures, chance
        self._iri = document.iri
        self._this = f"<{document.iri}>"
        self._tail = f" <{BASE}graph/document/{document.slug}> .\n"
        self._at = 0

    def quads(self) -> Iterator[str]:
        """All lines of the document."""
        yield from self._header()
        for number in range(TASKS):
            yield from self._task(number)
        for number in range(TARGETS):
            yield from self._target(number)
        for number in range(CITATIONS):
            yield from self._citation(number)

    def _facts(self, subject: str, *pairs: tuple[str, str]) -> Iterator[str]:
        for name, value in pairs:
            yield f"{subject} <{PH}{name}> {value}{self._tail}"

    def _header(self) -> Iterator[str]:
        document, body = self._document, self._document.body
        what = "Nghị quyết của HĐND" if body.commune else "Kế hoạch của UBND"
        label = f"{what} {body.name.replace(MARK, '').strip()}, dòng chính sách {document.lineage} {MARK}"
        yield f"{self._this} {A} {ph('LegalDocument')}{self._tail}"
        yield f'{self._this} {LABEL} "{label}"@vi{self._tail}'
        yield f'{self._this} <http://purl.org/dc/terms/title> "{label}"@vi{self._tail}'
        kind, level = ("nghi-quyet", "commune") if body.commune else ("ke-hoach", "province")
        yield from self._facts(
            self._this, ("slug", f'"{document.slug}"'), ("documentType", vocab("doctype", kind)), ("issuer", body.council), ("level", vocab("level", level)),
            ("place", body.place), ("dateIssued", f'"2025-{9 if body.commune else 8:02d}-15"{DAY}'), ("held", TRUE), ("hasText", f"<{self._iri}/text>"),
        )  # fmt: skip
        text = f"<{self._iri}/text>"
        yield f"{text} {A} {ph('StoredText')}{self._tail}"
        yield from self._facts(text, ("file", f'"{document.slug}.txt"'), ("quality", vocab("quality", "clean")))

    def _evidence(self, fact: str, words: str) -> Iterator[str]:
        start = self._at
        end = self._at = start + len(words)
        self._at += 2
        evidence = f"{self._iri}/evidence/{start}-{end}"
        tail = self._tail
        yield f"{fact} {_QUOTED} <{evidence}>{tail}"
        yield f"<{evidence}> {A} {ph('Evidence')}{tail}"
        yield f"<{evidence}> <{_OA}hasSource> <{self._iri}/text>{tail}"
        yield f"<{evidence}> <{_OA}hasSelector> <{evidence}#quote>{tail}"
        yield f"<{evidence}> <{_OA}hasSelector> <{evidence}#position>{tail}"
        yield f"<{evidence}#quote> {A} <{_OA}TextQuoteSelector>{tail}"
        yield f'<{evidence}#quote> <{_OA}exact> "{words}"{tail}'
        yield f"<{evidence}#position> {A} <{_OA}TextPositionSelector>{tail}"
        yield f'<{evidence}#position> <{_OA}start> "{start}"{INTEGER}{tail}'
        yield f'<{evidence}#position> <{_OA}end> "{end}"{INTEGER}{tail}'

    def _provision(self, path: str, order: int, words: str) -> Iterator[str]:
        provision = f"<{self._iri}/provision/{path}>"
        yield f"{provision} {A} {ph('Provision')}{self._tail}"
        yield from self._facts(
            provision, ("document", self._this), ("provisionKind", vocab("provision-kind", "paragraph")), ("path", f'"{path}"'),
            ("text", f'"{words}"@vi'), ("order", f'"{order}"{INTEGER}'),
        )  # fmt: skip

    def _task(self, number: int) -> Iterator[str]:
        chance, path = self._chance, f"II.{number // 5 + 1}.p{number % 5 + 1}"
        words = f"{chance.choice(_VERBS)} {chance.choice(_OBJECTS)} giáo dục phần {number + 1} của dòng chính sách {self._document.lineage} {MARK}."
        task, order = f"<{self._iri}/task/{path}>", number + 1
        yield from self._provision(path, order, words)
        yield f"{task} {A} {ph('Task')}{self._tail}"
        yield from self._facts(
            task, ("document", self._this), ("provision", f"<{self._iri}/provision/{path}>"), ("path", f'"{path}"'),
            ("taskKind", vocab("task-kind", "duty" if number >= 14 else "solution")), ("theme", self._themes[number % len(self._themes)]),
            ("text", f'"{words}"@vi'), ("order", f'"{order}"{INTEGER}'),
        )  # fmt: skip
        yield from self._evidence(task, words)
        if number % 5 < 3:
            yield from self._assignment(task, number)
        if number % 4 == 0:
            yield from self._timing(task, number)
        if self._document.body.commune and number % 3:
            yield from self._restatement(path)

    def _assignment(self, task: str, number: int) -> Iterator[str]:
        office = departments(self._document.body.province)[(number + self._document.body.number) % 8]
        role = "lead" if number % 2 == 0 else "coordinate"
        assignment = f"{task[:-1]}/assignment/{role}/{office[1:-1].rpartition('/')[2]}>"
        yield f"{assignment} {A} {ph('Assignment')}{self._tail}"
        yield from self._facts(
            assignment, ("document", self._this), ("task", task), ("agency", office), ("agencyRole", vocab("agency-role", role)),
            ("agencyAsPrinted", f'"Sở {number % 8 + 1}"'), ("assignmentBasis", vocab("assignment-basis", "column")),
        )  # fmt: skip
        yield from self._facts(task, ("hasAssignment", assignment), (f"{role}Agency" if role == "lead" else "coordinatingAgency", office))

    def _timing(self, task: str, number: int) -> Iterator[str]:
        timing, year = f"{task[:-1]}/timing/{number}>", 2026 + number % 5
        yield f"{timing} {A} {ph('Timing')}{self._tail}"
        yield from self._facts(
            timing, ("document", self._this), ("task", task), ("timingKind", vocab("timing", "year")), ("text", f'"năm {year}"@vi'),
            ("beginsOn", f'"{year}-01-01"{DAY}'), ("endsOn", f'"{year}-12-31"{DAY}'),
        )  # fmt: skip
        yield from self._facts(task, ("hasTiming", timing))

    def _restatement(self, path: str) -> Iterator[str]:
        body, lineage = self._document.body, self._document.lineage
        plan = Document(Body(body.province, body.province, commune=False), lineage)
        one = f"<{BASE}restatement/tong-hop.{self._document.slug}.{path}>"
        yield f"{one} {A} {ph('Restatement')} {_ALIGNED} .\n"
        yield f"{one} {ph('firstTask')} <{self._iri}/task/{path}> {_ALIGNED} .\n"
        yield f"{one} {ph('secondTask')} <{plan.iri}/task/{path}> {_ALIGNED} .\n"
        yield f'{one} {ph("score")} "0.9"{_DECIMAL} {_ALIGNED} .\n'
        yield f"{one} {ph('restatementKind')} {vocab('restatement-kind', 'adapted')} {_ALIGNED} .\n"

    def _target(self, number: int) -> Iterator[str]:
        measure, unit = self._measures[number % len(self._measures)]
        value = 40 + number * 4 + self._chance.randrange(-2, 3)
        words = f"Chỉ tiêu {number + 1} đạt {value} vào năm 2030 {MARK}"
        path, target = f"I.{number + 1}", f"<{self._iri}/target/{self._at}-{self._at + len(words)}>"
        yield from self._provision(path, 100 + number, words)
        yield f"{target} {A} {ph('Target')}{self._tail}"
        yield f"{target} {A} <http://purl.org/linked-data/cube#Observation>{self._tail}"
        yield from self._facts(
            target, ("document", self._this), ("provision", f"<{self._iri}/provision/{path}>"), ("targetKind", vocab("target-kind", "percent")),
            ("measure", measure), ("measureAsPrinted", f'"Chỉ tiêu {number + 1}"@vi'), ("comparator", vocab("comparator", "eq")),
            ("value", f'"{value}"{_DECIMAL}'), ("valueAsPrinted", f'"{value}"'), ("unit", unit), ("year", f'"2030"{_YEAR}'),
            ("place", self._document.body.place), ("text", f'"{words}"@vi'), ("order", f'"{100 + number}"{INTEGER}'),
        )  # fmt: skip
        yield from self._evidence(target, words)

    def _citation(self, number: int) -> Iterator[str]:
        document = self._document
        cited = (provincial(document.lineage, document.body.province), decision(document.lineage), central(document.lineage))[number % 3]
        name = cited[1:-1].rpartition("/")[2]
        late = number == CITATIONS - 1 and self._chance.random() < _LATE
        words = f"Căn cứ Văn bản số {name}{' ngày 31/12/2026' if late else ''} {MARK};"
        path, start = f"can-cu.{number + 1}", self._at
        citation = f"<{self._iri}/citation/{start}-{start + len(words)}>"
        yield from self._provision(path, 200 + number, words)
        yield f"{citation} {A} {ph('Citation')}{self._tail}"
        yield from self._facts(
            citation, ("document", self._this), ("provision", f"<{self._iri}/provision/{path}>"), ("citationForm", vocab("form", "numbered")),
            ("citationRole", vocab("role", "legal-basis")), ("citedDocument", cited), ("number", f'"{name}"'), ("numberAsPrinted", f'"{name}"'),
            ("titleAsPrinted", f'"về dòng chính sách {document.lineage}"@vi'), ("resolution", '"register"'), ("verdict", vocab("verdict", "OK")),
            ("text", f'"{words}"@vi'), ("order", f'"{200 + number}"{INTEGER}'),
        )  # fmt: skip
        if late:
            yield from self._facts(citation, ("date", f'"2026-12-31"{DAY}'))
        yield from self._evidence(citation, words)
        if number == 0:
            yield from self._lineage(citation, cited, words, f"{self._iri}/evidence/{start}-{start + len(words)}")

    def _lineage(self, citation: str, parent: str, words: str, evidence: str) -> Iterator[str]:
        relation = f"<{self._iri}/relation/carries-out/{parent[1:-1].rpartition('/doc/')[2].replace('/', '.')}>"
        yield from self._facts(self._this, ("carriesOut", parent))
        yield f"{relation} {A} {ph('DocumentRelation')}{self._tail}"
        yield from self._facts(
            relation, ("subjectDocument", self._this), ("relation", vocab("relation", "carries-out")), ("objectDocument", parent),
            ("statedIn", self._this), ("citation", citation), ("text", f'"{words}"@vi'),
        )  # fmt: skip
        yield f"{relation} {_QUOTED} <{evidence}>{self._tail}"
