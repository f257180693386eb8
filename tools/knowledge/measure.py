"""How many of the actors named in annotated articles the tables know, rightly.

``python -m tools.knowledge.measure FILE.jsonl … [--missing KIND]`` looks up every actor of every
article by its full name at the article's date and prints, for each kind, the share found under the
annotators' name, and of those the shares with the right country and the right first sector; all
three together are ``right``. Unnamed groups are looked up by the words for people in them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman.knowledge import Knowledge

_GOVERNMENT = ("GOV",)


def actors(files: Iterable[Path]) -> Iterator[tuple[dict[str, Any], str]]:
    """Every actor in ``files`` with the date of its article."""
    for path in files:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                date = (record["article"].get("published") or "")[:10]
                for actor in record.get("actors", ()):
                    yield actor, date


def look_up(
    actor: dict[str, Any], date: str, know: Knowledge
) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """(name, countries, sectors) that the tables give for ``actor``, or None."""
    name, kind, near = actor["name"], actor["kind"], actor["country"]
    if kind == "country":
        country = know.country(name)
        return (country.name, (country.iso3,), _GOVERNMENT) if country else None
    if kind == "person":
        person = know.person(name, date=date or None)
        return (person.name, person.country, person.sector) if person else None
    if kind == "organisation":
        body = know.organisation(name, near=near)
        return (body.name, body.country, body.sector) if body else None
    if kind == "group":
        role = know.role(
            name.split(" of ")[0].split(" in ")[0].split(" at ")[0].split(" from ")[0].split(" against ")[0]
        )
        words = name.split()
        return (name, tuple(know.countries_in(words)), role.sector) if role else None
    return None


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--missing", metavar="KIND", help="print the actors of this kind that are not right")
    options = parser.parse_args()
    know = Knowledge.load()
    count: Counter[tuple[str, str]] = Counter()
    wrong: Counter[str] = Counter()
    for actor, date in actors(options.files):
        kind = actor["kind"]
        count[kind, "all"] += 1
        found = look_up(actor, date, know)
        country = found is not None and tuple(actor["country"][:1]) == found[1][:1]
        sector = found is not None and tuple(actor["sector"][:1]) == (found[2][:1] or ("UNK",))
        named = found is not None and found[0] == actor["name"]
        count[kind, "found"] += found is not None
        count[kind, "named"] += named
        count[kind, "country"] += country
        count[kind, "sector"] += sector
        right = named and country and sector
        count[kind, "right"] += right
        if kind == options.missing and not right:
            told = f"{found[0]} {'|'.join(found[1])} {'|'.join(found[2])}" if found else "-"
            given = f"{'|'.join(actor['country'])} {'|'.join(actor['sector'])}"
            wrong[f"{actor['name']}\t{given}\t{told}\t{date[:4]}"] += 1
    for text, times in sorted(wrong.items(), key=lambda pair: (-pair[1], pair[0])):
        print(times, text, sep="\t")
    print(
        f"{'kind':14}{'actors':>8}"
        + "".join(f"{what:>9}" for what in ("found", "named", "country", "sector", "right"))
    )
    for kind in ("person", "organisation", "country", "group"):
        total = count[kind, "all"]
        if total:
            shares = [
                100 * count[kind, what] / total for what in ("found", "named", "country", "sector", "right")
            ]
            print(f"{kind:14}{total:8}" + "".join(f"{share:8.1f}%" for share in shares))


if __name__ == "__main__":
    main()
