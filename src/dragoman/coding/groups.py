"""Groups told by whom they belong to or whom they are made of: "its representatives", "Russia's allies", "the
three Baltic leaders", "the presidents of Guinea and Mauritania", "his Algerian counterpart".

What is a part of its possessor (representatives, troops) shares the country and sector; what stands over
against it (allies, rivals) does not. Groups of states have the members of the day, by ``knowledge.blocs``.
"""

from __future__ import annotations

from dragoman.coding import heads, offices
from dragoman.coding.entities import Entity
from dragoman.coding.institutions import institution
from dragoman.coding.persons import SOLE
from dragoman.coding.polity import Polity
from dragoman.coding.view import Range
from dragoman.knowledge.blocs import LONGEST, Bloc, bloc
from dragoman.knowledge.holders import holder

#: Those who speak or act for whoever has them.
PARTS = frozenset(
    """
    representative representatives delegation delegations delegate delegates envoy envoys negotiator
    negotiators emissary emissaries official officials diplomat diplomats ambassador ambassadors spokesman
    spokeswoman spokesperson spokesmen spokespeople leadership leaders staff
    """.split()
)
#: Whom one receives.
_GUESTS = frozenset(
    "representative representatives delegation delegations envoy envoys emissary emissaries delegates".split()
)
_RECEIVED = frozenset(
    "host hosts hosted hosting receive receives received receiving welcome welcomed".split()
)
#: States that stand beside a state.
_FRIENDS = frozenset("ally partner neighbour neighbor".split())
#: Those whom one has, as one has no "governments": bare, they are of whoever acts.
_RELATED = frozenset("ally supporter follower critic opponent backer loyalist".split())
_STATES = frozenset("country nation state capital power government neighbour neighbor".split())
_BETWEEN = frozenset(", and & the both of for from".split())
#: What a list of them doesn't begin with.
_LEADING = _BETWEEN - {"the", "both"}
_FORCES = (("MIL",), ("COP",))
_RANKS = frozenset("prime deputy vice customs farm".split())
_COUNTS = frozenset("both two three four five".split())
#: Groups of states of up to so many have them all as their countries; greater ones are of no one country.
_FEW = 4
#: What to ask a body's name for, to find its counterpart elsewhere.
_BODIES = (
    "army", "navy", "air force", "armed forces", "coast guard", "police", "parliament", "foreign ministry",
    "defence ministry", "interior ministry", "intelligence service", "supreme court", "central bank",
)  # fmt: skip


class Groups(Polity):
    """Looks for the members and the possessor of a phrase. Each method gives nothing where it has none."""

    def _bloc(self, token: int, span: Range) -> Bloc | None:
        """The group of states that a plural noun is made of: "Gulf states", "ministers of the G7"."""
        view = self.view
        for first in range(span[0], token):
            for last in range(token, first, -1):
                small = view.lower[first] == "eurozone" or (
                    view.lower[first] == "permanent" and view.lower[token] == "members"
                )
                if last - first <= LONGEST and (view.capital(first) or small):
                    found = bloc(view.words((first, last)))
                    if found is not None and not self._names_more(first, last):
                        return found
        if token + 2 < len(view.tokens) and view.lower[token + 1] in ("of", "from"):
            first = token + 2
            while first < span[1] and view.lower[first] in (
                "the",
                "all",
                "member",
                "states",
                "countries",
                "of",
            ):
                first += 1
            for last in range(min(span[1], first + LONGEST), first, -1):
                found = bloc(view.words((first, last)))
                if found is not None:
                    return found
        return None

    def _names_more(self, first: int, last: int) -> bool:
        """Is it a part of a longer name ("Gulf Air")?"""
        number = self.memory.found_at[first]
        name = self.memory.found[number] if number >= 0 else None
        return name is not None and (name.last > last or name.first < first)

    def members_of(self, group: Bloc) -> tuple[str, ...]:
        """The codes of a group's members on the article's date."""
        return group.members(self.memory.published)

    def _bloc_countries(self, group: Bloc) -> list[str]:
        """The countries of those who are of a group of states: its members where they are few."""
        codes = self.members_of(group)
        return list(codes) if len(codes) <= _FEW else []

    def _named_several(self, token: int, span: Range) -> list[Entity]:
        """Those of several countries named together: "the presidents of Guinea and Mauritania", "the
        Turkish and Greek governments", "the leaders of both countries". One for each country, else none.
        """
        view = self.view
        word = view.lower[token]
        if not heads.plural(word):
            return []
        head = heads.singular(word)
        office = offices.read([*(view.lower[i].rstrip(".") for i in range(span[0], token)), head])
        if office is None and head != "government":
            return self._of_each(token, span)
        codes = self._joined_countries(token, span)
        if len(codes) < 2:
            return []
        if head == "government":
            return [self.memory.country(code) for code in codes]
        assert office is not None
        out: list[Entity] = []
        for code in codes:
            held = self._in_office(token, office, code)
            if held is None or held in out:
                return self._of_each(token, span)
            out.append(held)
        return out

    def _of_each(self, token: int, span: Range) -> list[Entity]:
        """The forces or representatives of each of several countries: "Finnish and Swedish pilots", "envoys
        from Armenia and Turkey". One for each country, else none.
        """
        word = self.view.lower[token]
        role = self.knowledge.role(word)
        office = offices.read([heads.singular(word)]) is not None
        if word not in PARTS and not office and (role is None or role.sector[:1] not in _FORCES):
            return []
        codes = self._joined_countries(token, span)
        first = self.listed_from(token)
        if len(codes) < 2 or self.geography.inside((min(first, span[0]), span[1])) != codes:
            return []
        out: list[Entity] = []
        for code in codes:
            made = institution(word, self.knowledge.country_by_code(code))
            if made is not None and not made.whole:
                out.append(self.memory.body(made, code))
                continue
            # "the Thai and Lao interior ministers" are one of each
            what = " ".join([*self._between(token), heads.singular(word)]) if office else word
            name = f"{what} of {self.memory.country(code).name}"
            entity = self.memory.named(name)
            if entity is None:
                sectors = list(role.sector) if role else ["GOV"]
                kind, number = ("person", 1) if office else ("group", 2)
                entity = Entity(name, kind, [code], sectors, named=False, number=number)
                entity.why |= {"country": "named in the phrase", "sector": f'"{word}"'}
                entity.heads[heads.singular(word)] = None
                self.memory.add(entity)
                self.memory._alias(entity, name)
            out.append(entity)
        return out

    def _between(self, token: int) -> list[str]:
        """The words between the countries named and a noun: *farm* of "the Thai and Lao farm ministers"."""
        first = token
        while first > 0 and self.geography.at[first - 1] < 0 and self.view.lower[first - 1].isalpha():
            first -= 1
        named = first > 0 and self.geography.at[first - 1] >= 0 and token - first < 3
        return self.view.lower[first:token] if named else []

    def _joined_countries(self, token: int, span: Range) -> list[str]:
        """The codes of two or more countries that are joined before a noun, or after it behind "of"."""
        view, geography = self.view, self.geography
        high = view.sentence(token)[1]
        codes = geography.inside((self.listed_from(token), token))
        if len(codes) > 1:
            return codes
        if token + 2 >= high or view.lower[token + 1] not in ("of", "from"):
            return []
        last = token + 2
        while last < high and self._joins(last, "country"):
            last += 1
        codes = geography.inside((token + 2, last))
        if len(codes) > 1 and (last == high or view.lower[last] not in ("'s", "’s", "'", "’")):
            return codes
        return self._of_several(token, span)

    def listed_from(self, token: int) -> int:
        """Where the list of demonyms begins that stands before a noun ("the French and US" troops); the noun
        itself where there is none.
        """
        first, low = token, self.view.sentence(token)[0]
        while first > low and self._joins(first - 1, "demonym"):
            first -= 1
        while first < token and self.view.lower[first] in _LEADING:
            first += 1
        return first

    def _joins(self, index: int, sort: str) -> bool:
        """Is a word part of a list of countries, or of demonyms before an office?"""
        mark = self.geography.at[index]
        if mark >= 0:
            told = self.geography.marks[mark].sort
            return told == sort or (told == "country" and self.view.acronym(index))
        word = self.view.lower[index]
        return word in _BETWEEN or (sort != "country" and (word in _RANKS or offices.field(word)))

    def _of_several(self, token: int, span: Range) -> list[str]:
        """The countries of "the leaders of the two countries", "citizens of both countries"."""
        view = self.view
        for index in range(token + 2, span[1]):
            if heads.singular(view.lower[index]) in _STATES and heads.plural(view.lower[index]):
                first = index
                while first > token + 2 and view.lower[first - 1] not in ("of", "from", "in"):
                    first -= 1
                if _COUNTS.isdisjoint(view.lower[first:index]):
                    return []
                members = self._members(index, (first, index + 1))
                return [one.country[0] for one in members if one.kind == "country" and one.country]
        return []

    def _in_office(self, token: int, office: offices.Office, code: str) -> Entity | None:
        """Who of the article holds an office in a country, else who did by the tables."""
        fitting = [
            entity
            for entity in self.memory.entities
            if entity.kind == "person" and code in entity.country
            and max((offices.fit(office, held) for held in entity.offices), default=0.0) > 0.5
        ]  # fmt: skip
        if len(fitting) == 1:
            return fitting[0]
        if len(fitting) > 1:
            return None
        return self._by_tables(office, code)

    def _by_tables(self, office: offices.Office, code: str) -> Entity | None:
        sole = SOLE.get((office.head, office.ranks, office.fields))
        published = self.memory.published
        if sole is None or office.past or not published:
            return None
        person = holder(self.knowledge, sole, code, published)
        return self.memory.known(person) if person is not None else None

    def _counterpart(self, token: int, span: Range, codes: list[str]) -> Entity | None:
        """The one who holds elsewhere what the possessor holds: "his Algerian counterpart", "their Sri Lankan
        counterparts" of a navy; and the state that is an ally: "our Turkish allies".
        """
        head = heads.singular(self.view.lower[token])
        if len(codes) != 1 or head not in _FRIENDS | {"counterpart"}:
            return None
        owner = self._possessor(token, span)
        if owner is None or codes[0] in owner.country:
            return None
        plural = heads.plural(self.view.lower[token])
        if head in _FRIENDS:
            if codes[0] == self.geography.dominant:
                return None  # some of the people of a country in which a foreign power fights
            ours = owner.kind == "country" or owner.sector[:1] in (["MIL"], ["GOV"])
            before = self.geography.at[token - 1]
            demonym = before >= 0 and self.geography.marks[before].sort == "demonym"
            return self.memory.country(codes[0]) if ours and plural and demonym else None
        if owner.kind == "person" and not plural:
            for office in owner.offices:
                held = self._in_office(token, office, codes[0])
                if held is not None:
                    return held
            return None
        if owner.kind == "country":
            return self.memory.country(codes[0])
        if owner.kind not in ("organisation", "group") or len(owner.country) != 1:
            return None
        own, other = (self.knowledge.country_by_code(code) for code in (owner.country[0], codes[0]))
        for body in _BODIES:
            mine = institution(body, own)
            theirs = institution(body, other) if mine is not None and mine.name == owner.name else None
            if theirs is not None:
                return self.memory.body(theirs, codes[0])
        return None

    def _guests(self, token: int, span: Range) -> None:
        """Whom somebody receives are not his own: *its* of "Norway hosted its envoys" is another's."""
        view = self.view
        if view.lower[token] not in _GUESTS or view.lower[max(0, token - 2)] not in _RECEIVED:
            return
        self.apart.setdefault(token - 1, set()).update(self.apart.get(token, ()))

    def _related(self, token: int, head: str) -> Entity | None:
        """Whose "allies" or "supporters" are meant where none is told: those of who acts upon them, be it a
        person, or the country that he or she leads."""
        if head not in _RELATED:
            return None
        acting = [one for one in self._others(token) if one.kind in ("person", "country")]
        if len(acting) != 1:
            return None
        one = acting[0]
        if head == "ally" and one.kind == "person" and one.sector[:1] == ["GOV"] and len(one.country) == 1:
            return self.memory.country(one.country[0])
        return one
