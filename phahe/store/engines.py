"""What SPARQL 1.1 servers do differently, met here and nowhere else: which dataset a query reads, and answers that are not what the standard says.

The everyday dataset (every named graph but `graph/aligned`) is kept on a server as one more named graph, `EVERYDAY_GRAPH`, because what a
server takes for the default graph differs from engine to engine, and because a list of thousands of graphs in each request is slow or refused.
A query is moved into that graph as text: `WHERE { … }` becomes `WHERE { GRAPH <everyday> { … } }`, and `GRAPH ?g` passes it over. That is plain
SPARQL 1.1 and needs nothing of the protocol. docs/scaling.md lists the differences of each engine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Variable

from phahe.namespaces import GRAPH
from phahe.store.model import Graph, Result, Solutions, Term
from phahe.store.sparql import Token, names_dataset, tokens

#: The graph that holds, once each, the triples of every named graph but `graph/aligned`. Never shown, counted or exported.
EVERYDAY_GRAPH: Final = NamedNode(GRAPH + "everyday")
ALIGNED: Final = NamedNode(GRAPH + "aligned")
_BOOLEAN: Final = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
_TRUTH: Final = {"1": Literal(True), "0": Literal(False), "true": Literal(True), "false": Literal(False)}
_TESTS: Final = frozenset(
    {"BOUND", "EXISTS", "NOT", "REGEX", "CONTAINS", "STRSTARTS", "STRENDS", "ISIRI", "ISLITERAL", "ISBLANK", "SAMETERM"}
)
_PASSING: Final = frozenset({"MAX", "MIN", "SAMPLE"})
_AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_COMPARISONS: Final = frozenset({"=", "<", ">", "&", "|", "!"})
_NUMBERS: Final = 10**9
_NEVER: Final = frozenset("<>")


@dataclass(frozen=True, slots=True)
class Engine:
    """A kind of server: how it is known, whether its answers must be put in order and its truth values read again, and its own graphs."""

    name: str
    header: str = ""
    orders: bool = True
    truths: bool = True
    own_graphs: tuple[str, ...] = ()  #: how their names begin
    hidden: tuple[str, ...] = ()  #: those that GRAPH ?g would meet
    most_sorted: int = 0  #: the largest LIMIT of a query with ORDER BY, where there is one
    batch: int = 2_000  #: how many quads go into one INSERT DATA
    blank: str = ""  #: what a blank node's name is written behind, where INSERT DATA refuses `_:`
    describe: str = ""  #: what makes DESCRIBE say of a thing what the engine in the process says: what stands behind it
    refusal: str = ""  #: how the words begin with which it refuses a query under HTTP status 500

    def written(self, term: object) -> str:
        """A term as INSERT DATA takes it; there Virtuoso knows blank nodes by number only, far above those it gives itself."""
        if not self.blank or not isinstance(term, BlankNode):
            return str(term)
        number = int.from_bytes(hashlib.sha256(term.value.encode()).digest()[:4], "big") % _NUMBERS
        return f"<{self.blank}b{_NUMBERS + number}>"


STANDARD: Final = Engine("SPARQL 1.1")
ENGINES: Final = (
    # Strings with a language and long strings are not sorted by code point; booleans come as 1 and 0, computed ones as integers.
    Engine(
        "Virtuoso",
        "Virtuoso",
        orders=False,
        truths=False,
        own_graphs=(
            "http://www.openlinksw.com/",
            "http://www.w3.org/",
            "http://local",
            "urn:activitystreams-owl:",
            "urn:core:",
            "urn:virtuoso:",
        ),
        hidden=("http://www.openlinksw.com/schemas/virtrdf#", "http://www.w3.org/ns/ldp#", "http://localuriqaserver/sparql"),
        most_sorted=10_000,
        batch=500,
        blank="nodeID://",
        describe='define sql:describe-mode "CBD" ',
        refusal=r"Virtuoso (?:37|22|42S)\w+ Error",
    ),
)


def engine_of(header: str) -> Engine:
    """The engine that calls itself so in the header `Server` of its answers.

    >>> engine_of("Virtuoso/07.20.3229 (Linux)").name, engine_of("nginx").name
    ('Virtuoso', 'SPARQL 1.1')
    """
    return next((engine for engine in ENGINES if header.startswith(engine.header)), STANDARD)


def is_refusal(words: str) -> bool:
    """Whether a server's words under HTTP status 500 say that the query is at fault, not the server.

    >>> is_refusal("Virtuoso 37000 Error TR...: transitive start not given"), is_refusal("Virtuoso 40003 Error: out of memory")
    (True, False)
    """
    return any(engine.refusal and re.match(engine.refusal, words) for engine in ENGINES)


def with_everyday(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads, and those of the everyday graph: what a server is to be filled with by its own loader. (Loaders drop what comes twice.)"""
    for quad in quads:
        yield quad
        if quad.graph_name != ALIGNED:
            yield Quad(quad.subject, quad.predicate, quad.object, EVERYDAY_GRAPH)


@dataclass(frozen=True, slots=True)
class Adapted:
    """A query as it is sent, and what remains to be done with its answer: the order, the truth values, the columns asked for."""

    text: str
    order: str = ""
    columns: int = -1
    truths: tuple[str, ...] = ()

    def finish(self, result: Result) -> Result:
        """The answer as the standard has it."""
        if isinstance(result, Graph):
            return result
        if isinstance(result, Solutions):
            found = _ordered(result, self.order) if self.order else result
            if 0 <= self.columns < len(found.variables):
                found = Solutions(found.variables[: self.columns], tuple(row[: self.columns] for row in found.rows))
            return _truthful(found, self.truths)
        return result


def adapted(text: str, engine: Engine, *, everyday: bool) -> Adapted | None:
    """`text` for an engine, in the everyday graph where `everyday`. None where the query cannot be moved as text (it names its dataset, or has
    no WHERE of its own); then the dataset goes with the request.

    >>> adapted("ASK { ?s ?p ?o }", STANDARD, everyday=True).text
    'ASK { GRAPH <https://w3id.org/phahe/graph/everyday> { ?s ?p ?o } }'
    """
    moved = _moved(text, engine) if everyday else text
    if moved is None:
        return None
    plan = Adapted(moved) if engine.orders and engine.truths else _for_engine(moved, engine)
    return replace(plan, text=engine.describe + plan.text) if engine.describe and _form(list(tokens(text))) == "DESCRIBE" else plan


def _form(found: list[Token]) -> str:
    words = (token.text.upper() for token in found if token.kind == "word")
    return next((word for word in words if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "")


def _moved(text: str, engine: Engine) -> str | None:
    """The query with its WHERE inside the everyday graph, and GRAPH ?g on all graphs but that."""
    if names_dataset(text):
        return None
    found = list(tokens(text))
    bounds = _where(found)
    if bounds is None:
        return None
    opening, closing = bounds
    cuts = [(found[opening].start + 1, f" GRAPH {EVERYDAY_GRAPH} {{"), (found[closing].start, "} ")]
    for first, second, third in zip(found, found[1:], found[2:], strict=False):
        if first.kind == "word" and first.text.upper() == "GRAPH" and second.kind == "variable" and third.text == "{":
            others = "".join(f" && {second.text} != <{name}>" for name in engine.hidden)
            cuts.append((third.start + 1, f" FILTER({second.text} != {EVERYDAY_GRAPH}{others})"))
    return _inserted(text, cuts)


def _inserted(text: str, cuts: list[tuple[int, str]]) -> str:
    parts, at = [], 0
    for position, piece in sorted(cuts):
        parts += [text[at:position], piece]
        at = position
    return "".join([*parts, text[at:]])


def _where(found: list[Token]) -> tuple[int, int] | None:
    """The braces of the main group: the first outermost ones, of a CONSTRUCT with a template the second."""
    groups: list[tuple[int, int]] = []
    depth, start = 0, -1
    for index, token in enumerate(found):
        if token.kind != "other":
            continue
        if token.text in "({[":
            if depth == 0 and token.text == "{":
                start = index
            depth += 1
        elif token.text in ")}]":
            depth -= 1
            if depth == 0 and token.text == "}":
                groups.append((start, index))
    if _form(found) == "CONSTRUCT":
        return groups[1] if len(groups) > 1 else None
    return groups[0] if groups else None


def _for_engine(text: str, engine: Engine) -> Adapted:
    text = _without_empty_minus(text)
    found = list(tokens(text))
    bounds = _where(found)
    if bounds is None:
        return Adapted(text)
    tail = found[bounds[1] + 1 :]
    order, columns = "", -1
    if not engine.orders and _sortable(tail):
        whole = _whole(tail, engine)
        sent, order, columns = _unordered(text, found, bounds, tail)
        # Of a part the server chooses which rows; they are put in order here. Where it is all there is, the order is right.
        text = sent if whole else f"{sent} {order}"
        order = order if whole else _without_cut(order)
    return Adapted(text, order, columns, () if engine.truths else _truths(found))


def _without_empty_minus(text: str) -> str:
    """Without `MINUS { }`, which takes nothing away by the standard and everything on Virtuoso. (An open parameter leaves it behind.)

    >>> _without_empty_minus("ASK { ?s ?p ?o MINUS {  } }")
    'ASK { ?s ?p ?o  }'
    """
    found = list(tokens(text))
    empty = [
        (one.start, three.start + 1)
        for one, two, three in zip(found, found[1:], found[2:], strict=False)
        if one.kind == "word" and one.text.upper() == "MINUS" and (two.text, three.text) == ("{", "}")
    ]
    for start, end in reversed(empty):
        text = text[:start] + text[end:]
    return text


def _sortable(tail: list[Token]) -> bool:
    """Whether the order can be made from columns: no aggregate in it."""
    words = [token.text.upper() for token in tail]
    at = words.index("ORDER") if "ORDER" in words else len(words)
    return not _AGGREGATES & set(words[at:])


def _without_cut(order: str) -> str:
    return re.sub(r"\b(LIMIT|OFFSET)\s+\d+", "", order, flags=re.IGNORECASE).rstrip()


def _whole(tail: list[Token], engine: Engine) -> bool:
    """Whether all rows are to come, and be cut here if at all: no LIMIT, or one too large for the server to sort."""
    cuts = [index for index, token in enumerate(tail) if token.kind == "word" and token.text.upper() in ("LIMIT", "OFFSET")]
    digits = "".join(token.text for token in tail[cuts[0] + 1 :]) if len(cuts) == 1 and tail[cuts[0]].text.upper() == "LIMIT" else ""
    return not cuts or (digits.isdigit() and int(digits) > engine.most_sorted > 0)


def _unordered(text: str, found: list[Token], bounds: tuple[int, int], tail: list[Token]) -> tuple[str, str, int]:
    """The query without its last ORDER BY, with what that reads among the columns; the clause; how many columns were asked for."""
    at = next((index for index, (one, two) in enumerate(pairwise(tail)) if (one.text + two.text).upper() == "ORDERBY"), None)
    if at is None:
        return text, "", -1
    order = text[tail[at].start :]
    head = found[: bounds[0]]
    start = next((index for index, token in enumerate(head) if token.text.upper() == "SELECT"), None)
    if start is None or head[start + 1 + (head[start + 1].text.upper() == "DISTINCT")].text == "*":
        return text[: tail[at].start], order, -1
    shown = _projected(head[start + 1 :])
    wanted = [name for name in dict.fromkeys(token.text for token in tail[at:] if token.kind == "variable") if name not in shown]
    where = next((token for token in head[start:] if token.kind == "word" and token.text.upper() == "WHERE"), found[bounds[0]])
    text = text[: where.start] + "".join(f"{name} " for name in wanted) + text[where.start : tail[at].start]
    return text, order, len(shown)


def _projected(head: list[Token]) -> list[str]:
    """The variables a SELECT clause names, in order."""
    shown, depth = [], 0
    for index, token in enumerate(head):
        depth += (token.text == "(") - (token.text == ")")
        named = token.kind == "variable" and (depth == 0 or (depth == 1 and index > 0 and head[index - 1].text.upper() == "AS"))
        if named:
            shown.append(token.text)
    return shown


def _truths(found: list[Token]) -> tuple[str, ...]:
    """The variables that hold truth values: `(test AS ?v)`, and the greatest or least of such."""
    known: set[str] = set()
    for index, token in enumerate(found):
        if token.kind == "word" and token.text.upper() == "AS" and index + 1 < len(found) and found[index + 1].kind == "variable":
            inner = _expression(found, index)
            if _is_test(inner, known):
                known.add(found[index + 1].text)
    # Truth values of an inner SELECT may be named after the outer one reads them.
    for index, token in enumerate(found):
        if token.kind == "word" and token.text.upper() == "AS" and index + 1 < len(found) and _is_test(_expression(found, index), known):
            known.add(found[index + 1].text)
    return tuple(sorted(name[1:] for name in known))


def _expression(found: list[Token], at: int) -> list[Token]:
    """The tokens of the expression that ends before the AS at `at`."""
    depth, start = 0, at
    while start > 0:
        start -= 1
        depth += (found[start].text in (")", "}")) - (found[start].text in ("(", "{"))
        if depth < 0:
            break
    return found[start + 1 : at]


def _is_test(expression: list[Token], known: set[str]) -> bool:
    if not expression:
        return False
    first = expression[0].text.upper()
    if first in _PASSING:
        inner = [token for token in expression[1:] if token.text not in "()" and token.text.upper() != "DISTINCT"]
        return len(inner) == 1 and inner[0].text in known
    if len(expression) == 1:
        return expression[0].text in known or first in ("TRUE", "FALSE")
    if first in _TESTS and _closes_last(expression):
        return True
    depth = 0
    for token in expression:
        depth += (token.text in ("(", "{")) - (token.text in (")", "}"))
        if depth == 0 and (token.text in _COMPARISONS or token.text.upper() == "IN"):
            return True
    return False


def _closes_last(expression: list[Token]) -> bool:
    """Whether the call or group that the expression begins with is all of it."""
    depth = 0
    for index, token in enumerate(expression):
        depth += (token.text in ("(", "{")) - (token.text in (")", "}"))
        if depth == 0 and index and token.text in (")", "}"):
            return index == len(expression) - 1
    return True


def _truthful(found: Solutions, truths: tuple[str, ...]) -> Solutions:
    """Truth values written as the standard does."""
    computed = {index for index, name in enumerate(found.variables) if name in truths}

    def read(index: int, term: Term | None) -> Term | None:
        if isinstance(term, Literal) and (term.datatype == _BOOLEAN or (index in computed and term.value in ("0", "1"))):
            return _TRUTH.get(term.value, term)
        return term

    return Solutions(found.variables, tuple(tuple(read(index, term) for index, term in enumerate(row)) for row in found.rows))


def _value(term: Term | None) -> str:
    """A term as VALUES takes it: a blank node as an IRI that sorts before those of the data, as blank nodes do."""
    return "UNDEF" if term is None else f"<A:{term.value}>" if isinstance(term, BlankNode) else str(term)


def _ordered(found: Solutions, order: str) -> Solutions:
    """The rows in the order that the clause asks for, as the engine in the process sorts them."""
    names = [name for name in found.variables if re.search(rf"[?$]{re.escape(name)}\b", order)]
    if not names or not found.rows:
        return found
    columns = [found.variables.index(name) for name in names]
    lines = "\n".join(f"({number} {' '.join(_value(row[index]) for index in columns)})" for number, row in enumerate(found.rows))
    head = " ".join(f"?{name}" for name in names)
    clause, limit, most = order.partition("LIMIT")
    text = f"SELECT ?row_ WHERE {{ VALUES (?row_ {head}) {{\n{lines}\n}} }} {clause} ?row_ {limit} {most}"
    result = pyoxigraph.Store().query(text)
    assert isinstance(result, pyoxigraph.QuerySolutions)
    place = Variable("row_")
    return Solutions(found.variables, tuple(found.rows[int(row[place].value)] for row in result))
