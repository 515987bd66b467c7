"""A seal on a worker that does what strangers ask: it can reach nobody and change nothing, whatever the engine can be talked into.

Two seals. Where the store lies in memory, no file or socket can be opened any more (RLIMIT_NOFILE 0). Where it lies in a directory the
engine opens files as it needs them, so the system refuses calls instead (seccomp, Linux on x86-64 and ARM64): sockets, programs, signals,
and opening for writing. The text of a query is checked for SERVICE before either (`phahe.store.sparql`).
"""

from __future__ import annotations

import ctypes
import errno
import platform
import resource
import struct
import sys
from typing import Final

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_ALLOW: Final = 0x7FFF0000
_DENY: Final = 0x00050000 | errno.EPERM
_LOAD, _EQUAL, _ABOVE, _ANY, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
#: O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, the same on both machines.
_WRITING: Final = 0o1 | 0o2 | 0o100 | 0o1000

#: Machine: its number for the system, openat, and what is refused: socket, socketpair, bind, listen, accept, accept4, connect, execve, execveat, ptrace,
#: kill, tkill, unlinkat, renameat, renameat2, mkdirat, symlinkat, linkat, truncate, mount, unshare, setns, bpf, perf_event_open, keyctl, process_vm_readv,
#: process_vm_writev, io_uring_setup, pidfd_send_signal, pidfd_open, pidfd_getfd, openat2; on x86-64 also fork, vfork and the older calls on names.
_MACHINES: Final[dict[str, tuple[int, int, tuple[int, ...]]]] = {
    "x86_64": (0xC000003E, 257, (
        41, 53, 49, 50, 43, 288, 42, 59, 322, 101, 62, 200, 263, 264, 316, 258, 266, 265, 76, 165, 272, 308, 321, 298, 250, 310, 311, 425, 424, 434, 438, 437,
        57, 58, 82, 83, 84, 85, 86, 87, 88, 90,
    )),
    "aarch64": (0xC00000B7, 56, (
        198, 199, 200, 201, 202, 242, 203, 221, 281, 117, 129, 130, 35, 38, 276, 34, 36, 37, 45, 40, 97, 268, 280, 241, 219, 270, 271, 425, 424, 434, 438, 437,
    )),
}  # fmt: skip
#: The plain open of x86-64; its flags are the second argument, those of openat the third.
_OPEN: Final = 2
_ARGUMENT: Final = 16


def seal(*, files: bool) -> bool:
    """Seal this process for good; `files`: its store needs to open files. Whether the system could do it."""
    if not files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        return True
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    return machine is not None and _filtered(program(*machine))


def program(machine: int, openat: int, refused: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    """The filter as the system takes it: operation, jump if true, jump if false, operand. Jumps count from the next one.

    >>> program(1, 2, (3,))[:2]
    [(32, 0, 0, 4), (21, 1, 0, 1)]
    """
    body = [
        (_LOAD, 0, 0, 4), (_EQUAL, 1, 0, machine), (_RETURN, 0, 0, _DENY),
        (_LOAD, 0, 0, 0), (_ABOVE, 0, 1, 0x40000000), (_RETURN, 0, 0, _DENY),
    ]  # fmt: skip
    for number in refused:
        body += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _DENY)]
    opening = [(openat, 2)] + ([(_OPEN, 1)] if machine == _MACHINES["x86_64"][0] else [])
    for number, argument in opening:
        body += [
            (_EQUAL, 0, 4, number),
            (_LOAD, 0, 0, _ARGUMENT + 8 * argument),
            (_ANY, 0, 1, _WRITING),
            (_RETURN, 0, 0, _DENY),
            (_LOAD, 0, 0, 0),
        ]
    return [*body, (_RETURN, 0, 0, _ALLOW)]


def _filtered(lines: list[tuple[int, int, int, int]]) -> bool:
    library = ctypes.CDLL(None, use_errno=True)
    code = b"".join(struct.pack("<HBBI", *line) for line in lines)
    buffer = ctypes.create_string_buffer(code, len(code))
    head = ctypes.create_string_buffer(struct.pack("@HP", len(lines), ctypes.addressof(buffer)))
    none = ctypes.c_ulong(0)
    if library.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), none, none, none) != 0:
        return False
    return bool(library.prctl(_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(head), none, none) == 0)
