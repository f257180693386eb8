"""The door of the room where articles and codings are kept: one file, many questions.

>>> import dragoman
>>> news = dragoman.open("news.db")  # doctest: +SKIP
>>> news.add(["articles/"])  # doctest: +SKIP
>>> news.events(actor="RUS", type="CONSULT").to_pandas()  # doctest: +SKIP
"""

from __future__ import annotations

from dragoman.store.comparing import Difference
from dragoman.store.database import StoreError
from dragoman.store.project import Project, open_project
from dragoman.store.results import Table
from dragoman.store.writing import Counts

__all__ = ["Counts", "Difference", "Project", "StoreError", "Table", "open_project"]
