"""Annotated news as token-level targets."""

import json

import pytest

from annotated import RECORD
from shared import SHARED, gold, needs_shared
from training.news import document, read_news


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
