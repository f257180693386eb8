"""Which person a noun means: by office ("the foreign minister"), deed ("the gunman") or sex ("the woman").

Every candidate gets a score from how well the noun fits and how lately he or she was spoken of; the
best is taken, and the next best remembered.
"""

from __future__ import annotations

from dragoman.coding import heads, offices
from dragoman.coding.entities import Entity
from dragoman.coding.heads import OFFENDERS
from dragoman.coding.search import Search
from dragoman.coding.view import Range
from dragoman.knowledge.holders import holder

_NO = frozenset[str]()
#: Offices that one holds at a time, and what the knowledge tables call them.
SOLE = {
    ("president", _NO, _NO): "President",
    ("minister", frozenset(("prime",)), _NO): "Prime Minister",
    ("chancellor", _NO, _NO): "Chancellor",
    ("monarch", _NO, _NO): "Monarch",
    ("minister", _NO, frozenset(("foreign",))): "Foreign Minister",
}
_PLAIN = frozenset("man woman boy girl teenager victim".split())
_REACH = 3  #: sentences over which "the man" or "the pontiff" reaches back


class Persons(Search):
    """Looks for the person that a noun stands for. Each method gives None where it does not."""

    def _epithet(self, token: int, span: Range, head: str, codes: list[str]) -> Entity | None:
        """The person whose office, title or deed the noun names."""
        if head not in heads.PERSON_HEADS and head not in OFFENDERS:
            return None
        view, memory = self.view, self.memory
        apart = self._others(token)
        owner = self._possessor(token, span)
        if owner is not None:
            if len(owner.country) == 1 and owner.kind == "country" and not codes:
                codes = list(owner.country)
            else:
                apart = [*apart, owner]
        if head in OFFENDERS:
            return self._offender(token, apart)
        bodies = {
            view.lower[i]
            for i in range(span[0], token)
            if memory.found_at[i] >= 0 and self.geography.at[i] < 0
        }
        spoken = offices.read([view.lower[i].rstrip(".") for i in range(*span)])

        def fit(entity: Entity) -> float:
            if entity.kind != "person" or entity in apart:
                return 0.0
            if codes and entity.country and codes[0] not in entity.country:
                return 0.0
            if bodies and not bodies & set(entity.titles):
                return 0.0
            value = 0.0
            if spoken is not None:
                value = max((offices.fit(spoken, held) for held in entity.offices), default=0.0)
                if value and head == "secretary" and head in entity.titles:
                    value += 0.3  # "the Foreign Secretary" is not the foreign minister whom he met
            elif head in entity.titles or head in entity.heads:
                value = 0.8
            if value and not codes and self.geography.dominant in entity.country:
                value += 0.2
            return value

        entity = self._best(token, fit)
        if entity is None and owner is not None and owner.kind == "person" and spoken is not None:
            entity = self._best(token, lambda other: self._served(other, owner, spoken, apart))
        plain = view.lower[span[0]] in ("the", "this", "that") and not codes and not bodies
        if entity is None and head in heads.SOMEBODY and plain and spoken is None:
            gender = "F" if head in heads.FEMALE else "M" if head in heads.MALE else ""
            entity = self._recent_person(token, head, gender, apart)
        return entity

    def _served(self, entity: Entity, owner: Entity, spoken: offices.Office, apart: list[Entity]) -> float:
        """How well somebody's former office is that which he held under another: "his vice president"."""
        if entity.kind != "person" or entity in apart or not set(owner.country) & set(entity.country):
            return 0.0
        return 0.7 * max((offices.fit(spoken, held) for held in entity.past), default=0.0)

    def _holder(self, token: int, span: Range, codes: list[str]) -> Entity | None:
        """Who leads the country spoken of, or its diplomacy, where the article does not name him."""
        view = self.view
        if offices.read([view.lower[token]]) is None and view.lower[token] not in heads.PROXIES:
            return None  # "the president's legal team" is not the president
        spoken = offices.read([view.lower[i].rstrip(".") for i in range(*span)])
        published = self.memory.published
        if spoken is None or spoken.past or not published:
            return None
        office = SOLE.get((spoken.head, spoken.ranks, spoken.fields))
        if office is None or any(
            self.memory.found_at[i] >= 0 and self.geography.at[i] < 0 for i in range(*span)
        ):
            return None
        behind = token + 1
        if behind < len(view.tokens) and view.lower[behind] in ("of", "for", "-elect") and not codes:
            return None  # the president of something else
        code = codes[0] if codes else self._own_country(token, span, codes)
        person = holder(self.knowledge, office, code, published) if code else None
        return self.memory.known(person) if person is not None else None

    def _offender(self, token: int, apart: list[Entity]) -> Entity | None:
        """The one person spoken of by such a word, or read as a criminal."""

        def fit(entity: Entity) -> float:
            if entity in apart or entity.kind not in ("person", "") or entity.number != 1:
                return 0.0
            if not OFFENDERS.isdisjoint(entity.heads) or not OFFENDERS.isdisjoint(entity.titles):
                return 1.0
            if entity.known:
                return 0.9 if entity.sector[:1] == ["CRM"] else 0.0
            if entity.offices:
                return 0.0
            read = self._read_as(entity, "CRM")
            return read if read >= 0.4 else 0.0

        return self._best(token, fit)

    def _read_as(self, entity: Entity, sector: str) -> float:
        """The share of the model's readings of an entity's mentions that give it a sector."""
        read = self.view.parse.sectors
        weights = [read[seen] for seen in entity.seen if seen < len(read)]
        total = sum(weight for _, weight in weights)
        return sum(weight for name, weight in weights if name == sector) / total if total else 0.0

    def _recent_person(self, token: int, head: str, gender: str, apart: list[Entity]) -> Entity | None:
        """The person spoken of in this or the sentences before; one in office is not "the man"."""
        here = self.view.tokens[token].sentence
        best, where = None, -1
        for entity in self.memory.entities:
            if entity.kind != "person" or entity in apart or (gender and entity.gender not in ("", gender)):
                continue
            if head in _PLAIN and entity.offices:
                continue
            last = max((seen for seen in entity.seen if seen < token), default=-1)
            if last > where and here - self.view.tokens[last].sentence < _REACH:
                best, where = entity, last
        return best
