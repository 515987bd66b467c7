"""The child process of `guarded`: sets limits, extracts the text of the bytes on standard input, prints it as JSON.

python -m phahe.reading.worker KIND OCR_SECONDS < FILE
"""

from __future__ import annotations

import importlib
import json
import resource
import signal
import sys
import time
from types import MappingProxyType
from typing import Final

from phahe.reading.guarded import MEMORY, SECONDS

#: Kind of file to the module whose `extract` reads it.
MODULES: Final = MappingProxyType({"html": "html", "docx": "docx", "pdf": "pdf", "png": "images", "jpeg": "images", "tiff": "images"})
#: Those that may have to recognise pictures, and are told until when (by the monotonic clock).
_RECOGNISING: Final = frozenset({"pdf", "images"})
MAX_CHARACTERS: Final = 3_500_000


def main(kind: str, ocr_seconds: int) -> None:
    """Print {"text", "notes"} or {"cause"} for the file on standard input."""
    until = time.monotonic() + ocr_seconds
    _limit()
    raw = sys.stdin.buffer.read()
    try:
        extract = importlib.import_module(f"phahe.reading.{MODULES[kind]}").extract
        extracted = extract(raw, until) if MODULES[kind] in _RECOGNISING else extract(raw)
        if len(extracted.text) > MAX_CHARACTERS:
            raise ValueError("văn bản quá dài (the text is too long); hãy chia nhỏ (split it)")
        answer = {"text": extracted.text, "notes": list(extracted.notes)}
    except ValueError as error:
        answer = {"cause": str(error)}
    except (MemoryError, RecursionError):
        answer = {"cause": "tệp cần quá nhiều bộ nhớ (the file needs too much memory)"}
    json.dump(answer, sys.stdout)


def _limit() -> None:
    """SIGALRM is left to its default, which ends the process whatever C code is running."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS - 2)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
