"""Train the log-linear models of `dragoman.coding.reranking`: ``python -m training.reranker DATA``.

The language model that is shipped reads every annotated article but the development and seed articles and those
that it held out itself; the decisions annotators made become examples of five models: is this word an act, and of
which type (*acts*), and what do the other acts of its sentence add to that (*company*); what part has this phrase in this
act (*parts*); did this act take place (*status*), and the same once more with what the acts around it look like (*story*). Only features seen in three decisions or more count. The weights go into ``weights.npz`` beside the code that reads it. ``--score`` says what they bring. Needs PyTorch.
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import torch

from benchmarks.accuracy import article, read_gold
from benchmarks.coded import KeptReader, coded, f1, gold, per_article, total
from dragoman.coding import Coder
from dragoman.coding.reranking import company
from dragoman.coding.reranking.features import ACTS, Acts, Parts, Phrases, Status
from dragoman.coding.reranking.loglinear import PATH, LogLinear
from dragoman.coding.reranking.story import Told, around, paragraphs
from dragoman.coding.spans import top_of
from dragoman.coding.view import View
from dragoman.language import Language
from dragoman.ontology import TYPES

from .news import AUX, HELD_OUT, NEWS, OURS, REAL, held_out
from .phrases import core_end, trigger_head
from .printed import read_printed

PARTS = {"actor": "actors", "recipient": "recipients"}
OUTCOMES = {
    "acts": ("", *sorted(TYPES)), "company": ("", *sorted(TYPES)), "parts": tuple(PARTS), "status": tuple(AUX), "story": tuple(AUX),
}  # fmt: skip
#: What the second opinion weighs beside the first, and where the bars are. Shares of acts, types and parts were chosen on the
#: articles that the language model held out and, in five folds, on the printed texts that it has not seen; "act", "act bias",
#: "status", "first" and "others" with the development articles in sight as well. Near these values the figures move by
#: half a point or so.
SETTINGS = {
    "act": 0.35, "act bias": 0.8, "type": 0.4, "status": 0.8,
    "actor": 1.0, "actor bias": 0.75, "recipient": 1.0, "recipient bias": 1.0,
    "first": -1.1, "others": 1.0,
}
SCORED = ("trigger", "event", "role", "resolved", "whole", "coded")
CLEAR = 0.5  #: probability of words without an annotated act that count among the acts around
FEWEST = 3  #: decisions that a feature must have been seen in
PRINTED_WEIGHT = 2.0  #: a decision of a printed article counts so many of an invented one
DROPPED = 0.2  #: share of the features that each look at a decision leaves out
BATCH = 2000
EPOCHS = {"acts": 3, "company": 4, "parts": 6, "status": 5, "story": 5}
RATES = {"acts": 0.1, "company": 0.1, "parts": 0.15, "status": 0.15, "story": 0.15}
BLOCKS = 3  #: of decisions; what "acts" says of those that "company" learns from was learnt from the others
FOLDS = 5  #: of articles; what "status" says of an article that "story" learns from was learnt from the others
SEEDS = (1, 2, 3)  #: of fits whose mean is taken: one alone is half a point better or worse by chance
FAINT = 0.02  #: a feature all of whose weights are smaller is left out


class Decision(NamedTuple):
    """One choice of the annotators: what was to be seen, which outcomes are right, and what it counts."""

    features: list[str]
    right: tuple[int, ...]
    weight: float


class Recipe(NamedTuple):
    """How one model is fitted. ``each``: outcomes are decided one by one, not one chosen of them all."""

    outcomes: tuple[str, ...]
    epochs: int
    rate: float
    batch: int = BATCH
    each: bool = False


class Act(NamedTuple):
    """One act of an article: what is to be seen of its status, where it stands, and what is right, if it was annotated."""

    features: list[str]
    right: int | None
    sentence: int
    paragraph: int
    tense: str


@dataclass
class Decisions:
    """All choices, by model."""

    acts: list[Decision] = field(default_factory=list)
    company: list[Decision] = field(default_factory=list)  #: those of `acts` in turn
    parts: list[Decision] = field(default_factory=list)
    status: list[Decision] = field(default_factory=list)
    story: list[Decision] = field(default_factory=list)
    stories: list[tuple[list[Act], float]] = field(default_factory=list)  #: by article, with its weight


def articles(data: Path) -> Iterator[tuple[dict[str, Any], float]]:
    """Every annotated article that may be learnt from, and what its decisions count."""
    for name in NEWS:
        for record in read_gold(data / "corpus" / f"{name}.jsonl"):
            yield record, PRINTED_WEIGHT if name in REAL else 1.0
    for record in read_gold(OURS):
        yield record, 1.0
    for record in read_printed(data):
        yield record, PRINTED_WEIGHT


def gather(records: Iterable[tuple[dict[str, Any], float]], language: Language) -> Decisions:
    """The annotators' decisions in the articles' order, seen through the language model's reading."""
    found = Decisions()
    for record, weight in records:
        given = article(record)
        view = View(language.parse(given.text, given.title_end))
        _decide(view, record, given.published, weight, found)
    _look_around(found)
    return found


def _look_around(found: Decisions) -> None:
    """Make the decisions of "status", each act by itself, and of "story": the same once more, with what models that have
    not seen the article say of its acts."""
    found.status = list(_by_itself(found.stories))
    old = AUX.index("historical")
    for fold in range(FOLDS):
        others = [story for number, story in enumerate(found.stories) if number % FOLDS != fold]
        model = LogLinear.of(fit("status", list(_by_itself(others)), seeds=SEEDS[:1]), "status")
        for acts, weight in found.stories[fold::FOLDS]:
            if not acts:
                continue
            scores = model.scores([act.features for act in acts])
            chances = np.exp(scores - scores.max(1, keepdims=True))
            past = (chances[:, old] / chances.sum(1)).tolist()
            told = [Told(a.sentence, a.paragraph, a.tense, p) for a, p in zip(acts, past, strict=True)]
            for act, more in zip(acts, around(told), strict=True):
                if act.right is not None:
                    found.story.append(Decision(act.features + more, (act.right,), weight))


def _by_itself(stories: Iterable[tuple[list[Act], float]]) -> Iterator[Decision]:
    for acts, weight in stories:
        for act in acts:
            if act.right is not None:
                yield Decision(act.features, (act.right,), weight)


def _decide(view: View, record: dict[str, Any], published: str | None, weight: float, into: Decisions) -> None:
    tokens = view.tokens
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    words = [token.text for token in tokens]

    def span(mark: dict[str, Any]) -> tuple[int, int]:
        first = bisect_right(ends, mark["start"])
        return first, max(bisect_right(starts, mark["end"] - 1), first + 1)

    events = []
    for event in record["events"]:
        first, last = span(event["trigger"])
        if first < len(tokens):
            last = min(last, len(tokens))
            events.append((first, last, first + trigger_head(words[first:last]), event))
    kinds = {head: event["type"] for _, _, head, event in events}
    inside = {token for first, last, _, _ in events for token in range(first, last)}
    beside: dict[int, list[tuple[int, str]]] = {}
    for head, kind in kinds.items():
        beside.setdefault(tokens[head].sentence, []).append((head, kind))
    acts, phrases = Acts(view), Phrases(view)
    for token, part in enumerate(view.upos):
        if token in kinds or (part in ACTS and token not in inside):
            right = OUTCOMES["acts"].index(kinds.get(token, ""))
            into.acts.append(Decision(acts.features(token), (right,), weight))
            near = [act for act in beside.get(tokens[token].sentence, ()) if act[0] != token]
            into.company.append(Decision(company.features(view, token, near), (right,), weight))
    year = int(published[:4]) if published and published[:4].isdigit() else None
    status = Status(view, year)
    paragraph_of, story = paragraphs(view), list[Act]()
    for trigger in view.parse.triggers:
        if trigger.probability >= CLEAR and trigger.types and not inside & set(range(trigger.first, trigger.last)):
            top = top_of(view, trigger.first, trigger.last, trigger.head)
            sentence = tokens[top].sentence
            features = status.features(top, trigger.types[0][0])
            story.append(Act(features, None, sentence, paragraph_of[sentence], status.tense(top)))
    for first, last, _, event in events:
        last = min(last, view.sentence(first)[1])
        sentence = tokens[first].sentence
        top = top_of(view, first, last, first)
        found = phrases.around((first, last))
        taken: dict[int, set[int]] = {}
        for number, field_ in enumerate(PARTS.values()):
            for mark in event[field_]:
                core = _core(view, words, found, sentence, *span(mark))
                if core is not None:
                    taken.setdefault(core, set()).add(number)
        many = sum(tokens[other].sentence == sentence for other, _, _, _ in events)
        parts = Parts(view, phrases, (first, last), first, event["type"], many)
        for core, token in found.items():
            right = tuple(sorted(taken.get(core, ())))
            into.parts.append(Decision(parts.features(core, token), right, weight))
        features, outcome = status.features(top, event["type"]), AUX.index(event.get("aux", ""))
        story.append(Act(features, outcome, sentence, paragraph_of[sentence], status.tense(top)))
    into.stories.append((story, weight))


def _core(
    view: View, words: Sequence[str], phrases: dict[int, int], sentence: int, first: int, last: int
) -> int | None:
    """The candidate that an annotated phrase is, if it stands in that sentence."""
    if first >= len(words) or view.tokens[first].sentence != sentence:
        return None
    core = first + core_end(words[first:last])
    if core in phrases:
        return core
    within = [c for c in phrases if first <= c < last and not first <= view.head(phrases[c]) < last]
    return within[0] if within else None


def fit(
    name: str,
    decisions: Sequence[Decision],
    *,
    recipe: Recipe | None = None,
    seeds: Sequence[int] = SEEDS,
    given: np.ndarray | None = None,
) -> dict[str, np.ndarray]:
    """Weights of one model as the arrays of ``weights.npz``: the mean of as many fits as there are seeds.

    ``recipe`` is that of the model of this name, unless another is given; ``given`` are scores to which those of the model
    are added: [decisions, outcomes].
    """
    if recipe is None:
        recipe = Recipe(OUTCOMES[name], EPOCHS[name], RATES[name], each=name == "parts")
    seen = Counter(feature for decision in decisions for feature in set(decision.features))
    kept = sorted(feature for feature, count in seen.items() if count >= FEWEST)
    number = {feature: i for i, feature in enumerate(kept)}
    data = [([number[f] for f in d.features if f in number], d.right, d.weight) for d in decisions]
    weights = np.mean([_fitted(recipe, data, len(kept), seed, given) for seed in seeds], axis=0)
    return _packed(name, kept, weights, recipe.outcomes)


def alone(decisions: Sequence[Decision]) -> np.ndarray:
    """The scores of "acts" by models that have not seen the decision: [decisions, outcomes]."""
    cuts = [len(decisions) * fold // BLOCKS for fold in range(BLOCKS + 1)]
    scores = []
    for first, last in pairwise(cuts):
        rest = [*decisions[:first], *decisions[last:]]
        model = LogLinear.of(fit("acts", rest, seeds=SEEDS[:1]), "acts")
        scores.append(model.scores([decision.features for decision in decisions[first:last]]))
    return np.concatenate(scores)


def _fitted(
    recipe: Recipe,
    data: Sequence[tuple[list[int], tuple[int, ...], float]],
    size: int,
    seed: int,
    given: np.ndarray | None,
) -> np.ndarray:
    """One fit: [features, outcomes].

    AdaGrad on the log loss, features left out at random; the mean of the weights over the last two passes.
    """
    outcomes = len(recipe.outcomes)
    torch.manual_seed(seed)
    draw = random.Random(seed)
    order = list(range(len(data)))
    weights = torch.zeros(size, outcomes, requires_grad=True)
    optimizer = torch.optim.Adagrad([weights], lr=recipe.rate)
    mean, steps = torch.zeros(size, outcomes), 0
    for epoch in range(recipe.epochs):
        draw.shuffle(order)
        for begin in range(0, len(data), recipe.batch):
            batch = [data[number] for number in order[begin : begin + recipe.batch]]
            offsets = np.cumsum([0, *(len(ids) for ids, _, _ in batch)])[:-1]
            ids = torch.tensor([i for features, _, _ in batch for i in features])
            looked = (torch.rand(len(ids)) > DROPPED).float() / (1 - DROPPED)
            scores = torch.nn.functional.embedding_bag(
                ids, weights, torch.from_numpy(offsets), mode="sum", per_sample_weights=looked
            )
            if given is not None:
                scores = scores + torch.from_numpy(given[order[begin : begin + recipe.batch]])
            target = torch.zeros(len(batch), outcomes)
            for row, (_, right, _) in enumerate(batch):
                target[row, list(right)] = 1.0
            if recipe.each:
                loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, target, reduction="none").sum(1)
            else:
                loss = -(torch.log_softmax(scores, 1) * target).sum(1)
            counts = torch.tensor([weight for _, _, weight in batch])
            optimizer.zero_grad()
            (loss * counts).mean().backward()
            optimizer.step()
            if epoch >= recipe.epochs - 2:
                steps += 1
                mean += (weights.detach() - mean) / steps
    return mean.numpy()


def _packed(name: str, features: list[str], weights: np.ndarray, outcomes: Sequence[str]) -> dict[str, np.ndarray]:
    told = np.abs(weights).max(1) >= FAINT
    told |= np.array([feature == "b" for feature in features])
    keys = np.array([crc32(feature.encode()) for feature in features], np.uint32)
    # Of two features with one checksum the later is dropped.
    order = np.argsort(keys, kind="stable")
    first = np.r_[True, np.diff(keys[order]) != 0]
    order = order[first]
    order = order[told[order]]
    scale = np.maximum(np.abs(weights[order]).max(0), 1e-6) / 127
    rows = np.rint(weights[order] / scale).astype(np.int8)
    return {
        f"{name}.keys": keys[order],
        f"{name}.rows": np.vstack([rows, np.zeros((1, rows.shape[1]), np.int8)]),
        f"{name}.scale": scale.astype(np.float32),
        f"{name}.outcomes": np.array(list(outcomes)),
    }


def write(decisions: Decisions, path: Path) -> None:
    """Fit the models and write them with the settings; the same decisions give the same bytes."""
    arrays: dict[str, np.ndarray] = {}
    for name in OUTCOMES:
        given = alone(decisions.acts) if name == "company" else None
        arrays |= fit(name, getattr(decisions, name), given=given)
    arrays["settings.names"] = np.array(list(SETTINGS))
    arrays["settings.values"] = np.array(list(SETTINGS.values()), np.float32)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)


def score(data: Path) -> None:
    """Print F1 with and without the second opinion, on what was held out from both models and on dev."""
    aside = [record for record, _ in articles(data) if held_out(record["article"]["id"], HELD_OUT)]
    print(f"{'articles':12} {'second opinion':15} {' '.join(f'{name:>8}' for name in SCORED)}")
    for label, records in (("held out", aside), ("dev", gold("dev", data))):
        for reranking in (False, True):
            coder = Coder(language=KeptReader(), reranking=reranking)
            rows = per_article(records, coded(records, coder))
            found = " ".join(f"{f1(*total(rows, name)) or 0:8.1f}" for name in SCORED)
            print(f"{len(records):3} {label:8} {'with' if reranking else 'without':15} {found}")


def main() -> None:
    """Train on everything and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path, help="the folder that holds corpus/ and the public sets")
    parser.add_argument("--to", type=Path, default=PATH)
    parser.add_argument("--score", action="store_true", help="only say what the shipped weights bring")
    options = parser.parse_args()
    if options.score:
        score(options.data)
        return
    torch.set_num_threads(1)
    kept = (pair for pair in articles(options.data) if not held_out(pair[0]["article"]["id"], HELD_OUT))
    decisions = gather(kept, Language.load())
    write(decisions, options.to)
    for name in OUTCOMES:
        print(f"{name}: {len(getattr(decisions, name))} decisions")
    print(f"{options.to}: {options.to.stat().st_size} bytes")


if __name__ == "__main__":
    main()
