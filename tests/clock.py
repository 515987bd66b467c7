"""Processor time that says something on a machine that others use: the best of several goes, without the collector of garbage."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

#: What eight times the text may cost: about eight times as much, where a square would cost sixty-four times.
_GROWTH = 24
#: Seconds of processor time that harm nobody, whatever the growth.
_QUICK = 0.2


def processor_seconds(run: Callable[[], object]) -> float:
    """Seconds of processor time of one go. The collector is off: it walks all that other tests keep, however little is run here."""
    gc.disable()
    try:
        start = time.process_time()
        run()
        return time.process_time() - start
    finally:
        gc.enable()


def best_seconds(run: Callable[[], object], under: float, goes: int = 5) -> float:
    """The least seconds of processor time of up to `goes` goes; the first one under `under` ends them."""
    best = float("inf")
    for _ in range(goes):
        best = min(best, processor_seconds(run))
        if best < under:
            break
    return best


def grows_with_length(run: Callable[[str], object], unit: str, length: int) -> bool:
    """Whether eight times the text takes about eight times as long, in the best of up to six goes of each, or next to nothing.

    `unit` is repeated to `length` characters.

    >>> grows_with_length(lambda text: text.count("a"), "ab", 100_000)
    True
    >>> grows_with_length(lambda text: [None for _ in text for _ in text], "ab", 500)
    False
    """
    short, long = ((unit * (size // len(unit) + 1))[:size] for size in (length, 8 * length))
    run(unit)
    least, most = float("inf"), float("inf")
    for _ in range(6):
        least = min(least, processor_seconds(lambda: run(short)))
        most = min(most, processor_seconds(lambda: run(long)))
        if most < max(_GROWTH * least, _QUICK):
            return True
    return False
