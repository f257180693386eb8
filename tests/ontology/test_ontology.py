"""PLOVER's tables are complete and agree with each other and with annotated news."""

from __future__ import annotations

import pytest

from dragoman import ontology
from shared import gold, needs_shared


def test_the_numbers_of_types_modes_contexts_and_sectors_are_plovers():
    assert len(ontology.TYPES) == 16
    assert sum(len(modes) for modes in ontology.MODES.values()) == 67
    assert [len(ontology.MODES[name]) for name in ("CONSULT", "RETREAT", "PROTEST", "COERCE", "ASSAULT")] == [
        4,
        6,
        7,
        10,
        15,
    ]
    assert [name for name, modes in ontology.MODES.items() if not modes] == [
        "AGREE",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
    ]
    assert len(ontology.CONTEXTS) == 37
    assert len(set(ontology.SECTORS) - {"IGO", "NGO"}) == 25


def test_every_type_has_a_quad_class_and_conflict_scores_below_cooperation():
    for name, event_type in ontology.TYPES.items():
        assert ontology.quad(name) in ontology.QUADS
        assert -10 <= event_type.score <= 10
        assert (event_type.score > 0) == event_type.quad.endswith("cooperation"), name


def test_every_mode_has_a_score_and_a_cameo_code_of_the_crosswalk():
    for name, modes in ontology.MODES.items():
        for mode in modes:
            assert -10 <= ontology.score(name, [mode]) <= 10
            assert ontology.cameo(name, [mode]) in ontology.CODES
            assert ontology.MODE_TABLE[name][mode].score_source
        assert ontology.cameo(name) in ontology.CODES


@pytest.mark.parametrize("name", list(ontology.TYPES))
def test_a_type_comes_back_from_its_cameo_code(name):
    assert ontology.from_cameo(ontology.cameo(name)).type == name


def test_a_mode_comes_back_as_its_type_but_where_cameo_has_no_place_for_it():
    away = {
        (name, mode): ontology.from_cameo(ontology.cameo(name, [mode])).type
        for name, modes in ontology.MODES.items()
        for mode in modes
        if ontology.from_cameo(ontology.cameo(name, [mode])).type != name
    }
    assert away == {("RETREAT", "resign"): "CONCEDE"}  # CAMEO 083: accede to demands for change in leadership


def test_the_crosswalk_uses_known_types_modes_and_contexts_only():
    for code, row in ontology.CODES.items():
        assert row.type in ontology.TYPES, code
        assert not row.mode or row.mode in ontology.MODES[row.type], code
        assert set(row.contexts) <= set(ontology.CONTEXTS), code


def test_house_decisions_where_the_manual_contradicts_itself():
    assert ontology.quad("SANCTION") == "material conflict"
    assert ontology.score("ACCUSE") == -3
    assert ontology.score("PROTEST", ["vandalize"]) == ontology.score("PROTEST") == -5
    assert "CRIME" not in ontology.TYPES and "DEMAND" not in ontology.TYPES


@pytest.mark.parametrize(
    ("event_type", "modes", "contexts", "score", "cameo"),
    [
        ("CONSULT", ["visit"], [], 4, "042"),
        ("ASSAULT", [], [], -9, "180"),
        ("ASSAULT", [], ["military"], -9, "190"),
        ("ASSAULT", ["beat", "primitive"], [], -8, "182"),
        ("ASSAULT", ["beat", "unconventional"], [], -10, "204"),
        ("AID", [], ["diplomatic", "military"], 10, "072"),
        ("COERCE", ["seize"], ["territory"], -7, "192"),
        ("REQUEST", ["assist"], [], 0.5, "101"),
        ("SANCTION", ["convict"], ["legal"], -6, "116"),
    ],
)
def test_score_and_code_of_an_event(event_type, modes, contexts, score, cameo):
    assert ontology.score(event_type, modes) == score
    assert ontology.cameo(event_type, modes, contexts) == cameo


def test_codes_from_cameo():
    assert ontology.from_cameo("0871").mode == "ceasefire"
    assert ontology.from_cameo("14").type == "PROTEST"  # a root is its general code
    assert ontology.from_cameo("1419").mode == "demo"  # not listed: the nearest above
    assert ontology.from_cameo("010") is None  # statements are dropped


@pytest.mark.parametrize("code", ["", "1", "00", "21", "20411", "abc", "1²"])
def test_what_is_no_cameo_code_is_refused(code):
    with pytest.raises(ontology.UnknownCode, match="no CAMEO code"):
        ontology.from_cameo(code)


def test_unknown_names_are_refused_with_the_choice():
    with pytest.raises(ontology.UnknownCode, match="no event type 'FIGHT'; the types are AGREE"):
        ontology.quad("FIGHT")
    with pytest.raises(ontology.UnknownCode, match="no mode 'visit' of AGREE; the type has none"):
        ontology.score("AGREE", ["visit"])
    with pytest.raises(ontology.UnknownCode, match="the modes are visit, third-party"):
        ontology.cameo("CONSULT", ["demo"])


@needs_shared
def test_annotated_news_uses_nothing_the_ontology_lacks():
    records = gold(
        "corpus/train", "corpus/authored", "corpus/releases", "corpus/dev", "seed/gold", "challenge/visible"
    )
    assert len(records) > 400
    for record in records:
        for event in record["events"]:
            assert ontology.quad(event["type"])
            ontology.score(event["type"], event["mode"])
            ontology.cameo(event["type"], event["mode"], event["context"])
            assert set(event["context"]) <= set(ontology.CONTEXTS)
        for actor in record["actors"]:
            assert set(actor["sector"]) <= set(ontology.SECTORS)
