"""Questions: every filter finds what it says and nothing else; answers can be loaded elsewhere."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pandas
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

import dragoman
from dragoman.store import Project, StoreError
from dragoman.store.asking import EVENT_COLUMNS
from dragoman.store.dates import days
from store.conftest import FAKE


def found(project: Project, **given: Any) -> list[str]:
    return [f"{row['article']} {row['trigger']}" for row in project.events(**given)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {},
            ["a met", "a attacked", "b accused", "b attacked", "b met", "c helped", "c accused", "c helped"],
        ),
        ({"actor": "RUS"}, ["a met", "a attacked"]),
        ({"actor": "Russia"}, ["a met", "a attacked"]),
        ({"actor": "russia"}, ["a met", "a attacked"]),
        ({"actor": "Russian Federation"}, ["a met", "a attacked"]),
        ({"actor": "RUS:GOV"}, ["a met", "a attacked"]),
        ({"actor": "RUS:MIL"}, []),
        ({"actor": "UNK"}, ["b attacked", "c accused"]),
        ({"actor": "protest"}, ["c accused"]),
        ({"actor": ["RUS", "UKR"]}, ["a met", "a attacked", "b accused"]),
        ({"recipient": "Ukraine"}, ["a met", "a attacked"]),
        ({"involving": "Ukraine"}, ["a met", "a attacked", "b accused"]),
        ({"actor": "RUS", "recipient": "UKR", "type": "consult"}, ["a met"]),
        ({"by": "FRA"}, ["a attacked"]),
        ({"type": ["AID", "ACCUSE"]}, ["b accused", "c helped", "c accused", "c helped"]),
        ({"mode": "visit"}, ["a met", "b met"]),
        ({"status": "claimed"}, ["a attacked", "c helped"]),
        ({"status": "denied"}, ["b met"]),
        ({"aux": "negation"}, ["b met"]),
        ({"quad": "verbal conflict"}, ["b accused", "c accused"]),
        ({"since": "2021-07"}, ["a met", "b attacked", "b met"]),
        ({"until": "2021-06-15"}, ["a attacked", "b attacked"]),
        ({"since": "2021-07-26", "until": "2021-07-26"}, ["b attacked", "b met"]),
        ({"since": "2022"}, []),
        ({"since": "2022", "undated": True}, ["b accused", "c helped", "c accused", "c helped"]),
        ({"published_since": "2021-08"}, ["b accused", "b attacked", "b met"]),
        ({"published_until": "2021-07"}, ["a met", "a attacked"]),
        ({"place": "BLR"}, ["a met"]),
        ({"place": "minsk"}, ["a met"]),
        ({"source": "the post"}, ["b accused", "b attacked", "b met"]),
        ({"article": "c"}, ["c helped", "c accused", "c helped"]),
        ({"text": "Minsk"}, ["a met", "a attacked"]),
        ({"text": "rebels OR Minsk", "type": "CONSULT"}, ["a met", "b met"]),
        ({"text": "Minsk", "actor": "RUS"}, ["a met", "a attacked"]),
        ({"source": "the post", "actor": "UKR", "published_since": "2021-08"}, ["b accused"]),
        ({"article": "a", "place": "BLR", "published_until": "2021"}, ["a met"]),
        ({"confidence": 0.95}, []),
        ({"limit": 2}, ["a met", "a attacked"]),
    ],
)
def test_filters_mean_what_they_say(asked: Project, given: dict[str, Any], expected: list[str]) -> None:
    assert found(asked, **given) == expected


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"type": "MEET"}, "no type: it is one of AGREE, CONSULT"),
        ({"mode": "waving"}, "no mode"),
        ({"status": "true"}, "no status: it is one of reported"),
        ({"actor": "Atlantis"}, "nobody called 'Atlantis'"),
        ({"since": "soon"}, "no date: write it YYYY"),
        ({"text": " "}, "no words"),
        ({"colour": "red"}, "no filter 'colour'"),
    ],
)
def test_what_says_nothing_is_told(asked: Project, given: dict[str, Any], said: str) -> None:
    with pytest.raises(StoreError, match=said):
        asked.events(**given)


def test_an_event_comes_with_all_that_is_known_of_it(asked: Project) -> None:
    row = asked.events(article="a").first()
    assert row is not None and list(row) == list(EVENT_COLUMNS)
    assert (row["actor"], row["actor_id"], row["actor_country"], row["actor_sector"]) == (
        ["Russia"], ["russia"], ["RUS"], ["GOV"]
    )  # fmt: skip
    assert (row["recipient"], row["date"], row["granularity"], row["status"]) == (
        ["Ukraine"], "2021-07-03", "day", "reported"
    )  # fmt: skip
    assert (row["place"], row["place_country"], row["lat"], row["geonames"]) == (
        ["Minsk"],
        ["BLR"],
        53.9,
        625144,
    )
    assert row["sentence"] == "Russia met Ukraine in Minsk on 2021-07-03."
    claimed = asked.events(by="France").first()
    assert claimed is not None and (claimed["by"], claimed["killed"]) == ("France", 3)


def test_statements_are_found_by_who_says_what_of_whom(asked: Project) -> None:
    (row,) = asked.statements(speaker="FRA")
    assert (row["speaker"], row["about"], row["stance"], row["mode"]) == (
        "France",
        ["Russia"],
        "-",
        "indirect",
    )
    assert row["words"] == "Russia attacked Ukraine on 2021-06."
    assert asked.events(article="a").to_list()[1]["event"] == int(row["asserts"][0])
    assert [row["article"] for row in asked.statements(about="France")] == ["c"]
    assert asked.statements(stance="+").to_list() == []
    with pytest.raises(StoreError, match="no stance"):
        asked.statements(stance="?")


def test_actors_are_counted(asked: Project) -> None:
    rows = {row["id"]: row for row in asked.actors()}
    assert "protesters" not in rows
    russia = rows["russia"]
    assert (russia["acts"], russia["receives"], russia["says"], russia["articles"]) == (2, 1, 0, 2)
    assert (russia["first"], russia["last"], russia["country"]) == ("2021-07-04", "2021-08-01", ["RUS"])
    assert [row["id"] for row in asked.actors(country="KEN")] == ["kenya"]
    assert {row["id"] for row in asked.actors(kind="group", unnamed=True)} == {"protesters", "rebels"}
    assert [row["name"] for row in asked.actors(name="France")] == ["France"]


def test_dyads_count_what_happened(asked: Project) -> None:
    rows = {(row["actor"], row["recipient"]): row for row in asked.dyads()}
    assert rows["RUS", "UKR"]["events"] == 2
    assert rows["RUS", "UKR"]["verbal_cooperation"] == rows["RUS", "UKR"]["material_conflict"] == 1
    assert rows["RUS", "UKR"]["score"] == pytest.approx((2.5 - 9) / 2)
    assert ("KEN", "FRA") not in rows  # denied
    months = [(row["period"], row["actor"]) for row in asked.dyads(period="month")]
    assert months == [("2021-06", "RUS"), ("2021-07", "RUS")]
    assert {row["period"] for row in asked.dyads(period="month", dated="published")} == {"2021-07", "2021-08"}
    assert ("protesters", "kenya") in {(row["actor"], row["recipient"]) for row in asked.dyads(level="actor")}
    with pytest.raises(StoreError, match="period"):
        asked.dyads(period="week")


def test_full_text_search_shows_the_words_and_takes_any_text(asked: Project) -> None:
    (row,) = asked.search("minsk")
    assert row["article"] == "a" and "[Minsk]" in row["words"]
    for text in ('"', "NOT", "a AND", "(", "*", "col:x", "'; DROP TABLE articles; --"):
        assert isinstance(asked.search(text).to_list(), list)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@for_all(text=st.text(max_size=20))
def test_any_words_can_be_asked_for(asked: Project, text: str) -> None:
    for ask in (
        lambda: asked.search(text),
        lambda: asked.events(text=text),
        lambda: asked.events(since=text),
    ):
        try:
            assert len(ask().to_list()) <= 8
        except StoreError as error:
            assert ": " in str(error)


def test_sql_reads_and_changes_nothing(asked: Project) -> None:
    assert asked.sql("SELECT count(*) AS n FROM events WHERE type = ?", ["CONSULT"]).to_list() == [{"n": 2}]
    wrong = [
        "DELETE FROM events",
        "DROP TABLE events",
        "CREATE TABLE x (a)",
        "SELEC 1",
        "SELECT 1; SELECT 2",
        "",
    ]
    for query in [*wrong, "PRAGMA query_only = OFF; DELETE FROM events"]:
        with pytest.raises(StoreError, match="SQL"):
            asked.sql(query).to_list()
    assert len(found(asked)) == 8


def test_answers_are_written_and_read_back(asked: Project, tmp_path: Path) -> None:
    table = asked.events()
    rows = [json.loads(line) for line in table.jsonl()]
    assert rows == table.to_list()
    read = list(csv.DictReader(io.StringIO("".join(table.csv()))))
    assert [row["trigger"] for row in read] == [row["trigger"] for row in rows]
    assert list(read[0]) == list(EVENT_COLUMNS)
    table.to_csv(tmp_path / "e.csv")
    table.to_jsonl(tmp_path / "e.jsonl")
    assert len((tmp_path / "e.jsonl").read_text().splitlines()) == 8
    assert len(pandas.read_csv(tmp_path / "e.csv")) == 8
    assert "<td>CONSULT</td>" in table._repr_html_()


def test_answers_load_into_pandas_and_arrow_with_their_types(asked: Project) -> None:
    frame = asked.events().to_pandas()
    assert list(frame.columns) == list(EVENT_COLUMNS)
    assert str(frame["killed"].dtype) == "Int64" and str(frame["score"].dtype) == "float64"
    assert frame["killed"].sum() == 6
    assert frame[frame["actor_country"] == "RUS"].shape[0] == 2
    arrow = asked.events().to_arrow()
    assert arrow.num_rows == 8
    assert arrow.column("actor").to_pylist()[0] == ["Russia"]


def test_a_cell_that_would_be_a_formula_is_defused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "=1+1", "text": "Russia met Ukraine."}\n')
    with dragoman.open(tmp_path / "n.db") as project:
        project.add(tmp_path / "a.jsonl", coder=FAKE)
        lines = list(project.events().csv())
        assert "'=1+1" in lines[1]
        assert json.loads(next(project.events().jsonl()))["article"] == "=1+1"


@for_all(st.dates(), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d", "%G-W%V"]))
def test_a_day_lies_in_every_date_that_names_it(day: Any, form: str) -> None:
    value = day.strftime(form)
    if "-W" in form or day.year >= 1000:
        span = days(value)
        assert span is None or span[0] <= day.isoformat() <= span[1]
        assert span is not None or day.year < 1000 or day.isocalendar().year in (999, 10000)


@for_all(st.text(max_size=12))
def test_no_text_breaks_the_reading_of_dates(value: str) -> None:
    span = days(value)
    assert span is None or len(span[0]) == len(span[1]) == 10


def test_series_count_over_time(asked: Project) -> None:
    assert asked.series().to_list() == [
        {"period": "2021-06", "events": 1, "score": -9.0},
        {"period": "2021-07", "events": 1, "score": 2.5},
    ]
    weeks = [(row["period"], row["quad"], row["events"]) for row in asked.series(period="week", split="quad")]
    assert weeks == [("2021-W26", "verbal cooperation", 1)]
    years = [(row["period"], row["events"]) for row in asked.series(period="year", dated="published")]
    assert years == [("2021", 4)]
    assert [row["period"] for row in asked.series(period="week", status="denied")] == ["2021-W30"]
    with pytest.raises(StoreError, match="period"):
        asked.series(period="hour")


def test_an_actors_page_has_what_it_did_and_said_and_what_was_done_to_it(asked: Project) -> None:
    page = asked.actor("russia")
    assert page is not None
    assert (page["name"], page["acts"], page["receives"], page["says"], page["articles"]) == (
        "Russia", 2, 1, 0, 2
    )  # fmt: skip
    assert (page["first"], page["last"]) == ("2021-07-04", "2021-08-01")
    assert page["roles"][0]["country"] == ["RUS"] and page["roles"][0]["sector"] == ["GOV"]
    assert {one["type"]: one["events"] for one in page["did"]["types"]} == {"CONSULT": 1, "ASSAULT": 1}
    assert page["did"]["to"] == [{"id": "ukraine", "name": "Ukraine", "events": 2}]
    assert [row["trigger"] for row in page["did"]["latest"]] == ["met", "attacked"]
    assert page["done_to"]["by"] == [{"id": "ukraine", "name": "Ukraine", "events": 1}]
    assert page["said_of"]["stances"] == {"-": 1}
    assert [row["speaker"] for row in page["said_of"]["latest"]] == ["France"]
    france = asked.actor("france")
    assert france is not None
    assert (france["says"], france["said"]["latest"][0]["about"]) == (1, ["Russia"])
    assert asked.actor("nobody") is None


def test_a_search_and_an_actors_page_are_narrowed_down_as_events_are(asked: Project) -> None:
    def articles(**given: Any) -> list[str]:
        return sorted(row["article"] for row in asked.search("Russia OR rebels OR Syria", **given))

    every = articles()
    assert articles(source="The Post") == ["b"] and len(every) > 1
    assert articles(type="ACCUSE") == [name for name in every if name in ("b", "c")]
    assert articles(type="CONSULT", source="The Post", published_since="2021-08") == ["b"]
    whole = asked.actor("russia")
    talks = asked.actor("russia", events={"type": "CONSULT"}, statements={"stance": "+"})
    assert whole is not None and talks is not None
    assert [one["type"] for one in talks["did"]["types"]] == ["CONSULT"]
    assert [row["type"] for row in talks["did"]["latest"]] == ["CONSULT"]
    assert [one for one in whole["did"]["types"] if one["type"] == "CONSULT"] == talks["did"]["types"]
    assert whole["acts"] == talks["acts"] and set(talks["said"]["stances"]) <= {"+"}
    with pytest.raises(StoreError, match="no filter 'colour'"):
        asked.actor("russia", events={"colour": "red"})
