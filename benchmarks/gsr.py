"""The PLOVER gold standard records, end to end: ``python -m benchmarks.gsr [--errors N] [--json]``.

../shared/data/events/PLOVER_GSR_CAMEO.txt (Open Event Data Alliance 2016, CC BY-SA 4.0) holds 322 records,
each a sentence from the CAMEO manual with one event: type, source and target with country codes. They are
older than PLOVER as it is now; what is compared, and how:

* Types of the 18-type list are mapped to the 16 of the manual: DEMAND to REQUEST, DISAPPROVE and INVESTIGATE
  to ACCUSE, FIGHT to ASSAULT. Nothing else is mapped: a record that the present manual would type otherwise
  (who ends mediation is SANCTION in one) counts as it stands.
* *type*: some event that is read in the sentence has the record's type. A sentence may hold more than
  the record tells, so what else is read does not count against it; how much is read is printed.
  *type at the words* asks, more strictly, for one whose trigger overlaps the words marked as the event.
* *type and both countries*: one and the same event has the type, the country codes of its actors are the
  codes of the source, and those of its recipients the codes of the target: as sets, no more, no fewer. A
  record whose sides are marked as source and target at once (mutual acts) is right too where all of
  them together are the codes of both. IGO, NGO, ISM and IMG stand for an organisation of no country. JAP,
  ITL and VTN are read as the JPN, ITA and VNM that they stand for. A side that the record leaves empty must
  be read as having no country.
* *… in part* asks for one code in common on each side that has any.

Every record is dated 2000-01-01 by the file, whatever it tells; the coder is given that date. Nothing is
trained on the records, and no word of them is in a table for their sake.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.accuracy import SHARED
from benchmarks.challenge import per_cent, share
from benchmarks.coded import Record, make_coder

if TYPE_CHECKING:
    from dragoman import Coder

FILE = Path("data") / "events" / "PLOVER_GSR_CAMEO.txt"
NOW = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
#: A party that belongs to no country.
NONE = "---"
CODES = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM", **dict.fromkeys(("IGO", "NGO", "ISM", "IMG"), NONE)}
#: What is to be reached, per cent.
GOALS = {"type": 60.0, "type and both countries": 40.0}
#: What is told of other coders on these records, per cent; how they counted is not told with it.
OTHERS = {
    "TABARI": {"type": 33.2, "type and both countries": 21.7},
    "UniversalPetrarch": {"type and both countries": 18.0},
}
_MARK = re.compile(r"\((EVT|SRC|TAR|SRC/TAR|LOC): ")


@dataclass(frozen=True, slots=True)
class Gold:
    """One record: its text, type in present terms, codes of both sides, and where its event's words are."""

    id: str
    text: str
    date: str
    type: str
    source: frozenset[str]
    target: frozenset[str]
    mutual: bool
    words: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One record judged."""

    gold: Gold
    events: int
    type: bool
    at_words: bool
    both: bool
    partly: bool
    read: str


def _codes(side: Any) -> frozenset[str]:
    """The codes of a side; one that is a stray word instead of a list has none."""
    parties = side if isinstance(side, list) else []
    return frozenset(CODES.get(party["code"], party["code"]) for party in parties)


def marked(text: str, markup: str) -> tuple[tuple[int, int], ...]:
    """Where the words stand in ``text`` that ``markup`` sets in ``(EVT: …)``."""
    found, at = [], 0
    for piece in re.finditer(r"\(EVT: ([^()]*)\)", markup):
        # The words before it in the markup, without the marks, tell which of several occurrences is meant.
        before = len(_MARK.sub("", markup[: piece.start()]).replace(")", ""))
        words = piece.group(1).strip()
        near = [m.start() for m in re.finditer(re.escape(words), text) if m.start() >= at] if words else []
        if near:
            start = min(near, key=lambda position: abs(position - before))
            found.append((start, start + len(words)))
            at = start + len(words)
    return tuple(found)


def read(path: Path) -> list[Gold]:
    """The records; the file's own documentation, which stands among them, is passed over."""
    made = []
    for record in json.loads(path.read_text(encoding="utf-8")):
        if "text" not in record:
            continue
        text = record["text"].strip()
        info = record["textInfo"]
        markup = (info["markup"] if isinstance(info, dict) else info).strip()
        made.append(
            Gold(
                record["id"],
                text,
                record["date"],
                NOW.get(record["event"], record["event"]),
                _codes(record.get("source")),
                _codes(record.get("target")),
                "SRC/TAR" in markup,
                marked(text, markup),
            )
        )
    return made


def sides(event: Record, actors: dict[str, Record]) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of an event's actors and recipients, in the records' terms."""
    found = []
    for role in ("actors", "recipients"):
        codes: set[str] = set()
        for arg in event[role]:
            actor = actors[arg["actor"]]
            if actor["country"]:
                codes.update(actor["country"])
            elif actor["kind"] == "organisation" or {"IGO", "NGO"} & set(actor["sector"]):
                codes.add(NONE)
        found.append(frozenset(codes))
    return found[0], found[1]


def judged(gold: Gold, answer: Record) -> Result:
    """Compare one record with what was read in its sentence."""
    actors = {actor["id"]: actor for actor in answer["actors"]}
    typed = [event for event in answer["events"] if event["type"] == gold.type]
    both = partly = at_words = False
    for event in typed:
        source, target = sides(event, actors)
        at_words |= any(
            event["trigger"]["start"] < end and start < event["trigger"]["end"] for start, end in gold.words
        )
        both |= (source, target) == (gold.source, gold.target) or (
            gold.mutual and source | target == gold.source | gold.target
        )
        pairs = ((source, gold.source), (target, gold.target))
        together = gold.mutual and (source | target) >= (gold.source | gold.target)
        partly |= together or all(not wanted or given & wanted for given, wanted in pairs)
    shown = "; ".join(
        f"{event['type']} {event['trigger']['text']!r} "
        + " → ".join("/".join(sorted(side)) or "nobody" for side in sides(event, actors))
        for event in answer["events"]
    )
    return Result(gold, len(answer["events"]), bool(typed), at_words, both, partly, shown or "nothing")


def summary(found: Sequence[Result]) -> dict[str, tuple[int, int]]:
    """Each measure: (right, of)."""
    return {
        "type": share([result.type for result in found]),
        "type at the words": share([result.at_words for result in found]),
        "type and both countries": share([result.both for result in found]),
        "type and both countries in part": share([result.partly for result in found]),
        "some event read": share([result.events > 0 for result in found]),
    }


def measure(coder: Coder | None = None) -> list[Result]:
    """Code every record's sentence and judge it."""
    coder = coder or make_coder()
    return [
        judged(gold, coder.code(gold.text, published=gold.date, id=gold.id).to_dict())
        for gold in read(SHARED / FILE)
    ]


def by_type(found: Sequence[Result]) -> dict[str, list[Result]]:
    """The results of each type, by its name."""
    groups: dict[str, list[Result]] = {}
    for result in sorted(found, key=lambda result: result.gold.type):
        groups.setdefault(result.gold.type, []).append(result)
    return groups


def table(found: Sequence[Result]) -> Iterator[str]:
    """Lines to print."""
    yield f"{'':12}{'records':>8}{'type':>7}{'at words':>10}{'both':>7}{'in part':>9}"
    for name, members in by_type(found).items():
        yield (
            f"{name:12}{len(members):8}{sum(r.type for r in members):7}{sum(r.at_words for r in members):10}"
            f"{sum(r.both for r in members):7}{sum(r.partly for r in members):9}"
        )
    yield ""
    for name, (right, of) in summary(found).items():
        goal = f"  goal {GOALS[name]:g}" if name in GOALS else ""
        others = "".join(f"; {who} {told[name]:g}" for who, told in OTHERS.items() if name in told)
        yield f"{name:34}{right:4} of {of}{per_cent(right, of):7.1f} %{goal}{others}"
    yield f"events read a record: {sum(result.events for result in found) / max(len(found), 1):.2f}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.gsr", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="print N records that are not right"
    )
    parser.add_argument("--json", action="store_true", help="the shares only, as JSON")
    chosen = parser.parse_args(arguments)
    if not (SHARED / FILE).is_file():
        print("gsr: SKIPPED: the gold standard records are not there (../shared, beside the repository)")
        return 0
    found = measure()
    if chosen.json:
        print(json.dumps({name: per_cent(*counted) for name, counted in summary(found).items()}, indent=1))
        return 0
    print("\n".join(table(found)))
    for result in [result for result in found if not result.both][: chosen.errors]:
        gold = result.gold
        sought = " → ".join("/".join(sorted(side)) or "nobody" for side in (gold.source, gold.target))
        what = "COUNTRIES" if result.type else "TYPE"
        print(f"{gold.id} {what} {gold.type} {sought} | {result.read} | {gold.text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
