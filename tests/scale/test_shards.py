"""Shards: the same ones for the same articles, and an article more changes only its own."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.reading import Details
from dragoman.records import Article
from dragoman.scale.folders import open_folder
from dragoman.scale.shards import ARTICLES, CODINGS, Item, cut, packed, stage, unpacked


def item(number, text="The minister met the envoy."):
    return Item(f"key-{number}", Article(f"a{number}", "2021-01-01", "", text), Details(), "f.jsonl", number)


def test_an_article_more_changes_one_shard_only():
    before = list(cut((item(n) for n in range(2000)), coder="c", size=32))
    more = [item(n) for n in range(2000)]
    more.insert(700, item(9999))
    after = list(cut(more, coder="c", size=32))
    assert 30 <= len(before) <= 130
    changed = {s.name for s in after} - {s.name for s in before}
    assert 1 <= len(changed) <= 4
    assert sum(len(s.items) for s in after) == 2001


def test_another_coder_has_shards_of_its_own():
    first, second = (list(cut([item(1)], coder=c)) for c in ("one", "two"))
    assert first[0].name != second[0].name


def test_long_articles_make_small_shards():
    long = [item(n, "x" * 1_500_000) for n in range(6)]
    assert max(len(s.items) for s in cut(long, coder="c")) == 2


@settings(max_examples=50, deadline=None)
@given(st.text(), st.text())
def test_any_text_comes_back_as_it_was(title, body):
    one = replace(item(1), article=Article("a", None, title, body), details=Details(byline=body[:40] or None))
    assert [Item.from_dict(row) for row in unpacked(packed([one.to_dict()]))] == [one]


def test_only_what_is_not_done_is_staged(tmp_path):
    folder = open_folder(tmp_path)
    shards = list(cut((item(n) for n in range(300)), coder="c", size=32))
    names = list(stage(shards, folder))
    assert folder.names(ARTICLES) == {f"{name}.jsonl.gz" for name in names}
    folder.write(CODINGS, f"{names[0]}.jsonl.gz", b"")
    assert list(stage(shards, folder)) == names[1:]
    assert list(stage(shards, folder, again=frozenset(names[:1]))) == names
