"""What the server and its project are at, for Prometheus (text format 0.0.4): ``/metrics``.

Requests are counted by method, status and the route's pattern, never by the address that was asked for, so
that there are few series and nobody's questions are in them. Times are those until the last byte was sent.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.web import questions
from dragoman.web.site import Site

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: Upper ends of the histogram's buckets, in seconds.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS = frozenset(("GET", "HEAD", "POST"))
_COUNTED = ("articles", "events", "statements")
_Labels = Mapping[str, str]
_Samples = list[tuple[_Labels, float]]


class Metrics:
    """Counts requests, and gives all figures as text; for the thread of the event loop alone."""

    def __init__(self) -> None:
        self._routes: dict[int, str] = {}  # pattern of each endpoint, by its identity
        self.waiting = 0  #: requests that are being answered
        self._requests: dict[tuple[str, str, int], int] = {}
        self._times: dict[str, list[float]] = {}  # of each route: seconds, then the buckets with what is over
        self._began = time.time()

    def know(self, routes: Iterable[Route | Mount]) -> None:
        """The routes by whose patterns requests are counted."""
        for route in routes:
            self._routes[id(route.app if isinstance(route, Mount) else route.endpoint)] = route.path

    def route(self, scope: Scope) -> str:
        """The pattern of the route that answered, ``none`` where the request was refused before."""
        return self._routes.get(id(scope.get("endpoint")), "none")

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        key = (method if method in _METHODS else "other", route, status)
        self._requests[key] = self._requests.get(key, 0) + 1
        times = self._times.setdefault(route, [0.0] * (len(BUCKETS) + 2))
        times[0] += seconds
        times[1 + bisect_left(BUCKETS, seconds)] += 1

    def page(self, site: Site) -> Any:
        """The endpoint of ``/metrics``."""

        async def answer(_request: Request) -> Response:
            loop = asyncio.get_running_loop()
            lines = await loop.run_in_executor(site.workers, _of_project, site)
            text = "\n".join([*lines, *self._of_requests(), ""])
            return Response(text.encode("utf-8", "replace"), headers={"content-type": CONTENT_TYPE})

        return answer

    def _of_requests(self) -> list[str]:
        out = _family(
            "dragoman_http_requests_total",
            "counter",
            "Requests answered, by the route's pattern.",
            [
                ({"method": method, "route": route, "status": str(status)}, count)
                for (method, route, status), count in sorted(self._requests.items())
            ],
        )
        out += self._histogram()
        waiting: _Samples = [({}, self.waiting)]
        out += _family("dragoman_http_requests_in_progress", "gauge", "Requests being answered.", waiting)
        began: _Samples = [({}, round(self._began, 3))]
        out += _family("process_start_time_seconds", "gauge", "When the server began, in Unix time.", began)
        return out

    def _histogram(self) -> list[str]:
        name = "dragoman_http_request_duration_seconds"
        out = _head(name, "histogram", "Seconds until a request was answered, by the route's pattern.")
        for route, (seconds, *buckets) in sorted(self._times.items()):
            below = 0
            for end, count in zip((*BUCKETS, "+Inf"), buckets, strict=True):
                below += int(count)
                out.append(_sample(f"{name}_bucket", {"route": route, "le": str(end)}, below))
            out.append(_sample(f"{name}_sum", {"route": route}, round(seconds, 6)))
            out.append(_sample(f"{name}_count", {"route": route}, below))
        return out


class Measured:
    """ASGI middleware that counts and times requests; those that are refused are of the route ``none``."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        metrics = self._metrics

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = time.perf_counter()
        metrics.waiting += 1
        try:
            await self._app(scope, receive, answer)
        finally:
            metrics.waiting -= 1
            metrics.observe(scope["method"], metrics.route(scope), status, time.perf_counter() - began)


@lru_cache(maxsize=1)
def build() -> dict[str, str]:
    """Versions of the package, and of the model and the ontology that come with it."""
    import platform

    from dragoman import __version__, ontology
    from dragoman.language.runtime import MODEL

    try:
        model = str(json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))["version"])
    except (OSError, ValueError, KeyError):
        model = "none"
    python = platform.python_version()
    return {"version": __version__, "model": model, "ontology": ontology.VERSION, "python": python}


def _of_project(site: Site) -> list[str]:
    """What the project holds; nothing but that it is not there, where it cannot be asked."""
    out = _family("dragoman_build_info", "gauge", "Versions of what answers; always 1.", [(build(), 1)])
    try:
        counts, rejects = _held(site)
        up = 1
    except Exception as error:
        # Whatever a database raises that is gone: the figures of the server itself are all the more wanted.
        logging.getLogger(__name__).warning("the project cannot be asked: %s", error)
        site.forget()
        counts, rejects, up = (), (), 0
    out += _family("dragoman_project_up", "gauge", "Whether the project can be asked.", [({}, up)])
    if not up:
        return out
    for name, count in zip(_COUNTED, counts, strict=True):
        out += _family(f"dragoman_{name}", "gauge", f"{name.capitalize()} in the project.", [({}, count)])
    by_code = [({"code": code}, count) for code, count in rejects]
    return out + _family("dragoman_rejects", "gauge", "What was set aside, by the reason's code.", by_code)


def _held(site: Site) -> tuple[tuple[int, ...], tuple[tuple[str, int], ...]]:
    """How many articles, events and statements there are, and rejects of each code."""
    project = site.project()

    def make() -> tuple[int, ...]:
        counted = ", ".join(f"(SELECT count(*) FROM {name})" for name in _COUNTED)
        return tuple(map(int, questions.rows(project, f"SELECT {counted}")[0]))

    counts = site.kept("metrics", project, make)
    codes = questions.rows(project, "SELECT code, count(*) FROM rejects GROUP BY code ORDER BY code")
    return counts, tuple((str(code), int(count)) for code, count in codes)


def _family(name: str, kind: str, says: str, samples: Iterable[tuple[_Labels, float]]) -> list[str]:
    return [*_head(name, kind, says), *(_sample(name, labels, value) for labels, value in samples)]


def _head(name: str, kind: str, says: str) -> list[str]:
    return [f"# HELP {name} {says}", f"# TYPE {name} {kind}"]


def _sample(name: str, labels: _Labels, value: float) -> str:
    inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"{name}{{{inside}}} {value}" if inside else f"{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")
