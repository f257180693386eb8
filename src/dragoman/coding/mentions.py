"""From a linked word to an entity: names, epithets, groups and pronouns.

Tokens are resolved in reading order, so that each sees what was said before it. First-person
words wait until it is known whose words they stand in.
"""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.coding import heads
from dragoman.coding.describe import sector_of
from dragoman.coding.entities import Entity, plain, tidy_name
from dragoman.coding.geography import Geography
from dragoman.coding.institutions import institution, names_body
from dragoman.coding.memory import Memory
from dragoman.coding.names import BODY_WORDS
from dragoman.coding.spans import appositions, core_head, phrase
from dragoman.coding.view import DETERMINERS, FIRST_PERSON, PRONOUNS, RELATIVE, Range, View

_DEFINITE = frozenset("the this that these those his her its their our my both".split())
_POSSESSIVE = frozenset("his her its their our my whose".split())
_INDEFINITE = frozenset("a an another some any several many one two three four five six seven eight nine ten no".split())
_ANTECEDENT = 0.5


#: Parts of the world that act as governments together.
_REGIONS = {
    "west": "Western world", "western": "Western world", "europe": "European countries", "european": "European countries",
    "africa": "African countries", "african": "African countries", "arab": "Arab countries", "arab world": "Arab countries",
    "asia": "Asian countries", "latin america": "Latin American countries", "middle east": "Middle Eastern countries",
    "gulf": "Gulf states", "balkans": "Balkan countries",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase and the entity it means."""

    token: int
    span: Range
    entity: Entity
    rule: str


class Resolver:
    """Resolves tokens of one article; asked twice for the same token it gives the same answer."""

    def __init__(self, view: View, memory: Memory, geography: Geography) -> None:
        self.view = view
        self.memory = memory
        self.geography = geography
        self.knowledge = memory.knowledge
        self.done: dict[int, Mention] = {}
        self._known_spans: dict[int, Range] = {}
        #: tokens that one event takes as different participants: *he* and *Trump* of "he praised Trump".
        self.apart: dict[int, set[int]] = {}
        self.speaker_at: dict[int, int] = {}  #: token inside quoted words -> token of who speaks them

    def resolve_all(self, tokens: list[int], barred: dict[int, Range]) -> None:
        """Resolve ``tokens``, each once, in reading order; first-person ones last."""
        order = sorted(set(tokens))
        late = [token for token in order if self.view.lower[token] in FIRST_PERSON and not self._acronym(token)]
        for token in order:
            if token not in late:
                self.resolve(token, barred.get(token))
        for token in late:
            self.resolve(token, barred.get(token))

    def _acronym(self, token: int) -> bool:
        """*US* and *WHO*, and not *us* and *who*."""
        return self.view.acronym(token)

    def resolve(self, token: int, barred: Range | None = None) -> Mention:
        """The mention at ``token``; a new entity where nothing known fits."""
        mention = self.done.get(token)
        if mention is None:
            span = phrase(self.view, token, barred)
            entity, rule = self._entity(token, span)
            mention = Mention(token, span, entity, rule)
            self.done[token] = mention
            self._see(entity, token)
            self._vote(entity, token)
        return mention

    def _see(self, entity: Entity, token: int) -> None:
        if token not in entity.seen:
            entity.seen.append(token)
        if self._subject(token) and token not in entity.subjects:
            entity.subjects.append(token)

    def _subject(self, token: int) -> bool:
        view = self.view
        if view.treed(token):
            return view.deprel(core_head(view, token)) in ("nsubj", "csubj")
        return token - view.sentence(token)[0] < 8

    def _vote(self, entity: Entity, token: int) -> None:
        parse = self.view.parse
        if token < len(parse.sectors):
            sector, weight = parse.sectors[token]
            if sector and self.view.lower[token] not in PRONOUNS:
                entity.votes[sector] = entity.votes.get(sector, 0.0) + weight
                entity.voters += 1
        if token < len(parse.kinds):
            kind, weight = parse.kinds[token]
            if kind:
                entity.kinds[kind] = entity.kinds.get(kind, 0.0) + weight

    # ----------------------------------------------------------------------------------------

    def _entity(self, token: int, span: Range) -> tuple[Entity, str]:
        view = self.view
        word = view.lower[token]
        if word in PRONOUNS and not self._acronym(token) and span[1] - span[0] == 1:
            return self._pronoun(token)
        number = self.memory.found_at[token]
        if number >= 0:
            entity = self.memory.entity_of[number]
            if entity is not None:
                return entity, "name"
        mark = self.geography.at[token]
        if mark >= 0 and self.geography.marks[mark].last > token:
            return self._geo(token, span, mark)
        titled = self.memory.title_at[token]
        if number < 0 and titled >= 0 and not heads.plural(word):
            entity = self.memory.entity_of[titled]
            if entity is not None:
                return entity, "name"
        if number >= 0 and not self._common(number):
            return self._new_name(token, number)
        return self._nominal(token, span)

    def _common(self, number: int) -> bool:
        """Is it a common noun with a capital ("the Court", "Parliament")?"""
        name = self.memory.found[number]
        words = [self.view.lower[i] for i in range(name.first, name.last)]
        return all(word in BODY_WORDS for word in words) or names_body(" ".join(words))

    def _new_name(self, token: int, number: int) -> tuple[Entity, str]:
        name = self.memory.found[number]
        text = tidy_name(self.view.words((name.first, name.last))) or self.view.tokens[token].text
        region = _REGIONS.get(text.casefold())
        known = self.memory.named(region or text)
        if known is None and region:
            known = self.memory.add(Entity(region, "group", [], ["GOV"], why={"country": "of no one country"}))
            self.memory._alias(known, region)
        if known is not None:
            return known, "name"
        code = self.knowledge.place_country(text) if name.label in ("LOC", "") else None
        entity = Entity(text, "place" if name.label == "LOC" else "group", [code] if code else self.geography.inside((name.first, name.last)))
        self.memory.add(entity)
        self.memory._alias(entity, text)
        self.memory.entity_of[number] = entity
        return entity, "name"

    def _geo(self, token: int, span: Range, mark: int) -> tuple[Entity, str]:
        view = self.view
        geo = self.geography.marks[mark]
        word = view.lower[token]
        if geo.sort in ("country", "capital", "seat"):
            return self.memory.country(geo.code), "country" if geo.sort == "country" else "seat of government stands for it"
        if geo.sort == "demonym":
            opening = view.lower[span[0]]
            many = heads.plural(word) and opening != "the" and not self.knowledge.country(view.tokens[token].text)
            if many or (word.endswith(("man", "men", "woman", "women")) or opening in ("a", "an", "one")):
                return self._group(token, span), "people of a country"
            if opening == "the" and span[0] < token - 1:
                return self._group(token, span), "people of a country"
            return self.memory.country(geo.code), "demonym stands for the country"
        text = tidy_name(view.words((geo.first, geo.last)))
        known = self.memory.named(text)
        if known is None:
            known = Entity(text, "place", [geo.code], ["GOV"])
            self.memory.add(known)
            self.memory._alias(known, text)
        return known, "place"

    # nominals -------------------------------------------------------------------------------

    def _nominal(self, token: int, span: Range) -> tuple[Entity, str]:
        view = self.view
        named = self._apposed(token, span)
        if named is not None:
            return named, "name set beside it"
        word = view.lower[token]
        head = heads.singular(word)
        if head in heads.DOCUMENTS:
            author = self._author(token, span)
            if author is not None:
                return author, "speaks for whoever issued it"
        opening = view.lower[span[0]]
        definite = opening in _DEFINITE or (span[0] == token and not heads.plural(word)) or self._possessor(token, span) is not None
        codes = self.geography.inside(span)
        if word in heads.GOVERNMENT and self._plain_government(token, span):
            code = self._own_country(token, span, codes)
            if code:
                return self.memory.country(code), "government stands for its country"
        if definite and head in heads.COUNTRY_WORDS and not codes and not heads.plural(word):
            if head in ("province", "island", "territory", "state"):
                entity = self._recent(token, lambda e: e.kind == "place")
                if entity is not None:
                    return entity, "epithet"
            if self.geography.dominant:
                return self.memory.country(self.geography.dominant), "country most spoken of"
        owned = self._owned(token, span) or self._of_body(token, span)
        if owned is not None:
            return owned, "acts for its owner"
        if head == "administration":
            entity = self._administration(token, span)
            if entity is not None:
                return entity, "administration of a president"
        linked = self._antecedent(token)
        if not heads.plural(word) and definite and opening not in _INDEFINITE:
            entity = self._epithet(token, span, head, codes)
            if entity is not None:
                return entity, "epithet"
        if linked is not None and linked.kind != "country" and not (opening in _INDEFINITE):
            return linked, "antecedent"
        if not codes or definite:
            entity = self._armed(token, span, codes)
            if entity is not None:
                return entity, "armed group spoken of"
        if head in heads.BODY_HEADS and definite and not heads.plural(word):
            entity = self._body(token, head, codes)
            if entity is not None:
                return entity, "epithet"
        made = self._institution(token, span, codes)
        if made is not None:
            return made
        entity = self._same_head(token, span, head, codes)
        if entity is not None:
            return entity, "same noun"
        return self._group(token, span), "described"

    def _apposed(self, token: int, span: Range) -> Entity | None:
        """The named entity set beside a noun: "his spokesperson, Steffen Seibert", "opposition leader Kem Sokha"."""
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
            if entity is not None and entity.kind in ("person", "organisation", "") and not (entity.kind == "person" and word in heads.BODY_HEADS):
                return entity
        end = span[1]
        if persons and not heads.plural(word) and end + 1 < high and view.lower[end] == "," and memory.found_at[end + 1] >= 0:
            number = memory.found_at[end + 1]
            name = memory.found[number]
            entity = memory.entity_of[number]
            after = view.lower[name.last] if name.last < high else "."
            if entity is not None and entity.kind in ("person", "") and (not view.upos[token] or after in (",", ".", ")", ":")):
                return entity
        return None

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
        """The body whose people a phrase names: *Boko Haram* of "Boko Haram fighters", *the EU* of "EU leaders"."""
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
            return entity if word in ("leaders", "members", "officials", "ministers", "foreign ministers", "states", "diplomats", "countries") else None
        return None

    def _administration(self, token: int, span: Range) -> Entity | None:
        """"The Trump administration", once told by name."""
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
        if token + 2 < high and self.view.lower[token + 1] in ("by", "from", "of"):
            for index in range(token + 2, min(token + 8, high)):
                number = self.memory.found_at[index]
                if number >= 0:
                    return self.memory.entity_of[number]
                mark = self.geography.at[index]
                if mark >= 0:
                    return self.memory.country(self.geography.marks[mark].code)
                if self.view.lower[index] in (",", ".", "on", "in", "that", "and"):
                    break
        return None

    def _plain_government(self, token: int, span: Range) -> bool:
        """Is it the government of a country, not that of a city or party?"""
        words = {self.view.lower[i] for i in range(*span)}
        return not words & {"local", "city", "provincial", "regional", "municipal", "rebel", "self-styled", "parallel", "state"} - {self.view.lower[token]}

    def _possessor(self, token: int, span: Range) -> Entity | None:
        """Whose it is: *his* of "his forces", *Haftar* of "Haftar's army"."""
        view, memory = self.view, self.memory
        for index in range(span[0], token):
            if view.lower[index] in _POSSESSIVE:
                mention = self.done.get(index)
                if mention is not None:
                    return mention.entity
                entity, _ = self._pronoun(index)
                return entity
            if view.lower[index + 1] in ("'s", "’s", "'", "’") and memory.found_at[index] >= 0:
                return memory.entity_of[memory.found_at[index]]
        return None

    def _own_country(self, token: int, span: Range, codes: list[str]) -> str:
        if codes:
            return codes[0]
        owner = self._possessor(token, span)
        if owner is not None and len(owner.country) == 1:
            return owner.country[0]
        for index in range(span[0], span[1]):
            number = self.memory.found_at[index]
            other = self.memory.entity_of[number] if number >= 0 else None
            if other is not None and index != token and len(other.country) == 1:
                return other.country[0]
        return self.geography.attached(token) or self.geography.dominant

    def _antecedent(self, token: int) -> Entity | None:
        link = self.view.parse.antecedents.get(token)
        if link is None or link.probability < _ANTECEDENT or not 0 <= link.token < token:
            return None
        mention = self.done.get(link.token)
        if mention is not None:
            return mention.entity
        number = self.memory.found_at[link.token]
        if number >= 0 and self.memory.entity_of[number] is not None:
            return self.memory.entity_of[number]
        # A phrase that takes part in nothing: resolve it for what it stands for, but let no chain run on for ever.
        if self.view.lower[link.token] in PRONOUNS:
            return None
        entity, _ = self._entity(link.token, phrase(self.view, link.token)) if len(self.done) < 2_000 else (None, "")
        return entity

    def _recent(self, token: int, fits: object) -> Entity | None:
        """The entity last mentioned before ``token`` (else first after it) that ``fits``."""
        best, where = None, -1
        for entity in self.memory.entities:
            if not entity.seen or not fits(entity):  # type: ignore[operator]
                continue
            last = max((seen for seen in entity.seen if seen < token), default=-1)
            if last > where:
                best, where = entity, last
        if best is None:
            where = len(self.view.tokens)
            for entity in self.memory.entities:
                if entity.seen and fits(entity):  # type: ignore[operator]
                    first = min(entity.seen)
                    if first < where:
                        best, where = entity, first
        return best

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
            view.lower[i] for i in range(span[0], token) if memory.found_at[i] >= 0 and self.geography.at[i] < 0
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
        if entity is None and head in heads.SOMEBODY and view.lower[span[0]] in ("the", "this", "that") and not codes and not bodies:
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
        wanted = {"company": "BUS", "firm": "BUS", "airline": "BUS", "network": "JRN", "newspaper": "JRN", "party": "PTY", "union": "LAB",
                  "court": "JUD", "tribunal": "JUD", "parliament": "LEG", "senate": "LEG", "house": "LEG", "ngo": "NGO", "militia": "UAF",
                  "bloc": "IGO"}.get(head)  # fmt: skip
        apart = self._others(token)

        def by_name(entity: Entity) -> bool:
            return (
                entity.kind in ("organisation", "group", "") and entity not in apart
                and (head in entity.heads or any(head in alias.split() for alias in entity.aliases))
                and (not codes or not entity.country or codes[0] in entity.country)
            )  # fmt: skip

        entity = self._recent(token, by_name)
        if entity is not None or codes:
            return entity

        def by_class(entity: Entity) -> bool:
            if entity.kind not in ("organisation", "") or entity in apart or not entity.named:
                return False
            return bool(entity.sector and entity.sector[0] == wanted) if wanted else head in ("group", "organisation", "organization", "movement", "body", "agency")

        return self._recent(token, by_class) if wanted or head in ("group", "organisation", "organization", "movement") else None

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
            lambda e: e.named and e.kind in ("organisation", "group") and e.sector[:1] == ["REB"] and e not in apart
            and (not codes or not e.country or codes[0] in e.country),
        )

    def _others(self, token: int) -> list[Entity]:
        """Entities that the same event takes in another part."""
        out = [self.done[other].entity for other in sorted(self.apart.get(token, ())) if other in self.done]
        for other in sorted(self.apart.get(token, ())):
            number = self.memory.found_at[other]
            entity = self.memory.entity_of[number] if number >= 0 else None
            if entity is not None and entity not in out:
                out.append(entity)
        return out

    def _institution(self, token: int, span: Range, codes: list[str]) -> tuple[Entity, str] | None:
        """Police, army, parliament, ministry: the body of the country spoken of."""
        view = self.view
        text = ""
        for first in range(max(span[0], token - 3), token + 1):
            phrase_text = " ".join(view.lower[i] for i in range(first, token + 1))
            if names_body(phrase_text):
                text = phrase_text
                break
        if not text:
            return None
        # The police of a town are that town's.
        for index in range(span[0], token):
            mark = self.geography.at[index]
            if mark >= 0 and self.geography.marks[mark].sort == "place":
                return None
        owner = self._possessor(token, span) if not codes else None
        if owner is not None and owner.sector and owner.sector[0] in ("REB", "CRM"):
            return None
        word = heads.singular(view.lower[token])
        if not codes and owner is None and view.lower[token] in ("police", "army", "parliament", "senate", "navy", "congress", "house", "court"):
            # "police" after "Thames Valley Police" are those.
            named = self._recent(token, lambda e: e.named and e.kind != "person" and any(alias.split()[-1:] == [word] for alias in e.aliases))
            if named is not None:
                return named, "epithet"
        code = self._own_country(token, span, codes)
        made = institution(text, self.knowledge.country_by_code(code) if code else None)
        if made is None:
            return None
        if made.whole and code:
            return self.memory.country(code), "government department stands for its country"
        named = self.memory.body(made, code)
        named.heads[word] = None
        return named, "institution of the country spoken of"

    def _same_head(self, token: int, span: Range, head: str, codes: list[str]) -> Entity | None:
        opening = self.view.lower[span[0]]
        single = not heads.plural(self.view.lower[token])
        if opening in _INDEFINITE and single:
            return None
        modifiers = {self.view.lower[i] for i in range(span[0], token)} - DETERMINERS
        apart = self._others(token)

        def fits(entity: Entity) -> bool:
            return (
                head in entity.heads and not entity.named and entity not in apart and (not codes or codes == entity.country)
                and (not modifiers or not entity.titles or bool(modifiers & set(entity.titles)) or opening in _DEFINITE)
            )  # fmt: skip

        best = None
        for entity in self.memory.entities:
            if entity.seen and fits(entity) and (best is None or max(entity.seen) > max(best.seen)):
                best = entity
        return best

    def _group(self, token: int, span: Range) -> Entity:
        """A new entity for an unnamed person, group or body."""
        view = self.view
        first = span[0]
        while first < token and view.lower[first] in DETERMINERS:
            first += 1
        name = tidy_name(view.words((first, span[1])))
        if first == view.sentence(first)[0] and not (self.memory.found_at[first] >= 0 or self.geography.at[first] >= 0):
            name = name[:1].lower() + name[1:]
        word = view.lower[token]
        head = heads.singular(word)
        codes = self.geography.inside(span)
        sectors, stated = sector_of(view, self.knowledge, span, token)
        entity = Entity(name or view.tokens[token].text, "", named=False, number=2 if heads.plural(word) else 1)
        role = self.knowledge.role(word)
        entity.kind = role.kind if role else ("group" if heads.plural(word) else "person" if head in heads.PERSON_HEADS else "group")
        if entity.kind == "person" and heads.plural(word):
            entity.kind = "group"
        entity.sector = sectors
        if sectors:
            entity.why["sector"] = f"\"{stated}\""
        if codes:
            entity.country = codes[:2] if self._joined(span) else codes[:1]
            entity.why["country"] = "named in the phrase"
        elif heads.ABROAD & {view.lower[i] for i in range(span[0], token)}:
            entity.why["country"] = "of no one country"
        else:
            code, rule = self._context_country(token, span)
            if code:
                entity.country = [code]
            entity.why["country"] = rule or "not told"
        if word in heads.FEMALE or head in heads.FEMALE:
            entity.gender = "F"
        elif head in heads.MALE:
            entity.gender = "M"
        if view.lower[span[0]] in _POSSESSIVE and (owner := self._possessor(token, span)) is not None:
            entity.name = f"{tidy_name(view.words((first, token + 1)))} of {owner.name}"
        entity.heads[head] = None
        entity.titles = [view.lower[i] for i in range(first, token)]
        return self.memory.add(entity)

    def _joined(self, span: Range) -> bool:
        return any(self.view.lower[i] in ("and", "or", "-", "–") for i in range(*span))

    def _context_country(self, token: int, span: Range) -> tuple[str, str]:
        owner = self._possessor(token, span)
        if owner is not None:
            if len(owner.country) == 1:
                return owner.country[0], f"of {owner.name}"
            if owner.country or owner.known:
                return "", ""
        for index in range(span[0], span[1]):
            number = self.memory.found_at[index]
            other = self.memory.entity_of[number] if number >= 0 else None
            if other is not None and other.known:
                return (other.country[0], f"of {other.name}") if len(other.country) == 1 else ("", "")
        code = self.geography.attached(token)
        if code:
            return code, "place it is tied to"
        if self.geography.dominant:
            return self.geography.dominant, "country most spoken of"
        return "", ""

    # pronouns -------------------------------------------------------------------------------

    def _pronoun(self, token: int) -> tuple[Entity, str]:
        view = self.view
        word = view.lower[token]
        gender, number = PRONOUNS[word]
        if word in FIRST_PERSON:
            speaker = self.speaker_at.get(token)
            if speaker is not None and speaker != token:
                entity = self.resolve(speaker).entity
                if number == 2 and entity.kind == "person":
                    return self._side_of(entity), "\"we\" of a speaker"
                return entity, "speaker of the words"
        if word in RELATIVE:
            entity = self._relative(token)
            if entity is not None:
                return entity, "relative"
        linked = self._antecedent(token)
        if linked is not None and self._agrees(linked, gender, number, word):
            return linked, "antecedent"
        chosen = self._scored(token, gender, number, word)
        if chosen is not None:
            if gender in ("M", "F") and not chosen.gender:
                chosen.gender = gender
            return chosen, "nearest that agrees"
        if linked is not None:
            return linked, "antecedent"
        return self.memory.add(Entity(view.tokens[token].text, "person" if gender in ("M", "F") else "group", named=False)), "unresolved"

    def _side_of(self, speaker: Entity) -> Entity:
        """Whom a person's *we* speaks for: the country of one in government, else the speaker."""
        if len(speaker.country) == 1 and speaker.sector and speaker.sector[0] == "GOV":
            return self.memory.country(speaker.country[0])
        return speaker

    def _relative(self, token: int) -> Entity | None:
        view = self.view
        head = -1
        if view.treed(token):
            here = token
            for _ in range(6):
                here = view.head(here)
                if here < 0:
                    break
                if view.tokens[here].deprel == "acl:relcl":
                    head = view.head(here)
                    break
        if head < 0:
            head = token - 1
            low = view.sentence(token)[0]
            while head > low and (not view.is_word(head) or view.lower[head] in ("of", "in", "to", "for", "with", "whom", "by")):
                head -= 1
        if head == token or head < 0:
            return None
        from dragoman.coding.spans import core_last

        target = core_last(view, head)
        if view.lower[target] in PRONOUNS and target not in self.done:
            return None
        return self.resolve(target).entity

    def _agrees(self, entity: Entity, gender: str, number: int, word: str) -> bool:
        if gender in ("M", "F"):
            return entity.kind in ("person", "", "group") and entity.number == 1 and entity.gender in ("", gender)
        if gender == "N":
            return entity.kind != "person"
        if word in ("they", "them", "their", "theirs", "themselves"):
            return entity.kind != "person" or entity.number == 2
        return True

    def _scored(self, token: int, gender: str, number: int, word: str) -> Entity | None:
        """Nearest agreeing entity; subjects and the sentence before weigh, the headline least."""
        view = self.view
        here = view.tokens[token].sentence
        apart = self._others(token)
        speaker = self.speaker_at.get(token)
        if speaker is not None and speaker in self.done:
            apart = [*apart, self.done[speaker].entity]
        best, chosen = 0.0, None
        for entity in self.memory.entities:
            if entity in apart or not entity.seen or not self._agrees(entity, gender, number, word):
                continue
            if gender in ("M", "F") and entity.kind != "person":
                if entity.kind != "" or entity.number == 2 or (" " not in entity.name and not entity.titles):
                    continue
            score = 0.0
            for seen in entity.seen:
                if seen >= token:
                    continue
                gap = here - view.tokens[seen].sentence
                weight = 1.0 / (1 + gap) ** 1.5 if not view.in_title(seen) or gap <= 1 else 0.05
                if seen in entity.subjects or self._subject(seen):
                    weight *= 1.6
                if gap == 0:
                    weight *= 1.1
                score += weight if weight > score else 0.15 * weight
            if entity.kind == "person" and gender == entity.gender and gender:
                score *= 1.5
            if word in ("they", "them", "their", "themselves") and entity.number == 2:
                score *= 1.5
            if score > best:
                best, chosen = score, entity
        return chosen
