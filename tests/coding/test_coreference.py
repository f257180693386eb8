"""Which mentions of an article speak of one act."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import coreference as benchmark
from dragoman import Coder
from dragoman.coding.coreference import features
from dragoman.coding.coreference.linking import APART, BAR, clusters
from dragoman.records import Article
from shared import needs_shared


@pytest.fixture(scope="module")
def coder():
    return Coder()


def happenings(coder, body, title=""):
    """The happening of each trigger of a text."""
    coding = coder.code_article(Article("a", "2015-05-12", title, body, None, None))
    found = {}
    for event in coding.events:
        found.setdefault(event.trigger.text, event.event)
    return found


def test_the_title_and_the_noun_tell_what_the_verb_tells(coder):
    found = happenings(
        coder,
        "Gunmen abducted a French engineer in the northern city of Kano on Monday, police said. "
        "The kidnapping took place outside his hotel.",
        "French engineer kidnapped in Nigeria",
    )
    assert found["kidnapped"] == found["abducted"] == found["kidnapping"]


@pytest.mark.parametrize(
    ("body", "one", "other"),
    [
        (
            "Police arrested the opposition leader Musa Bello in Kano on Monday. In Lagos, soldiers "
            "detained two trade unionists a week earlier.",
            "arrested",
            "detained",
        ),
        (
            "Insurgents bombed a barracks in Herat on Monday, killing six soldiers. "
            "A second attack, on a school in Kandahar, wounded nobody.",
            "bombed",
            "attack",
        ),
    ],
)
def test_what_falls_on_others_elsewhere_is_another_act(coder, body, one, other):
    found = happenings(coder, body)
    assert found[one] != found[other]


def test_every_event_has_a_happening_and_the_same_one_at_every_reading(coder):
    body = "Troops shelled Bor. The shelling killed four. Rebels took Malakal."
    article = Article("a", "2015-05-12", "Troops shell town", body, None, None)
    first, second = (coder.code_article(article) for _ in range(2))
    assert [event.event for event in first.events] == [event.event for event in second.events]
    assert all(event.event for event in first.events)


@st.composite
def scored(draw):
    count = draw(st.integers(0, 9))
    values = st.floats(-8, 8, allow_nan=False)
    pairs = [pair for pair in combinations(range(count), 2) if draw(st.booleans())]
    return count, {pair: draw(values) for pair in pairs}


@given(scored())
def test_groups_part_all_mentions_and_no_two_that_are_close_stay_apart(drawn):
    count, scores = drawn
    groups = clusters(count, scores)
    assert sorted(at for group in groups for at in group) == list(range(count))

    def mean(one, other):
        found = [scores.get((min(a, b), max(a, b)), APART) for a in one for b in other]
        return sum(found) / len(found)

    for one, other in combinations(groups, 2):
        assert mean(one, other) <= BAR + 1e-9


def test_the_closest_are_joined_first():
    # 1 is a little like 2, but 2 belongs to 0, which is not like 1 at all
    assert clusters(3, {(0, 2): 4.0, (1, 2): 0.5, (0, 1): -4.0}) == [[0, 2], [1]]
    assert clusters(3, {(0, 2): 4.0, (1, 2): 0.5, (0, 1): -0.5}) == [[0, 1, 2]]


def test_a_long_text_takes_no_longer_for_each_of_its_mentions(coder):
    body = " ".join(
        f"Police arrested {number} students in Kano on Monday, their lawyer said, "
        "and the governor condemned the arrests."
        for number in range(2, 12)
    )
    seen = []
    for view, made, _ in benchmark.read([{"article": as_record(body), "events": []}], coder):
        seen = features.looks(view, made)
    assert len(seen) >= 20
    many = [replace(look, at=at, rank=at) for at, look in enumerate(seen * 20)]
    most = 2 * (features.LATEST + features.FIRST) * 2
    assert len(list(features.pairs(many))) < most * len(many) < len(many) ** 2 / 2


def as_record(body):
    return {"id": "a", "published": "2015-05-12", "title": "", "text": body, "language": "en"}


@needs_shared
def test_links_of_articles_held_out_are_mostly_right(coder):
    records = benchmark.sets()["held out, reference"]
    pairs = benchmark.judged(benchmark.read(records, coder))
    precision, recall, f1 = pairs.shares()
    assert pairs.same >= 50
    assert precision >= 80 and recall >= 75 and f1 >= 80
