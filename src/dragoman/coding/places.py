"""Where each event happened: the places that the model linked, those the sentence tells otherwise, and what
each of them is in the gazetteer.

A place is taken from the event's own sentence only: not from the dateline, and not from another sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.drafts import threshold
from dragoman.coding.entities import tidy_name
from dragoman.coding.geography import AREA_KINDS, Geo, Geography
from dragoman.coding.spans import characters, conjuncts, core_head, phrase
from dragoman.coding.view import Range, View
from dragoman.knowledge.gazetteer import Candidate, key
from dragoman.records import Place, Why

if TYPE_CHECKING:
    from dragoman.coding.events import Made

#: What a faint link to a name that is surely a place must reach, as a share of the role's threshold.
FAINT = 0.35
#: Acts that take place somewhere; words alone ("accused", "demanded") rarely have a place of their own.
_PHYSICAL = frozenset("ASSAULT PROTEST COERCE MOBILIZE CONSULT AID RETREAT".split())
_STRUCK = frozenset("ASSAULT PROTEST MOBILIZE".split())  #: "the Kabul bombing", "the siege of Aleppo"
_WHERE = frozenset("in at near outside inside across around throughout within off".split())
_OWN = frozenset("its their his her our".split())
_BORDERS = frozenset("border frontier".split())
_RULED = frozenset(("COERCE",))
_AT_HOME = frozenset("COERCE PROTEST".split())
_TRAVEL = frozenset("CONSULT AID RETREAT MOBILIZE".split())
_TOWARDS = frozenset("to into onto".split())
_INNER = frozenset("nmod compound appos flat conj".split())
_OUTER = _INNER | {"obl", "obj", "nsubj"}
_RECENT = 3  #: sentences for which the place told last is where an unnamed place lies
_FAR = 5  #: words between a place and its act
_UP = frozenset("obj nsubj obl xcomp nmod compound conj flat acl advcl".split())
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
        self._before = ("", -_RECENT)  #: the country of the place told last, and the sentence that told it

    def places(self, event: Made) -> None:
        """Fill ``event.places``, with a reason for all that the words alone do not say."""
        tokens = [(token, "") for token in event.draft.roles["place"]]
        if not tokens:
            tokens = self._faint(event)
        if not tokens:
            tokens = self._told(event)
        for token, rule in tokens:
            self._add(event, token, rule)
        code = next((place.country for place in event.places if place.country), "")
        if code:
            self._before = code, self.view.sentence_of(event.trigger[0])

    def complete(self, made: list[Made]) -> None:
        """Where one mention of a happening has a place, the others have it too if their sentence names it.

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

    def _faint(self, event: Made) -> list[tuple[int, str]]:
        """Places that the model linked too faintly, where the name itself is surely one."""
        bar = threshold(self.view.parse, "place") * FAINT
        spots = set(self._spots(event.trigger))
        taken = {token for role in ("actor", "recipient", "by") for token in event.draft.roles[role]}
        for link in event.draft.trigger.edges.get("place", ()):
            if link.probability < bar:
                break
            if link.token in spots and link.token not in taken:
                return [(link.token, "a faint link to the name of a place")]
        return []

    def _told(self, event: Made) -> list[tuple[int, str]]:
        """Places that the sentence's build ties to the act: "clashed in Basra", "the siege of Aleppo"; of
        several the one that hangs closest, with what is joined to it by "and".
        """
        if not self.view.treed(event.trigger[0]):
            return []
        taken = {token for role in ("actor", "recipient", "by") for token in event.draft.roles[role]}
        climb = self._climb(event.draft.trigger.head, event.trigger)
        best: tuple[int, int, str] | None = None
        for token in self._spots(event.trigger):
            tie = None if token in taken else self._tie(token, event, climb)
            if tie is not None and (best is None or tie[0] < best[0]):
                best = (tie[0], token, tie[1])
        if best is None:
            return []
        spots = set(self._spots(event.trigger))
        joined = [token for token in conjuncts(self.view, best[1]) if token in spots and token not in taken]
        return [(best[1], best[2]), *((token, "joined to a place of the act") for token in sorted(joined))]

    def _tie(self, token: int, event: Made, climb: set[int]) -> tuple[int, str] | None:
        """How many words lie between a place and the act in the tree, and what ties them; None where nothing
        does.
        """
        view, trigger, kind = self.view, event.trigger, event.draft.type
        country = self.geography.marks[self.geography.at[token]].sort == "country"
        chain = [core_head(view, token)]
        while (governor := view.head(chain[-1])) >= 0 and governor not in climb and len(chain) < _FAR:
            chain.append(governor)
        if governor not in climb or any(self._others(node, trigger) for node in chain):
            return None
        if self._others(governor, trigger) and not self._goes_on(event, governor):
            return None
        links = [view.deprel(node) for node in chain]
        if not _INNER.issuperset(links[:-1]) or links[-1] not in _OUTER:
            return None
        cases = [{view.lower[c] for c in view.children[node] if view.deprel(c) == "case"} for node in chain]
        own = trigger[0] <= governor < trigger[1]
        where = next((case & _WHERE for case in cases if case & _WHERE), None)
        named = "compound" in links or view.tokens[chain[0]].deprel == "nmod:poss"
        if kind not in _PHYSICAL and not (own and len(chain) == 1):
            return None  # what is said has a place only where the word itself is given one
        if where and not (named and country) and (own or cases[-1] & _WHERE):
            return len(chain), f'told with "{min(where)}"'
        if not own:
            return None
        if kind in _STRUCK and len(chain) == 1 and named and view.upos[governor] == "NOUN":
            return 1, "the act is named after it"
        if kind in _STRUCK and any("of" in case for case in cases) and (not country or len(chain) == 1):
            return len(chain), "told of who or what is there"
        if kind in _TRAVEL and len(chain) == 1 and (cases[0] & _TOWARDS or links == ["obj"]):
            return 1, "where the way leads"
        return None

    def _climb(self, head: int, trigger: Range) -> set[int]:
        """The words whose place is the act's too: its own, and those of the clause that it stands in."""
        out = set(range(*trigger))
        here = head
        for _ in range(3):
            if self.view.deprel(here) not in _UP or self.view.head(here) < 0:
                break
            here = self.view.head(here)
            out.add(here)
        return out

    def _goes_on(self, event: Made, governor: int) -> bool:
        """Does the act go on where another was done: "attacked a post in the town and *killed* two"?"""
        head = event.draft.trigger.head
        joined = self.view.deprel(head) == "conj" and self.view.head(head) == governor
        return joined and event.draft.type in _STRUCK and event.draft.aux != "negation"

    def _others(self, governor: int, trigger: Range) -> bool:
        """Is the governor itself another act, which has the place to itself?"""
        number = self.view.trigger_at.get(governor)
        if number is None or trigger[0] <= governor < trigger[1]:
            return False
        return self.view.parse.triggers[number].probability >= threshold(self.view.parse, "trigger")

    # what they are -----------------------------------------------------------------------------

    def _add(self, event: Made, token: int, rule: str) -> None:
        span = phrase(self.view, token, event.trigger)
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

    def locate(self, span: Range, token: int, event: Made | None = None) -> Located:
        """What the phrase ``span`` around ``token`` is: by the name in it, by what stands around it, else by
        who takes part in the ``event``, by the place told before or by what is most spoken of.
        """
        view, geography = self.view, self.geography
        text = view.words(span)
        mark = self._mark(span, token)
        if mark is not None:
            hint = AREA_KINDS.get(view.lower[mark.last], "") if mark.last < len(view.tokens) else ""
            found = geography.place(mark, hint)
            name = found.name if found else tidy_name(view.words((mark.first, mark.last)))
            code = found.iso3 if found else geography.holder(geography.beyond(mark).name) or mark.code
            return Located(code, name, found, geography.reasons.get(mark.first, ""))
        code = geography.knowledge.place_country(tidy_name(text)) or ""
        rule = ""
        if not code:
            named = geography.inside(span)
            code = named[-1] if named else ""
        if code and event is not None and view.tokens[token].lemma.lower() in _BORDERS:
            near = self._near_side(code, event)
            code, rule = (near, "the near side of the border") if near else (code, rule)
        name = self._name(span, token)
        wide = geography.find(name, within=code or geography.following(span)) if name else None
        if wide is not None:
            return Located(wide.iso3 or code, wide.name, wide, "")
        if not code:
            code, rule = geography.following(span), "country named after the place"
        if not code and event is not None:
            code, rule = self._of_event(span, event)
        if not code and view.sentence_of(token) - self._before[1] < _RECENT:
            code, rule = self._before[0], "country of the place told before"
        if not code:
            code, rule = geography.dominant, "country most spoken of"
        return Located(code, name or None, None, rule if code else "")

    def _near_side(self, beyond: str, event: Made) -> str:
        """Of "the border with Libya" and "the Libyan border", the country of those who are said to be there,
        "" where they may be of that beyond.
        """
        doers = {code for one in event.actors for code in one.entity.country}
        return min(doers) if len(doers) == 1 and beyond not in doers else ""

    def _of_event(self, span: Range, event: Made) -> tuple[str, str]:
        """The country of a place that has no name of its own, and why: whose it is, the place that the
        sentence begins with, that of who rules or protests there.
        """
        view = self.view
        doers = {code for one in event.actors for code in one.entity.country}
        if view.lower[span[0]] in _OWN and len(doers) == 1:
            return min(doers), "country of whose it is"
        low, _ = view.sentence(event.trigger[0])
        at = self.geography.at[low + 1] if low + 1 < len(view.tokens) else -1
        if at >= 0 and view.lower[low] in _WHERE and not span[0] <= low + 1 < span[1]:
            geo = self.geography.marks[at]
            if geo.sort in _SPOTS:
                return geo.code, f'the sentence begins "{view.words((low, geo.last))}"'
        if event.draft.type in _AT_HOME and len(doers) == 1:
            return min(doers), "country of who acts, as such acts are done at home"
        return "", ""

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
