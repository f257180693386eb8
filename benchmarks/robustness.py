"""What should make no difference, and how much it makes: ``python -m benchmarks.robustness [--errors N]``.

*Names*: countries change their names: all forms of a country (name, demonyms, capital, and president and
prime minister of the day) become the same forms of another. In the invented sentences of
benchmarks/patterns.py, filled with countries drawn by the seed, the two change places, so that everything in
the text changes with them. In articles of sets that the model has not seen, each country becomes one that the
text does not mention; towns and people of which no counterpart is known stay as they are, so that the text
no longer hangs together, and some change is right. Only countries whose forms fit each other's grammar take
part: a name and a capital of one word, a demonym in -n with its plural in -ns. An event is *unchanged* where
the other text's event has the same type, aux, trigger, participants and account at the same places; *and
countries* where, besides, the participants' codes are those before with the countries changed. Shares are of
the events of both texts together.

*Letters*: the development articles in small letters, and with letters misread as in scanned print (drawn by
the seed), scored against their annotation. *Quotation marks*: the same articles with their outermost
quotations in each style of marks.

*Order*: articles coded in other orders, between other articles and by another coder must give the same
bytes; the article's id, source and address must change nothing else.

*Whom it misses*: annotated events by where in the world those lie who take part in them, how many are found
with their type, and how many of their participants are resolved to the right entity.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from benchmarks.accuracy import SHARED, article
from benchmarks.coded import SEED, Record, coded, f1, gold, make_coder, per_article, total
from benchmarks.judge import judge
from benchmarks.patterns import PATTERNS
from benchmarks.variants import QUOTE_STYLES, Variant, lowered, misread, quoted, renamed

if TYPE_CHECKING:
    from dragoman import Article, Coder

#: Sets that the model has not seen.
UNSEEN = ("dev", "seed", "challenge")
GOAL = 97.0  # per cent of events that change with nothing but the names
RATES = (0.01, 0.03)
FIGURES = ("trigger", "event", "role", "resolved", "statement")
#: How many pairs of countries each invented sentence is filled with, and the day it is of.
PAIRS, DAY = 8, "2019-03-13"
_TITLES = ("President", "Prime Minister")

Forms = dict[str, str]


def _plain(name: str) -> bool:
    return re.fullmatch(r"[A-Z][a-zà-ÿ]+", name) is not None


@lru_cache(maxsize=1)
def countries() -> dict[str, Forms]:
    """Name, demonym, its plural and capital of each country whose forms fit others' grammar, by code."""
    from dragoman.knowledge.tables import items, rows

    found: dict[str, Forms] = {}
    columns = ("iso3", "iso2", "name", "demonyms", "capitals")
    for _, (iso3, iso2, name, demonyms, capitals) in rows("countries.csv", columns):
        said, seats = items(demonyms), items(capitals)
        one = next((word for word in said if word.endswith("n") and word + "s" in said), "")
        if iso2 and one and len(seats) == 1 and all(map(_plain, (name, one, seats[0]))):
            found[iso3] = {"name": name, "demonym": one, "demonyms": one + "s", "capital": seats[0]}
    return found


@lru_cache(maxsize=1)
def _leaders() -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """Who led a country, by country and title: (from, to, name)."""
    from dragoman.knowledge.tables import rows

    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for table in ("people.csv", "offices.csv"):
        for _, (name, iso3, title, start, end) in rows(table, ("name", "country", "title", "from", "to")):
            office = title.split(" of ")[0]
            if office in _TITLES and start:
                found.setdefault((iso3, office), []).append((start, end or "9999", name))
    return found


def forms(iso3: str, published: str) -> Forms:
    """The country's forms with its leaders' full names and surnames on that date, as far as known."""
    found = dict(countries()[iso3])
    for title in _TITLES:
        held = [
            name for start, end, name in _leaders().get((iso3, title), []) if start <= published[:10] <= end
        ]
        names = sorted({name for name in held if all(map(_plain, name.split())) and " " in name})
        if names and len({name.split()[-1] for name in names}) == 1:
            found[title] = names[0]
            found[f"{title}'s surname"] = names[0].split()[-1]
    return found


@dataclass(frozen=True, slots=True)
class Swap:
    """An article with its countries' names changed, and which country became which."""

    variant: Variant
    codes: dict[str, str]


def mentioned(text: str) -> list[str]:
    """Codes of the countries that a text names in one of their own forms, in the tables' order."""
    words = set(re.findall(r"\w+", text))
    return [
        iso3 for iso3, own in countries().items() if words & {own[k] for k in ("name", "demonym", "demonyms")}
    ]


def _swap(given: Article, codes: dict[str, str]) -> Swap | None:
    names: dict[str, str] = {}
    for one, other in codes.items():
        mine, theirs = (forms(code, given.published or "") for code in (one, other))
        for kind, word in mine.items():
            if kind in theirs:
                names[word] = theirs[kind]
    variant = renamed(given, names)
    return Swap(variant, codes) if variant.edits else None


def traded(given: Article, seed: int = SEED) -> Swap | None:
    """The article with each country's names changed for those of one that it does not mention."""
    inside = mentioned(given.text)
    draw = random.Random(f"{seed} {given.text}")
    outside = [code for code in countries() if code not in inside]
    return _swap(given, dict(zip(inside, draw.sample(outside, len(inside)), strict=True)))


def filled(seed: int = SEED) -> Iterator[tuple[Article, Swap]]:
    """The invented sentences, each with `PAIRS` pairs of countries, and how the two change places."""
    from dragoman import Article

    draw = random.Random(seed)
    led = [code for code in countries() if _TITLES[0] in forms(code, DAY)]
    for number, pattern in enumerate(PATTERNS):
        for turn in range(PAIRS):
            pair = draw.sample(led if "{L" in pattern else list(countries()), 2)
            words: dict[str, str] = {}
            for letter, own in zip("ab", (forms(code, DAY) for code in pair), strict=True):
                words |= {
                    letter: own["name"],
                    letter.upper(): own["demonym"],
                    letter.upper() + "s": own["demonyms"],
                }
                words |= {"C" + letter: own["capital"], "L" + letter: own.get(_TITLES[0], "")}
            given = Article(id=f"pattern-{number}-{turn}", published=DAY, body=pattern.format_map(words))
            swap = _swap(given, {pair[0]: pair[1], pair[1]: pair[0]})
            if swap is not None:
                yield given, swap


def _span(arg: Record) -> tuple[int, int]:
    return arg["start"], arg["end"]


def keys(record: Record, codes: dict[str, str]) -> list[tuple[Any, Any]]:
    """Each event as what must stay, and its participants' codes with the countries changed by ``codes``."""
    actors = {actor["id"]: actor for actor in record["actors"]}
    made = []
    for event in record["events"]:
        roles = [event["actors"], event["recipients"]]
        stays = (
            event["type"],
            event["aux"],
            _span(event["trigger"]),
            *(tuple(sorted({_span(arg) for arg in args})) for args in roles),
            _span(event["by"]) if event["by"] else None,
        )
        sides = tuple(
            tuple(
                sorted(
                    "/".join(sorted(codes.get(code, code) for code in actors[arg["actor"]]["country"]))
                    for arg in args
                )
            )
            for args in roles
        )
        made.append((stays, sides))
    return made


@dataclass(slots=True)
class Kept:
    """How many events stayed what they were: counts over both texts."""

    texts: int = 0
    events: int = 0
    acts: int = 0
    same: int = 0
    coded: int = 0

    def add(self, before: list[tuple[Any, Any]], after: list[tuple[Any, Any]]) -> None:
        """Count the events of a text and of its variant."""
        self.texts += 1
        self.events += len(before) + len(after)
        self.acts += 2 * _common([k[0][:3:2] for k in before], [k[0][:3:2] for k in after])
        self.same += 2 * _common([k[0] for k in before], [k[0] for k in after])
        self.coded += 2 * _common(before, after)


def _common(one: Sequence[Any], other: Sequence[Any]) -> int:
    left = list(other)
    count = 0
    for item in one:
        if item in left:
            left.remove(item)
            count += 1
    return count


def names(pairs: Iterable[tuple[Article, Swap]], coder: Coder) -> tuple[Kept, list[str]]:
    """Code every article with its names as they are and changed; what differs, in words."""
    kept, lines = Kept(), []
    for given, swap in pairs:
        before = keys(coder.code_article(given).to_dict(), swap.codes)
        after = keys(swap.variant.back(coder.code_article(swap.variant.changed).to_dict()), {})
        kept.add(before, after)
        changed = " ".join(f"{one}→{other}" for one, other in swap.codes.items())
        for sign, mine, others in (("-", before, after), ("+", after, before)):
            lines += [f"{given.id} {changed} {sign} {key}" for key in mine if key not in others]
    return kept, lines


def letters(coder: Coder) -> dict[str, Callable[[Article], Variant]]:
    """The ways to change letters, by name."""
    ways: dict[str, Callable[[Article], Variant]] = {
        "as printed": lambda given: Variant(given, ()),
        "small letters": lowered,
    }
    for rate in RATES:
        ways[f"misread, {rate:.0%} of letters"] = partial(misread, rate=rate, seed=SEED)
    for style in QUOTE_STYLES:
        ways[f"quotes: {style}"] = partial(quoted, style=style)
    return ways


def scored(
    records: Sequence[Record], coder: Coder, way: Callable[[Article], Variant]
) -> dict[str, float | None]:
    """F1 of the changed articles' coding against the annotation of the unchanged ones."""
    answers = {}
    for record in records:
        variant = way(article(record))
        answers[record["article"]["id"]] = variant.back(coder.code_article(variant.changed).to_dict())
    rows = per_article(records, answers)
    return {name: f1(*total(rows, name)) for name in FIGURES}


def order(records: Sequence[Record]) -> dict[str, tuple[int, int]]:
    """Articles coded in other circumstances: how many gave the same bytes, of how many. No reading is kept.

    "Backwards" and "shuffled" put every article between others than before.
    """
    from dragoman import Coder

    given = [article(record) for record in records]
    coder = Coder()
    first = [coding.to_json() for coding in coder.pipe(given)]
    shuffled = list(range(len(given)))
    random.Random(SEED).shuffle(shuffled)
    found = {}
    for name, chosen, other in (
        ("backwards", list(reversed(range(len(given)))), coder),
        ("shuffled", shuffled, coder),
        ("shuffled, by a new coder", shuffled, Coder()),
    ):
        again = dict(zip(chosen, (c.to_json() for c in other.pipe(given[i] for i in chosen)), strict=True))
        found[name] = (sum(again[i] == json_ for i, json_ in enumerate(first)), len(given))
    labels = {"id": "other", "source": "Another Gazette", "url": "https://example.org/1"}
    relabelled = [coder.code_article(replace(one, **labels)).to_dict() | {"article": None} for one in given]
    same = sum(json.loads(a) | {"article": None} == b for a, b in zip(first, relabelled, strict=True))
    found["other id, source and address"] = (same, len(given))
    return found


#: Parts of the world, by the sub-regions of the UN's M49.
PARTS = {
    "Northern America": "Northern America",
    "Latin America and the Caribbean": "Latin America, Caribbean",
    "Northern Europe": "Europe",
    "Western Europe": "Europe",
    "Southern Europe": "Europe",
    "Eastern Europe": "Europe",
    "Northern Africa": "Northern Africa, Western Asia",
    "Western Asia": "Northern Africa, Western Asia",
    "Sub-Saharan Africa": "Sub-Saharan Africa",
    "Central Asia": "Central and Southern Asia",
    "Southern Asia": "Central and Southern Asia",
    "Eastern Asia": "Eastern and South-Eastern Asia",
    "South-eastern Asia": "Eastern and South-Eastern Asia",
}
ELSEWHERE, NOBODY = "Oceania", "no country"


@lru_cache(maxsize=1)
def parts() -> dict[str, str]:
    """The part of the world of each country code (datasets/country-codes, PDDL)."""
    found = {"XKX": "Europe", "TWN": "Eastern and South-Eastern Asia"}
    path = SHARED / "data" / "knowledge" / "country-codes.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["Sub-region Name"]:
                found[row["ISO3166-1-Alpha-3"]] = PARTS.get(row["Sub-region Name"], ELSEWHERE)
    return found


def by_part(records: Sequence[Record], answers: dict[str, Record]) -> dict[str, tuple[int, int, int, int]]:
    """By part of the world: events with a participant there, those found, participants, those resolved.

    An event between two parts counts in both.
    """
    scorer = judge(SHARED)
    found: dict[str, list[int]] = {}
    for record in records:
        actors = {actor["id"]: actor for actor in record["actors"]}
        groups: dict[str, list[Record]] = {}
        for event in record["events"]:
            args = event["actors"] + event["recipients"]
            codes = {code for arg in args for code in actors[arg["actor"]]["country"]}
            for part in sorted({parts().get(code, ELSEWHERE) for code in codes} or {NOBODY}):
                groups.setdefault(part, []).append(event)
        key = record["article"]["id"]
        for part, events in groups.items():
            chosen = {key: {**record, "events": events, "statements": []}}
            result, _ = scorer.score(chosen, {key: answers[key]}, 0)
            row = found.setdefault(part, [0, 0, 0, 0])
            for at, name in ((0, "event"), (2, "resolved")):
                figure = result["f1"][name]
                row[at] += figure["gold"]
                row[at + 1] += round(figure["r"] * figure["gold"] / 100)
    return {part: (a, b, c, d) for part, (a, b, c, d) in sorted(found.items())}


def unseen() -> list[Record]:
    return [record for name in UNSEEN for record in gold(name)]


@dataclass(slots=True)
class Measured:
    """All tables of this benchmark."""

    names: dict[str, Kept]
    letters: dict[str, dict[str, float | None]]
    order: dict[str, tuple[int, int]]
    parts: dict[str, dict[str, tuple[int, int, int, int]]]
    lines: list[str]


def measure(coder: Coder | None = None) -> Measured:
    """Run everything."""
    coder = coder or make_coder()
    news, dev = unseen(), gold("dev")
    swaps = [(given, swap) for given in map(article, news) if (swap := traded(given)) is not None]
    kept, lines = {}, []
    for name, pairs in (("invented sentences", list(filled())), ("articles", swaps)):
        kept[name], told = names(pairs, coder)
        lines += told
    world = {"unseen": by_part(news, coded(news, coder))}
    train = gold("train")
    world["train"] = by_part(train, coded(train, coder))
    return Measured(
        kept,
        {name: scored(dev, coder, way) for name, way in letters(coder).items()},
        order(news),
        world,
        lines,
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def table(found: Measured) -> Iterator[str]:
    """Lines to print."""
    yield f"{'names':36}{'texts':>7}{'events':>8}{'acts':>8}{'unchanged':>11}{'and countries':>15}"
    for name, kept in found.names.items():
        shares = [_share(part, kept.events) for part in (kept.acts, kept.same, kept.coded)]
        yield f"{name:36}{kept.texts:7}{kept.events:8}{shares[0]:>8}{shares[1]:>11}{shares[2]:>15}"
    yield f"goal: {GOAL:g} % unchanged"
    yield ""
    yield f"{'dev, F1':36}" + "".join(f"{name:>11}" for name in FIGURES)
    for name, row in found.letters.items():
        yield f"{name:36}" + "".join(f"{row[figure] or 0:11.1f}" for figure in FIGURES)
    yield ""
    for name, (right, of) in found.order.items():
        yield f"same bytes, {name:36}{right:5} of {of}"
    yield ""
    yield f"{'who takes part is from':36}{'events':>8}{'found':>8}{'parties':>9}{'resolved':>10}"
    for group, rows in found.parts.items():
        for name, (events, hit, parties, right) in rows.items():
            shares = [_share(hit, events), _share(right, parties)]
            yield f"{group + ': ' + name:36}{events:8}{shares[0]:>8}{parties:9}{shares[1]:>10}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.robustness", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N events that changed")
    chosen = parser.parse_args(arguments)
    if not (SHARED / "challenge").is_dir():
        print("robustness: SKIPPED: the annotated news is not there (../shared, beside the repository)")
        return 0
    found = measure()
    print("\n".join(table(found)))
    print("\n".join(found.lines[: chosen.errors]))
    return 0 if all(right == of for right, of in found.order.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
