"""The limits of a job and how a worker puts them on itself. Time is watched from outside (`pool`); the rest the system enforces.

A limit on memory counts what a job takes on top of what the process holds when it begins. `memory_used` and `processor_seconds` read the system.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

#: Seconds of processor time beyond the time limit after which the system itself ends a worker whose watcher is gone.
_GRACE: Final = 5
_MEGABYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take: seconds, bytes of memory, rows or triples of the answer, bytes of the answer.

    Seconds in which it runs or waits for a disk or a network; those in which it waits for a processor do not count (`running`).

    `sealed`: the worker can reach nobody and change nothing (`sealing`), for what strangers send.
    """

    seconds: float = 10.0
    memory: int = 1 << 30
    rows: int = 100_000
    bytes: int = 100 * _MEGABYTE
    sealed: bool = False


_SETTINGS: Final = {
    "PHAHE_QUERY_SECONDS": ("seconds", 1),
    "PHAHE_QUERY_MEMORY_MB": ("memory", _MEGABYTE),
    "PHAHE_QUERY_ROWS": ("rows", 1),
    "PHAHE_QUERY_MB": ("bytes", _MEGABYTE),
}


def from_settings(environment: Mapping[str, str] | None = None) -> Limits:
    """The limits of a stranger's query: the defaults, or what PHAHE_QUERY_SECONDS, _MEMORY_MB, _ROWS and _MB say.

    >>> from_settings({"PHAHE_QUERY_SECONDS": "2.5", "PHAHE_QUERY_MEMORY_MB": "64"}).memory
    67108864
    """
    given = os.environ if environment is None else environment
    limits = Limits(sealed=True)
    for name, (field, unit) in _SETTINGS.items():
        if text := given.get(name, "").strip():
            try:
                number = float(text) * unit
            except ValueError:
                raise ValueError(f"{name} must be a number, not {text!r}") from None
            if not 0 < number < 2**62:
                raise ValueError(f"{name} must be a positive number, not {text!r}")
            limits = replace(limits, **{field: number if field == "seconds" else int(number)})
    return limits


def impose(limits: Limits) -> None:
    """Put the limits on memory and processor time on this process, for one job."""
    if held := _status("VmData"):
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (_under(held + limits.memory, hard), hard))
    used, hard = resource.getrusage(resource.RUSAGE_SELF), resource.getrlimit(resource.RLIMIT_CPU)[1]
    most = int(used.ru_utime + used.ru_stime + limits.seconds) + _GRACE
    resource.setrlimit(resource.RLIMIT_CPU, (_under(most, hard), hard))


def _under(wanted: int, hard: int) -> int:
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)


def _status(name: str) -> int:
    """A size of this process in bytes, 0 where the system does not tell or the process is sealed."""
    global _STATUS  # noqa: PLW0603  # opened before the seal, read after it
    try:
        if _STATUS is None or _STATUS[0] != os.getpid():
            _STATUS = os.getpid(), os.open("/proc/self/status", os.O_RDONLY | os.O_CLOEXEC)
        text = os.pread(_STATUS[1], 8192, 0).decode("ascii", "replace")
    except OSError:
        return 0
    for line in text.splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024
    return 0


_STATUS: tuple[int, int] | None = None


def memory_used(pid: int) -> int:
    """Bytes of a process that lie in memory; 0 for one that is gone or where the system does not tell."""
    try:
        return int(_first_line(f"/proc/{pid}/statm").split()[1]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0


def _first_line(path: str) -> bytes:
    """A short file, read without ceremony: this is done for every job."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(file, 256)
    finally:
        os.close(file)


def processor_waited(pid: int) -> float:
    """Seconds a process was ready to run and had to wait for a processor, since it began; 0 for one that is gone or where the system does not tell."""
    try:
        return int(_first_line(f"/proc/{pid}/schedstat").split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def memory_free() -> int:
    """Bytes of memory the machine can still give, the group's limit included where it is known; 4 GB where nothing is."""
    found = []
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        found += [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]
        limit = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
        used = Path("/sys/fs/cgroup/memory.current").read_text(encoding="ascii")
        found += [int(limit) - int(used)] if limit.isdigit() else []
    except (OSError, ValueError):
        pass
    return max(min(found, default=4 << 30), 0)
