"""How well merging puts events together, measured on the annotated stories.

    python -m benchmarks.merging [--from gold|system] [--errors N]
    python -m benchmarks.merging --growth       processor seconds for a thousand to thirty thousand articles,
                                                and for near copies of one day

Happenings are judged by pairs of event mentions: right where the annotators put both under one happening.
From gold codings merging gets the marks themselves, with what they say of mentions within one article (no
two that they keep apart there are joined) but nothing beyond it. From system codings an event counts as the
marked one whose trigger it overlaps (one each; of the same type where there is a choice, else by the trigger
alone); events that match no mark are left out of the pairs, and pairs with a mark that was not read count as
missed only under ``all``. Duplicates left are the happenings too many, per 100 that should be; ``by event``
is B-cubed, in which a happening that many tell of counts no more than they. The weights are fitted by
`benchmarks.fitting`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

from benchmarks.coded import matched
from benchmarks.stories import Told, half, local, read_stories
from dragoman.merging import Merged, merge
from dragoman.records import Arg, Coding

Key = tuple[Any, ...]


def pairs(groups: Mapping[Key, Any]) -> set[tuple[Key, Key]]:
    """All pairs of keys that have the same group."""
    by: dict[Any, list[Key]] = defaultdict(list)
    for key, name in groups.items():
        by[name].append(key)
    return {pair for keys in by.values() for pair in combinations(sorted(keys), 2)}


def score(gold: set, found: set) -> dict[str, float]:
    right = len(gold & found)
    precision, recall = right / max(1, len(found)), right / max(1, len(gold))
    f1 = 2 * right / max(1, len(gold) + len(found))
    return {"P": 100 * precision, "R": 100 * recall, "F1": 100 * f1, "pairs": len(gold)}


def by_event(gold: Mapping[Key, Any], found: Mapping[Key, Any]) -> dict[str, float]:
    """The mean over events of how much of each one's happening is right and is there (B-cubed).

    Pairs count a happening by the square of its events; this counts each event once.
    """
    right: dict[Any, set[Key]] = defaultdict(set)
    ours: dict[Any, set[Key]] = defaultdict(set)
    for key, name in gold.items():
        right[name].add(key)
        ours[found[key]].add(key)
    count = max(1, len(gold))
    both = {key: len(right[name] & ours[found[key]]) for key, name in gold.items()}
    precision = sum(both[key] / len(ours[found[key]]) for key in gold) / count
    recall = sum(both[key] / len(right[name]) for key, name in gold.items()) / count
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"P": 100 * precision, "R": 100 * recall, "F1": 100 * f1, "events": len(gold)}


def gold_groups(told: list[Told]) -> dict[Key, str]:
    return {
        (t.coding.article.id, e.trigger.start, e.trigger.end, e.type): t.happenings[e.id]
        for t in told
        for e in t.coding.events
    }


def system_codings(told: list[Told]) -> list[Coding]:
    from benchmarks.coded import KeptReader
    from dragoman import Coder

    coder = Coder(language=KeptReader())
    return [coder.code_article(replace(t.coding.article)) for t in told]


def aligned(told: list[Told], codings: list[Coding]) -> dict[Key, Key]:
    """For each event that was read the mark that it stands for: overlapping triggers, one each."""
    out: dict[Key, Key] = {}
    for t, coding in zip(told, codings, strict=True):
        name = t.coding.article.id
        sides = [
            [(e.trigger.start, e.trigger.end, e.type) for e in side]
            for side in (t.coding.events, coding.events)
        ]
        for number, at in matched(*sides).items():
            out[name, *sides[1][number]] = (name, *sides[0][at])
    return out


def measure(told: list[Told], origin: str, errors: int = 0) -> dict[str, dict[str, float]]:
    gold = gold_groups(told)
    codings = [local(t) for t in told] if origin == "gold" else system_codings(told)
    merged = merge(codings, linked=origin == "gold")
    at = {m.key: number for number, h in enumerate(merged.happenings) for m in h.mentions}
    if origin == "gold":
        found: dict[Key, Any] = {key: at[key] for key in gold}
    else:
        stand = aligned(told, codings)
        found = {mark: at[event] for event, mark in stand.items()}
    seen = {key: name for key, name in gold.items() if key in found}
    g, f = pairs(seen), pairs(found)
    out = {"happenings": score(g, f)}
    across = [{pair for pair in side if pair[0][0] != pair[1][0]} for side in (g, f)]
    out["  across articles"] = score(across[0], across[1])
    out["  by event"] = by_event(seen, found)
    if origin == "system":
        out["  all marks"] = score(pairs(gold), f)
    surplus = defaultdict(set)
    for key, name in seen.items():
        surplus[name].add(found[key])
    extra = sum(len(parts) - 1 for parts in surplus.values())
    out["duplicates left"] = {"per 100": 100 * extra / max(1, len(surplus)), "happenings": len(surplus)}
    copies = {tuple(sorted((t.coding.article.id, t.copy_of))) for t in told if t.copy_of}
    out["copies"] = score(copies, {(x.one, x.other) for x in merged.links if x.copy})
    story = {(t.coding.article.id,): t.story for t in told}
    ours = {(name,): n for n, part in enumerate(merged.stories) for name in part}
    out["stories"] = score(pairs(story), pairs(ours))
    if errors:
        show(told, merged, gold, g, f, errors)
    return out


def show(told: list[Told], merged: Merged, gold: dict, g: set, f: set, most: int) -> None:
    texts = {t.coding.article.id: t.coding.article.text for t in told}
    for what, wrong in (("joined wrongly", f - g), ("left apart", g - f)):
        print(f"\n{what}: {len(wrong)}")
        for one, other in sorted(wrong)[:most]:
            for key in (one, other):
                words = " ".join(texts[key[0]][max(0, key[1] - 60) : key[2] + 60].split())
                print(f"  {key[0]} {key[3]} {gold[key]}: …{words}…")
            print()


def growth() -> None:
    """Seconds of processor time for merging, and the slope between the sizes.

    First invented mixes of articles, then near copies of one report and day.
    """
    told = read_stories()
    _measured("articles", (1_000, 10_000, 30_000), lambda size: mixed(told, size), overall=True)
    _measured("near copies of one day", (1_000, 4_000, 16_000), lambda size: copied(told, size))


def _measured(
    what: str, sizes: tuple[int, ...], make: Callable[[int], Iterable[Coding]], *, overall: bool = False
) -> None:
    from math import log

    times = {}
    for size in sizes:
        codings = list(make(size))
        start = time.process_time()
        merged = merge(codings)
        times[size] = time.process_time() - start
        print(
            f"{size} {what}: {times[size]:.1f} s, {len(merged.happenings)} happenings, "
            f"{len(merged.links)} pairs of articles"
        )
    for few, many in [*pairwise(sizes), *([(sizes[0], sizes[-1])] if overall else [])]:
        print(f"log-log slope from {few} to {many}: {log(times[many] / times[few]) / log(many / few):.2f}")


def copied(told: list[Told], size: int, *, story: str = "kabul-hotel-2018") -> Iterator[Coding]:
    """The first report of a story as so many outlets print it, each with a last line of its own."""
    coding = local(next(t for t in told if t.story == story))
    a = coding.article
    for number in range(size):
        body = f"{a.body} Report {number} of the series."
        yield replace(coding, article=replace(a, id=f"{a.id}-{number}", source=f"outlet {number}", body=body))


def mixed(told: list[Told], size: int) -> Iterator[Coding]:
    """``size`` articles: the stories again and again, each time of other days and other places and names."""
    from datetime import date, timedelta

    for number in range(size):
        t = told[number % len(told)]
        turn = number // len(told)

        def renamed(text: str, turn: int = turn) -> str:
            return " ".join(f"Q{turn}{word}" if word[:1].isupper() else word for word in text.split(" "))

        coding = local(t)
        a = coding.article
        day = date.fromisoformat(a.published or "2000-01-01") + timedelta(turn * 20)
        other = replace(
            a, id=f"{a.id}-{turn}", published=day.isoformat(), title=renamed(a.title), body=renamed(a.body)
        )
        actors = tuple(replace(one, id=f"{one.id}-{turn}", name=renamed(one.name)) for one in coding.actors)

        def sides(args: Sequence[Arg], turn: int = turn) -> tuple[Arg, ...]:
            return tuple(replace(arg, actor=f"{arg.actor}-{turn}", text=renamed(arg.text)) for arg in args)

        events = tuple(
            replace(
                e, date=None, times=(), by=None, actors=sides(e.actors), recipients=sides(e.recipients),
                places=tuple(
                    replace(p, text=renamed(p.text), name=p.name and renamed(p.name)) for p in e.places
                ),
            )
            for e in coding.events
        )  # fmt: skip
        yield Coding(other, actors, events, ())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--from", dest="origin", choices=("gold", "system"), help="both by default")
    parser.add_argument("--errors", type=int, default=0, help="of the half for tuning")
    parser.add_argument("--growth", action="store_true")
    args = parser.parse_args()
    if args.growth:
        growth()
        return
    problems: list[str] = []
    told = read_stories(problems=problems)
    for problem in problems:
        print(problem, file=sys.stderr)
    halves = {name: [t for t in told if half(t.story) == name] for name in ("tune", "report")}
    for origin in [args.origin] if args.origin else ("gold", "system"):
        for name, part in halves.items():
            print(
                f"\nfrom {origin} codings, half {name!r}: "
                f"{len({t.story for t in part})} stories, {len(part)} reports"
            )
            errors = args.errors if name == "tune" else 0
            for what, values in measure(part, origin, errors).items():
                print(f"  {what:20}", "  ".join(f"{key} {value:.1f}" for key, value in values.items()))


if __name__ == "__main__":
    main()
