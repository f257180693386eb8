"""Common nouns: an epithet, a body of the state, or a group of its own."""

from __future__ import annotations

from dragoman.coding import heads, naming
from dragoman.coding.describe import sector_of
from dragoman.coding.entities import Entity, tidy_name
from dragoman.coding.foretold import LEAD
from dragoman.coding.groups import PARTS, Groups
from dragoman.coding.heads import OFFENDERS
from dragoman.coding.institutions import LOCAL, Institution, institution, mission, names_body
from dragoman.coding.spans import phrase
from dragoman.coding.view import DETERMINERS, PRONOUNS, Range

_DEFINITE = frozenset("the this that these those his her its their our my both".split())
_INDEFINITE = frozenset(
    "a an another some any several many one two three four five six seven eight nine ten no".split()
)
#: Plural nouns for states, which are of no one country.
_STATES = frozenset("country nation state power government".split())
_SURE = 0.6  #: probability from which the model's reading of an unknown noun's kind is taken
_OF_MEMBERS = frozenset("leaders ministers presidents premiers members states countries nations".split())
_ENDS = frozenset(", ; : ( ) – — including who whom whose which such".split())
_NUMBERS = frozenset("hundred hundreds thousand thousands million millions dozen dozens".split())
_SOME = frozenset("one some many most all several few none half any each both".split())
_THEM = frozenset(("them", "these", "those"))
_PAIR = frozenset(("both", "two"))
_POSSESSIVE = frozenset("his her its their our my whose".split())


class Nominals(Groups):
    """Resolves phrases whose head is no name."""

    def _nominal(self, token: int, span: Range) -> tuple[Entity, str]:
        view = self.view
        named = self._apposed(token, span)
        if named is not None:
            return named, "name set beside it"
        word = view.lower[token]
        head = heads.singular(word)
        self._guests(token, span)
        if head in heads.DOCUMENTS:
            author = self._author(token, span)
            if author is not None:
                return author, "speaks for whoever issued it"
        opening = view.lower[span[0]]
        definite = (
            opening in _DEFINITE
            or (span[0] == token and not heads.plural(word))
            or (view.in_title(token) and opening not in _INDEFINITE)
            or self._possessor(token, span) is not None
        )
        codes = self.geography.inside(span)
        whole = self._listed(token, span, head)
        if whole is not None:
            return whole, "body of that name"
        if word == "community" and heads.WORLDWIDE & {view.lower[i] for i in range(span[0], token)}:
            return self._world(), "the states of the world"
        part = self._part(token)
        if part is not None:
            return part, "some of those named"
        if head == "administration":
            entity = self._administration(token, span)
            if entity is not None:
                return entity, "administration of a president"
        entity = self._division(token, span)
        if entity is not None:
            return entity, "of the part of the country named"
        entity = self._peacekeepers(token, span)
        if entity is not None:
            return entity, "mission of the United Nations there then"
        entity = self._party(token, span, codes)
        if entity is not None:
            return entity, "in government or opposition there then"
        movement = self._movement(token, span)
        if movement is not None:
            return movement, "rule of the movement named"
        counterpart = self._counterpart(token, span, codes)
        if counterpart is not None:
            return counterpart, "the same in the country named"
        many = word == "governments" and not codes and _PAIR.isdisjoint(view.lower[span[0] : token])
        if word in heads.GOVERNMENT and not many and self._plain_government(token, span):
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
        in_front = view.tokens[token].sentence <= LEAD
        linked = self._antecedent(token)
        if linked is not None and not self._may_mean(token, head, codes, linked):
            linked = None
        if not heads.plural(word) and definite and opening not in _INDEFINITE:
            entity = self._epithet(token, span, head, codes)
            if entity is not None:
                return entity, "epithet"
            entity = self._holder(token, span, codes)
            if entity is not None:
                return entity, "held that office then, by the knowledge tables"
        if in_front and not heads.plural(word):
            entity = self._to_come(token, span, head, codes)
            if entity is not None:
                return entity, "named further on"
        if linked is not None and linked.kind != "country" and opening not in _INDEFINITE:
            return linked, "antecedent"
        if not codes or definite:
            entity = self._armed(token, span, codes)
            if entity is not None:
                return entity, "armed group spoken of"
        capital = view.capital(token) and token != view.sentence(token)[0]
        if (head in heads.BODY_HEADS or capital) and definite and not heads.plural(word):
            entity = self._body(token, head, codes)
            if entity is not None:
                return entity, "epithet"
        if word == "authorities" and token > span[0] and view.lower[token - 1] == "military":
            made_of = self._institution(token - 1, (span[0], token), codes)
            if made_of is not None:
                return made_of
        if word == "cabinet" and definite and self._plain_government(token, span):
            code = self._own_country(token, span, codes)
            country = self.knowledge.country_by_code(code) if code else None
            if country is not None:
                name = f"Cabinet of {country.name}"
                return self.memory.body(
                    Institution(name, "GOV"), code
                ), "institution of the country spoken of"
        made = self._institution(token, span, codes)
        if made is not None:
            return made
        if self._bare_number(token):
            entity = self._counted(token, codes)
            if entity is not None:
                return entity, "a number of those spoken of"
        entity = self._same_head(token, span, head, codes)
        if entity is not None:
            return entity, "same noun"
        return self._group(token, span), "described"

    def _listed(self, token: int, span: Range, head: str) -> Entity | None:
        """The body that the whole phrase names, though it ends in small letters ("… district attorney's
        office")."""
        first = span[0]
        while first < token and self.view.lower[first] in DETERMINERS:
            first += 1
        office = head == "commissioner"  # "the UN High Commissioner for Refugees"
        if token - first < 2 or not (office or head in heads.PROXIES) or not self.view.capital(first):
            return None
        known = self.knowledge.organisation(self.view.words((first, span[1] if office else token + 1)))
        if known is None or not known.sector:
            return None
        code = known.country[0] if known.country else ""
        return self.memory.body(Institution(known.name, known.sector[0]), code)

    def _world(self) -> Entity:
        """The international community, however it is called."""
        name = "international community"
        entity = self.memory.named(name)
        if entity is None:
            entity = self.memory.add(Entity(name, "group", [], ["UNK"], known=True, named=False))
            entity.why["country"] = "of no one country"
            self.memory._alias(entity, name)
        return entity

    def _part(self, token: int) -> Entity | None:
        """Some of a group: "all but one of the member states", "many of the rebels"."""
        view = self.view
        if view.lower[token] not in _SOME or token + 2 >= view.sentence(token)[1]:
            return None
        if view.lower[token + 1] != "of" or not view.treed(token):
            return None
        inner = next((c for c in view.children[token] if c > token + 1 and view.deprel(c) == "nmod"), -1)
        if inner >= 0 and view.lower[inner] in _THEM and view.lower[token] in _SOME:
            self.apart.setdefault(inner, set()).update(self.apart.get(token, ()))
            of, _ = self._entity(inner, (inner, inner + 1))
            return of if of.number != 1 or of.kind == "organisation" else None
        if inner < 0 or not heads.plural(view.lower[inner]) or view.lower[inner] in PRONOUNS:
            return None
        if any(view.lower[i] in _POSSESSIVE for i in range(token, inner)):
            return None
        of, _ = self._entity(inner, phrase(view, inner))
        if of.kind not in ("group", ""):
            return None
        single = view.lower[token] == "one"
        number = 1 if single else 2
        made = Entity(of.name, "group", list(of.country), list(of.sector), named=False, number=number)
        made.heads, made.titles, made.why = dict(of.heads), list(of.titles), dict(of.why)
        made.why.setdefault("country", "of those named")
        return self.memory.add(made)

    def _bare_number(self, token: int) -> bool:
        """Is it a number without its noun ("only 27", "100 thousand in London")?"""
        view, word = self.view, self.view.lower[token]
        figure = word[:1].isdigit() or view.upos[token] == "NUM" or word in _NUMBERS
        after = view.lower[token + 1] if token + 1 < len(view.tokens) else ""
        return figure and not after.startswith("-") and after not in ("%", "percent", "per", "of")

    def _counted(self, token: int, codes: list[str]) -> Entity | None:
        """The group spoken of before of which a bare number gives the count; elsewhere, one like it there."""
        here, apart = self.view.tokens[token].sentence, self._others(token)
        best, where = None, -1
        for entity in self.memory.entities:
            if entity.named or entity.number != 2 or entity.kind != "group" or entity in apart:
                continue
            last = max((seen for seen in entity.seen if seen < token), default=-1)
            if last > where and here - self.view.tokens[last].sentence <= 1:
                best, where = entity, last
        codes = codes or list(filter(None, [self._tied(token)]))
        if best is None or not codes or codes == best.country:
            return best
        other = Entity(best.name, "group", codes[:1], list(best.sector), named=False, number=2)
        other.heads, other.titles, other.why = dict(best.heads), list(best.titles), dict(best.why)
        other.why["country"] = "named in the phrase"
        return self.memory.add(other)

    def _may_mean(self, token: int, head: str, codes: list[str], entity: Entity) -> bool:
        """Can a noun stand for an entity: one person for one, a body for a body, of the same country?"""
        if codes and entity.country and not set(codes) & set(entity.country):
            return False
        if heads.plural(self.view.lower[token]):
            role = self.knowledge.role(self.view.lower[token])
            if head == "police" and not entity.named and head not in entity.heads:
                return False  # "police" are not the "officials" spoken of
            if entity.named and role is not None and role.sector and entity.sector:
                return role.sector[0] in entity.sector
            return entity.kind != "person"
        if entity.kind == "person":
            return head in heads.PERSON_HEADS or head in OFFENDERS
        if head in heads.PERSON_HEADS:
            return entity.kind in ("", "group") and entity.number == 1
        return True

    def _plain_government(self, token: int, span: Range) -> bool:
        """Is it the government of a country, not that of a city or party?"""
        words = {self.view.lower[i] for i in range(*span)}
        return not words & {
            "local",
            "city",
            "provincial",
            "regional",
            "municipal",
            "rebel",
            "self-styled",
            "parallel",
            "state",
        } - {self.view.lower[token]}

    def _institution(self, token: int, span: Range, codes: list[str]) -> tuple[Entity, str] | None:
        """Police, army, parliament, ministry: the body of the country spoken of."""
        view = self.view
        text = ""
        for first in range(max(span[0], token - 3), token + 1):
            phrase_text = " ".join(view.lower[i] for i in range(first, token + 1))
            if names_body(phrase_text):
                text = phrase_text
                break
        if view.lower[token] in ("ministry", "department") and view.lower[token + 1 : token + 2] in (
            ["of"],
            ["for"],
        ):
            for last in range(min(token + 6, view.sentence(token)[1]), token + 2, -1):
                phrase_text = " ".join(view.lower[i] for i in range(token, last))
                if names_body(phrase_text):
                    text = phrase_text
                    break
        if not text:
            return None
        if text == "house" and not (view.capital(token) and view.lower[token - 1] in DETERMINERS):
            return None  # neither "his house" nor "Government House"
        if mission(text):
            return self._mission(token, span, text)
        # The police of a town are that town's.
        for index in range(span[0], token):
            mark = self.geography.at[index]
            if mark >= 0 and self.geography.marks[mark].sort == "place":
                if view.lower[token] != "police":
                    return None
                return self.memory.force(self.geography.marks[mark], "police"), "police of the place named"
        owner = self._possessor(token, span) if not codes else None
        if owner is not None and owner.sector and owner.sector[0] in ("REB", "CRM"):
            return None
        word = heads.singular(view.lower[token])
        if (
            not codes
            and owner is None
            and view.lower[token]
            in ("police", "army", "parliament", "senate", "navy", "congress", "house", "court")
        ):
            # "police" after "Thames Valley Police" are those.
            named = self._recent(
                token,
                lambda e: (
                    e.named
                    and e.kind != "person"
                    and any(alias.split()[-1:] == [word] for alias in e.aliases)
                    and not self._of_elsewhere(e, token, word)
                ),
            )
            if named is not None:
                return named, "epithet"
        code = self._own_country(token, span, codes)
        if view.lower[token] == "police" and code in LOCAL and (geo := self._town(token, code)) is not None:
            return self.memory.force(geo, "police"), "police of the place spoken of"
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
                head in entity.heads
                and not entity.named
                and entity not in apart
                and (not codes or codes == entity.country)
                and (
                    not modifiers
                    or not entity.titles
                    or bool(modifiers & set(entity.titles))
                    or opening in _DEFINITE
                )
            )

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
        name = tidy_name(view.words((first, self._core_end(first, token, span[1]))))
        number = self.memory.found_at[first]
        proper = number >= 0 and not self.memory.common_noun(self.memory.found[number])
        if first == view.sentence(first)[0] and not (proper or self.geography.at[first] >= 0):
            name = name[:1].lower() + name[1:]
        word = view.lower[token]
        head = heads.singular(word)
        codes = self.geography.inside(span)
        owner = self._possessor(token, span)
        if owner is not None and word in PARTS:
            # "its representatives in Moscow": what stands behind tells where they are, not whose
            codes = self.geography.inside((span[0], token))
        sectors, stated = sector_of(view, self.knowledge, span, token)
        if sectors == ["IGO"] and word in _OF_MEMBERS:
            sectors = ["GOV"]  # those who sit in it for their own states: "EU ministers", "members of NATO"
        entity = Entity(
            name or view.tokens[token].text, "", named=False, number=2 if heads.plural(word) else 1
        )
        entity.kind = self._kind_of(token, head)
        entity.sector = sectors
        if sectors:
            entity.why["sector"] = f'"{stated}"'
        states = self._bloc(token, span) if heads.plural(word) else None
        several = self._of_several(token, span) if states is None else []
        if states is not None:
            entity.country = self._bloc_countries(states)
            entity.why["country"] = f"members of {states.name}" if entity.country else "of no one country"
            if head in _STATES or (sectors in ([], ["IGO"]) and word in _OF_MEMBERS):
                entity.kind, entity.sector = "group", ["GOV"]
        elif several:
            entity.country = several
            entity.why["country"] = "of those named"
        elif owner is not None and self._over_against(token, owner, codes):
            entity.why["country"] = f"over against {owner.name}"
        elif not codes and self._of_no_country(token, span, head):
            entity.why["country"] = "of no one country"
            if head in _STATES:
                entity.kind, entity.sector = "group", ["GOV"]
        elif codes:
            entity.country = codes[:2] if self._joined(span) else codes[:1]
            entity.why["country"] = "named in the phrase"
        elif heads.ABROAD & {view.lower[i] for i in range(span[0], token)}:
            entity.why["country"] = "of no one country"
        elif self._others_abroad(token, span, head):
            entity.why["country"] = "from abroad"
        else:
            code, rule = self._context_country(token, span)
            if code:
                entity.country = [code]
            entity.why["country"] = rule or "not told"
        if word in heads.FEMALE or head in heads.FEMALE:
            entity.gender = "F"
        elif head in heads.MALE:
            entity.gender = "M"
        if owner is not None and word in PARTS and owner.kind != "person" and (owner.sector or not sectors):
            leaders = owner.sector[:1] == ["IGO"] and word in _OF_MEMBERS
            entity.sector = ["GOV"] if leaders else list(owner.sector)
            entity.why["sector"] = f"of {owner.name}"
            entity.body = owner
        if owner is None and heads.plural(word) and span[1] - token == 1 and token - first == 0:
            related = self._related(token, head)
            if related is not None:
                entity.name = f"{entity.name} of {related.name}"
        if entity.kind in ("person", "organisation") and entity.number == 1:
            end = self._core_end(first, token, span[1])
            whole = naming.turned(view, self.geography, self.knowledge, first, end)
            entity.name = whole or entity.name
            entity.office = not whole and entity.kind == "person" and naming.of_state(view, first, token, end)
        if view.lower[span[0]] in _POSSESSIVE and owner is not None:
            entity.name = f"{tidy_name(view.words((first, token + 1)))} of {owner.name}"
        entity.heads[head] = None
        entity.titles = [view.lower[i] for i in range(first, token)]
        return self.memory.add(entity)

    def _kind_of(self, token: int, head: str) -> str:
        """What a common noun speaks of: one person, a body, or many."""
        word = self.view.lower[token]
        role = self.knowledge.role(word)
        if heads.plural(word):
            return role.kind if role and role.kind != "person" else "group"
        if role is not None:
            return "person" if role.kind == "group" and heads.one_person(word) else role.kind
        if head in heads.PERSON_HEADS or head in OFFENDERS:
            return "person"
        kinds = self.view.parse.kinds
        read = kinds[token] if token < len(kinds) else ("", 0.0)
        sure = read[0] in ("person", "organisation") and read[1] >= _SURE
        return read[0] if sure and head not in heads.TOGETHER else "group"

    def _core_end(self, first: int, token: int, last: int) -> int:
        """Where the name of an unnamed group ends: before a comma, bracket or clause."""
        view = self.view
        for index in range(token + 1, last):
            if view.lower[index] in _ENDS and index > first:
                return index
        return last

    def _of_no_country(self, token: int, span: Range, head: str) -> bool:
        """Several states, or reports of no medium in particular."""
        word = self.view.lower[token]
        if not heads.plural(word) or self._possessor(token, span) is not None:
            return False
        if head in _STATES:
            return self.view.lower[span[0]] not in ("these", "those")
        return head == "report" and span[1] - span[0] <= 3

    def _others_abroad(self, token: int, span: Range, head: str) -> bool:
        """Those outside the country spoken of: "allies", "its partners", "donors"; a person's are at home."""
        if head not in heads.OUTSIDERS or not heads.plural(self.view.lower[token]):
            return False
        owner = self._possessor(token, span)
        return owner is None or owner.kind == "country"

    def _over_against(self, token: int, owner: Entity, codes: list[str]) -> bool:
        """Are they those outside the country that has them, by its own name only ("Russia's allies")?"""
        outside = self._others_abroad(token, (token, token + 1), heads.singular(self.view.lower[token]))
        return outside and owner.kind == "country" and codes in ([], owner.country)

    def _joined(self, span: Range) -> bool:
        return any(self.view.lower[i] in ("and", "or", "-", "–") for i in range(*span))
