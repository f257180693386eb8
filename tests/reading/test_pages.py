"""Web pages and feeds: the words, the day in the outlet's zone, who wrote it; broken ones are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.reading import Note, Reader, Reject, read
from dragoman.reading.published import markup, moment, publication
from dragoman.records import Article

WORDS = (
    "The foreign minister met her counterpart in the capital on Tuesday and said that talks would go on.",
    "Officials from both sides had been negotiating for months over the border crossing, which was closed.",
    "A spokesman for the opposition said the government had promised more than it could ever deliver.",
)
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Ministers meet - The Gazette</title>
<meta property="og:title" content="Ministers meet"><meta property="og:site_name" content="The Gazette">
<meta property="article:published_time" content="2026-03-03T23:30:00-05:00">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle",
"headline": "Ministers meet", "datePublished": "2026-03-04T04:30:00Z",
"author": [{"name": "Ada Quill"}]}]}</script>
</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Ministers meet</h1>
WORDS</article><footer>Copyright The Gazette</footer></body></html>""".replace(
    "WORDS", "".join(f"<p>{words}</p>" for words in WORDS)
)
FEED = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Gazette</title>
<item><title>Ministers meet</title><link>https://gazette.example/1</link>
<pubDate>Wed, 04 Mar 2026 01:15:00 +0300</pubDate>
<content:encoded><![CDATA[WORDS<script>x()</script>]]></content:encoded></item>
<item><title>Port closed</title><description>The port was closed by soldiers.</description></item>
<item></item></channel></rss>""".replace("WORDS", "".join(f"<p>{words}</p>" for words in WORDS[:2]))


def articles(items: Reader) -> list[Article]:
    return [item for item in items if isinstance(item, Article)]


def test_a_page_gives_its_article_with_the_day_in_the_outlets_own_zone(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    reader = read([path])
    (article,) = reader
    assert isinstance(article, Article)
    assert article.title == "Ministers meet"
    assert article.body == "\n\n".join(WORDS)
    assert article.source == "The Gazette"
    assert article.published == "2026-03-03"  # the same moment is already the fourth in UTC
    assert reader.details.published_time == "2026-03-03T23:30:00-05:00"
    assert (reader.details.published_from, reader.details.byline) == ("meta", "Ada Quill")


def test_a_page_in_another_encoding_is_read_as_it_says(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "windows-1250").replace("opposition", "opposition in Łódź")
    (tmp_path / "page.htm").write_bytes(page.encode("cp1250"))
    (article,) = articles(read([tmp_path]))
    assert "Łódź" in article.body


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([("meta", "2026-03-04"), ("time", "2026-03-04T09:15:00+02:00")], ("2026-03-04", "time")),
        (
            [("json-ld", "2026-03-04T22:30:00Z"), ("meta", "2026-03-05T01:30:00+03:00")],
            ("2026-03-05", "meta"),
        ),
        (
            [("json-ld", "2026-03-04T22:30:00Z"), ("meta", "2026-03-06T01:30:00+03:00")],
            ("2026-03-04", "json-ld"),
        ),
        ([("json-ld", "yesterday"), ("feed", "Wed, 04 Mar 2026 23:15:00 -0800")], ("2026-03-04", "feed")),
        ([("meta", "2026-03-04T10:00:00+0530")], ("2026-03-04", "meta")),
        ([("meta", "2026-02-30"), ("time", "")], None),
    ],
)
def test_which_of_several_dates_counts(
    dates: list[tuple[str, str]], expected: tuple[str, str] | None
) -> None:
    found = publication(dates)
    assert (found and (found[0], found[2])) == expected


def test_a_feed_gives_its_entries(tmp_path: Path) -> None:
    path = tmp_path / "news.xml"
    path.write_text(FEED, encoding="utf-8")
    reader = read([path])
    items = [(item, *reader.where) for item in reader]
    (first, second) = articles(read([path]))
    assert first.body == "\n\n".join(WORDS[:2])
    assert (first.published, first.source, first.url) == (
        "2026-03-04",
        "The Gazette",
        "https://gazette.example/1",
    )
    assert (second.title, second.body) == ("Port closed", "The port was closed by soldiers.")
    assert [where for _, where, _ in items] == [f"{path}#1", f"{path}#2", str(path)]
    assert isinstance(items[-1][0], Reject) and "entry 3" in str(items[-1][0])


def test_a_feed_that_is_cut_off_gives_what_came_before_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "news.rss"
    path.write_text(FEED[: FEED.index("<item><title>Port")] + "<item><title>Po", encoding="utf-8")
    items = list(read([path]))
    assert isinstance(items[0], Article)
    assert isinstance(items[-1], Reject) and items[-1].code == "feed"


def test_other_xml_in_a_folder_is_left_out_and_a_feed_without_its_name_is_known(tmp_path: Path) -> None:
    (tmp_path / "sitemap.xml").write_text("<?xml version='1.0'?><urlset></urlset>")
    (tmp_path / "a.txt").write_text(WORDS[0])
    items = list(read([tmp_path]))
    assert [type(item) for item in items] == [Article, Note]
    piped = tmp_path / "feed"
    piped.write_text(FEED)
    with piped.open("rb") as stream:
        assert len(articles(read(["-"], stdin=stream))) == 2


@given(st.text() | st.text(alphabet="<>/=\"'! abpmetcondrs{}[]&;#-").map(lambda text: PAGE[:300] + text))
def test_whatever_the_mark_up_its_dates_are_days_or_none(page: str) -> None:
    found = publication(markup(page).dates)
    assert found is None or moment(found[0]) is not None


@settings(max_examples=25)
@given(st.integers(0, len(PAGE)), st.binary(max_size=8))
def test_a_damaged_page_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, at: int, put: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.html"
    data = PAGE.encode()
    path.write_bytes(data[:at] + put + data[at + 40 :])
    items = list(read([path]))
    assert items
    assert all(isinstance(item, Article | Reject | Note) for item in items)


@settings(max_examples=25)
@given(st.integers(0, len(FEED)), st.binary(max_size=8))
def test_a_damaged_feed_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, at: int, put: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.rss"
    data = FEED.encode()
    path.write_bytes(data[:at] + put + data[at + 40 :])
    items = list(read([path]))
    assert items
    assert all(isinstance(item, Article | Reject | Note) for item in items)
