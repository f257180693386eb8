"""The speed run measures what it says."""

from __future__ import annotations

from benchmarks import speed
from dragoman.records import Article, Coding


class Slow:
    """A coder that does nothing but count."""

    def __init__(self):
        self.coded = []

    def code_article(self, article):
        self.coded.append(article.id)
        return Coding(article)


def test_articles_are_repeated_under_ids_of_their_own():
    articles = list(speed.many([Article(id="a", body="x"), Article(id="b", body="y")], 5))
    assert [article.id for article in articles] == ["a-0", "b-1", "a-2", "b-3", "a-4"]


def test_every_article_counts_and_the_rates_fit_the_counts():
    coder = Slow()
    report = speed.steady(coder, [Article(id="a", title="One", body="two three")], 20)
    assert report["articles"] == 20 and report["words"] == 60
    assert len(coder.coded) == 25  # five to warm up
    assert report["words a second"] > report["articles a second"]


def test_peak_memory_is_in_megabytes():
    peak = speed.peak_megabytes()
    assert peak is None or 5 < peak < 50_000


def test_without_annotated_news_the_bundled_article_is_coded(monkeypatch, tmp_path):
    monkeypatch.setattr(speed, "NEWS", tmp_path / "none.jsonl")
    what, articles = speed.texts()
    assert "bundled" in what and articles[0].title.startswith("Tanzania")
