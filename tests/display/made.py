"""A coding made by hand, with everything that the displays tell apart."""

from __future__ import annotations

from typing import Any

from dragoman.records import Coding

TITLE = "Northland expels envoys"
BODY = (
    "Northland expelled two envoys on Monday.\n\n"
    "“Rebels shelled Port Ada, killing 12,” General Ana Ruiz told reporters. The rebels denied it. "
    "Troops will move to the border."
)
TEXT = f"{TITLE}\n\n{BODY}"


def span(words: str, occurrence: int = 1, **keys: Any) -> dict[str, Any]:
    """The words as a span of the text."""
    start = -1
    for _ in range(occurrence):
        start = TEXT.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words, **keys}


def record() -> dict[str, Any]:
    """The record: a fact, a claim with numbers, its denial, something planned, and a statement."""
    sentence = TEXT.index("“Rebels"), TEXT.index("The rebels denied")
    return {
        "article": {
            "id": "made-1",
            "published": "2021-08-20",
            "title": TITLE,
            "text": TEXT,
            "url": "https://example.org/a?b=1&c=2",
            "source": "Example Wire",
            "language": "en",
        },
        "actors": [
            {
                "id": "northland",
                "name": "Northland",
                "kind": "country",
                "country": ["NOR"],
                "sector": ["GOV"],
            },
            {"id": "envoys", "name": "envoys", "kind": "group", "country": [], "sector": ["GOV"]},
            {
                "id": "rebels",
                "name": "Port Ada rebels",
                "kind": "group",
                "country": ["NOR"],
                "sector": ["REB"],
            },
            {"id": "ruiz", "name": "Ana Ruiz", "kind": "person", "country": ["NOR"], "sector": ["MIL"]},
            {"id": "press", "name": "reporters", "kind": "group", "country": [], "sector": ["JRN"]},
        ],
        "events": [
            {
                "id": "e1",
                "type": "SANCTION",
                "mode": ["expel"],
                "context": ["diplomatic"],
                "quad": "material conflict",
                "score": -6.0,
                "cameo": "161",
                "trigger": span("expelled"),
                "sentence": {"start": len(TITLE) + 2, "end": TEXT.index("\n\n“")},
                "actors": [span("Northland", 2, actor="northland")],
                "recipients": [span("two envoys", actor="envoys")],
                "times": [span("on Monday", value="2021-08-16")],
                "date": {"value": "2021-08-16", "granularity": "day", "source": "time"},
                "confidence": 0.934,
                "why": [{"field": "date", "rule": "Monday before the day of publication"}],
            },
            {
                "id": "e2",
                "type": "ASSAULT",
                "mode": ["heavy-weapons"],
                "trigger": span("shelled"),
                "sentence": {"start": sentence[0], "end": sentence[1] - 1},
                "actors": [span("Rebels", actor="rebels")],
                "places": [span("Port Ada", country="NOR")],
                "by": span("General Ana Ruiz", actor="ruiz"),
                "numbers": {"killed": 12},
            },
            {
                "id": "e3",
                "type": "ASSAULT",
                "aux": "negation",
                "trigger": span("it", TEXT[: TEXT.index("denied it")].count("it") + 1),
                "sentence": {"start": sentence[1], "end": TEXT.index(" Troops")},
                "actors": [span("The rebels", actor="rebels")],
                "by": span("The rebels", actor="rebels"),
            },
            {
                "id": "e4",
                "type": "MOBILIZE",
                "mode": ["troops"],
                "aux": "future",
                "trigger": span("move"),
                "sentence": {"start": TEXT.index("Troops"), "end": len(TEXT)},
                "actors": [span("Troops", actor="unlisted")],
            },
        ],
        "statements": [
            {
                "id": "s1",
                "mode": "direct",
                "cue": span("told"),
                "speaker": span("General Ana Ruiz", actor="ruiz"),
                "content": [span("“Rebels shelled Port Ada, killing 12,”")],
                "addressees": [span("reporters", actor="press")],
                "about": ["rebels"],
                "stance": "-",
                "asserts": ["e2"],
            }
        ],
    }


def coding() -> Coding:
    """The record as a Coding whose spans all fit."""
    made = Coding.from_dict(record())
    assert made.misfits() == []
    return made
