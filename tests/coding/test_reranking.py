"""The second opinion: what it looks at, how it adds up, and what it mends."""

from zlib import crc32

import numpy as np
import pytest

from coding.making import Scene, code
from dragoman import Coder
from dragoman.coding.reranking import Models, Reranker, company
from dragoman.coding.reranking.features import Acts, Parts, Phrases, Status
from dragoman.coding.reranking.loglinear import LogLinear
from dragoman.coding.reranking.story import Told, around, paragraphs
from dragoman.coding.view import View

PASSIVE = (
    "Mugabe/PROPN/2/nsubj founded|found/VERB/0/root ZANU/PROPN/2/obj but/CCONJ/6/cc "
    "was|be/AUX/6/aux:pass arrested|arrest/VERB/2/conj by/ADP/8/case police/NOUN/6/obl "
    "in/ADP/10/case 1963/NUM/6/obl ./PUNCT/2/punct"
)


def view(*sentences: str, **options) -> View:
    return View(Scene(*sentences, **options).parse())


def test_each_phrase_of_the_sentence_is_a_candidate_and_the_act_is_not():
    seen = view(PASSIVE)
    words = {seen.tokens[core].text for core in Phrases(seen).around((5, 6))}
    assert words == {"Mugabe", "ZANU", "police", "1963"}


def test_a_part_is_told_by_the_way_through_the_tree_the_preposition_and_the_voice():
    seen = view(PASSIVE)
    parts = Parts(seen, Phrases(seen), (5, 6), 5, "COERCE", 2)
    assert "p=conj|nsubj;VERBP" in parts.features(0, 0)
    assert "tc=COERCE;|obl;by;P" in parts.features(7, 7)
    assert "l=arrest;conj|nsubj;P" in parts.features(0, 0)


def test_a_word_is_told_by_its_lemma_and_by_what_hangs_from_it():
    features = Acts(view(PASSIVE)).features(5)
    wanted = {"l=arrest", "lp=arrestTrue", "cc=arrest;obl;by", "h=found;conj", "rels=arrest;obl"}
    assert wanted <= set(features)


def test_a_word_is_told_by_its_way_to_the_other_acts_of_its_sentence():
    features = company.features(view(PASSIVE), 5, [(1, "AGREE")])
    assert {"n=1", "nbk=conj|;AGREE", "nlk=arrest;AGREE", "nhl=found;arrest"} <= set(features)
    assert company.features(view(PASSIVE), 5, []) == ["n=0"]


THREAT = (
    "Rebels|rebel/NOUN/2/nsubj threatened|threaten/VERB/0/root to/PART/4/mark storm/VERB/2/xcomp "
    "Goma/PROPN/4/obj ./PUNCT/2/punct"
)


def test_what_is_but_threatened_is_less_of_an_act_beside_the_threat():
    def storming(*others: str) -> float:
        scene = Scene(THREAT).event("storm", "ASSAULT", probability=0.5)
        for other in others:
            scene.event(other, "THREATEN", probability=0.95)
        seen = View(scene.parse())
        told = Reranker(seen, Models.load(), "2019-06-20").triggers()
        return next(t.probability for t in told if seen.tokens[t.head].text == "storm")

    assert storming("threatened") < storming()


@pytest.mark.parametrize(
    ("year", "told"), [(1964, "when=own-last"), (2019, "when=own-old"), (None, "when=nodate")]
)
def test_the_year_that_a_sentence_speaks_of_is_set_against_that_of_publication(year, told):
    assert told in Status(view(PASSIVE), year).features(5, "COERCE")


def test_a_year_holds_for_the_sentences_after_it_in_its_paragraph():
    second = "He/PRON/3/nsubj:pass was|be/AUX/3/aux:pass freed|free/VERB/0/root ./PUNCT/3/punct"
    seen = view(PASSIVE, second)
    freed = next(i for i, token in enumerate(seen.tokens) if token.text == "freed")
    assert "when=b1-old" in Status(seen, 2019).features(freed, "CONCEDE")
    apart = view(PASSIVE, second, title=True)
    assert "when=none" in Status(apart, 2019).features(freed, "CONCEDE")


def test_the_last_time_that_was_named_is_known_in_the_next_paragraph_too():
    second = "He/PRON/3/nsubj:pass was|be/AUX/3/aux:pass freed|free/VERB/0/root ./PUNCT/3/punct"
    apart = view(PASSIVE, second, title=True)
    freed = next(i for i, token in enumerate(apart.tokens) if token.text == "freed")
    told = Status(apart, 2019).features(freed, "CONCEDE")
    assert {"nar=old1", "era=4;-;", "at=2;-;"} <= set(told)
    first = Status(apart, 2019).features(5, "COERCE")
    assert {"nar=old0", "nara=old0;n;-;", "at=0;-;"} <= set(first)
    assert not any(name.startswith(("nar", "era")) for name in Status(apart, None).features(freed, "CONCEDE"))


def test_scores_are_sums_of_weights_and_unknown_features_count_nothing():
    rows = np.array([[10, -20], [5, 0], [0, 0]], np.int8)
    keys = np.array([crc32(b"b"), crc32(b"l=arrest")], np.uint32)
    model = LogLinear(keys, rows, np.array([0.1, 0.5], np.float32), ("x", "y"))
    scores = model.scores([["b", "l=arrest", "l=never"], ["b"]])
    assert np.allclose(scores, [[1.5, -10.0], [1.0, -10.0]])
    assert np.array_equal(model.scores([["l=\ud800"], ["b"]]), [[0.0, 0.0], scores[1]])
    assert model.scores([]).shape == (0, 2)


def test_without_weights_the_language_model_stands_alone():
    scene = Scene(PASSIVE).event("arrested", "COERCE", recipient=["Mugabe"])
    parse = scene.parse()
    alone = Reranker(View(parse), None, "2019-09-06")
    assert alone.triggers() == parse.triggers
    (found,) = alone.parts([(parse.triggers[0], "COERCE", 1)], {"actor": 0.4, "recipient": 0.4})
    assert list(found["recipient"]) == [scene.at("Mugabe")] and not found["actor"]


def test_it_finds_whom_the_language_model_passed_over_and_drops_whom_it_took_in():
    texts = {
        "attacks": "Chechen rebel leader Doku Umarov claimed those attacks in a video.",
        "fired": "Hours earlier North Korea fired a ballistic missile from a submarine off its east coast, "
        "the South's Joint Chiefs of Staff said.",
    }
    told = {}
    for second in (False, True):
        for word, text in texts.items():
            coding = Coder(reranking=second).code(text, published="2019-09-06")
            event = next(event for event in coding.events if event.trigger.text == word)
            told[word, second] = [arg.text for arg in event.actors], [arg.text for arg in event.recipients]
    assert told == {
        ("attacks", False): ([], []),
        ("attacks", True): (["Chechen rebel leader Doku Umarov"], []),
        ("fired", False): (["North Korea"], ["a submarine"]),
        ("fired", True): (["North Korea"], []),
    }


@pytest.mark.parametrize(
    ("text", "word", "told"),
    [
        ("Russia will bomb the town, Putin said.", "bomb", ("future", "hypothetical")),
        ("Police may have killed two students, officials said.", "killed", ("hypothetical",)),
        ("Police killed two students, officials said.", "killed", ("",)),
        ("France will help Mali, Macron said.", "help", ("",)),  # a promise looks forward by itself
    ],
)
@pytest.mark.parametrize("second", [False, True])
def test_what_may_or_will_be_done_is_not_told_as_done(text, word, told, second):
    coding = Coder(reranking=second).code(text, published="2021-07-20")
    event = next(event for event in coding.events if word in event.trigger.text)
    assert event.aux in told or event.type == "THREATEN"  # to announce it is to threaten


def test_a_modal_verb_holds_for_its_own_act_only():
    line = (
        "Police/NOUN/3/nsubj may/AUX/3/aux arrest/VERB/0/root those/PRON/3/obj who/PRON/6/nsubj "
        "attacked/VERB/4/acl:relcl them/PRON/6/obj ./PUNCT/3/punct"
    )
    scene = Scene(line).event("arrest", "COERCE", aux="").event("attacked", "ASSAULT", aux="")
    for trigger in scene.triggers:
        trigger.aux.update({"hypothetical": 0.05})
    coding = code(scene)
    assert [event.aux for event in coding.events] == ["hypothetical", ""]


def test_the_weights_are_part_of_the_version_of_the_model():
    plain, second = Coder(reranking=False), Coder()
    for coder in (plain, second):
        coder.code("Police arrested two protesters in Minsk on Sunday.", published="2020-08-10")
    assert second.versions().model == f"{plain.versions().model}+{Models.load().digest[:8]}"


def test_the_shipped_weights_know_every_type_part_and_status():
    from dragoman.ontology import TYPES

    models = Models.load()
    assert set(models.acts.outcomes) == {"", *TYPES}
    assert models.parts.outcomes == ("actor", "recipient")
    assert set(models.status.outcomes) == {"", "historical", "future", "hypothetical", "negation"}
    assert {"first", "others", "act", "type", "status"} <= set(models.settings)


def test_what_stands_among_old_happenings_is_told_so():
    acts = [
        Told(0, 0, "past", 0.9),
        Told(1, 0, "past", 0.9),
        Told(1, 0, "pres", 0.1),
        Told(9, 3, "past", 0.0),
    ]
    first, second, third, far = around(acts)
    assert {"xn=2p", "xp=nq", "xs=n", "xpar=2"} <= set(first)
    assert {"xp=4p", "xs=0", "xst=0;past"} <= set(second)
    assert {"xs=4", "xst=4;pres"} <= set(third)
    assert {"xp=nq", "xn=nq", "xs=n", "xpar=n", "xa=3"} <= set(far)
    assert around(acts[3:])[0].count("xa=n") == 1
    assert around([]) == []


def test_sentences_are_counted_by_paragraph():
    second = "He/PRON/3/nsubj:pass was|be/AUX/3/aux:pass freed|free/VERB/0/root ./PUNCT/3/punct"
    assert paragraphs(view(PASSIVE, second)) == [0, 0]
    assert paragraphs(view(PASSIVE, second, title=True)) == [0, 1]
