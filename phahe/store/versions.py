"""Dataset versions: whole stores side by side in one directory, and a file that names the current one.

    <root>/versions/<id>/store/          a store that is never written again
    <root>/versions/<id>/manifest.json   what it was made from and what it holds
    <root>/current                       the id, replaced in one step
    <root>/lock                          held by whoever makes a version

A version is made in a directory of its own, brought to the disk, and only then named; whoever dies on the way leaves
the current version as it was and a hidden directory that the next writer sweeps away. Readers open `Version.path` read-only
and may keep it open while versions come and go, as long as it is among those kept.
What goes into a version is decided by the caller; see `phahe.build` and `phahe.store.changes`.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from phahe.store.embedded import EmbeddedStore
from phahe.store.errors import StoreError

#: How many versions stay beside the current one.
KEEP: Final = 5
_CURRENT: Final = "current"
_MANIFEST: Final = "manifest.json"
_ID: Final = re.compile(r"(\d{6,})-[0-9a-f]{12}")

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """A whole store: its id (no two contents share one), the directory to open read-only, the digest of the inputs of its build, and the manifest."""

    id: str
    path: Path
    digest: str
    manifest: Facts = field(default_factory=dict, compare=False, repr=False)


def current(root: Path) -> Version | None:
    """The current version under `root`, None where none was made yet. StoreError where the directory is damaged.

    >>> current(Path("/nonexistent"))
    """
    name = _current_name(root)
    return None if name is None else version(root, name)


def current_id(root: Path) -> str:
    """The id of the current version, "" where none was made yet; its manifest, which is long for a nation, is not read. StoreError as `current`."""
    name = _current_name(root)
    if name is None:
        return ""
    if not (_ID.fullmatch(name) and (root / "versions" / name / _MANIFEST).is_file()):
        raise StoreError(f"{root}: version {name!r} is not whole")
    return name


def _current_name(root: Path) -> str | None:
    try:
        return (root / _CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{root / _CURRENT}: cannot be read: {error}") from error


def version(root: Path, name: str) -> Version:
    """The version called `name`. StoreError where there is none."""
    place = root / "versions" / name
    try:
        if not _ID.fullmatch(name):
            raise ValueError("that is no id of a version")
        manifest = json.loads((place / _MANIFEST).read_text(encoding="utf-8"))
        return Version(name, place / "store", str(manifest["digest"]), manifest)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{root}: version {name!r} is not whole: {error}") from error


def manifest_of(store: object) -> Facts:
    """What the manifest says of a store that was opened from a version; nothing for any other store."""
    path = getattr(store, "path", None)
    try:
        found = json.loads((path.parent / _MANIFEST).read_text(encoding="utf-8")) if path else {}
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def versions(root: Path) -> tuple[Version, ...]:
    """All whole versions under `root`, oldest first."""
    folder = root / "versions"
    names = sorted((path.name for path in folder.iterdir() if _ID.fullmatch(path.name)), key=_number) if folder.is_dir() else []
    return tuple(version(root, name) for name in names)


def make_version(root: Path, fill: Callable[[EmbeddedStore], Facts], digest: str, *, keep: int = KEEP) -> Version:
    """A new version filled by `fill` into an empty store, made current. `fill` returns what the manifest shall say of it.

    Where `fill` raises, nothing changes. StoreError where another process is making a version.
    """
    with writing(root):
        return _make(root, None, fill, digest, keep)


def prepare_change(root: Path, change: Callable[[EmbeddedStore], Facts], *, keep: int = KEEP) -> Version:
    """A new version: the current one, hard-linked, with `change` applied. Where `change` raises, nothing changes."""
    with writing(root):
        old = current(root)
        if old is None:
            raise StoreError(f"{root}: holds no version to change; run “phahe build” first")
        return _make(root, old, change, old.digest, keep)


def make_current(root: Path, name: str) -> Version:
    """Go to a version that is kept, older or newer."""
    with writing(root):
        found = version(root, name)
        _point(root, name)
        return found


@contextmanager
def writing(root: Path, patience: float = 30.0) -> Iterator[None]:
    """Be the only writer of `root`; StoreError where another one does not end within `patience` seconds.

    The lock is the system's: it goes with the process that held it, however that ends.
    """
    root.mkdir(parents=True, exist_ok=True)
    handle = os.open(root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _lock(handle, root, patience)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, root: Path, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise StoreError(f"{root}: another process is writing a version") from None
            time.sleep(0.02)


def _make(root: Path, old: Version | None, fill: Callable[[EmbeddedStore], Facts], digest: str, keep: int) -> Version:
    folder = root / "versions"
    folder.mkdir(exist_ok=True)
    _sweep(folder)
    name = _next(folder)
    work = folder / f".{name}"
    work.mkdir()
    try:
        if old is not None:
            copy(old, work / "store")
        with EmbeddedStore(work / "store") as store:
            facts = fill(store)
            store.flush()
        before = current(root)
        manifest = {"id": name, "digest": digest, "made": _now(), "previous": before.id if before else None, **facts}
        (work / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        _settle(work)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    work.rename(folder / name)
    _sync(folder)
    _point(root, name)
    _prune(root, keep)
    return version(root, name)


def copy(source: Version, target: Path) -> None:
    """A store of its own in `target`, sharing the immutable files of `source` by hard links where the file system has them."""
    with EmbeddedStore(source.path, read_only=True) as store:
        store.backup(target)


def _number(name: str) -> int:
    return int(name.partition("-")[0])


def _next(folder: Path) -> str:
    """Numbers grow; the tail is random, so that an id never comes back for other content, not even in a directory made anew."""
    highest = max((_number(path.name) for path in folder.iterdir() if _ID.fullmatch(path.name)), default=0)
    return f"{highest + 1:06d}-{os.urandom(6).hex()}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _point(root: Path, name: str) -> None:
    """Name the current version, in one step and for good."""
    draft = root / f".{_CURRENT}"
    with draft.open("w", encoding="ascii") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(root / _CURRENT)
    _sync(root)


def _settle(place: Path) -> None:
    """Bring every file below `place` to the disk, then the directories that name them."""
    for path in sorted(place.rglob("*"), reverse=True):
        _sync(path)
    _sync(place)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what writers that died left unfinished or half removed."""
    for path in folder.glob(".*"):
        shutil.rmtree(path, ignore_errors=True)


def _prune(root: Path, keep: int) -> None:
    """Remove the oldest versions, never the current one nor the one before it."""
    now = current(root)
    spared = {now.id, now.manifest.get("previous")} if now else set()
    found = [one for one in versions(root) if one.id not in spared]
    for one in found[: max(0, len(found) - max(0, keep - 1))]:
        place = root / "versions" / one.id
        place.rename(doomed := place.with_name(f".{one.id}"))
        shutil.rmtree(doomed, ignore_errors=True)
