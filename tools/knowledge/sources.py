"""What public files say of who is in office: the US Congress, Wikidata, the Factbook.

Each row is (names, iso3, title, sector, start, end, source, wikidata). The files and their licences
are named in the README of the data folder.
"""

from __future__ import annotations

import csv
import gzip
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tools.knowledge.lists import article

Row = tuple[list[str], str, str, str, str, str, str, str]

_MONTHS = "January February March April May June July August September October November December".split()
_HOLDER = re.compile(r"(?P<who>[^();]+?) \(since (?P<day>\d{1,2}) (?P<month>\w{3})\w* (?P<year>\d{4})\)")
_AMBASSADOR = re.compile(
    r"\s*Ambassador (?P<who>[^;\d]+?) \(since (?P<day>\d{1,2}) (?P<month>\w{3})\w* (?P<year>\d{4})\)"
)
_TITLES = re.compile(
    r"^(?:(?:Acting|Interim|Transitional|Transition|Federal|Executive) )*"
    r"(?P<title>President|Prime Minister|Premier|Chancellor|Sultan|King|Queen|Amir|Emir|Grand Duke"
    r"|Governor General|Governor|Chief Minister|Chief Executive|Taoiseach|Prince)"
    r"(?: and (?:Prime Minister|Head of Government))? "
)
_RANKS = re.compile(
    r"^(?:(?:Gen|Lt|Col|Capt|Maj|Dr|Sir|Dame|Brig|Adm|Cdr|Sheikh|Dato|Ulu|Engr"
    r"|Air Chief Marshal|Field Marshal)\.? )+"
)


def all_rows(shared: Path, countries: dict[str, str]) -> Iterator[Row]:
    """Every row of every file, the surest first."""
    folder = shared / "data" / "knowledge"
    yield from congress(folder / "us-congress-terms.csv")
    yield from wikidata_leaders(folder / "wikidata-leaders-2021.csv", countries)
    yield from factbook(folder / "factbook-government.json.gz", countries)
    yield from missions(folder / "factbook-government.json.gz", countries)


def congress(path: Path) -> Iterator[Row]:
    """Terms of the sitting members, runs of terms in one house joined."""
    with path.open(encoding="utf-8", newline="") as lines:
        terms = sorted(csv.DictReader(lines), key=lambda r: (r["name"], r["chamber"], r["start"]))
    run: dict[str, str] | None = None
    for term in terms:
        same = run and (run["name"], run["chamber"]) == (term["name"], term["chamber"])
        if run and same and int(term["start"][:4]) - int(run["end"][:4]) <= 0:
            run["end"] = term["end"]
            continue
        if run:
            yield _seat(run)
        run = dict(term)
    if run:
        yield _seat(run)


def _seat(run: dict[str, str]) -> Row:
    title = "Senator" if run["chamber"] == "sen" else "Representative"
    end = "" if run["end"] > "2026-12-31" else run["end"]
    return [run["name"]], "USA", title, "LEG", run["start"], end, "us-congress", run["wikidata"]


def wikidata_leaders(path: Path, countries: dict[str, str]) -> Iterator[Row]:
    """Heads of state and government with the years of their terms."""
    codes = {name: iso3 for iso3, name in countries.items()}
    codes |= {
        "People's Republic of China": "CHN",
        "Republic of Ireland": "IRL",
        "Kingdom of the Netherlands": "NLD",
        "Kingdom of Denmark": "DNK",
        "Ivory Coast": "CIV",
        "The Bahamas": "BHS",
        "The Gambia": "GMB",
    }
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code, start, end = codes.get(row["country"]), row["start_year"], row["end_year"]
            if (
                code
                and row["officeholderLabel"]
                and row["start_year"]
                and not re.match(r"Q\d", row["officeholderLabel"])
            ):
                title = row["positionLabel"][:1].upper() + row["positionLabel"][1:]
                yield (
                    [row["officeholderLabel"]],
                    code,
                    title,
                    "GOV",
                    start,
                    end,
                    "wikidata",
                    row["officeholder"],
                )


def factbook(path: Path, countries: dict[str, str]) -> Iterator[Row]:
    """Chiefs of state and heads of government in 2026."""
    codes = {name: iso3 for iso3, name in countries.items()}
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        data = json.load(stream)
    for country in data.values():
        short = country.get("Country name", {}).get("conventional short form", "")
        code = codes.get(short) if isinstance(short, str) else None
        if not code:
            continue
        for office in ("chief of state", "head of government"):
            text = html.unescape(
                re.sub(r"<[^>]+>", " ", country.get("Executive branch", {}).get(office) or "")
            )
            for found in _HOLDER.finditer(text):
                row = _holder(found, code, countries)
                if row:
                    yield row


def missions(path: Path, countries: dict[str, str]) -> Iterator[Row]:
    """Ambassadors in Washington in 2026."""
    codes = {name: iso3 for iso3, name in countries.items()}
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        data = json.load(stream)
    for country in data.values():
        short = country.get("Country name", {}).get("conventional short form", "")
        mission = country.get("Diplomatic representation in the US", {})
        text = str(mission.get("chief of mission", "")) if isinstance(mission, dict) else ""
        found = _AMBASSADOR.match(html.unescape(re.sub(r"<[^>]+>", " ", text)))
        code = codes.get(short) if isinstance(short, str) else None
        if not code or not found or found["month"] not in [m[:3] for m in _MONTHS]:
            continue
        words = re.sub(r" \([^)]*\)", "", found["who"]).split()
        # The family name stands in capitals; what follows it is left out unless it is all there is.
        while len(words) > 2 and words[-2].isupper() and len(words[-2]) > 2 and not words[-1].isupper():
            words.pop()
        if not 2 <= len(words) <= 4 or not words[-1].isupper():
            continue
        name = " ".join(_case(word) for word in words)
        month = [m[:3] for m in _MONTHS].index(found["month"]) + 1
        start = f"{found['year']}-{month:02}-{int(found['day']):02}"
        title = f"Ambassador of {article(countries[code])} to the United States"
        yield [name], code, title, "GOV", start, "", "factbook-mission", ""


def _holder(found: re.Match[str], code: str, countries: dict[str, str]) -> Row | None:
    who = re.sub(r"^(?:represented by|note:?) ", "", found["who"].strip(" ,"))
    title = _TITLES.match(who)
    if not title or who.upper().endswith("CHARLES III") or found["month"] not in [m[:3] for m in _MONTHS]:
        return None
    name = _RANKS.sub("", who[title.end() :]).strip(" ,")
    if " of " in f" {name}" or "," in name or "(" in name or not 2 <= len(name.split()) <= 4:
        return None
    name = " ".join(_case(word) for word in name.split())
    month = [m[:3] for m in _MONTHS].index(found["month"]) + 1
    start = f"{found['year']}-{month:02}-{int(found['day']):02}"
    return [name], code, f"{title['title']} of {countries[code]}", "GOV", start, "", "factbook", ""


def _case(word: str) -> str:
    if not word.isupper() or len(word) < 2 or set(word) <= set("IVX"):
        return word
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word)
