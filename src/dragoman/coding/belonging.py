"""Of which country those are whom no table knows: "gunmen", "his lawyers", "Ada Obi, a nurse".

The memory and the resolvers give each a country for a reason of theirs ("named in the phrase", "country most
spoken of"). Where it is but a guess, it is weighed against what else the article tells: what is named in and
around the phrase, where the act happened, who stands on the other side of it, how much the article is about
each country. The weights are in ``belonging.json``, fitted to annotated articles by ``training.belonging``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.coding.entities import Entity
from dragoman.coding.geography import Geography
from dragoman.coding.scene import LOCATIVE, Scene, likelihoods
from dragoman.coding.search import Mention
from dragoman.coding.view import PRONOUNS, STOPS, View

if TYPE_CHECKING:
    from dragoman.coding.events import Made
    from dragoman.coding.mentions import Resolver

#: ISO codes of a set of countries; none for international bodies
Countries = tuple[str, ...]
PATH = Path(__file__).with_name("belonging.json")
LEAD = 0.2  #: likelihood by which another answer must lead to overrule the rules

#: The rules' reasons that are no more than guesses.
_GUESSED = frozenset((
    "country most spoken of", "the one country that the sentence places things in", "place it is tied to",
    "from abroad", "not told", "",
))  # fmt: skip
_OWN = frozenset("his her its their our my your whose".split())
_MENTIONS = 3  #: that are looked at; those to come say little more
_PARTS = 3


@cache
def weights() -> dict[str, float]:
    """The shipped weights, by feature."""
    found: dict[str, float] = json.loads(PATH.read_text("utf-8"))
    return found


class Belonging:
    """What speaks for each country that the entities of one article may be of.

    Args:
        made: the article's events, their participants resolved, before the actors are settled.
    """

    def __init__(self, view: View, geography: Geography, resolver: Resolver, made: Iterable[Made]) -> None:
        self.view = view
        self.geography = geography
        self.scene = Scene(view, geography, {})
        self._speaker_at = resolver.speaker_at
        self._done = resolver.done
        self.mentions: dict[int, list[Mention]] = defaultdict(list)
        self._order = sorted(resolver.done)
        for token in self._order:
            mention = resolver.done[token]
            for entity in (mention.entity, *mention.others):
                self.mentions[id(entity)].append(mention)
        self.parts: dict[int, list[tuple[str, Made]]] = defaultdict(list)
        for event in made:
            for role, mentions in (("actor", event.actors), ("recipient", event.recipients)):
                for mention in mentions:
                    self.parts[id(mention.entity)].append((role, event))

    def settle(self, entities: Iterable[Entity]) -> None:
        """Give those whom no table knows the likeliest countries. Changes them, all at once: what is said of
        one is no evidence for another.
        """
        chosen = []
        for entity in entities:
            if self.open(entity):
                told = tuple(dict.fromkeys(entity.country))
                share = likelihoods(self.countries(entity), weights())
                best = max(share, key=lambda codes: share[codes])
                if best != told and share[best] - share[told] >= LEAD:
                    chosen.append((entity, best))
        for entity, codes in chosen:
            entity.country = list(codes)
            entity.why["country"] = "likeliest of those spoken of" if codes else "likely of no one country"

    @staticmethod
    def open(entity: Entity) -> bool:
        """Is it one that no table knows, and was its country but guessed by the rules?

        Of what the words themselves tell ("named in the phrase", "of the Taliban") the rules know better.
        """
        return (
            not entity.known
            and entity.kind not in ("country", "place")
            and entity.why.get("country", "") in _GUESSED
        )

    def _looked_at(self, entity: Entity) -> list[Mention]:
        """The first mentions by a name or noun, else by a pronoun."""
        lower = self.view.lower
        mentions = self.mentions.get(id(entity), [])
        return [m for m in mentions if lower[m.token] not in PRONOUNS][:_MENTIONS] or mentions[:1]

    def countries(self, entity: Entity) -> dict[Countries, list[str]]:
        """What speaks for each set of countries that an entity may be of: none, one, the rules' own."""
        shares, title, dateline = self.scene.spoken()
        view = self.view
        known: dict[str, set[str]] = defaultdict(set)
        parts = self.parts.get(id(entity), [])[:_PARTS]
        looked = self._looked_at(entity)
        kind = f"{entity.kind}{' named' if entity.named else ''}"
        sector = entity.sector[0] if entity.sector else ""
        for role, event in parts:
            act = event.draft.type
            for place in event.places:
                if place.country:
                    known[place.country].add(f"scene {role}")
            across, beside = (
                (event.recipients, event.actors) if role == "actor" else (event.actors, event.recipients)
            )
            for other in across:
                sort = _sort(other.entity)
                for code in other.entity.country:
                    known[code] |= {f"across {role} {act} {sort}", f"across {sort} {kind} {sector}"}
            for other in beside:
                if other.entity is not entity:
                    for code in other.entity.country:
                        known[code].add(f"beside {_sort(other.entity)}")
        for mention in looked:
            self._around(mention, known)
        ranked = sorted(shares, key=lambda code: (-shares[code], code))
        for rank, code in enumerate(ranked):
            known[code] |= {
                f"share {min(int(shares[code] * 5), 4)} {kind}", f"rank {min(rank, 3)} {kind}",
                f"rank {min(rank, 3)} {sector}",
            }  # fmt: skip
        for code in title:
            known[code].add(f"title {kind}")
        if dateline:
            known[dateline] |= {f"dateline {kind}", f"dateline {sector}"}
        if entity.body is not None:
            for code in entity.body.country:
                known[code].add(f"body {kind}")
        own = any(view.lower[mention.span[0]] in _OWN for mention in looked)
        why = f"{entity.why.get('country', '')}{' own' if own else ''}"
        for code in entity.country:
            known[code].add("some")
        known.pop("", None)
        out: dict[Countries, list[str]] = {(code,): sorted(known[code]) for code in sorted(known)}
        told = tuple(dict.fromkeys(entity.country))
        out.setdefault((), [])
        rule = out.setdefault(told, [])
        rule += [f"rule {why}", f"rule {why} {kind}", f"rule {why} {len(told)}", f"rule {why} {sector}"]
        single = "one" if entity.number == 1 else "many"
        out[()] += ["none", f"none {kind} {single}", f"none {sector} {kind}", f"none {why} {len(told)}"]
        out[()] += [f"none head {head}" for head in entity.heads]
        out[()] += [f"none word {word}" for word in entity.titles[:6]]
        out[()] += [f"none {role} {event.draft.type}" for role, event in parts]
        out[()].append(f"none of {min(len(ranked), 4)}")
        return out

    def _around(self, mention: Mention, known: dict[str, set[str]]) -> None:
        """What is named in and around one mention. Adds to ``known``."""
        view, marks = self.view, self.geography.marks
        first, last = mention.span
        sentence = view.sentence_of(mention.token)
        before, after = "", ""
        for number in self.scene.marks_of(sentence):
            geo = marks[number]
            lead = view.lower[geo.first - 1] if geo.first else ""
            if first <= geo.first < last:
                if geo.first < mention.token:
                    known[geo.code].add(f"in front {geo.sort}")
                else:
                    known[geo.code].add(f"behind {lead if lead in STOPS else ''} {geo.sort}")
                continue
            ahead = geo.first < first
            gap = first - geo.last if ahead else geo.first - last
            sort = "in" if lead in LOCATIVE else geo.sort
            far = 0 if gap <= 2 else 1 if gap <= 7 else 2
            known[geo.code].add(f"near {sort} {'before' if ahead else 'after'} {far}")
            if ahead:
                before = geo.code
            elif not after:
                after = geo.code
        if before:
            known[before].add("last before")
        if after:
            known[after].add("next after")
        for back in (1, 2):
            codes = {marks[number].code for number in self.scene.marks_of(sentence - back)}
            for code in codes:
                known[code].add(f"lately {back} {len(codes) == 1}")
        speaker = self._done.get(self._speaker_at.get(mention.token, -1))
        if speaker is not None:
            for code in speaker.entity.country:
                known[code].add("speaker")
        index = self._order.index(mention.token) - 1 if mention.token in self._done else -1
        if index >= 0:
            other = self._done[self._order[index]]
            gap = min(sentence - view.sentence_of(other.token), 3)
            for code in other.entity.country:
                known[code].add(f"follows {gap} {_sort(other.entity)}")


def _sort(entity: Entity) -> str:
    return "country" if entity.kind == "country" else "known" if entity.known or entity.named else "unnamed"
