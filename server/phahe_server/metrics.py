"""What the server counts, and `/metrics` in the text format of Prometheus.

Counting is a dictionary and a few additions a request; prometheus_client is imported when somebody asks for the numbers.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from prometheus_client import Metric

#: Upper ends of the buckets of latency, in seconds.
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_EXECUTORS: Final = ("executor", "queries", "strangers", "checks", "graphs")


@dataclass(slots=True)
class _Latency:
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    total: float = 0.0

    def observe(self, seconds: float) -> None:
        self.buckets[bisect_left(BUCKETS, seconds)] += 1
        self.total += seconds


@dataclass
class Metrics:
    """Counts since the start: requests by route, method and status; latencies by route; latencies by question of the catalogue."""

    requests: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    routes: dict[str, _Latency] = field(default_factory=dict)
    questions: dict[str, _Latency] = field(default_factory=dict)
    started: float = field(default_factory=time.time)

    def observe(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one request that ended."""
        route = route_of(scope, status)
        self.requests[route, scope["method"] if route != "(none)" else "any", str(status)] += 1
        self.routes.setdefault(route, _Latency()).observe(seconds)
        slug = scope.get("path_params", {}).get("slug")
        if slug and "question" in route and status < 400:
            self.questions.setdefault(slug, _Latency()).observe(seconds)


def route_of(scope: Scope, status: int) -> str:
    """The pattern of the address, never the address itself: labels must stay few."""
    route = getattr(scope.get("route"), "path", None)
    if route:
        return str(route)
    if scope["path"].startswith("/static/"):
        return "/static"
    return "(kept)" if status in (200, 304) else "(none)"


class MetricsMiddleware:
    """Observes every request from outside."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and watch the clock."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 499  # the client went away before there was an answer

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            self._metrics.observe(scope, status, time.perf_counter() - started)


def text(state: Any) -> bytes:
    """All numbers of an app, in Prometheus' text format."""
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415

    class Collector:
        def collect(self) -> Iterator[Metric]:
            yield from _requests(state.metrics)
            yield from _work(state)

    registry = CollectorRegistry()
    registry.register(Collector())  # type: ignore[arg-type]
    return generate_latest(registry)


def _requests(metrics: Metrics) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily  # noqa: PLC0415

    counted = CounterMetricFamily("phahe_requests", "Requests answered.", labels=["route", "method", "status"])
    for labels, number in sorted(metrics.requests.items()):
        counted.add_metric(list(labels), number)
    yield counted
    for name, label, help_text, found in (
        ("phahe_request_seconds", "route", "Seconds until the whole answer was sent, by route.", metrics.routes),
        ("phahe_question_seconds", "question", "The same, by question of the catalogue.", metrics.questions),
    ):
        histogram = HistogramMetricFamily(name, help_text, labels=[label])
        for value, latency in sorted(found.items()):
            running, buckets = 0, []
            for end, number in zip((*map(str, BUCKETS), "+Inf"), latency.buckets, strict=True):
                running += number
                buckets.append((end, running))
            histogram.add_metric([value], buckets, latency.total)
        yield histogram
    yield GaugeMetricFamily("phahe_start_time_seconds", "When the server started, in seconds since 1970.", metrics.started)


def _work(state: Any) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily  # noqa: PLC0415

    pool = state.pool
    yield InfoMetricFamily("phahe_store", "The dataset version that is served.", {"version": pool.version})
    executors = {name: getattr(state, name) for name in _EXECUTORS if hasattr(state, name)}
    if getattr(state, "writer", None):
        executors["writes"] = state.writer.executor
    ended = CounterMetricFamily("phahe_jobs", "Jobs by how they ended: done, failed, or why they were killed.", labels=["kind", "outcome"])
    running = GaugeMetricFamily("phahe_jobs_running", "Jobs under way.", labels=["kind"])
    waiting = GaugeMetricFamily("phahe_jobs_waiting", "Jobs that wait for a place.", labels=["kind"])
    for kind, executor in executors.items():
        for outcome, number in sorted(executor.counts.items()):
            ended.add_metric([kind, outcome], number)
        running.add_metric([kind], len(executor.running))
        waiting.add_metric([kind], executor.waiting)
    yield from (ended, running, waiting)
    events = CounterMetricFamily(
        "phahe_pool_events", "Workers forked and retired, query servers started, versions swapped.", labels=["event"]
    )
    for event, number in sorted(pool.counts.items()):
        events.add_metric([event], number)
    yield events
    workers = GaugeMetricFamily("phahe_workers", "Worker processes.", labels=["state"])
    workers.add_metric(["idle"], pool.idle)
    workers.add_metric(["busy"], len(pool.busy))
    yield workers
