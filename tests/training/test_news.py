"""Annotated news as token-level targets."""

import json

import pytest

from shared import SHARED, gold, needs_shared
from training.news import document, read_news

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


def words(doc, tokens):
    return [doc.words[t] for t in sorted(tokens)]


def test_an_event_becomes_a_trigger_with_edges_to_cores():
    doc = document(RECORD)
    (head,) = doc.types
    assert (doc.words[head], doc.types[head], doc.modes[head]) == ("arrested", ["COERCE"], {"arrest"})
    edges = {role: words(doc, tokens) for role, tokens in doc.edges[head].items()}
    assert edges == {
        "actor": ["Police"],
        "recipient": ["protesters"],
        "place": ["Lagos"],
        "time": ["Tuesday"],
        "by": ["opposition"],
    }
    assert doc.sectors[doc.words.index("Police")] == "COP"


def test_a_statement_becomes_tags_and_pointers():
    doc = document(RECORD)
    quoted = [i for i, tag in enumerate(doc.content) if tag != "O"]
    assert words(doc, quoted) == ["“", "We", "will", "go", "on", ",", "”"]
    assert [doc.content[i] for i in quoted] == ["B"] + ["I"] * 6
    cue, speaker = doc.pointers[quoted[0]]
    assert (doc.words[cue], doc.words[speaker]) == ("told", "leader")
    assert words(doc, doc.edges[cue]["addressee"]) == ["reporters"]


def test_a_bad_line_is_named(tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(RECORD) + "\n" + '{"article": {}}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.jsonl:2"):
        read_news(path)


@needs_shared
def test_nearly_every_mark_of_the_annotated_news_is_taken_over():
    names = ("corpus/train", "corpus/authored", "corpus/releases")
    docs = [d for name in names for d in read_news(SHARED / f"{name}.jsonl")]
    records = gold(*names)
    marks = sum(len({e["trigger"]["start"] for e in r["events"]}) for r in records)
    assert sum(len(d.types) for d in docs) >= 0.98 * marks
    # what stands inside another statement's content is left out
    contents = sum(len(s["content"]) for r in records for s in r["statements"])
    assert sum(tag in ("B", "C") for d in docs for tag in d.content) >= 0.95 * contents
