"""How far to trust a coding: a calibrated probability for each event, statement and field.

What the model's heads give (is this word an act, is this phrase its doer) is sure of itself in ways of its
own, and says nothing of the rules that come after. Small logistic models over both, fitted to annotated
articles that the language model was not trained on (``python -m training.calibrate``), turn them into
probabilities: of the events given 0.8, four of five are right. What each is a probability *of* stands in
:data:`dragoman.records.EVENT_CONFIDENCES` and
:data:`~dragoman.records.STATEMENT_CONFIDENCES`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.coding.view import PRONOUNS, View
from dragoman.records import EVENT_CONFIDENCES, STATEMENT_CONFIDENCES

if TYPE_CHECKING:
    from dragoman.coding.events import Made
    from dragoman.coding.mentions import Mention
    from dragoman.coding.statements import Said
    from dragoman.language.parse import Link

PATH = Path(__file__).with_name("calibration.json")
_FLAT = 6.0  #: log odds are cut off here: what a head calls certain is not


def log_odds(probability: float) -> float:
    """The logit of a probability, at most 6 from zero."""
    p = min(max(probability, 1e-6), 1 - 1e-6)
    return max(-_FLAT, min(_FLAT, math.log(p / (1 - p))))


def event_features(view: View, made: Made) -> dict[str, float]:
    """What is known of an event before it is known to be right; absent features are 0."""
    draft, trigger = made.draft, made.draft.trigger
    kinds = dict(trigger.types)
    out = {
        "trigger": log_odds(trigger.probability),
        "kind": log_odds(kinds.get(draft.type, 0.5)),
        "aux": log_odds(max(trigger.aux.values(), default=0.5)),
        "told": float(draft.aux != ""),
        "noun": float(view.upos[trigger.head] == "NOUN"),
        "title": float(view.parse.sentences[view.sentence_of(trigger.first)].title),
        "several": float(len(trigger.types) > 1 and draft.type != trigger.types[0][0]),
        f"is {draft.type}": 1.0,
    }
    if draft.aux:
        out["aux told"] = out["aux"]
        out[f"told {draft.aux}"] = 1.0
    for name, mentions in (("actor", made.actors), ("recipient", made.recipients)):
        out |= _party(view, name, mentions, trigger.edges.get(name, ()))
    return out


def statement_features(view: View, said: Said) -> dict[str, float]:
    """What is known of a statement before it is known to be right."""
    first = said.draft.contents[0]
    out = {
        "content": log_odds(first.probability),
        "cue": float(said.cue is not None),
        "indirect": float(said.mode == "indirect"),
        "stance": log_odds(max(first.stance.values(), default=0.5)),
        "toned": float(said.stance != "0"),
        "ruled": float(any(field == "speaker" for field, _ in said.draft.rules)),
        "long": float(len(said.contents) > 1),
    }
    link = [first.speaker] if first.speaker else []
    return out | _party(view, "speaker", [said.speaker] if said.speaker else [], link)


def _party(view: View, name: str, mentions: Sequence[Mention], links: Iterable[Link]) -> dict[str, float]:
    """Of those who take a part: how sure the weakest link is, and how they came to their entity."""
    chance = {link.token: link.probability for link in links}
    if not mentions:
        # the likeliest of those that were passed over: is somebody missing?
        return {f"{name} none": 1.0, f"{name} passed": log_odds(max(chance.values(), default=0.0)) + _FLAT}
    weakest = min(chance.get(mention.token, 0.5) for mention in mentions)
    return {
        f"{name} link": log_odds(weakest),
        f"{name} several": float(len(mentions) > 1),
        f"{name} by rule": float(any(mention.token not in chance for mention in mentions)),
        f"{name} unknown": float(any(not mention.entity.known for mention in mentions)),
        f"{name} unnamed": float(any(not mention.entity.named for mention in mentions)),
        f"{name} pronoun": float(any(view.lower[mention.token] in PRONOUNS for mention in mentions)),
        f"{name} country": float(all(mention.entity.kind == "country" for mention in mentions)),
    }


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the logistic models by field, and where the presets cut.

    A preset is a dict of ``events`` and ``statements``, the least probability asked of a field, and of
    ``thresholds`` that replace the model's.
    """

    weights: Mapping[str, Mapping[str, float]]
    presets: Mapping[str, Mapping[str, Mapping[str, float]]]

    @staticmethod
    @cache
    def load() -> Calibration:
        """The shipped one.

        Raises:
            OSError, ValueError: the file is missing or broken.
        """
        data = json.loads(PATH.read_text(encoding="utf-8"))
        return Calibration(data["weights"], data["presets"])

    def probability(self, field: str, features: Mapping[str, float]) -> float:
        """The probability (0 to 1) that ``field`` is right."""
        weights = self.weights[field]
        total = weights.get("", 0.0)
        for name, value in features.items():
            total += weights.get(name, 0.0) * value
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def event(self, features: Mapping[str, float]) -> dict[str, float]:
        """Each of ``EVENT_CONFIDENCES`` with its probability; none is above ``type``, none below ``row``."""
        features = {name: value for name, value in features.items() if value}  # most are 0
        found = {field: self.probability(field, features) for field in EVENT_CONFIDENCES}
        top = found["type"]
        found = {field: min(value, top) for field, value in found.items()}
        found["row"] = min(found["row"], found["actors"], found["recipients"])
        return {field: round(value, 3) for field, value in found.items()}

    def statement(self, features: Mapping[str, float]) -> dict[str, float]:
        """Each of :data:`STATEMENT_CONFIDENCES` with its probability; none is above ``said``."""
        features = {name: value for name, value in features.items() if value}
        found = {field: self.probability(field, features) for field in STATEMENT_CONFIDENCES}
        top = found["said"]
        return {field: round(min(value, top), 3) for field, value in found.items()}
