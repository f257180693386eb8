"""The field's layouts, to the column: golden files, checked by hand against each one's description."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.export import LAYOUTS, ExportError, export
from dragoman.export.codes import actor_code, goldstein
from dragoman.records import Actor, Article, Coding, Event, Span
from export.making import coding

GOLDEN = Path(__file__).parent / "golden"
WIDTHS = {"polecat": 40, "icews": 20, "gdelt": 61, "gdelt-mentions": 16, "phoenix": 26, "petrarch": 8}


def written(tmp_path: Path, name: str, **options: object) -> list[list[str]]:
    path = tmp_path / "out"
    export([coding()], path, format=name, **options)
    return [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


@pytest.mark.parametrize("name", WIDTHS)
def test_layout_is_as_in_the_golden_file(tmp_path: Path, name: str) -> None:
    rows = written(tmp_path, name)
    assert (tmp_path / "out").read_bytes() == (GOLDEN / f"{name}.tsv").read_bytes()
    assert {len(row) for row in rows} == {WIDTHS[name]} == {len(LAYOUTS[name].columns)}
    head = [column.name for column in LAYOUTS[name].columns]
    assert (rows[0] == head) == (name in ("polecat", "icews"))


def test_names_are_the_fields() -> None:
    names = {name: [column.name for column in layout.columns] for name, layout in LAYOUTS.items()}
    assert names["polecat"][:7] == [
        "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"
    ]  # fmt: skip
    assert names["polecat"][-6:] == [
        "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version"
    ]  # fmt: skip
    assert names["icews"] == (
        "Event ID,Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,"
        "Target Name,Target Sectors,Target Country,Story ID,Sentence Number,Publisher,City,District,Province,"
        "Country,Latitude,Longitude"
    ).split(",")
    assert names["gdelt"][5] == "Actor1Code" and names["gdelt"][12:15] == [
        "Actor1Type1Code", "Actor1Type2Code", "Actor1Type3Code"
    ]  # fmt: skip
    assert (
        names["gdelt"][25:35]
        == (
            "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions "
            "NumSources "
            "NumArticles AvgTone"
        ).split()
    )
    assert names["gdelt"][51] == "ActionGeo_Type" and names["gdelt"][59:] == ["DATEADDED", "SOURCEURL"]
    assert names["phoenix"][13:18] == ["EventCode", "EventRootCode", "PentaClass", "GoldsteinScore", "Issues"]


def test_a_day_that_is_not_told_stays_open_unless_asked_for(tmp_path: Path) -> None:
    assert [row[1] for row in written(tmp_path, "polecat")[1:]] == ["2023-03-14", ""]
    # The arrests were last month: the article's day is not theirs.
    assert [row[1] for row in written(tmp_path, "polecat", undated="published")[1:]] == ["2023-03-14", ""]
    assert [row[1] for row in written(tmp_path, "polecat", undated="drop")[1:]] == ["2023-03-14"]
    every = written(tmp_path, "polecat", every=True, undated="published")[1:]
    assert [(row[1], row[2]) for row in every] == [
        ("2023-03-14", "CONSULT"), ("", "COERCE"), ("2023-03-15", "RETREAT")
    ]  # fmt: skip


def test_mutual_acts_go_both_ways(tmp_path: Path) -> None:
    pairs = [(row[1], row[2], row[3]) for row in written(tmp_path, "petrarch")]
    assert pairs == [
        ("ROMGOV", "IGOUNO", "040"), ("IGOUNO", "ROMGOV", "040"), ("KENCOP", "KENCVL", "173")
    ]  # fmt: skip


def test_codes_of_actors_and_scores() -> None:
    def code(kind: str, country: tuple[str, ...], sector: tuple[str, ...]) -> str:
        return actor_code(Actor("x", "X", kind, country, sector))

    assert code("country", ("RUS",), ("GOV",)) == "RUS"
    assert code("person", ("XKX",), ("JRN",)) == "KSVMED"
    assert code("organisation", ("FRA",), ("MED", "UNK")) == "FRAHLH"
    assert code("person", ("PRT",), ("IGO",)) == "IGO"
    assert code("group", (), ("UNK",)) == ""
    assert (goldstein("1823"), goldstein("1411"), goldstein("042"), goldstein("")) == (-10, -6.5, 1.9, None)


def test_wrong_wishes_say_what_to_do(tmp_path: Path) -> None:
    for options in (
        {"format": "nothing"},
        {"format": "gdelt", "undated": "never"},
        {"format": "gdelt", "tables": ["events"]},
        {"format": "csv", "tables": ["people"]},
    ):
        with pytest.raises(ExportError, match=r": "):
            export([], tmp_path / "out", **options)
    assert not list(tmp_path.iterdir())


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("before")

    def broken():
        yield coding()
        raise RuntimeError("cut off")

    for name in ("gdelt", "geojson", "records"):
        with pytest.raises(RuntimeError):
            export(broken(), tmp_path / "out", format=name)
    with pytest.raises(RuntimeError):
        export(broken(), tmp_path / "tables", format="csv")
    assert (tmp_path / "out").read_text() == "before"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["out"]


text = st.text(min_size=1, max_size=30)


@given(name=text, words=text, source=text)
def test_no_text_breaks_a_row(tmp_path_factory, name: str, words: str, source: str) -> None:
    made = Coding(
        Article("a", "2023-03-15", "", words, source, source),
        (Actor("x", name, "person", ("FRA",), ("GOV",)),),
        (
            Event("e1", "CONSULT", Span(0, len(words), words), cameo="040", event="e1",
                  actors=(coding().events[0].actors[0],)),
        ),
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("rows")
    for layout, width in WIDTHS.items():
        export([made], folder / "out", format=layout)
        lines = (folder / "out").read_bytes().decode("utf-8").splitlines()
        assert [line.count("\t") for line in lines] == [width - 1] * (2 if LAYOUTS[layout].header else 1)
