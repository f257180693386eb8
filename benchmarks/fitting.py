"""The weights by which merging judges pairs, fitted on the tuning half of the annotated stories.

    python -m benchmarks.fitting             what cross-validation over stories says of them
    python -m benchmarks.fitting --write     the same, and src/dragoman/merging/weights.json written anew

Logistic regression on the pairs that merging compares, from gold and from system codings alike, each weight
held near nought by a penalty. A pair of large units counts for more, as it does in the figures. In
cross-validation the weights for a fold's stories are fitted without these; the figures are those of
`benchmarks.merging` on each fold, added up.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.merging import aligned, gold_groups, pairs, score, system_codings
from benchmarks.stories import Told, half, local, read_stories
from dragoman.merging import compare, grouping, merge
from dragoman.records import Coding

FILE = Path(compare.__file__).with_name("weights.json")
FOLDS = 5
PENALTY = 2.0
#: Added to what speaks for joining any two: two halves of a happening left apart cost more pairs than one
#: report too many.
LEAN = 0.4
#: Not fitted: events of two days, told exactly and not next to each other, are never of one happening.
FIXED = {"another day": -4.0}
#: How much the pairs of each origin count.
SHARE = {"gold": 1.0, "system": 1.0}
COMMAND = "python -m benchmarks.fitting --write"


#: A pair that merging compares: its features, whether it is of one happening, what it counts for, its folds.
Pair = tuple[dict[str, float], bool, float, set[int]]


def fold(story: str) -> int:
    """Which fold a story is in; stories that speak of each other are in one."""
    return hashlib.sha256(f"fold {story.partition('-')[0]}".encode()).digest()[0] % FOLDS


def rows(told: Sequence[Told], codings: Sequence[Coding], origin: str) -> list[Pair]:
    """The pairs that merging compares."""
    from dragoman.merging.articles import likenesses, links
    from dragoman.merging.decisions import Rules
    from dragoman.merging.mentions import Report, mentions_of, ordinal
    from dragoman.merging.sketch import sketch

    gold = gold_groups(list(told))
    stand = {key: key for key in gold} if origin == "gold" else aligned(list(told), list(codings))
    story = {t.coding.article.id: t.story for t in told}
    found, sketched = [], []
    for coding in codings:
        a = coding.article
        report = Report(a.id, ordinal(a.published), a.published, a.source, linked=origin == "gold")
        found += mentions_of(coding, report)
        sketched.append((report, sketch(a.title, a.body)))
    sketched.sort(key=lambda pair: pair[0].id)
    like = likenesses(links(sketched))
    units = grouping.units_of(found, Rules())
    out = []
    for first, second in grouping.candidates(units, like):
        one, other = units[first], units[second]
        marks = [[gold[stand[m.key]] for m in unit.members if m.key in stand] for unit in (one, other)]
        if not marks[0] or not marks[1]:
            continue
        values = compare.evidence(one, other, grouping.alike(like, one, other))
        heavy = (len(marks[0]) * len(marks[1])) ** 0.5
        folds = {fold(story[unit.report.id]) for unit in (one, other)}
        out.append((values, bool(set(marks[0]) & set(marks[1])), heavy, folds))
    return out


def fitted(data: Mapping[str, Sequence[Pair]]) -> dict[str, float]:
    """Weights by Newton's method, in alphabetical order of the features, from pairs of both origins."""
    import numpy as np

    every = [(pair, SHARE[origin]) for origin, part in data.items() for pair in part]
    names = sorted({name for (values, *_), _ in every for name in values} - set(FIXED))
    told = np.array(
        [sum(w * values.get(name, 0.0) for name, w in FIXED.items()) for (values, *_), _ in every]
    )
    x = np.array([[values.get(name, 0.0) for name in names] for (values, *_), _ in every])
    y = np.array([same for (_, same, *_), _ in every], float)
    c = np.array([heavy * share for (*_, heavy, _), share in every])
    held = np.diag([0.01 if name == "always" else PENALTY for name in names])
    w = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ w + told, -30, 30)))
        slope = x.T @ (c * (p - y)) + held @ w
        bend = (x * (c * p * (1 - p))[:, None]).T @ x + held
        step = np.linalg.solve(bend, slope)
        w -= step
        if abs(step).max() < 1e-6:
            break
    w[names.index("always")] += LEAN
    found = {name: round(float(value), 2) for name, value in zip(names, w, strict=True)}
    # No one thing is enough by itself.
    most = round(-found["always"] - 0.05, 2)
    found = {name: min(value, most) for name, value in found.items()}
    return dict(sorted((found | FIXED).items()))


def found_pairs(told: list[Told], codings: list[Coding], origin: str) -> tuple[set, set, int, int]:
    """Gold's and merging's pairs, happenings too many, and happenings."""
    gold = gold_groups(told)
    merged = merge(codings, linked=origin == "gold")
    at = {m.key: number for number, h in enumerate(merged.happenings) for m in h.mentions}
    stand = {key: key for key in gold} if origin == "gold" else aligned(told, codings)
    found: dict[Any, Any] = {mark: at[event] for event, mark in stand.items()}
    seen = {key: name for key, name in gold.items() if key in found}
    parts: dict[str, set[int]] = {}
    for key, name in seen.items():
        parts.setdefault(name, set()).add(found[key])
    return pairs(seen), pairs(found), sum(len(part) - 1 for part in parts.values()), len(parts)


def validate(
    sets: dict[str, tuple[list[Told], list[Coding]]], data: Mapping[str, Sequence[Pair]]
) -> dict[str, dict[str, float]]:
    """Figures by origin of the codings, each fold's stories judged by weights fitted on the others."""
    kept = compare.WEIGHTS
    every: dict[str, list[Any]] = {origin: [set(), set(), 0, 0] for origin in sets}
    try:
        for number in range(FOLDS):
            compare.WEIGHTS = fitted(
                {name: [row for row in part if number not in row[3]] for name, part in data.items()}
            )
            for origin, (told, codings) in sets.items():
                chosen = [at for at, t in enumerate(told) if fold(t.story) == number]
                got = found_pairs([told[at] for at in chosen], [codings[at] for at in chosen], origin)
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


def tuning() -> tuple[dict[str, tuple[list[Told], list[Coding]]], dict[str, list[Pair]]]:
    """The tuning half's reports and codings by origin, and the pairs of both."""
    told = [t for t in read_stories(problems=[]) if half(t.story) == "tune"]
    sets = {"gold": (told, [local(t) for t in told]), "system": (told, system_codings(told))}
    return sets, {origin: rows(marks, codings, origin) for origin, (marks, codings) in sets.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    sets, data = tuning()
    size = sum(len(part) for part in data.values())
    print(f"{size} pairs, {sum(row[1] for part in data.values() for row in part)} of one happening")
    for origin, values in validate(sets, data).items():
        print(f"from {origin}, cross-validated:", "  ".join(f"{k} {v:.1f}" for k, v in values.items()))
    weights = fitted(data)
    for name, value in weights.items():
        print(f"  {name:20} {value:6.2f}")
    if args.write:
        told = {"command": COMMAND, "pairs": size, "weights": weights}
        FILE.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
