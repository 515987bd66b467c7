"""Reconciliation: the things of the graph that the words in a table may mean, each with a score, and a match only where nothing else fits.

Public face: `entities` reads what can be found from a store, `Index` finds, `Query` asks; `kinds` says what kinds and properties there are,
`suggest`, `extend` and `propose` are the other services of the protocol. The protocol itself (W3C Entity Reconciliation Community Group,
version 0.2) is spoken by the server; nothing here knows HTTP.
"""

from __future__ import annotations

from phahe.reconciliation.extending import extend, propose
from phahe.reconciliation.index import Index
from phahe.reconciliation.kinds import KindOfThing, Property, kinds
from phahe.reconciliation.loading import entities
from phahe.reconciliation.model import Candidate, Entity, Given, Query, Value
from phahe.reconciliation.suggesting import suggest

__all__ = [
    "Candidate", "Entity", "Given", "Index", "KindOfThing", "Property", "Query", "Value", "entities", "extend", "kinds", "propose", "suggest",
]  # fmt: skip
