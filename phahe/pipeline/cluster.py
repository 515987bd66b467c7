"""Runs jobs on the machines of a Dask cluster.

The bytes of a file travel with its job and the Turtle text comes back, so the machines share no disk; each must have the same program
installed, which is checked first. Needs the optional packages of `phahe[distributed]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from phahe.pipeline.errors import IngestError
from phahe.pipeline.job import Job, Outcome, failed, work
from phahe.pipeline.journal import program
from phahe.reading import MAX_BYTES

if TYPE_CHECKING:
    from phahe.pipeline.workers import Clean

#: Seconds to wait for the scheduler, and for its first worker.
PATIENCE: Final = 20
#: Jobs under way or waiting on the cluster, for each of its threads.
_AHEAD: Final = 2


def on_cluster(jobs: Iterable[Job], clean: Clean, address: str) -> Iterator[Outcome]:
    """Outcomes of the jobs in the order they come, from the workers of the scheduler at `address` ("tcp://host:8786").

    Raises IngestError where there is no scheduler or worker, or a worker runs another program.
    """
    with _connected(address) as client:
        _require_same_program(client, address)
        texts = client.scatter(clean, broadcast=True) if clean else clean
        yield from _outcomes(client, iter(jobs), texts)


def _connected(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        raise IngestError("--scheduler cần gói distributed (needs the package): pip install 'phahe[distributed]'") from error
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise IngestError(f"{address}: không nối được với bộ điều phối Dask (no Dask scheduler answers)") from error


def _require_same_program(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        found = client.run(program)
    except TimeoutError as error:
        raise IngestError(f"{address}: cụm máy không có máy nào (the cluster has no worker)") from error
    except Exception as error:  # whatever a worker without the program raises
        raise IngestError(f"{address}: máy trong cụm chưa cài phahe (a worker lacks phahe): {error}") from error
    for worker, version in sorted(found.items()):
        if version != program():
            raise IngestError(f"{worker}: chạy bản khác (runs another version of phahe): {version}; ở đây (here) {program()}")


def _outcomes(client: Any, waiting: Iterator[Job], texts: Any) -> Iterator[Outcome]:
    from distributed import as_completed  # noqa: PLC0415

    running: dict[str, Job] = {}
    done: Any = as_completed(loop=client.loop)  # type: ignore[no-untyped-call]
    ahead = _AHEAD * max(sum(client.nthreads().values()), 1)
    while True:
        while len(running) < ahead and (job := next(waiting, None)) is not None:
            if (loaded := _loaded(job)) is None:
                yield work(job, None)  # not a readable file: the report says so
                continue
            future = client.submit(work, loaded, texts, pure=False, retries=0)
            running[future.key] = job
            done.add(future)
        if not running:
            return
        future = next(done)
        job = running.pop(future.key)
        yield future.result() if future.status == "finished" else _lost(job, future)
        future.release()


def _loaded(job: Job) -> Job | None:
    with suppress(OSError):
        if job.path.is_file():
            with job.path.open("rb") as file:
                return replace(job, content=file.read(MAX_BYTES + 1))
    return None


def _lost(job: Job, future: Any) -> Outcome:
    cause = type(future.exception()).__name__ if future.status == "error" else future.status
    return failed(job, f"{job.path.name}: máy đọc tệp này dừng đột ngột (the worker reading it died): {cause}")
