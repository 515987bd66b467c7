"""Recognises Vietnamese text in pictures of pages with Tesseract, run as a program: `tesseract-ocr` and `tesseract-ocr-vie` of Debian."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, Final

from phahe.reading import prose

DOTS_PER_INCH: Final = 220
MAX_PIXELS: Final = 24_000_000
#: Seconds of computing, and of waiting, for one page.
PAGE_SECONDS: Final = 15
_PAGE_WAIT: Final = 60
_MEMORY: Final = 2**30
#: Seconds that stopping the last recognisers may take.
_STOPPING: Final = 3
_LATE: Final = "\0"  # no text of a page: its time was up before it was read
#: After so many seconds a scan must have shown Vietnamese words, or it is given up.
_PROOF_SECONDS: Final = 12
_COMMAND: Final = ("tesseract", "stdin", "stdout", "-l", "vie", "--psm", "3")
#: Why pages were left, and what reads them.
OUT_OF_TIME: Final = (
    "hết thời gian nhận dạng (out of time for text recognition); cho thêm rồi đọc lại (give more and read again): --ocr-seconds 600 --force"
)
_MISSING: Final = (
    "cần Tesseract tiếng Việt để đọc bản chụp (Tesseract with Vietnamese is needed for scans); chạy (run): make system-packages"
)


@cache
def missing() -> str | None:
    """Why pictures cannot be read here: None where they can, else a line that names the command to run."""
    if shutil.which("tesseract") is None:
        return _MISSING
    languages = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False, timeout=10).stdout.split()
    return None if "vie" in languages else _MISSING


@dataclass(frozen=True, slots=True)
class Scan:
    """A picture of a page; `page` counts from 0 within a file of several pages."""

    picture: bytes
    page: int | None = None


def recognise(scans: Iterable[Scan], until: float) -> Iterator[str | None]:
    """The text of each scan, in order, None for one that cannot be read; several are read at once, a few held in memory.

    Ends before the last where the monotonic clock shows `until`. Raises ValueError for a scan that shows no Vietnamese.
    """
    # The time limit for extracting text ends here; the recogniser has one of its own.
    signal.alarm(int(max(until - time.monotonic(), 0)) + _STOPPING)
    started, seen = time.monotonic(), ""
    remaining = iter(scans)
    workers = min(len(os.sched_getaffinity(0)), 4)
    with ThreadPoolExecutor(workers) as pool:
        running = deque(pool.submit(_recognised, scan, until) for scan in islice(remaining, workers))
        while running:
            text = running.popleft().result()
            if text is _LATE:
                return
            if (scan := next(remaining, None)) is not None:
                running.append(pool.submit(_recognised, scan, until))
            seen = (seen + (text or ""))[-20_000:]
            yield text
            if time.monotonic() - started > _PROOF_SECONDS and prose.share(seen) < prose.ENOUGH:
                raise ValueError("không nhận ra chữ tiếng Việt trong bản chụp (no Vietnamese text found in the scan)")


def _recognised(scan: Scan, until: float) -> str | None:
    left = until - time.monotonic()
    if left <= 0:
        return _LATE
    page = () if scan.page is None else ("-c", f"tessedit_page_number={scan.page}")
    with subprocess.Popen((*_COMMAND, *page), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        resource.prlimit(child.pid, resource.RLIMIT_CPU, (PAGE_SECONDS, PAGE_SECONDS))
        resource.prlimit(child.pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        try:
            out, _ = child.communicate(scan.picture, timeout=min(_PAGE_WAIT, left))
        except subprocess.TimeoutExpired:
            child.kill()
            return _LATE if left < _PAGE_WAIT else None
    return out.decode("utf-8", "replace").strip("\n\f ") if child.returncode == 0 else None


def rendered(page: Any) -> bytes:
    """A page of a PDF as a grey picture (PGM), at 220 dots per inch or what 24 million pixels allow."""
    width, height = page.get_size()
    wanted = DOTS_PER_INCH / 72
    scale = min(wanted, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        lines = memoryview(bitmap.buffer).cast("B")
        grey = b"".join(bytes(lines[row * bitmap.stride : row * bitmap.stride + bitmap.width]) for row in range(bitmap.height))
        return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + grey
    finally:
        bitmap.close()
        page.close()
