"""Bodies told by what they are: embassies, missions of the United Nations, the ruling party, a state's own
chambers, the government of a region.
"""

from __future__ import annotations

from dragoman.coding import heads
from dragoman.coding.entities import Entity
from dragoman.coding.epithets import Epithets
from dragoman.coding.institutions import Institution
from dragoman.coding.namesakes import Geo
from dragoman.coding.view import Range
from dragoman.knowledge import parties
from dragoman.knowledge.entries import Spot
from dragoman.knowledge.missions import mission as un_mission
from dragoman.knowledge.tables import fold

_PEACEKEEPERS = frozenset("mission force troops soldiers helmets peacekeepers contingent".split())
_RULE = frozenset("regime government administration authorities rulers".split())
#: What an armed movement is said to be that has come to rule: "the hardline Islamist regime".
_CREEDS = frozenset("islamist jihadist jihadi fundamentalist".split())
_PARTIES = frozenset(("PTY", "OPP", "ELI"))
_RULING = frozenset("ruling governing".split())
_UNITED = frozenset("assembly legislature".split())
#: What the legislature of an American state is called where it is no "Legislature".
_LEGISLATURES = {
    **dict.fromkeys(
        (
            "Arkansas", "Colorado", "Connecticut", "Delaware", "Georgia", "Illinois", "Indiana", "Iowa",
            "Kentucky", "Maryland", "Missouri", "North Carolina", "Ohio", "Pennsylvania", "Rhode Island",
            "South Carolina", "Tennessee", "Vermont", "Virginia",
        ),
        "General Assembly",
    ),
    **dict.fromkeys(("Massachusetts", "New Hampshire"), "General Court"),
    **dict.fromkeys(("North Dakota", "Oregon"), "Legislative Assembly"),
    **dict.fromkeys(("California", "New York", "Alaska"), "State Legislature"),
}  # fmt: skip
_LOWER = {
    **dict.fromkeys(("Virginia", "Maryland", "West Virginia"), "House of Delegates"),
    **dict.fromkeys(("California", "New York", "Wisconsin", "Nevada"), "State Assembly"),
    "New Jersey": "General Assembly",
}


class Polity(Epithets):
    """Looks for the body that a phrase describes. Each method gives None where it describes none."""

    def _mission(self, token: int, span: Range, text: str) -> tuple[Entity, str] | None:
        """An embassy: of the country named before it, else the one named last, else of its owner."""
        view, memory = self.view, self.memory
        before = self.geography.inside((span[0], token))
        sender = before[0] if before else ""
        if not sender and token + 1 < span[1] and view.lower[token + 1] == "of":
            sender = next(iter(self.geography.inside((token + 2, span[1]))), "")
        if not sender:
            owner = self._possessor(token, span)
            if owner is not None and len(owner.country) == 1:
                sender = owner.country[0]
        word = heads.singular(view.lower[token])
        if not sender:
            told = self._recent(token, lambda e: word in e.heads)
            if told is not None:
                return told, "epithet"
            for index in range(token - 1, 0, -1):
                mark = self.geography.at[index - 1] if view.lower[index] == view.lower[token] else -1
                if mark >= 0:
                    entity = memory.mission(self.geography.marks[mark].code, text, index + 1)
                    if entity is not None:
                        return entity, "the embassy spoken of before"
            host = self.geography.attached(token) or self.geography.dominant
            sender = next((code for code in memory.near if code != host), "")
        entity = memory.mission(sender, text, token + 1)
        return (entity, "embassy of the country named") if entity is not None else None

    def _town(self, token: int, code: str) -> Geo | None:
        """The place whose police are meant where police are local: tied to the word, or named last before."""
        chosen: Geo | None = None
        for geo in self.geography.marks:
            if geo.code != code or geo.sort not in ("place", "capital"):
                continue
            if geo.first > token and chosen is not None and geo.first - token > 2:
                break
            chosen = geo
            if geo.first > token:
                break
        return chosen

    def _peacekeepers(self, token: int, span: Range) -> Entity | None:
        """The mission of the United Nations in the country spoken of: "U.N. peacekeepers", "blue helmets"."""
        view, memory = self.view, self.memory
        word = view.lower[token]
        if word not in _PEACEKEEPERS or self.geography.inside((span[0], token)):
            return None
        united = memory.named("United Nations") or memory.named("UN")
        said = False
        for index in range(span[0], token):
            number = memory.found_at[index]
            entity = memory.entity_of[number] if number >= 0 else None
            if entity is not None and entity is not united:
                return None
            said = said or entity is not None
        blue = word == "helmets" and view.lower[token - 1] == "blue"
        alone = blue or (word == "peacekeepers" and united is not None)
        if not (said or alone) or (
            not said and heads.ABROAD & {view.lower[i] for i in range(span[0], token)}
        ):
            return None
        owner = self._possessor(token, span)
        code = self.geography.attached(token) or self.geography.dominant
        if owner is not None and len(owner.country) == 1:
            code = owner.country[0]
        name = un_mission(code, memory.published)
        if not name:
            return None
        made = memory.body(Institution(name, "IGO"), "")
        made.heads.update(dict.fromkeys((heads.singular(word), "mission", "peacekeeper")))
        made.why.setdefault("country", "of no one country")
        return made

    def _party(self, token: int, span: Range, codes: list[str]) -> Entity | None:
        """ "The ruling party": the one that governs then; "the opposition": its one party spoken of."""
        view, memory = self.view, self.memory
        word = view.lower[token]
        before = {view.lower[i] for i in range(span[0], token)}
        ruling = word in ("party", "coalition", "alliance") and bool(before & _RULING)
        if not ruling and (word != "opposition" or view.lower[span[0]] in ("an", "no", "any")):
            return None
        code = self._own_country(token, span, codes)
        governing = parties.ruling(code, memory.published) if code and memory.published else ()
        if ruling:
            named = [entity for entity in map(memory.named, governing) if entity is not None and entity.seen]
            if len(named) == 1:
                return named[0]
            if len(governing) != 1 or word == "coalition":
                return None
            entity = memory.body(Institution(governing[0], "PTY"), code)
            entity.sector = list(parties.sectors(governing[0], (code,), ("PTY",), memory.published))
            return entity
        if before & heads.ABROAD or token + 1 < span[1]:
            return None
        against = [
            entity
            for entity in memory.entities
            if entity.named and entity.kind == "organisation" and "OPP" in entity.sector and entity.seen
            and entity.country == [code] and entity.name not in governing
        ]  # fmt: skip
        return against[0] if len(against) == 1 else None

    def _movement(self, token: int, span: Range) -> Entity | None:
        """The movement or body that rules: "the Taliban regime", "the Islamist rulers" where a movement in
        arms was named; a party's government is the state's.
        """
        if self.view.lower[token] not in _RULE or token <= span[0]:
            return None
        if _CREEDS & {self.view.lower[i] for i in range(span[0], token)}:
            rebels = self._recent(
                token, lambda e: e.named and e.kind in ("organisation", "group") and e.sector[:1] == ["REB"]
            )
            if rebels is not None:
                return rebels
        number = self.memory.found_at[token - 1]
        entity = self.memory.entity_of[number] if number >= 0 else None
        if entity is None or not entity.known or entity.kind not in ("organisation", "group"):
            return None
        return None if entity.sector[:1] and entity.sector[0] in _PARTIES else entity

    def _division(self, token: int, span: Range) -> Entity | None:
        """The parliament or government of a part of a country: "the Catalan parliament", "state Senate"."""
        view = self.view
        word = view.lower[token]
        if word not in ("parliament", "assembly", "government", "senate", "legislature", "house", "police"):
            return None
        for index in range(span[0], token):
            mark = self.geography.at[index]
            geo = self.geography.marks[mark] if mark >= 0 else None
            if geo is None or geo.sort not in ("demonym", "place"):
                continue
            name = self._region(geo)
            if not name:
                continue
            if word == "government":
                return self.memory.body(Institution(f"Government of {name}", "GOV"), geo.code)
            if geo.code == "USA":
                return self._chamber(word, name)
            for form in (f"{name} {word}", f"{word.title()} of {name}", f"Legislative Assembly of {name}"):
                known = self.knowledge.organisation(form)
                if known is not None and geo.code in known.country and word != "police":
                    return self.memory.body(Institution(known.name, known.sector[0]), geo.code)
            if word == "parliament":
                return self.memory.body(Institution(f"Parliament of {name}", "LEG"), geo.code)
        around = {view.lower[i] for i in range(span[0], span[1])}
        if "state" in around and word in ("senate", "house", "legislature", "assembly"):
            name = self._state(token)
            return self._chamber(word, name) if name else None
        return None

    def _region(self, geo: Geo) -> str:
        """The name of the part of a country that a mark names, by itself or as its people; "" for others."""
        text = self.view.words((geo.first, geo.last))
        if geo.sort == "place":
            place = self.geography.place(geo)
            return place.name if place is not None and place.kind == "province" else ""
        number = self.knowledge.names.find(fold(text)).demonym
        entry = self.knowledge.names.entry(number) if number >= 0 else None
        return entry.name if isinstance(entry, Spot) else ""

    def _state(self, token: int) -> str:
        """The American state spoken of last before a word; "" for none."""
        found = ""
        for geo in self.geography.marks:
            if geo.first > token and found:
                break
            if geo.code == "USA" and geo.sort == "place":
                found = self._region(geo) or found
        return found

    def _chamber(self, word: str, state: str) -> Entity | None:
        """A chamber of an American state's legislature."""
        if word == "senate":
            name = f"{state} Senate"
        elif word == "house":
            name = f"{state} {_LOWER.get(state, 'House of Representatives')}"
        elif word in _UNITED:
            name = f"{state} {_LEGISLATURES.get(state, 'Legislature')}"
        else:
            return None
        entity = self.memory.body(Institution(name, "LEG"), "USA")
        entity.heads[word] = None
        return entity
