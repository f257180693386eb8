"""What is reported when something that was to be read could not be, or not quite as it stood."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Problem:
    """Where it is, a short fixed word for it, and one sentence: what was wrong, what to do.

    ``line`` counts from 1; None where the whole file is meant. ``str()`` gives the one line that
    the command line prints, ``file:line: message``, with control characters made harmless.
    """

    file: str
    line: int | None
    code: str
    message: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return printable(f"{where}: {self.message}")


@dataclass(frozen=True, slots=True)
class Reject(_Problem):
    """Something that gave no article.

    Codes: ``missing``, ``unreadable``, ``extension``, ``no-articles``, ``empty``, ``binary``, ``encoding``,
    ``too-long``, ``json``, ``not-an-object``, ``no-text``, ``not-text``, ``date``, ``html``, ``feed``,
    ``row``, ``column``, ``parquet``; ``packed`` and ``bomb`` for archives; ``needs`` where a library is not
    installed; ``fetch``, ``robots`` and ``private`` for addresses; and ``failed`` where coding an article
    broke down.
    """


@dataclass(frozen=True, slots=True)
class Note(_Problem):
    """Something worth telling about an article or a file that was read all the same.

    Codes: ``encoding``, ``language``, ``duplicate``, ``skipped``. ``str()`` gives
    ``file:line: note: message``.
    """

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return printable(f"{where}: note: {self.message}")


def printable(text: str) -> str:
    """``text`` on one line, with whatever a terminal could take for a command shown as ``\\x1b`` is."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
