"""Who is who and where is where: names, offices with their dates, places and the words for people.

In goes a name or a word as an article writes it, and a date where it matters; out comes the
country (ISO 3166-1 alpha-3), the PLOVER sector and the name that an encyclopedia uses, or None.
Nothing is guessed: a look-up knows a name or does not. The tables are the CSV files in ``data``,
each row with its source; ``VERSION`` names the state of all of them together.
"""

from __future__ import annotations

from .entries import Country, Office, Organisation, Person, Role
from .lookup import VERSION, Knowledge
from .tables import KnowledgeError, fold

__all__ = [
    "VERSION",
    "Country",
    "Knowledge",
    "KnowledgeError",
    "Office",
    "Organisation",
    "Person",
    "Role",
    "fold",
]
