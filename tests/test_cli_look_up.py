"""``dragoman who`` and ``where``, and tables of the user's own on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dragoman import cli
from dragoman.knowledge import Knowledge
from dragoman.records import Article, Coding


def run(*args: object) -> Result:
    return CliRunner().invoke(cli.main, [str(arg) for arg in args])


def answers(*args: object) -> list[dict[str, Any]]:
    result = run(*args, "--format", "jsonl")
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_who_tells_name_office_dates_and_source() -> None:
    first = answers("who", "Zarif", "--date", "2017-05-01")[0]
    assert first["query"] == "Zarif" and first["rank"] == 1 and first["kind"] == "person"
    assert (first["name"], first["country"]) == ("Mohammad Javad Zarif", ["IRN"])
    assert first["title"].lower() == "foreign minister of iran"
    assert first["start"].startswith("2013-08") and first["end"].startswith("2021-08")
    assert first["source"] and first["reasons"]
    text = run("who", "Zarif", "--date", "2017-05-01").stdout
    assert text.startswith("Zarif (2017-05-01)\n1. Mohammad Javad Zarif   person   IRN")
    assert "2013-08" in text and "source: " in text


def test_who_gives_everybody_best_first() -> None:
    found = answers("who", "Bush", "--date", "2003-03-20")
    assert [one["name"] for one in found][:2] == ["George W. Bush", "George H. W. Bush"]
    assert [one["rank"] for one in found] == list(range(1, len(found) + 1))
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    near = answers("who", "Supreme Court", "--near", "ind")
    assert near[0]["name"] == "Supreme Court of India"


def test_who_knows_countries_bodies_and_words_for_people() -> None:
    country, body, word = answers("who", "Burma", "Hezbollah", "soldiers")[:3]
    assert (country["name"], country["kind"]) == ("Myanmar", "country")
    assert body["country"] == ["LBN"]
    assert (word["kind"], word["sector"]) == ("word", ["MIL"])


def test_where_tells_country_level_coordinates_and_people() -> None:
    libya, *others = answers("where", "Tripoli")
    assert (libya["country"], libya["level"], libya["kind"]) == (["LBY"], "city", "place")
    assert libya["lat"] == pytest.approx(32.9, abs=0.1) and libya["population"] > 1_000_000
    assert any(one["country"] == ["LBN"] for one in others)
    assert answers("where", "Tripoli", "--near", "LBN")[0]["country"] == ["LBN"]
    assert answers("where", "Tripoli, Lebanon")[0]["country"] == ["LBN"]
    assert "LBY Libya" in run("where", "Tripoli").stdout


def test_a_name_that_is_not_known_is_told_with_near_spellings() -> None:
    result = run("who", "Mekrel", "Burma")
    assert result.exit_code == 1
    assert "'Mekrel' is not known; spelled nearly so: " in result.stderr and "Merkel" in result.stderr
    assert "Myanmar" in result.stdout
    place = run("where", "Alleppo")
    assert place.exit_code == 1 and "Aleppo" in place.stderr
    assert run("who", "\x1b[31m\u202e", "").exit_code == 1


@pytest.mark.parametrize("date", ["2017-13-01", "17", "May", "2017-02-30", "2017-1-1", ""])
def test_a_bad_date_is_told(date: str) -> None:
    result = run("who", "Zarif", "--date", date)
    assert result.exit_code == 2
    assert "write it YYYY, YYYY-MM or YYYY-MM-DD" in result.stderr


def test_a_bad_country_is_told() -> None:
    result = run("where", "Tripoli", "--near", "LEB")
    assert result.exit_code == 2 and "'LEB' is no country's code" in result.stderr


def test_tables_of_ones_own_are_asked_first(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        "name,aliases,country,title,sector,from\nAda Zarif,Zarif,SWE,Mayor of Testholm,GOV,2010\n"
    )
    first, second = answers("who", "Zarif", "--date", "2017", "--knowledge", tmp_path)[:2]
    assert (first["name"], first["own"], first["source"]) == ("Ada Zarif", True, "people.csv")
    assert second["name"] == "Mohammad Javad Zarif"
    assert "people.csv (yours)" in run("who", "Zarif", "--knowledge", tmp_path).stdout


def test_what_is_wrong_in_them_is_told_before_anything_is_coded(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name,country\nX Y,QQQ\n")
    for command in (("who", "X"), ("where", "X"), ("code", "-")):
        result = run(*command, "--knowledge", tmp_path)
        assert result.exit_code == 1
        assert f"{tmp_path / 'people.csv'}, line 2: country is 'QQQ'" in result.stderr
        assert "Traceback" not in result.output
    assert "no such folder" in run("who", "X", "--knowledge", tmp_path / "none").stderr


def test_code_uses_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "roles.csv").write_text("word,sector\nhoplite,MIL\n")
    seen: list[Knowledge] = []

    class Fake:
        def __init__(self, *, knowledge: Knowledge, **options: object) -> None:
            seen.append(knowledge)

        def code_article(self, article: Article) -> Coding:
            return Coding(article=article)

    monkeypatch.setattr(cli, "LateCoder", Fake)
    article = tmp_path / "a.txt"
    article.write_text("Nothing happened.")
    assert run("code", article, "--knowledge", tmp_path).exit_code == 0
    assert seen[0].role("hoplite") is not None
    assert ".own." in seen[0].version


def test_what_was_left_out_of_a_dictionary_is_told(tmp_path: Path) -> None:
    lines = "".join(f"NO_CODE_{number}_\n" for number in range(15))
    (tmp_path / "my.actors.txt").write_text(f"ZEMBLA_FRONT_ [NGAREB]\n{lines}")
    result = run("who", "Zembla Front", "--knowledge", tmp_path)
    assert result.exit_code == 0 and "NGA" in result.stdout
    told = result.stderr.splitlines()
    assert told[0].endswith("my.actors.txt:2: note: left out, no code in brackets: NO_CODE_0_")
    assert len(told) == 11 and "5 more lines" in told[-1]
