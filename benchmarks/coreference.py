"""Acts told again within an article: ``python -m benchmarks.coreference [--bars] [--errors N]``.

Annotators give every mention of one act the same name (``ev``). Of all pairs of mentions of one article that
the coder read and annotators marked as well (overlapping words, one each, those of the same type first), *P*
is the share of those linked that are of one act to the annotators, *R* the share of theirs that are linked.
The articles held out are those that neither the language model nor the links' weights have seen; what is read
there that nobody marked, or marked that was not read, is left out. ``--bars`` shows the
sets at other bars too.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from benchmarks.accuracy import SHARED, article, read_gold
from benchmarks.coded import gold, matched
from dragoman.coding import coreference
from dragoman.coding.coreference.linking import BAR, clusters, odds

if TYPE_CHECKING:
    from dragoman import Coder
    from dragoman.coding.events import Made
    from dragoman.coding.view import View

BARS = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5)


class Reading(NamedTuple):
    """What the coder read in one article, and the annotators' act of each mention that they marked."""

    view: View
    made: list[Made]
    acts: dict[int, str]


class Pairs(NamedTuple):
    """Of the pairs of marked mentions: how many are of one act, how many were linked, how many rightly."""

    same: int
    linked: int
    right: int

    def shares(self) -> tuple[float, float, float]:
        """Precision, recall and F1, per cent."""
        return (
            100 * self.right / max(self.linked, 1),
            100 * self.right / max(self.same, 1),
            200 * self.right / max(self.same + self.linked, 1),
        )


def read(records: Iterable[Mapping[str, Any]], coder: Coder) -> Iterator[Reading]:
    """The articles as the coder reads them, one after the other."""
    for record in records:
        seen: list[tuple[View, list[Made]]] = []

        def keep(view: View, made: list[Made], seen: Any = seen) -> list[list[Made]]:
            seen.append((view, list(made)))
            return [[event] for event in made]

        with patch.object(coreference, "link", keep):
            coder.code_article(article(dict(record)))
        for view, made in seen:
            yield Reading(view, made, aligned(view, made, record["events"]))


def aligned(view: View, made: Sequence[Made], events: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """The annotators' act of each mention whose words overlap a marked one's."""
    marks = [(e["trigger"]["start"], e["trigger"]["end"], e["type"]) for e in events]
    read = []
    for mention in made:
        first, last = mention.draft.range
        read.append((view.tokens[first].start, view.tokens[last - 1].end, mention.draft.type))
    return {number: events[at]["event"] for number, at in matched(marks, read).items()}


def _groups(view: View, made: Sequence[Made], bar: float) -> dict[int, int]:
    """The group of each mention."""
    found = clusters(len(made), odds(view, made), bar)
    return {at: number for number, group in enumerate(found) for at in group}


def judged(readings: Iterable[Reading], bar: float = BAR) -> Pairs:
    """How the links of the articles compare with the annotators'."""
    same = linked = right = 0
    for view, made, acts in readings:
        group = _groups(view, made, bar)
        for one, other in combinations(sorted(acts), 2):
            one_act, one_group = acts[one] == acts[other], group[one] == group[other]
            same += one_act
            linked += one_group
            right += one_act and one_group
    return Pairs(same, linked, right)


def sets() -> dict[str, list[Mapping[str, Any]]]:
    """The annotated articles by what they are."""
    from training.news import OURS, held_out

    theirs = [record for name in ("train", "authored", "releases") for record in gold(name)]
    return {
        "held out, reference": [r for r in theirs if held_out(r["article"]["id"])],
        "held out, ours": [r for r in read_gold(OURS) if held_out(r["article"]["id"])],
        "dev": list(gold("dev")),
    }


def mistakes(readings: Iterable[Reading]) -> Iterator[str]:
    """Pairs linked wrongly or not linked, with their sentences."""
    for view, made, acts in readings:
        group = _groups(view, made, BAR)

        def told(at: int, view: View = view, made: Sequence[Made] = made) -> str:
            draft = made[at].draft
            sentence = view.words(view.sentence(draft.trigger.first))
            return f"{draft.type} [{view.words(draft.range)}] {sentence}"

        for one, other in combinations(sorted(acts), 2):
            if (acts[one] == acts[other]) != (group[one] == group[other]):
                what = "MISSED" if acts[one] == acts[other] else "WRONG"
                yield f"{what}\n  {told(one)}\n  {told(other)}"


def measure(coder: Coder, bars: Sequence[float] = (BAR,)) -> list[tuple[str, int, float, Pairs]]:
    """For each set and bar: its name, its articles, the bar and the pairs."""
    out = []
    for name, records in sets().items():
        readings = list(read(records, coder))
        out += [(name, len(records), bar, judged(readings, bar)) for bar in bars]
    return out


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks.coreference", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--bars", action="store_true", help="at other bars too")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show N mistakes on articles held out"
    )
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    if not (SHARED / "corpus").is_dir():
        print("coreference: SKIPPED: the annotated news is not there (../shared, beside the repository)")
        return 0
    from dragoman import Coder

    coder = Coder()
    found = measure(coder, BARS if chosen.bars else (BAR,))
    if chosen.json:
        rows = [{"articles": name, "bar": bar, **pairs._asdict()} for name, _, bar, pairs in found]
        print(json.dumps(rows, indent=2))
        return 0
    print(f"{'articles':24} {'bar':>5} {'pairs':>6} {'P':>6} {'R':>6} {'F1':>6}")
    for name, _, bar, pairs in found:
        print(f"{name:24} {bar:5.1f} {pairs.same:6} {' '.join(f'{share:6.1f}' for share in pairs.shares())}")
    if chosen.errors:
        aside = [r for name, records in sets().items() if name != "dev" for r in records]
        for number, text in enumerate(mistakes(read(aside, coder))):
            if number == chosen.errors:
                break
            print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
