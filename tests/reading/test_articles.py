"""One article, from plain text and from a line of JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.articles import Unusable, from_json, from_text, stable_id
from dragoman.records import Article

BODY = "The minister met his counterpart in the capital."


def line(**keys: object) -> str:
    return json.dumps(keys)


def test_first_line_before_a_blank_line_is_the_title() -> None:
    article, remarks = from_text("Ministers meet\n\nThey met on Monday.\n\nThey left on Tuesday.\n")
    assert (article.title, article.body) == ("Ministers meet", "They met on Monday.\n\nThey left on Tuesday.")
    assert article.text == "Ministers meet\n\nThey met on Monday.\n\nThey left on Tuesday."
    assert remarks == []


def test_a_second_line_without_a_blank_one_makes_no_title() -> None:
    article, _ = from_text("Ministers met on Monday\nand left on Tuesday.\n\nAll was well.")
    assert article.title == ""
    assert article.body.startswith("Ministers met on Monday\nand")


def test_a_single_line_is_the_body() -> None:
    article, _ = from_text(f"\n  {BODY}\n\n\n")
    assert (article.title, article.body) == ("", BODY)


def test_a_paragraph_is_no_title() -> None:
    paragraph = f"{BODY} " * 10
    article, _ = from_text(f"{paragraph}\n\nAnd more.")
    assert article.title == ""
    assert article.body == f"{paragraph}\n\nAnd more."


def test_windows_and_old_mac_line_ends_are_line_ends() -> None:
    windows, _ = from_text("Title\r\n\r\nBody one.\r\nBody two.\r\n")
    mac, _ = from_text("Title\r\rBody one.\rBody two.\r")
    assert windows == mac
    assert windows.text == "Title\n\nBody one.\nBody two."


def test_title_and_body_of_json_are_not_changed_by_a_character() -> None:
    title, body = " A title \r\n", "\n\t Body\r\nwith\u00a0odd\u2028blanks \n"
    article, _ = from_json(line(id=" x ", title=title, text=body))
    assert (article.id, article.title, article.body) == (" x ", title, body)


def test_all_keys_of_an_article_are_read_and_others_let_be() -> None:
    article, _ = from_json(
        line(
            id="a1",
            published="2021-08-20",
            title="T",
            text=BODY,
            url="http://example.org/",
            source="Wire",
            language="en",
            section="world",
            tags=["x"],
        )
    )
    assert article == Article("a1", "2021-08-20", "T", BODY, "http://example.org/", "Wire", "en")


def test_a_coded_record_loses_the_title_from_its_text_and_nothing_else() -> None:
    given_article = Article(id="x", title="A title", body=f"A title\n\n{BODY}", published="2021-08-20")
    record = json.dumps({"article": given_article.to_dict(), "events": [], "statements": []})
    article, _ = from_json(record)
    assert article == given_article


def test_an_article_whose_body_begins_with_its_title_keeps_it() -> None:
    article, _ = from_json(line(title="A title", text=f"A title\n\n{BODY}"))
    assert article.body == f"A title\n\n{BODY}"


@pytest.mark.parametrize(
    ("text", "code", "tells"),
    [
        ('{"title": "x"}', "no-text", '"text"'),
        ('{"text": null}', "no-text", '"text"'),
        ('{"text": ""}', "empty", "leave the line out"),
        ('{"text": " ", "title": "x"}', "empty", "headline"),
        ('{"text": 5}', "not-text", "a number, not a string"),
        ('{"text": ["a"]}', "not-text", "a list, not a string"),
        ('{"text": "a", "title": {}}', "not-text", '"title" is an object'),
        ('{"text": "a", "id": true}', "not-text", '"id" is true or false'),
        ("[1, 2]", "not-an-object", "jq -c '.[]'"),
        ('"text"', "not-an-object", "one JSON object per line"),
        ("null", "not-an-object", "one JSON object per line"),
        ("{", "json", "jq -c ."),
        ('{"text": "a"', "json", "character 13"),
        ('{"text": ' + "[" * 100_000, "json", "nested too deeply"),
        ('{"text": ' + "1" * 10_000 + "}", "json", "number too long"),
        ("Just words.", "json", "one JSON object per line"),
        ('{"text": "a", "published": "20/08/2021"}', "date", "YYYY-MM-DD"),
        ('{"text": "a", "published": "2021-02-30"}', "date", '"2021-02-30"'),
        ('{"text": "a", "published": "2021-W33"}', "date", "YYYY-MM-DD"),
        ('{"text": "a", "published": 20210820}', "date", "20210820"),
        ('{"text": "<p>a</p><p>b</p>"}', "html", "a page as a .html file"),
        ('{"text": "a", "title": "<!DOCTYPE html><html>"}', "html", "a page as a .html file"),
    ],
)
def test_what_gives_no_article_says_what_was_wrong_and_what_to_do(text: str, code: str, tells: str) -> None:
    with pytest.raises(Unusable) as caught:
        from_json(text)
    assert caught.value.code == code
    assert tells in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "published", [None, "", "2021-08-20", "2021-08-20T23:10:00Z", "2021-08-20 23:10:00+02:00"]
)
def test_dates_that_are_read(published: str | None) -> None:
    article, _ = from_json(line(text=BODY, published=published))
    assert article.published == ("2021-08-20" if published else None)


def test_the_date_given_for_all_is_used_only_where_there_is_none() -> None:
    assert from_json(line(text=BODY), published="2020-01-01")[0].published == "2020-01-01"
    assert (
        from_json(line(text=BODY, published="2021-08-20"), published="2020-01-01")[0].published
        == "2021-08-20"
    )


def test_numbers_are_ids_too() -> None:
    assert from_json(line(text=BODY, id=17))[0].id == "17"


def test_an_id_is_made_from_words_source_and_date_however_the_blanks_are_set() -> None:
    made = from_json(line(text=BODY))[0].id
    assert len(made) == 16
    assert int(made, 16) >= 0
    assert from_json(line(text=f"  {BODY.replace(' ', '  ')}\n"))[0].id == made
    assert from_text(BODY)[0].id == made
    others = {
        made,
        from_json(line(text=f"{BODY}!"))[0].id,
        from_json(line(text=BODY, source="Wire"))[0].id,
        from_json(line(text=BODY, published="2021-08-20"))[0].id,
    }
    assert len(others) == 4


def test_the_id_is_the_same_in_every_run() -> None:
    assert stable_id("Title", BODY, "Wire", "2021-08-20") == "350af27592dec552"


def test_lone_surrogates_are_kept() -> None:
    article, _ = from_json('{"text": "before \\ud800 after", "title": "\\udfff"}')
    assert article.body == "before \ud800 after"
    assert article.title == "\udfff"
    assert len(article.id) == 16


def test_a_declared_language_is_kept_and_told() -> None:
    article, remarks = from_json(line(text=BODY, language="fr"))
    assert article.language == "fr"
    assert [code for code, _ in remarks] == ["language"]


def test_another_language_is_undetermined_and_told_whatever_was_declared() -> None:
    german = (
        "Der Minister traf am Montag seinen Amtskollegen in der Hauptstadt und sprach mit ihm lange. " * 4
    )
    for keys in ({}, {"language": "en"}):
        article, remarks = from_json(line(text=german, **keys))
        assert article.language == "und"
        assert article.body == german
        assert [code for code, _ in remarks] == ["language"]


@given(st.text())
def test_any_text_is_an_article_with_its_words_or_unusable(text: str) -> None:
    try:
        article, _ = from_text(text)
    except Unusable as error:
        assert error.code in {"empty", "html"}
        return
    assert "".join(article.text.split()) == "".join(text.split())


@given(st.text())
def test_any_line_is_an_article_or_unusable(text: str) -> None:
    with pytest.raises(Unusable):
        from_json(text)


@given(st.text(), st.text(min_size=1))
def test_any_strings_in_json_come_back_as_they_are(title: str, body: str) -> None:
    try:
        article, _ = from_json(line(title=title, text=body))
    except Unusable as error:
        assert error.code in {"empty", "html"}
        return
    assert article.body == body
    assert article.title in (title, "")
