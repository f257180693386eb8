"""A coder that reads sentences such as "Russia met Ukraine in Minsk on 2021-07-03." and needs no model.

"HANG", "CRASH" and "FAIL" in a text make it do that. ``Newer`` reads the same text a little otherwise.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace

from dragoman import ontology
from dragoman.records import (
    Actor,
    Arg,
    Article,
    Coding,
    Event,
    EventDate,
    Extent,
    Place,
    Span,
    Statement,
    Versions,
)

VERBS = {"met": "CONSULT", "attacked": "ASSAULT", "helped": "AID", "accused": "ACCUSE"}
COUNTRIES = {"Russia": "RUS", "Ukraine": "UKR", "France": "FRA", "Syria": "SYR", "Kenya": "KEN"}
SENTENCE = re.compile(
    r"(?:(?P<by>[A-Z]\w+) says )?(?P<actor>[A-Za-z]\w+) (?P<not>never )?"
    r"(?P<verb>met|attacked|helped|accused) "
    r"(?P<recipient>[A-Za-z]\w+)(?: in (?P<place>[A-Z]\w+))?(?: on (?P<date>[\dW-]+))?\."
)


class Fake:
    """See above."""

    version = "fake-1"

    def versions(self) -> Versions:
        return Versions("0", self.version, "plover", "none")

    def type_of(self, verb: str) -> str:
        return VERBS[verb]

    def code_article(self, article: Article) -> Coding:
        text = article.text
        if "HANG" in text:
            time.sleep(600)
        if "CRASH" in text:
            os._exit(7)
        if "FAIL" in text:
            raise ValueError("cannot read this")
        actors: dict[str, Actor] = {}
        events, statements = [], []

        def arg(found: re.Match[str], role: str) -> Arg:
            name = found[role]
            country = (COUNTRIES[name],) if name in COUNTRIES else ()
            kind = "country" if country else "group"
            actors.setdefault(
                name, Actor(name.lower(), name, kind, country, ("GOV",) if country else ("UNK",))
            )
            return Arg(found.start(role), found.end(role), name, name.lower())

        for number, found in enumerate(SENTENCE.finditer(text), 1):
            by = arg(found, "by") if found["by"] else None
            kind = ontology.TYPES[self.type_of(found["verb"])]
            date = found["date"]
            places = ()
            if found["place"]:
                places = (
                    Place(
                        found.start("place"),
                        found.end("place"),
                        found["place"],
                        "BLR",
                        "Minsk",
                        53.9,
                        27.6,
                        625144,
                    ),
                )
            events.append(
                Event(
                    id=f"e{number}",
                    type=kind.name,
                    trigger=Span.at(text, found.start("verb"), found.end("verb")),
                    mode=("visit",) if kind.name == "CONSULT" else (),
                    aux="negation" if found["not"] else "",
                    quad=kind.quad,
                    score=kind.score,
                    cameo=kind.cameo,
                    sentence=Extent(found.start(), found.end()),
                    actors=(arg(found, "actor"),),
                    recipients=(arg(found, "recipient"),),
                    places=places,
                    date=EventDate(date, {4: "year", 7: "month", 8: "week"}.get(len(date), "day"), "time")
                    if date
                    else None,
                    by=by,
                    numbers={"killed": 3} if kind.name == "ASSAULT" else {},
                    event=f"e{number}",
                    confidence=0.9,
                )
            )
            if by:
                span = Span.at(text, found.start("actor"), found.end())
                statements.append(
                    Statement(f"s{number}", "indirect", (span,), speaker=by, about=(found["actor"].lower(),),
                              stance="-", asserts=(f"e{number}",), confidence=0.8)
                )  # fmt: skip
        return Coding(article, tuple(actors.values()), tuple(events), tuple(statements), self.versions())


class Slow(Fake):
    """Takes a moment for each article."""

    def code_article(self, article: Article) -> Coding:
        time.sleep(0.01)
        return super().code_article(article)


class Newer(Fake):
    """Takes an accusation for an attack."""

    version = "fake-2"

    def type_of(self, verb: str) -> str:
        return "ASSAULT" if verb == "accused" else VERBS[verb]


class Broken:
    """Cannot be made."""

    def __init__(self) -> None:
        raise RuntimeError("no model here")


class Choosy(Fake):
    """Takes presets: "strict" gives no event at all."""

    def __init__(self, preset: str = "balanced") -> None:
        self.preset = preset

    def code_article(self, article: Article) -> Coding:
        coding = super().code_article(article)
        return Coding(article, coder=coding.coder) if self.preset == "strict" else coding


class Torn(Fake):
    """Takes every act for a threat as well, half as likely."""

    version = "torn-1"

    def code_article(self, article: Article) -> Coding:
        coding = super().code_article(article)
        events = tuple(replace(event, types={event.type: 0.6, "THREATEN": 0.3}) for event in coding.events)
        return replace(coding, events=events)
