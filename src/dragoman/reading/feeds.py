"""RSS and Atom: each entry is an article, with the words that the feed carries."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from dragoman.reading.articles import Unusable
from dragoman.reading.details import Details, cleaned
from dragoman.reading.needs import needed
from dragoman.reading.pages import fragment_text
from dragoman.reading.published import publication

MAX_FEED_BYTES = 16 * 2**20
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)


def looks_like_feed(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an RSS or Atom feed."""
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and bool(_FEED.search(head[:2048]))


def entries(
    data: bytes, *, base: str | None = None
) -> Iterator[tuple[int, dict[str, Any], Details] | Unusable]:
    """(number from 1, fields, details) of each entry, in the feed's order; an Unusable where one has no
    words.

    ``base`` is where the feed was fetched from. A feed that is cut off gives the entries before the cut and
    then an Unusable. Raises Unusable where it is no feed, or the library is not installed.
    """
    feedparser = needed("feedparser", what="reading feeds", extra="desk")
    headers = {"content-location": base} if base else {}
    try:
        # From a stream, never from a string: feedparser would take that for an address and fetch it.
        found = feedparser.parse(io.BytesIO(data), response_headers=headers)
    except Exception as error:  # whatever a feed can do to its parser
        raise Unusable(
            "feed", f"the feed breaks its parser ({type(error).__name__}): check it in a browser"
        ) from None
    outlet = " ".join(str(found.feed.get("title") or "").split()) or None
    if not found.entries and not found.version:
        raise Unusable("feed", "neither RSS nor Atom: give a feed's address or file")
    for number, entry in enumerate(found.entries, 1):
        title = fragment_text(str(entry.get("title") or "")).replace("\n", " ")
        html = max((str(part.get("value") or "") for part in entry.get("content") or ()), key=len, default="")
        text = fragment_text(html) or fragment_text(str(entry.get("summary") or ""))
        link = str(entry.get("link") or "") or None
        if not text:
            text, title = title, ""
        if not text:
            yield Unusable("empty", f"entry {number} has no words: nothing to do if the feed has others")
            continue
        written = [str(entry[key]) for key in ("published", "updated") if dict.__contains__(entry, key)]
        when = publication([("feed", value) for value in written])
        source = entry.get("source") or {}
        fields = {
            "text": text,
            "title": title,
            "published": when[0] if when else None,
            "url": link,
            "source": str(source.get("title") or "") or outlet,
        }
        yield (
            number,
            fields,
            Details(
                byline=cleaned(str(entry.get("author") or "")),
                published_time=when[1] if when else None,
                published_from=when[2] if when else None,
            ),
        )
    if found.bozo and _broken(found.get("bozo_exception")):
        yield Unusable(
            "feed",
            f"the feed is broken after entry {len(found.entries)}: what came before is read; fetch it again",
        )


def _broken(error: object) -> bool:
    """Whether the parser stumbled over the XML itself, not over an encoding that was announced wrongly."""
    return type(error).__name__ in ("SAXParseException", "ExpatError", "UndeclaredNamespace")
