"""From a linked word to an entity: names, epithets, groups and pronouns.

Tokens are resolved in reading order, so that each sees what was said before it. First-person
words wait until it is known whose words they stand in.
"""

from __future__ import annotations

from dragoman.coding import heads
from dragoman.coding.entities import Entity, tidy_name
from dragoman.coding.institutions import names_body
from dragoman.coding.namewords import BODY_WORDS
from dragoman.coding.nominals import Nominals
from dragoman.coding.pronouns import Pronouns
from dragoman.coding.search import Mention
from dragoman.coding.several import Several
from dragoman.coding.spans import phrase
from dragoman.coding.view import FIRST_PERSON, PRONOUNS, Range
from dragoman.records import Reason

__all__ = ["Mention", "Resolver"]

#: What the two Koreas are for short.
_KOREA = {"North": "PRK", "South": "KOR"}
#: Parts of the world that act as governments together.
_REGIONS = {
    "west": "Western world",
    "western": "Western world",
    "europe": "European countries",
    "european": "European countries",
    "africa": "African countries",
    "african": "African countries",
    "arab": "Arab countries",
    "arab world": "Arab countries",
    "asia": "Asian countries",
    "latin america": "Latin American countries",
    "middle east": "Middle Eastern countries",
    "gulf": "Gulf states",
    "balkans": "Balkan countries",
    "nordic": "Nordic countries",
    "baltic": "Baltic states",
}


class Resolver(Nominals, Pronouns, Several):
    """Resolves tokens of one article; asked twice for the same token it gives the same answer."""

    def resolve_all(self, tokens: list[int], barred: dict[int, Range]) -> None:
        """Resolve ``tokens``, each once, in reading order; first-person ones last."""
        order = sorted(set(tokens))
        late = [
            token for token in order if self.view.lower[token] in FIRST_PERSON and not self._acronym(token)
        ]
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
            members = self._members(token, span)
            if members:
                span = (min(span[0], self.listed_from(token)), span[1])
                mention = Mention(token, span, members[0], "spoken of together", tuple(members[1:]))
            else:
                entity, rule = self._entity(token, span)
                mention = Mention(token, span, entity, rule + self._runner_up(token, entity))
                self._vote(mention.entity, token)
            self.done[token] = mention
            for entity in (mention.entity, *mention.others):
                self._see(entity, token)
        return mention

    def doubts(self) -> list[Reason]:
        """One reason for each name that took part and may be one of two people, and for each pronoun left as
        written, with whom it may mean and their scores, the likeliest first.
        """
        told: dict[str, Reason] = {}
        for token in sorted(self.done):
            doubt = self.memory.doubts.get(self.memory.found_at[token])
            if doubt:
                name = self.done[token].entity.name
                told[name] = Reason("ambiguous", f'"{name}" {doubt}; left as written.')
            elif token in self.left and self.ranked.get(token):
                name = self.view.tokens[token].text
                may = " or ".join(f"{other.name} ({score:g})" for score, other in self.ranked[token])
                sentence = self.view.tokens[token].sentence
                told[f"{token}"] = Reason(
                    "ambiguous", f'"{name}" in sentence {sentence} may be {may}; left as written.'
                )
        return list(told.values())

    def _runner_up(self, token: int, entity: Entity) -> str:
        """Who else was weighed, two at most, with the scores; "" for nobody.

        " (1.5; next Mike Pence, 0.9; Paul Ryan, 0.4)".
        """
        ranked = self.ranked.get(token, [])
        if token in self.left and ranked:
            return f" ({'; '.join(f'{other.name}, {score:g}' for score, other in ranked)})"
        if len(ranked) < 2 or ranked[0][1] is not entity:
            return ""
        others = "; ".join(f"{other.name}, {score:g}" for score, other in ranked[1:])
        return f" ({ranked[0][0]:g}; next {others})"

    def _entity(self, token: int, span: Range) -> tuple[Entity, str]:
        view = self.view
        word = view.lower[token]
        if word in PRONOUNS and not self._acronym(token) and span[1] - span[0] == 1:
            return self._pronoun(token)
        half = self._half(token, span)
        if half:
            return self.memory.country(half), "short for the country"
        number = self.memory.found_at[token]
        if number >= 0:
            entity = self.memory.entity_of[number]
            if entity is not None:
                own = (
                    self._division(token, span) if entity.sector[:1] == ["LEG"] or not entity.known else None
                )
                if own is not None:
                    return own, "of the part of the country named"
                doubt = self.memory.doubts.get(number)
                rival = self.memory.rivals.get(number)
                if doubt:
                    return entity, f"left as written: {doubt}"
                return entity, f"the likeliest of that name then (next {rival})" if rival else "name"
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
        if number >= 0:
            name = self.memory.found[number]  # "Ministry of Health"
            span = min(span[0], name.first), max(span[1], name.last)
        return self._nominal(token, span)

    def _half(self, token: int, span: Range) -> str:
        """The code of South Sudan where an article about it says "the South", of North Korea where one about
        Korea says "the North"; "" elsewhere.
        """
        word = self.view.tokens[token].text
        if word not in _KOREA or span[1] - token > 1:
            return ""
        number = self.memory.found_at[token]
        if number >= 0 and self.memory.found[number].last - self.memory.found[number].first > 2:
            return ""
        for mark in self.geography.marks:
            if (
                mark.sort == "country"
                and mark.last - mark.first > 1
                and self.view.tokens[mark.first].text == word
            ):
                return mark.code
        return _KOREA[word] if self.geography.dominant in _KOREA.values() else ""

    def _union(self) -> Entity | None:
        """The European Union, which is meant by its seat where the article does not speak of Belgium."""
        named = self.memory.named("European Union")
        if named is not None:
            return named
        if any(mark.code == "BEL" and mark.sort in ("country", "demonym") for mark in self.geography.marks):
            return None
        known = self.knowledge.organisation("European Union")
        if known is None:
            return None
        union = self.memory.add(Entity(known.name, known.kind, [], list(known.sector), known=True))
        self.memory._alias(union, known.name)
        return union

    def _new_name(self, token: int, number: int) -> tuple[Entity, str]:
        name = self.memory.found[number]
        text = tidy_name(self.view.words((name.first, name.last))) or self.view.tokens[token].text
        region = _REGIONS.get(text.casefold())
        known = self.memory.named(region or text)
        if known is None and region:
            known = self.memory.add(
                Entity(region, "group", [], ["GOV"], why={"country": "of no one country"})
            )
            self.memory._alias(known, region)
        if known is not None:
            return known, "name"
        code = self.knowledge.place_country(text) if name.label in ("LOC", "") else None
        entity = Entity(
            text,
            "place" if name.label == "LOC" else "group",
            [code] if code else self.geography.inside((name.first, name.last)),
        )
        self.memory.add(entity)
        self.memory._alias(entity, text)
        self.memory.entity_of[number] = entity
        return entity, "name"

    def _common(self, number: int) -> bool:
        """Is it a common noun with a capital ("the Court", "Parliament")?"""
        name = self.memory.found[number]
        if self.memory.common_noun(name):
            return True
        words = [self.view.lower[i] for i in range(name.first, name.last)]
        return all(word in BODY_WORDS for word in words) or names_body(" ".join(words))

    def _geo(self, token: int, span: Range, mark: int) -> tuple[Entity, str]:
        view = self.view
        geo = self.geography.marks[mark]
        word = view.lower[token]
        if geo.sort == "capital" and word == "brussels":
            union = self._union()
            if union is not None:
                return union, "seat of the European Union stands for it"
        if geo.sort in ("country", "capital", "seat"):
            return self.memory.country(
                geo.code
            ), "country" if geo.sort == "country" else "seat of government stands for it"
        if geo.sort == "demonym":
            opening = view.lower[span[0]]
            many = (
                heads.plural(word)
                and opening != "the"
                and not self.knowledge.country(view.tokens[token].text)
            )
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
