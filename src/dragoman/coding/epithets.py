"""Nouns that mean somebody known: "the president", "the rebels", "his office", "a ministry statement"."""

from __future__ import annotations

from dragoman.coding import heads
from dragoman.coding.entities import Entity
from dragoman.coding.search import Search
from dragoman.coding.spans import appositions
from dragoman.coding.view import Range

_INDEFINITE = frozenset(
    "a an another some any several many one two three four five six seven eight nine ten no".split()
)


class Epithets(Search):
    """Looks for the entity that a noun stands for. Each method gives None where it does not."""

    def _apposed(self, token: int, span: Range) -> Entity | None:
        """The named entity set beside a noun.

        "his spokesperson, Steffen Seibert", "opposition leader Kem Sokha".
        """
        view, memory = self.view, self.memory
        ahead = token + 1
        high = view.sentence(token)[1]
        word = view.lower[token]
        persons = heads.singular(word) in heads.PERSON_HEADS
        if ahead < high and memory.found_at[ahead] >= 0 and not heads.plural(word):
            entity = memory.entity_of[memory.found_at[ahead]]
            if entity is not None and entity.kind in ("person", "") and persons:
                return entity
            if entity is not None and entity.kind in ("organisation", "group") and word in heads.BODY_HEADS:
                return entity
        for other in appositions(view, token):
            number = memory.found_at[other]
            entity = memory.entity_of[number] if number >= 0 else None
            if (
                entity is not None
                and entity.kind in ("person", "organisation", "")
                and not (entity.kind == "person" and word in heads.BODY_HEADS)
            ):
                return entity
        end = span[1]
        if (
            persons
            and not heads.plural(word)
            and end + 1 < high
            and view.lower[end] == ","
            and memory.found_at[end + 1] >= 0
        ):
            number = memory.found_at[end + 1]
            name = memory.found[number]
            entity = memory.entity_of[number]
            after = view.lower[name.last] if name.last < high else "."
            if (
                entity is not None
                and entity.kind in ("person", "")
                and (not view.upos[token] or after in (",", ".", ")", ":"))
            ):
                return entity
        return None

    def _epithet(self, token: int, span: Range, head: str, codes: list[str]) -> Entity | None:
        """The person whose title or description holds the head: "the president"."""
        if head not in heads.PERSON_HEADS:
            return None
        view, memory = self.view, self.memory
        apart = self._others(token)
        owner = self._possessor(token, span)
        if owner is not None:
            if owner.kind == "country" and not codes:
                codes = list(owner.country)
            else:
                apart = [*apart, owner]
        bodies = {
            view.lower[i]
            for i in range(span[0], token)
            if memory.found_at[i] >= 0 and self.geography.at[i] < 0
        }

        def fits(entity: Entity) -> bool:
            return (
                entity.kind == "person"
                and (head in entity.titles or head in entity.heads)
                and (not codes or not entity.country or codes[0] in entity.country)
                and (not bodies or bool(bodies & set(entity.titles)))
                and entity not in apart
            )

        entity = self._recent(token, fits)
        if (
            entity is None
            and head in heads.SOMEBODY
            and view.lower[span[0]] in ("the", "this", "that")
            and not codes
            and not bodies
        ):
            gender = "F" if head in heads.FEMALE else "M" if head in heads.MALE else ""
            entity = self._recent_person(token, gender, apart)
        return entity

    def _recent_person(self, token: int, gender: str, apart: list[Entity]) -> Entity | None:
        """The person spoken of in this or the two sentences before."""
        here = self.view.tokens[token].sentence
        best, where = None, -1
        for entity in self.memory.entities:
            if entity.kind != "person" or entity in apart or (gender and entity.gender not in ("", gender)):
                continue
            last = max((seen for seen in entity.seen if seen < token), default=-1)
            if last > where and here - self.view.tokens[last].sentence <= 2:
                best, where = entity, last
        return best

    def _body(self, token: int, head: str, codes: list[str]) -> Entity | None:
        """The body named before whose name or class holds the head: "the commission", "the airline"."""
        wanted = {
            "company": "BUS",
            "firm": "BUS",
            "airline": "BUS",
            "network": "JRN",
            "newspaper": "JRN",
            "party": "PTY",
            "union": "LAB",
            "court": "JUD",
            "tribunal": "JUD",
            "parliament": "LEG",
            "senate": "LEG",
            "house": "LEG",
            "ngo": "NGO",
            "militia": "UAF",
            "bloc": "IGO",
        }.get(head)
        apart = self._others(token)

        def by_name(entity: Entity) -> bool:
            return (
                entity.kind in ("organisation", "group", "")
                and entity not in apart
                and (head in entity.heads or any(head in alias.split() for alias in entity.aliases))
                # "The dockers' union" is not the African Union.
                and (head != "union" or "IGO" not in entity.sector)
                and (not codes or not entity.country or codes[0] in entity.country)
            )

        entity = self._recent(token, by_name)
        if entity is not None or codes:
            return entity

        def by_class(entity: Entity) -> bool:
            if entity.kind not in ("organisation", "") or entity in apart or not entity.named:
                return False
            return (
                bool(entity.sector and entity.sector[0] == wanted)
                if wanted
                else head in ("group", "organisation", "organization", "movement", "body", "agency")
            )

        return (
            self._recent(token, by_class)
            if wanted or head in ("group", "organisation", "organization", "movement")
            else None
        )

    def _armed(self, token: int, span: Range, codes: list[str]) -> Entity | None:
        """The named armed group that "the rebels" of an article are."""
        view = self.view
        role = self.knowledge.role(view.lower[token])
        if role is None or not role.sector or role.sector[0] != "REB" or not heads.plural(view.lower[token]):
            return None
        if view.lower[span[0]] in _INDEFINITE or any(view.upos[i] == "NUM" for i in range(span[0], token)):
            return None
        apart = self._others(token)
        return self._recent(
            token,
            lambda e: (
                e.named
                and e.kind in ("organisation", "group")
                and e.sector[:1] == ["REB"]
                and e not in apart
                and (not codes or not e.country or codes[0] in e.country)
            ),
        )

    def _owned(self, token: int, span: Range) -> Entity | None:
        """*Who* of "his office" and *the group* of "its fighters": such words stand for whose they are."""
        word = self.view.lower[token]
        if word not in heads.PROXIES and word not in heads.MEMBERS:
            return None
        owner = self._possessor(token, span)
        if owner is None:
            return None
        if word in heads.PROXIES:
            return owner if owner.kind == "person" else None
        return owner if owner.kind in ("organisation", "group") and owner.kind != "country" else None

    def _of_body(self, token: int, span: Range) -> Entity | None:
        """The body whose people a phrase names.

        *Boko Haram* of "Boko Haram fighters", *the EU* of "EU leaders".
        """
        view, memory = self.view, self.memory
        word = view.lower[token]
        if not heads.plural(word) or token == span[0]:
            return None
        before = token - 1
        if view.lower[before] in ("'s", "’s") and before > span[0]:
            before -= 1
        entity = memory.entity_of[memory.found_at[before]] if memory.found_at[before] >= 0 else None
        if entity is None or entity.kind not in ("organisation", "group") or not entity.sector:
            return None
        role = self.knowledge.role(word)
        armed = role is not None and role.sector and role.sector[0] in ("REB", "UAF", "MIL")
        if entity.sector[0] in ("REB", "UAF", "CRM"):
            return entity if armed or word in heads.MEMBERS else None
        if entity.sector[0] == "IGO":
            return (
                entity
                if word
                in (
                    "leaders",
                    "members",
                    "officials",
                    "ministers",
                    "foreign ministers",
                    "states",
                    "diplomats",
                    "countries",
                )
                else None
            )
        return None

    def _administration(self, token: int, span: Range) -> Entity | None:
        """ "The Trump administration", once told by name."""
        memory = self.memory
        for index in range(span[0], token):
            number = memory.found_at[index]
            owner = memory.entity_of[number] if number >= 0 else None
            if owner is not None and owner.kind == "person":
                name = f"{owner.name.split()[-1]} administration"
                entity = memory.named(name)
                if entity is None:
                    entity = Entity(name, "organisation", list(owner.country), ["GOV"], named=False)
                    memory.add(entity)
                    memory._alias(entity, name)
                entity.heads["administration"] = None
                return entity
        if self.geography.inside(span):
            return None
        return self._recent(token, lambda e: "administration" in e.heads)

    def _author(self, token: int, span: Range) -> Entity | None:
        """Whose paper it is: "a ministry statement", "a report by the UN"."""
        owner = self._possessor(token, span)
        if owner is not None:
            return owner
        for index in range(span[0], token):
            number = self.memory.found_at[index]
            if number >= 0 and self.memory.entity_of[number] is not None:
                return self.memory.entity_of[number]
        codes = self.geography.inside((span[0], token))
        if codes:
            return self.memory.country(codes[0])
        high = self.view.sentence(token)[1]
        start = token + 2 if token + 2 < high and self.view.lower[token + 2] == "by" else token + 1
        if start + 1 < high and self.view.lower[start] in ("by", "from", "of"):
            for index in range(start + 1, min(start + 7, high)):
                number = self.memory.found_at[index]
                if number >= 0:
                    return self.memory.entity_of[number]
                mark = self.geography.at[index]
                if mark >= 0:
                    return self.memory.country(self.geography.marks[mark].code)
                if self.view.lower[index] in (",", ".", "on", "in", "that", "and"):
                    break
        return None
