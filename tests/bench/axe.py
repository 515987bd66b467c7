"""Every kind of page read by axe-core, light and dark, 1,280 and 360 px wide: a line a page, and what is wrong.

    python -m tests.bench.axe [ADDRESS]

serves the shipped graph, or reads the server at ADDRESS. Exit code 1 where anything is found.
"""

from __future__ import annotations

import sys
import time

from tests.bench.browsing import opened
from tests.server import axe
from tests.server.addresses import EMPTY, PAGES, REFUSALS, of_each_class


def main() -> int:
    """Read all pages in all looks."""
    start, wrong, count = time.perf_counter(), 0, 0
    with opened(sys.argv[1] if len(sys.argv) > 1 else None) as (browser, address, store):
        for path in [*PAGES, *REFUSALS, *EMPTY, axe.CHECKED, *of_each_class(store)]:
            found = axe.read(browser, address, [path])
            count += 1
            wrong += sum(map(len, found.values()))
            print(f"{'  ' if not found else '! '}{path}", flush=True)
            for look, lines in found.items():
                print(f"    {look}", *(f"      {line}" for line in lines), sep="\n")
    print(f"{count} pages in {len(axe.LOOKS)} looks: {wrong} violations, {time.perf_counter() - start:.0f} s")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
