"""The benchmark of times: what counts, and that the figure holds."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from benchmarks.times import main, measure, plain, read
from shared import SHARED, needs_shared

ARTICLE = """<Document doc_name="a">
<token t_id="1" sentence="0" number="0">Talks</token>
<token t_id="2" sentence="1" number="0">August</token><token t_id="3" sentence="1" number="1">18</token>
<token t_id="4" sentence="1" number="2">,</token><token t_id="5" sentence="1" number="3">2021</token>
<token t_id="6" sentence="2" number="0">They</token><token t_id="7" sentence="2" number="1">met</token>
<token t_id="8" sentence="2" number="2">yesterday</token><token t_id="9" sentence="2" number="3">for</token>
<token t_id="10" sentence="2" number="4">two</token><token t_id="11" sentence="2" number="5">hours</token>
<token t_id="12" sentence="6" number="0">Tomorrow</token>
<Markables>
<TIMEX3 m_id="1" functionInDocument="CREATION_TIME" value="2021-08-18"><token_anchor t_id="2"/>
<token_anchor t_id="3"/><token_anchor t_id="4"/><token_anchor t_id="5"/></TIMEX3>
<TIMEX3 m_id="2" functionInDocument="NONE" value="2021-08-17"><token_anchor t_id="8"/></TIMEX3>
<TIMEX3 m_id="3" functionInDocument="NONE" value="PT3H"><token_anchor t_id="10"/>
<token_anchor t_id="11"/></TIMEX3>
</Markables></Document>"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    data = ARTICLE.encode()
    path = tmp_path / "set.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        member = tarfile.TarInfo("a.xml")
        member.size = len(data)
        tar.addfile(member, io.BytesIO(data))
    return path


def test_annotated_sentences_come_back_with_their_times(archive: Path) -> None:
    (article,) = read(archive)
    assert article.text == "Talks\n\nAugust 18, 2021\n\nThey met yesterday for two hours"
    assert article.created == "2021-08-18"
    words = [article.text[one.start : one.end] for one in article.times]
    assert words == ["August 18, 2021", "yesterday", "two hours"]


def test_a_wrong_value_is_found_but_does_not_count_as_value(archive: Path) -> None:
    figures = measure(list(read(archive)), creation=False, errors=5)
    assert figures["found"] == {"p": 100.0, "r": 100.0, "f1": 100.0}
    assert figures["value"] == {"p": 50.0, "r": 50.0, "f1": 50.0}
    assert figures["errors"] == ["a.xml: VALUE 'two hours' PT3H read 'PT2H'"]
    assert measure(list(read(archive)), creation=True)["gold"] == 3


def test_spellings_of_one_value_are_the_same() -> None:
    assert plain("PM6") == plain("P6M") and plain("2009-12-15T18:00Z") == "2009-12-15T18:00"
    assert plain("P3W") != plain("P3M")


def test_without_the_archive_it_says_that_it_is_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 0
    assert "SKIPPED" in capsys.readouterr().out


@needs_shared
def test_times_of_the_annotated_news_are_found_and_resolved() -> None:
    figures = measure(list(read(SHARED / "data/events/meantime-airbus-apple-stock.tar.gz")), creation=False)
    found, value = figures["found"], figures["value"]
    assert isinstance(found, dict) and isinstance(value, dict)
    assert found["f1"] >= 88 and value["f1"] >= 77
