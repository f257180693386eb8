"""What kind of file something is, by its name or its first bytes."""

from __future__ import annotations

import re
from pathlib import PurePath

from dragoman.reading.archives import PACKED, packing
from dragoman.reading.checks import looks_like_page
from dragoman.reading.feeds import looks_like_feed

#: Kinds that are read, with the suffixes of their files. ``zip`` holds files of the others.
SUFFIXES = {
    "text": (".txt", ".text"),
    "jsonl": (".jsonl", ".ndjson"),
    "html": (".html", ".htm", ".xhtml"),
    "feed": (".rss", ".atom", ".xml"),
    "csv": (".csv",),
    "tsv": (".tsv", ".tab"),
    "parquet": (".parquet", ".pq"),
    "warc": (".warc",),
    "zip": (".zip",),
}
KINDS = tuple(SUFFIXES)
_BY_SUFFIX = {suffix: kind for kind, suffixes in SUFFIXES.items() for suffix in suffixes}
_BY_TYPE = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/zip": "zip",
    "application/warc": "warc",
}
_JSON_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*[\"}]")


def by_name(name: str) -> tuple[str | None, str | None]:
    """(kind, suffix of its packing) that a file's name says; kind is "" where it is packed without saying
    what.

    kind is None where the name says nothing, or something that is not read.
    """
    path = PurePath(name.lower())
    if path.suffix in PACKED:
        inner = PurePath(path.stem).suffix
        kind = _BY_SUFFIX.get(inner) if inner else ""
        if kind == "warc" and path.suffix == ".gz":
            return kind, None  # packed record by record, which its reader sees to
        return kind, path.suffix
    return _BY_SUFFIX.get(path.suffix), None


def by_type(mime: str) -> str | None:
    """The kind of a MIME type, None where it may be anything."""
    return _BY_TYPE.get(mime.lower())


def by_content(head: bytes) -> tuple[str, str | None]:
    """(kind, suffix of the packing) that the first bytes say; ``text`` where they say nothing."""
    packed = packing(head)
    if packed:
        return "", packed
    if _JSON_START.match(head):
        return "jsonl", None
    if looks_like_feed(head):
        return "feed", None
    if looks_like_page(head[:2048].decode("utf-8", "replace")):
        return "html", None
    for magic, kind in (
        (b"PAR1", "parquet"),
        (b"WARC/", "warc"),
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
    ):
        if head.startswith(magic):
            return kind, None
    return "text", None
