"""The gold standard records are read as they are, and compared as the docstring says."""

from __future__ import annotations

import json

import pytest

from benchmarks import gsr
from shared import SHARED

TEXT = "Chad accused Mali of harbouring rebels, and Mali denied it."


def record(**more):
    markup = "(SRC: Chad) (EVT: accused) (TAR: Mali) of (EVT: harbouring) rebels, and Mali denied it."
    made = {
        "id": "one",
        "date": "2000-01-01",
        "event": "DISAPPROVE",
        "text": TEXT,
        "source": [{"actorText": "Chad", "code": "TCD"}],
        "target": [{"actorText": "Mali", "code": "MLI"}],
        "textInfo": {"markup": markup},
    }
    return {**made, **more}


def gold(tmp_path, **more):
    path = tmp_path / "records.txt"
    path.write_text(json.dumps([{"id": "DOCUMENT", "event": "DOCUMENT"}, record(**more)]))
    (one,) = gsr.read(path)
    return one


def event(type_, trigger, actors, recipients):
    start = TEXT.index(trigger)
    return {
        "type": type_,
        "trigger": {"start": start, "end": start + len(trigger), "text": trigger},
        "actors": [{"actor": actor} for actor in actors],
        "recipients": [{"actor": actor} for actor in recipients],
    }


ACTORS = [
    {"id": "chad", "kind": "country", "country": ["TCD"], "sector": []},
    {"id": "mali", "kind": "country", "country": ["MLI"], "sector": []},
    {"id": "union", "kind": "organisation", "country": [], "sector": ["IGO"]},
    {"id": "crowd", "kind": "group", "country": [], "sector": ["CVL"]},
]


def judged(of, *events):
    return gsr.judged(of, {"actors": ACTORS, "events": list(events)})


def test_a_record_is_read_in_present_terms_with_its_words_found_in_the_text(tmp_path):
    one = gold(tmp_path)
    assert one.type == "ACCUSE" and one.source == {"TCD"} and one.target == {"MLI"} and not one.mutual
    assert [TEXT[start:end] for start, end in one.words] == ["accused", "harbouring"]


def test_odd_codes_and_sides_are_read_as_what_they_stand_for(tmp_path):
    one = gold(
        tmp_path,
        source=[{"actorText": "Tokyo", "code": "JAP"}, {"actorText": "UN", "code": "IGO"}],
        target="x",
    )
    assert one.source == {"JPN", gsr.NONE} and one.target == frozenset()


def test_markup_in_place_of_its_wrapping_is_read_too(tmp_path):
    assert gold(tmp_path, textInfo="(SRC: Chad) (EVT: accused) Mali").words == ((5, 12),)


def test_the_second_of_two_like_words_is_told_from_the_first():
    text = "A strike followed the strike."
    assert gsr.marked(text, "A strike followed the (EVT: strike).") == ((22, 28),)


def test_type_and_countries_must_be_those_of_one_event(tmp_path):
    one = gold(tmp_path)
    right = judged(one, event("ACCUSE", "accused", ["chad"], ["mali"]))
    assert right.type and right.at_words and right.both and right.partly
    apart = judged(
        one, event("ACCUSE", "accused", ["chad"], []), event("REJECT", "denied", ["chad"], ["mali"])
    )
    assert apart.type and not apart.both and not apart.partly and apart.events == 2
    assert not judged(one).type


def test_countries_over_are_wrong_but_right_in_part(tmp_path):
    more = judged(gold(tmp_path), event("ACCUSE", "accused", ["chad", "union"], ["mali"]))
    assert not more.both and more.partly


def test_the_type_elsewhere_is_not_at_the_words(tmp_path):
    elsewhere = judged(gold(tmp_path), event("ACCUSE", "denied", ["chad"], ["mali"]))
    assert elsewhere.both and not elsewhere.at_words


def test_an_empty_side_must_have_no_country(tmp_path):
    one = gold(tmp_path, target=None)
    assert judged(one, event("ACCUSE", "accused", ["chad"], ["crowd"])).both
    assert not judged(one, event("ACCUSE", "accused", ["chad"], ["mali"])).both


def test_a_mutual_act_is_right_whichever_side_is_which(tmp_path):
    parties = [{"actorText": "Chad", "code": "TCD"}, {"actorText": "Mali", "code": "MLI"}]
    one = gold(
        tmp_path, source=parties, target="", textInfo={"markup": "(SRC/TAR: Chad) (EVT: met) (SRC/TAR: Mali)"}
    )
    assert judged(one, event("ACCUSE", "accused", ["chad", "mali"], [])).both
    assert judged(one, event("ACCUSE", "accused", ["chad"], ["mali"])).both
    assert not judged(one, event("ACCUSE", "accused", ["chad"], [])).both


@pytest.mark.skipif(not (SHARED / gsr.FILE).is_file(), reason="needs the gold standard records in ../shared")
def test_all_records_are_read_and_the_shipped_coder_keeps_what_it_reached(capsys):
    found = gsr.read(SHARED / gsr.FILE)
    assert len(found) == 322 and all(one.words for one in found)
    assert gsr.main(["--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["type"] >= 68 and told["type and both countries"] >= 37


def test_without_the_records_the_run_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(gsr, "SHARED", tmp_path)
    assert gsr.main([]) == 0
    assert "SKIPPED" in capsys.readouterr().out
