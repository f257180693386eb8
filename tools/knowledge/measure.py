"""How large the knowledge tables are, how fast they are looked up, and how much of the news they know.

``python -m tools.knowledge.measure [--json]`` counts what is in the tables and measures look-up, load
and memory; ``--sample N --seed S`` prints N random rows instead, to be checked by hand.

``python -m tools.knowledge.measure FILE.jsonl … [--missing KIND]`` looks up every actor of every
article by its full name at the article's date and prints, for each kind, the share found under the
annotators' name, and of those the shares with the right country and the right first sector; all
three together are ``right``. Unnamed groups are looked up by the words for people in them.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman.knowledge import Knowledge
from dragoman.knowledge.tables import COLUMNS, DATA, items, rows

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


def sizes() -> dict[str, int]:
    """How many of what the tables hold; ``aliases`` are (name, entry) pairs, full names among them."""
    out: Counter[str] = Counter()
    people: set[tuple[str, str]] = set()
    aliases: set[tuple[str, str, str]] = set()
    for table, columns in COLUMNS.items():
        for _, cells in rows(table, columns):
            row = dict(zip(columns, cells, strict=True))
            first = row.get("name") or row["word"]
            where = row.get("iso3", "") or row.get("country", "")
            names = [first, *(items(row.get("plural", "")))]
            for column in ("aliases", "demonyms", "capitals", "seats"):
                names += items(row.get(column, ""))
            kind = "people" if table == "offices.csv" else table.removesuffix(".csv")
            aliases.update((kind, f"{first} {where}", name.removeprefix("?")) for name in names)
            if table == "countries.csv":
                out["countries" if row["iso2"] else "states of the past"] += 1
            elif kind == "people":
                people.add((first, where))
                out["offices"] += 1
                out["dated offices"] += bool(row["from"] or row["to"])
            elif table == "roles.csv":
                out["agent words"] += len({first, row["plural"] or first})
            else:
                out[kind] += 1
    out["people"] = len(people)
    out["aliases"] = len(aliases)
    for name in ("gazetteer.tsv", "gazetteer-names.tsv"):
        if (DATA / name).is_file():
            with (DATA / name).open("rb") as lines:
                out[name.removesuffix(".tsv").replace("-", " ")] = sum(1 for _ in lines) - 1
    return dict(out)


_LOAD = """
import json, resource, sys, time
from dragoman.knowledge import Knowledge

def held():
    try:
        with open("/proc/self/statm") as told:
            return int(told.read().split()[1]) * resource.getpagesize() / 2**20
    except OSError:  # no Linux: the peak so far
        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit

before, start = held(), time.process_time()
know = Knowledge.load()
know.person("Nobody")
taken = time.process_time() - start
print(json.dumps([type(know.names.layer).__name__, taken * 1000, held() - before]))
"""


def speeds(seed: int) -> dict[str, float | str]:
    """Load in ms and MB in a process of its own; look-up in µs, each name once and then again."""
    done = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True)
    form, load, memory = json.loads(done.stdout)
    know = Knowledge.load()
    names = list(know.names.names())
    random.Random(seed).shuffle(names)
    names = names[:20_000]
    out: dict[str, float | str] = {
        "form": "look-up file" if form == "Compiled" else "compiled in memory",
        "load ms": round(load, 1),
        "memory MB": round(memory, 1),
    }
    absent = [f"{name} Q" for name in names]
    for what, asked in (("look-up us", names), ("again us", names), ("absent us", absent)):
        start = time.process_time()
        for name in asked:
            know.names.find(name)
        out[what] = round((time.process_time() - start) / len(asked) * 1e6, 2)
    few = names[:2000]
    start = time.process_time()
    for name in few:
        know.candidates(name, date="2015-06-01", kinds=["country", "organisation", "group", "person"])
    out["candidates us"] = round((time.process_time() - start) / len(few) * 1e6, 2)
    return out


def sample(count: int, seed: int) -> list[str]:
    """Random rows of all tables but the gazetteer, each with its table and line."""
    every = [(table, line, row) for table, columns in COLUMNS.items() for line, row in rows(table, columns)]
    out = []
    for table, line, row in random.Random(seed).sample(every, min(count, len(every))):
        out.append(f"{table}:{line}\t" + "\t".join(row))
    return out


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true", help="print sizes and times as one JSON object")
    parser.add_argument("--sample", type=int, metavar="N", help="print N random rows")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--missing", metavar="KIND", help="print the actors of this kind that are not right")
    options = parser.parse_args()
    if options.sample:
        print("\n".join(sample(options.sample, options.seed)))
        return
    if not options.files:
        told = {**sizes(), **speeds(options.seed)}
        if options.json:
            print(json.dumps(told))
        else:
            print("\n".join(f"{what:22}{value:>16}" for what, value in told.items()))
        return
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
