"""How the acts around one are told: among old happenings one more is likely to be old, too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dragoman.coding.view import View

_FAR = 4  #: sentences; acts farther off say nothing of one
_STEPS = 5  #: so many levels of how likely an act is of old are told apart


class Told(NamedTuple):
    """One act as it looks by itself."""

    sentence: int
    paragraph: int
    tense: str  #: of its word: past, pres, inf or -
    past: float  #: probability that it is historical


def paragraphs(view: View) -> list[int]:
    """The number of the paragraph that each sentence stands in."""
    sentences, text = view.parse.sentences, view.text
    out: list[int] = []
    for number, sentence in enumerate(sentences):
        opens = number > 0 and "\n\n" in text[sentences[number - 1].start : sentence.start]
        out.append(out[-1] + opens if out else 0)
    return out


def around(acts: Sequence[Told]) -> list[list[str]]:
    """Features of each act from the others of the article: same sentence, next ones, paragraph, all."""
    by_sentence: dict[int, list[float]] = defaultdict(list)
    by_paragraph: dict[int, list[float]] = defaultdict(list)
    for act in acts:
        by_sentence[act.sentence].append(act.past)
        by_paragraph[act.paragraph].append(act.past)
    numbers = sorted(by_sentence)
    place = {number: i for i, number in enumerate(numbers)}
    paragraph_of = {act.sentence: act.paragraph for act in acts}
    everything = sum(act.past for act in acts)

    def near(at: int, act: Told) -> str:
        """Level of the sentence at that place among those with acts, and whether it is of the paragraph."""
        if not 0 <= at < len(numbers) or abs(numbers[at] - act.sentence) > _FAR:
            return "nq"
        chances = by_sentence[numbers[at]]
        within = paragraph_of[numbers[at]] == act.paragraph
        return _level(sum(chances) / len(chances)) + ("p" if within else "q")

    out = []
    for act in acts:
        same = _level(_others(by_sentence[act.sentence], act.past))
        beside = _level(_others(by_paragraph[act.paragraph], act.past))
        story = _level((everything - act.past) / (len(acts) - 1) if len(acts) > 1 else None)
        back, on = near(place[act.sentence] - 1, act), near(place[act.sentence] + 1, act)
        out.append(
            [
                f"xs={same}",
                f"xst={same};{act.tense}",
                f"xp={back}",
                f"xpt={back};{act.tense}",
                f"xn={on}",
                f"xa={story}",
                f"xpar={beside}",
                f"xpart={beside};{act.tense}",
                f"xpn={back[0]}{on[0]}",
                f"xspn={same}{beside}{story}",
            ]
        )
    return out


def _others(chances: Sequence[float], own: float) -> float | None:
    """Their mean without one of them."""
    return (sum(chances) - own) / (len(chances) - 1) if len(chances) > 1 else None


def _level(chance: float | None) -> str:
    return "n" if chance is None else str(max(0, min(int(chance * _STEPS), _STEPS - 1)))
