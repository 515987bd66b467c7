"""Where the boxes of a lineage picture stand: layers from central to commune, generations inside each, few crossings.

Pure geometry: keys and edges in, coordinates out. Circles are broken (an edge back up is drawn, not followed).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_SWEEPS = 40

#: A node's key, or the place (child, parent, row) where an edge passes a row.
Key = str | tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """A node's row (0 at the top) and the horizontal place of its middle, in units of one column."""

    row: int
    x: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Where nodes stand and through which places each edge (child, parent) passes, from the parent down."""

    nodes: dict[str, Placed]
    ways: dict[tuple[str, str], tuple[Placed, ...]]


def rows(bands: Mapping[str, int], edges: Collection[tuple[str, str]]) -> dict[str, int]:
    """Row of each node: below every parent, and every band below the band above it. `edges` are (child, parent).

    >>> rows({"nq": 0, "qd": 0, "kh": 1, "xa": 2}, [("qd", "nq"), ("kh", "qd")])
    {'nq': 0, 'qd': 1, 'kh': 2, 'xa': 3}
    """
    found: dict[str, int] = {}
    floor = 0
    for band in sorted(set(bands.values())):
        members = [key for key in bands if bands[key] == band]
        depth = _depths(members, edges)
        found.update({key: floor + depth[key] for key in members})
        floor += max(depth.values()) + 1
    return {key: found[key] for key in bands}


def _depths(members: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Longest way up from each member among the members; members of a circle stand one below the other, in their order.

    Each edge is looked at once (Kahn); where only circles are left, the first member waiting is let go.
    """
    rank = {key: index for index, key in enumerate(members)}
    below: dict[str, list[str]] = defaultdict(list)
    waiting = dict.fromkeys(members, 0)
    for child, parent in set(edges):
        if child in rank and parent in rank and child != parent:
            below[parent].append(child)
            waiting[child] += 1
    depth: dict[str, int] = dict.fromkeys(members, 0)
    ready = [key for key in members if not waiting[key]]
    left = iter(members)
    done: set[str] = set()
    while len(done) < len(members):
        key = ready.pop() if ready else next(key for key in left if key not in done)
        if key in done:
            continue
        done.add(key)
        for child in sorted(below[key], key=rank.__getitem__):
            waiting[child] -= 1
            if child not in done:
                depth[child] = max(depth[child], depth[key] + 1)
                if not waiting[child]:
                    ready.append(child)
    return depth


def place(bands: Mapping[str, int], edges: Sequence[tuple[str, str]]) -> Picture:
    """Row and column of each node, families side by side, long edges in lanes of their own.

    >>> picture = place({"a": 0, "b": 1, "c": 1}, [("b", "a"), ("c", "a")])
    >>> [(key, spot.row, spot.x) for key, spot in picture.nodes.items()]
    [('a', 0, 0.5), ('b', 1, 0.0), ('c', 1, 1.0)]
    """
    level = rows(bands, edges)
    known = [(child, parent) for child, parent in edges if child in level and parent in level]
    lanes = {edge: _lane(edge, level) for edge in known}
    stops_of_all = [stop for lane in lanes.values() for stop in lane]
    spots: dict[Key, int] = {key: row for row, key in [*((row, key) for key, row in level.items()), *stops_of_all]}
    near: dict[Key, list[Key]] = defaultdict(list)
    for (child, parent), lane in lanes.items():
        stops: list[Key] = [parent, *(stop for _, stop in lane), child]
        for one, other in pairwise(stops):
            near[one].append(other)
            near[other].append(one)
    left, placed = 0.0, {}
    for family in _families(list(spots), near):
        x = _columns(family, spots, near)
        low, high = min(x.values()), max(x.values())
        placed.update({key: Placed(spots[key], left + x[key] - low) for key in family})
        left += high - low + 1.0
    ways = {edge: tuple(placed[stop] for _, stop in lane) for edge, lane in lanes.items()}
    return Picture({key: placed[key] for key in bands}, ways)


def _lane(edge: tuple[str, str], level: Mapping[str, int]) -> list[tuple[int, Key]]:
    """A stop in every row an edge passes, from the parent down."""
    child, parent = edge
    return [(row, (child, parent, row)) for row in range(level[parent] + 1, level[child])]


def _families(keys: Sequence[Key], near: Mapping[Key, Sequence[Key]]) -> list[list[Key]]:
    """Connected groups, in the order their first member comes."""
    place_of = {key: index for index, key in enumerate(keys)}
    families, seen = [], set()
    for key in keys:
        family, waiting = [], [] if key in seen else [key]
        seen.add(key)
        while waiting:
            current = waiting.pop()
            family.append(current)
            fresh = [other for other in near.get(current, ()) if other not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        if family:
            families.append(sorted(family, key=place_of.__getitem__))
    return families


def _columns(family: Sequence[Key], level: Mapping[Key, int], near: Mapping[Key, Sequence[Key]]) -> dict[Key, float]:
    """Horizontal places inside one family: each row spread, drawn towards its neighbours above and below in turn."""
    by_row: dict[int, list[Key]] = defaultdict(list)
    for key in family:
        by_row[level[key]].append(key)
    first = {key: index for index, key in enumerate(family)}
    x = {key: float(index) for members in by_row.values() for index, key in enumerate(members)}
    for sweep in range(_SWEEPS):
        for row in sorted(by_row, reverse=sweep % 2 == 0):
            wish = {key: _middle([x[other] for other in near.get(key, ()) if other in x], x[key]) for key in by_row[row]}
            _spread(sorted(by_row[row], key=lambda key: (wish[key], first[key])), wish, x)
    return x


def _middle(places: Sequence[float], otherwise: float) -> float:
    return sum(places) / len(places) if places else otherwise


def _room(key: Key) -> float:
    """Half the width a key needs: a box a column, a passing line a part of one."""
    return 0.5 if isinstance(key, str) else 0.12


def _spread(order: Sequence[Key], wish: Mapping[Key, float], x: dict[Key, float]) -> None:
    """Give `order` places that leave each its room, as near to their wishes as their mean allows."""
    for index, key in enumerate(order):
        before = order[index - 1] if index else None
        x[key] = wish[key] if before is None else max(x[before] + _room(before) + _room(key), wish[key])
    shift = sum(wish[key] - x[key] for key in order) / len(order)
    for key in order:
        x[key] += shift
