"""Whether two events are of one happening: what speaks for it and what against it, added up.

Each feature is a number between 0 and 1; its weight says how much it counts. The weights, in weights.json
beside this file, were fitted on annotated stories (`python -m benchmarks.fitting`) and are fixed, so that a
decision is a matter of the two events and their articles alone. There are three sets of them: for events of
one article, for those of two, and for those of two articles that people coded, who err in other things than
the coder does.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.merging.mentions import WINDOW, Where, Who
from dragoman.merging.table import AUX, FIGURES, Table, alike, among, picked

if TYPE_CHECKING:
    from dragoman.merging.table import Bools, Floats, Ints

#: Days of the longest stretch of time (a year) that dates what a report looks back at.
LONGEST = 366
_NEAR = 60.0  # kilometres between what may be called one place
_REVISED = 2.5  # times a figure is another of the same thing, revised
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
#: Pairs compared at a time: what fits in the processor's memory.
CHUNK = 1 << 13

WITHIN, ACROSS, BY_HAND = "within", "across", "by hand"
#: What each feature counts for, for pairs in one article, in two, and in two coded by hand.
WEIGHTS: Mapping[str, Mapping[str, float]] = json.loads(
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


def _kilometres(one: Where, other: Where) -> float | None:
    if one.lat is None or other.lat is None or one.lon is None or other.lon is None:
        return None
    a, b = math.radians(one.lat), math.radians(other.lat)
    c = math.radians(one.lon - other.lon)
    inside = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(c / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, inside)))


def _same_where(one: tuple[Where, ...], other: tuple[Where, ...]) -> tuple[float, float, float, float, float]:
    """Of two lists of places: how far one place, one country, other places, other countries, one empty."""
    if not one or not other:
        return 0.0, 0.0, 0.0, 0.0, 1.0
    names = [frozenset(name for place in side for name in place.names) for side in (one, other)]
    if names[0] & names[1]:
        return 1.0, 0.0, 0.0, 0.0, 0.0
    both = float(bool(names[0] and names[1]))
    if both and any((km := _kilometres(a, b)) is not None and km <= _NEAR for a in one for b in other):
        return 0.7, 0.0, 0.0, 0.0, 0.0
    if {p.country for p in one if p.country} & {p.country for p in other if p.country}:
        return 0.0, 1.0, both, 0.0, 0.0
    if all(p.country for p in (*one, *other)):
        return 0.0, 0.0, 0.0, 1.0, 0.0
    return 0.0, 0.0, both, 0.0, 0.0


def _cast(one: frozenset[str], other: frozenset[str]) -> float:
    """How far the same people and places are in two articles, 0 to 1; a country counts for less."""
    shared = _size(one & other)
    return shared / math.sqrt(_size(one) * _size(other)) if shared else 0.0


def _size(cast: frozenset[str]) -> float:
    return sum(0.25 if name.startswith("in ") else 1.0 for name in cast)


class Evidence:
    """The features of pairs of units of a table: ``columns`` by name, of shape ``m``, and their ``kinds``.

    What is not in ``columns`` is 0 for all.
    """

    def __init__(self, table: Table, one: Ints, other: Ints) -> None:
        import numpy as np

        self.table, self.one, self.other = table, one, other
        self.columns: dict[str, Floats] = {"always": np.ones(len(one))}
        inside = table.report[one] == table.report[other]
        hand = table.linked[one] & table.linked[other]
        self.kinds = np.where(hand, 2, np.where(inside, 0, 1))
        like = table.likeness(one, other)
        self._acts(inside)
        self._people()
        self._places()
        self._times(inside)
        self._figures()
        self._telling(inside, like)

    def _set(self, name: str, values: Any) -> None:
        if values.any():
            self.columns[name] = values.astype(float)
        else:
            self.columns.pop(name, None)

    def _sides(self, name: str) -> tuple[Ints, Ints]:
        column = getattr(self.table, name)
        return picked(column, self.one), picked(column, self.other)

    def _acts(self, inside: Bools) -> None:
        """Types, modes, contexts and the words that name the acts."""
        import numpy as np

        t = self.table
        types, others = self._sides("types")
        shared = among(types, others)
        same: Bools = np.any(shared, 1)
        self.same = same
        self._set("type", same)
        for number, name in t.type_names.items():
            self._set(f"type {name}", (shared & (types == number)).any(1))
        related: Bools = np.zeros(len(same), bool)
        for a in range(types.shape[1]):
            for b in range(others.shape[1]):
                related |= relations(t)[types[:, a], others[:, b]]
        self._set("type related", related & ~same)
        only: Bools = np.array([name in WORDS for _, name in sorted(t.type_names.items())] + [True])
        words: Bools = np.all(only[types], 1) & np.all(only[others], 1)
        self._set("words only", words)
        for name in ("mode", "context"):
            mine, theirs = self._sides(f"{name}s")
            common = among(mine, theirs).sum(1)
            if name == "mode":
                self._set("mode", common > 0)
                told = (mine[:, 0] >= 0) & (theirs[:, 0] >= 0)
                self._set("mode differs", same & told & (common == 0))
            else:
                self._set("context", common / _fewer(mine, theirs))
        mine, theirs = self._sides("stems")
        trigger: Bools = np.any(among(mine, theirs), 1)
        self._set("trigger", trigger)
        self._set("trigger and type", trigger & same)
        self._set("trigger, other type", trigger & ~same)
        self._set("trigger, words only", trigger & words)
        self._set("trigger again", trigger & inside)
        acts, families = self._sides("acts"), self._sides("families")
        one_act: Bools = np.any(among(*acts), 1)
        akin: Bools = np.any(among(*families), 1) & ~one_act
        other_act: Bools = (acts[0][:, 0] >= 0) & (acts[1][:, 0] >= 0) & ~one_act & ~akin
        # the same word is told by itself
        for name, found in (("act", one_act), ("act akin", akin), ("another act", other_act)):
            self._set(name, found & ~trigger)
            self._set(f"{name}, other type", found & ~same)
        mine, theirs = self._sides("ways")
        self._set("way differs", (mine[:, 0] >= 0) & (theirs[:, 0] >= 0) & ~among(mine, theirs).any(1))
        for column, name in (("back", "in return"), ("another", "another one")):
            here, there = self._sides(column)
            self._set(name, here != there)
        few, fellows = self._sides("fellows")
        self._set("few of the type", same / np.sqrt(few * fellows))
        here, there = self._sides("shares")
        likely = alike(here, there)
        self._set("types likely", likely)
        self._set("types likely, other type", np.where(same, 0.0, likely))
        self._set("types sure", (here * there).sum(1))
        for column, name in (("counted", "one of many"), ("several", "one and several")):
            here, there = self._sides(column)
            self._set(name, here != there)
        unsure = 1 - np.minimum(*self._sides("sure"))
        self._set("unsure", unsure)
        self._set("unsure, other type", np.where(same, 0.0, unsure))

    def _people(self) -> None:
        """Who acts and who is acted on; in what is mutual also crosswise."""
        import numpy as np

        t = self.table
        actors, recipients = self._sides("actors"), self._sides("recipients")
        straight = [t.agreement(*side, same_who) for side in (actors, recipients)]
        mutual = np.zeros(len(self.one), bool)
        for name in sorted(_MUTUAL):
            mutual |= self.columns.get(f"type {name}", np.zeros(1)) > 0
        at = np.flatnonzero(mutual)
        if len(at):
            cross = [
                t.agreement(actors[0][at], recipients[1][at], same_who),
                t.agreement(recipients[0][at], actors[1][at], same_who),
            ]
            better = np.nansum(cross, 0) > np.nansum([side[at] for side in straight], 0) + 0.3
            for side, other in zip(straight, cross, strict=True):
                side[at[better]] = other[better]
        # who did it may be what the reports disagree about
        claimed = np.where(t.claimed[self.one] | t.claimed[self.other], 0.5, 1.0)
        for name, side in zip(("actor", "recipient"), straight, strict=True):
            told = ~np.isnan(side)
            value = np.where(told, side, 0.0)
            self._set(name, np.maximum(value, 0.0))
            self._set(f"{name} differs", np.maximum(-value, 0.0) * claimed)
            if name == "recipient" and "mode" in self.columns:
                self._set("mode and recipient", self.columns["mode"] * np.maximum(value, 0.0))
            a, b = actors if name == "actor" else recipients
            self._set(f"{name} unknown", (a[:, 0] < 0) | (b[:, 0] < 0))
            mine, theirs = self._sides(f"{name}_words")
            self._set(f"{name} words", among(mine, theirs).sum(1) / _fewer(mine, theirs))
        if "actor unknown" in self.columns:
            self._set("actor unknown, type", self.columns["actor unknown"] * self.same)
        # the coder may take for the actor who is acted on
        crossed = np.zeros(len(self.one))
        for here, there in (("actor_words", "recipient_words"), ("recipient_words", "actor_words")):
            mine, theirs = self._sides(here)[0], self._sides(there)[1]
            crossed = np.maximum(crossed, among(mine, theirs).sum(1) / _fewer(mine, theirs))
        self._set("words crossed", crossed)

    def _places(self) -> None:
        import numpy as np

        t = self.table
        found = t.whereabouts(self.one, self.other, _same_where)
        (names, other_names), (words, other_words) = self._sides("names"), self._sides("words")
        told = among(names, other_words).any(1) | among(other_names, words).any(1)
        # the place of the one may be told in the other's sentence
        empty = found[:, 4] > 0
        self._set("place", np.where(empty, 0.5 * told, found[:, 0]))
        self._set("country", found[:, 1])
        eased = told & (found[:, 1] > 0)
        self._set("place differs", found[:, 2] * np.where(eased, 0.3, 1.0))
        self._set("country differs", found[:, 3])

    def _times(self, inside: Bools) -> None:
        import numpy as np

        (a0, b0), (a1, b1), (day, other_day) = (self._sides(name) for name in ("first", "last", "day"))
        aux, other_aux = self._sides("aux")
        both = ~np.isnan(a0) & ~np.isnan(b0)
        with np.errstate(invalid="ignore"):
            between = np.maximum(np.maximum(a0 - b1, b0 - a1), 0)
            exact = (a0 == a1) & (b0 == b1)
            longest = np.maximum(a1 - a0, b1 - b0)
        apart = both & (between > 1)
        future = AUX.index("future")
        self._set("day differs", apart)
        self._set("another day", apart & exact & ~(aux[:, future] | other_aux[:, future]))
        self._set("next day", np.where(both & (between == 1), np.where(exact, 1.0, 0.5), 0.0))
        one_day = both & (between == 0) & (a0 == b0) & (a1 == b1) & exact
        self._set("day", one_day)
        overlap = both & (between == 0) & ~one_day
        length = 1.0 + np.log1p(np.where(overlap, longest, 0.0)) / 2
        self._set("day overlaps", np.where(overlap, 1.0 / length, 0.0))
        history = AUX.index("historical")
        for told_first, told_last, said, silent, silent_aux in (
            (a0, a1, ~np.isnan(a0) & np.isnan(b0), other_day, other_aux),
            (b0, b1, ~np.isnan(b0) & np.isnan(a0), day, aux),
        ):
            # An undated report of the news speaks of the last days, unless it says that it is history.
            news = said & ~np.isnan(silent) & ~silent_aux[:, history]
            with np.errstate(invalid="ignore"):
                gone = silent - told_last
                self._add("long before", news & (gone > WINDOW))
                to_come = news & (gone <= WINDOW) & (told_first > silent) & silent_aux[:, AUX.index("")]
                self._add("day to come", to_come)
                self._add("day fits", news & (gone <= 3) & ~to_come)
        self._set("history differs", (aux[:, history] != other_aux[:, history]) & ~both)
        self._set("both to come", aux[:, future] & other_aux[:, future])
        self._set("one to come", aux[:, future] != other_aux[:, future])
        negation = AUX.index("negation")
        self._set("one denied", aux[:, negation] != other_aux[:, negation])
        dated = ~inside & ~np.isnan(day) & ~np.isnan(other_day)
        with np.errstate(invalid="ignore"):
            far = np.where(dated, np.abs(day - other_day), 0.0)
        self._set("long after", far > WINDOW)
        self._set("days between", np.where(far > WINDOW, 0.0, np.minimum(1.0, far / 7)))

    def _add(self, name: str, values: Any) -> None:
        if values.any():
            old = self.columns.get(name)
            self.columns[name] = values.astype(float) if old is None else old + values

    def _figures(self) -> None:
        """A toll that rises is no contradiction; another number of those who take part is one."""
        import numpy as np

        equal, revised, differ = (np.zeros(len(self.one), bool) for _ in range(3))
        mine, theirs = self._sides("figures")
        for at in range(len(FIGURES)):
            told = (mine[:, at, 0] >= 0) & (theirs[:, at, 0] >= 0)
            if not told.any():
                continue
            agree = among(mine[:, at], theirs[:, at]).any(1)
            near = np.zeros(len(told), bool)
            near[told] = _ratio(mine[told, at], theirs[told, at]) <= _REVISED
            equal |= agree
            revised |= told & near
            differ |= told & ~near
        self._set("numbers", equal)
        self._set("numbers revised", revised & ~equal)
        self._set("numbers differ", differ & ~revised & ~equal)
        mine, theirs = self._sides("how_many")
        told = (mine >= 0) & (theirs >= 0)
        as_many = told & (mine == theirs)
        self._set("as many", as_many.any(1))
        ratio = np.maximum(mine, theirs) / np.maximum(np.minimum(mine, theirs), 1)
        self._set("not as many", (told & (ratio > _REVISED)).any(1) & ~as_many.any(1))

    def _telling(self, inside: Bools, like: Floats) -> None:
        """The sentences, where they stand, and their articles."""
        import numpy as np

        t = self.table
        words, theirs = self._sides("words")
        stems, other_stems = self._sides("stems")
        common = among(words, theirs) & ~among(words, stems) & ~among(words, other_stems)
        place, row = np.nonzero(common.T)
        # their weight in the other's sentence is the same: it is the word's
        heavy = t.heavy[self.one[row], place]
        total = np.bincount(row, heavy**2, len(self.one))
        self._set("sentence", total / (t.length[self.one] * t.length[self.other]))
        self._set("rare words", np.minimum(1.0, np.bincount(row[heavy >= 0.9], minlength=len(self.one)) / 3))
        if "words only" in self.columns:
            # "denied" and "denied": it is what else they say that tells whether they say the same
            words_only = self.columns["words only"]
            at = np.flatnonzero(words_only)
            mine, theirs = (picked(t.actor_words, side[at]) for side in (self.one, self.other))
            known = among(words[at], mine) | among(words[at], theirs)
            silent = np.zeros(len(self.one), bool)
            silent[at] = ~(common[at] & ~known).any(1)
            self._set("words only, nothing else alike", words_only * silent)
            self._set("words only, sentence", words_only * self.columns.get("sentence", 0.0))
            apart = np.abs(t.day[self.one] - t.day[self.other]) > 1
            for name in ("recipient words", "day", "day overlaps"):
                silent &= self.columns.get(name, np.zeros(1)) == 0
            self._set("words of another day", words_only * (silent & apart))
            if "trigger, words only" in self.columns:
                self._set("trigger, words only", self.columns["trigger, words only"] * ~(silent & apart))
        heads, others = self._sides("head")
        head = (heads > 0) & (others > 0)
        news = inside & head & (heads != others) & self.same
        title = inside & ~news & (np.maximum(heads, others) == 2) & self.same
        self._set("same article", inside)
        self._set("title and beginning", news)
        self._set("title and text", title)
        self._set("both at the head", inside & head & ~news & ~title)
        group, other_group = self._sides("group")
        self._set("linked", inside & (group >= 0) & (group == other_group))
        one_sentence = inside & among(*self._sides("sentences")).any(1)
        self._set("one sentence", one_sentence)
        start, other_start = self._sides("start")
        self._set(
            "near by", np.where(inside & ~one_sentence, 1 / (1 + np.abs(start - other_start) / 150), 0.0)
        )
        known, other_known = self._sides("known")
        self._set("known", inside & np.where(start > other_start, known, other_known))
        near = np.minimum(1.0, 4 * like)
        self._set("likeness", np.where(inside, 0.0, like))
        self._set("cast", np.where(inside, 0.0, t.casting(self.one, self.other, _cast)))
        self._set("both news", np.where(~inside & head & self.same, near, 0.0))
        self._set("same sentence", ~inside & among(*self._sides("same_words")).any(1))

    def scores(self) -> Floats:
        """The sums, to six places; added one by one, the same whatever is compared beside."""
        import numpy as np

        sets = [WEIGHTS[name] for name in (WITHIN, ACROSS, BY_HAND)]
        out = np.zeros(len(self.one))
        for name in sorted(self.columns):
            counts = np.array([weights.get(name, 0.0) for weights in sets])
            out += self.columns[name] * counts[self.kinds]
        return np.round(out, 6)

    def verdicts(self) -> list[Verdict]:
        """The sums with the shares of what there is."""
        sets = [WEIGHTS[name] for name in (WITHIN, ACROSS, BY_HAND)]
        reasons: list[dict[str, float]] = [{} for _ in range(len(self.one))]
        kinds = self.kinds.tolist()
        for name in sorted(self.columns):
            column = self.columns[name]
            for at in column.nonzero()[0].tolist():
                reasons[at][name] = round(sets[kinds[at]].get(name, 0.0) * float(column[at]), 3)
        return [
            Verdict(score, {name: value for name, value in each.items() if value})
            for score, each in zip(self.scores().tolist(), reasons, strict=True)
        ]


def _fewer(one: Ints, other: Ints) -> Ints:
    """How many the row has that has fewer, 1 at least."""
    import numpy as np

    fewer: Ints = np.maximum(np.minimum((one >= 0).sum(1), (other >= 0).sum(1)), 1)
    return fewer


def _ratio(one: Ints, other: Ints) -> Floats:
    """How many times the one figure is the other, of the nearest two; without end where there are none."""
    import numpy as np

    out = np.full(len(one), np.inf)
    for a in range(one.shape[1]):
        for b in range(other.shape[1]):
            x, y = one[:, a], other[:, b]
            ratio = np.maximum(x, y) / np.maximum(np.minimum(x, y), 1)
            out = np.fmin(out, np.where((x >= 0) & (y >= 0), ratio, np.inf))
    return out


def relations(table: Table) -> Bools:
    """Which numbers of types are of types that may be read of one happening; last row and column: none."""
    import numpy as np

    if table.related is None:
        size = len(table.type_names)
        table.related = np.zeros((size + 1, size + 1), bool)
        for a, one in table.type_names.items():
            for b, other in table.type_names.items():
                table.related[a, b] = compatible(one, other)
    return table.related


def evidence(table: Table, one: Ints, other: Ints) -> Iterator[Evidence]:
    """The evidence on pairs of units (positions in the table), a chunk at a time."""
    for at in range(0, len(one), CHUNK):
        yield Evidence(table, one[at : at + CHUNK], other[at : at + CHUNK])
