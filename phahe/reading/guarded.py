"""Extraction in a child process: whatever a hostile file does to a parser, the caller gets text or a cause, in bounded time and memory.

The child (`worker`) gets the bytes on its standard input and knows no path; it sets its own limits before it looks at them. It answers
with one JSON object. A child that is killed or dies is a cause like any other.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import phahe

#: Seconds for extracting text; recognising scans has a budget of its own.
SECONDS: Final = 20
#: Seconds for recognising all the pages of one scan.
SCAN_SECONDS: Final = 600
#: Address space of the child, in bytes.
MEMORY: Final = 2 * 2**30

_SLOW: Final = f"đọc quá {SECONDS} giây nên dừng (took longer than {SECONDS} s, stopped)"
_SCAN_SLOW: Final = (
    f"nhận dạng quá {SCAN_SECONDS} giây nên dừng (recognition took longer than {SCAN_SECONDS} s, stopped); hãy chia nhỏ (split it)"
)
_DIED: Final = "tệp hỏng hoặc cố ý làm hết bộ nhớ, phần đọc đã dừng (damaged, or built to exhaust memory; the reader was stopped)"
_CAUSES: Final = MappingProxyType({signal.SIGALRM: _SLOW, signal.SIGXCPU: _SLOW})


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file, pages parted by form feeds, and what was left out."""

    text: str
    notes: tuple[str, ...] = ()


def extract(kind: str, raw: bytes) -> Extracted:
    """The text of `raw`, a file of `kind` (a key of `kinds.MEDIA_TYPES`), extracted in a child process.

    >>> extract("html", "<h1>Nghị quyết</h1><script>x()</script>".encode()).text
    'Nghị quyết'

    Raises ValueError with the cause.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(phahe.__file__).parent.parent),
        "OMP_THREAD_LIMIT": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "phahe.reading.worker", kind],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True, env=environment,
    )  # fmt: skip
    try:
        answer, _ = child.communicate(raw, timeout=SECONDS + SCAN_SECONDS + 10)
    except subprocess.TimeoutExpired as error:
        raise ValueError(_SCAN_SLOW) from error
    finally:
        # The whole group, so that no recogniser outlives its reader.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if child.returncode != 0:
        raise ValueError(_CAUSES.get(signal.Signals(-child.returncode), _DIED) if child.returncode < 0 else _DIED)
    return _answer(answer)


def _answer(raw: bytes) -> Extracted:
    try:
        answer = json.loads(raw)
    except ValueError as error:
        raise ValueError(_DIED) from error
    if "cause" in answer:
        raise ValueError(answer["cause"])
    return Extracted(answer["text"], tuple(answer["notes"]))
