"""A synthetic nation made ready for the benchmark: generated, loaded bare and built, written out for the peers. What is there already is not made again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from phahe.build import inputs_digest
from phahe.store import EmbeddedStore
from phahe.store.engines import EVERYDAY_GRAPH, with_everyday
from phahe.store.versions import Version, current
from phahe.synthetic import Size, generate
from tests.bench.results import Results

_RATIO = "build / bare load"
_BARE = """
import sys, pyoxigraph
pyoxigraph.Store(sys.argv[2]).bulk_load(path=sys.argv[1] + "/nation.nq", format=pyoxigraph.RdfFormat.N_QUADS)
"""
_BUILD = """
import sys, pathlib
from phahe.build import build_version
build_version(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[1]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds on the wall, seconds of processor, megabytes at most."""

    wall: float
    processor: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} s, {self.processor:.1f} s of processor, {self.megabytes:,.0f} MB"


def cost(code: str, *arguments: Path) -> Cost:
    """Run a program of Python in a process of its own, the processes it starts included in its seconds."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the program ended with {process.returncode}")
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def prepare(folder: Path, quads: int, rounds: int, results: Results) -> None:
    """Generate, load bare and build in turn, the least of `rounds`; what it took goes into `results`."""
    nation = folder / "data" / "nation.nq"
    if not nation.exists():
        start = time.perf_counter()
        draft = nation.with_suffix(".draft")
        count = generate(Size(quads=quads), draft)
        draft.rename(nation)
        results.step("generate", f"{count:,} quads in {time.perf_counter() - start:.1f} s")
    found = current(folder / "store")
    stale = found is None or found.digest != inputs_digest(folder / "data")
    if stale:
        results.forget_timings()
    if results.has_step(_RATIO) and not stale:
        return
    target = folder / ("store" if stale else "scratch")  # a store that was asked already stays what it is
    bare, built = [], []
    for _ in range(rounds):
        for place in (folder / "bare", target):
            shutil.rmtree(place, ignore_errors=True)
        load = os.getloadavg()[0]
        bare.append(cost(_BARE, folder / "data", folder / "bare"))
        shutil.rmtree(folder / "bare")
        built.append(cost(_BUILD, folder / "data", target))
    shutil.rmtree(folder / "scratch", ignore_errors=True)
    loaded, whole = (min(found, key=lambda one: one.processor) for found in (bare, built))
    results.step("bare pyoxigraph `bulk_load` of the same file", f"{loaded} (load {load:.0f} when it began)")
    results.step("`phahe build`: load, rules, counts, checks", str(whole))
    results.step(_RATIO, f"{whole.wall / loaded.wall:.2f} by the wall, {whole.processor / loaded.processor:.2f} by processor time")


def written_out(folder: Path) -> tuple[Version, Path, Path]:
    """The version built, and what the peers are given: all quads with the everyday graph, and the everyday graph alone as triples."""
    found = current(folder / "store")
    assert found is not None
    place = folder / f"peers-{found.id}"
    quads, triples = place / "all.nq", place / "everyday.nt"
    if triples.exists():
        return found, quads, triples
    for old in folder.glob("peers-*"):
        shutil.rmtree(old)
    place.mkdir()
    draft = place / "draft.nt"
    mark = str(EVERYDAY_GRAPH)
    with EmbeddedStore(found.path, read_only=True) as store, quads.open("w") as all_of_it, draft.open("w") as merged:
        for quad in with_everyday(store.quads()):
            line = str(quad)
            all_of_it.write(line + " .\n")
            if line.endswith(mark):
                merged.write(line.removesuffix(mark) + ".\n")
    draft.rename(triples)
    return found, quads, triples
