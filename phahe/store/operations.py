"""An update request taken apart into its operations, with the text of each part as it was written.

Read by tokens, as the grammar has it (https://www.w3.org/TR/sparql11-query/#rUpdate); whether the parts are well formed is for the
engine to say, which is asked first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from phahe.store.errors import QueryError
from phahe.store.sparql import Token, position, tokens


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: verb, the declarations that hold for it, and the parts it has; a template or pattern with its braces, a graph as written."""

    verb: str
    prologue: str
    delete: str = ""
    insert: str = ""
    where: str = ""
    with_graph: str = ""
    froms: str = ""
    graphs: tuple[str, ...] = ()
    silent: bool = False

    @property
    def names_dataset(self) -> bool:
        """Whether it says itself which graphs its WHERE reads."""
        return bool(self.with_graph or self.froms)


def operations(text: str, preamble: str = "") -> Iterator[Operation]:
    """The operations in order. `preamble` stands before the first declaration.

    >>> [(one.verb, one.where or one.insert or one.graphs) for one in operations(
    ...     "PREFIX x: <urn:x:> INSERT DATA { x:s x:p ';' } ; CLEAR GRAPH x:g ; WITH x:g DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }")]
    [('INSERT DATA', "{ x:s x:p ';' }"), ('CLEAR', ('x:g',)), ('MODIFY', '{ ?s ?p 1 }')]
    """
    reader = _Reader(text, list(tokens(text)), preamble)
    while reader.more():
        reader.declarations()
        if reader.more():
            yield reader.operation()
        reader.skip(";")


@dataclass
class _Reader:
    text: str
    tokens: list[Token]
    prologue: str
    at: int = 0

    def more(self) -> bool:
        return self.at < len(self.tokens)

    def word(self) -> str:
        """The next token in capitals, "" at the end."""
        return self.tokens[self.at].text.upper() if self.more() else ""

    def skip(self, *words: str) -> bool:
        """Go past the next token where it is one of `words`."""
        if self.word() in words:
            self.at += 1
            return True
        return False

    def take(self) -> str:
        """The next token as written."""
        if not self.more():
            raise QueryError("the update ends in the middle of an operation", *position(self.text, len(self.text)))
        self.at += 1
        return self.tokens[self.at - 1].text

    def block(self) -> str:
        """The braces that come next, with all between them."""
        first, depth = self.at, 0
        while True:
            text = self.take()
            depth += (text == "{") - (text == "}")
            if depth <= 0:
                break
        start, last = self.tokens[first].start, self.tokens[self.at - 1]
        return self.text[start : last.start + len(last.text)]

    def declarations(self) -> None:
        """PREFIX and BASE, which hold from here on."""
        while self.word() in ("PREFIX", "BASE"):
            verb = self.take()
            self.prologue += f"{verb} {self.take()}" + (f" {self.take()}" if verb.upper() == "PREFIX" else "") + "\n"

    def operation(self) -> Operation:
        verb = self.take().upper()
        if verb in ("INSERT", "DELETE") and self.skip("DATA"):
            block = self.block()
            return Operation(
                f"{verb} DATA", self.prologue, delete=block if verb == "DELETE" else "", insert=block if verb == "INSERT" else ""
            )
        if verb == "DELETE" and self.skip("WHERE"):
            block = self.block()
            return Operation("MODIFY", self.prologue, delete=block, where=block)
        if verb in ("INSERT", "DELETE", "WITH"):
            return self._modify(verb)
        if verb in ("CLEAR", "DROP", "CREATE"):
            silent = self.skip("SILENT")
            self.skip("GRAPH")
            return Operation(verb, self.prologue, graphs=(self.take(),), silent=silent)
        if verb in ("ADD", "MOVE", "COPY"):
            return self._transfer(verb)
        raise QueryError(f"{verb} is no update operation", *position(self.text, self.tokens[self.at - 1].start))

    def _modify(self, verb: str) -> Operation:
        with_graph = ""
        if verb == "WITH":
            with_graph, verb = self.take(), self.take().upper()
        delete = insert = ""
        if verb == "DELETE":
            delete = self.block()
            verb = self.take().upper() if self.word() == "INSERT" else ""
        if verb == "INSERT":
            insert = self.block()
        froms = []
        while self.skip("USING"):
            froms.append(f"FROM {'NAMED ' if self.skip('NAMED') else ''}{self.take()}")
        self.skip("WHERE")
        return Operation("MODIFY", self.prologue, delete, insert, self.block(), with_graph, " ".join(froms))

    def _transfer(self, verb: str) -> Operation:
        silent = self.skip("SILENT")
        self.skip("GRAPH")
        source = self.take()
        self.skip("TO")
        self.skip("GRAPH")
        return Operation(verb, self.prologue, graphs=(source, self.take()), silent=silent)
