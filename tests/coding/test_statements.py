"""Who said what, from hand-made parses."""

from __future__ import annotations

from coding.making import Scene, code
from dragoman.coding.quotes import Quotes, quoted_ranges


def test_a_direct_quote_keeps_its_marks_and_finds_its_speaker():
    scene = Scene(
        "Jens/PROPN/4/nsubj Stoltenberg/PROPN/1/flat addressed/VERB/0/root reporters/NOUN/3/obj "
        "./PUNCT/3/punct",
        '"/PUNCT/4/punct We/PRON/4/nsubj will/AUX/4/aux act/VERB/8/ccomp ,/PUNCT/4/punct '
        '"/PUNCT/4/punct he/PRON/8/nsubj said/VERB/0/root ./PUNCT/8/punct',
    ).name("Jens", "Stoltenberg", "PER")
    scene.content(6, 10, cue="said", speaker="he")
    (statement,) = code(scene).statements
    assert statement.content[0].text == '"We will act,"'
    assert (statement.mode, statement.cue.text, statement.speaker.text) == ("direct", "said", "he")
    assert statement.speaker.actor == "jens-stoltenberg"


def test_contents_that_go_on_are_one_statement_and_hold_their_events():
    scene = Scene(
        "The/DET/2/det ministry/NOUN/3/nsubj said/VERB/0/root rebels/NOUN/5/nsubj "
        "shelled/VERB/3/ccomp Goma/PROPN/5/obj ./PUNCT/3/punct",
        "Troops/NOUN/2/nsubj answered/VERB/0/root ./PUNCT/2/punct",
    )
    scene.event("shelled", "ASSAULT", actor=["rebels"], by=["ministry"])
    scene.content(3, 6, cue="said", speaker="ministry", stance="-").content(7, 9, continues=True)
    coding = code(scene)
    (statement,) = coding.statements
    assert [span.text for span in statement.content] == ["rebels shelled Goma", "Troops answered"]
    assert statement.asserts == ("e1",) and statement.stance == "-" and statement.mode == "indirect"
    assert coding.events[0].actors[0].actor in statement.about


def test_according_to_is_one_cue():
    scene = Scene(
        "Ten/NUM/2/nsubj died/VERB/0/root ,/PUNCT/2/punct according/VERB/6/case to/ADP/4/fixed "
        "police/NOUN/2/obl ./PUNCT/2/punct"
    ).content(0, 2, cue="according", speaker="police")
    (statement,) = code(scene).statements
    assert statement.cue.text == "according to" and statement.speaker.text == "police"


def test_a_running_quotation_takes_the_speaker_before():
    scene = Scene(
        '"/PUNCT/4/punct This/PRON/4/nsubj is/AUX/4/cop wrong/ADJ/7/ccomp ,/PUNCT/4/punct '
        '"/PUNCT/4/punct said/VERB/0/root Lula/PROPN/7/nsubj ./PUNCT/7/punct',
        '"/PUNCT/3/punct It/PRON/3/nsubj ends/VERB/0/root now/ADV/3/advmod ./PUNCT/3/punct "/PUNCT/3/punct',
    ).name("Lula", "Lula", "PER")
    scene.content(0, 6, cue="said", speaker="Lula").content(9, 15)
    first, second = code(scene).statements
    assert second.speaker == first.speaker
    assert second.content[0].text == '"It ends now."'


def test_quotes_by_their_marks():
    assert [
        text[a:b] for text in ["He ‘won’ it, the workers’ union’s “big” day"] for a, b in quoted_ranges(text)
    ] == ["‘won’", "“big”"]
    # A quotation that a paragraph leaves open runs to its end; an apostrophe opens nothing.
    text = "“It goes on.\n\n“And ends,” she said. It isn't the men's 'plan', he said."
    assert [text[a:b] for a, b in quoted_ranges(text)] == ["“It goes on.", "“And ends,”", "'plan'"]
    quotes = Quotes('He called it "a shame" today')
    assert (
        quotes.mode([(0, 28)]) == "mixed"
        and quotes.mode([(13, 22)]) == "direct"
        and quotes.mode([(0, 9)]) == "indirect"
    )


def test_the_articles_own_words_are_no_statement():
    scene = Scene(
        "The/DET/2/det regime/NOUN/4/nsubj is/AUX/4/cop brutal/ADJ/0/root ,/PUNCT/4/punct and/CCONJ/8/cc "
        "will/AUX/8/aux fall/VERB/4/conj ./PUNCT/4/punct"
    ).content(0, 8)
    assert code(scene).statements == ()
