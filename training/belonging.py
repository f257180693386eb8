"""Fit of which country those are whom no table knows (``dragoman/coding/belonging.py``).

``python -m training.belonging`` codes every annotated article with the annotated acts and statements in place of the
model's, asks of each participant and speaker that no table knows what speaks for each country, and fits the weights
to what the annotators say. How good it is, is told out of fold: of an article by weights fitted to others.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from unittest.mock import patch

from benchmarks.resolution import annotated
from dragoman.coding import Coder, belonging
from dragoman.coding.belonging import PATH, Belonging, Countries
from dragoman.coding.entities import Entity
from dragoman.coding.scene import likelihoods
from dragoman.records import Article

from .whereabouts import FOLDS, SETS, Scenery, fit_scenes, fold_of, readings

RIDGE = 2.0
FEWEST = 4  #: cases in which a feature must be seen
SMALLEST = 0.03  #: weights below it are left out
MOST = 3.0  #: that one entity counts, however often it is mentioned

Case = Scenery[Countries]


class _Listening(Belonging):
    """Keeps what it is asked, and leaves the countries as the rules have them."""

    asked: ClassVar[list[tuple[list[int], Countries, dict[Countries, list[str]]]]] = []

    def settle(self, entities: Iterable[Entity]) -> None:
        """Note where each was mentioned, what the rules say, and what speaks for each country."""
        for entity in filter(self.open, entities):
            starts = [self.view.tokens[mention.token].start for mention in self.mentions.get(id(entity), [])]
            self.asked.append((starts, tuple(dict.fromkeys(entity.country)), self.countries(entity)))


def cases(names: Iterable[str] = SETS) -> Iterator[tuple[str, Case, Countries]]:
    """The set's name, the case, and the rules' answer."""
    coder = Coder()
    for name, record, reading in readings(names):
        _Listening.asked.clear()
        with patch.object(belonging, "Belonging", _Listening):
            coder.code_parse(Article.from_dict(record["article"]), annotated(record, reading))
        spans = list(_spans(record))
        actors = {actor["id"]: actor for actor in record["actors"]}
        for starts, rule, known in _Listening.asked:
            meant = Counter[str]()
            for start in starts:
                around = [span for span in spans if span["start"] <= start < span["end"]]
                if around:
                    narrow = min(span["end"] - span["start"] for span in around)
                    meant.update(s["actor"] for s in around if s["end"] - s["start"] == narrow)
            if meant:
                actor, count = meant.most_common(1)[0]
                right = tuple(sorted(actors[actor]["country"]))
                yield name, Scenery(record["article"]["id"], known, right, min(MOST, count)), rule


def _spans(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for event in record["events"]:
        yield from event["actors"] + event["recipients"]
    for statement in record["statements"]:
        if statement["speaker"]:
            yield statement["speaker"]


def fit(chosen: Sequence[Case]) -> dict[str, float]:
    """Weights by feature, from the cases whose right countries are among those asked about."""
    ordered = [
        replace(one, known={tuple(sorted(codes)): known for codes, known in one.known.items()})
        for one in chosen
    ]
    told = fit_scenes([one for one in ordered if one.right in one.known], ridge=RIDGE, fewest=FEWEST)
    return {name: weight for name, weight in sorted(told.items()) if abs(weight) >= SMALLEST}


def chosen_by(weights: dict[str, float], case: Case, rule: Countries) -> Countries:
    """What the coder would say."""
    share = likelihoods(case.known, weights)
    best = max(share, key=lambda codes: share[codes])
    return best if share[best] - share[rule] >= belonging.LEAD else rule


def main(arguments: list[str] | None = None) -> None:
    """Fit, say how good it is, write the weights."""
    argparse.ArgumentParser(prog="training.belonging", description=(__doc__ or "").split("\n")[0]).parse_args(
        arguments
    )
    found = list(cases())
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for fold in range(FOLDS):
        weights = fit([case for _, case, _ in found if fold_of(case.article) != fold])
        for name, case, rule in found:
            if fold_of(case.article) == fold:
                row = counts[name]
                row[0] += case.weight
                row[1] += case.weight * (tuple(sorted(rule)) == case.right)
                row[2] += case.weight * (tuple(sorted(chosen_by(weights, case, rule))) == case.right)
    for name, (whole, before, after) in counts.items():
        print(
            f"{name:10} {whole:7.0f} mentions: country right {100 * before / whole:.1f} by rule, {100 * after / whole:.1f} out of fold"
        )
    weights = fit([case for _, case, _ in found])
    PATH.write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", "utf-8")
    print(f"{len(weights)} weights in {PATH.name}")


if __name__ == "__main__":
    main()
