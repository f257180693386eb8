"""Writing the gazetteer's two tables, sorted as bytes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from dragoman.knowledge.gazetteer import NAMES, TABLE, TITLES, key
from tools.knowledge.places.gathering import SOURCE, Row
from tools.knowledge.places.spelling import telling


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")


def write_tables(rows: list[Row], out: Path) -> Iterator[str]:
    """Write the tables; yields what was written, in words."""
    lines: dict[str, str] = {}
    bearers: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.id in lines:
            raise SystemExit(f"places: two rows have the id {row.id}; the second is {row.name}")
        cells = (
            row.id,
            row.name,
            row.kind,
            row.iso3,
            row.admin1,
            _number(row.lat),
            _number(row.lon),
            str(row.population),
            "capital" if row.capital else "",
            "" if row.radius is None else str(row.radius),
            "" if row.source == SOURCE else row.source,
        )
        if any("\t" in cell or "\n" in cell for cell in cells):
            raise SystemExit(f"places: a tab or line break in {cells}")
        # What people chose may be called anything ("the West Bank"); else "Northern" or "Hall" names none.
        chosen = "editors" in row.source or row.capital
        names = {
            spelled
            for name in (row.name, *row.names)
            if (spelled := key(name)) and (chosen or telling(spelled))
        }
        if not names:
            continue
        lines[row.id] = "\t".join(cells)
        for spelled in sorted(names):
            bearers[spelled].append(row.id)
    _write(out / TABLE, TITLES[TABLE], list(lines.values()))
    _write(
        out / NAMES,
        TITLES[NAMES],
        [f"{name}\t{' '.join(sorted(ids))}" for name, ids in bearers.items() if ids],
    )
    counts = Counter(row.kind for row in rows)
    yield f"{TABLE}: {len(lines)} places ({', '.join(f'{n} {k}' for k, n in sorted(counts.items()))})"
    size = sum((out / name).stat().st_size for name in (TABLE, NAMES))
    yield f"{NAMES}: {len(bearers)} names; {size:,} bytes in all"


def sort_tables(folder: Path) -> None:
    """Put the tables in order again after a correction by hand."""
    for name in (TABLE, NAMES):
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        _write(folder / name, lines[0], lines[1:])


def _write(path: Path, title: str, lines: list[str]) -> None:
    ordered = sorted(line.encode() for line in lines)
    path.write_bytes(b"\n".join([title.encode(), *ordered, b""]))
