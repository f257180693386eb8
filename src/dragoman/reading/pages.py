"""A web page's source to its article: the text by trafilatura, date, title and author from the mark-up."""

from __future__ import annotations

import io
import logging
import re
from html.parser import HTMLParser
from typing import Any

from dragoman.reading import decoding
from dragoman.reading.articles import Unusable
from dragoman.reading.details import Details, cleaned
from dragoman.reading.needs import needed
from dragoman.reading.published import markup, publication

MAX_PAGE_BYTES = 16 * 2**20
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_PARAGRAPHS = frozenset(
    "p div br li ul ol tr td h1 h2 h3 h4 h5 h6 blockquote section article figure hr".split()
)
_UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "iframe"))


def page_text(data: bytes, *, charset: str | None = None) -> tuple[str, str | None]:
    """A page's characters, and a remark where its encoding was not as announced. Raises Undecodable.

    ``charset`` is what came with it (HTTP); a byte-order mark goes before it, the page's own meta tag after.
    """
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        announced = _CHARSET.search(data[:4096])
        for name in (charset, announced[1].decode("ascii") if announced else None):
            if not name or name.lower().replace("_", "-") in ("utf-8", "utf8"):
                continue
            try:
                return data.decode(name), None
            except (LookupError, ValueError):
                continue
    return decoding.decode(data, decoding.sniff(decoding.buffered(io.BytesIO(data))))


def from_page(page: str, *, url: str | None = None) -> tuple[dict[str, Any], Details]:
    """The fields of the article on the page, and its details.

    Raises Unusable where no article can be made out, or the library is not installed.
    """
    trafilatura = needed("trafilatura", what="reading web pages", extra="desk")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            page, url=url, with_metadata=True, include_comments=False, include_tables=False
        )
    except Exception as error:  # whatever mark-up can do to a parser: this page is lost, the next is read
        raise Unusable(
            "html", f"the page breaks its parser ({type(error).__name__}): save the article's words as .txt"
        ) from None
    said = markup(page)
    text = _paragraphs(getattr(found, "text", None) or "")
    if not text:
        raise Unusable("empty", "no article's text found in the page: save its words as a .txt file")
    title = " ".join((said.title or getattr(found, "title", None) or "").split())
    if title and text.split("\n", 1)[0].casefold() == title.casefold():
        text = text[len(title) :].lstrip("\n") or text
    when = publication(said.dates)
    if when is None and getattr(found, "date", None):
        when = (str(found.date), None, "page")
    fields = {
        "text": text,
        "title": title,
        "published": when[0] if when else None,
        "url": url or said.url or getattr(found, "url", None),
        "source": said.source or getattr(found, "sitename", None) or getattr(found, "hostname", None),
    }
    details = Details(
        byline=cleaned(said.byline or getattr(found, "author", None)),
        published_time=when[1] if when else None,
        published_from=when[2] if when else None,
    )
    return fields, details


def _paragraphs(text: str) -> str:
    """One blank line between paragraphs: a sentence never runs on into the next one."""
    return "\n\n".join(line.strip() for line in text.split("\n") if line.strip())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _PARAGRAPHS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _PARAGRAPHS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


def fragment_text(fragment: str) -> str:
    """The words of a piece of HTML as feeds carry it, a blank line between paragraphs."""
    words = _Words()
    try:
        words.feed(fragment)
        words.close()
    except (AssertionError, ValueError):
        pass
    return _paragraphs("".join(words.parts))
