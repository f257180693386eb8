"""What was met before is known again, however much there is, and takes few bytes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.reading.seen import Seen


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=5), max_size=200))
def test_it_is_a_set(texts):
    seen, known = Seen(), set()
    for text in texts:
        assert seen.add(text) == (text not in known)
        known.add(text)
    assert len(seen) == len(known)


def test_it_grows_and_forgets_nothing():
    seen = Seen()
    assert all(seen.add(f"article {number}") for number in range(20_000))
    assert not any(seen.add(f"article {number}") for number in range(20_000))
    assert len(seen) == 20_000
    assert 20 <= len(seen._table) / len(seen) <= 40
