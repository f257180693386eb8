"""Fit the probabilities that codings carry, and where the presets cut.

``python -m training.calibrate SHARED`` codes the annotated articles that the language model was not trained on
(those it held out, and dev), notes for each event and statement what is known of it before it is judged, and
fits a small logistic model for each field to what ``SHARED/eval/score.py`` then says. The models, and the
presets' cuts, go into ``dragoman/coding/calibration.json``. How far they can be believed is measured out of
fold by ``python -m benchmarks.confidence``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.accuracy import article
from benchmarks.judge import judge
from dragoman.coding import Coder
from dragoman.coding.confidence import PATH, Calibration
from dragoman.records import EVENT_CONFIDENCES, STATEMENT_CONFIDENCES

from .news import NEWS, OURS, held_out
from .tune import load_records

FOLDS = 10
PRINTED = 2.0  #: a case of dev counts so many of those held out, nearly all of which are of invented articles
RIDGE = 2.0  #: how strongly weights are drawn to zero: a few hundred cases know no better
#: What ``--preset strict`` gives is right in so many cases: of events the type, of statements words and speaker.
STRICT = (("events", "type", 0.85), ("statements", "said", 0.9))
#: Words that ``--preset recall`` takes for an act.
RECALL = {"trigger": 0.05}
LEAST_KEPT = 12  #: a preset's cut must leave so many cases to be believed


@dataclass(frozen=True)
class Recorder(Calibration):
    """Keeps the features it is asked about, in order."""

    events: list[dict[str, float]] = field(default_factory=list)
    statements: list[dict[str, float]] = field(default_factory=list)

    def event(self, features: Mapping[str, float]) -> dict[str, float]:
        """Keep them; every probability is 1."""
        self.events.append(dict(features))
        return dict.fromkeys(EVENT_CONFIDENCES, 1.0)

    def statement(self, features: Mapping[str, float]) -> dict[str, float]:
        """Keep them; every probability is 1."""
        self.statements.append(dict(features))
        return dict.fromkeys(STATEMENT_CONFIDENCES, 1.0)


@dataclass
class Case:
    """One event or statement given: what was known of it, and which of its fields were right."""

    article: str
    of: str
    features: dict[str, float]
    right: dict[str, bool]
    weight: float = 1.0


def cases(records: Iterable[dict[str, Any]], judged: ModuleType) -> tuple[list[Case], dict[str, int]]:
    """The cases of annotated articles, and how many ``events`` and ``statements`` their gold has."""
    recorder = Recorder({}, {"balanced": {}})
    coder = Coder(calibration=recorder)
    out: list[Case] = []
    gold = {"events": 0, "statements": 0}
    for record in records:
        recorder.events.clear()
        recorder.statements.clear()
        given = json.loads(json.dumps(coder.code_article(article(record)).to_dict()))
        ours, theirs = judged.Entities(given), judged.Entities(record)
        gold["events"] += len(record["events"])
        gold["statements"] += len(record["statements"])
        name = record["article"]["id"]

        def same(g: dict[str, Any], s: dict[str, Any], role: str) -> bool:
            return bool(judged.covers(judged.distinct(g[role], theirs), judged.distinct(s[role], ours)))

        found = {
            id(s): g
            for g, s in judged.pair(
                record["events"],
                given["events"],
                lambda g, s: judged.overlap(g["trigger"], s["trigger"]) if g["type"] == s["type"] else 0,
            )
        }
        for features, s in zip(recorder.events, given["events"], strict=True):
            g = found.get(id(s))
            right = dict.fromkeys(EVENT_CONFIDENCES, False)
            if g is not None:
                right = {"type": True, "aux": g["aux"] == s["aux"]}
                right |= {role: same(g, s, role) for role in ("actors", "recipients")}
                right["row"] = right["actors"] and right["recipients"]
            out.append(Case(name, "events", features, right))

        def shared(g: dict[str, Any], s: dict[str, Any]) -> float:
            part = float(judged.content_overlap(g, s))
            return part if part >= 0.5 else 0.0

        found = {id(s): g for g, s in judged.pair(record["statements"], given["statements"], shared)}
        for features, s in zip(recorder.statements, given["statements"], strict=True):
            g, speaker = found.get(id(s)), s["speaker"]
            right = dict.fromkeys(STATEMENT_CONFIDENCES, False)
            if g is not None and speaker is not None and judged.overlap(g["speaker"], speaker):
                entity = judged.same_entity(theirs.get(g["speaker"]), ours.get(speaker))
                right = {"said": True, "speaker": bool(entity), "stance": g["stance"] == s["stance"]}
            out.append(Case(name, "statements", features, right))
    return out, gold


def fit(
    features: Sequence[Mapping[str, float]], right: Sequence[bool], counts: Sequence[float]
) -> dict[str, float]:
    """Weights of a ridge logistic model (Newton's method); that of "" is the constant. ``counts``: what each case counts."""
    names = sorted({name for one in features for name in one})
    x = np.array([[1.0, *(one.get(name, 0.0) for name in names)] for one in features])
    y = np.array(right, dtype=float)
    many = np.array(counts)
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 1e-3
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        slope = x.T @ (many * (p - y)) + ridge * w
        curve = (x * (many * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        w -= step
        if np.abs(step).max() < 1e-9:
            break
    return {"": round(float(w[0]), 4)} | {
        n: round(float(v), 4) for n, v in zip(names, w[1:]) if abs(v) >= 5e-5
    }


def fitted(given: Sequence[Case]) -> dict[str, dict[str, float]]:
    """Weights of every field."""
    out = {}
    for of, fields in (("events", EVENT_CONFIDENCES), ("statements", STATEMENT_CONFIDENCES)):
        some = [case for case in given if case.of == of]
        for name in fields:
            right = [case.right[name] for case in some]
            out[name] = fit([case.features for case in some], right, [case.weight for case in some])
    return out


def out_of_fold(given: Sequence[Case]) -> list[dict[str, float]]:
    """Each case's probabilities by models that saw no case of its article."""
    fold = {name: number % FOLDS for number, name in enumerate(sorted({case.article for case in given}))}
    models = [
        Calibration(fitted([case for case in given if fold[case.article] != k]), {}) for k in range(FOLDS)
    ]
    return [getattr(models[fold[case.article]], case.of.removesuffix("s"))(case.features) for case in given]


def cut(told: Sequence[float], right: Sequence[bool], target: float) -> float | None:
    """The lowest probability to ask for, so that what is left is right in ``target`` of the cases; None where no cut
    that leaves enough cases does."""
    order = sorted(range(len(told)), key=lambda i: -told[i])
    best, good = None, 0
    for rank, i in enumerate(order, 1):
        good += right[i]
        last = rank == len(order) or told[order[rank]] < told[i]
        if last and rank >= LEAST_KEPT and good / rank >= target:
            best = told[i]
    return best


@dataclass
class Sample:
    """Every case of dev and of the held-out articles, with the name of its set; how many marks their gold has."""

    cases: list[Case]
    sets: list[str]
    gold: dict[str, dict[str, int]]

    @staticmethod
    def take(shared: Path) -> Sample:
        """Code the articles and judge what comes out."""
        news = load_records([*(shared / "corpus" / f"{name}.jsonl" for name in NEWS), OURS])
        sets = {
            "dev": load_records([shared / "corpus" / "dev.jsonl"]),
            "held out": [record for record in news if held_out(record["article"]["id"])],
        }
        sample = Sample([], [], {})
        for name, records in sets.items():
            some, sample.gold[name] = cases(records, judge(shared))
            for case in some:
                case.weight = PRINTED if name == "dev" else 1.0
            sample.cases += some
            sample.sets += [name] * len(some)
        return sample

    def rows(self, of: str, part: str = "both") -> list[int]:
        """The numbers of the cases ``of`` events or statements in one set or ``both``."""
        return [i for i, case in enumerate(self.cases) if case.of == of and part in (self.sets[i], "both")]


def presets(sample: Sample, told: Sequence[Mapping[str, float]]) -> dict[str, dict[str, dict[str, float]]]:
    """What each preset asks for, by probabilities told out of fold.

    Raises:
        ValueError: no cut is as precise as ``strict`` promises.
    """
    strict: dict[str, dict[str, float]] = {}
    for of, name, target in STRICT:
        rows = sample.rows(of)
        least = cut([told[i][name] for i in rows], [sample.cases[i].right[name] for i in rows], target)
        if least is None:
            raise ValueError(f"no cut gives {of} whose {name} is right in {target:.0%}")
        strict[of] = {name: least}
    return {"strict": strict, "balanced": {}, "recall": {"thresholds": dict(RECALL)}}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("shared", type=Path)
    o = parser.parse_args()
    sample = Sample.take(o.shared)
    made = {"presets": presets(sample, out_of_fold(sample.cases)), "weights": fitted(sample.cases)}
    PATH.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(
        f"{len(sample.cases)} cases of {len({c.article for c in sample.cases})} articles; presets {made['presets']}"
    )


if __name__ == "__main__":
    main()
