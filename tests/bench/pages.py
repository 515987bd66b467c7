"""What the first view of each page costs: bytes over the wire with an empty browser cache, and when its largest piece is painted.

    python -m tests.bench.pages [ADDRESS] [ROUNDS]

serves the shipped graph, or measures the server at ADDRESS; every page is asked for once before, so that what is measured is the page and not
the first reading of the graph. The best of ROUNDS (3) counts: the machine does other things too. Exit code 1 where a page is over a limit.
"""

from __future__ import annotations

import sys
from typing import Any, Final

from tests.bench.browsing import opened
from tests.server.addresses import EMPTY, PAGES, REFUSALS, THINGS

MOST_BYTES: Final = 250_000
MOST_MILLISECONDS: Final = 1000
LARGEST: Final = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint", buffered: true });
})"""


def first_view(browser: Any, address: str, path: str) -> tuple[int, float]:
    """Bytes over the wire, and milliseconds to the largest contentful paint, of one visit with nothing cached."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    weights: list[int] = []
    page.on("requestfinished", lambda request: weights.append(request.sizes()["responseBodySize"]))
    page.goto(address + path, wait_until="networkidle")
    largest = page.evaluate(LARGEST)
    context.close()
    return sum(weights), largest


def main() -> int:
    """Measure all pages; the query page has no limit of weight."""
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    wrong = 0
    with opened(sys.argv[1] if len(sys.argv) > 1 else None) as (browser, address, _):
        paths = [*PAGES, *REFUSALS, *EMPTY, *THINGS]
        for path in paths:
            first_view(browser, address, path)
        print(f"{'kB':>7} {'LCP ms':>7}  page")
        for path in paths:
            found = [first_view(browser, address, path) for _ in range(rounds)]
            weight, largest = found[0][0], min(largest for _, largest in found)
            over = (weight >= MOST_BYTES and not path.startswith("/sparql")) or largest >= MOST_MILLISECONDS
            wrong += over
            print(f"{weight / 1000:7.1f} {largest:7.0f}  {path}{'  OVER THE LIMIT' if over else ''}", flush=True)
    print(f"{len(paths)} pages, {wrong} over a limit ({MOST_BYTES // 1000} kB, {MOST_MILLISECONDS} ms)")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
