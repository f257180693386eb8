"""Words for several at once: "both leaders", "the two countries", "all three", "they" of two people.

Each of those meant takes part by itself; the words stay the same for all.
"""

from __future__ import annotations

from dragoman.coding import heads, offices
from dragoman.coding.entities import Entity
from dragoman.coding.groups import Groups
from dragoman.coding.spans import conjuncts
from dragoman.coding.view import Range

_COUNTS = {
    "both": 2,
    "two": 2,
    "pair": 2,
    "either": 2,
    "neither": 2,
    "each": 2,
    "three": 3,
    "trio": 3,
    "four": 4,
    "five": 5,
}
_COUNTRIES = frozenset("country nation government state neighbour neighbor capital".split())
_PEOPLE = frozenset("man woman guest visitor rival counterpart negotiator contender".split())
_ANY = frozenset("side party".split())
_THEY = frozenset("they them themselves both".split())
_OF_TWO = ("either", "neither", "each")
_REACH = 5  #: sentences
_LEADING_SHARE = 0.2  #: of all places named, from which on a country is one of the sides


class Several(Groups):
    """Finds the members of a phrase for several."""

    def _members(self, token: int, span: Range) -> list[Entity]:
        """Two or more entities, in the order they came; [] where the phrase is not of this kind."""
        view = self.view
        word = view.lower[token]
        if word in _THEY and span[1] - span[0] == 1 and word != "both":
            return self._joint(token)
        named = self._named_several(token, span)
        if named:
            return named
        if word == "koreas":
            return [self.memory.country("KOR"), self.memory.country("PRK")]
        words = [view.lower[i] for i in range(span[0], token + 1)]
        count = next((_COUNTS[w] for w in words[:3] if w in _COUNTS), 0)
        if not count:
            return []
        states = self._bloc(token, span) if heads.plural(word) else None
        if states is None and any(self.memory.found_at[i] >= 0 for i in range(span[0], token + 1)):
            return []
        told = words[0] in ("the", "both", *_OF_TWO, "all", "these", "those", "our", "their")
        if not told and (word in _COUNTS or not view.in_title(token)):
            return []  # "Three killed" are none of those named
        if states is None and self.geography.inside(span):
            return []
        codes = self.members_of(states) if states else ()
        head = heads.singular(word)
        if word in _COUNTS:
            head = ""
        elif not heads.plural(word) and words[0] not in _OF_TWO:
            return []
        if "each" in words and head not in _COUNTRIES | _ANY:
            return []  # "each family"
        if not head:
            joined = self._joint(token, kinds=("person", "country", "organisation"))
            if len(joined) == count:
                return joined
        if head in _COUNTRIES | _ANY or not head:
            least = 0.0 if head in _COUNTRIES else _LEADING_SHARE
            countries = self._most_told(token, count, codes, least)
            if countries or head in _COUNTRIES:
                return countries
        return self._lately(token, head, count, codes)

    def together(self, members: list[Entity]) -> Entity:
        """The group of those who speak with one voice; the same for the same members."""
        name = " and ".join(filter(None, (", ".join(one.name for one in members[:-1]), members[-1].name)))
        entity = self.memory.named(name)
        if entity is None:
            countries = dict.fromkeys(code for one in members for code in one.country)
            sectors = dict.fromkeys(sector for one in members for sector in one.sector[:1])
            entity = Entity(name, "group", list(countries), list(sectors), known=True, number=2)
            entity.why["country"] = "of its members"
            self.memory.add(entity)
            self.memory._alias(entity, name)
        return entity

    def _most_told(self, token: int, count: int, codes: tuple[str, ...], least: float) -> list[Entity]:
        """The ``count`` countries that the article speaks of most, as its body names them first; of those
        told as often the last.

        Of ``codes`` only, where any are given, and none that has another part in the act; [] where one of
        them has a smaller share of all places named than ``least``.
        """
        view, marks = self.view, self.geography.marks
        apart = {code for one in self._others(token) if one.kind == "country" for code in one.country}
        told: dict[str, int] = {}
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for mark in marks:
            taken = self.done.get(mark.last - 1)
            if taken is not None and mark.code not in taken.entity.country:
                continue  # "Brussels" of the European Union
            if mark.code and mark.code not in apart and (not codes or mark.code in codes):
                told[mark.code] = told.get(mark.code, 0) + 1
                place = mark.first + (len(view.tokens) if view.in_title(mark.first) else 0)
                first[mark.code] = min(first.get(mark.code, place), place)
                if mark.first < token:
                    last[mark.code] = mark.first
        chosen = sorted(told, key=lambda code: (-told[code], -last.get(code, -1), first[code]))[:count]
        if len(chosen) < count or told[chosen[-1]] < least * len(marks):
            return []
        return [self.memory.country(code) for code in sorted(chosen, key=lambda code: first[code])]

    def _lately(self, token: int, head: str, count: int, codes: tuple[str, ...] = ()) -> list[Entity]:
        """The ``count`` entities of a noun's kind spoken of last; in a headline, those to come.

        Of the countries ``codes`` only, where any are given ("the two NATO allies").
        """
        view = self.view
        apart = self._others(token)
        office = offices.read([head]) if head else None
        gender = {"man": "M", "woman": "F"}.get(head, "")

        def fits(entity: Entity) -> bool:
            if entity in apart or (codes and not set(codes) & set(entity.country)):
                return False
            if codes and head == "ally":
                return entity.kind == "country"
            if head in _ANY:
                return entity.kind == "country" or (entity.kind == "organisation" and entity.named)
            if entity.kind != "person":
                return False
            if gender:
                return entity.gender in ("", gender)
            if office is None:
                return not head or head in _PEOPLE or head in entity.titles
            return any(offices.fit(office, held) for held in entity.offices)

        here = view.tokens[token].sentence
        ranked: list[tuple[int, int, Entity]] = []
        for entity in self.memory.entities:
            if not entity.seen or not fits(entity):
                continue
            if view.in_title(token):
                ranked.append((-min(entity.seen), 0, entity))
                continue
            last = max((seen for seen in entity.seen if seen < token), default=-1)
            if last >= 0 and here - view.tokens[last].sentence <= _REACH:
                ranked.append((len(entity.seen), last, entity))
        if len(ranked) < count:
            return self._holders(token, office, count) if office is not None else []
        ranked.sort(key=lambda item: (-item[0], -item[1]))
        chosen = [entity for _, _, entity in ranked[:count]]
        return sorted(chosen, key=lambda entity: min(entity.seen))

    def _holders(self, token: int, office: offices.Office, count: int) -> list[Entity]:
        """Who held an office then in the countries that the article speaks of most: "both presidents"."""
        held = [
            self._in_office(token, office, country.country[0])
            for country in self._most_told(token, count, (), _LEADING_SHARE)
        ]
        found = [entity for entity in held if entity is not None]
        return found if len(found) == count else []

    def _joint(self, token: int, kinds: tuple[str, ...] = ("person",)) -> list[Entity]:
        """Those of ``kinds`` named together in this or the sentence before, for *they* and *both*."""
        view = self.view
        here = view.tokens[token].sentence
        for before in sorted((t for t in self.done if t < token), reverse=True):
            if here - view.tokens[before].sentence > 1:
                break
            mention = self.done[before]
            if mention.others and mention.entity.kind in kinds:
                return [mention.entity, *mention.others]
            if mention.entity.number == 2:
                return []
            together = [before, *conjuncts(view, before)]
            members: list[Entity] = []
            for other in sorted(together):
                number = self.memory.found_at[other]
                entity = self.memory.entity_of[number] if number >= 0 else None
                if entity is not None and entity.kind in kinds and entity not in members:
                    members.append(entity)
            if len(members) > 1 and len(members) == len(together):
                return members
        return []
