"""What a query server serves: a store somewhere, named so that it can cross into another process and be opened there.

Opening happens in the query server (memory: it is forked on) or in each worker after the fork (directories: the engine's threads and
files do not survive a fork; addresses: nothing to open).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from phahe.store import EmbeddedStore, RemoteStore, Store, StoreError, open_store
from phahe_server.querying.remembering import Remembering

#: The setting of a query server that holds no store, for workers that write.
WRITER: Final = "writer:"


@dataclass(frozen=True, slots=True)
class Served:
    """A store ready to be forked on: `open` gives it, `version` names its content; `files`, `network`: what its engine needs to open while it runs.

    With `follows` each `open` gives the version that is current then.
    """

    open: Callable[[], Store]
    version: str
    files: bool = False
    network: bool = False
    follows: bool = False

    def name(self, store: Store) -> str:
        """The version of a store that `open` gave."""
        path = getattr(store, "path", None)
        return path.parent.name if self.follows and path else self.version


@dataclass(frozen=True, slots=True)
class Source:
    """A store by its setting (see `phahe.store.open_store`), the folder a memory store is filled from, and the name of its content.

    A directory that holds dataset versions (`phahe.store.versions`) stands for its current one.
    """

    setting: str | None = None
    data: str | None = None
    version: str = ""

    @property
    def in_memory(self) -> bool:
        """Whether the store is made anew from files."""
        return not self.setting or self.setting == "memory"

    @property
    def root(self) -> Path | None:
        """The directory of dataset versions, None where the setting names something else."""
        if self.in_memory or self.setting is None or self.setting.startswith(("http://", "https://")):
            return None
        path = Path(self.setting)
        return path if (path / "current").is_file() else None

    def current(self) -> str:
        """The id of the version to serve now; "" where there are no versions."""
        from phahe.store.versions import current_id  # noqa: PLC0415

        return current_id(self.root) if self.root else ""

    def serve(self) -> Served:
        """Open what must be open before the fork. StoreError or OSError where that fails."""
        if self.in_memory:
            return self._filled()
        assert self.setting is not None
        if self.setting.startswith(("http://", "https://")):
            return Served(lambda: open_store(self.setting), _content(self.setting), network=True)
        if self.setting == WRITER:
            return self._for_writing()
        path, version = self._directory()
        with EmbeddedStore(path, read_only=True) as probe:
            if not probe.graphs() and self.root is None:
                raise StoreError(f"kho {path} rỗng (the store is empty); chạy “phahe build --store {self.setting}” trước")
        if root := self.root:
            return Served(lambda: Remembering(_current_path(root)), version, files=True, follows=True)
        return Served(lambda: Remembering(path), version, files=True)

    def _for_writing(self) -> Served:
        """No store: a job that writes opens its own. What judges a change is loaded before the first fork."""
        from phahe import validation  # noqa: PLC0415

        validation.prepare()
        return Served(open_store, WRITER, files=True)

    def _directory(self) -> tuple[Path, str]:
        from phahe.store.versions import current  # noqa: PLC0415

        found = current(self.root) if self.root else None
        if found:
            return found.path, found.id
        path = Path(self.setting or "")
        newest = max((entry.stat().st_mtime_ns for entry in path.iterdir()), default=0) if path.is_dir() else 0
        return path, _digest(str(newest))

    def _filled(self) -> Served:
        from phahe.build import build  # noqa: PLC0415

        store = open_store()
        build(store, Path(self.data) if self.data else None)
        lines = sorted(str(quad) for quad in store.quads())
        return Served(lambda: store, _digest("\n".join(lines)))

    def encoded(self) -> str:
        """The source as an argument of a command."""
        return json.dumps([self.setting, self.data, self.version])

    @classmethod
    def decoded(cls, text: str) -> Self:
        """The source `encoded` wrote.

        >>> Source.decoded(Source("var/store").encoded()).setting
        'var/store'
        """
        return cls(*json.loads(text))


def _content(setting: str) -> str:
    """A name for what a server holds now, so that nothing kept of other data is served after a restart: its graphs and their sizes.

    A change that leaves all sizes as they were is not seen; a server that does not answer yet is named by its address.
    """
    with contextlib.suppress(StoreError), open_store(setting) as store:
        if isinstance(store, RemoteStore):
            return _digest(setting, *(f"{graph} {size}" for graph, size in store.sizes().items()))
    return _digest(setting)


def _current_path(root: Path) -> Path:
    from phahe.store.versions import current  # noqa: PLC0415

    found = current(root)
    if found is None:
        raise StoreError(f"{root}: there is no current version")
    return found.path


def given(store: Store) -> Served:
    """A store that exists in this process, for tests and scripts: the query server is forked from it. Its content must not change afterwards."""
    return Served(lambda: store, secrets.token_hex(8), network=not isinstance(store, EmbeddedStore))


def _digest(*texts: str) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()[:16]
