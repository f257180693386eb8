"""Whom a pronoun means."""

from __future__ import annotations

from collections import Counter

from dragoman.coding.entities import Entity
from dragoman.coding.search import LEFT, Search
from dragoman.coding.spans import core_last
from dragoman.coding.view import FIRST_PERSON, PRONOUNS, RELATIVE

_SUBJECTS = frozenset("he she it they".split())
_SURE = 0.6  #: probability from which the model's link of *he* or *she* outweighs a nearer subject
_WHOSE = frozenset(("his", "her"))
#: Below this score, or this share by which the best leads the next, *it* and *they* stay open. Of such
#: choices on the annotated articles (none of dev) one in five was right; of *he* and *she* two in five.
LEAST, LEAD = 0.4, 0.1
_THINGS = frozenset("it its itself they them their theirs themselves".split())
_YOU = frozenset("you your yours yourself yourselves".split())


class Pronouns(Search):
    """Pronouns by what the model links them to, else by agreement, nearness and standing."""

    _voices: dict[int, tuple[int, Entity]] | None = None  #: how many words the article gives of each

    _speaking: frozenset[int] | None = None  #: the tokens of those whose words the article gives

    def _pronoun(self, token: int) -> tuple[Entity, str]:
        view = self.view
        word = view.lower[token]
        gender, number = PRONOUNS[word]
        if word in FIRST_PERSON:
            speaker = self.speaker_at.get(token)
            if speaker is not None and speaker != token:
                voice = self.resolve(speaker).entity
                if number == 2 and voice.kind == "person":
                    return self._side_of(voice), '"we" of a speaker'
                return voice, "speaker of the words"
        if word in _YOU:
            asked = self._asked(token)
            if asked is not None:
                return asked, "who is interviewed"
        if word in RELATIVE:
            entity = self._relative(token)
            if entity is not None:
                return entity, "relative"
        teller = self._voice(token, gender, number, word)
        if teller is not None:
            return teller, "whose words they are"
        linked = self._antecedent(token)
        if linked is not None and not word.endswith(("self", "selves")) and linked in self._others(token):
            linked = None  # "the guard shot him": him is somebody else
        if linked is not None and (self._unheard(linked, token) or self._faint(token, linked, gender)):
            linked = None
        if linked is not None and self._agrees(linked, gender, number, word):
            return linked, "antecedent"
        chosen = self._scored(token, gender, number, word)
        if chosen is not None and self._open(token):
            return self._left(token, gender, number), LEFT
        if chosen is not None:
            if gender in ("M", "F") and not chosen.gender:
                chosen.gender = gender
            return chosen, "nearest that agrees"
        if linked is not None:
            return linked, "antecedent"
        return self.memory.add(
            Entity(view.tokens[token].text, "person" if gender in ("M", "F") else "group", named=False)
        ), "unresolved"

    def _open(self, token: int) -> bool:
        """Is the best of those weighed for *it* or *they* too faint or too close to the next to be meant?"""
        ranked = self.ranked.get(token, [])
        if len(ranked) < 2 or self.view.lower[token] not in _THINGS or token in self._speakers():
            return False
        return ranked[0][0] < LEAST or ranked[0][0] - ranked[1][0] < LEAD * ranked[0][0]

    def _left(self, token: int, gender: str, number: int) -> Entity:
        """An entity for a pronoun left as written: of the country and sector that those weighed share."""
        made = self.left.get(token)
        if made is None:
            ranked = [entity for _, entity in self.ranked.get(token, [])]
            kinds = {entity.kind.replace("country", "group") for entity in ranked if entity.kind}
            kind = "person" if gender in ("M", "F") else kinds.pop() if len(kinds) == 1 else "group"
            sex = "" if gender == "N" else gender
            made = Entity(self.view.tokens[token].text, kind, named=False, number=number, gender=sex)
            made.why["country"] = "not told"
            if ranked and all(other.country == ranked[0].country for other in ranked):
                made.country = list(ranked[0].country)
                made.why["country"] = "of all it may mean"
            if ranked and all(other.sector[:1] == ranked[0].sector[:1] for other in ranked):
                made.sector = list(ranked[0].sector[:1])
                made.why["sector"] = "of all it may mean"
            self.left[token] = self.memory.add(made)
        return made

    def _voice(self, token: int, gender: str, number: int, word: str) -> Entity | None:
        """The speaker, where reported words without quotation marks open with *he*, *she*, *it* or *they*."""
        speaker = self.speaker_at.get(token)
        if speaker is None or speaker == token or token in self.quoted or word not in _SUBJECTS:
            return None
        first = token
        while first > 0 and self.speaker_at.get(first - 1) == speaker and token - first < 4:
            first -= 1
        if token - first > 2:
            return None
        mention = self.done.get(speaker)
        if mention is None or not self._agrees(mention.entity, gender, number, word):
            return None
        return mention.entity if mention.entity not in self._others(token) else None

    def _faint(self, token: int, linked: Entity, gender: str) -> bool:
        """Does the model link *he* or *she* to one person faintly, where another was spoken of since, as a
        subject, in this or the sentence before?"""
        view = self.view
        link = view.parse.antecedents.get(token)
        if view.lower[token] not in ("he", "she") or link is None or link.probability >= _SURE:
            return False
        here = view.tokens[token].sentence
        return any(
            link.token < seen < token and here - view.tokens[seen].sentence <= 1
            for entity in self.memory.entities
            if entity is not linked and entity.kind == "person" and entity.gender in ("", gender)
            for seen in entity.subjects
        )

    def _unheard(self, entity: Entity, token: int) -> bool:
        """Is somebody spoken of in quoted words only, and the pronoun the one who speaks them?"""
        if token in self.quoted or token not in self._speakers():
            return False
        return all(seen in self.quoted for seen in entity.seen if seen < token)

    def _speakers(self) -> frozenset[int]:
        if self._speaking is None:
            self._speaking = frozenset(self.speaker_at.values())
        return self._speaking

    def _asked(self, token: int) -> Entity | None:
        """Whom an interviewer means by *you*: the one person whose words the article mostly gives.

        None inside somebody's quoted words, which speak to others.
        """
        if self.speaker_at.get(token) is not None:
            return None
        if self._voices is None:
            self._voices = {}
            for speaker, words in Counter(self.speaker_at.values()).items():
                number = self.memory.found_at[speaker]
                entity = self.memory.entity_of[number] if number >= 0 else None
                mention = self.done.get(speaker)
                if entity is None and mention is not None:
                    entity = mention.entity
                if entity is not None and entity.kind == "person":
                    count, _ = self._voices.get(id(entity), (0, entity))
                    self._voices[id(entity)] = (count + words, entity)
        ranked = sorted(self._voices.values(), key=lambda item: -item[0])
        if not ranked or (len(ranked) > 1 and ranked[0][0] < 2 * ranked[1][0]):
            return None
        return ranked[0][1]

    def _side_of(self, speaker: Entity) -> Entity:
        """Whom a person's *we* speaks for.

        The country of one in government, the body that an officer or spokesman belongs to, else the speaker.
        """
        main = speaker.sector[0] if speaker.sector else ""
        if len(speaker.country) == 1 and main == "GOV":
            return self.memory.country(speaker.country[0])
        if main == "IGO" and speaker.body is None and speaker.known:
            speaker.body = self.memory.led(speaker)
        if speaker.body is not None and main in ("MIL", "COP", "BUS", "NGO", "IGO", "LAB", "REB", "MED"):
            return speaker.body
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
            while head > low and (
                not view.is_word(head) or view.lower[head] in ("of", "in", "to", "for", "with", "whom", "by")
            ):
                head -= 1
        if head == token or head < 0:
            return None
        target = core_last(view, head)
        if view.lower[target] in PRONOUNS and target not in self.done:
            return None
        return self.resolve(target).entity

    def _agrees(self, entity: Entity, gender: str, number: int, word: str) -> bool:
        if gender in ("M", "F"):
            return (
                entity.kind in ("person", "", "group")
                and entity.number == 1
                and entity.gender in ("", gender)
            )
        if gender == "N":
            return entity.kind != "person" and entity.number == 1
        if word in ("they", "them", "their", "theirs", "themselves"):
            return entity.kind != "person" or entity.number == 2
        return True

    def _scored(self, token: int, gender: str, number: int, word: str) -> Entity | None:
        """Nearest agreeing entity; subjects and the sentence before weigh, the headline least."""
        view = self.view
        here = view.tokens[token].sentence
        # "Silva defended her decision": whose it is may take part beside it.
        apart = [] if word in _WHOSE and self._owns(token) else self._others(token)
        speaker = self.speaker_at.get(token)
        if speaker is not None and speaker in self.done:
            apart = [*apart, self.done[speaker].entity]
        apart = [*apart, *self.left.values()]
        ranked: list[tuple[float, int, Entity]] = []
        for order, entity in enumerate(self.memory.entities):
            if entity in apart or not entity.seen or not self._agrees(entity, gender, number, word):
                continue
            if self._unheard(entity, token):
                continue
            nobody = entity.kind != "" or entity.number == 2 or (" " not in entity.name and not entity.titles)
            if gender in ("M", "F") and entity.kind != "person" and nobody:
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
            if word in ("they", "them", "their", "themselves"):
                score *= 1.5 if entity.number == 2 else 0.7 if entity.kind == "country" else 1.0
            if score > 0.0:
                ranked.append((score, -order, entity))
        if not ranked:
            return None
        ranked.sort(key=lambda item: item[:2], reverse=True)
        self.ranked[token] = [(round(score, 2), entity) for score, _, entity in ranked[:3]]
        return ranked[0][2]

    def _owns(self, token: int) -> bool:
        """Is it *his* of "his decision", and not *her* of "praised her"?"""
        view = self.view
        return token + 1 < view.sentence(token)[1] and (
            view.deprel(token) == "nmod"
            or (view.upos[token + 1] in ("NOUN", "ADJ") and view.head(token) > token)
        )
