"""One small annotated article, in the record's form."""

from __future__ import annotations

from training.news import AUX, CONTENT_TAGS, KINDS, ROLES, STANCES

TEXT = (
    "Police arrested 14 protesters in Lagos on Tuesday, the opposition said. "
    "“We will go on,” its leader told reporters."
)


def span(words, text=TEXT, **more):
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words, **more}


RECORD = {
    "article": {"id": "x", "published": "2020-01-01", "title": "", "text": TEXT},
    "sentences": [[0, 71], [72, len(TEXT)]],
    "actors": [
        {"id": "police", "name": "Nigerian police", "kind": "group", "country": ["NGA"], "sector": ["COP"]},
        {"id": "opposition", "name": "opposition", "kind": "group", "country": ["NGA"], "sector": ["OPP"]},
        {"id": "leader", "name": "leader", "kind": "person", "country": ["NGA"], "sector": ["OPP"]},
    ],
    "events": [
        {
            "id": "e1",
            "type": "COERCE",
            "mode": ["arrest"],
            "context": [],
            "aux": "",
            "trigger": span("arrested"),
            "actors": [span("Police", actor="police")],
            "recipients": [span("14 protesters", actor="p")],
            "places": [span("Lagos", country="NGA")],
            "times": [span("Tuesday", value="2019-12-31")],
            "by": span("the opposition", actor="opposition"),
            "numbers": {"arrested": 14},
            "event": "a",
        }
    ],
    "statements": [
        {
            "id": "s1",
            "mode": "direct",
            "cue": span("told"),
            "speaker": span("its leader", actor="leader"),
            "content": [span("“We will go on,”")],
            "addressees": [span("reporters", actor="r")],
            "about": [],
            "stance": "0",
        }
    ],
}

#: small label sets, for a model that learns `RECORD`
SETS = {
    "upos": ["NOUN", "VERB"],
    "feats": ["", "Number=Sing"],
    "lemma": ["k-0+", "l-1+"],
    "deprel": ["root", "nsubj", "obj"],
    "names": ["O", "B-PER", "I-PER"],
    "type": ["", "COERCE", "PROTEST"],
    "mode": ["arrest", "demo"],
    "context": ["crime"],
    "aux": list(AUX),
    "content": list(CONTENT_TAGS),
    "stance": list(STANCES),
    "kind": list(KINDS),
    "sector": ["COP", "CVL", "OPP"],
    "edge": [*ROLES, "cue", "speaker", "source", "ARG0"],
    "happening": ["none", "certain/pos"],
}
