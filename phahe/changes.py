"""Changes by hand: applied to a copy of the current dataset version, judged, and seen all at once or not at all.

    <root>/changes.jsonl          one line a change: what, when, who, how much, which version came of it
    <root>/changes/<id>.nq.gz     what it did, so that a later build does it again

The manifest of the new version carries the same line, so nothing is lost where the process ends between the two.
"""

from __future__ import annotations

import gzip
import json
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyoxigraph
from pyoxigraph import RdfFormat

from phahe.admission import admit
from phahe.store import EmbeddedStore, StoreError
from phahe.store.updates import Delta
from phahe.store.updates import apply as apply_delta
from phahe.store.versions import Facts, Version, current, make_current, prepare_change, version

_LOG: Final = "changes.jsonl"


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the log. `at` is UTC; `added`, `removed` and `cleared` count statements; `version` came of it, `previous` was before it."""

    id: str
    at: str
    who: str
    operation: str
    added: int
    removed: int
    cleared: bool
    version: str
    previous: str


class _Nothing(Exception):  # noqa: N818  # no mistake: the change changes nothing
    pass


def make_change(root: Path, operation: Callable[[EmbeddedStore], Delta], *, who: str, what: str, identifier: str | None = None) -> Change:
    """Apply `operation` to a copy of the current version under `root`, validate, and make it current; its line in the log.

    Raises what `operation` raises, `phahe.admission.Refused` where the shapes object, StoreError where nothing was built yet; then nothing
    changed. A change of an `identifier` that was made already is not made again. One that changes nothing makes no version.
    """
    old = _current(root)
    name = identifier or uuid.uuid4().hex
    if done := next((change for change in log(root) if change.id == name), None):
        return done
    line: dict[str, Any] = {"id": name, "at": _now(), "who": who, "operation": what, "previous": old.id}

    def change(store: EmbeddedStore) -> Facts:
        delta = operation(store)
        if not delta:
            raise _Nothing
        with EmbeddedStore(_current(root).path, read_only=True) as before:
            admit(before, store, delta)
        _keep(root / "changes" / f"{name}.nq.gz", delta)
        base = _current(root)
        line.update(added=len(delta.added), removed=len(delta.removed), cleared=delta.cleared, previous=base.id)
        rest = {key: base.manifest[key] for key in ("program", "rules", "checks") if key in base.manifest}
        pending = [] if delta.cleared else base.manifest.get("changes", [])
        return {"kind": "change", **rest, "change": line, "changes": [*pending, name], "graphs": _recount(base.manifest, delta)}

    try:
        made = prepare_change(root, change)
    except _Nothing:
        return Change(**line, added=0, removed=0, cleared=False, version=old.id)
    written = Change(**line, version=made.id)
    _append(root, written)
    return written


def undo(root: Path, *, who: str, identifier: str | None = None) -> Change:
    """Go back to the version before the current one; the line this adds to the log. StoreError where that is not kept any more.

    As with `make_change`, what was done under an `identifier` is not done again.
    """
    name = identifier or uuid.uuid4().hex
    if done := next((change for change in log(root) if change.id == name), None):
        return done
    now = _current(root)
    before = now.manifest.get("previous")
    if not before:
        raise StoreError(f"{root}: there is no version before {now.id}")
    old = version(root, str(before))
    make_current(root, old.id)
    undone = now.manifest.get("change") or {}
    written = Change(
        name, _now(), who, f"undo {undone.get('id', now.id)}", undone.get("removed", 0), undone.get("added", 0), False, old.id, now.id
    )  # fmt: skip
    _append(root, written)
    return written


def log(root: Path) -> tuple[Change, ...]:
    """The changes, oldest first. A last line that was cut off is left out; one that the log lost is taken from the manifest."""
    found = {}
    try:
        lines = (root / _LOG).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        lines = []
    for line in lines:
        try:
            change = Change(**json.loads(line))
        except (ValueError, TypeError):
            continue
        found[change.id] = change
    now = current(root)
    line_of_version = now.manifest.get("change") if now else None
    if now and line_of_version and line_of_version["id"] not in found:
        found[line_of_version["id"]] = Change(**line_of_version, version=now.id)
    return tuple(found.values())


def pending(root: Path) -> tuple[str, ...]:
    """The changes that stand in the current version on top of what was built."""
    try:
        now = current(root)
    except StoreError:
        return ()
    return tuple(now.manifest.get("changes", ())) if now else ()


def again(root: Path, store: EmbeddedStore, names: tuple[str, ...]) -> None:
    """Make pending changes again on a new build. Clearing everything is not made again: to build is to fill the store from the files.

    StoreError where a change cannot be read.
    """
    for name in names:
        delta = _kept(root / "changes" / f"{name}.nq.gz")
        delta.cleared = False
        apply_delta(store, delta)


def _current(root: Path) -> Version:
    found = current(root)
    if found is None:
        raise StoreError(f"{root}: holds no version to change; run “phahe build” first")
    return found


def _recount(manifest: Facts, delta: Delta) -> dict[str, int]:
    counted: dict[str, int] = {} if delta.cleared else dict(manifest.get("graphs", {}))
    for quads, by in ((delta.removed, -1), (delta.added, 1)):
        for quad in quads:
            name = str(getattr(quad.graph_name, "value", quad.graph_name))
            counted[name] = counted.get(name, 0) + by
    return {name: count for name, count in sorted(counted.items()) if count > 0}


def _keep(path: Path, delta: Delta) -> None:
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f".{path.name}")
    with draft.open("wb") as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as file:
            file.writelines(_lines(delta))
        raw.flush()
        os.fsync(raw.fileno())
    draft.replace(path)


def _lines(delta: Delta) -> Iterator[bytes]:
    """`!` everything goes, `-` a quad goes, `+` a quad comes."""
    if delta.cleared:
        yield b"!\n"
    for sign, quads in (("-", delta.removed), ("+", delta.added)):
        yield from sorted(f"{sign}{quad} .\n".encode() for quad in quads)


def _kept(path: Path) -> Delta:
    delta = Delta()
    try:
        with gzip.open(path, "rb") as file:
            for line in file:
                if line.startswith(b"!"):
                    delta.cleared = True
                    continue
                into = delta.added if line.startswith(b"+") else delta.removed
                into.update(pyoxigraph.parse(line[1:], format=RdfFormat.N_QUADS))
    except (OSError, EOFError, SyntaxError, ValueError) as error:
        raise StoreError(f"{path}: a change cannot be made again: {error}") from error
    return delta


def _append(root: Path, change: Change) -> None:
    with (root / _LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(change), ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
