"""Whether two mentions speak of one happening: what speaks for it and what against it, added up.

Each feature is a number between 0 and 1, most of them; its weight says how much it counts. The weights, in
weights.json beside this file, were fitted on one half of the annotated stories (`python -m benchmarks.merging
--fit`) and are fixed, so that a decision is a matter of the two mentions alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from dragoman.merging.mentions import WINDOW, Unit, Where, Who
from dragoman.merging.words import weight

#: Days of the longest stretch of time (a year) that dates what a report looks back at.
LONGEST = 366
_NEAR = 60.0  # kilometres between what may be called one place
_RELATED = frozenset(
    frozenset(pair.split("-"))
    for pair in (
        "AGREE-CONSULT AGREE-COOPERATE AGREE-AID AGREE-SUPPORT AGREE-CONCEDE AGREE-RETREAT CONSULT-COOPERATE "
        "COOPERATE-AID SUPPORT-CONSULT SUPPORT-COOPERATE SUPPORT-AID CONCEDE-RETREAT ACCUSE-REJECT "
        "ACCUSE-THREATEN ACCUSE-REQUEST REQUEST-REJECT REQUEST-THREATEN REJECT-THREATEN SANCTION-COERCE "
        "COERCE-ASSAULT SANCTION-REJECT SANCTION-RETREAT REJECT-COERCE MOBILIZE-AID MOBILIZE-ASSAULT "
        "MOBILIZE-COERCE PROTEST-ASSAULT PROTEST-REJECT PROTEST-COERCE AID-RETREAT CONCEDE-AID "
        "SANCTION-ASSAULT THREATEN-SANCTION THREATEN-COERCE SANCTION-ACCUSE COERCE-ACCUSE"
    ).split()
)
#: Types in which it does not matter who is called the actor.
_MUTUAL = frozenset("CONSULT COOPERATE AGREE ASSAULT SUPPORT".split())
#: Types of words alone, which repeat without being one act.
WORDS = frozenset("ACCUSE REQUEST SUPPORT REJECT AGREE THREATEN CONSULT CONCEDE".split())
_STATE = frozenset("GOV MIL COP LEG JUD SPY".split())

#: What each feature counts for; the file says how they were found.
WEIGHTS: Mapping[str, float] = json.loads(
    (Path(__file__).with_name("weights.json")).read_text(encoding="utf-8")
)["weights"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What speaks for and against: the sum, and each feature's share of it."""

    score: float
    reasons: Mapping[str, float]


@cache
def compatible(one: str, other: str) -> bool:
    """Whether two types may be read of one happening."""
    return one == other or frozenset((one, other)) in _RELATED


def may_join(one: Unit, other: Unit) -> bool:
    """Whether two units are worth comparing at all.

    Reports that are far apart in time are compared only where they say that they speak of the same days.
    """
    if one.report.linked and one.report.id == other.report.id:
        return False
    a, b = one.report.day, other.report.day
    if a is not None and b is not None and abs(a - b) > WINDOW and not _same_time(one, other):
        return False
    return any(compatible(x, y) for x in one.types for y in other.types)


def _same_time(one: Unit, other: Unit) -> bool:
    a, b = one.when, other.when
    if a is None or b is None or not (one.days or other.days):
        return False
    return a[0] <= b[1] and b[0] <= a[1] and max(a[1] - a[0], b[1] - b[0]) <= LONGEST


def same_who(one: Who, other: Who) -> float:
    """How far two are the same: 1 one and the same, 0.5 the one is part of the other, 0 neither yes nor no
    (one is not named), -1 two different ones.
    """
    if one.id == other.id and (not one.local or one.name == other.name):
        return 0.7 if one.local else 1.0
    if one.tokens == other.tokens and one.tokens:
        return 0.7 if one.local or other.local else 0.95
    shared = one.country & other.country
    apart = bool(one.country and other.country and not shared)
    if apart:
        return -1.0
    common = frozenset(one.tokens) & frozenset(other.tokens)
    if one.kind == other.kind == "person" and not one.local and not other.local:
        return 0.9 if one.tokens and other.tokens and one.tokens[-1] == other.tokens[-1] else -1.0
    if "country" in (one.kind, other.kind):
        if one.kind == other.kind:
            return -1.0
        body = other if one.kind == "country" else one
        if shared:
            return 0.6 if body.sector & _STATE or not body.sector else -0.3
        return 0.0 if body.local and not body.country else -1.0
    sectors = one.sector & other.sector
    if one.sector and other.sector and not sectors:
        return 0.1 if common and (one.local or other.local) else -1.0
    if one.local or other.local:
        if common:
            return 0.6
        return 0.3 if sectors and shared else 0.15 if sectors else 0.0
    if common and len(common) * 2 >= min(len(one.tokens), len(other.tokens)):
        return 0.7
    if shared and sectors & _STATE:
        return 0.5
    return -0.6


def _side(one: tuple[Who, ...], other: tuple[Who, ...]) -> float | None:
    if not one or not other:
        return None
    return max(same_who(a, b) for a in one for b in other)


def _parts(one: Unit, other: Unit) -> tuple[float | None, float | None]:
    """How far actors and recipients agree; of acts that are mutual also crosswise."""
    straight = _side(one.actors, other.actors), _side(one.recipients, other.recipients)
    if one.types & other.types & _MUTUAL:
        cross = _side(one.actors, other.recipients), _side(one.recipients, other.actors)
        if sum(v or 0.0 for v in cross) > sum(v or 0.0 for v in straight) + 0.3:
            return cross
    return straight


def _kilometres(one: Where, other: Where) -> float | None:
    if one.lat is None or other.lat is None or one.lon is None or other.lon is None:
        return None
    a, b = math.radians(one.lat), math.radians(other.lat)
    c = math.radians(one.lon - other.lon)
    inside = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(c / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, inside)))


def _place(one: Unit, other: Unit, out: dict[str, float]) -> None:
    if not one.places or not other.places:
        # the place of the one may be told in the other's sentence
        if one.names & other.around or other.names & one.around:
            out["place"] = 0.5
        return
    if one.names & other.names:
        out["place"] = 1.0
        return
    countries = {p.country for p in one.places if p.country} & {p.country for p in other.places if p.country}
    near = any(
        (km := _kilometres(a, b)) is not None and km <= _NEAR for a in one.places for b in other.places
    )
    if near and one.names and other.names:
        out["place"] = 0.7
    elif countries:
        out["country"] = 1.0
        if one.names and other.names:
            told = one.names & other.around or other.names & one.around
            out["place differs"] = 0.3 if told else 1.0
    elif all(p.country for p in (*one.places, *other.places)):
        out["country differs"] = 1.0
    elif one.names and other.names:
        out["place differs"] = 1.0


def _time(one: Unit, other: Unit, out: dict[str, float]) -> None:
    a, b = one.days, other.days
    if a and b:
        between = max(a[0] - b[1], b[0] - a[1], 0)
        if between:
            exact = a[0] == a[1] and b[0] == b[1]
            out["day differs" if between > 1 else "next day"] = 1.0 if exact or between > 1 else 0.5
            if between > 1 and exact and "future" not in one.aux | other.aux:
                out["another day"] = 1.0
        elif a == b and a[0] == a[1]:
            out["day"] = 1.0
        else:
            out["day overlaps"] = 1.0 / (1.0 + math.log1p(max(a[1] - a[0], b[1] - b[0])) / 2)
    elif a or b:
        told, silent = (a, other) if a else (b, one)
        day = silent.report.day
        assert told is not None
        # An undated report of the news speaks of the last days, unless it says that it is history.
        if day is not None and "historical" not in silent.aux:
            gone = day - told[1]
            if gone > WINDOW:
                out["long before"] = 1.0
            elif told[0] > day and "" in silent.aux:
                out["day to come"] = 1.0
            elif gone <= 3:
                out["day fits"] = 1.0
    history = "historical" in one.aux, "historical" in other.aux
    if history[0] != history[1] and not (a and b):
        out["history differs"] = 1.0


def _numbers(one: Unit, other: Unit, out: dict[str, float]) -> None:
    best: str | None = None
    for name, mine in one.numbers.items():
        theirs = other.numbers.get(name)
        if not theirs:
            continue
        if mine & theirs:
            best = "numbers"
            break
        ratio = min(max(x, y) / max(1, min(x, y)) for x in mine for y in theirs)
        best = "numbers revised" if ratio <= 2.5 or best == "numbers revised" else "numbers differ"
    if best:
        out[best] = 1.0


@lru_cache(maxsize=50_000)
def _cast(one: frozenset[str], other: frozenset[str]) -> float:
    """How far the same people and places are in two articles, 0 to 1; a country counts for less."""
    shared = _size(one & other)
    return shared / math.sqrt(_size(one) * _size(other)) if shared else 0.0


def _size(cast: frozenset[str]) -> float:
    return sum(0.25 if name.startswith("in ") else 1.0 for name in cast)


def evidence(one: Unit, other: Unit, likeness: float) -> dict[str, float]:
    """The features of two units; ``likeness`` is that of their articles, 0 to 1."""
    out: dict[str, float] = {"always": 1.0}
    same = bool(one.types & other.types)
    if same:
        out["type"] = 1.0
    if one.mode & other.mode:
        out["mode"] = 1.0
    elif same and one.mode and other.mode:
        out["mode differs"] = 1.0
    actor, recipient = _parts(one, other)
    for name, value in (("actor", actor), ("recipient", recipient)):
        if value is None:
            continue
        if value >= 0:
            out[name] = value
        else:
            # who did it may be what the reports disagree about
            out[f"{name} differs"] = -value * (0.5 if one.claimed or other.claimed else 1.0)
    if not one.actors or not other.actors:
        out["actor unknown"] = 1.0
    if not one.recipients or not other.recipients:
        out["recipient unknown"] = 1.0
    _place(one, other, out)
    _time(one, other, out)
    _numbers(one, other, out)
    if one.words & other.words:
        out["trigger"] = 1.0
    elif one.words & other.around or other.words & one.around:
        out["trigger near"] = 1.0
    only = one.types <= WORDS and other.types <= WORDS
    if only:
        out["words only"] = 1.0
    if "trigger" in out:
        if same:
            out["trigger and type"] = 1.0
        if only:
            out["trigger, words only"] = 1.0  # "said" and "said" are not the same
    elif "trigger near" in out and only:
        out["trigger near, words only"] = 1.0
    if "mode" in out and recipient is not None and recipient > 0:
        out["mode and recipient"] = recipient
    common = (one.around & other.around) - one.words - other.words
    if common:
        out["sentence"] = len(common) / math.sqrt(len(one.around) * len(other.around))
        out["rare words"] = min(1.0, sum(weight(word) >= 0.9 for word in common) / 3)
    future = "future" in one.aux, "future" in other.aux
    if future[0] and future[1]:
        out["both to come"] = 1.0
    elif future[0] or future[1]:
        out["one to come"] = 1.0
    if ("negation" in one.aux) != ("negation" in other.aux):
        out["one denied"] = 1.0
    head = bool(one.head and other.head)
    same_type = bool(one.types & other.types)
    if one.report.id == other.report.id:
        out["same article"] = 1.0
        if head and one.head != other.head and same_type:
            out["title and beginning"] = 1.0
        elif max(one.head, other.head) == 2 and same_type:
            out["title and text"] = 1.0
        elif head:
            out["both at the head"] = 1.0
        if one.words & other.words:
            out["trigger again"] = 1.0
    else:
        out["likeness"] = likeness
        out["cast"] = _cast(one.cast, other.cast)
        # what is the only one of its kind in two reports of the same news
        sole = max((1.0 / (one.like_it[t] * other.like_it[t]) for t in one.types & other.types), default=0.0)
        out["only one"] = sole * min(1.0, 4 * likeness)
        if head and same_type:
            out["both news"] = min(1.0, 4 * likeness)
        if any(a.sentence == b.sentence and a.word == b.word for a in one.members for b in other.members):
            out["same sentence"] = 1.0
        a, b = one.report.day, other.report.day
        if a is not None and b is not None:
            apart = abs(a - b)
            if apart > WINDOW:
                out["long after"] = 1.0
            else:
                out["days between"] = min(1.0, apart / 7)
    return out


def compare(one: Unit, other: Unit, likeness: float) -> Verdict:
    """The verdict on two units: above 0 is for joining them."""
    found = evidence(one, other, likeness)
    shares = {name: round(WEIGHTS.get(name, 0.0) * value, 3) for name, value in found.items() if value}
    return Verdict(round(sum(shares.values()), 6), shares)
