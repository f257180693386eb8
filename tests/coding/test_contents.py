"""What was said, from its first word to its last: frayed extents put right."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from coding.making import Scene, code
from dragoman.coding.contents import mend
from dragoman.coding.drafts import statements
from dragoman.coding.quotes import Quotes
from dragoman.coding.view import View


def said(scene: Scene) -> list[list[str]]:
    return [[span.text for span in one.content] for one in code(scene).statements]


MINISTER = "The/DET/2/det minister/NOUN/3/nsubj said/VERB/0/root "


def test_an_end_inside_a_phrase_is_carried_on():
    scene = Scene(
        MINISTER + "it/PRON/5/nsubj cost/VERB/3/ccomp the/DET/7/det state/NOUN/5/iobj ten/NUM/9/nummod "
        "dinars/NOUN/5/obj in/ADP/11/case tolls/NOUN/5/obl ./PUNCT/3/punct"
    ).content(3, 8, cue="said", speaker="minister")
    assert said(scene) == [["it cost the state ten dinars in tolls"]]


def test_a_beginning_inside_the_subject_is_taken_back():
    scene = Scene(
        MINISTER + "the/DET/5/det road/NOUN/10/nsubj to/ADP/7/case Kapan/PROPN/5/nmod would/AUX/10/aux "
        "not/PART/10/advmod close/VERB/3/ccomp ./PUNCT/3/punct"
    ).content(6, 10, cue="said", speaker="minister")
    assert said(scene) == [["the road to Kapan would not close"]]


def test_pieces_of_one_clause_are_one():
    scene = Scene(
        MINISTER + "gas/NOUN/9/nsubj which/PRON/6/nsubj leaks/VERB/4/acl:relcl often/ADV/6/advmod "
        "was/AUX/9/cop guilty/ADJ/3/ccomp ./PUNCT/3/punct"
    )
    scene.content(3, 5, cue="said", speaker="minister").content(7, 9, cue="said", speaker="minister")
    assert said(scene) == [["gas which leaks often was guilty"]]


def test_words_on_both_sides_of_the_cue_are_one_statement():
    scene = Scene(
        "If/SCONJ/3/mark they/PRON/3/nsubj paid/VERB/11/advcl ,/PUNCT/3/punct she/PRON/6/nsubj "
        "said/VERB/11/parataxis ,/PUNCT/6/punct the/DET/9/det trucks/NOUN/11/nsubj would/AUX/11/aux "
        "pass/VERB/0/root ./PUNCT/11/punct"
    )
    scene.content(0, 3, cue="said", speaker="she").content(7, 11, cue="said", speaker="she")
    assert said(scene) == [["If they paid", "the trucks would pass"]]


def test_what_another_verb_governs_is_not_added():
    scene = Scene(
        MINISTER + "it/PRON/5/nsubj failed/VERB/3/ccomp and/CCONJ/7/cc ordered/VERB/3/conj "
        "clerks/NOUN/7/obj to/PART/10/mark leave/VERB/7/xcomp ./PUNCT/3/punct"
    )
    scene.content(3, 5, cue="said", speaker="minister").content(8, 10, cue="said", speaker="minister")
    assert said(scene) == [["it failed"]]


def test_a_turn_after_according_to_ends_what_is_told():
    scene = Scene(
        "Ten/NUM/2/nsubj died/VERB/0/root ,/PUNCT/6/punct according/VERB/6/case to/ADP/4/fixed "
        "police/NOUN/2/obl ,/PUNCT/11/punct but/CCONJ/11/cc the/DET/10/det road/NOUN/11/nsubj "
        "opened/VERB/2/conj ./PUNCT/2/punct"
    )
    scene.content(0, 2, cue="according", speaker="police").content(8, 11, cue="according", speaker="police")
    assert said(scene) == [["Ten died"]]


def test_a_word_that_leads_on_to_what_is_left_out_is_left_out():
    scene = Scene(
        MINISTER + "nothing/PRON/5/nsubj burned/VERB/3/ccomp despite/ADP/8/case ,/PUNCT/8/punct "
        "reports/NOUN/3/obl ./PUNCT/3/punct"
    ).content(3, 6, cue="said", speaker="minister")
    assert said(scene) == [["nothing burned"]]


def test_a_quotation_found_in_part_is_taken_whole():
    scene = Scene(
        'The/DET/2/det mayor/NOUN/3/nsubj said/VERB/0/root :/PUNCT/3/punct "/PUNCT/6/punct '
        "Help/VERB/3/parataxis us/PRON/6/obj ./PUNCT/6/punct",
        "We/PRON/2/nsubj wait/VERB/0/root and/CCONJ/4/cc hope/VERB/2/conj ./PUNCT/2/punct",
        'Nobody/PRON/2/nsubj came/VERB/0/root ./PUNCT/2/punct "/PUNCT/2/punct',
        "Snow/NOUN/2/nsubj fell/VERB/0/root ./PUNCT/2/punct",
    ).content(5, 7, cue="said", speaker="mayor")
    assert said(scene) == [['"Help us', "We wait and hope", 'Nobody came. "']]


def test_a_quotation_that_holds_its_own_cue_is_left_alone():
    scene = Scene(
        '"/PUNCT/4/punct She/PRON/4/nsubj never/ADV/4/advmod said/VERB/0/root that/SCONJ/7/mark '
        'I/PRON/7/nsubj lied/VERB/4/ccomp ./PUNCT/4/punct "/PUNCT/4/punct'
    ).content(5, 7, cue="said", speaker="She")
    assert said(scene) == [["I lied"]]


def test_a_colon_announces_the_words_of_the_next_sentences():
    scene = Scene(
        "The/DET/2/det envoys/NOUN/3/nsubj say/VERB/0/root :/PUNCT/3/punct",
        "Peace/NOUN/2/nsubj holds/VERB/0/root ./PUNCT/2/punct",
        "Trade/NOUN/2/nsubj grows/VERB/0/root ./PUNCT/2/punct",
    )
    scene.content(4, 6).content(7, 9)
    coding = code(scene)
    (one,) = coding.statements
    assert [span.text for span in one.content] == ["Peace holds", "Trade grows"]
    assert (one.speaker.text, one.cue.text) == ("The envoys", "say")


def test_a_lone_noun_without_quotation_marks_is_nothing_said():
    scene = Scene("The/DET/2/det rebels/NOUN/3/nsubj claimed/VERB/0/root victory/NOUN/3/obj ./PUNCT/3/punct")
    assert said(scene.content(3, 4, cue="claimed", speaker="rebels")) == []


WORDS = st.sampled_from(["he", "said", '"', ",", "the", "state", "paid", "and", "«", "»", "’", "."])


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=14), st.data())
def test_contents_stay_inside_their_sentences_and_in_order(words, data):
    size = len(words)
    heads, links = st.integers(0, size), st.sampled_from(["dep", "det", "conj", "obl"])
    line = " ".join(f"{word}/X/{data.draw(heads)}/{data.draw(links)}" for word in words)
    scene = Scene(line, line)
    for low in (0, size):
        first = data.draw(st.integers(low, low + size - 1))
        last = data.draw(st.integers(first + 1, low + size))
        scene.content(first, last, cue=data.draw(st.integers(low, low + size - 1)))
    parse = scene.parse()
    view = View(parse)
    for draft in mend(view, statements(view), Quotes(parse.text)):
        for content in draft.contents:
            low, high = view.sentence(content.first)
            assert low <= content.first < content.last <= high
