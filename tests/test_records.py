"""A record is written and read back without losing or moving a character."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import records
from dragoman.records import (
    Actor,
    Arg,
    Article,
    Coding,
    Event,
    EventDate,
    Extent,
    Place,
    Reason,
    Span,
    Statement,
    Time,
)
from shared import gold, needs_shared

TEXT = "Norland recalled its envoy from Sudia on Tuesday, it said."
#: Any Python string at all, surrogates included.
ANY = st.text(st.characters(exclude_categories=()), max_size=40)


def arg(words: str, actor: str) -> Arg:
    start = TEXT.index(words)
    return Arg(start, start + len(words), words, actor)


def example() -> Coding:
    tuesday = TEXT.index("Tuesday")
    content = Span.at(TEXT, 0, TEXT.index(","))
    return Coding(
        article=Article(id="a1", published="2024-05-16", body=TEXT, url="https://news.example/1"),
        actors=(
            Actor("norland", "Norland", "country", ("NOR",), ("GOV",), "Q20"),
            Actor("sudia", "Sudia", "country"),
        ),
        events=(
            Event(
                id="e1",
                type="SANCTION",
                mode=("withdraw",),
                trigger=Span.at(TEXT, 8, 16),
                quad="material conflict",
                score=-6.0,
                cameo="161",
                sentence=Extent(0, len(TEXT)),
                actors=(arg("Norland", "norland"),),
                recipients=(arg("Sudia", "sudia"),),
                places=(Place(32, 37, "Sudia", "NOR"),),
                times=(Time(tuesday, tuesday + 7, "Tuesday", "2024-05-14"),),
                date=EventDate("2024-05-14", "day", "time"),
                by=arg("it", "norland"),
                numbers={"money": "USD 5", "killed": 0},
                event="e1",
                confidence=0.9,
                why=(records.Why("quad", "the type's quad class"),),
            ),
        ),
        statements=(
            Statement(
                "s1", "indirect", (content,), None, arg("it", "norland"), (), ("sudia",), "-", ("e1",), 0.8
            ),
        ),
        coder=records.Versions("0.1.0", "m1", "o1", "k1"),
        reasons=(Reason("no-date", "the article has no publication date"),),
    )


def test_the_record_has_exactly_these_keys_in_this_order():
    record = example().to_dict()
    assert list(record) == ["article", "actors", "events", "statements", "coder", "reasons"]
    assert list(record["article"]) == ["id", "published", "title", "text", "url", "source", "language"]
    assert list(record["actors"][0]) == ["id", "name", "kind", "country", "sector", "wikidata"]
    assert " ".join(record["events"][0]) == (
        "id type mode context aux quad score cameo trigger sentence actors recipients places times date by "
        "numbers event confidence confidences types why"
    )
    assert " ".join(record["statements"][0]) == (
        "id mode cue speaker content addressees about stance asserts confidence confidences"
    )
    assert list(record["events"][0]["trigger"]) == ["start", "end", "text"]
    assert list(record["events"][0]["by"]) == ["start", "end", "text", "actor"]
    assert " ".join(record["events"][0]["places"][0]) == "start end text country name lat lon geonames"
    assert list(record["events"][0]["times"][0]) == ["start", "end", "text", "value"]
    assert list(record["events"][0]["numbers"]) == ["killed", "money"]
    assert list(record["coder"]) == ["version", "model", "ontology", "knowledge"]


def test_a_coding_comes_back_from_its_json_the_same():
    coding = example()
    line = coding.to_json()
    assert "\n" not in line
    back = Coding.from_dict(json.loads(line))
    assert back == coding
    assert back.to_json() == line


def test_records_cannot_be_changed():
    with pytest.raises(AttributeError):
        example().events[0].trigger.start = 3  # type: ignore[misc]


def test_the_text_is_title_blank_line_and_body_or_the_body_alone():
    assert Article(title="Talks", body="They met.").text == "Talks\n\nThey met."
    assert Article(title="Talks", body="They met.").title_end == 5
    assert Article(body="They met.").full_text == "They met."
    assert Article(body="They met.").title_end == 0


@given(title=ANY, body=ANY)
def test_reading_an_article_back_changes_no_character(title, body):
    article = Article(id="x", title=title, body=body)
    back = Article.from_dict(article.to_dict())
    assert (back.title, back.body, back.text) == (title, body, article.text)


def test_a_record_whose_text_lacks_its_title_is_refused():
    with pytest.raises(ValueError, match="article 'x': text does not start with the title"):
        Article.from_dict({"id": "x", "title": "Talks", "text": "They met."})


@given(before=ANY, words=ANY.filter(bool), after=ANY)
def test_json_is_one_line_of_utf8_whose_offsets_still_fit(before, words, after):
    text = before + words + after
    trigger = Span.at(text, len(before), len(before) + len(words))
    line = Coding(Article(body=text), events=(Event("e1", "CONSULT", trigger),)).to_json()
    assert len(line.encode("utf-8").splitlines()) == len(line.splitlines()) == 1
    back = Coding.from_dict(json.loads(line))
    assert len(back.article.text) == len(text)
    assert back.misfits() == []
    assert (back.events[0].trigger.start, back.events[0].trigger.end) == (trigger.start, trigger.end)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.sampled_from(["\ud800", "a\udfffb\ud83d"])
)
def test_text_with_no_pair_of_loose_surrogates_comes_back_as_it_was(text):
    line = Coding(Article(body=text)).to_json()
    line.encode("utf-8")
    assert Coding.from_dict(json.loads(line)).article.body == text


def test_two_loose_surrogates_side_by_side_keep_their_two_places():
    text = "a\ud83d\ude00b"  # as "surrogatepass" decoding leaves it: two characters to Python, one to JSON
    back = Coding.from_dict(json.loads(Coding(Article(body=text)).to_json()))
    assert back.article.body == "a\ufffd\ufffdb"


def test_spans_that_do_not_fit_are_found():
    coding = Coding(Article(body="They met."), events=(Event("e1", "CONSULT", Span(5, 8, "talk")),))
    assert coding.misfits() == [Span(5, 8, "talk")]
    outside = Coding(Article(body="They met."), events=(Event("e1", "CONSULT", Span(5, 18, "met.")),))
    assert len(outside.misfits()) == 1
    assert example().misfits() == []
    assert len(list(example().spans())) == 8


def test_an_actor_is_found_by_id():
    assert example().actor("sudia").name == "Sudia"
    assert example().actor("nobody") is None


@needs_shared
def test_annotated_records_are_read_though_they_leave_out_what_is_computed():
    for record in gold("seed/gold", "corpus/dev", "challenge/visible"):
        coding = Coding.from_dict(record)
        assert coding.article.text == record["article"]["text"]
        assert coding.misfits() == []
        assert all(event.sentence and event.sentence.start <= event.trigger.start for event in coding.events)
        assert Coding.from_dict(json.loads(coding.to_json())) == coding


def test_the_package_exports_its_names_when_asked():
    import dragoman

    assert dragoman.__version__ == "0.1.0"
    assert dragoman.Article is Article and dragoman.Coding is Coding
    assert {"Article", "Coder", "Coding"} <= set(dir(dragoman))
    with pytest.raises(AttributeError, match="has no attribute 'Codr'"):
        _ = dragoman.Codr
