"""From a parse to a coding: who did what to whom, who said what, where, when and on whose word.

In comes an :class:`~dragoman.records.Article` (or a ``Parse`` of one), out goes a
:class:`~dragoman.records.Coding`. The language model says which words take part in what; this room
says who is meant, and writes the record with a reason for every field that no words state.
"""

from __future__ import annotations

from dragoman.coding.coder import Coder, unreadable

__all__ = ["Coder", "unreadable"]
