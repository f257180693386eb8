"""What pages are made of: the site they belong to, what is asked of them, and what they answer."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, unquote

from starlette.requests import Request

from dragoman.store import Project, StoreError, Table, open_project
from dragoman.web import questions
from dragoman.web.filtering import Filter
from dragoman.web.guarding import Guard

if TYPE_CHECKING:
    from jinja2 import Environment

_Answer = TypeVar("_Answer")
_SIGNED = "dragoman-reviewer"
_YEAR = 365 * 24 * 3600
_THREADS = 4  # pages that are made at once, each with a connection of its own
_KEPT = 256  # answers that are kept until the project changes
_LISTED = 60_000  # events or statements whose numbers are kept for the questions about them


class Missing(Exception):
    """There is no such page; ``str()`` says what is not there."""


class Site:
    """One project shown in a browser."""

    def __init__(self, path: str, *, guard: Guard, templates: Environment, reviewer: str = "") -> None:
        self.path = path
        self.guard = guard
        self.templates = templates
        self.reviewer = reviewer
        self.workers = ThreadPoolExecutor(_THREADS, thread_name_prefix="page")
        self._mine = threading.local()
        self._open: set[Project] = set()
        self._kept: OrderedDict[Any, tuple[Any, Any]] = OrderedDict()
        self._lock = threading.Lock()
        with open_project(path) as project:  # makes the project, or brings it up to date
            self.name = Path(project.where.split("?")[0]).name
            self.where = project.where

    def project(self) -> Project:
        """This thread's connection, through which nothing can be changed."""
        project: Project | None = getattr(self._mine, "project", None)
        if project is None:
            project = self._mine.project = open_project(self.path, read_only=True)
            with self._lock:
                self._open.add(project)
        return project

    def warm(self) -> None:
        """Read what the first page needs: the templates and this thread's connection."""
        from dragoman.store import asking, happenings, portraits  # noqa: F401

        for name in self.templates.list_templates(extensions=["html"]):
            self.templates.get_template(name)
        with suppress(StoreError):  # said on the page that is asked for
            self.project()

    def forget(self) -> None:
        """Let go of this thread's connection, which may be broken."""
        project: Project | None = getattr(self._mine, "project", None)
        self._mine.project = None
        if project is not None:
            with self._lock:
                self._open.discard(project)
            with suppress(Exception):
                project.close()

    def close(self) -> None:
        """End the threads when they have done what they are at, and let go of all connections."""
        self.workers.shutdown(cancel_futures=True)
        with self._lock:
            projects, self._open = self._open, set()
            self._kept.clear()
        for project in projects:
            with suppress(Exception):
                project.close()

    def kept(self, key: Any, project: Project, make: Callable[[], _Answer]) -> _Answer:
        """What ``make`` gives, made anew only where the project has changed since."""
        stamp = questions.stamp(project)
        with self._lock:
            found = self._kept.get(key)
            if found and found[0] == stamp:
                self._kept.move_to_end(key)
                answer: _Answer = found[1]
                return answer
        answer = make()
        with self._lock:
            self._kept[key] = (stamp, answer)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return answer


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a page."""

    site: Site
    request: Request
    project: Project
    filter: Filter
    form: Mapping[str, str] = field(default_factory=dict)

    def extra(self, name: str, known: tuple[str, ...] = (), *, default: str = "") -> str:
        """A setting of the view; the default where it is none of those known."""
        value = self.filter.extra.get(name, default)
        return value if not known or value in known else default

    def number(self, name: str, *, default: int = 1, most: int = 10**9) -> int:
        """A setting that is a whole number from 1."""
        value = self.filter.extra.get(name, "")
        if not (value.isascii() and value.isdigit()) or len(value) > 9:
            return default
        return min(max(int(value), 1), most)

    @property
    def reviewer(self) -> str:
        """Who signs decisions, as last time in this browser."""
        return unquote(self.request.cookies.get(_SIGNED, "")) or self.site.reviewer

    @property
    def path(self) -> str:
        """The address without its query."""
        path: str = self.request.url.path
        return path

    def kept(self, what: str, make: Callable[[], _Answer]) -> _Answer:
        """See `Site.kept`: of this filter."""
        key = (what, self.path, tuple(self.filter.pairs(extra=True)))
        return self.site.kept(key, self.project, make)

    def writing(self) -> Project:
        """A connection that can write, for what a form does; to be closed."""
        return open_project(self.site.path)

    def kept_count(self, table: str, made: questions.Conditions) -> int:
        """How many events or statements meet the conditions."""
        source = (questions.from_events if table == "events" else questions.from_statements)(made)
        # The page that is shown makes no difference.
        key = ("count", table, tuple(self.filter.pairs()))
        return self.site.kept(key, self.project, lambda: questions.count(self.project, source, made.values))

    def kept_facets(self, make: Callable[[], _Answer]) -> _Answer:
        """See `kept`: the page that is shown makes no difference."""
        return self.site.kept(("facets", self.path, tuple(self.filter.pairs())), self.project, make)

    def conditions(self, *, without: tuple[str, ...] = ()) -> questions.Conditions:
        """The filter as conditions on events, without some of it. Raises StoreError."""
        try:
            return questions.event_conditions(self.project, self.filter.events(without=without))
        except ValueError as error:
            raise StoreError(str(error)) from None

    def chosen(self, *, without: tuple[str, ...] = ()) -> questions.Conditions:
        """`conditions`, by the numbers of the events where finding these takes long: it is done once."""
        asked = self.filter.query(without=without)
        return self._by_number("event", self.conditions(without=without), asked)

    def chosen_said(self) -> questions.Conditions:
        """`said`, by the numbers of the statements where finding these takes long: it is done once."""
        return self._by_number("statement", self.said(), self.filter.query())

    def _by_number(self, key: str, made: questions.Conditions, asked: str) -> questions.Conditions:
        if not made.by_number:
            return made
        source = (questions.from_events if key == "event" else questions.from_statements)(made)

        def find() -> tuple[str, list[Any]] | None:
            found = questions.rows(
                self.project, f"SELECT e.{key} {source} LIMIT ?", [*made.values, _LISTED + 1]
            )
            if len(found) > _LISTED:
                return None
            return self.project.connection.listed([number for (number,) in found])

        listed = self.site.kept(("numbers", key, asked), self.project, find)
        if listed is None:
            return made
        few = questions.Conditions(self.project.connection)
        few.numbered(key, listed[0], *listed[1])
        return few

    def said(self) -> questions.Conditions:
        """The filter as conditions on statements. Raises StoreError."""
        try:
            return questions.statement_conditions(self.project, self.filter.statements())
        except ValueError as error:
            raise StoreError(str(error)) from None


@dataclass(frozen=True, slots=True)
class Page:
    """A template and what goes into it. ``cookies`` are name, value and seconds (None: until the browser
    closes)."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    cookies: tuple[tuple[str, str, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """Go on there: after a form, or to a page's own address."""

    path: str
    cookies: tuple[tuple[str, str, int | None], ...] = ()


def signed(maker: str) -> tuple[tuple[str, str, int | None], ...]:
    """The cookie for who signs, for the next time; it holds no other letters than ASCII's."""
    return ((_SIGNED, quote(maker), _YEAR),)


@dataclass(frozen=True, slots=True)
class View:
    """One address: its page, the rows behind it (``.json`` and ``.csv``), what forms sent to it do."""

    path: str
    page: Callable[[Asked], Page | Moved] | None
    table: Callable[[Asked], Table] | None = None
    post: Callable[[Asked], Page | Moved] | None = None
