"""The app: which address shows what, how pages are made, and what is said where they cannot be."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dragoman import __version__
from dragoman.store import Project, StoreError, Table, open_project
from dragoman.web import showing
from dragoman.web.filtering import Filter
from dragoman.web.guarding import Guard, Guarded
from dragoman.web.metrics import Measured, Metrics
from dragoman.web.pages import VIEWS
from dragoman.web.site import Asked, Missing, Moved, Page, Site, View

_BATCH = 200  # rows that are sent together
_KINDS = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
# HTML has no place for these, nor UTF-8 for lone surrogates.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def application(
    path: str, *, token: str | None = None, hosts: Iterable[str] = (), reviewer: str = ""
) -> Starlette:
    """The app that shows the project at ``path``, a file or the address of a PostgreSQL database.

    Args:
        token: what must be known to ask anything; None where only this machine can ask.
        hosts: names and addresses that the server goes by, beside this machine's own.
        reviewer: who signs corrections unless they say otherwise.

    Raises:
        StoreError: the project cannot be opened.
    """
    guard = Guard(token=token, hosts=hosts)
    site = Site(path, guard=guard, templates=templates(), reviewer=reviewer)
    routes: list[Route | Mount] = []
    for view in VIEWS:
        if view.table is not None:
            for ending in ("json", "csv"):
                stem = "/overview" if view.path == "/" else view.path
                rows = _rows(site, _twin(view.table, ending), _KINDS[ending])
                routes.append(Route(f"{stem}.{ending}", rows))
    routes.append(Route("/gold.jsonl", _rows(site, _gold, "application/x-ndjson")))
    for view in VIEWS:
        if view.page is not None:
            routes.append(Route(view.path, _page(site, view.page)))
        if view.post is not None:
            routes.append(Route(view.path, _posted(site, view.post), methods=["POST"]))
    static = StaticFiles(directory=str(resources.files("dragoman.web") / "static"))
    routes.append(Mount("/static", static, name="static"))
    metrics = Metrics()
    routes.append(Route("/metrics", metrics.page(site)))
    routes.append(Route("/{rest:path}", _page(site, _nothing)))
    metrics.know(routes)

    @asynccontextmanager
    async def whole_life(_app: Starlette) -> AsyncIterator[None]:
        # Read ahead, so that the first page does not wait for it.
        site.workers.submit(site.warm)
        yield
        await asyncio.get_running_loop().run_in_executor(None, site.close)

    return Starlette(
        routes=routes,
        lifespan=whole_life,
        middleware=[
            Middleware(Measured, metrics=metrics),
            Middleware(Guarded, guard=guard),
            Middleware(GZipMiddleware, minimum_size=2000),
        ],
    )


def templates() -> Environment:
    """The templates. All that goes into them is escaped; what HTML has no place for becomes U+FFFD."""

    def fit(value: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, Markup):
            return _UNFIT.sub("\ufffd", value)
        return "" if value is None else value

    made = Environment(
        loader=PackageLoader("dragoman.web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=fit,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(version=__version__, **showing.GLOBALS)
    made.filters.update(showing.FILTERS)
    return made


def _nothing(asked: Asked) -> Page:
    raise Missing(f"No page {asked.path}.")


def _page(site: Site, make: Callable[[Asked], Page | Moved]) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        return await _in_thread(site, request, make, {})

    return answer


def _posted(site: Site, make: Callable[[Asked], Page | Moved]) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        form: dict[str, str] = {}
        async with request.form(max_files=0, max_fields=100) as sent:
            for name, value in sent.items():
                if not isinstance(value, UploadFile):
                    form[name] = value
        wrong = site.guard.wrong_form(request, form.pop("form_token", ""))
        if wrong:
            return await _in_thread(site, request, lambda _asked: _said("Not done", wrong, 403), {})
        return await _in_thread(site, request, make, form)

    return answer


async def _in_thread(
    site: Site, request: Request, make: Callable[[Asked], Page | Moved], form: dict[str, str]
) -> Response:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(site.workers, _whole, site, request, make, form)


def _whole(
    site: Site, request: Request, make: Callable[[Asked], Page | Moved], form: dict[str, str]
) -> Response:
    """The answer; where making it breaks down, a page that says so, and the reason in the server's log."""
    try:
        return _made(site, request, make, form)
    except Exception:
        logging.getLogger(__name__).exception("%s broke down", request.url.path)
        site.forget()
        words = "Making this page broke down. The server's log says why: report it, with what it says."
        return _made(site, request, lambda _asked: _said("Broken", words, 500), {})


def _made(
    site: Site, request: Request, make: Callable[[Asked], Page | Moved], form: dict[str, str]
) -> Response:
    """The answer, in a thread of its own; what is wrong is said on a page."""
    asked = None
    try:
        asked = Asked(site, request, site.project(), Filter.read(request.query_params.multi_items()), form)
        made = make(asked)
    except Missing as error:
        made = _said("Not here", str(error), 404)
    except StoreError as error:
        site.forget()
        made = _said("That cannot be shown", str(error), 400)
    if isinstance(made, Moved):
        response: Response = RedirectResponse(made.path, 303)
    else:
        values = {
            "asked": asked,
            "site": site,
            "filter": asked.filter if asked else Filter(),
            "path": request.url.path,
            **made.values,
        }
        text = site.templates.get_template(made.template).render(values)
        response = Response(
            text.encode("utf-8", "replace"), made.status, media_type="text/html; charset=utf-8"
        )
        response.headers["cache-control"] = "no-store"
    for name, value, seconds in made.cookies:
        response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict")
    return response


def _said(title: str, words: str, status: int) -> Page:
    return Page("said.html", {"title": title, "words": words}, status)


def _twin(table: Callable[[Asked], Table], ending: str) -> Callable[[Asked], Iterator[str]]:
    """The lines of a table as JSON or CSV."""
    return lambda asked: _json(table(asked)) if ending == "json" else table(asked).csv()


def _gold(asked: Asked) -> Iterator[str]:
    """Reviewed articles put right, a record a line."""
    return (coding.to_json() + "\n" for coding in asked.project.gold())


def _rows(site: Site, lines: Callable[[Asked], Iterator[str]], kind: str) -> Callable[[Request], Any]:
    """Lines of what is behind a view, sent as they are read."""

    async def answer(request: Request) -> Response:
        loop = asyncio.get_running_loop()
        # A thread of its own, because a connection may not wander: the first batch tells what is wrong.
        thread = ThreadPoolExecutor(1, thread_name_prefix="rows")
        state: dict[str, Any] = {}

        def begin() -> bytes:
            state["project"] = project = open_project(site.path, read_only=True)
            asked = Asked(site, request, project, Filter.read(request.query_params.multi_items()))
            state["lines"] = lines(asked)
            return more()

        def more() -> bytes:
            out: list[str] = []
            for line in state["lines"]:
                out.append(line)
                if len(out) >= _BATCH:
                    break
            return "".join(out).encode("utf-8", "replace")

        def end() -> None:
            project: Project | None = state.pop("project", None)
            state.pop("lines", None)
            if project:
                project.close()

        async def send(first: bytes) -> AsyncIterator[bytes]:
            part = first
            try:
                while part:
                    yield part
                    part = await loop.run_in_executor(thread, more)
            finally:
                thread.submit(end)
                thread.shutdown(wait=False)

        try:
            first = await loop.run_in_executor(thread, begin)
        except (StoreError, Missing, ValueError) as error:
            thread.submit(end)
            thread.shutdown(wait=False)
            status = 404 if isinstance(error, Missing) else 400
            body = json.dumps({"error": str(error)}, ensure_ascii=False).encode("utf-8", "replace")
            return Response(body, status, media_type="application/json")
        return StreamingResponse(send(first), media_type=kind)

    return answer


def _json(table: Table) -> Iterator[str]:
    yield '{"columns": ' + json.dumps(list(table.columns)) + ', "rows": [\n'
    first = True
    for line in table.jsonl():
        yield line if first else f",\n{line}"
        first = False
    yield "\n]}\n"


__all__ = ["View", "application"]
