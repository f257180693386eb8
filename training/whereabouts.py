"""Fit which words of its sentence say where an act happened (``dragoman/coding/whereabouts.py``).

``python -m training.whereabouts`` asks about every annotated act and every word of its sentence that might
say where: a case is right where the annotated place holds the word. The trees are the shipped model's, its lines
to places are not asked. The weights are fitted to all annotated articles that the model learns from; the bar is
set on those that it held out, by the fit to the rest: the lowest where precision and recall together are best or
nearly.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.resolution import Annotated, parses, read
from dragoman.coding import Coder, places
from dragoman.coding.geography import Geo, Geography
from dragoman.coding.names import find_names
from dragoman.coding.scene import Key, Scene, likelihoods
from dragoman.coding.view import View
from dragoman.coding.whereabouts import PATH, Whereabouts, Words
from dragoman.language.parse import Parse
from dragoman.records import Article

from .news import held_out

SETS = ("train", "releases", "authored", "own")
RIDGE = 3.0  #: how strongly weights are drawn to zero
LEAST = 4  #: cases in which a feature must be seen
SMALLEST = 0.05  #: weights below it are left out
STEPS = 400
SLACK = 0.03  #: of F1, given up for recall
SCENE_RIDGE = 1.0
FOLDS = 5

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One act: the words that may say where with what is known of them, the model's line to each (a
    probability, 0 without one), which are right, and whether the annotator gave the act a place at all.
    """

    article: str
    known: tuple[tuple[str, ...], ...]
    lines: tuple[float, ...]
    right: tuple[bool, ...]
    placed: bool
    found: bool  #: has the model found the act and its type?


def readings(names: Iterable[str]) -> Iterator[tuple[str, dict[str, Any], Parse]]:
    """The set's name, the annotated record and the model's reading of each article of the sets of those names
    (``benchmarks.resolution.SETS``).
    """
    for name in names:
        records = read(name)
        by_id = parses(name, records)
        for record in records:
            yield name, record, by_id[record["article"]["id"]]


def cases(names: Iterable[str] = SETS) -> Iterator[Case]:
    """The annotated acts of the sets of those names."""
    coder = Coder()
    for _, record, parse in readings(names):
        view = View(parse)
        found = find_names(view, coder._known, coder._geo, coder._role)
        geography = Geography(view, coder.knowledge, found, {})
        made = Annotated(record, parse)
        words = Words(view, geography)
        for event in record["events"]:
            trigger, head = made.range(event["trigger"]), made.core(event["trigger"])
            same = [t for t in parse.triggers if t.first < trigger[1] and trigger[0] < t.last]
            if same:
                trigger, head = (same[0].first, same[0].last), same[0].head
            lines = {link.token: link.probability for t in same[:1] for link in t.edges.get("place", ())}
            near = words.near(trigger, lines)
            held = [(place["start"], place["end"]) for place in event["places"]]
            yield Case(
                record["article"]["id"],
                tuple(tuple(words.features(event["type"], head, trigger, w)) for w in near),
                tuple(lines.get(w, 0.0) for w in near),
                tuple(
                    any(a <= view.tokens[w].start and view.tokens[w].end <= b for a, b in held) for w in near
                ),
                bool(held),
                any(t.probability >= 0.5 and t.types[0][0] == event["type"] for t in same[:1]),
            )


@dataclass(frozen=True, slots=True)
class Scenery(Generic[Key]):
    """One annotated place whose own words do not tell its country: what speaks for each, which it is, and how much
    it counts.
    """

    article: str
    known: dict[Key, list[str]]
    right: Key
    weight: float = 1.0


class _Listening(Scene):
    """Keeps what it is asked."""

    asked: ClassVar[list[tuple[int, int, dict[str, list[str]]]]] = []

    def country(self, *asked: Any, doubted: Geo | None = None) -> tuple[str, str]:
        """Note what speaks for each country, then answer as ever."""
        first, last = self.view.tokens[asked[0][0]], self.view.tokens[asked[0][1] - 1]
        self.asked.append((first.start, last.end, self.features(*asked, doubted=doubted)))
        return super().country(*asked, doubted=doubted)


def scenery(names: Iterable[str] = SETS) -> Iterator[Scenery[str]]:
    """The places of the sets that the coder gives a country by what stands around them; each place once."""
    coder = Coder()
    for _, record, parse in readings(names):
        _Listening.asked.clear()
        with patch.object(places, "Scene", _Listening):
            coder.code_parse(Article.from_dict(record["article"]), parse)
        seen = set()
        for start, end, known in _Listening.asked:
            right = {
                place["country"]
                for event in record["events"]
                for place in event["places"]
                if place["country"] and place["start"] < end and start < place["end"]
            }
            if len(right) == 1 and min(right) in known and start not in seen:
                seen.add(start)
                yield Scenery(record["article"]["id"], known, min(right))


def fit_scenes(
    chosen: Sequence[Scenery[Key]], *, ridge: float = SCENE_RIDGE, fewest: int = 1
) -> dict[str, float]:
    """Weights of a conditional (softmax) ridge regression over the countries of each place; features that speak
    for fewer than ``fewest`` have none.
    """
    count = Counter(name for one in chosen for known in one.known.values() for name in known)
    names = sorted(name for name, n in count.items() if n >= fewest)
    column = {name: k for k, name in enumerate(names)}
    rows = [(place, code, known) for place, one in enumerate(chosen) for code, known in one.known.items()]
    group = np.array([place for place, _, _ in rows])
    wanted = np.array([code == chosen[place].right for place, code, _ in rows], dtype=float)
    counts = np.array([chosen[place].weight for place, _, _ in rows])
    at = np.array([row for row, (_, _, known) in enumerate(rows) for name in known if name in column])
    of = np.array([column[name] for _, _, known in rows for name in known if name in column])

    def slope(weights: Array) -> Array:
        z = np.exp(np.clip(np.bincount(at, weights[of], minlength=len(rows)), -60, 60))
        off = (z / np.bincount(group, z)[group] - wanted) * counts
        return np.bincount(of, off[at], minlength=len(names)) + ridge * weights

    weights = descended(slope, len(names))
    return {name: round(float(weights[k]), 2) for name, k in column.items() if round(float(weights[k]), 2)}


def descended(slope: Callable[[Array], Array], size: int) -> Array:
    """Where a convex loss with this slope is least, by Adam's steps: features differ by orders of magnitude
    in how often they are seen.
    """
    weights, mean, spread = (np.zeros(size) for _ in range(3))
    for step in range(1, STEPS + 1):
        down = slope(weights)
        mean, spread = 0.9 * mean + 0.1 * down, 0.99 * spread + 0.01 * down**2
        rate = 0.1 * (1 - step / (STEPS + 1))
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return weights


def right_scenes(weights: Mapping[str, float], chosen: Sequence[Scenery[Key]]) -> float:
    """The share of the places whose country is found."""
    right = 0
    for one in chosen:
        told = likelihoods(one.known, weights)
        right += max(told, key=lambda code: told[code]) == one.right
    return right / max(1, len(chosen))


def fit(chosen: Sequence[Case], bar: float = 0.5, scenes: Mapping[str, float] | None = None) -> Whereabouts:
    """Weights of a ridge logistic regression, by accelerated gradient descent; the same for the same cases."""
    rows = [(known, right) for case in chosen for known, right in zip(case.known, case.right, strict=True)]
    count = Counter(name for known, _ in rows for name in known)
    column = {name: k for k, name in enumerate(sorted(name for name, n in count.items() if n >= LEAST))}
    entries = [(row, column[name]) for row, (known, _) in enumerate(rows) for name in known if name in column]
    at, of = np.array(entries).T
    wanted = np.array([right for _, right in rows], dtype=float)

    def slope(weights: Array) -> Array:
        z = np.bincount(at, weights[of], minlength=len(rows)) + weights[-1]
        off = 1 / (1 + np.exp(-z)) - wanted
        down = np.append(np.bincount(of, off[at], minlength=len(column)), off.sum())
        down[:-1] += RIDGE * weights[:-1]
        return down

    weights = descended(slope, len(column) + 1)
    rounded = {name: round(float(weights[k]), 2) for name, k in column.items()}
    return Whereabouts(
        {name: w for name, w in rounded.items() if abs(w) >= SMALLEST},
        round(float(weights[-1]), 2),
        bar,
        scenes or {},
    )


def curve(model: Whereabouts, chosen: Sequence[Case]) -> list[tuple[float, bool]]:
    """The likeliest word of each act that was found: how likely it says where, and whether it does."""
    out = []
    for case in chosen:
        if case.found and case.known:
            told = [
                model.probability(model.weigh(known), line)
                for known, line in zip(case.known, case.lines, strict=True)
            ]
            best = max(range(len(told)), key=lambda k: told[k])
            out.append((told[best], case.right[best]))
    return sorted(out, reverse=True)


def balanced(model: Whereabouts, chosen: Sequence[Case]) -> tuple[float, float, float]:
    """The lowest bar at which precision and recall together (F1) are as good as anywhere but for ``SLACK``, and both
    there: over a wide stretch F1 is flat, and a place left out helps nobody.
    """
    gold = sum(case.placed for case in chosen if case.found)
    bars: list[tuple[float, tuple[float, float, float]]] = []
    hits = 0
    told = curve(model, chosen)
    for given, (probability, right) in enumerate(told, 1):
        hits += right
        if given == len(told) or told[given][0] < probability:  # those as likely are given with it
            bars.append((2 * hits / (given + gold), (probability, hits / given, hits / max(1, gold))))
    most = max((score for score, _ in bars), default=0.0)
    good = [at for score, at in bars if score >= most - SLACK]
    return good[-1] if good else (0.5, 0.0, 0.0)


def fold_of(article: str) -> int:
    return int(hashlib.sha256(article.encode()).hexdigest()[:8], 16) % FOLDS


def main(arguments: list[str] | None = None) -> None:
    """Fit, say how good it is, write the weights."""
    argparse.ArgumentParser(
        prog="training.whereabouts", description=(__doc__ or "").split("\n")[0]
    ).parse_args(arguments)
    everything = list(cases())
    apart = [case for case in everything if held_out(case.article)]
    rest = [case for case in everything if not held_out(case.article)]
    bar, precision, recall = balanced(fit(rest), apart)
    print(f"held out: bar {bar:.2f}, precision {precision:.3f}, recall {recall:.3f}, {len(apart)} acts")
    asked = list(scenery())
    folds = [[one for one in asked if fold_of(one.article) == fold] for fold in range(FOLDS)]
    found = sum(
        len(fold) * right_scenes(fit_scenes([one for one in asked if one not in fold]), fold)
        for fold in folds
    )
    print(f"scenes: {found / len(asked):.3f} of {len(asked)} places right, out of fold")
    model = fit(everything, math.floor(100 * bar) / 100, fit_scenes(asked))
    data = {
        "scenes": model.scenes,
        "bar": model.bar,
        "bias": model.bias,
        "weights": dict(sorted(model.weights.items())),
    }
    PATH.write_text(json.dumps(data, indent=0, ensure_ascii=False) + "\n", "utf-8")
    print(f"{len(model.weights)} weights in {PATH.name}")


if __name__ == "__main__":
    main()
