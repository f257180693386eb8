"""Changed texts lead back to the places they came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import variants
from benchmarks.variants import Variant
from dragoman import Article

ARTICLE = Article(id="a", title="Chad “angry”", body="Mali met “the men of Chad” today. It's 'so' said Mali.")


def record(variant, words):
    """A record with one span, that of the words in the changed text."""
    start = variant.changed.text.index(words)
    span = {"start": start, "end": start + len(words), "text": words}
    return {"article": variant.changed.to_dict(), "events": [{"trigger": span}]}


def led_back(variant, words):
    return variant.back(record(variant, words))["events"][0]["trigger"]["text"]


def test_names_are_changed_as_whole_words_and_lead_back():
    variant = variants.renamed(ARTICLE, {"Chad": "Mozambique", "Mali": "Fiji"})
    assert variant.changed.title == "Mozambique “angry”"
    assert variant.changed.body.startswith("Fiji met “the men of Mozambique” today.")
    assert led_back(variant, "the men of Mozambique”") == "the men of Chad”"
    assert led_back(variant, "Fiji met") == "Mali met"
    assert led_back(variant, "today") == "today"


def test_a_place_inside_a_replacement_is_all_of_it():
    variant = variants.renamed(ARTICLE, {"Mali": "Burkina Faso"})
    assert led_back(variant, "Faso met") == "Mali met"
    assert led_back(variant, "Burkina") == "Mali"


def test_a_longer_name_goes_before_a_shorter_one_in_it():
    given_ = Article(body="South Sudan and Sudan.")
    variant = variants.renamed(given_, {"Sudan": "Peru", "South Sudan": "Chile"})
    assert variant.changed.body == "Chile and Peru."


def test_nothing_to_rename_changes_nothing():
    variant = variants.renamed(ARTICLE, {})
    assert variant.changed == ARTICLE and not variant.edits


@given(st.text("abcMXT .“”'", max_size=40), st.integers(0, 5))
def test_every_span_of_an_untouched_text_comes_back_the_same(body, seed):
    article = Article(body=body, title="a b")
    variant = variants.misread(article, 0.3, seed)
    made = variant.changed.text
    spans = [{"start": i, "end": j} for i in range(len(made)) for j in range(i + 1, len(made) + 1)]
    for span in variant.back({"spans": spans, "article": {}})["spans"]:
        assert 0 <= span["start"] < span["end"] <= len(article.text)
    whole = {"start": 0, "end": len(made), "text": made}
    assert variant.back({"span": whole})["span"]["text"] == article.text


def test_letters_are_misread_by_the_seed_and_about_as_often_as_asked():
    article = Article(body="the men of the town " * 200)
    one, again, other = (variants.misread(article, 0.05, seed) for seed in (1, 1, 2))
    assert one == again and one != other
    assert 0.03 < len(one.edits) / len(article.text) < 0.07


@pytest.mark.parametrize("style", variants.QUOTE_STYLES)
def test_quotations_get_other_marks_and_apostrophes_stay(style):
    opening, closing = variants.QUOTE_STYLES[style]
    variant = variants.quoted(ARTICLE, style)
    assert variant.changed.title == f"Chad {opening}angry{closing}"
    assert f"{opening}the men of Chad{closing}" in variant.changed.body
    assert "It's" in variant.changed.body
    assert led_back(variant, f"{opening}the men of Chad{closing}") == "“the men of Chad”"


def test_small_letters_keep_every_place():
    variant = variants.lowered(ARTICLE)
    assert variant.changed.text == ARTICLE.text.lower()
    assert led_back(variant, "chad”") == "Chad”"


def test_the_article_of_a_record_is_the_original_again():
    variant = Variant(ARTICLE, ((0, 4, "Oman"),))
    assert variant.back({"article": {}})["article"] == ARTICLE.to_dict()
