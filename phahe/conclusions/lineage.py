"""The rules 02 to 04, 13 and 14 over tables: lineage, its closure, the origins of tasks, leading proofs, documents to compare with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from phahe.conclusions.facts import Facts, Table, Term, closure, ph
from phahe.conclusions.terms import text

Triple = tuple[Term, Term, Term]
_TRUE = frozenset({b'"true"^^<http://www.w3.org/2001/XMLSchema#boolean>', b'"1"^^<http://www.w3.org/2001/XMLSchema#boolean>'})


class Lineage:
    """What the tables say of lineage: parents (`derives`), all documents above (`traces`), and the documents held."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.derives = Table()
        for table in (facts["derivesFrom"], *facts.edges.values()):
            for child, parent in table.pairs():
                self.derives.take(child, parent)
        self.traces = {child: closure(self.derives, child) for child in self.derives.subjects()}
        self.held = {document for document, value in facts["held"].pairs() if value in _TRUE}

    def derives_from(self) -> Iterator[Triple]:
        """Rule 02."""
        concluded = {pair for table in self._facts.edges.values() for pair in table.pairs()}
        return ((child, ph("derivesFrom"), parent) for child, parent in concluded)

    def traces_to(self) -> Iterator[Triple]:
        """Rule 03."""
        return ((child, ph("tracesTo"), above) for child, all_above in self.traces.items() for above in all_above)

    def task_origins(self) -> Iterator[Triple]:
        """Rule 04."""
        document, origin = self._facts["document"], ph("hasOrigin")
        for task in self._facts.tasks:
            documents = document.of(task)
            found = set().union(*(self.traces.get(one, ()) for one in documents))
            for above in found:
                yield task, origin, above

    def leading_proofs(self) -> Iterator[Triple]:
        """Rule 13: of all that state one hop, those of the least rank, and those that are stated in no document."""
        hops: dict[tuple[Term, Term, Term], list[tuple[Term, Term | None]]] = defaultdict(list)
        facts = self._facts
        kinds = {relation: edges for relation in facts["edgeProperty"].subjects()
                 if (edges := [edge for edge in facts["edgeProperty"].of(relation) if edge in facts.edges])}  # fmt: skip
        for proof, relation in facts["relation"].pairs():
            for child in facts["subjectDocument"].of(proof) if relation in kinds else ():
                for parent in facts["objectDocument"].of(proof):
                    if any(parent in facts.edges[edge].of(child) for edge in kinds[relation]):
                        stated = facts["statedIn"].of(proof) or (None,)
                        hops[child, parent, relation] += [(proof, one) for one in stated]
        concluded = set()
        for (child, _, _), proofs in hops.items():
            ranks = [_rank(child, stated) for _, stated in proofs]
            least = min((rank for rank in ranks if rank is not None), default=None)
            concluded |= {
                (child, proof)
                for (proof, stated), rank in zip(proofs, ranks, strict=True)
                if stated is None or (rank is not None and rank == least)
            }
        return ((child, ph("provenBy"), proof) for child, proof in concluded)

    def compares_with(self) -> Iterator[Triple]:
        """Rule 14."""
        place, within = self._facts["place"], self._facts["withinPlace"]
        children: dict[tuple[Term, Term], list[Term]] = defaultdict(list)
        for document in self.held:
            for parent in self.derives.of(document):
                for where in place.of(document):
                    children[parent, where].append(document)
        for document in self.held:
            found = self.traces.get(document, set()) & self.held
            wider = set().union(*(closure(within, own) for own in place.of(document)))
            for parent in self.derives.of(document):
                for where in wider:
                    found.update(children.get((parent, where), ()))
            for above in found:
                yield document, ph("comparesWith"), above


def _rank(child: Term, stated: Term | None) -> bytes | None:
    if stated is None:
        return b"~"
    return b"" if stated == child else text(stated)
