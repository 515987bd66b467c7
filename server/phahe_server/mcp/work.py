"""What the tools do, where the store lives: a store and plain arguments in, plain data out.

Every result is `Found`: the answer, the quotes it rests on, and where there are none the reason. Words copied from documents stand only under
`quote`, `text`, `words`, `label` and the like; nothing here follows what they say.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from pyoxigraph import NamedNode

from phahe import lineage, questions
from phahe.labels import Label
from phahe.store import Graph, Solutions, Store, with_prefixes
from phahe_server import answering, graph, results
from phahe_server.protocol import Query

_EVIDENCE: Final = "/evidence/"
#: At most so many quotes stand beside an answer; the rows name the others by their IRIs.
MOST_QUOTES: Final = 300

_NO_ROWS: Final = Label("Không có dòng nào nên không có lời văn để trích; phần `basis` cho biết câu trả lời dựa trên những văn bản nào.",
                        "There are no rows, so there are no words to quote; `basis` says which documents the answer rests on.")  # fmt: skip
_COUNTED: Final = Label("Câu trả lời là số đếm hoặc danh mục; lời văn của từng sự kiện có ở câu hỏi chi tiết hoặc công cụ trace.",
                        "The answer counts or lists; the words behind each fact are in the detailed questions and in `trace`.")  # fmt: skip
_NO_HOPS: Final = Label("Dữ liệu không ghi nhận mối nối nào theo hướng này.", "The data records no link in this direction.")
_NOT_QUOTED: Final = Label("Mối nối lấy từ nguồn tham khảo nêu ở `source`, không phải từ lời văn của văn bản có toàn văn.",
                           "The links come from the reference named in `source`, not from the words of a text held.")  # fmt: skip
_NO_HITS: Final = Label("Không tìm thấy.", "Nothing was found.")
_REGISTER: Final = Label("Mục của danh mục tham khảo; nguồn nêu ở `source`.", "Entries of a register; `source` names where they come from.")
_SOUND: Final = Label("Không có nhận xét nào; mọi viện dẫn tìm thấy được liệt kê ở `citations`.",
                      "There are no remarks; every citation found is listed under `citations`.")  # fmt: skip
_QUERY: Final = Label("Kết quả SPARQL không kèm bằng chứng; lấy prov:wasQuotedFrom của sự kiện để có lời văn trích.",
                      "The result of a query carries no evidence of itself; ask for prov:wasQuotedFrom of the facts.")  # fmt: skip


@dataclass(frozen=True)
class Found:
    """The result of a tool. `evidence` are quotes, each with its document and place; `why_none` is said where there are none."""

    answer: Any
    evidence: tuple[Mapping[str, Any], ...] = ()
    why_none: Label | None = None
    truncated: bool = False

    def data(self) -> dict[str, Any]:
        """The result as JSON objects."""
        why = {"vi": self.why_none.vi, "en": self.why_none.en} if self.why_none and not self.evidence else None
        return {"answer": self.answer, "evidence": list(self.evidence), "noEvidence": why, "truncated": self.truncated}


@dataclass(frozen=True)
class Hit:
    """A search hit as it crosses to the worker that looks up its quotes."""

    iri: str
    kind: str
    text: str
    document: str = ""
    spans: tuple[tuple[int, int], ...] = field(default=())


def question(store: Store, slug: str, given: dict[str, str], at: str | None, aligned: bool | None, lang: str, limit: int) -> Found:
    """The answer of the catalogue question `slug`. ValueError for a parameter that cannot be used."""
    with _told():
        answer = questions.ask(store, questions.get(slug), given, at=at, aligned=aligned)
    data = questions.to_json(answer)
    rows = data["rows"][:limit]
    columns = [column.name for column in answer.columns if column.kind == "evidence"]
    wanted = [iri for row in rows for name in columns if row[name] for iri in row[name]["value"]]
    quotes = evidence(store, wanted)
    told = {"answer": answer.words.text(lang), "basis": _basis(data["basis"], lang), "shown": len(rows), "rows": rows}
    chains = {iri: chain for iri, chain in data["chains"].items() if iri in _values(rows)}
    why = (_COUNTED if rows else _NO_ROWS) if not quotes else None
    return Found({**data, **told, "chains": chains}, (*quotes, *_of_chains(chains)), why, len(rows) < data["count"])


def trace(
    store: Store, start: str, direction: str, to: str | None, depth: int | None, at: str | None, lang: str, most: int, proofs: int
) -> Found:
    """Lineage from `start`, at most so many hops with so many proofs each. ValueError for a name that leads nowhere or to several things."""
    day = datetime.date.fromisoformat(at) if at else None
    way: lineage.Direction = "down" if direction == "down" else "up"
    with _told():
        found = lineage.trace(store, start, way, to, depth, day, most=most, proofs=proofs)
    data = lineage.to_json(found)
    why = _NOT_QUOTED if data["hops"] else _NO_HOPS
    return Found({**data, "inWords": lineage.to_text(found, lang)}, tuple(_of_chains({"": data})), why, found.more > 0)


def hits(store: Store, found: Sequence[Hit], counts: Mapping[str, int], truncated: bool) -> Found:
    """Search hits with the quotes that prove them, or the source of what is no fact of a text."""
    iris = [node for hit in found if (node := graph.named(hit.iri))]
    quoted: dict[str, list[str]] = {}
    sources: dict[str, list[str]] = {}
    if iris:
        for row in graph.several(store, "quotes", fact=iris):
            quoted.setdefault(row["fact"], []).append(row["evidence"])
        for row in graph.several(store, "sources", thing=iris):
            sources.setdefault(row["thing"], []).append(row["source"])
    told = [{**asdict(hit), "evidence": quoted.get(hit.iri, []), "source": sources.get(hit.iri, [])} for hit in found]
    quotes = evidence(store, [iri for hit in found for iri in quoted.get(hit.iri, [])])
    return Found({"counts": dict(counts), "hits": told}, quotes, _REGISTER if found else _NO_HITS, truncated)


def check(store: Store, text: str, lang: str) -> Found:
    """The report on a draft given as plain text, its quotes being words of the draft."""
    # Reading and checking are imported with the first draft, in the worker.
    from phahe_server.views import draft  # noqa: PLC0415

    checked = draft.checked(store, "du-thao.txt", text.encode(), "json", lang)
    if checked.problem:
        raise ValueError(checked.problem)
    report = json.loads(checked.file)
    quotes = [{"quote": quote["exact"], "start": quote["start"], "end": quote["end"], "document": "draft", "remark": number}
              for number, remark in enumerate(report["remarks"]) for quote in remark["quotes"]]  # fmt: skip
    return Found(report, tuple(quotes), _SOUND)


def sparql(store: Store, text: str, limit: int) -> tuple[Any, list[str], bool]:
    """The rows or triples of a read-only query, at most `limit`, the evidence they name, and whether there is more. Problem 400 where refused.

    A stranger's query runs in a worker that can open no file; `proven` looks up the quotes in another.
    """
    found = answering.table(store, Query(with_prefixes(text)))
    match found:
        case Graph(triples=triples):
            shown = triples[:limit]
            terms = [term for triple in shown for term in (triple.subject, triple.object)]
            return {"turtle": results.rdf(shown, "text/turtle").decode()}, _named(terms), len(triples) > limit
        case Solutions(variables=variables, rows=rows):
            cut = Solutions(variables, rows[:limit])
            data = json.loads(results.write(cut, "application/sparql-results+json"))
            answer = {"variables": list(variables), "rows": data["results"]["bindings"]}
            return answer, _named(term for row in cut.rows for term in row), len(rows) > limit
        case _:
            return {"boolean": bool(found)}, [], False


def proven(store: Store, answer: Any, iris: Sequence[str], truncated: bool) -> Found:
    """What `sparql` gave, with the quotes of the evidence it names."""
    return Found(answer, evidence(store, iris), _QUERY, truncated)


def _named(terms: Iterable[object]) -> list[str]:
    return [iri for term in terms if isinstance(term, NamedNode) and _EVIDENCE in (iri := str(term.value))][:MOST_QUOTES]


def evidence(store: Store, iris: Iterable[str]) -> tuple[Mapping[str, Any], ...]:
    """The quotes among `iris`, each once: words, document, code points from `start` to `end` of its stored text, page and restored words."""
    wanted = [node for iri in dict.fromkeys(iris) if _EVIDENCE in iri and (node := graph.named(iri))][:MOST_QUOTES]
    if not wanted:
        return ()
    return tuple(
        {
            "iri": row["evidence"], "quote": row["exact"], "document": {"iri": row["document"], "label": row["label"]},
            "start": int(row["start"]), "end": int(row["end"]),
            **({"restored": row["restored"]} if row["restored"] else {}), **({"page": int(row["page"])} if row["page"] else {}),
        }
        for row in graph.several(store, "evidence-words", evidence=wanted)
    )  # fmt: skip


@contextmanager
def _told() -> Iterator[None]:
    """What a library function complains of, as an exception that crosses to the web process with its words."""
    try:
        yield
    except (LookupError, ValueError) as error:
        raise ValueError(str(error.args[0]) if isinstance(error, LookupError) and error.args else str(error)) from None


def _of_chains(chains: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The quotes of the hops of traces, each once."""
    found = {}
    for chain in chains.values():
        for hop in chain["hops"]:
            for proof in hop["proofs"]:
                stated = proof["stated_in"] or {}
                for item in proof["quotations"]:
                    document = {"iri": stated.get("iri"), "label": stated.get("label")}
                    found[item["evidence"]] = {
                        "iri": item["evidence"], "quote": item["exact"], "document": document, "start": item["start"], "end": item["end"],
                    }  # fmt: skip
    return list(found.values())


def _basis(found: Mapping[str, Any] | None, lang: str) -> Mapping[str, Any] | None:
    return {**found, "words": found["words"][lang]} if found else None


def _values(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """The plain values in rows."""
    return {cell["value"] for row in rows for cell in row.values() if cell and isinstance(cell["value"], str)}
