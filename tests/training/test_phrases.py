"""Where a phrase's core ends, and which word stands for a trigger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.phrases import core_end, trigger_head

PHRASES = [
    ("President Donald Trump", "Trump"),
    ("the outgoing leader of the party", "leader"),
    ("thousands of protesters", "thousands"),
    ("Ana Ruiz , the minister of defence", "Ruiz"),
    ("Taiwan 's legislature", "legislature"),
    ("Iran 's", "Iran"),
    ("men armed with knives", "men"),
    ("the accused", "accused"),
    ("at least 39 people", "people"),
    ("in July 2019", "2019"),
    ("two years ago", "ago"),
    ("the Ministry of Foreign Affairs", "Ministry"),
    ("ex - minister", "minister"),
    ("they", "they"),
]


@pytest.mark.parametrize(("phrase", "core"), PHRASES)
def test_the_core_ends_before_what_is_hung_on_behind(phrase, core):
    words = phrase.split()
    assert words[core_end(words)] == core


@pytest.mark.parametrize(
    ("trigger", "head"),
    [
        ("called on", "called"),
        ("carried out", "carried"),
        ("peace talks", "talks"),
        ("held talks", "talks"),
        ("shot dead", "shot"),
        ("arrested", "arrested"),
        ("expressed support for", "support"),
    ],
)
def test_one_word_stands_for_a_trigger(trigger, head):
    words = trigger.split()
    assert words[trigger_head(words)] == head


@given(
    st.lists(
        st.sampled_from("the of in , ' men armed Trump and 's - \" dead on".split()), min_size=1, max_size=8
    )
)
def test_any_words_have_a_core(words):
    assert 0 <= core_end(words) < len(words)
    assert 0 <= trigger_head(words) < len(words)
