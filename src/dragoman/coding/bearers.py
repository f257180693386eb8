"""Which person of the knowledge base bears a name, at the article's date and as the article tells it."""

from __future__ import annotations

from dataclasses import replace

from dragoman.coding import offices
from dragoman.coding.entities import plain
from dragoman.coding.learning import Learning
from dragoman.coding.names import Found
from dragoman.coding.namewords import BODY_WORDS, TITLES
from dragoman.coding.spelling import INITIAL, JUNIOR
from dragoman.knowledge import Person
from dragoman.knowledge.dating import dated, distance, in_office

_CROWNED = frozenset("king queen pope emperor sultan emir".split())


class Bearers(Learning):
    """The part of the memory that asks the tables who bears a name."""

    published: str | None

    def _known_person(self, name: Found, text: str) -> Person | None:
        """Who of the knowledge base bears a name, at the article's date."""
        view, know = self.view, self.knowledge
        person = None
        title = (
            view.lower[name.first - 1] if name.title[1] == name.first and name.title[0] < name.first else ""
        )
        if title:
            person = know.person(
                view.words((name.first - 1, name.last)), date=self.published
            )  # "Sheikh Hasina"
        parts = text.casefold().split()
        if person is not None or any(part in BODY_WORDS for part in parts):
            return person
        if len(parts) == 1 and self._introduced(name):
            return None
        person = self._former(name, text) if len(parts) == 1 else None
        if person is not None:
            return person
        person = know.person(text, date=self.published)
        if person is not None and self._elder(person, text):
            return None
        if person is not None and self._bygone(person) and view.lower[max(0, name.first - 1)] in TITLES:
            person = None  # today's "spokesman John Smith" is none of the statesmen of old
        if person is None and INITIAL.search(text):
            person = know.person(INITIAL.sub(" ", text), date=self.published)
            said = offices.read([view.lower[i].rstrip(".") for i in range(*name.title)])
            held = offices.read(person.title.casefold().split()) if person is not None else None
            if said is not None and held is not None and not offices.fit(said, held):
                person = None  # "President John F. Kennedy" is no senator of that name
        if person is None and len(parts) > 2:
            person = self._longer(text)
        if person is None and len(parts) == 2:
            person = self._shorter(text)
        if person is None and text[:3] in ("Al-", "El-"):
            person = know.person(text[0].lower() + text[1:], date=self.published)
        if person is not None and len(parts) == 1 and title in _CROWNED:
            # "King Abdullah" is none of the politicians of that surname.
            reigns = offices.read(person.title.casefold().split())
            if reigns is None or reigns.head not in ("monarch", "pope", "bishop"):
                return None
        return person

    def _former(self, name: Found, text: str) -> Person | None:
        """Who bears a surname and held the office that the title says is over: "former Senator Lieberman".

        Of a country that the title names or the article speaks of, where one fits; None where several do.
        """
        said = offices.over([self.view.lower[i].rstrip(".") for i in range(*name.title)])
        published = self.published
        if said is None or not published:
            return None
        codes = self.geography.inside(name.title)
        fitting = []
        for person in self.knowledge.bearers_ever(text):
            for office in person.offices:
                held = offices.read(office.title.casefold().split())
                gone = bool(office.end) and not in_office(office, published) and office.end < published
                if held is not None and gone and offices.fit(replace(said, past=False), held) > 0.5:
                    if not codes or office.country in codes:
                        fitting.append(person)
                    break
        spoken = {mark.code for mark in self.geography.marks}
        near = [person for person in fitting if not spoken.isdisjoint(person.country)]
        chosen = near or fitting
        return dated(chosen[0], published) if len(chosen) == 1 else None

    def _longer(self, text: str) -> Person | None:
        """Who is known by fewer names than the article gives.

        "Gustavo Petro Urrego" goes by his father's surname, others without their second given name. He or
        she must be in office where the story is, or have left it within two years.
        """
        words = INITIAL.sub(" ", text).split()
        spoken = {mark.code for mark in self.geography.marks}
        for kept in (words[:-1], [words[0], words[-1]]) if self.published and len(words) > 2 else ():
            person = self.knowledge.person(" ".join(kept), date=self.published) if len(kept) > 1 else None
            if (
                person is not None
                and set(person.country) & spoken
                and (person.title or distance(person, self.published or "") <= 1)
            ):
                return person
        return None

    def _shorter(self, text: str) -> Person | None:
        """Who is known by more names than the article gives: "Andrés Obrador" by first and last of three.

        He or she must be in office where the story is.
        """
        first, last = text.split()
        spoken = [mark.code for mark in self.geography.marks]
        person = self.knowledge.person(last, date=self.published, near=spoken) if self.published else None
        if person is None or not person.title or not set(person.country) & set(spoken):
            return None
        names = plain(person.name).split()
        fits = len(names) > 2 and names[0] == plain(first) and names[-1] == plain(last)
        return person if fits else None

    def _elder(self, person: Person, text: str) -> bool:
        """Does a full name without *Jr.* speak of the father of somebody who is known by *Jr.*?

        Where it is written out to the middle initial, or the article has the one with *Jr.* as well.
        """
        if person.title or person.name.rstrip(".").split()[-1:] != ["Jr"]:
            return False
        if " " not in text or JUNIOR.search(text):
            return False
        return bool(INITIAL.search(text)) or f"{text} Jr" in self.view.text

    def _bygone(self, person: Person) -> bool:
        """Did the last office that the knowledge base has for somebody end a generation ago?"""
        year = (self.published or "")[:4]
        ends = [office.end[:4] for office in person.offices]
        return (
            bool(ends) and year.isdigit() and all(end.isdigit() and int(year) - int(end) > 20 for end in ends)
        )

    def _introduced(self, name: Found) -> bool:
        """Is somebody nobody need know set before the reader ("Saleh, a baker", "Saleh, 41,")?"""
        view = self.view
        high = view.sentence(name.first)[1]
        if name.last + 1 >= high or view.lower[name.last] != ",":
            return False
        word = view.lower[name.last + 1]
        return word in ("a", "an", "aged") or (word.isdigit() and len(word) <= 2)
