"""The tree of provisions of a document, in reading order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from phahe.header import Header
from phahe.text import Span


@dataclass(frozen=True, slots=True)
class Provision:
    """One part of a document.

    `heading` and `body` are spans of the laid-out text, several where a group title was cut by a page. `cells` maps the role of a
    table column (lead, coordinate, timing, …) to its span in this row.
    """

    path: str
    kind: str
    number: str | None
    heading: tuple[Span, ...]
    body: tuple[Span, ...]
    parent: str | None
    order: int
    cells: Mapping[str, Span] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def spans(self) -> tuple[Span, ...]:
        """All the words of the provision itself, not of its parts."""
        return (*self.heading, *self.body)


@dataclass(frozen=True)
class Outline:
    """The provisions of a document in reading order, their tree, and what the document says of itself."""

    provisions: tuple[Provision, ...]
    header: Header

    @cached_property
    def _by_path(self) -> Mapping[str, Provision]:
        return MappingProxyType({provision.path: provision for provision in self.provisions})

    def by_path(self) -> Mapping[str, Provision]:
        """Provisions by path."""
        return self._by_path

    def parents(self, provision: Provision) -> tuple[Provision, ...]:
        """The provisions that enclose `provision`, innermost first."""
        chain = []
        parent = provision.parent
        while parent is not None:
            chain.append(self._by_path[parent])
            parent = self._by_path[parent].parent
        return tuple(chain)
