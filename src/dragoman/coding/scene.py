"""In which country a place lies whose own words do not tell: "the square", "Syntagma", "the city's docks".

Each country that the article speaks of, or that somebody in the act is of, is asked how much speaks for it:
what is named in the phrase and around it, the place told before, the dateline, the headline, who acts and
suffers, how much the article is about it. The weights are in ``whereabouts.json``, fitted by
``python -m training.whereabouts`` to the annotated places of articles.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from dragoman.coding.geography import Geography
from dragoman.coding.namesakes import Geo
from dragoman.coding.view import Range, View

Key = TypeVar("Key")

#: Words before a place in or at which something is.
LOCATIVE = frozenset("in at near outside inside across around throughout within off from to into".split())
_OWN = frozenset("its their his her our my".split())
#: Places that are named for another country than that in which they lie, and the words for a border.
ABROAD = frozenset("embassy consulate mission ambassador chancery residence legation".split())
BORDERS = frozenset("border frontier line crossing boundary".split())
_HERE = frozenset("here our".split())
LEAST = 0.25  #: likelihood; below it the place is left without a country
_DATELINE = 9  #: words within which a dateline's dash stands
_DASHES = frozenset(("-", "\u2013", "\u2014", "--", ")", ":"))
_DOMESTIC = frozenset("COERCE PROTEST SANCTION CONCEDE".split())
_NAMED = ("country", "capital", "place")
_BEARERS = 4  #: countries with a place of the name that are asked about

#: What a feature says, for the reasons; those that are not here say nothing by themselves.
_WORDS = {
    "inside": "country named in the phrase",
    "bearer": "country with a place of that name",
    "begins": "the place that the sentence begins with",
    "told": "country of the place told before",
    "dateline": "country of the dateline",
    "title": "country in the headline",
    "actor": "country of who acts",
    "recipient": "country of whom it is done to",
    "around": "country named in the sentence",
    "share": "country most spoken of",
    "own": "country of whose it is",
    "following": "country named after the place",
    "lately": "country spoken of just before",
}


@dataclass(frozen=True, slots=True)
class Act:
    """What of an act speaks for a country: its type, and the countries of those who take part."""

    kind: str = ""
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


class Scene:
    """The countries of one article as scenes of what happens in it."""

    def __init__(self, view: View, geography: Geography, weights: Mapping[str, float]) -> None:
        self.view = view
        self.geography = geography
        self.weights = weights
        self._shares: dict[str, float] | None = None
        self._title: frozenset[str] = frozenset()
        self._dateline = ""
        self._by_sentence: dict[int, list[int]] = defaultdict(list)

    def _read(self) -> dict[str, float]:
        """What is the same for all places of the article, on first need."""
        if self._shares is not None:
            return self._shares
        view, geography = self.view, self.geography
        total: dict[str, float] = defaultdict(float)
        for number, geo in enumerate(geography.marks):
            total[geo.code] += 1.0
            self._by_sentence[view.sentence_of(geo.first)].append(number)
        whole = sum(total.values()) or 1.0
        self._shares = {code: n / whole for code, n in total.items() if code}
        self._title = frozenset(geo.code for geo in geography.marks if view.in_title(geo.first))
        body = next((s for s in view.parse.sentences if not s.title), None)
        if body is not None:
            head = range(body.first, min(body.first + _DATELINE, body.last))
            dash = next((i for i in head if view.tokens[i].text in _DASHES), -1)
            marks = [geo for geo in geography.marks if body.first <= geo.first < dash and geo.sort in _NAMED]
            self._dateline = marks[-1].code if marks else ""
        return self._shares

    def spoken(self) -> tuple[dict[str, float], frozenset[str], str]:
        """How much the article speaks of each country (shares of 1), the headline's, and the dateline's."""
        return self._read(), self._title, self._dateline

    def marks_of(self, sentence: int) -> list[int]:
        """Which of the geography's marks stand in a sentence."""
        self._read()
        return self._by_sentence.get(sentence, [])

    def features(
        self,
        span: Range,
        token: int,
        act: Act,
        before: tuple[str, int],
        trigger: int,
        *,
        doubted: Geo | None = None,
    ) -> dict[str, list[str]]:
        """What speaks for each country that the place may lie in, in the order of their codes.

        Args:
            span: the phrase that says where; its core ends at ``token``.
            before: the country of the place told last, and the sentence that told it.
            trigger: the first word of the act.
            doubted: a name in the phrase that means none of the places known by it.
        """
        shares = self._read()
        view, geography = self.view, self.geography
        sentence = view.sentence_of(token)
        bearers = geography.bearers(doubted)[:_BEARERS] if doubted is not None else []
        codes = sorted({*shares, *act.actors, *act.recipients, *bearers, *([before[0]] if before[0] else [])})
        ranked = sorted(shares, key=lambda code: (-shares[code], code))
        inside = [code for code in geography.inside(span) if doubted is None or code != doubted.code]
        words = {view.lower[i] for i in range(*span)}
        sort = "abroad" if words & ABROAD else "border" if words & BORDERS else "other"
        following = geography.following(span) if not inside else ""
        begins = self._begins(trigger, span)
        own = view.lower[span[0]] in _OWN
        here = bool(words & _HERE)
        home = act.kind if act.kind in _DOMESTIC else "abroad"
        gap = min(max(sentence - before[1], 0), 4)
        around: dict[str, str] = {}
        for number in self._by_sentence.get(sentence, ()):
            geo = geography.marks[number]
            if span[0] <= geo.first < span[1]:
                continue
            case = view.lower[geo.first - 1] in LOCATIVE if geo.first > 0 else False
            side = "before" if geo.first < span[0] else "after"
            if case or geo.code not in around:
                around[geo.code] = f"{'in' if case else geo.sort} {side}"
        lately: dict[str, str] = {}
        for back in (1, 2):
            for number in self._by_sentence.get(sentence - back, ()):
                geo = geography.marks[number]
                case = view.lower[geo.first - 1] in LOCATIVE if geo.first > 0 else False
                if geo.code not in lately or case:
                    lately[geo.code] = f"{back} {'in' if case else geo.sort}"
        out: dict[str, list[str]] = {}
        for code in codes:
            if not code:
                continue
            share = shares.get(code, 0.0)
            rank = ranked.index(code) if code in shares else 9
            known = [f"share {min(int(share * 5), 4)}", f"share rank {min(rank, 3)}"]
            if code in inside:
                known.append(f"inside {sort}")
            if code in bearers:
                known.append(f"bearer {bearers.index(code)}")
            if code == following:
                known.append("following")
            if code == begins:
                known.append("begins")
            if code == before[0]:
                known.append(f"told {gap}")
            if code == self._dateline:
                known.append("dateline here" if here else "dateline")
            if code in self._title:
                known.append("title")
            if code in act.actors:
                known.append(f"own {len(act.actors) == 1}" if own else f"actor {home}")
                if sort != "other":
                    known.append(f"actor {sort}")
            if code in act.recipients:
                known.append(f"recipient {act.kind}")
            if code in around:
                known.append(f"around {around[code]}")
            if code in lately:
                known.append(f"lately {lately[code]}")
            out[code] = known
        return out

    def _begins(self, trigger: int, span: Range) -> str:
        """The country of the place that the sentence begins with ("In Tetovo, …")."""
        low, high = self.view.sentence(trigger)
        at = self.geography.at[low + 1] if low + 1 < high else -1
        if at < 0 or self.view.lower[low] not in LOCATIVE or span[0] <= low + 1 < span[1]:
            return ""
        geo = self.geography.marks[at]
        return geo.code if geo.sort in _NAMED else ""

    def country(
        self,
        span: Range,
        token: int,
        act: Act,
        before: tuple[str, int],
        trigger: int,
        *,
        doubted: Geo | None = None,
    ) -> tuple[str, str]:
        """The likeliest country, and what speaks most for it; ("", "") where none is spoken of, or none is
        likely.
        """
        known = self.features(span, token, act, before, trigger, doubted=doubted)
        told = likelihoods(known, self.weights)
        code = max(told, key=lambda one: told[one], default="")
        if not code or told[code] < LEAST:
            return "", ""
        strong = max(
            (name for name in known[code] if name.split()[0] in _WORDS),
            key=lambda name: self.weights.get(name, 0.0),
        )
        return code, _WORDS[strong.split()[0]]


def likelihoods(known: Mapping[Key, Iterable[str]], weights: Mapping[str, float]) -> dict[Key, float]:
    """How likely each country (or set of countries) is, given what speaks for it; they add up to one."""
    total = {code: sum(weights.get(name, 0.0) for name in names) for code, names in known.items()}
    if not total:
        return {}
    top = max(total.values())
    share = {code: math.exp(max(-60.0, value - top)) for code, value in total.items()}
    whole = sum(share.values())
    return {code: value / whole for code, value in share.items()}
