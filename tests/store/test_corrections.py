"""Corrections: kept beside the coding, taken back, held through a new coding, given out as gold."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from dragoman import cli
from dragoman.records import Coding
from dragoman.store import Project, StoreError
from dragoman.store.corrections import part_of
from store.conftest import FAKE


def parts(project: Project, article: str) -> list[str]:
    coding = project.coding(article)
    assert coding is not None
    return [part_of("event", event) for event in coding.to_dict()["events"]]


def test_a_correction_is_kept_beside_the_coding_and_given_out_as_gold(filled: Project) -> None:
    before = list(filled.codings())
    met, attacked = parts(filled, "a")
    filled.correct("a", met, kind="accept", maker="ada")
    filled.correct("a", f"{attacked}:type", after="ACCUSE", maker="ada", note="only words")
    accused, *_ = parts(filled, "b")
    filled.correct("b", accused, kind="reject")
    assert list(filled.codings()) == before
    rows = filled.corrections().to_list()
    assert [(row["kind"], row["field"], row["before"], row["maker"]) for row in rows] == [
        ("accept", None, None, "ada"), ("fix", "type", '"ASSAULT"', "ada"), ("reject", None, None, "")
    ]  # fmt: skip
    assert all(row["made"].endswith("+00:00") for row in rows)
    gold = {coding.article.id: coding for coding in filled.gold()}
    assert [event.type for event in gold["a"].events] == ["CONSULT", "ACCUSE"]
    assert gold["a"].events[1].quad == "verbal conflict"
    assert [event.trigger.text for event in gold["b"].events] == ["attacked", "met"]
    assert all(coding.misfits() == [] for coding in gold.values())
    told = {(row["of"], row["field"]): (row["right"], row["wrong"]) for row in filled.precision()}
    assert told["event", ""] == (1, 1) and told["event", "type"] == (1, 1) and told["event", "aux"] == (1, 0)


def test_corrections_hold_through_a_new_coding(filled: Project) -> None:
    accused, *_ = parts(filled, "b")
    filled.correct("b", f"{accused}:aux", after="negation")
    filled.recode(coder="store.fake:Newer", workers=1)  # it takes the accusation for an attack
    (gold,) = filled.gold()
    assert (gold.events[0].type, gold.events[0].aux) == ("ASSAULT", "negation")
    filled.recode(coder=FAKE, workers=1)
    (gold,) = filled.gold()
    assert (gold.events[0].type, gold.events[0].aux) == ("ACCUSE", "negation")


def test_what_is_taken_back_holds_no_longer_and_stays_listed(filled: Project) -> None:
    met, _ = parts(filled, "a")
    filled.correct("a", met, kind="reject")
    filled.correct("a", met, kind="accept")
    filled.correct("a", met, kind="undo")
    assert [row["holds"] for row in filled.corrections()] == [1, 0, 0]
    filled.correct("a", met, kind="undo")
    assert list(filled.gold()) == []
    with pytest.raises(StoreError, match="no correction to take back"):
        filled.correct("a", met, kind="undo")
    assert len(filled.corrections().to_list()) == 4


def test_each_takes_back_what_is_ones_own(filled: Project) -> None:
    met, accused = parts(filled, "a")
    filled.correct("a", met, kind="accept", maker="Ann")
    filled.correct("a", met, kind="reject", maker="Bob")
    filled.correct("a", accused, kind="skip", maker="Bob")
    assert filled.take_back(maker="Ann") == ("a", met)
    assert [(row["maker"], row["kind"]) for row in filled.corrections() if row["holds"]] == [
        ("Bob", "reject"), ("Bob", "skip"),
    ]  # fmt: skip
    assert filled.take_back(maker="Ann") is None and filled.take_back(maker="") is None
    assert filled.take_back(maker="Bob") == ("a", accused)
    filled.correct("a", met, kind="undo", maker="Cem")  # has none there: the last of anybody
    assert [row for row in filled.corrections() if row["holds"]] == []


def test_what_was_decided_at_once_is_taken_back_at_once(filled: Project) -> None:
    met, accused = parts(filled, "a")
    filled.correct("a", f"{met}:context", after=["election"], maker="Ann")
    filled.correct("a", accused, kind="accept", maker="Ann")
    filled.decide("a", {"aux": "future", "date": None, "type": "AID", "mode": ["military"]}, met, maker="Ann")
    gold = next(filled.gold())
    assert (gold.events[0].type, gold.events[0].mode) == ("AID", ("military",))
    assert (gold.events[0].aux, gold.events[0].date) == ("future", None)
    assert filled.take_back(maker="Ann") == ("a", met)
    held = [row["part"] for row in filled.corrections() if row["holds"]]
    assert held == [f"{met}:context", accused]
    with pytest.raises(StoreError, match="no field"):
        filled.decide("a", {"aux": "future", "colour": "red"}, met)
    assert len([row for row in filled.corrections() if row["holds"]]) == 2


def test_the_queue_gives_what_is_least_sure_and_not_reviewed(filled: Project) -> None:
    rows = filled.queue().to_list()
    assert len(rows) == 10
    assert [row["of"] for row in rows[:2]] == ["statement", "statement"]
    assert [row["confidence"] for row in rows] == sorted(row["confidence"] for row in rows)
    filled.correct(rows[0]["article"], rows[0]["part"], kind="skip")
    filled.correct(rows[2]["article"], f"{rows[2]['part']}:aux", after="future")
    left = filled.queue(limit=3).to_list()
    assert [row["part"] for row in left] == [rows[at]["part"] for at in (1, 3, 4)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("none", "event:0-1:aux"), "no article"), (("a", "event:5"), "names no part"),
        (("a", "event:0-9999", None, None), "characters"), (("a", "event:0-1"), "of one field"),
        (("a", "event:0-1:colour"), "no field"), (("a", "event:0-1:type", None, "MEET"), "no type"),
    ],
)  # fmt: skip
def test_what_cannot_be_put_right_is_told(filled: Project, given: tuple[str, ...], said: str) -> None:
    with pytest.raises(StoreError, match=said):
        filled.correct(*given, kind="skip" if said == "characters" else "fix")
    assert filled.corrections().to_list() == []


def test_commands_list_them(news: Project) -> None:
    met, _ = parts(news, "a")
    news.correct(
        "a", f"{met}:actors", after=[{"start": 7, "end": 13, "text": "Russia", "actor": "the-other"}]
    )
    run = CliRunner()
    gold = run.invoke(cli.main, ["corrections", str(news.path), "--gold"]).stdout
    coding = Coding.from_dict(json.loads(gold))
    assert coding.events[0].actors[0].actor == "the-other" and coding.actor("the-other") is not None
    assert "event:" in run.invoke(cli.main, ["corrections", str(news.path)]).stdout
    assert "actors" in run.invoke(cli.main, ["corrections", str(news.path), "--precision"]).stdout
    assert "statement:" in run.invoke(cli.main, ["queue", str(news.path)]).stdout
