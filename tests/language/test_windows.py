"""Every sentence is read once, behind its context."""

from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.windows import grouped, plan_windows

sizes = st.lists(st.integers(1, 300), max_size=40)


@given(sizes, st.integers(20, 250), st.integers(0, 100), st.integers(0, 250))
def test_every_sentence_stands_in_exactly_one_window(sizes, budget, context, start):
    planned = list(plan_windows(sizes, budget=budget, context=context, start=start))
    assert [i for _, first, last in planned for i in range(first, last)] == list(range(len(sizes)))
    for before, first, last in planned:
        assert all(i < first for i in before) and before == sorted(set(before))
        assert sum(sizes[i] for i in before) <= context
        assert last - first == 1 or sum(sizes[first:last]) <= budget


def test_the_headline_and_the_sentences_before_are_the_context():
    assert list(plan_windows([10, 50, 20, 60, 30], budget=100, context=40)) == [([], 0, 3), ([0, 2], 3, 5)]


@given(sizes, st.integers(20, 250), st.sets(st.integers(0, 39)))
def test_what_is_skipped_is_read_in_no_window_and_the_rest_in_one(sizes, budget, skipped):
    planned = list(plan_windows(sizes, budget=budget, context=40, skipped=skipped))
    own = [[i for i in range(first, last) if i not in skipped] for _, first, last in planned]
    assert [i for window in own for i in window] == [i for i in range(len(sizes)) if i not in skipped]
    assert all(len(window) == 1 or sum(sizes[i] for i in window) <= budget for window in own)
    assert all(i < first for before, first, _ in planned for i in before)


def test_a_skipped_sentence_right_before_a_window_is_its_context():
    assert list(plan_windows([10, 80, 20, 60], budget=100, context=40, skipped={2})) == [
        ([], 0, 3),
        ([0, 2], 3, 4),
    ]


@given(st.lists(st.integers(1, 60), min_size=1, max_size=30))
def test_two_groups_hold_every_sentence_and_pad_less_than_one(sizes):
    short, long = grouped(sizes, 2)
    assert sorted({*short, *long}) == list(range(len(sizes)))
    assert len(short) + len(long) == max(2, len(sizes))
    assert max(sizes[k] for k in short) <= min(sizes[k] for k in long)
    if len(sizes) > 1:
        cells = sum(len(group) * max(sizes[k] for k in group) ** 2 for group in (short, long))
        assert cells <= len(sizes) * max(sizes) ** 2
    assert grouped(sizes, 1) == [list(range(len(sizes)))]
