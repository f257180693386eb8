"""Nouns that mean somebody known: "the president", "the rebels", "his office", "a ministry statement"."""

from __future__ import annotations

from dragoman.coding import heads
from dragoman.coding.entities import Entity
from dragoman.coding.foretold import Foretold
from dragoman.coding.institutions import institution, names_body
from dragoman.coding.spans import appositions
from dragoman.coding.view import DETERMINERS, STOPS, Range

_INDEFINITE = frozenset(
    "a an another some any several many one two three four five six seven eight nine ten no".split()
)


_PLATFORMS = frozenset("twitter facebook instagram telegram weibo tiktok youtube x official media".split())
#: Whom and what a body acts through: "agents of the FBI", "FBI agents".
_STAFF = (
    heads.MEMBERS
    | heads.EQUIPMENT
    | frozenset(
        """
        agents agent detectives gunmen guards judges inspectors rebels guerrillas militants thugs militiamen
        delegates staff leadership troopers insurgents servicemen marines sailors policemen wing branch bureau
        headquarters studios studio camps camp positions targets member officers operatives spies
        paramilitaries
        """.split()
    )
)
#: Of these, what may stand behind the name of any body.
_BEHIND = frozenset(
    """
    agents detectives militiamen gunmen operatives inspectors guards studios studio headquarters targets
    camps camp positions troopers paramilitaries
    """.split()
)
_SECRET = frozenset(("GOV", "COP", "SPY", "JRN", "BUS", "NGO", "JUD"))
#: Courts that are none of those above or below them.
_COURTS = frozenset(
    "appeals appeal appellate district circuit lower high county regional city military".split()
)
#: Bodies of which a story may have several, told apart by the word before: "district court", "appeals court".
_TOLD_APART = frozenset("court ministry department commission committee union council agency office".split())


_OF = frozenset("of to from for in at".split())
_INNER = frozenset("the ( )".split())
_OFFICE = 12  #: words from an office to the name behind it


class Epithets(Foretold):
    """Looks for the entity that a noun stands for. Each method gives None where it does not."""

    def _behind_office(self, token: int) -> Entity | None:
        """The person named behind an office and what it is of: "US Ambassador to Germany Richard Grenell"."""
        view, memory = self.view, self.memory
        high = min(view.sentence(token)[1], token + _OFFICE)
        if token + 3 >= high or view.lower[token + 1] not in _OF:
            return None
        for index in range(token + 2, high):
            number = memory.found_at[index]
            entity = memory.entity_of[number] if number >= 0 else None
            if entity is not None and entity.kind == "person" and memory.found[number].first == index:
                title = memory.found[number].title  # "an adviser to US President Donald Trump" is another one
                after_name = view.capital(index - 1) or view.lower[index - 1] == ")"
                return entity if after_name and title[0] == title[1] and index > token + 2 else None
            if not (view.capital(index) or view.lower[index] in _OF or view.lower[index] in _INNER):
                return None
        return None

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
        if persons and not heads.plural(word):
            behind = self._behind_office(token)
            if behind is not None:
                return behind
        for other in appositions(view, token):
            if self._governed(token, other):
                continue
            number = memory.found_at[other]
            entity = memory.entity_of[number] if number >= 0 else None
            if (
                entity is not None
                and entity.kind in ("person", "organisation", "")
                and not (entity.kind == "person" and (word in heads.BODY_HEADS or heads.plural(word)))
                and not (entity.kind == "organisation" and heads.singular(word) in heads.PERSON_HEADS)
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

    def _governed(self, token: int, name: int) -> bool:
        """Does a preposition lead from the noun to the name ("an adviser to President Ruto")?"""
        between = [self.view.upos[i] for i in range(token + 1, name) if self.view.upos[i] in ("ADP", "PUNCT")]
        return between[-1:] == ["ADP"]

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
            "ngo": "NGO",
            "militia": "UAF",
            "bloc": "IGO",
        }.get(head)
        apart = self._others(token)
        said = self._modifiers(token)
        before = token - 1
        proper = {self.view.lower[before]} & said if before >= 0 and self.view.capital(before) else set()

        def by_name(entity: Entity) -> bool:
            return (
                entity.kind in ("organisation", "group", "")
                and entity not in apart
                and not self._of_elsewhere(entity, token, head)
                and (head in entity.heads or any(head in alias.split() for alias in entity.aliases))
                # "The dockers' union" is not the African Union.
                and (head != "union" or "IGO" not in entity.sector)
                and (not codes or not entity.country or codes[0] in entity.country)
                and (not proper or any(proper <= set(alias.split()) for alias in entity.aliases))
                and (
                    not said
                    or head not in _TOLD_APART
                    or any(said & set(alias.split()) for alias in entity.aliases)
                    or bool(said & set(entity.titles))
                )
            )

        entity = self._recent(token, by_name)
        if entity is not None or codes or (head == "court" and said & _COURTS):
            return entity  # "the appeals court" is not the supreme court

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

    def _of_elsewhere(self, entity: Entity, token: int, head: str) -> bool:
        """Is it another state's body, named further on, where "the Senate" is the own one?"""
        home = self.geography.dominant
        return (
            bool(home and entity.country)
            and home not in entity.country
            and names_body(head)
            and all(seen > token for seen in entity.seen)
        )

    def _modifiers(self, token: int) -> set[str]:
        """The words right before a noun that say which one it is."""
        view = self.view
        out: set[str] = set()
        for index in range(token - 1, max(view.sentence(token)[0], token - 4) - 1, -1):
            word = view.lower[index]
            if word in DETERMINERS or word in STOPS or not word.isalpha() or self.geography.at[index] >= 0:
                break
            if word not in ("own", "new", "same", "country", "national", "powerful", "independent"):
                out.add(word)
        return out

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
        if word not in heads.PROXIES | heads.OUTLETS | heads.MEMBERS | heads.EQUIPMENT:
            return None
        owner = self._possessor(token, span)
        if owner is None and word in heads.OUTLETS and token > span[0]:
            before = token - 1
            while before > span[0] and self.view.lower[before] in _PLATFORMS:
                before -= 1
            if self.view.lower[before] == "government" and self.geography.dominant:
                return self.memory.country(self.geography.dominant)
            number = self.memory.found_at[before]
            owner = self.memory.entity_of[number] if number >= 0 else None
            return owner if owner is not None and owner.kind == "organisation" else None
        if owner is None:
            return None
        if word in heads.PROXIES and owner.kind == "person":
            return owner
        if word in heads.OUTLETS:
            return owner if owner.kind in ("organisation", "country") else None
        led = self._led_by(owner)
        if led is not None:
            return led
        if owner.kind == "person" and owner.sector[:1] == ["GOV"] and len(owner.country) == 1:
            # "President Assad's forces" are those of the state.
            made = institution("armed forces", self.knowledge.country_by_code(owner.country[0]))
            armed = word in ("forces", "troops", "soldiers", "army", "military") or word in heads.EQUIPMENT
            return self.memory.body(made, owner.country[0]) if made and armed else None
        return owner if owner.kind in ("organisation", "group") and owner.kind != "country" else None

    def _led_by(self, owner: Entity) -> Entity | None:
        """The armed movement whose leader somebody is: "Savimbi's delegates" are UNITA's."""
        if owner.kind != "person" or owner.sector[:1] not in (["REB"], ["UAF"], ["CRM"]):
            return None
        body = owner.body or self.memory.led(owner)
        return body if body is not None and body.sector[:1] in (["REB"], ["UAF"], ["CRM"]) else None

    def _of_body(self, token: int, span: Range) -> Entity | None:
        """The body whose people a phrase names.

        *Boko Haram* of "Boko Haram fighters", *the EU* of "EU leaders".
        """
        view, memory = self.view, self.memory
        word = view.lower[token]
        crew = word in heads.MEMBERS or word in heads.EQUIPMENT
        if word in _STAFF and token + 2 < span[1] and view.lower[token + 1] in ("of", "from"):
            whole = self._whose(token + 2, span)
            if whole is not None and not (whole.sector[:1] == ["IGO"] and self._some_states(token, span)):
                return whole
        if not (heads.plural(word) or crew or word in _BEHIND) or token == span[0]:
            return None
        entity: Entity | None = None
        for before in range(token - 1, max(span[0], token - 5) - 1, -1):
            if view.lower[before] in DETERMINERS:
                break
            if memory.found_at[before] >= 0:
                entity = memory.entity_of[memory.found_at[before]]
                if entity is not None:
                    break
            if crew and before + 1 < token and not self.geography.inside((before, before + 1)):
                made = self._force(before, token, span)
                if made is not None:
                    return made
        if entity is None and crew:
            return self._force(token - 1, token, span)
        if entity is None or entity.kind not in ("organisation", "group") or not entity.sector:
            return None
        role = self.knowledge.role(word)
        armed = role is not None and role.sector and role.sector[0] in ("REB", "UAF", "MIL")
        if entity.sector[0] in ("REB", "UAF", "CRM", "MIL", "COP"):
            return entity if armed or crew or word in _BEHIND else None
        if word in _BEHIND and entity.sector[0] in _SECRET and entity.named:
            return entity
        if entity.sector[0] == "IGO":
            return entity if word in ("leaders", "officials", "diplomats", "envoys") else None
        return None

    def _some_states(self, token: int, span: Range) -> bool:
        """Are they some of the states of a body of states: "the permanent members", "twelve members"?"""
        view = self.view
        return view.lower[token] in ("members", "member") and any(
            view.upos[i] == "NUM" or view.lower[i] in ("permanent", "elected") for i in range(span[0], token)
        )

    def _whose(self, first: int, span: Range) -> Entity | None:
        """The body that stands behind "of" or "from", with the words that describe it before it."""
        view, memory = self.view, self.memory
        for index in range(first, min(span[1], first + 7)):
            number = memory.found_at[index]
            if number >= 0 and self.geography.at[index] < 0:
                entity = memory.entity_of[number]
                if entity is None:
                    last = memory.found[number].last - 1
                    entity = self._entity(last, (index, last + 1))[0]
                body = entity.kind in ("organisation", "group") or (entity.kind == "" and entity.named)
                return entity if body else None
            word = view.lower[index]
            ends = index + 1 >= span[1] or view.lower[index + 1] not in ("'s", "’s", "'", "’")
            if (
                ends
                and word in ("army", "navy", "police", "military", "force")
                and not (index + 1 < span[1] and memory.found_at[index + 1] >= 0)
            ):
                return self._force(index, index, (first, index))
            if word in (",", "and", "who", "that", "in", "at", "for", "with", "to", "by", ";", "("):
                return None
        return None

    def _force(self, at: int, token: int, span: Range) -> Entity | None:
        """The army of "army helicopters", the police of "police snipers": of the country spoken of."""
        word = self.view.lower[at]
        if word not in ("army", "navy", "police", "military"):
            return None
        code = self._own_country(token, span, self.geography.inside((span[0], token)))
        made = institution(word, self.knowledge.country_by_code(code) if code else None)
        return self.memory.body(made, code) if made is not None and code else None

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
        for index in range(span[0], token):
            word = self.view.lower[index]
            if names_body(word) or (index + 1 < token and names_body(f"{word} {self.view.lower[index + 1]}")):
                text = word if names_body(word) else f"{word} {self.view.lower[index + 1]}"
                code = self._own_country(token, span, codes)
                made = institution(text, self.knowledge.country_by_code(code) if code else None)
                if made is not None and code:
                    return self.memory.country(code) if made.whole else self.memory.body(made, code)
            if word == "government" and self.geography.dominant:
                return self.memory.country(codes[0] if codes else self.geography.dominant)
        if codes:
            return self.memory.country(codes[0])
        for index in range(token + 1, min(span[1], token + 9)):
            if self.view.lower[index] == "by":
                for after in range(index + 1, min(span[1] + 4, index + 6, len(self.view.tokens))):
                    number = self.memory.found_at[after]
                    if number >= 0 and self.memory.entity_of[number] is not None:
                        return self.memory.entity_of[number]
                    if number >= 0:
                        last = self.memory.found[number].last - 1
                        return self._entity(last, (after, last + 1))[0]
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
