"""Persons of whom headline and lead speak by a noun, before the story names them.

"Ex-minister held over bribes", "A man of 40 was arrested": who is meant is told by the office or task that
the story gives somebody, by what the two do or suffer, or by words that say it ("identified as").
"""

from __future__ import annotations

from dragoman.coding import heads, offices
from dragoman.coding.entities import Entity
from dragoman.coding.heads import OFFENDERS
from dragoman.coding.persons import Persons
from dragoman.coding.spans import phrase
from dragoman.coding.view import DETERMINERS, Range

LEAD = 2  #: the headline and the sentences that follow, which speak of "a judge" before he is named
_REACH = 14  #: sentences after which nobody is introduced any more
_LEAST, _APART = 0.6, 0.1  #: least score, and how far the next best must be behind
_NAMING = frozenset("named identified called".split())
_AGE = frozenset("year years old year-old aged one".split())
#: A part in an act: its type, the part, and the trigger's word.
_Part = tuple[str, str, str]


def _accused(parts: list[_Part]) -> bool:
    """Is somebody with these parts arrested, charged, tried, or the one who did it?"""
    return any(
        (role == "recipient" and kind in ("COERCE", "ACCUSE", "SANCTION"))
        or (role == "actor" and kind == "ASSAULT")
        for kind, role, _ in parts
    )


class Foretold(Persons):
    """Looks for the person named further on. Each method gives None where there is none."""

    _parts_of: dict[int, list[_Part]] | None = None
    _called: dict[int, Entity] | None = None

    def _to_come(self, token: int, span: Range, head: str, codes: list[str]) -> Entity | None:
        """The person named further on whom a noun of the headline or lead means."""
        view = self.view
        spoken = offices.read([view.lower[i].rstrip(".") for i in range(*span)])
        if head in heads.PROXIES:
            return None  # "the district attorney's office" is a body
        person = spoken is not None or head in heads.PERSON_HEADS or head in OFFENDERS
        if not person and self._read_kind(token) != "person":
            return None
        called = self._identified().get(token)
        if called is not None:
            return called
        here = view.tokens[token].sentence
        apart = self._others(token)
        words = {view.lower[i] for i in range(*span)}
        sex = "F" if words & heads.FEMALE or head in heads.FEMALE else "M" if words & heads.MALE else ""
        doing = self._doing(token)
        ranked: list[tuple[float, int, Entity]] = []
        accused = self._the_accused() if head not in heads.FEMALE and _accused(doing) else None
        for number, entity in enumerate(self.memory.entities):
            if entity.kind != "person" or not entity.named or not entity.seen or entity in apart:
                continue
            first = self._introduced_at(entity, token)
            late = view.tokens[first].sentence - here
            if first <= token or late > _REACH or (sex and entity.gender not in ("", sex)):
                continue
            if codes and entity.country and not set(codes) & set(entity.country):
                continue
            value = self._foretells(token, span, head, spoken, doing, entity)
            if codes and entity.country:
                value += 0.2
            if entity is accused and not entity.offices:
                value += 0.6
            else:
                value += 0.2 if 0 < late <= 2 else -0.2 if late > 6 else -0.4 if not (late or spoken) else 0.0
            ranked.append((value, -number, entity))
        ranked.sort(key=lambda item: item[:2], reverse=True)
        if not ranked or ranked[0][0] < _LEAST:
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _APART:
            return None
        self.ranked[token] = [(round(score, 2), entity) for score, _, entity in ranked[:3]]
        return ranked[0][2]

    def _foretells(
        self,
        token: int,
        span: Range,
        head: str,
        spoken: offices.Office | None,
        doing: list[_Part],
        entity: Entity,
    ) -> float:
        """How well what the noun says fits what the story says of somebody."""
        view = self.view
        value = 0.0
        if spoken is not None and entity.offices:
            fit = max(offices.fit(spoken, held) for held in entity.offices)
            value += 0.9 if fit >= 0.8 else 0.4 if fit else -0.4
        elif head in entity.titles or head in entity.heads:
            value += 0.7
        said = {view.lower[i] for i in range(span[0], token)} - DETERMINERS - _AGE
        if said & set(entity.titles):
            value += 0.2
        if head in OFFENDERS:
            called = not OFFENDERS.isdisjoint(entity.titles) or not OFFENDERS.isdisjoint(entity.heads)
            free = not entity.offices and not entity.known
            if called or (free and self._read_as(entity, "CRM") >= 0.5):
                value += 0.6
            elif entity.offices:
                value -= 0.6
        elif spoken is None and entity.offices and head not in entity.titles:
            value -= 0.3  # "a man" is nobody in office
        parts = self._parts().get(id(entity), [])
        same = [part for part in doing if any(other[:2] == part[:2] for other in parts)]
        if same:
            value += 0.7 if any(part in parts for part in same) else 0.5
        read = self.view.parse.sectors
        if token < len(read) and read[token][0] and entity.seen[0] < len(read):
            value += 0.1 if read[token][0] == read[entity.seen[0]][0] else 0.0
        return value

    def _introduced_at(self, entity: Entity, token: int) -> int:
        """Where somebody is first named; for a noun of the lead, a name in the headline does not count."""
        view, first = self.view, entity.seen[0]
        if view.in_title(first) and not view.in_title(token):
            return next((seen for seen in entity.seen if not view.in_title(seen)), first)
        return first

    def _the_accused(self) -> Entity | None:
        """The one named person whom the article has arrested, charged or tried, if it is only one."""
        parts = self._parts()
        found = [
            entity
            for entity in self.memory.entities
            if not entity.known and not entity.offices and _accused(parts.get(id(entity), []))
        ]
        return found[0] if len(found) == 1 else None

    def _read_kind(self, token: int) -> str:
        kinds = self.view.parse.kinds
        return kinds[token][0] if token < len(kinds) else ""

    def _doing(self, token: int) -> list[_Part]:
        """The parts that a token takes in acts."""
        return [
            (trigger.types[0][0], role, self.view.tokens[trigger.head].lemma)
            for trigger in self.view.parse.triggers
            if trigger.types and 0 <= trigger.head < len(self.view.tokens)
            for role in ("actor", "recipient")
            if any(link.token == token and link.probability >= 0.4 for link in trigger.edges.get(role, ()))
        ]

    def _parts(self) -> dict[int, list[_Part]]:
        """The parts that named persons take in acts, by ``id`` of the entity; read once an article."""
        if self._parts_of is None:
            self._parts_of = {}
            memory, count = self.memory, len(self.view.tokens)
            for trigger in self.view.parse.triggers:
                if not trigger.types or not 0 <= trigger.head < count:
                    continue
                for role in ("actor", "recipient"):
                    for link in trigger.edges.get(role, ()):
                        number = memory.found_at[link.token] if 0 <= link.token < count else -1
                        entity = memory.entity_of[number] if number >= 0 else None
                        if entity is not None and entity.kind == "person" and link.probability >= 0.4:
                            self._parts_of.setdefault(id(entity), []).append(
                                (trigger.types[0][0], role, self.view.tokens[trigger.head].lemma)
                            )
        return self._parts_of

    def _identified(self) -> dict[int, Entity]:
        """Nouns that the article itself resolves, by token: "the man, identified as …", "a cook named …"."""
        if self._called is None:
            self._called = {}
            view, memory = self.view, self.memory
            for number, name in enumerate(memory.found):
                entity = memory.entity_of[number]
                if entity is None or entity.kind != "person":
                    continue
                low = view.sentence(name.first)[0]
                at = (name.title[0] if name.title[0] < name.title[1] else name.first) - 1
                while at > low and (view.lower[at] in _AGE or view.lower[at][:1].isdigit()):
                    at -= 1
                if at > low and view.lower[at] == "as":
                    at -= 1
                    while at > low and view.lower[at] not in _NAMING and name.first - at < 10:
                        at -= 1
                if at <= low or view.lower[at] not in _NAMING:
                    continue
                for before in range(at + 1, max(low, at - 9) - 1, -1):
                    noun = heads.singular(view.lower[before])
                    if heads.plural(view.lower[before]) or before >= name.first:
                        continue
                    if (noun in heads.PERSON_HEADS or noun in OFFENDERS) and memory.found_at[before] < 0:
                        if phrase(view, before)[0] <= before:
                            self._called[before] = entity
                            entity.heads[noun] = None
                        break
        return self._called
