"""The date of an act that has no time of its own, by the clause that it stands in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coding.making import Scene, code
from dragoman.records import Coding


def dated(coding: Coding, word: str) -> tuple[str, str] | None:
    date = next(event.date for event in coding.events if event.trigger.text == word)
    return (date.value, date.source) if date else None


def why(coding: Coding, word: str) -> str:
    event = next(event for event in coding.events if event.trigger.text == word)
    return "; ".join(one.rule for one in event.why if one.field == "date")


def raid(second: str, *, aux: str = "") -> Scene:
    """*Police raided offices on Sunday*, and something more."""
    scene = Scene(
        "Police/NOUN/2/nsubj raided/VERB/0/root offices/NOUN/2/obj on/ADP/5/case Sunday/PROPN/2/obl " + second
    )
    scene.event("raided", "COERCE", actor=["Police"], recipient=["offices"], time=["Sunday"])
    return scene.event("arrested", "COERCE", aux=aux, recipient=["editors"])


AND = "and/CCONJ/7/cc arrested/VERB/2/conj editors/NOUN/7/obj ./PUNCT/2/punct"


def test_what_is_joined_by_and_was_on_the_same_day() -> None:
    coding = code(raid(AND))
    assert dated(coding, "arrested") == ("2021-08-15", "clause")
    assert [time.text for time in coding.events[1].times] == ["Sunday"]
    assert why(coding, "arrested") == 'that of "raided" in the same clause'


def test_a_time_of_a_verb_that_is_no_act_dates_what_hangs_from_it() -> None:
    scene = Scene(
        "Police/NOUN/2/nsubj came/VERB/0/root on/ADP/4/case Sunday/PROPN/2/obl and/CCONJ/6/cc "
        "arrested/VERB/2/conj editors/NOUN/6/obj ./PUNCT/2/punct"
    ).event("arrested", "COERCE", actor=["Police"], recipient=["editors"])
    coding = code(scene)
    assert dated(coding, "arrested") == ("2021-08-15", "clause")
    assert why(coding, "arrested") == '"Sunday" in the same clause is 2021-08-15 (day): past weekday'


THEY = "arrested/VERB/2/advcl editors/NOUN/8/obj ./PUNCT/2/punct"


@pytest.mark.parametrize("mark", ["after", "before", "because", "if"])
def test_a_clause_of_another_time_is_not_dated_so(mark: str) -> None:
    scene = raid(f"{mark}/SCONJ/8/mark they/PRON/8/nsubj {THEY}")
    assert dated(code(scene), "arrested") is None


@pytest.mark.parametrize("mark", ["as", "while", "to"])
def test_a_clause_of_the_same_time_is(mark: str) -> None:
    scene = raid(f"{mark}/SCONJ/8/mark they/PRON/8/nsubj {THEY}")
    assert dated(code(scene), "arrested") == ("2021-08-15", "clause")


@pytest.mark.parametrize("aux", ["future", "historical", "hypothetical", "negation"])
def test_what_is_not_told_as_done_like_the_other_keeps_no_date_of_it(aux: str) -> None:
    assert dated(code(raid(AND, aux=aux)), "arrested") is None


def said(word: str, kind: str) -> Scene:
    scene = Scene(
        "Tokyo/PROPN/2/nsubj said/VERB/0/root on/ADP/4/case Sunday/PROPN/2/obl that/SCONJ/8/mark "
        f"it/PRON/8/nsubj would/AUX/8/aux {word}/VERB/2/ccomp ships/NOUN/8/obj ./PUNCT/2/punct"
    )
    scene.tokens = tuple(replace(t, lemma="say") if t.text == "said" else t for t in scene.tokens)
    return scene.event(word, kind, actor=["it"], recipient=["ships"])


def test_what_is_done_by_saying_so_is_done_when_it_is_said() -> None:
    assert dated(code(said("send", "AGREE")), "send") == ("2021-08-15", "clause")
    # what is reported to have been done was done at some time before
    assert dated(code(said("attack", "ASSAULT")), "attack") is None


def test_days_after_an_act_are_counted_back_from_the_main_clause() -> None:
    scene = Scene(
        "He/PRON/2/nsubj left/VERB/0/root on/ADP/4/case Tuesday/PROPN/2/obl ,/PUNCT/2/punct two/NUM/7/nummod "
        "days/NOUN/2/obl after/ADP/9/case riots/NOUN/7/nmod ./PUNCT/2/punct"
    ).event("riots", "PROTEST")
    coding = code(scene)
    assert dated(coding, "riots") == ("2021-08-15", "clause")
    assert why(coding, "riots").startswith('"two days after" it was 2021-08-15')


def test_hours_after_an_act_are_the_same_day_also_where_the_day_is_told_later() -> None:
    scene = Scene(
        "Hours/NOUN/6/obl after/ADP/3/case riots/NOUN/1/nmod ,/PUNCT/6/punct he/PRON/6/nsubj "
        "left/VERB/0/root on/ADP/8/case Tuesday/PROPN/6/obl ./PUNCT/6/punct"
    ).event("riots", "PROTEST")
    assert dated(code(scene), "riots") == ("2021-08-17", "clause")


def test_what_comes_after_that_is_not_counted_from() -> None:
    scene = Scene(
        "He/PRON/2/nsubj left/VERB/0/root on/ADP/4/case Tuesday/PROPN/2/obl ;/PUNCT/2/punct two/NUM/7/nummod "
        "days/NOUN/11/obl after/ADP/9/case that/PRON/7/nmod riots/NOUN/11/nsubj "
        "began/VERB/2/parataxis ./PUNCT/2/punct"
    ).event("riots", "PROTEST")
    assert dated(code(scene), "riots") is None
