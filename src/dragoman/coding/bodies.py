"""The article's memory of bodies of states: embassies, local police, names with their country in them."""

from __future__ import annotations

from dragoman.coding.entities import Entity, tidy_name
from dragoman.coding.geography import Geography
from dragoman.coding.institutions import Institution, embassy, institution, mission, names_body
from dragoman.coding.names import Found
from dragoman.coding.namesakes import Geo
from dragoman.coding.view import View
from dragoman.knowledge import Knowledge


class Bodies:
    """The part of the memory that knows the bodies of states."""

    view: View
    knowledge: Knowledge
    geography: Geography
    entities: list[Entity]

    def country(self, code: str) -> Entity:
        """The entity for a country's government."""
        raise NotImplementedError

    def named(self, text: str) -> Entity | None:
        """The entity that the article or the knowledge base knows by this name."""
        raise NotImplementedError

    def _alias(self, entity: Entity, text: str) -> None:
        raise NotImplementedError

    def _state_body(self, name: Found, text: str) -> Entity | None:
        """A body of a state whose name says which ("US Supreme Court", "Parliament of Iraq")."""
        view, marks = self.view, self.geography
        first, last = name.first, name.last
        if marks.at[first] >= 0:
            geo = marks.marks[marks.at[first]]
            rest = (geo.last, last)
            if geo.last < last and view.lower[geo.last] in ("'s", "’s"):
                rest = (geo.last + 1, last)
        elif marks.at[last - 1] >= 0:
            geo = marks.marks[marks.at[last - 1]]
            stop = geo.first
            while stop > first and view.lower[stop - 1] in ("the", "of"):
                stop -= 1
            rest = (first, stop)
        else:
            return None
        if geo.sort not in ("country", "demonym") or rest[0] >= rest[1]:
            return None
        phrase = " ".join(view.lower[i] for i in range(*rest))
        if not names_body(phrase):
            return None
        if mission(phrase):
            entity = self.mission(geo.code, phrase, last)
            if entity is not None:
                self._alias(entity, text)
            return entity
        made = institution(phrase, self.knowledge.country_by_code(geo.code))
        if made is None:
            return None
        if made.whole:
            return self.country(geo.code)
        entity = self.body(made, geo.code)
        self._alias(entity, text)
        return entity

    def body(self, made: Institution, code: str) -> Entity:
        """The entity for a body of a state."""
        entity = self.named(made.name)
        if entity is None:
            entity = Entity(
                made.name, "organisation", [code] if code else [], [made.sector], known=True, named=False
            )
            self.entities.append(entity)
            self._alias(entity, made.name)
        return entity

    def mission(self, sender: str, phrase: str, behind: int) -> Entity | None:
        """The embassy or consulate of ``sender`` (a code): where the words from ``behind`` on say, else in
        the capital of the country spoken of."""
        view = self.view
        country = self.knowledge.country_by_code(sender) if sender else None
        if country is None:
            return None
        city, host = "", self.geography.dominant
        high = view.sentence(behind - 1)[1]
        if behind + 1 < high and view.lower[behind] in ("in", "at", "to"):
            mark = self.geography.at[behind + 1]
            if mark >= 0:
                geo = self.geography.marks[mark]
                host = geo.code
                if geo.sort != "country":
                    city = tidy_name(view.words((geo.first, geo.last)))
        if not city and host and host != sender:
            entry = self.knowledge.country_by_code(host)
            city = entry.capitals[0] if entry is not None and entry.capitals else ""
        entity = self.body(embassy(phrase, country, city), sender)
        entity.heads[phrase.split()[0]] = None
        return entity

    def force(self, geo: Geo, word: str) -> Entity:
        """The police of a town, county or state, by the name it has in the tables or the plain one."""
        place = tidy_name(self.view.words((geo.first, geo.last)))
        if place.isupper() and len(place) > 3:
            place = place.title()  # of a dateline
        known = None
        for ending in ("Police", "Police Department", "Police Service", "Police Force", "police"):
            body = None if known else self.knowledge.organisation(f"{place} {ending}", near=[geo.code])
            known = body if body is not None and geo.code in body.country else known
        if place == "London" and geo.code == "GBR":
            known = self.knowledge.organisation("Metropolitan Police")
        entity = self.body(Institution(known.name if known else f"{place} {word}", "COP"), geo.code)
        entity.heads[word] = None
        return entity
