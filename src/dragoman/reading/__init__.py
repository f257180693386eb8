"""The door of the room where articles come in: paths, addresses, standard input -> Article, or why not.

>>> for item in read(["news/", "more.jsonl"], published="2021-08-20"):  # doctest: +SKIP
...     if isinstance(item, Reject): ...

What comes out is an Article, a Reject (nothing could be read: where, what was wrong, what to do) or a Note
(read, but something is to be told). Nothing read before is lost to what is wrong after it.
"""

from __future__ import annotations

from dragoman.reading.checks import iso_date, looks_english, looks_like_html
from dragoman.reading.decoding import MAX_CHARACTERS
from dragoman.reading.details import Details
from dragoman.reading.files import Reader, read
from dragoman.reading.problems import Note, Reject, printable

__all__ = [
    "MAX_CHARACTERS",
    "Details",
    "Note",
    "Reader",
    "Reject",
    "iso_date",
    "looks_english",
    "looks_like_html",
    "printable",
    "read",
]
