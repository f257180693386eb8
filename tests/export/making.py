"""An invented article with a coding made by hand, so that every layout can be checked by eye."""

from __future__ import annotations

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
    Time,
    Versions,
)

TITLE = "Envoys meet"
BODY = (
    "Romania's foreign minister met the United Nations envoy in Nairobi on Tuesday.\n\n"
    'Kenyan police arrested 12 protesters last month, the envoy said. "We may leave Iraq," he said.'
)
TEXT = f"{TITLE}\n\n{BODY}"


def span(words: str, *, after: int = 0) -> Span:
    start = TEXT.index(words, after)
    return Span(start, start + len(words), words)


def arg(words: str, actor: str, *, after: int = 0) -> Arg:
    at = span(words, after=after)
    return Arg(at.start, at.end, at.text, actor)


def event(key: str, kind: str, trigger: Span, **more: object) -> Event:
    mode = more.get("mode", ())
    return Event(
        key, kind, trigger, quad=ontology.quad(kind), score=ontology.score(kind, mode),
        cameo=ontology.cameo(kind, mode), event=key, **more,
    )  # fmt: skip


def coding() -> Coding:
    minister = arg("Romania's foreign minister", "ana-pop")
    envoy = arg("the United Nations envoy", "united-nations")
    later = arg("the envoy", "united-nations", after=TEXT.index("protesters"))
    police, crowd = arg("Kenyan police", "kenya-police"), arg("12 protesters", "12-protesters")
    nairobi, iraq = span("Nairobi"), span("Iraq")
    tuesday, month = span("Tuesday"), span("last month")
    first, second, third = (TEXT.index(words) for words in ("Romania", "Kenyan", '"We'))
    met = event(
        "e1", "CONSULT", span("met"), actors=(minister, envoy), context=("diplomatic",), confidence=0.9,
        sentence=Extent(first, TEXT.index("\n\nKenyan")),
        places=(Place(nairobi.start, nairobi.end, "Nairobi", "KEN", "Nairobi", -1.283, 36.817, 184745),),
        times=(Time(tuesday.start, tuesday.end, "Tuesday", "2023-03-14"),),
        date=EventDate("2023-03-14", "day", "time"),
    )  # fmt: skip
    arrested = event(
        "e2", "COERCE", span("arrested"), mode=("arrest",), actors=(police,), recipients=(crowd,), by=later,
        sentence=Extent(second, TEXT.index(' "We')), confidence=0.8, numbers={"arrested": 12},
        places=(Place(police.start, police.start + 6, "Kenyan", "KEN", "Kenya", 1.0, 38.0, 192950),),
        times=(Time(month.start, month.end, "last month", "2023-02"),),
        date=EventDate("2023-02", "month", "time"),
    )  # fmt: skip
    leave = event(
        "e3", "RETREAT", span("leave"), aux="hypothetical",
        actors=(arg("We", "united-nations", after=third),),
        sentence=Extent(third, len(TEXT)),
        places=(Place(iraq.start, iraq.end, "Iraq", "IRQ", "Iraq", None, None, None),),
    )  # fmt: skip
    said = Statement(
        "s1", "direct", (span("We may leave Iraq,"),), cue=span("said", after=third),
        speaker=arg("he", "united-nations", after=TEXT.index("Iraq")), about=("ana-pop",), stance="-",
        asserts=("e3",), confidence=0.7,
    )  # fmt: skip
    return Coding(
        Article("a1", "2023-03-15", TITLE, BODY, "https://example.org/a1", "The Example", "en"),
        (
            Actor("ana-pop", "Ana Pop", "person", ("ROU",), ("GOV",), "Q1"),
            Actor("united-nations", "United Nations", "organisation", (), ("IGO",)),
            Actor("kenya-police", "Kenya Police", "organisation", ("KEN",), ("COP",)),
            Actor("12-protesters", "12 protesters", "group", ("KEN",), ("CVL",)),
        ),
        (met, arrested, leave),
        (said,),
        Versions("0.1", "m1", "plover", "k1"),
    )
