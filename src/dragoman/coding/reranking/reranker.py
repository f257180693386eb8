"""The language model's opinion and the log-linear models', added up as log odds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dragoman.coding.reranking import company
from dragoman.coding.reranking.features import Acts, Parts, Phrases, Status
from dragoman.coding.reranking.story import Told, around, paragraphs
from dragoman.coding.spans import top_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dragoman.coding.reranking.loglinear import LogLinear, Models
    from dragoman.coding.view import Range, View
    from dragoman.language.parse import Trigger

_CLEAR = 8.0  #: log odds of the second opinion are cut off here
#: What a link that the language model does not give stands for.
UNLINKED = 0.05
#: Bars of the language model alone, in log odds over its thresholds: for the first in a part, and for more.
ALONE = {"first": -0.55, "others": 1.5}
#: A phrase that the tree does not give as a candidate is unlikely to take part.
STRANGER = -2.0


class Reranker:
    """Second opinions on one article.

    Args:
        view: the article as the language model read it; `triggers` puts the new probabilities into it.
        models: the weights; without them the language model's opinion stands alone.
        published: ISO date of the article, or None.
    """

    def __init__(self, view: View, models: Models | None, published: str | None) -> None:
        self._view, self._models = view, models
        year = int(published[:4]) if published and published[:4].isdigit() else None
        self._status = Status(view, year)
        self._phrases = Phrases(view)
        self.settings: Mapping[str, float] = models.settings if models else ALONE

    def triggers(self) -> tuple[Trigger, ...]:
        """The triggers with both opinions in their probability and in the order of their types."""
        view = self._view
        found = view.parse.triggers
        if self._models is None:
            return found
        model = self._models.acts
        acts = Acts(view)
        scores = model.scores([acts.features(trigger.head) for trigger in found])
        alone = self._weighed(scores.tolist())
        return tuple(self._weighed((scores + self._company(alone)).tolist()))

    def _company(self, alone: Sequence[Trigger]) -> NDArray[Any]:
        """What the acts around add to each trigger's scores, these being such as are likely by themselves."""
        assert self._models is not None
        view = self._view
        bar = view.parse.thresholds.get("trigger", 0.5)
        told: dict[int, list[tuple[int, str]]] = {}
        for trigger in alone:
            if trigger.probability >= bar and trigger.types:
                place = (trigger.head, trigger.types[0][0])
                told.setdefault(view.sentence_of(trigger.head), []).append(place)
        return self._models.company.scores([
            company.features(
                view,
                trigger.head,
                [act for act in told.get(view.sentence_of(trigger.head), ()) if act[0] != trigger.head],
            )
            for trigger in alone
        ])

    def _weighed(self, rows: Sequence[Sequence[float]]) -> list[Trigger]:
        """The triggers of the language model with a second opinion of each, given by the outcomes' scores."""
        assert self._models is not None
        settings, found = self.settings, self._view.parse.triggers
        place = {name: i for i, name in enumerate(self._models.acts.outcomes)}
        out = []
        for trigger, row in zip(found, rows, strict=True):
            top = max(row)
            chances = [math.exp(score - top) for score in row]
            whole = sum(chances)
            none = chances[place[""]] / whole
            odds = math.log(max(1 - none, 1e-6) / max(none, 1e-6))
            odds = max(-_CLEAR, min(_CLEAR, odds)) + settings["act bias"]
            chance = _sigmoid(_logit(trigger.probability) + settings["act"] * odds)
            share = max(1 - none, 1e-9) * whole
            seconds = [chances[place[name]] / share if name in place else 1.0 for name, _ in trigger.types]
            weights = [
                max(first, 1e-4) * max(second, 1e-4) ** settings["type"]
                for (_, first), second in zip(trigger.types, seconds, strict=True)
            ]
            total = sum(weights)
            types = sorted(
                ((name, round(w / total, 4)) for (name, _), w in zip(trigger.types, weights, strict=True)),
                key=lambda pair: (-pair[1], pair[0]),
            )
            out.append(replace(trigger, probability=round(chance, 4), types=tuple(types)))
        return out

    def statuses(self, acts: Sequence[tuple[Trigger, str]]) -> list[str]:
        """The likeliest status ("", historical, future, hypothetical, negation) of each act by both opinions.

        Args:
            acts: their triggers and types.
        """
        tops = [self._top(trigger) for trigger, _ in acts]
        rows: list[list[float]] = [[]] * len(acts)
        if self._models is not None and acts:
            looks = self._look_around(self._models.status)
            features = [
                self._status.features(top, kind) + looks.get((trigger.first, trigger.last), [])
                for (trigger, kind), top in zip(acts, tops, strict=True)
            ]
            rows = self._models.story.scores(features).tolist()
        return [
            self._likeliest(trigger, kind, top, row)
            for (trigger, kind), top, row in zip(acts, tops, rows, strict=True)
        ]

    def _likeliest(self, trigger: Trigger, kind: str, top: int, row: list[float]) -> str:
        told = [name for name in trigger.aux if name or not self._status.undone(top, kind)]
        if not told:
            return ""
        if self._models is None:
            return max(told, key=lambda name: (trigger.aux[name], name == ""))
        highest = max(row)
        whole = math.log(sum(math.exp(score - highest) for score in row)) + highest
        second = dict(zip(self._models.story.outcomes, row, strict=True))
        share = self.settings["status"]
        return max(
            told,
            key=lambda name: (
                math.log(max(trigger.aux[name], 1e-3)) + share * (second.get(name, whole) - whole),
                name == "",
            ),
        )

    def _top(self, trigger: Trigger) -> int:
        return top_of(self._view, trigger.first, trigger.last, trigger.head)

    def _look_around(self, model: LogLinear) -> dict[Range, list[str]]:
        """Look at each act by itself first: what that says of those around it, as features, by its words."""
        view = self._view
        bar = view.parse.thresholds.get("trigger", 0.5)
        acts = [act for act in view.parse.triggers if act.probability >= bar and act.types and act.aux]
        tops = [self._top(trigger) for trigger in acts]
        rows = model.scores(
            [self._status.features(top, act.types[0][0]) for top, act in zip(tops, acts, strict=True)]
        ).tolist()
        old, number = model.outcomes.index("historical"), paragraphs(view)
        told = []
        for top, act, row in zip(tops, acts, rows, strict=True):
            highest = max(row)
            chances = [math.exp(score - highest) for score in row]
            past = (chances[old] / sum(chances) + act.aux.get("historical", 0.0)) / 2
            sentence = view.tokens[top].sentence
            told.append(Told(sentence, number[sentence], self._status.tense(top), past))
        return {(act.first, act.last): features for act, features in zip(acts, around(told), strict=True)}

    def parts(
        self, acts: Sequence[tuple[Trigger, str, int]], bars: Mapping[str, float]
    ) -> list[dict[str, dict[int, float]]]:
        """How much more likely than its bar each candidate takes each part in each act, in log odds.

        Args:
            acts: their triggers and types, and how many acts the sentence of each tells.
            bars: the language model's threshold of each part; only these parts are weighed.
        """
        asked: list[dict[int, int]] = [{}] * len(acts)
        rows: list[list[float]] = []
        if self._models is not None:
            asked = [self._phrases.around((trigger.first, trigger.last)) for trigger, _, _ in acts]
            features: list[list[str]] = []
            for (trigger, kind, many), phrases in zip(acts, asked, strict=True):
                words = (trigger.first, trigger.last)
                made = Parts(self._view, self._phrases, words, trigger.head, kind, many)
                features += [made.features(core, token) for core, token in phrases.items()]
            rows = self._models.parts.scores(features).tolist()
        out = []
        begin = 0
        for (trigger, _, _), phrases in zip(acts, asked, strict=True):
            second = dict(zip(phrases, rows[begin : begin + len(phrases)], strict=True))
            begin += len(phrases)
            out.append({part: self._over(trigger, part, bar, second) for part, bar in bars.items()})
        return out

    def _over(
        self, trigger: Trigger, part: str, bar: float, second: Mapping[int, list[float]]
    ) -> dict[int, float]:
        """How far each candidate is over the bar of that part; ``second`` gives the phrases' scores."""
        linked = {
            link.token: link.probability
            for link in trigger.edges.get(part, ())
            if 0 <= link.token < len(self._view.tokens)
        }
        least = _logit(bar)
        over = dict.fromkeys([*linked, *second], _logit(UNLINKED) - least)
        over |= {token: _logit(chance) - least for token, chance in linked.items()}
        if self._models is not None:
            column, share = self._models.parts.outcomes.index(part), self.settings[part]
            middle = self.settings[f"{part} bias"]
            for token in over:
                told = second[token][column] if token in second else STRANGER
                over[token] += share * (told + middle)
        return over


def _logit(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))
