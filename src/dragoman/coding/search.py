"""Looking for who is meant: what the resolvers of names, nouns and pronouns share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dragoman.coding import heads
from dragoman.coding.entities import Entity
from dragoman.coding.geography import Geography
from dragoman.coding.memory import Memory
from dragoman.coding.spans import core_head, phrase
from dragoman.coding.view import PRONOUNS, Range, View

_POSSESSIVE = frozenset("his her its their our my whose".split())
_WHERE = frozenset("in at near of across outside inside from around throughout".split())
_ANTECEDENT = 0.5
#: How the reasons begin for which somebody is of no country.
_NOWHERE = ("of no one country", "from abroad", "over against")
LEFT = "left as written: none of those it may mean is likely enough"  #: the rule of a word that stays open


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase and the entity it means."""

    token: int
    span: Range
    entity: Entity
    rule: str
    others: tuple[Entity, ...] = ()  #: further entities that the same words mean ("both leaders")


class Search:
    """The state of resolving one article, and ways to look through it."""

    def __init__(self, view: View, memory: Memory, geography: Geography) -> None:
        self.view = view
        self.memory = memory
        self.geography = geography
        self.knowledge = memory.knowledge
        self.done: dict[int, Mention] = {}
        #: tokens that one event takes as different participants: *he* and *Trump* of "he praised Trump".
        self.apart: dict[int, set[int]] = {}
        self.ranked: dict[int, list[tuple[float, Entity]]] = {}  #: whom a token was weighed as, best first
        self.left: dict[int, Entity] = {}  #: pronouns left as written, by token
        #: tokens being resolved for what another stands for (a phrase may be linked with a word of its own)
        self._asking: set[int] = set()
        self.quoted: set[int] = set()  #: tokens in quotation marks
        self.speaker_at: dict[int, int] = {}  #: token inside quoted words -> token of who speaks them

    def resolve(self, token: int, barred: Range | None = None) -> Mention:
        """The mention at a token."""
        raise NotImplementedError

    def _entity(self, token: int, span: Range) -> tuple[Entity, str]:
        raise NotImplementedError

    def _pronoun(self, token: int) -> tuple[Entity, str]:
        raise NotImplementedError

    def _members(self, token: int, span: Range) -> list[Entity]:
        raise NotImplementedError

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

    def _possessor(self, token: int, span: Range) -> Entity | None:
        """Whose it is: *his* of "his forces", *Haftar* of "Haftar's army"."""
        view, memory = self.view, self.memory
        for index in range(span[0], token):
            if view.lower[index] in _POSSESSIVE:
                mention = self.done.get(index)
                entity = mention.entity if mention is not None else self._pronoun(index)[0]
                return None if index in self.left else entity
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
        return self._tied(token) or self.geography.dominant

    def _context_country(self, token: int, span: Range) -> tuple[str, str]:
        owner = self._possessor(token, span)
        if owner is not None:
            if len(owner.country) == 1:
                return owner.country[0], f"of {owner.name}"
            if owner.country or owner.known or owner.why.get("country", "").startswith(_NOWHERE):
                return "", ""  # those of several states are of none
        for index in range(span[0], span[1]):
            number = self.memory.found_at[index]
            other = self.memory.entity_of[number] if number >= 0 else None
            if other is not None and other.known:
                return (other.country[0], f"of {other.name}") if len(other.country) == 1 else ("", "")
        code = self._tied(token)
        if code:
            return code, "place it is tied to"
        code = self._placed(token) if heads.plural(self.view.lower[token]) else ""
        if code:
            return code, "the one country that the sentence places things in"
        if self.geography.dominant:
            return self.geography.dominant, "country most spoken of"
        return "", ""

    def _tied(self, token: int) -> str:
        """The country of the place behind a word: the USA of "police in Paris, Texas"."""
        geography = self.geography
        code = geography.attached(token)
        if not code:
            return ""
        high = self.view.sentence(token)[1]
        for index in range(token + 2, min(token + 7, high)):
            mark = geography.at[index]
            if mark < 0:
                continue
            behind = geography.marks[mark].last
            outer = geography.at[behind + 1] if behind + 1 < high and self.view.lower[behind] == "," else -1
            return geography.marks[outer].code if outer >= 0 else code
        return code

    def _placed(self, token: int) -> str:
        """The one country in which a sentence places what it tells ("… in Goma"); "" for none or several."""
        view, geography = self.view, self.geography
        first, last = view.sentence(token)
        codes: dict[str, None] = {}
        for index in range(first + 1, min(last, len(geography.at))):
            mark = geography.at[index]
            if mark >= 0 and geography.marks[mark].first == index and view.lower[index - 1] in _WHERE:
                codes[geography.marks[mark].code] = None
        return next(iter(codes)) if len(codes) == 1 else ""

    def _antecedent(self, token: int) -> Entity | None:
        link = self.view.parse.antecedents.get(token)
        if link is None or link.probability < _ANTECEDENT or not 0 <= link.token < token:
            return None
        if link.token in self.left:
            return None  # a pronoun that stays open says nothing of another
        mention = self.done.get(link.token)
        if mention is not None:
            return mention.entity
        number = self.memory.found_at[link.token]
        if number >= 0 and self.memory.entity_of[number] is not None:
            return self.memory.entity_of[number]
        # A phrase that takes part in nothing: resolve it for what it stands for, but let no chain
        # run on for ever.
        if self.view.lower[link.token] in PRONOUNS or link.token in self._asking or len(self.done) >= 2_000:
            return None
        self._asking.add(link.token)
        try:
            return self._entity(link.token, phrase(self.view, link.token))[0]
        finally:
            self._asking.discard(link.token)

    def _recent(self, token: int, fits: Callable[[Entity], bool]) -> Entity | None:
        """The entity last mentioned before ``token`` (else first after it) that ``fits``."""
        best, where = None, -1
        for entity in self.memory.entities:
            if not entity.seen or not fits(entity):
                continue
            last = max((seen for seen in entity.seen if seen < token), default=-1)
            if last > where:
                best, where = entity, last
        if best is None:
            where = len(self.view.tokens)
            for entity in self.memory.entities:
                if entity.seen and fits(entity):
                    first = min(entity.seen)
                    if first < where:
                        best, where = entity, first
        return best

    def _best(self, token: int, fit: Callable[[Entity], float], *, least: float = 0.3) -> Entity | None:
        """The entity that fits best, the lately mentioned before the long past, those to come last.

        ``fit`` is 0 where it is none. The score of the best and the next best is kept for the token.
        """
        here = self.view.tokens[token].sentence
        ranked: list[tuple[float, int, Entity]] = []
        for number, entity in enumerate(self.memory.entities):
            if not entity.seen:
                continue
            value = fit(entity)
            if value <= 0.0:
                continue
            last = max((seen for seen in entity.seen if seen < token), default=-1)
            if last < 0:
                near = 0.2
            else:
                gap = here - self.view.tokens[last].sentence
                near = 1.0 / (1.0 + 0.3 * gap) if not self.view.in_title(last) or gap <= 1 else 0.3
            ranked.append((value + 0.5 * near, -number, entity))
        if not ranked:
            return None
        ranked.sort(key=lambda item: item[:2], reverse=True)
        if ranked[0][0] < least:
            return None
        self.ranked[token] = [(round(score, 2), entity) for score, _, entity in ranked[:3]]
        return ranked[0][2]

    def _others(self, token: int) -> list[Entity]:
        """Entities that the same event takes in another part."""
        out = [self.done[other].entity for other in sorted(self.apart.get(token, ())) if other in self.done]
        for other in sorted(self.apart.get(token, ())):
            number = self.memory.found_at[other]
            entity = self.memory.entity_of[number] if number >= 0 else None
            if entity is not None and entity not in out:
                out.append(entity)
        return out
