"""An item is right only where every field is, and direction is told from the rest."""

from __future__ import annotations

import copy
import json

import pytest

from annotated import RECORD, span
from benchmarks import challenge
from benchmarks.judge import judge
from shared import SHARED, needs_shared

ITEM = {**RECORD, "article": {**RECORD["article"], "id": "ch-by-passive-1"}}


def judged(change=lambda answer: None, *, gold=ITEM):
    answer = copy.deepcopy(gold)
    change(answer)
    return challenge.Judge(judge(SHARED)).item(gold, answer)


@needs_shared
def test_the_annotation_itself_is_fully_right():
    item = judged()
    assert item.right and item.who and item.direction and item.found
    assert not item.errors and item.phenomenon == "by-passive"


@needs_shared
@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("type", "ACCUSE", "type"),
        ("aux", "negation", "aux"),
        ("by", None, "by"),
        ("by", span("its leader", actor="leader"), "by"),
        ("recipients", [], "roles"),
        ("actors", [span("Police", actor="police"), span("its leader", actor="leader")], "roles"),
    ],
)
def test_each_field_can_be_what_is_wrong(field, value, wrong):
    item = judged(lambda answer: answer["events"][0].update({field: value}))
    assert not item.right and not getattr(item, wrong) and len(item.errors) == 1
    assert [name for name in ("type", "roles", "aux", "by") if not getattr(item, name)] == [wrong]


@needs_shared
def test_an_event_missing_or_over_is_an_error_of_all_fields():
    missing = judged(lambda answer: answer["events"].clear())
    assert not missing.found and not missing.type and not missing.direction
    assert missing.errors == ("MISSED COERCE 'arrested'",)

    def over(answer):
        answer["events"].append({**answer["events"][0], "trigger": span("go on")})

    more = judged(over)
    assert not more.right and more.direction
    assert more.errors == ("SPURIOUS COERCE 'go on'",)


@needs_shared
def test_doer_and_sufferer_turned_round_is_a_wrong_direction():
    def turn(answer):
        event = answer["events"][0]
        event["actors"], event["recipients"] = event["recipients"], event["actors"]

    item = judged(turn)
    assert item.direction is False and not item.roles and item.type


@needs_shared
def test_half_the_participants_in_their_role_is_the_right_direction():
    item = judged(lambda answer: answer["events"][0].update(actors=[]))
    assert item.direction and not item.roles


@needs_shared
def test_another_mention_of_the_same_entity_is_the_same_participant():
    def elsewhere(answer):
        answer["events"][0]["actors"] = [span("reporters", actor="police")]

    assert judged(elsewhere).roles and judged(elsewhere).who


@needs_shared
def test_the_right_words_for_another_entity_are_right_but_not_who_is_meant():
    def other(answer):
        answer["actors"][0] |= {"name": "Lagos fire brigade", "country": ["NGA"], "sector": ["GOV"]}

    item = judged(other)
    assert item.right and not item.who


@needs_shared
def test_an_item_without_events_is_right_where_none_is_read():
    quiet = {**ITEM, "events": []}
    assert judged(gold=quiet).right and judged(gold=quiet).direction is None
    assert not challenge.Judge(judge(SHARED)).item(quiet, ITEM).right


@needs_shared
def test_shares_count_what_was_judged(capsys):
    found = [judged(), judged(lambda answer: answer["events"].clear())]
    told = challenge.summary(found)
    assert told["fully right"] == told["direction"] == (1, 2)
    assert told["left alone"] == told["inverted direction"] == (0, 0)
    assert any("by-passive" in line for line in challenge.table(found))


@pytest.mark.skipif(not (SHARED / "challenge").is_dir(), reason="needs the challenge sentences in ../shared")
def test_the_shipped_coder_is_measured_item_by_item(capsys):
    assert challenge.main(["--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(challenge.GOALS) <= set(told)
    assert told["fully right"] >= 36 and told["left alone"] >= 63 and told["direction"] >= 70


def test_without_the_sentences_the_run_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(challenge, "SHARED", tmp_path)
    assert challenge.main([]) == 0
    assert "SKIPPED" in capsys.readouterr().out
