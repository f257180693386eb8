"""The weights by which merging judges pairs, fitted on the tuning half of the annotated stories.

    python -m benchmarks.fitting             what cross-validation over stories says of them
    python -m benchmarks.fitting --write     the same, and src/dragoman/merging/weights.json written anew

Logistic regression on the pairs that merging compares: from gold codings, from system codings, and from
system codings of more stories, in which only the acts are named (`benchmarks.stories.read_named`). Weights
are fitted together for pairs within an article, in two articles and in two coded by hand; what each set has
of its own is held nearer nought than what they have in common. In cross-validation the weights for a fold's
stories are fitted without these; the figures are those of `benchmarks.merging` on each fold, added up.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.merging import Key, aligned, gold_groups, pairs, score, system_codings
from benchmarks.stories import half, local, read_named, read_stories
from dragoman.merging import compare, grouping, merge
from dragoman.merging.compare import ACROSS, BY_HAND, WITHIN
from dragoman.records import Coding

FILE = Path(compare.__file__).with_name("weights.json")
FOLDS = 5
#: How near nought a weight is held, and what a set has of its own.
PENALTY, OWN_PENALTY = 6.0, 20.0
#: Added to what speaks for joining any two: two halves of a happening left apart cost more pairs than one
#: report too many. People's codings, which err in little, leave room for more of it: it is what a happening
#: told twice is kept rare by.
LEAN = {WITHIN: 0.5, ACROSS: 0.8, BY_HAND: 1.8}
#: Not fitted: events of two days, told exactly and not next to each other, are never of one happening; what
#: is news is not what another report dates long ago; and who "welcomed" something last week and does so
#: again speaks of something else, where nothing else is alike.
FIXED = {"another day": -4.0, "long before": -2.5, "words of another day": -2.0}
COMMAND = "python -m benchmarks.fitting --write"
KINDS = (WITHIN, ACROSS, BY_HAND)


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair that merging compares: which set judges it, its features, whether it is of one happening, what
    it counts for, and its folds.
    """

    kind: str
    values: dict[str, float]
    same: bool
    heavy: float
    folds: frozenset[int]


@dataclass(frozen=True, slots=True)
class Source:
    """Codings; the happening of each event that has one, by its key; and their stories."""

    codings: Sequence[Coding]
    happenings: dict[Key, str]
    stories: dict[str, str]
    linked: bool = False


def fold(story: str) -> int:
    """Which fold a story is in; stories that speak of each other are in one."""
    return hashlib.sha256(f"fold {story.partition('-')[0]}".encode()).digest()[0] % FOLDS


def rows(source: Source) -> list[Pair]:
    """The pairs that merging compares of which both have a happening."""
    import numpy as np

    from dragoman.merging.articles import likenesses, links
    from dragoman.merging.decisions import Rules
    from dragoman.merging.mentions import Report, mentions_of, ordinal
    from dragoman.merging.pairs import candidates
    from dragoman.merging.sketch import sketch
    from dragoman.merging.table import Table

    found, sketched = [], []
    for coding in source.codings:
        a = coding.article
        report = Report(a.id, ordinal(a.published), a.published, a.source, linked=source.linked)
        found += mentions_of(coding, report)
        sketched.append((report, sketch(a.title, a.body)))
    sketched.sort(key=lambda pair: pair[0].id)
    like = likenesses(links(sketched))
    units = grouping.units_of(found, Rules())
    table = Table(units, like)
    marks = [[source.happenings[m.key] for m in unit.members if m.key in source.happenings] for unit in units]
    one, other = candidates(table, like)
    kept = np.array([bool(marks[a] and marks[b]) for a, b in zip(one.tolist(), other.tolist(), strict=True)])
    one, other = one[kept], other[kept]
    out = []
    for evidence in compare.evidence(table, one, other):
        for at, (a, b) in enumerate(zip(evidence.one.tolist(), evidence.other.tolist(), strict=True)):
            values = {name: float(column[at]) for name, column in evidence.columns.items() if column[at]}
            heavy = (len(marks[a]) * len(marks[b])) ** 0.5
            folds = frozenset(fold(source.stories[units[n].report.id]) for n in (a, b))
            kind = KINDS[int(evidence.kinds[at])]
            out.append(Pair(kind, values, bool(set(marks[a]) & set(marks[b])), heavy, folds))
    return out


def fitted(data: Sequence[Pair]) -> dict[str, dict[str, float]]:
    """The sets of weights, by Newton's method, features in alphabetical order.

    What reports disagree about speaks for nothing: where a weight would, it is left out and the rest fitted
    anew.
    """
    none: set[tuple[str, str]] = set()
    while True:
        found = _fitted(data, none)
        wrong = {
            (kind, name)
            for kind in KINDS
            for name, value in found[kind].items()
            if "differ" in name and value > 0
        }
        if not wrong:
            break
        none |= wrong
    out = {}
    for kind in KINDS:
        values = {name: round(value, 2) for name, value in found[kind].items()}
        values["always"] = round(found[kind]["always"] + LEAN[kind], 2)
        # No one thing is enough by itself.
        most = round(-values["always"] - 0.05, 2)
        values = {name: value if name == "always" else min(value, most) for name, value in values.items()}
        out[kind] = dict(sorted((values | FIXED).items()))
    return out


def _fitted(data: Sequence[Pair], none: set[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """The weights of each set, those of ``none`` (set and name) left out."""
    import numpy as np

    names = sorted({name for pair in data for name in pair.values} - set(FIXED))
    place: dict[tuple[str, str], int] = {}
    for kind in ("", *KINDS):
        used = {name for pair in data if kind in ("", pair.kind) for name in pair.values}
        for name in names:
            if name in used and not (kind and (kind, name) in none):
                place[kind, name] = len(place)
    x = np.zeros((len(data), len(place)))
    for at, pair in enumerate(data):
        for name, value in pair.values.items():
            if name not in FIXED and (pair.kind, name) not in none:
                x[at, place["", name]] = x[at, place[pair.kind, name]] = value
    told = np.array([sum(w * pair.values.get(name, 0.0) for name, w in FIXED.items()) for pair in data])
    y = np.array([pair.same for pair in data], float)
    c = np.array([pair.heavy for pair in data])
    free = {"": 0.01}
    held = np.diag([
        free.get(kind, 0.5) if name == "always" else OWN_PENALTY if kind else PENALTY for kind, name in place
    ])  # fmt: skip
    w = np.zeros(len(place))
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ w + told, -30, 30)))
        slope = x.T @ (c * (p - y)) + held @ w
        bend = (x * (c * p * (1 - p))[:, None]).T @ x + held
        step = np.linalg.solve(bend, slope)
        w -= step
        if np.max(np.abs(step)) < 1e-6:
            break
    return {
        kind: {
            name: float(w[place["", name]] + w[place[kind, name]]) for name in names if (kind, name) in place
        }
        for kind in KINDS
    }


def found_pairs(source: Source, chosen: Callable[[str], bool]) -> tuple[set, set, int, int]:
    """Gold's and merging's pairs of the stories chosen, happenings too many, and happenings."""
    codings = [one for one in source.codings if chosen(source.stories[one.article.id])]
    merged = merge(codings, linked=source.linked)
    at = {m.key: number for number, h in enumerate(merged.happenings) for m in h.mentions}
    seen = {key: name for key, name in source.happenings.items() if key in at}
    parts: dict[str, set[int]] = {}
    for key, name in seen.items():
        parts.setdefault(name, set()).add(at[key])
    surplus = sum(len(part) - 1 for part in parts.values())
    return pairs(seen), pairs({key: at[key] for key in seen}), surplus, len(parts)


def validate(sources: dict[str, Source], data: Sequence[Pair]) -> dict[str, dict[str, float]]:
    """Figures by origin of the codings, each fold's stories judged by weights fitted on the others."""
    kept = compare.WEIGHTS
    every: dict[str, list[Any]] = {origin: [set(), set(), 0, 0] for origin in sources}
    try:
        for number in range(FOLDS):
            compare.WEIGHTS = fitted([pair for pair in data if number not in pair.folds])
            for origin, source in sources.items():
                got = found_pairs(source, lambda story, number=number: fold(story) == number)  # type: ignore[misc]
                every[origin] = [
                    old | new if isinstance(new, set) else old + new
                    for old, new in zip(every[origin], got, strict=True)
                ]
    finally:
        compare.WEIGHTS = kept
    return {
        origin: score(gold, found) | {"duplicates per 100": 100 * extra / max(1, size)}
        for origin, (gold, found, extra, size) in every.items()
    }


def tuning() -> dict[str, Source]:
    """The tuning half's reports by origin of their codings, and the stories whose acts are named."""
    told = [t for t in read_stories(problems=[]) if half(t.story) == "tune"]
    gold, stories = gold_groups(told), {t.coding.article.id: t.story for t in told}
    codings = system_codings(told)
    read = {event: gold[mark] for event, mark in aligned(told, codings).items()}
    return {
        "gold": Source([local(t) for t in told], gold, stories, linked=True),
        "system": Source(codings, read, stories),
        "named": named(),
    }


def named() -> Source:
    """System codings of the stories whose acts are named, an event being of the act that its words name."""
    from benchmarks.coded import make_coder

    coder = make_coder()
    reports = read_named()
    codings = [coder.code_article(report.article) for report in reports]
    happenings: dict[Key, str] = {}
    for report, coding in zip(reports, codings, strict=True):
        for event in coding.events:
            start, end = event.trigger.start, event.trigger.end
            name = next((act[2] for act in report.acts if act[0] < end and start < act[1]), None)
            if name:
                happenings[report.article.id, start, end, event.type] = name
    return Source(codings, happenings, {report.article.id: report.story for report in reports})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    sources = tuning()
    data = [pair for source in sources.values() for pair in rows(source)]
    print(f"{len(data)} pairs, {sum(pair.same for pair in data)} of one happening")
    for origin, values in validate(sources, data).items():
        print(f"from {origin}, cross-validated:", "  ".join(f"{k} {v:.1f}" for k, v in values.items()))
    weights = fitted(data)
    for name in sorted({name for each in weights.values() for name in each}):
        print(f"  {name:24}", "  ".join(f"{weights[kind].get(name, 0.0):6.2f}" for kind in KINDS))
    if args.write:
        told = {"command": COMMAND, "pairs": len(data), "weights": weights}
        FILE.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
