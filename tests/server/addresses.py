"""An address of each kind of page: what tests of all pages go through. Kinds of things come from the graph, one of each class."""

from __future__ import annotations

from typing import Final

from phahe_server.links import address

from phahe.store import Store

LOC_BINH: Final = "/doc/hdnd-xa-loc-binh/2025/loc-binh-resolution"
BANG_MAC: Final = "/doc/hdnd-xa-bang-mac/2025/bang-mac-resolution"
NQ29: Final = "/doc/bch-trung-uong/2013/29-nq-tw"

PAGES: Final = (
    "/", "/documents", "/lineage", f"/lineage/path?from={LOC_BINH[1:]}&to={NQ29[1:]}", f"/lineage/document?document={LOC_BINH[1:]}",
    "/tasks", "/tasks?view=table&group=agency", "/tasks?group=quarter", "/tasks?theme=vocab/theme/institutions&quarter=2026-Q1",
    "/targets", "/targets?measure=measure/huy-dong-tre-nha-tre", "/targets?mark=weaker", "/citations", "/findings", "/check",
    "/questions", "/questions/tasks-from-resolution", "/questions/tasks-from-resolution?resolution=29-NQ/TW&place=xa-loc-binh",
    "/sparql", "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+3", "/ns", "/vocab", "/vocab/relation", "/search",
    "/search?q=giao+duc", "/catalog", "/design", LOC_BINH, BANG_MAC, f"{BANG_MAC}?original=1", NQ29, f"{LOC_BINH}/task/II.1.p4", "/place/20",
    "/place/06529", "/measure/huy-dong-tre-nha-tre", "/graph/reference",
)  # fmt: skip
#: Pages that say that something is not there or cannot be done, with the status they answer.
REFUSALS: Final = {
    "/no-such-page": 404,
    "/doc/khong/co": 404,
    "/resource?iri=x": 400,
    "/lineage/document?document=doc/khong/co": 404,
    "/questions/khong-co": 404,
    "/questions/tasks-from-resolution?resolution=khong-co": 400,
    "/sparql?query=SELECT+nothing": 400,
}
#: Pages that are right and have nothing to show.
EMPTY: Final = (
    "/search?q=zzzzqq",
    "/tasks?document=khong-co",
    "/targets?document=khong-co",
    "/citations?document=khong-co",
    "/findings?document=khong-co",
)
#: Pages of single things, each made another way.
THINGS: Final = (
    f"{LOC_BINH}/provision/II.1.p4", f"{BANG_MAC}/target/6364-6368", "/agency/so-giao-duc-va-dao-tao-tinh-lang-son", "/vocab/theme/institutions",
)  # fmt: skip
_CLASSES: Final = """SELECT ?class (SAMPLE(?thing) AS ?one)
WHERE { ?thing a ?class FILTER(STRSTARTS(STR(?thing), "https://w3id.org/phahe/") && !CONTAINS(STR(?thing), "#")) }
GROUP BY ?class ORDER BY ?class"""


def of_each_class(store: Store) -> list[str]:
    """The address of one thing of each class of the graph."""
    return list(dict.fromkeys(address(str(row["one"].value)) for row in store.select(_CLASSES)))
