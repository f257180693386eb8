"""The challenge sentences: ``python -m benchmarks.challenge [--errors N] [--only PHENOMENON] [--json]``.

../shared/challenge/visible.jsonl holds short invented items, each made for one phenomenon of news writing
(the id tells which). Nothing is trained on them and no word of them is in a rule or a table.

An item is *fully right* where its events are the annotated ones, no more and no fewer, each with the
same type and an overlapping trigger, and each with the same participants in the same roles, the same
``aux`` and the same account (``by``). A participant is the same where the words overlap or the entity is the
same; in the column "and who" the entity must be the same. An item without events is right where none is read.

*Direction* is judged on items whose grammar turns doer and sufferer round, and, for comparison, on
all: it is right where each annotated event that has participants is found (whatever its type), at least one
participant stands in his role, and none in the other one. An event that is not found counts as wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.accuracy import SHARED, phenomenon
from benchmarks.coded import Record, coded, gold, make_coder
from benchmarks.judge import judge

if TYPE_CHECKING:
    from dragoman import Coder

ROLES = ("actors", "recipients")
#: Phenomena that turn doer and sufferer round.
INVERTED = ("inverted-direction", "inverted-role")
#: What is to be reached, per cent.
GOALS = {"fully right": 75.0, "inverted direction": 95.0, "left alone": 92.0}


@dataclass(frozen=True, slots=True)
class Item:
    """One item judged: which of its fields are right, and what is wrong, in words."""

    id: str
    phenomenon: str
    events: int
    read: int
    found: bool
    type: bool
    roles: bool
    aux: bool
    by: bool
    who: bool
    direction: bool | None
    errors: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Type, roles, aux and account, with no event missing or over."""
        return self.type and self.roles and self.aux and self.by


def _words(args: Iterable[Record]) -> str:
    return ", ".join(repr(arg["text"]) for arg in args) or "nobody"


class Judge:
    """Compares a coding with the annotation, in the scorer's terms."""

    def __init__(self, scorer: Any) -> None:
        self._score = scorer

    def item(self, record: Record, answer: Record) -> Item:
        """Judge one item."""
        score = self._score
        annotated, read = score.Entities(record), score.Entities(answer)
        theirs, ours = record["events"], answer["events"]

        def near(one: Record, other: Record) -> int:
            return int(score.overlap(one["trigger"], other["trigger"]))

        # Of two events at one trigger, that of the same type is the one.
        pairs = score.pair(
            theirs, ours, lambda a, b: near(a, b) and 1000 * (a["type"] == b["type"]) + near(a, b)
        )
        errors = []
        whole = len(pairs) == len(theirs) == len(ours)
        done = {id(event) for pair in pairs for event in pair}
        errors += [f"MISSED {e['type']} {e['trigger']['text']!r}" for e in theirs if id(e) not in done]
        errors += [f"SPURIOUS {e['type']} {e['trigger']['text']!r}" for e in ours if id(e) not in done]
        kinds = roles = aux = by = who = whole
        for one, other in pairs:
            words = repr(one["trigger"]["text"])
            if one["type"] != other["type"]:
                kinds = False
                errors.append(f"TYPE {words} {one['type']} read as {other['type']}")
            for role in ROLES:
                if not self._same(annotated, read, one[role], other[role], spans=True):
                    roles = False
                    given, made = _words(one[role]), _words(other[role])
                    errors.append(f"{role.upper()} {one['type']} {words} {given} read as {made}")
                who = who and self._same(annotated, read, one[role], other[role], spans=False)
            if one["aux"] != other["aux"]:
                aux = False
                errors.append(f"AUX {words} {one['aux'] or 'done'} read as {other['aux'] or 'done'}")
            accounts = [[event["by"]] if event.get("by") else [] for event in (one, other)]
            if len(accounts[0]) != len(accounts[1]) or not all(map(score.overlap, *accounts)):
                by = False
                errors.append(f"BY {words} {_words(accounts[0])} read as {_words(accounts[1])}")
        return Item(
            record["article"]["id"],
            phenomenon(record["article"]["id"]),
            len(theirs),
            len(ours),
            whole,
            kinds,
            roles,
            aux,
            by,
            who and kinds and aux and by,
            self._direction(annotated, read, theirs, pairs),
            tuple(errors),
        )

    def _same(
        self, annotated: Any, read: Any, one: list[Record], other: list[Record], *, spans: bool
    ) -> bool:
        score = self._score
        mine, given = self._distinct(annotated, one), self._distinct(read, other)

        def matches(a: list[Record], b: list[Record]) -> int:
            if spans and any(score.overlap(x, y) for x in a for y in b):
                return 2
            return int(score.same_entity(annotated.get(a[0]), read.get(b[0])))

        return len(mine) == len(given) == len(score.pair(mine, given, matches))

    @staticmethod
    def _distinct(entities: Any, args: list[Record]) -> list[list[Record]]:
        """The arguments of one role, those of one entity together."""
        groups: dict[int, list[Record]] = {}
        for arg in args:
            entity = entities.by_id.get(arg.get("actor"))
            groups.setdefault(id(entity if entity is not None else arg), []).append(arg)
        return list(groups.values())

    def _direction(
        self, annotated: Any, read: Any, theirs: list[Record], pairs: Sequence[tuple[Record, Record]]
    ) -> bool | None:
        peopled = [event for event in theirs if event["actors"] or event["recipients"]]
        if not peopled:
            return None
        found = {id(one): other for one, other in pairs}

        def same(a: Record, b: Record) -> bool:
            return bool(self._score.overlap(a, b) or self._score.same_entity(annotated.get(a), read.get(b)))

        for event in peopled:
            other = found.get(id(event))
            if other is None:
                return False
            straight = any(same(a, b) for role in ROLES for a in event[role] for b in other[role])
            turned = any(
                same(a, b)
                for role, opposite in (ROLES, ROLES[::-1])
                for a in event[role]
                for b in other[opposite]
                # Who is on both sides by the annotation cannot be turned round.
                if not any(same(x, b) for x in event[opposite])
            )
            if turned or not straight:
                return False
        return True


def items(records: Iterable[Record], answers: dict[str, Record]) -> list[Item]:
    """Every item judged, in the records' order."""
    made = Judge(judge(SHARED))
    return [made.item(record, answers[record["article"]["id"]]) for record in records]


def share(of: Sequence[bool | None]) -> tuple[int, int]:
    """How many hold, of how many that were judged."""
    judged = [value for value in of if value is not None]
    return sum(judged), len(judged)


def summary(found: Sequence[Item]) -> dict[str, tuple[int, int]]:
    """The shares that have goals, and those of each field: (right, of)."""
    inverted = [item for item in found if item.phenomenon in INVERTED]
    return {
        "fully right": share([item.right for item in found]),
        "with events": share([item.right for item in found if item.events]),
        "left alone": share([not item.read for item in found if not item.events]),
        "inverted direction": share([item.direction for item in inverted]),
        "inverted direction, of those found": share([item.direction for item in inverted if item.found]),
        "direction": share([item.direction for item in found]),
        "events": share([item.found for item in found]),
        "type": share([item.type for item in found]),
        "roles": share([item.roles for item in found]),
        "aux": share([item.aux for item in found]),
        "account": share([item.by for item in found]),
        "and who": share([item.right and item.who for item in found]),
    }


def groups(found: Sequence[Item]) -> dict[str, list[Item]]:
    """The items of each phenomenon, by its name."""
    made: dict[str, list[Item]] = {}
    for item in sorted(found, key=lambda item: item.phenomenon):
        made.setdefault(item.phenomenon, []).append(item)
    return made


def measure(coder: Coder | None = None) -> list[Item]:
    """Code the sentences and judge them."""
    records = gold("challenge")
    return items(records, coded(records, coder or make_coder()))


def per_cent(right: int, of: int) -> float:
    return round(100.0 * right / of, 1) if of else 0.0


COLUMNS = ("found", "type", "roles", "aux", "by", "right", "who")


def table(found: Sequence[Item]) -> Iterator[str]:
    """Lines to print: a line for each phenomenon, then the shares."""
    yield f"{'':24}{'items':>6}" + "".join(f"{name:>8}" for name in COLUMNS) + f"{'direction':>11}"
    for name, members in groups(found).items():
        cells = "".join(f"{sum(getattr(item, column) for item in members):8}" for column in COLUMNS)
        right, of = share([item.direction for item in members])
        yield f"{name:24}{len(members):6}{cells}" + (f"{right}/{of}" if of else "-").rjust(11)
    yield ""
    for name, (right, of) in summary(found).items():
        goal = f"  goal {GOALS[name]:g}" if name in GOALS else ""
        yield f"{name:36}{right:4} of {of:4}{per_cent(right, of):7.1f} %{goal}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.challenge", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the mistakes of N items")
    parser.add_argument("--only", default="", metavar="PHENOMENON", help="mistakes of this phenomenon only")
    parser.add_argument("--json", action="store_true", help="the shares only, as JSON")
    chosen = parser.parse_args(arguments)
    if not (SHARED / "challenge").is_dir():
        print("challenge: SKIPPED: the challenge sentences are not there (../shared, beside the repository)")
        return 0
    found = measure()
    if chosen.json:
        print(json.dumps({name: per_cent(*counted) for name, counted in summary(found).items()}, indent=1))
        return 0
    print("\n".join(table(found)))
    wrong = [item for item in found if item.errors and chosen.only in ("", item.phenomenon)]
    for item in wrong[: chosen.errors]:
        print(f"{item.id}: " + "; ".join(item.errors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
