"""PETRARCH dictionaries on the board of the user's tables.

The dictionaries do not tell people from bodies, nor capitals from small letters. An entry with dates
is a person; one with the code of a country and nothing more is another name of that country, unless
we know it as something that lies there; of the rest, what we know keeps its kind, what holds a word
for a body is one, and two to four words of which the first is a given name are a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .cameo import Meaning, meaning, sectors
from .compiling import BODY, COUNTRY, PERSON, ROLE, ROLES, SURE
from .entries import Organisation, Person, Role
from .extra import merge
from .finding import Names, Overlay
from .petrarch import Actor, Agent, Dictionary, read_dictionary
from .tables import fold

_SMALL = frozenset("of the and for in on to de du des la le al el von van und y e bin".split())
_VOWELS = re.compile(r"[AEIOUY]")
_BODY_WORDS = frozenset(
    (
        "AGENCY ALLIANCE AGREEMENT AIRLINES ARMY ASSEMBLY ASSOCIATION AUTHORITY BANK BATTALION BOARD BODY "
        "BRIGADE BRIGADES BUREAU CENTER CENTRE CHURCH CLUB COALITION COLLEGE COMMAND COMMISSION COMMITTEE "
        "COMMUNITY COMPANY CONFEDERATION CONFERENCE CONGRESS CONSORTIUM CONVENTION COOPERATIVE CORP CORP. "
        "CORPORATION CORPS COUNCIL COURT DEPARTMENT FEDERATION FORCE FORCES FORUM FOUNDATION FRONT FUND "
        "GROUP GUARD GUARDS INC INC. INSTITUTE INSTITUTION INTERNATIONAL INITIATIVE JIHAD LEAGUE LIMITED "
        "LTD MILITIA MINISTRY MISSION MOVEMENT NETWORK NEWS OFFICE ORGANISATION ORGANIZATION PARLIAMENT "
        "PARTNERSHIP PARTY POLICE PROGRAM PROGRAMME PROJECT REPUBLIC SECRETARIAT SENATE SERVICE SERVICES "
        "SOCIETY SQUAD SYNDICATE TRIBUNAL TRUST UNION UNIT UNITED UNIVERSITY WORKERS"
    ).split()
)


def load(path: Path, names: Names, overlay: Overlay) -> Dictionary:
    """Read a dictionary into ``overlay``; what was read, with what was set aside.

    Raises:
        KnowledgeError: the file cannot be read at all.
    """
    found = read_dictionary(path)
    _Writing(names, overlay, found).write()
    return found


class _Writing:
    """Entries of one dictionary on their way to the board."""

    def __init__(self, names: Names, overlay: Overlay, found: Dictionary) -> None:
        self.names = names
        self.overlay = overlay
        self.found = found
        self.source = found.path.name
        self._made: dict[tuple[str, str], int] = {}
        self._countries = {c.iso3: number for number, c in names.countries() if not c.historic}
        self._given: set[str] = set()
        for number in names.numbers():
            kind, name, *_ = names.row(number)
            if kind == "p" and " " in name:
                self._given.add(fold(name).split()[0].upper())

    def write(self) -> None:
        """Put every entry on the board."""
        for actor in self.found.actors:
            self._actor(actor)
        for agent in self.found.agents:
            self._agent(agent)
        self.overlay.board.close()

    def _aside(self, actor: Actor, reason: str) -> None:
        self.found.unused.append((actor.line, actor.names[0], reason))

    # actors -----------------------------------------------------------------------------------

    def _actor(self, actor: Actor) -> None:
        held: list[tuple[Meaning, str, str]] = []
        for code in actor.codes:
            what = meaning(code.code, self._countries)
            if what is None:
                if code.code.strip("-"):
                    self._aside(actor, f"code {code.code!r}: no part of it is known")
            elif not (what.sectors == ("ELI",) and not code.start and not code.end and len(actor.codes) > 1):
                held.append((what, code.start, code.end))  # ELI after an office follows by itself
        if not held:
            return
        dated = any(start or end for _, start, end in held)
        first = held[0][0]
        if not dated and not first.sectors and first.country:
            self._country(actor, first.country)
        elif not dated and not first.sectors:
            self._aside(actor, "neither country nor sector in its code")
        elif dated or self._is_person(actor, first.country):
            self._person(actor, held)
        else:
            self._body(actor, first)

    def _country(self, actor: Actor, iso3: str) -> None:
        number = self._countries[iso3]
        for name in actor.names:
            found = self.names.find(fold(name))
            if max(found.place, found.demonym, found.name) >= 0:
                continue  # we know it, perhaps as a town or a people
            country = self.names.row(number)
            made = self._made.get(("c", iso3))
            if made is None:
                made = self._made["c", iso3] = self.overlay.replaced.get(number, -1)
                if made < 0:
                    made = self.overlay.board.add([*country[:3], [], [], [], [], *country[7:]])
                    merge(self.overlay, made, number, self.names)
                    self._made["c", iso3] = made
            self.overlay.board.post(name, COUNTRY, made, any_case=True)

    def _is_person(self, actor: Actor, country: str) -> bool:
        for name in actor.names:
            for posting in self.names.postings(fold(name).upper()):
                entry = self.names.entry(posting.number) if posting.door in (PERSON, SURE, BODY) else None
                if isinstance(entry, Person) and (not country or country in entry.country):
                    return True
                if isinstance(entry, Organisation):
                    return False
        words = actor.names[0].upper().split()
        if not 2 <= len(words) <= 4 or _BODY_WORDS.intersection(words):
            return False
        return fold(words[0]).upper() in self._given

    def _known(self, actor: Actor, doors: tuple[str, ...], country: str) -> int | None:
        """The one entry of ours that one of the names belongs to, of the country."""
        for name in actor.names:
            if doors[0] == PERSON and " " not in name:
                continue
            found = set()
            for posting in self.names.postings(fold(name).upper()):
                if posting.door in doors:
                    entry = self.names.entry(posting.number)
                    if isinstance(entry, Person | Organisation) and (not country or country in entry.country):
                        found.add(posting.number)
            if len(found) == 1:
                return found.pop()
        return None

    def _person(self, actor: Actor, held: list[tuple[Meaning, str, str]]) -> None:
        board = self.overlay.board
        country = next((what.country for what, _, _ in held if what.country), "")
        known = self._known(actor, (PERSON, SURE), country)
        name = written(actor.names[0])
        if known is not None:
            ours = self.names.row(known)
            name, country = ours[1], country or "|".join(ours[2])
        number = -1
        for what, start, end in _spells(held):
            # Where the years are not told, the office says no more than that there is one.
            row = [name, "", country, "", "|".join(what.sectors), start, end, "", self.source]
            number = board.person(row, sure=True)
        if number < 0:
            return
        if known is not None and known not in self.overlay.replaced:
            merge(self.overlay, number, known, self.names)
        for other in actor.names:
            board.bear(other, number, sure=True, any_case=True)
            if written(other) != name and written(other) not in board.entity(number)[3]:
                board.entity(number)[3].append(written(other))

    def _body(self, actor: Actor, what: Meaning) -> None:
        board = self.overlay.board
        known = self._known(actor, (BODY,), what.country)
        made = self._made.get(("o", actor.names[0]))
        if known is not None and known in self.overlay.replaced:
            made = self.overlay.replaced[known]  # another entry, or the user's own row, was first
        if made is None:
            country = [what.country] if what.country else []
            name = written(actor.names[0])
            kind = "organisation"
            if known is not None:
                ours = self.names.row(known)
                name, kind, country = ours[1], ours[2], country or ours[3]
            others = [written(one) for one in actor.names[1:] if written(one) != name]
            made = board.add(["o", name, kind, country, [*what.sectors], others, self.source])
            self._made["o", actor.names[0]] = made
            board.post(name, BODY, made)
            if known is not None:
                merge(self.overlay, made, known, self.names)
        for other in actor.names:
            board.post(other, BODY, made, any_case=True)

    # agents -----------------------------------------------------------------------------------

    def _agent(self, agent: Agent) -> None:
        found = sectors(agent.code)
        if not found:
            reason = f"code {agent.code!r}: no sector is known for it"
            self.found.unused.append((agent.line, agent.word, reason))
            return
        word = agent.word.lower()
        kind, plural = "group", agent.plural.lower() or _plural(word)
        for posting in self.names.postings(fold(word).upper()):
            entry = self.names.entry(posting.number) if posting.door in (ROLE, ROLES) else None
            if isinstance(entry, Role):
                kind = entry.kind
                if posting.door == ROLES:  # the dictionary lists the plural beside the singular
                    word, plural = entry.word, word
                break
        self.overlay.board.role([word, plural, kind, "|".join(found), self.source])


def _spells(held: list[tuple[Meaning, str, str]]) -> Iterator[tuple[Meaning, str, str]]:
    """Codes with the time each holds; one without dates beside others holds where no other does."""
    told = sorted((one for one in held if one[1] or one[2]), key=lambda one: (one[1], one[2] or "9999"))
    open_ = [one for one in held if not one[1] and not one[2]]
    yield from told
    for what, _, _ in open_[:1]:
        if not told:
            yield what, "", ""
            return
        until = told[0][2]
        if told[0][1]:
            yield what, "", told[0][1]
        for _, start, end in told[1:]:
            if until and start > until:
                yield what, until, start
            until = max(until, end) if until and end else ""
        if until:
            yield what, until, ""


def _plural(word: str) -> str:
    """The regular plural, as PETRARCH makes it."""
    if word.endswith("y") and word[-2:-1] not in ("a", "e", "i", "o", "u", ""):
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + "s"


def written(name: str) -> str:
    """A name in capitals as it would be written in a text: "Bank of Uganda", "IAEA", "Ban Ki-Moon".

    >>> written("COUNCIL OF THE EUROPEAN UNION")
    'Council of the European Union'
    """
    if not name.isupper():
        return name
    out = []
    for place, word in enumerate(name.removeprefix("THE ").split()):
        if place and word.lower() in _SMALL:
            out.append(word.lower())
        elif "." in word or not _VOWELS.search(word) or (len(word) <= 4 and " " not in name):
            out.append(word)
        else:
            out.append("-".join(part[:1] + part[1:].lower() for part in word.split("-")))
    return " ".join(out)
