"""The door of the room that writes codings out for other programs, and reads back what comes from them.

In go codings, one at a time; out come files: tables with their codebook and data package, the field's
layouts, maps, networks, and texts with marks for annotators.

>>> from dragoman.export import export, read_codings
>>> export(read_codings("coded.jsonl"), "tables", format="csv")  # doctest: +SKIP
"""

from __future__ import annotations

from dragoman.export.choosing import Selection
from dragoman.export.comparing import Comparison, compare
from dragoman.export.exporting import FORMATS, LAYOUTS, Written, export
from dragoman.export.importing import READERS, read_back
from dragoman.export.records import read_codings
from dragoman.export.writing import ExportError

__all__ = [
    "FORMATS",
    "LAYOUTS",
    "READERS",
    "Comparison",
    "ExportError",
    "Selection",
    "Written",
    "compare",
    "export",
    "read_back",
    "read_codings",
]
