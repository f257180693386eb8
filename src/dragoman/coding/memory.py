"""The article's memory: which words mean which entity.

Names are read first, over the whole article, so that a headline's "Putin" finds the "Vladimir Putin"
of the third paragraph. Phrases are then resolved in reading order, each seeing what came before it.
"""

from __future__ import annotations

from dragoman.coding import heads, offices
from dragoman.coding.bearers import Bearers
from dragoman.coding.bodies import Bodies
from dragoman.coding.entities import Entity, initials, plain, tidy_name
from dragoman.coding.geography import Geography
from dragoman.coding.given import gender
from dragoman.coding.institutions import NAMELY, names_body
from dragoman.coding.names import Found
from dragoman.coding.namewords import BODY_WORDS
from dragoman.coding.spelling import INITIAL, MONARCHS, canonical, holds
from dragoman.coding.view import DETERMINERS, PRONOUNS, STOPS, View
from dragoman.knowledge import Knowledge, Organisation, Person, forms, parties
from dragoman.knowledge.compiling import TWO_SURNAMES

#: Countries whose bodies the world knows by their letters ("CIA", "AFP").
_EVERYWHERE = frozenset(("USA", "GBR", "FRA", "RUS"))
#: Where a government sits, and by which it is meant, though the tables have them as bodies.
_BUILDINGS = frozenset(("White House", "Blue House", "Downing Street", "Élysée"))
_GIVEN = frozenset(("may", "will", "do", "so", "see"))  #: small words that are names as well


#: Parts of the world; resolved where they stand.
REGIONS = frozenset("west western europe european africa african arab asia gulf balkans".split())


class Memory(Bodies, Bearers):
    """Entities of one article by the names it gives them."""

    def __init__(
        self,
        view: View,
        knowledge: Knowledge,
        geography: Geography,
        found: list[Found],
        published: str | None,
    ) -> None:
        self.view = view
        self.knowledge = knowledge
        self.geography = geography
        self.published = published
        self.near = _spoken_of(view, geography)
        self.found = found
        self.entities: list[Entity] = []
        self.found_at = [-1] * len(view.tokens)
        self.title_at = [-1] * len(view.tokens)  #: index of the name whose title a token is part of
        self.entity_of: list[Entity | None] = [None] * len(found)
        self._by_name: dict[str, Entity] = {}
        self._countries: dict[str, Entity] = {}
        self._parts: dict[str, list[Entity]] = {}
        self.rivals: dict[int, str] = {}  #: by name: who else bears it, likeliest first
        self.doubts: dict[int, str] = {}  #: by name: whom it may mean, where that cannot be told
        self._lasts: dict[str, list[int]] | None = None
        self._spots: dict[int, list[int]] = {}  #: where each entity was named so far, by its id
        for number, name in enumerate(found):
            for index in range(name.first, name.last):
                self.found_at[index] = number
            for index in range(*name.title):
                self.title_at[index] = number
        self._read_names()

    # names ----------------------------------------------------------------------------------

    def _read_names(self) -> None:
        view = self.view
        texts = [tidy_name(view.words((name.first, name.last))) for name in self.found]
        # Full names before short ones, names that say what they are before those that do not.
        order = sorted(
            range(len(self.found)),
            key=lambda i: (-min(self._length(texts[i]), 2), not self.found[i].label, i),
        )
        for number in order:
            named = self._name_entity(self.found[number], texts[number], number)
            self.entity_of[number] = named
            if named is not None:
                self._spots.setdefault(id(named), []).append(self.found[number].first)
                self._title(named, self.found[number])
        self._acronyms(texts)
        for number, name in enumerate(self.found):
            entity = self.entity_of[number]
            if entity is not None:
                entity.seen.append(name.last - 1)
                self._learn(entity, name)
        for entity in self.entities:
            entity.seen.sort()

    @staticmethod
    def _length(text: str) -> int:
        return len([part for part in text.split() if part[:1].isupper()])

    def _is_geo(self, name: Found) -> str:
        """The sort of country mark that covers the whole name, or ""."""
        marks = self.geography
        mark = marks.at[name.last - 1]
        if mark < 0:
            return ""
        geo = marks.marks[mark]
        return geo.sort if geo.first <= name.first and geo.last >= name.last else ""

    def _name_entity(self, name: Found, text: str, number: int) -> Entity | None:
        if not text or not any(letter.isalpha() for letter in text):
            return None
        sort = self._is_geo(name)
        if sort in ("country", "seat"):
            return self.country(self.geography.marks[self.geography.at[name.last - 1]].code)
        if sort and not (name.label == "PER" and name.title[0] < name.title[1]):
            return None
        if plain(text) in REGIONS:
            return None
        if self.common_noun(name):
            return None
        key = plain(text)
        entity = self._by_name.get(key)
        if entity is not None and not (entity.kind == "person" and self._shared(key)):
            return entity
        body = self._known_body(text) if name.label != "PER" or self._fighters(name, text) else None
        if body is not None and body.name in _BUILDINGS and body.country:
            return self.country(body.country[0])
        if body is not None:
            # A network is called by its letters: "CBS", not "CBS News".
            called = text if text.isupper() and body.name == f"{text} News" else body.name
            return self._add(
                Entity(
                    called,
                    body.kind or "organisation",
                    list(body.country),
                    list(parties.sectors(body.name, body.country, body.sector, self.published)),
                    known=True,
                ),
                text,
            )
        made = self._state_body(name, text)
        if made is not None:
            return made
        if name.label != "PER" and self._all_common(name):
            return None
        if name.label in ("PER", "") and (self._length(text) > 1 or name.label == "PER" or not sort):
            equals = self._equals(text, name)
            if equals:
                self.doubts[number] = "may be " + " or ".join(entity.name for entity in equals)
                doubtful = Entity(text, "person", list(equals[0].country), named=True)
                if any(entity.country != doubtful.country for entity in equals):
                    doubtful.country = []
                    doubtful.why["country"] = "not told"
                self.entities.append(doubtful)
                return doubtful
            entity = self._short_name(text, name)
            if entity is not None:
                self._alias(entity, text)
                return entity
            person = self._known_person(name, text)
            if " " not in text and self.published:
                self._weigh(number, text, person.name if person is not None else "")
            if person is not None:
                held = self.known(person)
                held.called = held.called or person.name
                if held.name == person.name and not self._second_surname(person, text):
                    held.name = canonical(person.name, text)
                self._alias(held, held.name)
                self._alias(held, text)
                return held
        elif name.label == "ORG":
            entity = self._short_name(text, name)
            if entity is not None:
                self._alias(entity, text)
                return entity
        if " " in text and text.split()[-1] in ("USA", "UK", "US"):
            return self._add(Entity(text, "organisation"), text)  # "Toyota USA"
        if name.label in ("LOC", "NORP"):
            return None
        kind = self._kind(name, text)
        if (
            kind == "person"
            and " " not in text
            and name.title[0] < name.title[1]
            and self.view.lower[name.first - 1] in ("pope", "sheikh")
        ):
            text = tidy_name(self.view.words((name.first - 1, name.last)))
        if kind == "person" and INITIAL.search(text):
            # "John R. Bolton" is John Bolton where the article calls him so.
            short = INITIAL.sub(" ", text)
            if self.view.text.find(short) >= 0:
                return self._add(Entity(short, kind, gender=gender(short)), text)
        return self._add(Entity(text, kind, gender=gender(text) if kind == "person" else ""), text)

    def _weigh(self, number: int, text: str, chosen: str) -> None:
        """Keep who else of those in office then bears a surname, and the doubt where nobody was chosen."""
        bearers = self.knowledge.bearers(text, date=self.published or "", near=self.near[:1])
        others = [other for other in bearers if other != chosen][:2]
        if chosen and others:
            self.rivals[number] = "; ".join(others)
        elif len(others) > 1:
            self.doubts[number] = "may be " + " or ".join(others)

    def _second_surname(self, person: Person, text: str) -> bool:
        """Does the article leave out the surname by which somebody is known ("Andrés Obrador")?"""
        words = plain(person.name).split()
        said = plain(text).split()
        return (
            not TWO_SURNAMES.isdisjoint(person.country)
            and len(words) > len(said) == 2
            and said == [words[0], words[-1]]
        )

    def _fighters(self, name: Found, text: str) -> bool:
        """Is what the model takes for a person the plural of an armed group's people ("the Houthis")?"""
        if " " in text or name.title[0] < name.title[1] or not text.endswith("s"):
            return False
        body = self.knowledge.organisation(text, near=self.near)
        return body is not None and body.sector[:1] in (("REB",), ("UAF",))

    def _shared(self, key: str) -> bool:
        """Is it a surname that two people of the article bear?"""
        if " " in key:
            return False
        bearers = [entity for entity in self._parts.get(key, ()) if entity.kind == "person"]
        return len(bearers) > 1

    def _known_body(self, text: str) -> Organisation | None:
        """The body of that name; of letters that many bear, that of a country spoken of."""
        # A court or chamber is that of the country the article is about, or of none in the tables.
        near = self.near[:1] if names_body(plain(text)) else self.near
        owner, others = NAMELY.get(plain(text), ("", ""))
        if owner:
            if set(near[:1]) & set(others.split()):
                return None
            near = [owner]
        body = self.knowledge.organisation(text, near=near) or forms.organisation(self.knowledge, text)
        if body is not None and near != self.near and body.country and not set(near) & set(body.country):
            return None
        if body is None or not body.country:
            return body
        letters = text.isupper() and " " not in text and len(text) <= 4 and body.name != text
        if letters and not _EVERYWHERE.union(self.near) & set(body.country):
            return None
        return body

    def common_noun(self, name: Found) -> bool:
        """Is it a noun for people ("Gunman shoots two", "two other Presidents") or a small word, and no name?

        Capitals alone make a name of it, at the beginning of a sentence or in a headline.
        """
        if name.last - name.first != 1:
            return False
        view, word = self.view, self.view.lower[name.first]
        opens = name.first == view.sentence(name.first)[0]
        if word in STOPS or word in DETERMINERS or word in PRONOUNS:
            return opens and word not in _GIVEN and not view.tokens[name.first].text.isupper()
        head = heads.singular(word)
        if not (head in heads.PERSON_HEADS or head in heads.OFFENDERS) or len(self._full_names(word)) > 0:
            return False
        if name.title[0] < name.title[1]:
            return False
        if head != word:
            role = self.knowledge.role(word)
            return role is not None and role.sector[:1] not in (("PTY",), ("REL",), ())
        return opens or view.in_title(name.first)

    def _full_names(self, word: str) -> list[int]:
        """Names of several words of which a word is the last: of "Judge", "Aaron Judge"."""
        if self._lasts is None:
            self._lasts = {}
            for number, name in enumerate(self.found):
                if name.last - name.first > 1:
                    self._lasts.setdefault(self.view.lower[name.last - 1], []).append(number)
        return self._lasts.get(word, [])

    def _all_common(self, name: Found) -> bool:
        """Only words for bodies, and so no name of its own: it is resolved where it stands."""
        words = [self.view.lower[i] for i in range(name.first, name.last)]
        return all(word in BODY_WORDS for word in words) or names_body(" ".join(words))

    def _kind(self, name: Found, text: str) -> str:
        if name.label == "PER":
            return "person"
        if name.label == "ORG":
            return "organisation"
        parts = text.casefold().split()
        if (
            any(part in BODY_WORDS for part in parts)
            or (text.isupper() and len(text) > 1)
            or any(c.isdigit() for c in text)
        ):
            return "organisation"
        return ""

    def _add(self, entity: Entity, text: str) -> Entity:
        same = self._by_name.get(plain(entity.name))
        if same is not None:
            self._alias(same, text)
            return same
        self.entities.append(entity)
        self._alias(entity, entity.name)
        self._alias(entity, text)
        return entity

    def _alias(self, entity: Entity, text: str) -> None:
        key = plain(text)
        entity.aliases[key] = None
        self._by_name.setdefault(key, entity)
        for part in key.replace("-", " ").split():
            known = self._parts.setdefault(part, [])
            if entity not in known:
                known.append(entity)

    def _short_name(self, text: str, name: Found) -> Entity | None:
        """The entity whose fuller name holds this one.

        *Putin* in "Vladimir Putin", *Mahan* in "Mahan Air".
        """
        short = plain(text).replace("-", " ").split()
        if not short or short[-1] in MONARCHS:
            return None
        best: tuple[int, int, int, int, int] | None = None
        chosen = None
        bare = len(short) == 1 and not name.title[0] < name.title[1]
        first_borne = self._first_borne(short[0]) if bare else None
        words = [self.view.lower[i].rstrip(".") for i in range(*name.title)]
        said = offices.read(words)
        sex = "F" if heads.FEMALE & set(words) else "M" if heads.MALE & set(words) else ""
        for entity in self._parts.get(short[-1], []):
            if entity.kind == "country" or (name.label == "PER" and entity.kind in ("organisation", "group")):
                continue
            for alias in entity.aliases:
                full = alias.replace("-", " ").split()
                where = holds(full, short)
                if where is None or len(full) < len(short):
                    continue
                personal = entity.kind == "person" or (entity.kind == "" and 2 <= len(full) <= 4)
                if not personal and len(short) == 1 and (short[0] in BODY_WORDS or where != 0):
                    continue
                rank = {len(full) - len(short): 0, 0: 1}.get(where, 2)
                # Of two who share a surname, the one the title fits; then the one named last before.
                clash = bool(sex and entity.gender and sex != entity.gender) * 2
                if said is not None and not any(offices.fit(said, held) for held in entity.offices):
                    clash += 2 if entity.offices else 1
                distance = min(
                    (
                        name.first - spot if spot <= name.first else 3 * (spot - name.first)
                        for spot in self._spots.get(id(entity), ())
                    ),
                    default=0,
                )
                # Relatives of the one whom the story is about are called by their given names as well.
                key = (rank, clash, int(first_borne not in (None, entity)), distance, len(full))
                if best is None or key < best:
                    best, chosen = key, entity
        return chosen

    def _equals(self, text: str, name: Found) -> list[Entity]:
        """Those of one surname between whom nothing tells: first named in one sentence, none before.

        [] where a title, the headline or what goes before tells which of them is meant.
        """
        key = plain(text)
        if " " in text or name.title[0] < name.title[1] or key in self._by_name:
            return []
        bearers = [entity for entity in self._parts.get(key, ()) if entity.kind == "person"]
        if len(bearers) != 2 or any(len(self._spots.get(id(entity), ())) != 1 for entity in bearers):
            return []
        spots = [self._spots[id(entity)][0] for entity in bearers]
        if any(self.view.in_title(spot) for spot in spots) or name.first < min(spots):
            return []
        sentences = {self.view.sentence_of(spot) for spot in spots}
        offices_of = [bool(entity.offices or entity.known) for entity in bearers]
        return bearers if len(sentences) == 1 and offices_of[0] == offices_of[1] else []

    def _first_borne(self, surname: str) -> Entity | None:
        """The person who first bears a surname in the article: in the headline, else in the body."""
        bearers = [
            (min(self._spots[id(entity)]), number, entity)
            for number, entity in enumerate(self._parts.get(surname, []))
            if entity.kind == "person" and id(entity) in self._spots
        ]
        return min(bearers, key=lambda item: item[:2])[2] if bearers else None

    def _acronyms(self, texts: list[str]) -> None:
        """*EU* is the European Union where the text says so in brackets, or where the initials fit one
        name only.
        """
        view = self.view
        for number, name in enumerate(self.found):
            text = texts[number].replace(".", "")
            entity = self.entity_of[number]
            if not (2 <= len(text) <= 8 and text.isalnum() and sum(letter.isupper() for letter in text) >= 2):
                continue
            target: Entity | None = None
            if (
                name.first >= 2
                and view.tokens[name.first - 1].text == "("
                and self.found_at[name.first - 2] >= 0
            ):
                target = self.entity_of[self.found_at[name.first - 2]]
            if target is None and text.isupper() and (entity is None or not entity.known):
                fits = [
                    other
                    for other in self.entities
                    if other is not entity and " " in other.name and initials(other.name) == text.casefold()
                ]
                target = fits[0] if len(fits) == 1 else None
            if target is not None and target is not entity:
                self._merge(entity, target, texts[number])

    def _merge(self, old: Entity | None, new: Entity, text: str) -> None:
        if old is not None:
            for alias in old.aliases:
                new.aliases[alias] = None
                self._by_name[alias] = new
            self.entity_of = [new if entity is old else entity for entity in self.entity_of]
            self.entities = [entity for entity in self.entities if entity is not old]
        else:
            key = plain(text)
            self._by_name[key] = new
            self.entity_of = [
                new
                if entity is None and plain(tidy_name(self.view.words((name.first, name.last)))) == key
                else entity
                for entity, name in zip(self.entity_of, self.found, strict=True)
            ]
        self._by_name[plain(text)] = new

    # by what they are -----------------------------------------------------------------------

    def country(self, code: str) -> Entity:
        """The entity for a country's government."""
        entity = self._countries.get(code)
        if entity is None:
            entry = self.knowledge.country_by_code(code)
            entity = Entity(entry.name if entry else code, "country", [code], ["GOV"], known=True)
            self._countries[code] = entity
            self.entities.append(entity)
            self._by_name.setdefault(plain(entity.name), entity)
        return entity

    def known(self, person: Person) -> Entity:
        """The entity for somebody of the knowledge base."""
        entity = self._by_name.get(plain(person.name))
        if entity is None:
            held = offices.read(person.title.casefold().split())
            entity = Entity(
                person.name,
                "person",
                list(person.country),
                list(person.sector),
                known=True,
                wikidata=person.wikidata or None,
                gender=gender(person.name),
                offices=[held] if held else [],
                past=[
                    office
                    for office in (
                        offices.read(one.title.casefold().split())
                        for one in person.offices
                        if one.title != person.title and (not self.published or one.start < self.published)
                    )
                    if office is not None
                ],
            )
            self.entities.append(entity)
            self._alias(entity, person.name)
        return entity

    def led(self, entity: Entity) -> Entity | None:
        """The international body that somebody of the knowledge base heads ("Secretary General of NATO")."""
        person = self.knowledge.person(entity.name, date=self.published)
        _, _, name = (person.title if person is not None else "").partition(" of ")
        known = self.knowledge.organisation(name) if name else None
        if known is None:
            return None
        body = self.named(known.name)
        if body is None:
            body = Entity(known.name, "organisation", list(known.country), list(known.sector), known=True)
            self._add(body, known.name)
        return body

    def named(self, text: str) -> Entity | None:
        """The entity that the article or the knowledge base knows by this name."""
        return self._by_name.get(plain(text))

    def add(self, entity: Entity) -> Entity:
        """Remember an entity without a name of its own."""
        self.entities.append(entity)
        return entity


def _spoken_of(view: View, geography: Geography) -> list[str]:
    """The countries spoken of, that most spoken of first."""
    weight: dict[str, float] = {geography.dominant: 1e3} if geography.dominant else {}
    for mark in geography.marks:
        weight[mark.code] = weight.get(mark.code, 0.0) + (2.0 if view.in_title(mark.first) else 1.0)
    return sorted(weight, key=lambda code: -weight[code])
