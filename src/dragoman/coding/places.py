"""Where each event happened: the places that the model linked, those the sentence tells otherwise, and what
each of them is in the gazetteer.

A place is taken from the event's own sentence only: not from the dateline, and not from another sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.entities import tidy_name
from dragoman.coding.geography import Geography
from dragoman.coding.namesakes import Geo
from dragoman.coding.scene import ABROAD, BORDERS, Act, Scene
from dragoman.coding.spans import characters, conjuncts, phrase
from dragoman.coding.view import Range, View
from dragoman.coding.whereabouts import Whereabouts, Words
from dragoman.knowledge.gazetteer import Candidate, key
from dragoman.records import Place, Why

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.coding.events import Made
    from dragoman.coding.mentions import Mention

#: Acts that take place somewhere; words alone ("accused", "demanded") rarely have a place of their own.
_PHYSICAL = frozenset("ASSAULT PROTEST COERCE MOBILIZE CONSULT AID RETREAT".split())
_STRUCK = frozenset("ASSAULT PROTEST MOBILIZE".split())  #: "the Kabul bombing", "the siege of Aleppo"
_RULED = frozenset(("COERCE",))
_FORCE = frozenset(("ASSAULT", "COERCE"))
_AFAR = frozenset("cyber misinformation withhold".split())  #: ways to coerce that reach beyond one's own land
_ORGANS = (["GOV"], ["COP"], ["JUD"], ["LEG"])
_SPOTS = frozenset(("country", "capital", "place"))


@dataclass(frozen=True, slots=True)
class Located:
    """What a place phrase was found to be. ``rule`` is "" where its own name gave the country."""

    country: str
    name: str | None
    found: Candidate | None
    rule: str


class Locating:
    """Gives the events of one article their places, in text order."""

    def __init__(self, view: View, geography: Geography) -> None:
        self.view = view
        self.geography = geography
        self._whereabouts = Whereabouts.load()
        self._words = Words(view, geography)
        self._scene = Scene(view, geography, self._whereabouts.scenes)
        self._learnt: set[int] = set()  #: sentences with a place that the model did not draw
        self._before = ("", -9)  #: the country of the place told last, and the sentence that told it

    def places(self, event: Made) -> None:
        """Fill ``event.places``, with a reason for all that the words alone do not say."""
        tokens = [(token, "") for token in event.draft.roles["place"]]
        if not tokens:
            tokens = self._told(event)
        for token, rule in tokens:
            self._add(event, token, rule)
        if not event.places:
            self._at_home(event)
        if not event.places:
            self._at_theirs(event)
        code = next((place.country for place in event.places if place.country), "")
        if code:
            self._before = code, self.view.sentence_of(event.trigger[0])

    def complete(self, made: list[Made]) -> None:
        """Where one act of a sentence was found to be done, ask again for the others; where one mention of a
        happening has a place, the others have it too if their sentence names it.

        Not a country: it is named for too many other reasons; but where all acts of a kind are in one
        country, one that a headline tells is at the place there, or in the country, that the headline names.
        """
        known: dict[str, dict[str, None]] = {}
        countries: dict[str, dict[str, None]] = {}
        for event in made:
            for place in event.places:
                if place.name:
                    known.setdefault(event.happening, {})[key(place.name)] = None
                if place.country:
                    countries.setdefault(event.draft.type, {})[place.country] = None
        for event in made:
            # where another act of the sentence was found to be done meanwhile
            if not event.places and self.view.sentence_of(event.trigger[0]) in self._learnt:
                for token, rule in self._told(event):
                    self._add(event, token, rule)
        for event in made:
            codes = countries.get(event.draft.type, {})
            if len(codes) == 1 and not event.places and event.draft.type in _STRUCK | _RULED:
                self._headline(event, min(codes))
        for event in made:
            names = known.get(event.happening, {})
            if event.places or not names or event.draft.type not in _PHYSICAL:
                continue
            for token in self._spots(event.trigger):
                mark = self.geography.marks[self.geography.at[token]]
                if (
                    mark.sort != "country"
                    and key(tidy_name(self.view.words((mark.first, mark.last)))) in names
                ):
                    self._add(event, token, "another mention of the event is placed there")
                    break

    def _headline(self, event: Made, code: str) -> None:
        """The first place in that country that the event's headline names, a town before the country."""
        marks = self.geography.marks
        if not self.view.in_title(event.trigger[0]):
            return
        inside = [t for t in self._spots(event.trigger) if marks[self.geography.at[t]].code == code]
        finer = [token for token in inside if marks[self.geography.at[token]].sort != "country"]
        for token in (finer or inside)[:1]:
            self._add(event, token, f"the other acts of the kind are placed in {code}")

    # which words -----------------------------------------------------------------------------

    def _spots(self, trigger: Range) -> list[int]:
        """Last tokens of the names of places in the trigger's sentence, in text order."""
        low, high = self.view.sentence(trigger[0])
        out: list[int] = []
        for index in range(low, high):
            mark = self.geography.at[index]
            if mark >= 0 and not trigger[0] <= index < trigger[1]:
                geo = self.geography.marks[mark]
                if geo.sort in _SPOTS and geo.last - 1 == index:
                    out.append(index)
        return out

    def _told(self, event: Made) -> list[tuple[int, str]]:
        """The likeliest place that the sentence tells, with what is joined to it by "and"."""
        view = self.view
        if not view.treed(event.trigger[0]):
            return []
        draft = event.draft
        chosen = self._whereabouts.choose(self._words, draft.type, draft.trigger)
        if chosen is None:
            return []
        token, probability = chosen
        self._words.place(token, draft.trigger)
        self._learnt.add(view.sentence_of(token))
        spots = set(self._spots(event.trigger))
        joined = [other for other in conjuncts(view, token) if other in spots] if token in spots else []
        rule = f"the likeliest place that the sentence tells ({probability:.2f})"
        return [(token, rule), *((other, "joined to a place of the act") for other in sorted(joined))]

    def _at_home(self, event: Made) -> None:
        """Where an organ of a state rules over its own people, place the act in the country that names the
        organ: "Kenyan police arrested", "the government of Malta banned".
        """
        draft = event.draft
        if (
            draft.type not in _RULED
            or draft.aux in ("hypothetical", "negation")
            or not _AFAR.isdisjoint(draft.modes)
            or len(event.actors) != 1
        ):
            return
        actor = event.actors[0]
        ruler = actor.entity
        if len(ruler.country) != 1 or ruler.sector[:1] not in _ORGANS:
            return
        if any(code != ruler.country[0] for code in _countries(event.recipients)) or self._afar(event):
            return
        for token in range(*actor.span):
            number = self.geography.at[token]
            mark = self.geography.marks[number] if number >= 0 else None
            if mark is None or mark.code != ruler.country[0] or mark.sort not in ("country", "demonym"):
                continue
            if not mark.first <= actor.token < mark.last:  # "Turkey" itself may act anywhere
                self._add(event, mark.last - 1, "an organ of the state acts in its own country", mark)
                return

    def _at_theirs(self, event: Made) -> None:
        """Where force falls on what is another country's, place the act there: "strikes Ukraine's ports",
        "an attack on Nepal's parliament".
        """
        view, draft = self.view, event.draft
        if draft.type not in _FORCE or draft.aux in ("hypothetical", "negation"):
            return
        doing = set(_countries(event.actors))
        for child in view.children[draft.trigger.head]:
            if view.deprel(child) not in ("obj", "nmod", "obl"):
                continue
            for owner in view.children[child]:
                number = self.geography.at[owner]
                if view.tokens[owner].deprel != "nmod:poss" or number < 0:
                    continue
                mark = self.geography.marks[number]
                if mark.sort in ("country", "capital", "place") and mark.code not in doing:
                    self._add(event, mark.last - 1, "force falls on what is that country's", mark)
                    return

    def _afar(self, event: Made) -> bool:
        """Is another country named in what the act is done to ("encroached on Georgia's waters")?"""
        view, head = self.view, event.draft.trigger.head
        home = event.actors[0].entity.country
        below: set[int] = set()
        for child in view.children[head]:
            if view.deprel(child) in ("obj", "nmod", "obl"):
                below.update(view.descend(child))
        below.difference_update(range(*event.actors[0].span))
        numbers = {self.geography.at[token] for token in below} - {-1}
        return any(self.geography.marks[number].code not in home for number in sorted(numbers))

    # what they are -----------------------------------------------------------------------------

    def _add(self, event: Made, token: int, rule: str, alone: Geo | None = None) -> None:
        """Place the event at the phrase around ``token``, or at the name ``alone``."""
        span = (alone.first, alone.last) if alone else phrase(self.view, token, event.trigger)
        if span[0] >= span[1]:
            return
        start, end = characters(self.view, span)
        if any(place.start <= start and end <= place.end for place in event.places):
            return
        text = self.view.text[start:end]
        at = self.locate(span, token, event)
        if rule:
            event.why.append(Why("places", f'"{text}": {rule}'))
        if at.country and at.rule:
            event.why.append(Why("places", f'"{text}" lies in {at.country}: {at.rule}'))
        found = at.found
        if found is None and at.name:
            self.geography.leave_open(at.name)
        if found is not None:
            event.why.append(Why("places", f'"{text}" is {found.name} to the {found.kind} ({found.source})'))
        event.places.append(
            Place(
                start,
                end,
                text,
                at.country,
                at.name,
                found.lat if found else None,
                found.lon if found else None,
                found.geonames if found else None,
            )
        )

    def locate(self, span: Range, token: int, event: Made) -> Located:
        """What the phrase ``span`` around ``token`` is: by the name in it, else in the country that what
        is told around it and of the ``event`` speaks for most.
        """
        view, geography = self.view, self.geography
        act = Act(event.draft.type, _countries(event.actors), _countries(event.recipients))
        mark = None if view.tokens[token].lemma.lower() in BORDERS | ABROAD else self._mark(span, token)
        if mark is not None:
            found = geography.place(mark, geography.hint(mark))
            name = found.name if found else tidy_name(view.words((mark.first, mark.last)))
            code = (
                found.iso3
                if found
                else geography.holder(geography.beyond(mark).name)
                or (mark.sort == "place" and geography.land(mark))
                or ""
            )
            if code or mark.sort != "place":
                return Located(code or mark.code, name, found, geography.reasons.get(mark.first, ""))
            # none of the places known by the name is meant: it lies where the act is done
            code, rule = self._scene.country(span, token, act, self._before, event.trigger[0], doubted=mark)
            return Located(code, name, None, rule)
        inside = geography.inside(span)
        name = self._name(span, token)
        near = inside[-1] if inside else geography.following(span)
        wide = geography.find(name, within=near) if name else None
        if wide is not None:
            return Located(wide.iso3 or near, wide.name, wide, "")
        code, rule = self._scene.country(span, token, act, self._before, event.trigger[0])
        return Located(code, name or None, None, rule)

    def _mark(self, span: Range, token: int) -> Geo | None:
        """The name of a place that the phrase is: the linked word's own, else the first one in the phrase
        that is not the name of what another lies in ("Syria's Idlib province" is Idlib).
        """
        geography = self.geography
        at = geography.at[token]
        if at >= 0 and geography.marks[at].sort in _SPOTS:
            return geography.marks[at]
        inside = [
            geography.marks[number]
            for number in dict.fromkeys(geography.at[i] for i in range(*span))
            if number >= 0 and geography.marks[number].sort in _SPOTS
        ]
        finer = [geo for geo in inside if geo.sort != "country"]
        return next(iter(finer or inside), None) if self._noun(token) else None

    def _noun(self, token: int) -> bool:
        return self.view.upos[token] in ("PROPN", "NOUN", "X", "")

    def _name(self, span: Range, token: int) -> str:
        """The proper name in the phrase that no table knows, or ""."""
        number = self.view.name_at[token]
        if number < 0:
            return ""
        name = self.view.parse.names[number]
        return tidy_name(self.view.words((name.first, name.last))) if name.label == "LOC" else ""


def _countries(parties: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(sorted({code for one in parties for code in one.entity.country}))
