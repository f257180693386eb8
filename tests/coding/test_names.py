"""Names by their capitals, and who they turn out to be."""

from __future__ import annotations

import pytest

from coding.making import Scene, code
from dragoman.coding import Coder
from dragoman.coding.names import find_names
from dragoman.coding.view import View


def names(scene: Scene) -> list[tuple[str, str]]:
    """Names of a scene with their titles."""
    coder, view = Coder(), View(scene.parse())
    found = find_names(view, coder._known, coder._geo, coder._role)
    return [(view.words((name.first, name.last)), view.words(name.title)) for name in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("President Joko Widodo spoke", ("Joko Widodo", "President")),
        ("US Secretary of State Mike Pompeo spoke", ("Mike Pompeo", "US Secretary of State")),
        ("Park Geun-hye spoke", ("Park Geun-hye", "")),
        ("John Major spoke", ("John Major", "")),
        ("the Department of Justice spoke", ("Department of Justice", "")),
        ("the People's Liberation Army spoke", ("People's Liberation Army", "")),
        ("envoy Bashar al-Assad spoke", ("Bashar al-Assad", "")),
    ],
)
def test_a_run_of_capitals_is_cut_into_title_and_name(words, expected):
    from dragoman.language.parse import Parse, Sentence, Token
    from dragoman.language.tokens import tokenize

    spans = tokenize(words, 0, len(words))
    tokens = tuple(Token(a, b, words[a:b], words[a:b].lower(), "", "", -1, "", 0) for a, b in spans)
    view, coder = View(Parse(words, tokens, (Sentence(0, len(tokens), 0, len(words)),))), Coder()
    found = find_names(view, coder._known, coder._geo, coder._role)
    assert [(view.words((name.first, name.last)), view.words(name.title)) for name in found] == [expected]


def test_the_first_word_of_a_sentence_owes_its_capital_to_its_place():
    assert names(Scene("Protesters/NOUN/2/nsubj left/VERB/0/root Minsk/PROPN/2/obj")) == [("Minsk", "")]


def test_an_acronym_in_brackets_means_the_name_before_it():
    scene = Scene(
        "The/DET/4/det National/PROPN/4/compound Telecommunications/PROPN/4/compound "
        "Commission/PROPN/8/nsubj "
        "(/PUNCT/6/punct NTC/PROPN/4/appos )/PUNCT/6/punct spoke/VERB/0/root ./PUNCT/8/punct",
        "The/DET/2/det NTC/PROPN/3/nsubj closed/VERB/0/root a/DET/5/det station/NOUN/3/obj ./PUNCT/3/punct",
    ).event("closed", "COERCE", actor=[("NTC", 2)])
    coding = code(scene)
    actor = coding.actor(coding.events[0].actors[0].actor)
    assert actor.name == "National Telecommunications Commission"


def test_a_body_of_a_state_gets_its_own_name():
    scene = Scene(
        "Thai/ADJ/2/amod troops/NOUN/3/nsubj dispersed/VERB/0/root "
        "a/DET/5/det rally/NOUN/3/obj ./PUNCT/3/punct"
    ).event("dispersed", "COERCE", actor=["troops"])
    coding = code(scene)
    (actor,) = coding.actors
    assert (actor.name, actor.country, actor.sector) == ("Royal Thai Army", ("THA",), ("MIL",))


def test_what_was_held_before_is_no_part_of_a_name():
    text = "Former Trump adviser Michael Flynn praised Trump on Monday. Trump pardoned Flynn."
    coding = Coder().code(text, published="2020-12-10")
    named = [actor.name for actor in coding.actors]
    assert "Donald Trump" in named and not any("Former" in name for name in named)


def test_a_state_before_a_name_is_no_part_of_it():
    text = "United States Senator from Vermont Bernie Sanders endorsed Joe Biden. Sanders praised Biden."
    coding = Coder().code(text, published="2020-04-15")
    assert "Bernie Sanders" in [actor.name for actor in coding.actors]


def test_what_stands_before_a_known_name_is_no_part_of_it():
    line = "Furious/ADJ/2/amod Madrid/PROPN/3/nsubj objected|object/VERB/0/root ./PUNCT/3/punct"
    (actor,) = code(Scene(line).event("objected", "REJECT", actor=["Madrid"])).actors
    assert actor.name == "Spain"


def test_the_number_of_a_unit_is_part_of_its_name():
    line = (
        "The/DET/4/det 10th/ADJ/4/amod Mountain/PROPN/4/compound Division/PROPN/5/nsubj "
        "left|leave/VERB/0/root ./PUNCT/5/punct"
    )
    (actor,) = code(Scene(line).event("left", "RETREAT", actor=["Division"])).actors
    assert (actor.name, actor.country) == ("10th Mountain Division", ("USA",))
