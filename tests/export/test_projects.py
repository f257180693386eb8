"""Export from a project, in a file and on a server: happenings, filters, and memory."""

from __future__ import annotations

import csv
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import dragoman
from dragoman import cli, ontology
from dragoman.export import ExportError, export
from dragoman.export.choosing import OF_ARTICLES
from dragoman.export.gdelt import GDELT, GDELT_MENTIONS
from dragoman.export.tables import happening_row
from dragoman.reading import Details
from dragoman.store import Project, StoreError
from dragoman.store.writing import Writer
from export.making import coding
from store.conftest import FAKE, ROWS, fresh, postgres  # noqa: F401  fixtures

MORE = [
    {
        "id": "d",
        "published": "2021-07-05",
        "title": "After the talks",
        "source": "The Wire",
        "text": "Russia met Ukraine in Minsk on 2021-07-03. France helped Syria on 2021-07-02.",
    },
    {
        "id": "e",
        "published": "2021-07-06",
        "source": "The Post",
        "text": "Russia met Ukraine in Minsk on 2021-07-03. Russia never helped Syria.",
    },
]


@pytest.fixture
def news(fresh: str, tmp_path: Path) -> Iterator[Project]:  # noqa: F811
    lines = tmp_path / "news.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in [*ROWS, *MORE]))
    with dragoman.open(fresh) as project:
        project.add([lines], coder=FAKE, workers=1)
        yield project


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def rows(path: Path, layout=GDELT) -> list[dict[str, str]]:
    names = [column.name for column in layout.columns]
    return [dict(zip(names, line.split("\t"), strict=True)) for line in path.read_text().split("\n") if line]


def test_happenings_are_a_table_that_events_point_into(news: Project, tmp_path: Path) -> None:
    done = news.export(tmp_path / "out", format="csv")
    asked = {row["happening"]: row for row in news.happenings()}
    found = table(tmp_path / "out" / "happenings.csv")
    assert done.rows["happenings"] == len(found) == len(asked) > 3
    for row in found:
        told = asked[row["happening"]]
        assert (row["reports"], row["sources"]) == (str(told["reports"]), str(told["sources"]))
        assert row["type"] == told["type"] and row["actor"] == "; ".join(told["actor"])
        assert row["denied"] == ("true" if told["denied"] else "false")
    events = table(tmp_path / "out" / "events.csv")
    met = {row["happening"] for row in events if row["place"] == "Minsk"}
    assert len(met) == 1 and asked[met.pop()]["reports"] == 3
    assert {row["happening"] for row in events} == set(asked)
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert [one["name"] for one in package["resources"]] == ["events", "statements", "actors", "happenings"]
    assert "## happenings.csv" in (tmp_path / "out" / "codebook.md").read_text()


@pytest.mark.parametrize("kind", ["tsv", "jsonl", "parquet"])
def test_happenings_are_the_same_in_every_kind_of_table(news: Project, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"h.{kind}"
    news.export(path, format=kind, tables=["happenings"])
    if kind == "parquet":
        found = pytest.importorskip("pyarrow.parquet").read_table(path).to_pylist()
    elif kind == "jsonl":
        found = [json.loads(line) for line in path.read_text().splitlines()]
    else:
        with path.open(newline="") as file:
            found = list(csv.DictReader(file, delimiter="\t"))
    news.export(tmp_path / "h.csv", format="csv", tables=["happenings"])
    expected = table(tmp_path / "h.csv")
    assert [row["happening"] for row in found] == [row["happening"] for row in expected]
    assert [str(row["first"])[:10] for row in found] == [row["first"] or "None" for row in expected] or (
        kind == "tsv" and [row["first"] for row in found] == [row["first"] for row in expected]
    )


def test_gdelt_counts_the_reports_of_a_happening(news: Project, tmp_path: Path) -> None:
    news.export(tmp_path / "e", format="gdelt")
    news.export(tmp_path / "m", format="gdelt-mentions")
    events, mentions = rows(tmp_path / "e"), rows(tmp_path / "m", GDELT_MENTIONS)
    numbers = [row["GLOBALEVENTID"] for row in events]
    assert len(set(numbers)) == len(numbers)
    assert {row["GLOBALEVENTID"] for row in mentions} == set(numbers)
    (met,) = [row for row in events if row["EventRootCode"] == "04"]
    told = next(iter(news.happenings(place="Minsk")))
    assert (met["NumMentions"], met["NumArticles"]) == ("3", "3")
    assert met["NumSources"] == str(told["sources"])
    assert met["DATEADDED"] == "20210704000000"
    for row in events:
        own = [one for one in mentions if one["GLOBALEVENTID"] == row["GLOBALEVENTID"]]
        assert int(row["NumMentions"]) == len(own)
        assert int(row["NumArticles"]) == len({one["MentionIdentifier"] for one in own})


@pytest.mark.parametrize("layout", ["polecat", "icews", "phoenix", "petrarch", "gdelt"])
def test_a_row_is_of_a_report_or_of_a_happening(news: Project, tmp_path: Path, layout: str) -> None:
    counts = {}
    for per in ("report", "happening"):
        done = news.export(tmp_path / per, format=layout, per=per)
        counts[per] = done.rows["events"]
        first = [line.split("\t")[0] for line in (tmp_path / per).read_text().splitlines()]
        assert layout == "petrarch" or len(set(first)) == len(first)
    # The meeting is told three times and is one; of the rest, France helped Kenya is told twice.
    assert counts["report"] - counts["happening"] >= 2
    if layout == "gdelt":
        assert {row["NumArticles"] for row in rows(tmp_path / "report")} == {"1"}
    news.export(tmp_path / "default", format=layout)
    assert (tmp_path / "default").read_bytes() == (
        tmp_path / ("happening" if layout == "gdelt" else "report")
    ).read_bytes()


def test_the_fullest_report_stands_for_a_happening(news: Project, tmp_path: Path) -> None:
    def told(**options: object) -> list[str]:
        news.export(tmp_path / "p", format="polecat", per="happening", **options)  # type: ignore[arg-type]
        lines = [line.split("\t") for line in (tmp_path / "p").read_text().splitlines()]
        at = lines[0].index("Publication Date"), lines[0].index("Event Type")
        return [line[at[0]] for line in lines[1:] if line[at[1]] == "CONSULT"]

    assert told() == ["2021-07-04"]
    assert told(source="The Wire") == ["2021-07-05"]  # of what is asked for
    assert told(published_since="2021-07-05") == ["2021-07-05"]


def test_filters_are_those_of_events(news: Project, tmp_path: Path) -> None:
    for asked in (
        {"actor": "RUS"}, {"type": "CONSULT", "since": "2021-07"}, {"status": "claimed"},
        {"actor": "RUS", "source": "The Post"}, {"involving": "KEN", "confidence": 0.5},
        {"since": "2021", "keep_undated": True},
    ):  # fmt: skip
        news.export(tmp_path / "out", format="csv", **asked)  # type: ignore[arg-type]
        found = table(tmp_path / "out" / "events.csv")
        same = {name.replace("keep_", ""): value for name, value in asked.items()}
        told = [(row["article"], str(row["start"])) for row in news.events(**same)]
        assert [(row["article"], row["start"]) for row in found] == told != []
        keys = {(row["article"], row["event_id"]) for row in found}
        statements = table(tmp_path / "out" / "statements.csv")
        for said in statements:
            assert {(said["article"], name) for name in said["asserts"].split("; ")} <= keys
        actors = {row["actor_id"] for row in table(tmp_path / "out" / "actors.csv")}
        named = {
            key for row in found for name in ("actor_id", "recipient_id") for key in row[name].split("; ")
        }
        assert named <= actors | {""}
        happened = {row["happening"] for row in table(tmp_path / "out" / "happenings.csv")}
        assert happened == {row["happening"] for row in found}
    with pytest.raises(StoreError, match="no filter 'colour'"):
        news.export(tmp_path / "x.csv", format="csv", colour="red")


def test_filters_of_articles_keep_them_whole(news: Project, tmp_path: Path) -> None:
    news.export(tmp_path / "r", format="records", source="The Gazette")
    assert [json.loads(line) for line in (tmp_path / "r").read_text().splitlines()] == [
        one.to_dict() for one in news.codings() if one.article.source == "The Gazette"
    ]
    # Nobody is to see half the marks of a text.
    news.export(tmp_path / "d", format="doccano", type="ACCUSE")
    texts = [json.loads(line)["text"] for line in (tmp_path / "d").read_text().splitlines()]
    assert texts == [one.article.text for one in news.codings() if "accused" in one.article.text]
    news.export(tmp_path / "all", format="doccano")
    assert set((tmp_path / "d").read_text().splitlines()) < set((tmp_path / "all").read_text().splitlines())
    assert {"source", "text"} < set(OF_ARTICLES)


def test_all_formats_are_the_same_from_a_project_and_its_records(news: Project, tmp_path: Path) -> None:
    codings = list(news.codings())
    for name in ("graphml", "icews", "phoenix", "records", "web-annotation"):
        news.export(tmp_path / "one", format=name)
        export(codings, tmp_path / "two", format=name)
        assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_modes_of_another_type_change_no_score(news: Project) -> None:
    told = next(iter(news.happenings(place="Minsk")))
    row = happening_row({**told, "type": "CONSULT", "mode": ["arrest", "visit"]})
    assert row["mode"] == ["arrest", "visit"]
    assert (row["cameo"], row["score"]) == (
        ontology.cameo("CONSULT", ["visit"]),
        ontology.score("CONSULT", ["visit"]),
    )


def test_what_is_not_merged_says_so(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="dragoman merge"):
        export([coding()], tmp_path / "g", format="gdelt", per="happening")
    with pytest.raises(ExportError, match="dragoman merge"):
        export([coding()], tmp_path / "h.csv", format="csv", tables=["happenings"])
    with pytest.raises(ExportError, match="no rows per"):
        export([coding()], tmp_path / "h.csv", format="csv", per="report")


def test_the_command_takes_the_filters(news: Project, fresh: str, tmp_path: Path) -> None:  # noqa: F811
    run = CliRunner().invoke(
        cli.main,
        ["export", fresh, str(tmp_path / "c.csv"), "--format", "csv", "--actor", "RUS",
         "--type", "CONSULT", "--since", "2021-07"],
    )  # fmt: skip
    assert run.exit_code == 0, run.output
    assert [row["type"] for row in table(tmp_path / "c.csv")] == ["CONSULT"] * 3
    records = tmp_path / "r.jsonl"
    records.write_text(coding().to_json() + "\n")
    run = CliRunner().invoke(
        cli.main, ["export", str(records), str(tmp_path / "x"), "--format", "icews", "--actor", "RUS"]
    )
    assert run.exit_code == 1 and "--actor asks a project" in run.stderr


def fill(project: Project, count: int) -> None:
    one = coding()
    record = {name: part for name, part in one.to_dict().items() if name != "article"}
    writer = Writer(project.connection, kind="add", settings={})
    for number in range(count):
        article = replace(one.article, id=f"a{number}")
        writer.store(article, f"k{number:06}", Details(), ("made.jsonl", None), record)
    writer.end()


SIZES = (300, 1200)


@pytest.fixture(scope="module")
def sized(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Projects of as many articles as `SIZES` say."""
    paths = []
    for count in SIZES:
        paths.append(tmp_path_factory.mktemp("sized") / f"{count}.db")
        with dragoman.open(paths[-1]) as project:
            fill(project, count)
    return paths


@pytest.mark.parametrize("name", ["csv", "parquet", "gdelt", "graphml", "geojson", "doccano"])
def test_memory_does_not_grow_with_the_project(
    name: str, sized: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow.parquet")
        monkeypatch.setattr("dragoman.export.writing._BATCH", 200)
    peaks = []
    for path, count in zip(sized, SIZES, strict=True):
        with dragoman.open(path, read_only=True) as project:
            if not peaks:  # what is loaded once is not what is measured
                project.export(tmp_path / "warm", format=name)
            tracemalloc.start()
            done = project.export(tmp_path / f"{count}", format=name)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            assert done.articles == count
    # A coding takes some 20 kB: what is collected now and then is no growth, 900 codings would be.
    assert peaks[1] < peaks[0] + 1_000_000, peaks
