"""All pages that can be reached by links, so that a page that is added is walked too."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx

#: So many pages of one kind are walked, with a question one, and none with longer questions.
OF_A_KIND = 3
_ASKED = 4
_MOST = 150


class Read(HTMLParser):
    """What a test asks of a page's source: its links and its forms' addresses."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.ids: set[str] = set()
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        if tag in ("a", "area", "link") and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self.forms.append(given)


@dataclass(frozen=True, slots=True)
class Walked:
    """One address and what it answered, 599 where it broke off. ``came_from`` is the page with the link."""

    address: str
    came_from: str
    status: int
    kind: str
    text: str


def kind_of(address: str) -> str:
    """``/articles/7?page=2`` and ``/articles/9?page=3`` are of one kind, and so are all shared filters."""
    from dragoman.web.filtering import MANY, ONE, STATEMENTS

    parts = urlsplit(address)
    path = re.sub(r"/\d+(?=/|\.|$)", "/N", parts.path)
    path = re.sub(r"^/(actors|happenings|stories)/[^/]+?(?=\.json$|\.csv$|/|$)", r"/\1/ID", path)
    shared = {*MANY, *ONE, *STATEMENTS}
    names = sorted({"filter" if name in shared else name for name, _ in parse_qsl(parts.query)})
    return f"{path}?{'&'.join(names)}" if names else path


def unwalked(addresses: Iterable[str]) -> list[str]:
    """The pages of the app that none of the addresses is of, so that a walk that misses one is noticed."""
    from dragoman.web.pages import VIEWS

    paths = {urlsplit(address).path for address in addresses}
    out = []
    for view in VIEWS:
        if view.page is not None and view.path != "/article":  # that one only leads to another
            shape = re.compile(re.sub(r"\\{\w+:\w+\\}", ".+", re.escape(view.path)))
            if not any(shape.fullmatch(path) for path in paths):
                out.append(view.path)
    return out


def _enough(address: str, seen: Counter[str]) -> bool:
    asked = {name for name, _ in parse_qsl(urlsplit(address).query)}
    return len(asked) > _ASKED or seen[kind_of(address)] >= (1 if asked else OF_A_KIND)


def walk(client: httpx.Client, *starts: str) -> Iterator[Walked]:
    """Every page that links lead to from the starts, a few of each kind. Links to elsewhere are left."""
    seen: Counter[str] = Counter()
    known: set[str] = set()
    left: deque[tuple[str, str]] = deque((start, "") for start in starts or ("/",))
    base = str(client.base_url).rstrip("/")
    while left and len(known) < _MOST:
        address, came_from = left.popleft()
        if address in known or _enough(address, seen):
            continue
        known.add(address)
        seen[kind_of(address)] += 1
        try:
            answer = client.get(address)
        except httpx.TransportError as error:  # cut off in the middle of its rows
            yield Walked(address, came_from, 599, "", str(error))
            continue
        kind = answer.headers.get("content-type", "").partition(";")[0]
        html = kind == "text/html"
        yield Walked(address, came_from, answer.status_code, kind, answer.text if html else "")
        if not html:
            continue
        for link in Read(answer.text).links:
            there = urlsplit(urljoin(str(answer.url), link))
            if f"{there.scheme}://{there.netloc}" == base:
                left.append((there.path + (f"?{there.query}" if there.query else ""), address))
