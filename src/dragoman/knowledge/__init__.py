"""Who is who and where is where: names, offices with their dates, places and the words for people.

In goes a name or a word as an article writes it, and a date where it matters; out comes the
country (ISO 3166-1 alpha-3), the PLOVER sector and the name that an encyclopedia uses, or None.
Nothing is guessed: a look-up knows a name or does not; ``Knowledge.candidates`` gives everything that
a name may mean, ranked. The tables are the CSV files in ``data``, each row with its source; they are
compiled into one look-up file when the package is built. ``Knowledge.version`` names the state of all
of them together, and changes with any row.
"""

from __future__ import annotations

from .candidates import Candidate
from .entries import Country, Office, Organisation, Person, Role, Spot
from .lookup import Knowledge
from .tables import VERSION, KnowledgeError, fold

__all__ = [
    "VERSION",
    "Candidate",
    "Country",
    "Knowledge",
    "KnowledgeError",
    "Office",
    "Organisation",
    "Person",
    "Role",
    "Spot",
    "fold",
]
