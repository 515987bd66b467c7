"""The files of the catalogue: made by workers, once for a version of the data, kept on disk with their checksums.

Beside a store with versions they are kept in `<root>/downloads/<version>/`, and go when the version goes; for other stores in a temporary
folder of this process. `<file>.sha256` is what `sha256sum -c` reads.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

from starlette.datastructures import State

from phahe import search
from phahe.catalogue import Dataset, Kept, Made, plan, read_settings, statistics, write_file
from phahe.catalogue.statistics import Statistics
from phahe.store import Store
from phahe_server import listing
from phahe_server.execution import Executor
from phahe_server.problems import Problem
from phahe_server.querying.limits import Limits

R = TypeVar("R")
#: What one file may take: all of a nation.
LIMITS: Final = Limits(seconds=3600.0, memory=4 << 30)
_AT_ONCE: Final = 2
#: Seconds somebody waits for the index of the search, or for a list.
_PATIENCE: Final = 10.0
_log = logging.getLogger("phahe.downloads")


def planned(store: Store) -> list[Dataset]:
    """The data sets of a store."""
    return plan(store, read_settings())


def counted(store: Store) -> Statistics:
    """The counts of a store."""
    return statistics(store)


def write(store: Store, dataset: Dataset, extension: str, path: str, texts: str, version: str) -> Made:
    """Write a file. `version`: the directory of the version it is of, where there are versions; this worker may serve another one by now."""
    with _version(store, version) as of:
        made = write_file(of, dataset, extension, Path(path), Path(texts))
    Path(f"{path}.sha256").write_text(f"{made.sha256}  {Path(path).name}\n", encoding="utf-8")
    return made


def write_index(store: Store, path: str, version: str) -> None:
    """Write the index of the search."""
    with _version(store, version) as of:
        search.write(search.entries(of), Path(path))


def write_list(store: Store, path: str, version: str, kind: listing.Kind[Any]) -> None:
    """Write the file of a list."""
    with _version(store, version) as of:
        listing.write(kind, of, Path(path))


@contextlib.contextmanager
def _version(store: Store, version: str) -> Iterator[Store]:
    if not version or str(getattr(store, "path", "")) == version:
        yield store
        return
    from phahe.store import EmbeddedStore  # noqa: PLC0415

    with EmbeddedStore(Path(version), read_only=True) as other:
        yield other


class Downloads:
    """The files of one app. `version` of a call is the id of a version that is kept; "" is the current one."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.executor = Executor(state.pool, LIMITS, places=4, unhurried=True)
        # in line before the executor, which would let whoever waits there push out a file that takes long
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._making: dict[Path, asyncio.Task[Made]] = {}
        self._made: dict[Path, Made] = {}
        self._preparing: dict[Path, asyncio.Task[None]] = {}
        self._background: set[asyncio.Task[None]] = set()
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    @property
    def root(self) -> Path | None:
        """The directory of versions, where there is one."""
        found: Path | None = self._state.root
        return found

    def _folder(self, version: str) -> Path:
        if self.root is not None:
            place = self.root / "downloads" / version
            with contextlib.suppress(OSError):
                if not place.is_dir():
                    self._sweep()
                place.mkdir(parents=True, exist_ok=True)
                return place
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="phahe-downloads-")
        place = Path(self._temporary.name) / version
        place.mkdir(exist_ok=True)
        return place

    def kept(self) -> list[Kept]:
        """The versions of the data that are kept, oldest first; none for a store without versions."""
        from phahe.store.versions import versions  # noqa: PLC0415

        return [Kept(one.id, str(one.manifest.get("made", ""))) for one in versions(self.root)] if self.root else []

    def place(self, name: str, version: str) -> Path:
        """Where another file made of a version is kept, so that it goes with the version."""
        return self._folder(version) / name

    def path(self, dataset: Dataset, extension: str, version: str) -> Path:
        """Where a file is or will be."""
        return self._folder(version) / f"{dataset.slug.replace('/', '__')}.{extension}"

    def known(self, dataset: Dataset, extension: str, version: str) -> Made | None:
        """A file that has been made."""
        path = self.path(dataset, extension, version)
        if path not in self._made:
            with contextlib.suppress(OSError, IndexError):
                digest = Path(f"{path}.sha256").read_text(encoding="utf-8").split()[0]
                self._made[path] = Made(path, path.stat().st_size, digest)
        return self._made.get(path)

    async def file(self, dataset: Dataset, extension: str, version: str) -> Made:
        """A file, made now where it has not been. Who asks while it is being made waits for it."""
        if (found := self.known(dataset, extension, version)) is not None and found.path.is_file():
            return found
        path = self.path(dataset, extension, version)
        task = self._making.get(path)
        if task is None:
            task = self._making[path] = asyncio.create_task(self._make(dataset, extension, version, path))
            task.add_done_callback(lambda _: self._making.pop(path, None))
        return await asyncio.shield(task)

    async def _make(self, dataset: Dataset, extension: str, version: str, path: Path) -> Made:
        place = self._place(version)
        try:
            async with self._turn:
                made: Made = await self.executor.run(write, dataset, extension, str(path), str(self._state.sources), place)
        except FileNotFoundError:
            raise Problem(404, "The stored text is not here.") from None
        self._made[path] = made
        return made

    def _place(self, version: str) -> str:
        """The directory of a version that is kept, "" where there are no versions; a `Problem` for one that is not."""
        from phahe.store import StoreError, versions  # noqa: PLC0415

        if self.root is None and version != self._state.pool.version:
            raise Problem(404, "That version of the data is not kept.")
        try:
            return str(versions.version(self.root, version).path) if self.root else ""
        except StoreError:
            raise Problem(404, "That version of the data is not kept.") from None

    async def index(self, version: str) -> search.Index:
        """The index of the search, made now where it has not been. `Problem` 503 where that takes longer than somebody waits: it goes on."""
        path = self._folder(version) / f"search-{search.FORM}.sqlite"
        await self._prepared(path, "The index of the search is being made.", write_index, str(path), self._place(version))
        return search.Index(path)

    async def listing(self, name: str, kind: listing.Kind[R], version: str) -> listing.Listing[R]:
        """A list of that name, as `index`."""
        path = self._folder(version) / f"list-{name}-{listing.FORM}.sqlite"
        await self._prepared(path, "The list is being made.", write_list, str(path), self._place(version), kind)
        return listing.Listing(path, kind)

    async def _prepared(self, path: Path, wait: str, make: Callable[..., None], *given: Any) -> None:
        if path.is_file():
            return
        task = self._preparing.get(path)
        if task is None:
            task = self._preparing[path] = asyncio.create_task(self.executor.run(make, *given))
            task.add_done_callback(lambda _: self._preparing.pop(path, None))
        done, _ = await asyncio.wait([task], timeout=_PATIENCE)
        if not done:
            raise Problem(503, wait, {"cause": "index"}, headers={"Retry-After": "15"})
        task.result()

    async def all(self, wanted: Iterable[tuple[Dataset, str, str]], patience: float) -> None:
        """Have files made, and wait for them so many seconds; what is not done then goes on."""

        async def one(dataset: Dataset, extension: str, version: str) -> None:
            try:
                await self.file(dataset, extension, version)
            except Exception as error:
                _log.warning("%s.%s was not made: %s", dataset.slug, extension, error)

        missing = sorted((each for each in wanted if self.known(*each) is None), key=lambda each: each[0].of == "graph")  # the longest last
        tasks = [asyncio.create_task(one(*each)) for each in missing]
        self._background.update(tasks)  # the loop itself holds tasks weakly
        for task in tasks:
            task.add_done_callback(self._background.discard)
        if tasks:
            await asyncio.wait(tasks, timeout=patience)

    def _sweep(self) -> None:
        """Remove the files of versions that are gone."""
        if self.root is None or not (self.root / "downloads").is_dir():
            return
        names = {one.id for one in self.kept()}
        for place in (self.root / "downloads").iterdir():
            if place.name not in names:
                shutil.rmtree(place, ignore_errors=True)
