"""An event's times, and the date that follows from them: which source, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coding.making import Scene, code
from dragoman.records import Coding

#: published in the helper: Friday 20 August 2021
DAY = "2021-08-20"


def features(scene: Scene, **told: str) -> Scene:
    """Give words their features: ``met="Tense=Past|VerbForm=Fin"``."""
    scene.tokens = tuple(
        replace(token, feats=told[token.text], lemma=token.lemma) if token.text in told else token
        for token in scene.tokens
    )
    return scene


def lemmas(scene: Scene, **told: str) -> Scene:
    scene.tokens = tuple(replace(t, lemma=told.get(t.text, t.lemma)) for t in scene.tokens)
    return scene


def dated(coding: Coding, number: int = 0) -> tuple[str, str, str] | None:
    date = coding.events[number].date
    return (date.value, date.granularity, date.source) if date else None


def why(coding: Coding, field: str, number: int = 0) -> str:
    return "; ".join(one.rule for one in coding.events[number].why if one.field == field)


PAST, PRESENT = "Tense=Past|VerbForm=Fin", "Tense=Pres|VerbForm=Fin"


def arrest(*, times: tuple[str, ...] = ("Sunday",), title: bool = False, aux: str = "") -> Scene:
    scene = Scene(
        "Police/NOUN/2/nsubj arrested/VERB/0/root two/NUM/4/nummod men/NOUN/2/obj on/ADP/6/case "
        "Sunday/PROPN/2/obl "
        "./PUNCT/2/punct",
        title=title,
    )
    return scene.event(
        "arrested", "COERCE", modes=["arrest"], aux=aux, actor=["Police"], recipient=["men"], time=times
    )


def test_an_events_own_time_dates_it_and_says_how() -> None:
    coding = code(arrest())
    assert dated(coding) == ("2021-08-15", "day", "time")
    assert why(coding, "times") == '"Sunday" is 2021-08-15 (day): past weekday'
    assert why(coding, "date") == "the event's own time"


def test_a_time_that_hangs_from_the_act_is_its_own_though_the_model_drew_no_edge() -> None:
    coding = code(arrest(times=()))
    assert dated(coding) == ("2021-08-15", "day", "time")
    assert "tree" in why(coding, "times")


def test_what_is_still_to_come_lies_ahead() -> None:
    assert dated(code(arrest(aux="future"))) == ("2021-08-22", "day", "time")
    scene = Scene(
        "He/PRON/3/nsubj will/AUX/3/aux visit/VERB/0/root Kyiv/PROPN/3/obj on/ADP/6/case "
        "Sunday/PROPN/3/obl ./PUNCT/3/punct"
    ).event("visit", "AGREE", actor=["He"], time=["Sunday"])
    assert dated(code(scene)) == ("2021-08-22", "day", "time")


def test_a_present_tense_looks_ahead_and_a_past_one_back() -> None:
    for feats, day in ((PRESENT, "2021-08-22"), (PAST, "2021-08-15")):
        scene = Scene(
            "She/PRON/2/nsubj flies/VERB/0/root to/ADP/4/case Kyiv/PROPN/2/obl on/ADP/6/case "
            "Sunday/PROPN/2/obl ./PUNCT/2/punct"
        ).event("flies", "CONSULT", actor=["She"], time=["Sunday"])
        assert dated(code(features(scene, flies=feats))) == (day, "day", "time")


def test_what_a_time_follows_is_counted_back_from_the_main_clause() -> None:
    scene = Scene(
        "He/PRON/2/nsubj left/VERB/0/root on/ADP/4/case Tuesday/PROPN/2/obl ,/PUNCT/7/punct "
        "two/NUM/7/nummod days/NOUN/10/obl "
        "after/SCONJ/10/mark rebels/NOUN/10/nsubj bombed/VERB/2/advcl his/PRON/12/nmod:poss "
        "house/NOUN/10/obj ./PUNCT/2/punct"
    ).event("bombed", "ASSAULT", actor=["rebels"], recipient=["house"], time=["days"])
    coding = code(scene)
    assert dated(coding) == ("2021-08-15", "day", "time")
    assert "counted from 2021-08-17" in why(coding, "times")


def test_the_finest_of_several_times_dates_the_event() -> None:
    scene = Scene(
        "Police/NOUN/2/nsubj arrested/VERB/0/root men/NOUN/2/obj last/ADJ/5/amod week/NOUN/2/obl:tmod "
        "on/ADP/7/case "
        "Sunday/PROPN/2/obl ./PUNCT/2/punct"
    ).event(
        "arrested", "COERCE", modes=["arrest"], actor=["Police"], recipient=["men"], time=["week", "Sunday"]
    )
    assert dated(code(scene)) == ("2021-08-15", "day", "time")


def test_a_headline_takes_the_time_of_the_same_happening() -> None:
    scene = Scene(
        "Merkel/PROPN/2/nsubj visits/VERB/0/root Ukraine/PROPN/2/obj",
        "Merkel/PROPN/2/nsubj visited/VERB/0/root Ukraine/PROPN/2/obj on/ADP/5/case Sunday/PROPN/2/obl "
        "./PUNCT/2/punct",
        title=True,
    )
    scene.event("visits", "CONSULT", modes=["visit"], actor=["Merkel"], recipient=["Ukraine"])
    scene.event(
        "visited",
        "CONSULT",
        modes=["visit"],
        actor=[("Merkel", 2)],
        recipient=[("Ukraine", 2)],
        time=["Sunday"],
    )
    coding = code(scene)
    assert dated(coding, 0) == ("2021-08-15", "day", "time")
    assert 'told again with "visited"' in why(coding, "date", 0)


def lead(words: str = "") -> Scene:
    scene = Scene(
        words + "Police/NOUN/2/nsubj arrested/VERB/0/root two/NUM/4/nummod men/NOUN/2/obj ./PUNCT/2/punct"
    )
    return scene.event("arrested", "COERCE", modes=["arrest"], actor=["Police"], recipient=["men"])


def test_a_news_lead_in_the_past_tense_dates_to_the_days_before() -> None:
    coding = code(features(lead(), arrested=PAST))
    assert dated(coding) == ("2021-08-17/2021-08-20", "week", "lead")
    assert "first sentence in the past tense" in why(coding, "date")
    # without a tense nothing is known, and without a publication nothing to count from
    assert dated(code(lead())) is None
    assert dated(code(features(lead(), arrested=PAST), None)) is None


def test_what_the_headline_looks_back_at_is_not_its_news() -> None:
    def sent(behind: str) -> Scene:
        return Scene(
            f"UN/PROPN/2/nsubj sends/VERB/0/root patrol/NOUN/2/obj {behind}/ADP/5/case raid/NOUN/2/obl",
            "It/PRON/2/nsubj rained/VERB/0/root ./PUNCT/2/punct",
            title=True,
        ).event("raid", "ASSAULT")

    assert dated(code(sent("in"))) == ("2021-08-17/2021-08-20", "week", "lead")
    for behind in ("after", "since", "over", "following"):
        assert dated(code(sent(behind))) is None


def test_when_the_dead_were_counted_is_not_when_they_died() -> None:
    def told(verb: str) -> Scene:
        scene = Scene(
            f"Police/NOUN/2/nsubj {verb}/VERB/0/root the/DET/4/det toll/NOUN/2/obj on/ADP/6/case "
            "Sunday/PROPN/2/obl ./PUNCT/2/punct"
        ).event("toll", "ASSAULT")
        return lemmas(scene, put="put", saw="see")

    assert dated(code(told("put"))) is None
    assert dated(code(told("saw"))) == ("2021-08-15", "day", "time")


def test_a_dateline_dates_its_lead() -> None:
    scene = Scene(
        "ROME/PROPN/6/dep ,/PUNCT/1/punct August/PROPN/6/dep 19/NUM/3/nummod -/PUNCT/6/punct "
        "Police/NOUN/7/nsubj "
        "arrested/VERB/0/root men/NOUN/7/obj ./PUNCT/7/punct"
    ).event("arrested", "COERCE", modes=["arrest"], actor=["Police"], recipient=["men"])
    coding = code(features(scene, arrested=PAST))
    assert dated(coding) == ("2021-08-18/2021-08-19", "week", "dateline")


@pytest.mark.parametrize("aux", ["future", "historical", "hypothetical", "negation"])
def test_only_what_is_told_as_done_is_news_of_a_lead(aux: str) -> None:
    scene = features(lead(), arrested=PAST)
    scene.triggers[0] = replace(scene.triggers[0], aux={aux: 0.9})
    assert dated(code(scene)) is None


def test_later_sentences_and_what_others_say_are_no_lead() -> None:
    scene = Scene(
        "It/PRON/2/nsubj rained/VERB/0/root ./PUNCT/2/punct",
        "Police/NOUN/2/nsubj arrested/VERB/0/root men/NOUN/2/obj ./PUNCT/2/punct",
    ).event("arrested", "COERCE", modes=["arrest"], actor=["Police"], recipient=["men"])
    assert dated(code(features(scene, arrested=PAST))) is None
    scene = Scene(
        "He/PRON/2/nsubj said/VERB/0/root police/NOUN/4/nsubj arrested/VERB/2/ccomp men/NOUN/4/obj "
        "./PUNCT/2/punct"
    ).event("arrested", "COERCE", modes=["arrest"], actor=["police"], recipient=["men"])
    assert dated(code(features(scene, arrested=PAST))) is None


def test_a_time_that_stays_open_is_not_replaced_by_a_guess() -> None:
    scene = Scene(
        "Police/NOUN/2/nsubj arrested/VERB/0/root men/NOUN/2/obj the/DET/6/det same/ADJ/6/amod "
        "day/NOUN/2/obl:tmod ./PUNCT/2/punct"
    ).event("arrested", "COERCE", modes=["arrest"], actor=["Police"], recipient=["men"], time=["day"])
    coding = code(features(scene, arrested=PAST))
    assert coding.events[0].times[0].value == "" and dated(coding) is None


def test_no_date_is_the_bare_day_of_publication() -> None:
    for scene in (features(lead(), arrested=PAST), lead()):
        found = dated(code(scene))
        assert found is None or found[0] != DAY


def raid(times: tuple[str, ...]) -> Scene:
    scene = Scene(
        "Rebels/NOUN/2/nsubj bombed/VERB/0/root a/DET/4/det house/NOUN/2/obj on/ADP/6/case "
        "Sunday/PROPN/2/obl "
        "./PUNCT/2/punct",
        "Two/NUM/2/nummod days/NOUN/8/obl after/ADP/5/case the/DET/5/det bombing/NOUN/2/nmod "
        "police/NOUN/7/compound forces/NOUN/8/nsubj arrested/VERB/0/root five/NUM/8/obj ./PUNCT/8/punct",
    )
    scene.event("bombed", "ASSAULT", actor=["Rebels"], recipient=["house"], time=["Sunday"])
    scene.event("bombing", "ASSAULT", actor=["Rebels"])
    return scene.event("arrested", "COERCE", modes=["arrest"], actor=["forces"], time=times)


def test_days_after_an_act_count_from_its_date() -> None:
    coding = code(raid(("days",)))
    assert dated(coding, 2) == ("2021-08-17", "day", "time")
    assert 'the date of "bombing"' in why(coding, "times", 2)


def test_the_eve_of_an_act_is_the_day_before_it() -> None:
    scene = Scene(
        "On/ADP/3/case the/DET/3/det eve/NOUN/7/obl of/ADP/5/case talks/NOUN/3/nmod police/NOUN/7/nsubj "
        "arrested/VERB/0/root five/NUM/7/obj ./PUNCT/7/punct",
        "The/DET/2/det talks/NOUN/3/nsubj opened/VERB/0/root on/ADP/5/case Sunday/PROPN/3/obl "
        "./PUNCT/3/punct",
    )
    scene.event("talks", "CONSULT", actor=["police"])
    scene.event("arrested", "COERCE", modes=["arrest"], actor=["police"], time=["eve"])
    scene.event(("talks", 2), "CONSULT", actor=["police"], time=["Sunday"])
    coding = code(scene)
    assert dated(coding, 1) == ("2021-08-14", "day", "time")


def test_a_stretch_is_known_no_better_than_its_length() -> None:
    scene = Scene(
        "Police/NOUN/2/nsubj arrested/VERB/0/root men/NOUN/2/obj in/ADP/8/case the/DET/8/det past/ADJ/8/amod "
        "three/NUM/8/nummod weeks/NOUN/2/obl ./PUNCT/2/punct"
    ).event("arrested", "COERCE", modes=["arrest"], actor=["Police"], recipient=["men"], time=["weeks"])
    assert dated(code(scene)) == ("2021-07-30/2021-08-20", "month", "time")


def test_what_was_to_be_is_past() -> None:
    for word, feats, day in (("was", PAST, "2021-08-15"), ("is", PRESENT, "2021-08-22")):
        scene = Scene(
            f"It/PRON/4/nsubj {word}/AUX/4/aux to/PART/4/mark meet/VERB/0/root on/ADP/6/case "
            f"Sunday/PROPN/4/obl "
            "./PUNCT/4/punct"
        ).event("meet", "AGREE", actor=["It"], time=["Sunday"])
        assert dated(code(features(scene, **{word: feats}))) == (day, "day", "time")


def carried(*, act: bool) -> Scene:
    """ "Police made arrests on Sunday", the time linked to nothing; ``act``: the verb is an "
    "act of its own."""
    scene = Scene(
        "Police/NOUN/2/nsubj made/VERB/0/root arrests/NOUN/2/obj on/ADP/5/case Sunday/PROPN/2/obl "
        "./PUNCT/2/punct"
    )
    if act:
        scene.event("made", "ACCUSE", actor=["Police"])
    return scene.event("arrests", "COERCE", modes=["arrest"], actor=["Police"])


def test_the_time_of_a_verb_dates_the_act_it_carries_unless_it_is_an_act_itself() -> None:
    assert dated(code(carried(act=False))) == ("2021-08-15", "day", "time")
    coding = code(carried(act=True))
    assert [bool(event.times) for event in coding.events] == [True, False]


def test_a_strike_called_for_friday_is_still_to_come():
    from dragoman.coding import Coder

    text = "The union, whose leader was arrested on Monday, has called a strike for Friday."
    coding = Coder().code(text, published="2023-03-14")
    assert "2023-03-17" in [time.value for event in coding.events for time in event.times]


# stretches, and times of what the act was done to --------------------------------------------------


def times_of(coding: Coding, number: int = 0) -> list[tuple[str, str]]:
    return [(time.text, time.value) for time in coding.events[number].times]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "May/PROPN/2/obl 5/NUM/5/nummod and/CCONJ/8/cc 6/NUM/6/conj",
            [("May 5", "2021-05-05"), ("6", "2021-05-06")],
        ),
        ("2009/NUM/2/obl to/ADP/7/case 2013/NUM/5/nmod", [("2009", "2009"), ("2013", "2013")]),
        ("the/DET/6/det 1960s/NOUN/2/obl", [("the 1960s", "1960")]),
    ],
)
def test_a_stretch_is_told_by_its_ends(words: str, expected: list[tuple[str, str]]) -> None:
    # The date of the event keeps the whole stretch; the times are each at a granularity that ISO knows.
    scene = Scene(
        f"Police/NOUN/2/nsubj arrested/VERB/0/root men/NOUN/2/obj from/ADP/5/case {words} ./PUNCT/2/punct"
    )
    last = expected[0][0].split()[-1]
    coding = code(scene.event("arrested", "COERCE", actor=["Police"], recipient=["men"], time=[last]))
    assert times_of(coding) == expected
    for time in coding.events[0].times:
        assert coding.article.text[time.start : time.end] == time.text


def test_late_on_a_day_is_on_that_day() -> None:
    scene = Scene(
        "Police/NOUN/2/nsubj arrested/VERB/0/root men/NOUN/2/obj late/ADV/2/advmod on/ADP/6/case "
        "Tuesday/PROPN/2/obl ./PUNCT/2/punct"
    ).event("arrested", "COERCE", actor=["Police"], recipient=["men"], time=["late"])
    assert times_of(code(scene)) == [("late on Tuesday", "2021-08-17")]


def test_what_goes_on_since_a_month_began_in_one_that_is_past() -> None:
    scene = Scene(
        "Police/NOUN/2/nsubj search/VERB/0/root houses/NOUN/2/obj since/ADP/5/case "
        "October/PROPN/2/obl ./PUNCT/2/punct"
    ).event("search", "COERCE", aux="future", actor=["Police"], recipient=["houses"], time=["October"])
    assert times_of(code(scene))[0][1] == "2020-10"


def test_two_days_before_without_an_act_behind_it_counts_back_from_the_time_told() -> None:
    scene = Scene(
        "Police/NOUN/2/nsubj arrested/VERB/0/root men/NOUN/2/obj on/ADP/5/case "
        "Sunday/PROPN/2/obl ./PUNCT/2/punct",
        "Two/NUM/2/nummod days/NOUN/7/obl before/ADV/2/advmod ,/PUNCT/7/punct the/DET/6/det "
        "army/NOUN/7/nsubj shelled/VERB/0/root the/DET/9/det town/NOUN/7/obj ./PUNCT/7/punct",
    ).event("arrested", "COERCE", actor=["Police"], recipient=["men"], time=["Sunday"])
    scene = scene.event("shelled", "ASSAULT", actor=["army"], recipient=["town"], time=["days"])
    coding = code(features(scene, arrested=PAST, shelled=PAST))
    assert times_of(coding, 1) == [("Two days before", "2021-08-13")]


@pytest.mark.parametrize(("aux", "expected"), [("historical", ["2008", "2012"]), ("", [])])
def test_the_year_of_what_was_done_to_is_the_acts_where_it_is_of_old(aux: str, expected: list[str]) -> None:
    scene = Scene(
        "He/PRON/2/nsubj backed/VERB/0/root the/DET/7/det 2008/NUM/7/compound and/CCONJ/6/cc 2012/NUM/4/conj "
        "campaigns/NOUN/2/obj ./PUNCT/2/punct"
    ).event("backed", "SUPPORT", aux=aux, actor=["He"], recipient=["campaigns"])
    assert [value for _, value in times_of(code(scene))] == expected


def test_what_sums_up_a_clause_has_its_time() -> None:
    scene = Scene(
        "Soldiers/NOUN/2/nsubj faced/VERB/0/root marchers/NOUN/2/obj on/ADP/5/case Sunday/PROPN/2/obl "
        ",/PUNCT/9/punct the/DET/9/det worst/ADJ/9/amod violence/NOUN/3/appos ./PUNCT/2/punct"
    ).event("violence", "ASSAULT", actor=["Soldiers"])
    assert times_of(code(scene)) == [("Sunday", "2021-08-15")]


def test_a_past_plan_is_for_the_day_that_is_near() -> None:
    scene = features(
        Scene(
            "The/DET/2/det curfew/NOUN/4/nsubj was/AUX/4/aux expected/VERB/0/root to/PART/6/mark "
            "end/VERB/4/xcomp on/ADP/8/case August/PROPN/6/obl 5/NUM/8/nummod ./PUNCT/4/punct"
        ).event("curfew", "COERCE", time=["August"]),
        was=PAST,
    )
    assert times_of(lemma_coded(scene)) == [("August 5", "2021-08-05")]


def lemma_coded(scene: Scene) -> Coding:
    return code(lemmas(scene, expected="expect", was="be"))
