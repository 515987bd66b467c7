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
#: Seconds for recognising the pages of one scan, unless the caller gives more: with extraction it stays within 20.
OCR_SECONDS: Final = 15
#: The most that a caller can give.
MOST_OCR_SECONDS: Final = 3600
#: Seconds after its budget in which a recogniser must have stopped by itself.
_GRACE: Final = 10
#: Address space of the child, in bytes.
MEMORY: Final = 2 * 2**30

_SLOW: Final = f"đọc quá {SECONDS} giây nên dừng (took longer than {SECONDS} s, stopped)"
_DIED: Final = "tệp hỏng hoặc cố ý làm hết bộ nhớ, phần đọc đã dừng (damaged, or built to exhaust memory; the reader was stopped)"
_CAUSES: Final = MappingProxyType({signal.SIGALRM: _SLOW, signal.SIGXCPU: _SLOW})


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file, pages parted by form feeds, and what was left out."""

    text: str
    notes: tuple[str, ...] = ()


def extract(kind: str, raw: bytes, ocr_seconds: int = OCR_SECONDS) -> Extracted:
    """The text of `raw`, a file of `kind` (a key of `kinds.MEDIA_TYPES`), extracted in a child process; scans for `ocr_seconds` at most.

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
    budget = max(1, min(ocr_seconds, MOST_OCR_SECONDS))
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "phahe.reading.worker", kind, str(budget)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True, env=environment,
    )  # fmt: skip
    try:
        answer, _ = child.communicate(raw, timeout=max(SECONDS, budget + _GRACE))
    except subprocess.TimeoutExpired as error:
        raise ValueError(_SLOW) from error
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
