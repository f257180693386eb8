"""The shipped model: what it reads on real sentences, and that it always reads the same."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language import Language
from dragoman.language.runtime import CELLS, MODEL, ModelError

pytestmark = pytest.mark.skipif(
    not (MODEL / "dragoman.onnx").exists(), reason="no model in this checkout: `make model`"
)

STORY = (
    "Police break up march in Harare\n\n"
    "Zimbabwean police arrested 14 protesters in Harare on Tuesday, the opposition said. "
    "President Anna Moyo condemned the arrests. “They have done nothing wrong,” she told reporters.\n\n"
    "Heavy rain is expected in the region at the weekend."
)


@pytest.fixture(scope="module")
def language():
    return Language.load()


def trigger(parse, word):
    return next(t for t in parse.triggers if parse.tokens[t.head].text == word and t.probability >= 0.5)


def linked(parse, t, role):
    return [parse.tokens[link.token].text for link in t.edges[role] if link.probability >= 0.5]


def test_an_arrest_is_read_with_who_whom_where_and_when(language):
    parse = language.parse(STORY, 31)
    arrest = trigger(parse, "arrested")
    assert arrest.types[0][0] == "COERCE"
    assert "arrest" in [m for m, p in arrest.modes if p >= 0.5]
    assert linked(parse, arrest, "actor") == ["police"]
    assert linked(parse, arrest, "recipient") == ["protesters"]
    assert linked(parse, arrest, "place") == ["Harare"]
    assert linked(parse, arrest, "time") == ["Tuesday"]
    assert linked(parse, arrest, "by") == ["opposition"]


def test_a_quotation_has_its_cue_and_its_speaker(language):
    parse = language.parse(STORY, 31)
    quote = next(c for c in parse.contents if parse.tokens[c.first + 1].text == "They")
    assert parse.tokens[quote.cue.token].text == "told"
    assert parse.tokens[quote.speaker.token].text == "she"


def test_weather_is_no_event(language):
    parse = language.parse(STORY, 31)
    last = parse.sentences[-1]
    assert not [t for t in parse.triggers if last.first <= t.head < last.last and t.probability >= 0.5]


def test_the_tree_knows_subject_and_object(language):
    parse = language.parse("Soldiers beat two journalists.")
    assert [(t.text, t.upos, t.deprel) for t in parse.tokens] == [
        ("Soldiers", "NOUN", "nsubj"),
        ("beat", "VERB", "root"),
        ("two", "NUM", "nummod"),
        ("journalists", "NOUN", "obj"),
        (".", "PUNCT", "punct"),
    ]
    assert [t.lemma for t in parse.tokens[:4]] == ["soldier", "beat", "two", "journalist"]


def test_an_article_reads_the_same_after_any_other(language):
    alone = language.parse(STORY, 31)
    language.parse("Rebels shelled the town. " * 60)
    assert language.parse(STORY, 31) == alone
    assert Language(MODEL).parse(STORY, 31) == alone


def test_an_article_of_many_windows_is_read_to_its_end(language):
    parse = language.parse("\n\n".join([STORY.partition("\n\n")[2]] * 25))
    arrests = [t for t in parse.triggers if parse.tokens[t.head].text == "arrested" and t.probability >= 0.5]
    assert len(arrests) >= 24
    assert len(parse.tokens) == sum(s.last - s.first for s in parse.sentences)


def test_a_sentence_longer_than_the_encoder_is_read(language):
    parse = language.parse(
        "The minister met " + ", ".join(f"Qxzvk{i}bnw Zzyw{i}prk" for i in range(400)) + " in Rome."
    )
    assert parse.tokens[-2].text == "Rome"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.integers(0, 40))
def test_any_text_is_read_with_offsets_that_fit(text, title_end):
    parse = Language.load().parse(text, min(title_end, len(text)))
    assert all(t.text == text[t.start : t.end] and t.text for t in parse.tokens)
    assert all(a.end <= b.start for a, b in zip(parse.tokens, parse.tokens[1:]))
    n = len(parse.tokens)
    assert all(-1 <= t.head < n and t.head != i for i, t in enumerate(parse.tokens))
    for x in (*parse.names, *parse.triggers, *parse.contents):
        assert 0 <= x.first < x.last <= n
    assert replace(parse) == parse


def test_own_words_are_laid_out_by_sentence(language):
    words = language.words("\n\n".join([STORY.partition("\n\n")[2]] * 9))
    (batch,) = language.batches(language.windows(words))
    assert len(batch) > 1 and any(window.own for window in batch)
    given = language.inputs(words, batch)
    tokens = [t for w in batch for t in w.tokens[w.own :]]
    assert tokens == list(range(len(words.offsets)))  # each is read once
    n = given["first"].shape[1]
    assert [batch[i // n].tokens[i % n] for i in given["own"].tolist()] == tokens
    slots = [given[f"slots{ending}"] for ending in language.groups]
    rows = sorted([i for i in row if i >= 0] for some in slots for row in some.tolist())
    assert [(row[0], row[-1] + 1) for row in rows] == [(s.first, s.last) for s in words.sentences]
    assert np.concatenate([some.ravel() for some in slots])[given["places"]].tolist() == tokens


@pytest.mark.parametrize("filler", ["Yes. ", "Qxzvkbnw Zzywprk. "])
def test_one_long_sentence_among_many_short_ones_takes_no_more_memory_than_is_allowed(language, filler):
    words = language.words(filler * 150 + "Police " + "met " * 400 + "them. " + filler * 300)
    batches = language.batches(language.windows(words))
    assert len(batches) > 1
    for batch in batches:
        cells = sum(len(w.ranges) for w in batch) * max(w.longest for w in batch) ** 2
        assert len(batch) == 1 or cells <= CELLS
        assert cells <= 4 * CELLS
    assert sum(len(w.ranges) for batch in batches for w in batch) == len(words.sentences)


def test_a_missing_model_says_what_to_do(tmp_path):
    with pytest.raises(ModelError, match="make model"):
        Language(tmp_path)


def test_a_damaged_model_says_what_to_do(tmp_path):
    for name in ("meta.json", "vocab.txt"):
        (tmp_path / name).write_bytes((MODEL / name).read_bytes())
    (tmp_path / "dragoman.onnx").write_bytes((MODEL / "dragoman.onnx").read_bytes()[:5000])
    with pytest.raises(ModelError, match="reinstall"):
        Language(tmp_path)
