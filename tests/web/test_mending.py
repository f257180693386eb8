"""A reviewer's form puts right who acts and on whom, who speaks, when and where; with its evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

import dragoman
from dragoman.records import Coding
from web import small
from web.running import running

_FIELD = re.compile(r'<input([^>]*name="((?:was|new)-[^"]+|form_token|article|part)"[^>]*)>')
_SELECT = re.compile(r'<select id="[^"]*" name="([^"]+)">(.*?)</select>', re.DOTALL)
_OPTION = re.compile(r'<option(?: value="([^"]*)")?>([^<]*)')
_CHOSEN = re.compile(r'<option(?: value="([^"]*)")? selected>([^<]*)')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small.made(tmp_path)


@pytest.fixture
def client(path: Path) -> Iterator[httpx.Client]:
    with small.client(path) as made:
        yield made


def filled(html: str) -> dict[str, str]:
    """The form as a browser would send it, nothing changed."""
    form = html.partition('id="decide"')[2].partition("</form>")[0]
    out = {}
    for attributes, name in _FIELD.findall(form):
        value = re.search(r'value="([^"]*)"', attributes)
        out[name] = unescape(value[1]) if value else ""
    for name, options in _SELECT.findall(form):
        chosen = _CHOSEN.search(options) or _OPTION.search(options)
        assert chosen, name
        out[name] = unescape(chosen[2] if chosen[1] is None else chosen[1])
    return out


def choices(html: str, name: str) -> list[str]:
    options = dict(_SELECT.findall(html))[name]
    return re.findall(r'<option value="([^"]*)"', options)


def reach(client: httpx.Client, path: Path, words: str) -> str:
    """The page on which the event or statement with these words is decided."""
    with dragoman.open(path, read_only=True) as project:
        row = next(row for row in project.queue(limit=100) if row["words"] == words)
    html = client.get("/review", params={"article": row["article"], "part": row["part"]}).text
    assert f'value="{row["part"]}"' in html
    return html


def send(client: httpx.Client, html: str, status: int = 303, **given: str) -> str:
    data = {
        **filled(html),
        "kind": "fix",
        "maker": "Zoë",
        **{k.replace("_", "-"): v for k, v in given.items()},
    }
    data["form_token"] = filled(html)["form_token"]
    answer = client.post("/review", data=data)
    assert answer.status_code == status, answer.text
    return answer.text


def gold(path: Path) -> dict[str, Coding]:
    with dragoman.open(path, read_only=True) as project:
        found = {coding.article.id: coding for coding in project.gold()}
    assert all(coding.misfits() == [] for coding in found.values())
    return found


def test_a_form_that_was_not_touched_changes_nothing(client: httpx.Client, path: Path) -> None:
    for words in ("met", "accused", "blames Russia."):
        assert "nothing was changed" in send(client, reach(client, path, words), 400)
    with dragoman.open(path, read_only=True) as project:
        assert project.corrections().to_list() == []
    send(client, reach(client, path, "met"), kind="accept")
    with dragoman.open(path, read_only=True) as project:
        assert [row["kind"] for row in project.corrections()] == ["accept"]


def test_who_acts_and_on_whom_is_chosen_from_the_article(client: httpx.Client, path: Path) -> None:
    html = reach(client, path, "met")
    assert choices(html, "new-actors-0") == ["", "france", "russia", "ukraine"]
    send(client, html, new_actors_0="france", new_recipients_0="")
    event = gold(path)["one"].events[0]
    assert [(arg.actor, arg.text) for arg in event.actors] == [("france", "France")]
    text = gold(path)["one"].article.text
    assert text[event.actors[0].start : event.actors[0].end] == "France"
    assert event.recipients == ()
    with dragoman.open(path, read_only=True) as project:
        told = {row["field"]: row["wrong"] for row in project.precision() if row["of"] == "event"}
    assert told["actors"] == told["recipients"] == 1 and told["type"] == 0


def test_one_more_who_acts_and_the_other_way_round(client: httpx.Client, path: Path) -> None:
    html = reach(client, path, "met")
    send(client, html, new_actors_1="france", swap="1")
    event = gold(path)["one"].events[0]
    assert [arg.actor for arg in event.actors] == ["ukraine"]
    assert [arg.actor for arg in event.recipients] == ["russia", "france"]


def test_words_of_the_article_stand_for_somebody(client: httpx.Client, path: Path) -> None:
    html = reach(client, path, "met")
    said = send(client, html, 400, new_actors_words="Atlantis")
    assert "does not stand in the article" in said
    send(client, html, new_recipients_words="Minsk", new_places_0="")
    coding = gold(path)["one"]
    event = coding.events[0]
    assert [(arg.actor, arg.text) for arg in event.recipients] == [("ukraine", "Ukraine"), ("minsk", "Minsk")]
    assert event.places == () and coding.actor("minsk") is not None


def test_dates_and_places(client: httpx.Client, path: Path) -> None:
    html = reach(client, path, "attacked")
    assert "is no date" in send(client, html, 400, new_date="last week")
    assert "is no date" in send(client, html, 400, new_date="2021-02-30")
    send(client, html, new_date="2021-07", new_places_words="Kenya")
    event = next(one for one in gold(path)["three"].events if one.type == "ASSAULT")
    assert event.date is not None
    assert (event.date.value, event.date.granularity, event.date.source) == ("2021-07", "month", "reviewer")
    assert [(place.text, place.country) for place in event.places] == [("Kenya", "KEN")]
    html = reach(client, path, "met")
    send(client, html, new_date="")
    assert gold(path)["one"].events[0].date is None


def test_who_speaks_and_of_whom(client: httpx.Client, path: Path) -> None:
    html = reach(client, path, "blames Russia.")
    assert "new-actors-0" not in filled(html) and "new-speaker-0" in filled(html)
    send(client, html, new_speaker_0="ukraine", new_about_0="france", new_stance="+")
    said = next(one for one in gold(path)["one"].statements if one.content[0].text == "blames Russia.")
    assert said.speaker is not None and (said.speaker.actor, said.speaker.text) == ("ukraine", "Ukraine")
    assert (said.about, said.stance) == (("france",), "+")
    html = reach(client, path, "mentions Kenya.")
    send(client, html, new_speaker_0="")
    assert any(one.speaker is None for one in gold(path)["three"].statements)


def test_what_cannot_be_chosen_is_told(client: httpx.Client, path: Path) -> None:
    html = reach(client, path, "met")
    assert "no words for" in send(client, html, 400, new_actors_0="nobody-at-all")
    assert "is no mode of CONSULT" in send(client, html, 400, new_mode="waving")
    assert "no place at" in send(client, html, 400, new_places_0="1-2")
    assert "no type" in send(client, html, 400, new_type="MEET")
    with dragoman.open(path, read_only=True) as project:
        assert project.corrections().to_list() == []


def test_each_reviewer_takes_back_ones_own(path: Path) -> None:
    with running(path) as base, httpx.Client(base_url=base) as ann, httpx.Client(base_url=base) as bob:
        first = reach(ann, path, "met")
        send(ann, first, kind="accept", maker="Zoë")
        send(bob, reach(bob, path, "attacked"), kind="reject", maker="Bob")
        mine = ann.get("/review").text
        assert 'name="maker" value="Zoë"' in mine and "Undo what Zoë decided last" in mine
        data = {"form_token": filled(mine)["form_token"], "maker": "Zoë", "kind": "undo"}
        answer = ann.post("/review", data=data)
        assert answer.status_code == 303 and "part=event" in answer.headers["location"]
        assert "Undo what" not in ann.get("/review").text
        assert "nothing was decided by Zoë" in ann.post("/review", data=data).text
    with dragoman.open(path, read_only=True) as project:
        held = [(row["maker"], row["kind"]) for row in project.corrections() if row["holds"]]
    assert held == [("Bob", "reject")]


def test_what_was_reviewed_is_given_as_records(client: httpx.Client, path: Path) -> None:
    assert client.get("/gold.jsonl").text == ""
    send(client, reach(client, path, "met"), new_aux="negation")
    answer = client.get("/gold.jsonl")
    assert answer.headers["content-type"] == "application/x-ndjson"
    (line,) = answer.text.splitlines()
    assert Coding.from_dict(json.loads(line)) == gold(path)["one"]
    assert 'href="/gold.jsonl"' in client.get("/review").text
    assert "aux put right by Zoë" in client.get("/article?id=one", follow_redirects=True).text


def test_the_queue_keeps_to_the_filter(client: httpx.Client) -> None:
    def queued(query: str) -> list[tuple[str, str]]:
        rows = client.get(f"/review.json?{query}").json()["rows"]
        return [(row["of"], row["words"]) for row in rows]

    assert len(queued("")) == 11
    assert queued("type=CONSULT") == [("event", "met"), ("event", "met")]
    assert queued("stance=%2B") == [("statement", "praises France.")] * 2
    assert queued("type=CONSULT&source=The+Gazette") == [("event", "met")]
    assert set(queued("source=The+Gazette")) == {
        ("event", "met"), ("event", "accused"), ("statement", "blames Russia."),
    }  # fmt: skip
    html = client.get("/review?type=CONSULT").text
    assert "Only events: statements cannot be asked for Type" in html
    form = filled(html)
    answer = client.post("/review?type=CONSULT", data={**form, "kind": "skip", "maker": "A"})
    assert answer.headers["location"] == "/review?type=CONSULT"
    assert len(queued("type=CONSULT")) == 1
    assert 'action="/review?type=CONSULT"' in html
