"""From a text to its record with the shipped model: what holds for every article."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import dragoman
from dragoman.records import DATE_SOURCES, Coding
from dragoman.schema import record_schema
from shared import gold, needs_shared

VALIDATOR = Draft202012Validator(record_schema())

#: Pieces that news and trouble are made of, to be strung together.
PIECES = [
    "Police arrested 12 protesters in Lomé on Tuesday",
    "“We will not go,” she said.",
    "the army denied that it had shelled the town",
    "KYIV (Example Wire) —",
    "Mr. Okoro, who resigned last year,",
    "according to",
    "\n\n",
    "\n",
    "“",
    "”",
    "'",
    '"',
    "...",
    "—",
    "• ",
    "U.S.",
    "\u200b",
    "\u0301",
    "\ud800",
    "\x00",
    "👩‍👩‍👧",
    "ﬁ",
    "İ",
    "٣",
    " said",
]


def examples() -> list[dragoman.Article]:
    """The bundled articles."""
    folder = files("dragoman") / "examples"
    title, _, body = (folder / "harbour.txt").read_text(encoding="utf-8").partition("\n\n")
    articles = [dragoman.Article(id="harbour", published="2023-03-14", title=title, body=body)]
    for line in (folder / "wire.jsonl").read_text(encoding="utf-8").splitlines():
        given_ = json.loads(line)
        articles.append(dragoman.Article(body=given_.pop("text"), **given_))
    return articles


@pytest.fixture(scope="module")
def coder() -> dragoman.Coder:
    return dragoman.Coder()


def check(coding: Coding) -> None:
    """What holds for every record."""
    record = coding.to_dict()
    VALIDATOR.validate(record)
    assert coding.misfits() == []
    actors = [actor.id for actor in coding.actors]
    events = [event.id for event in coding.events]
    statements = [statement.id for statement in coding.statements]
    assert len(set(actors)) == len(actors)
    assert len(set(events + statements)) == len(events) + len(statements)
    for event in coding.events:
        assert {arg.actor for arg in (*event.actors, *event.recipients)} <= set(actors)
        assert event.by is None or event.by.actor in actors
        assert event.sentence.start <= event.trigger.start < event.trigger.end <= event.sentence.end
    for statement in coding.statements:
        assert statement.speaker is None or statement.speaker.actor in actors
        assert set(statement.about) <= set(actors)
        assert set(statement.asserts) <= set(events)
    coding.to_json().encode("utf-8")


def test_the_bundled_article_gives_the_events_a_reader_sees_first(coder):
    coding = coder.code_article(examples()[0])
    check(coding)
    types = {event.type for event in coding.events}
    assert {"SANCTION", "COERCE", "ACCUSE", "ASSAULT"} <= types
    assert any("Wanjala" in s.speaker.text for s in coding.statements if s.speaker)
    assert all(version for version in coding.coder.to_dict().values())


def test_an_article_without_politics_gives_nothing_to_code(coder):
    flood = next(article for article in examples() if article.id == "flood-relief")
    coding = coder.code_article(flood)
    check(coding)
    assert coding.events == ()


def test_the_bytes_are_the_same_alone_among_others_and_in_any_order(coder):
    articles = examples()
    alone = {article.id: dragoman.Coder().code_article(article).to_json() for article in articles}
    shuffled = articles * 2
    random.Random(3).shuffle(shuffled)
    for article, coding in zip(shuffled, coder.pipe(shuffled), strict=True):
        assert coding.to_json() == alone[article.id]


def test_the_bytes_are_the_same_in_a_process_of_its_own(coder):
    script = (
        "import sys, json, dragoman\n"
        "given = json.loads(sys.stdin.read())\n"
        "sys.stdout.buffer.write(dragoman.Coder().code_article(dragoman.Article(**given)).to_json().encode())\n"
    )
    article = examples()[0]
    given_ = {name: getattr(article, name) for name in ("id", "published", "title", "body")}
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            input=json.dumps(given_).encode(),
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(path for path in sys.path if path)},
        )
        assert done.stdout.decode() == coder.code_article(article).to_json()


def test_a_coding_shows_itself_in_a_notebook(coder):
    shown = coder.code_article(examples()[0])._repr_html_()
    assert "Tanzania" in shown and shown.lstrip().startswith("<")


@settings(max_examples=200)
@given(
    text=st.one_of(
        st.text(st.characters(exclude_categories=()), max_size=300),
        st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
        st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    ),
    title=st.sampled_from(["", "Talks", "\ud800", "\n", "“"]),
    published=st.sampled_from([None, "2024-02-29"]),
)
def test_any_text_is_coded_and_every_offset_gives_its_text(coder, text, title, published):
    coding = coder.code(text, title=title, published=published)
    assert coding.article.title == title and coding.article.body == text
    check(coding)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "“" * 1000 + "x" + "”" * 1000,
        "a" * 50_000,
        "word " * 20_000,
        "(" * 5000,
        "\u0301" * 3000,
    ],
    ids=["empty", "space", "lines", "quotes", "letters", "words", "brackets", "marks"],
)
def test_odd_texts_end_in_a_record(coder, text):
    check(coder.code(text, published="2024-02-29"))


@needs_shared
def test_every_annotated_article_gives_a_sound_record(coder):
    for record in gold("corpus/dev", "seed/gold"):
        coding = coder.code_article(dragoman.Article.from_dict(record["article"]))
        assert coding.article.text == record["article"]["text"]
        check(coding)
        assert {event.date.source for event in coding.events if event.date} <= set(DATE_SOURCES)
