"""When a page was published, with its time zone, and what else its mark-up says of it.

Read from JSON-LD (``datePublished``), from meta tags and from ``time`` tags, in this order. The day is
the one that the outlet writes, in its own zone: where the same moment is told twice, once in UTC and once
with an offset, the one with the offset counts, as "Tuesday" in the text is the outlet's Tuesday.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any

#: Names of meta tags (``name``, ``property`` or ``itemprop``) that hold the time of publication, best first.
META_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish_date",
    "publication_date",
    "pubdate",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "date",
)
_ARTICLES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "webpage", "liveblogposting")
_MOST_JSON = 2 * 2**20
_MOST_NODES = 2000
_OFFSET = re.compile(r"(?<=\d)\s?([+-]\d{2}):?(\d{2})?$")


@dataclass(slots=True)
class Markup:
    """What a page says of itself. ``dates`` are (where from, as written), best first."""

    title: str | None = None
    byline: str | None = None
    source: str | None = None
    url: str | None = None
    dates: list[tuple[str, str]] = field(default_factory=list)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.times: list[str] = []
        self.scripts: list[str] = []
        self.canonical: str | None = None
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = given.get("property") or given.get("name") or given.get("itemprop") or ""
            if given.get("content"):
                self.meta.setdefault(name.strip().lower(), given["content"].strip())
        elif tag == "time" and given.get("datetime"):
            marked = (
                "pubdate" in given
                or "publish" in f"{given.get('itemprop', '')}{given.get('class', '')}".lower()
            )
            self.times.insert(0 if marked else len(self.times), given["datetime"].strip())
        elif tag == "script" and given.get("type", "").strip().lower() == "application/ld+json":
            self._script = []
        elif tag == "link" and given.get("rel", "").lower() == "canonical":
            self.canonical = self.canonical or given.get("href") or None

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            self.scripts.append("".join(self._script))
            self._script = None


def markup(page: str) -> Markup:
    """What the page's mark-up says of it. Broken mark-up costs only what stands in it."""
    tags = _Tags()
    try:
        tags.feed(page)
        tags.close()
    except (AssertionError, ValueError):  # what html.parser gives up on; what came before is kept
        pass
    out = Markup(
        title=tags.meta.get("og:title"),
        byline=tags.meta.get("author") or tags.meta.get("article:author"),
        source=tags.meta.get("og:site_name"),
        url=tags.canonical or tags.meta.get("og:url"),
    )
    if (out.byline or "").startswith(("http:", "https:")):
        out.byline = None
    for script in tags.scripts:
        for node in _nodes(script):
            kinds = node.get("@type")
            kinds = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
            if not any(isinstance(kind, str) and kind.lower() in _ARTICLES for kind in kinds):
                continue
            if isinstance(node.get("datePublished"), str):
                out.dates.append(("json-ld", node["datePublished"].strip()))
            if isinstance(node.get("headline"), str):
                out.title = out.title or node["headline"].strip()
            out.byline = out.byline or _names(node.get("author"))
            out.source = out.source or _names(node.get("publisher"))
    out.dates += [("meta", tags.meta[name]) for name in META_DATES if name in tags.meta]
    out.dates += [("time", value) for value in tags.times[:1]]
    return out


def publication(dates: list[tuple[str, str]]) -> tuple[str, str | None, str] | None:
    """(day, time as written or None, where from) of the first date that can be read, None without one."""
    read = [(moment(value), value, origin) for origin, value in dates]
    known = [(when, value, origin) for when, value, origin in read if when is not None]
    if not known:
        return None
    first, value, origin = known[0]
    if isinstance(first, datetime) and first.tzinfo is not None and not first.utcoffset():
        for other, as_written, elsewhere in known[1:]:
            if isinstance(other, datetime) and other.utcoffset() and _same(first, other):
                first, value, origin = other, as_written, elsewhere
                break
    elif not isinstance(first, datetime):  # a day alone gives way to that day with its time
        for other, as_written, elsewhere in known[1:]:
            if isinstance(other, datetime) and other.date() == first:
                first, value, origin = other, as_written, elsewhere
                break
    if isinstance(first, datetime):
        return first.date().isoformat(), value, origin
    return first.isoformat(), None, origin


def moment(value: str) -> datetime | date | None:
    """The time or day that an ISO 8601 or RFC 822 date means, None where it means none."""
    value = value.strip()[:60]
    iso = value[:-1] + "+00:00" if value.endswith(("Z", "z")) else value
    iso = _OFFSET.sub(lambda found: f"{found[1]}:{found[2] or '00'}", iso) if len(iso) > 10 else iso
    try:
        if len(iso) == 10:
            return date.fromisoformat(iso)
        return datetime.fromisoformat(iso)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None


def _same(one: datetime, other: datetime) -> bool:
    try:
        return abs((one.astimezone(UTC) - other.astimezone(UTC)).total_seconds()) < 60
    except (OverflowError, ValueError):
        return False


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    """Every object in a JSON-LD script, outermost first."""
    if len(script) > _MOST_JSON:
        return
    try:
        waiting: list[Any] = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    seen = 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting += [value for value in node.values() if isinstance(value, dict | list)]
        elif isinstance(node, list):
            waiting += node[:_MOST_NODES]


def _names(value: Any) -> str | None:
    if isinstance(value, str):
        return None if value.startswith(("http:", "https:")) else value.strip() or None
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return ", ".join(name for name in map(_names, value[:10]) if name) or None
    return None
