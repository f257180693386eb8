"""What the words around a name teach about its bearer: office, country, sector, sex, whose man he is."""

from __future__ import annotations

from dragoman.coding import heads, offices
from dragoman.coding.describe import country_of, descriptions, sector_of
from dragoman.coding.entities import Entity
from dragoman.coding.geography import Geography
from dragoman.coding.names import Found
from dragoman.coding.namewords import BARE_TITLES
from dragoman.coding.view import View
from dragoman.knowledge import Knowledge


class Learning:
    """The part of the memory that reads titles and appositions. Each method changes the entity."""

    view: View
    knowledge: Knowledge
    geography: Geography
    found_at: list[int]
    entity_of: list[Entity | None]

    def _title(self, entity: Entity, name: Found) -> None:
        """Take up the office and sex that the title before a person's name tells."""
        if entity.kind != "person" or name.title[0] == name.title[1]:
            return
        words = [self.view.lower[i].rstrip(".") for i in range(*name.title)]
        held = offices.read(words)
        if held is not None and held not in entity.offices:
            entity.offices.append(held)
        if not entity.gender:
            entity.gender = "F" if heads.FEMALE & set(words) else "M" if heads.MALE & set(words) else ""

    def _learn(self, entity: Entity, name: Found) -> None:
        """Take up what the words around one use of a name say of its bearer."""
        if entity.kind == "country":
            return
        view = self.view
        for description in descriptions(view, name):
            first, last = description.span
            words = [view.lower[i].rstrip(".") for i in range(first, last)]
            head = description.head
            if entity.kind == "" and head:
                entity.kind = "person"
            for word in words:
                if word in heads.FEMALE:
                    entity.gender = entity.gender or "F"
                elif word in heads.MALE:
                    entity.gender = entity.gender or "M"
            if entity.kind != "person":
                for word in words[-4:]:
                    if word in heads.BODY_HEADS:
                        entity.heads[word] = None
            if entity.kind == "person" and not head:
                continue
            if head in BARE_TITLES:
                continue
            entity.titles.extend(word for word in words if word not in entity.titles)
            if entity.kind == "person":
                held = offices.read(words)
                if held is not None and held not in entity.offices:
                    entity.offices.append(held)
                entity.body = entity.body or self._employer(description.span, entity)
            if not entity.known or not entity.country:
                for code in country_of(self.geography, description.span):
                    if not entity.country:
                        entity.country.append(code)
                        entity.why["country"] = f'named in "{view.words(description.span)}"'
            if not entity.sector:
                sectors, stated = sector_of(
                    view, self.knowledge, description.span, self._token(first, last, head)
                )
                if sectors:
                    entity.sector = sectors
                    entity.why["sector"] = f'"{stated}"'
            if not entity.country and entity.kind == "person":
                entity.country = self._employer_country(description.span)
        self._belongs(entity, name)

    def _belongs(self, entity: Entity, name: Found) -> None:
        """Take over what a known body says of its people: "Sheldon Yett of UNICEF", "the UN envoy, …"."""
        view = self.view
        if entity.known or entity.kind not in ("person", ""):
            return
        after = name.last
        if entity.body is None and after + 1 < len(view.tokens) and view.lower[after] in ("of", "from", "at"):
            start = (
                after + 2 if view.lower[after + 1] == "the" and after + 2 < len(view.tokens) else after + 1
            )
            number = self.found_at[start]
            other = self.entity_of[number] if number >= 0 else None
            if other is not None and other is not entity and other.kind == "organisation" and other.known:
                entity.kind, entity.body = "person", other
        body = entity.body
        if body is None or not body.known or not body.sector:
            return
        if body.sector[0] == "IGO" and entity.sector[:1] in ([], ["GOV"], ["IGO"]):
            entity.sector = ["IGO"]
            entity.why["sector"] = f"of {body.name}"
            if "named in" not in entity.why.get("country", ""):
                entity.country = []
                entity.why["country"] = f"of {body.name}"
        elif not entity.sector and body.sector[0] != "JRN":
            entity.sector = list(body.sector[:1])
            entity.why["sector"] = f"of {body.name}"

    def _employer(self, span: tuple[int, int], person: Entity) -> Entity | None:
        """The body named in the description of a person: *Ford* of "Ford's spokesman"."""
        for index in range(*span):
            number = self.found_at[index]
            other = self.entity_of[number] if number >= 0 else None
            if other is not None and other is not person and other.kind in ("organisation", "group"):
                return other
        return None

    def _token(self, first: int, last: int, head: str) -> int | None:
        return next((i for i in range(first, last) if head and self.view.lower[i].rstrip(".") == head), None)

    def _employer_country(self, span: tuple[int, int]) -> list[str]:
        """The country of a named body or person in a description ("Merkel's spokesperson")."""
        for index in range(*span):
            number = self.found_at[index]
            other = self.entity_of[number] if number >= 0 else None
            if other is not None and len(other.country) == 1:
                return list(other.country)
        return []
