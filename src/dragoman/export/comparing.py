"""Our events beside GDELT's: how many each counts of the same acts, pairs of countries and days.

Both are brought to one measure: CAMEO's root (two digits), the countries of the first and
the second actor, and the day.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.export.columns import Options, Tally
from dragoman.export.gdelt import GDELT, rows
from dragoman.export.writing import ExportError
from dragoman.records import Coding

#: CAMEO root, first country, second country, day as YYYYMMDD.
Key = tuple[str, str, str, str]
_AT = {column.name: at for at, column in enumerate(GDELT.columns)}
_WIDTH = len(GDELT.columns)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``ours`` and ``theirs`` count events by `Key`; ``left_out`` ours without a day or a country."""

    ours: Counter[Key]
    theirs: Counter[Key]
    left_out: int
    theirs_left_out: int

    def rows(self) -> Iterator[dict[str, Any]]:
        """One row a key, in order: both counts, and ``matched``, ``only ours`` or ``only theirs``."""
        for key in sorted({*self.ours, *self.theirs}):
            root, actor, recipient, day = key
            ours, theirs = self.ours[key], self.theirs[key]
            found = "matched" if ours and theirs else "only ours" if ours else "only theirs"
            yield {
                "root": root, "actor": actor, "recipient": recipient, "day": day,
                "ours": ours, "theirs": theirs,
                "found": found,
            }  # fmt: skip

    def totals(self) -> dict[str, int]:
        """How many keys are matched, only ours and only theirs."""
        out = dict.fromkeys(("matched", "only ours", "only theirs"), 0)
        for row in self.rows():
            out[row["found"]] += 1
        return out


def compare(
    codings: Iterable[Coding],
    path: str | os.PathLike[str],
    *,
    undated: str = "empty",
    domestic: bool = False,
    complain: Callable[[str], None] | None = None,
) -> Comparison:
    """Count our events and those of a GDELT 2.0 events file (61 columns, tabs, no line of names).

    Args:
        codings: such as `Project.codings()`.
        path: the file, named ``….export.CSV``.
        undated: as in `dragoman.export.export`: ``published`` dates ours as GDELT does.
        domestic: count acts within one country too.
        complain: told of each line that is no row; without it such a line raises ExportError.
    """
    tally, options = Tally(), Options(undated=undated)
    ours, left_out = _counted((row for coding in codings for row in rows(coding, options, tally)), domestic)
    theirs, theirs_left_out = _counted(_read(Path(path), complain), domestic)
    return Comparison(ours, theirs, left_out, theirs_left_out)


def _counted(found: Iterable[dict[str, Any]], domestic: bool) -> tuple[Counter[Key], int]:
    out: Counter[Key] = Counter()
    left_out = 0
    for row in found:
        one, other = row["Actor1CountryCode"], row["Actor2CountryCode"]
        if not (one and other and row["SQLDATE"]):
            left_out += 1
        elif domestic or one != other:
            out[row["EventRootCode"], one, other, row["SQLDATE"]] += 1
    return out, left_out


def _read(path: Path, complain: Callable[[str], None] | None) -> Iterator[dict[str, Any]]:
    names = ("Actor1CountryCode", "Actor2CountryCode", "SQLDATE", "EventRootCode")
    try:
        with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
            for number, line in enumerate(file, 1):
                cells = line.rstrip("\r\n").split("\t")
                if len(cells) != _WIDTH:
                    said = f"{path}:{number}: {len(cells)} columns where GDELT 2.0 has {_WIDTH}: " + (
                        "give an events file (.export.CSV), unzipped"
                    )
                    if complain is None:
                        raise ExportError(said)
                    complain(said)
                    continue
                yield {name: cells[_AT[name]] for name in names}
    except OSError as error:
        raise ExportError(f"{path}: cannot be read ({error.strerror or error}): check the file") from None
