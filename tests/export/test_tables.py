"""Our own tables: what pandas makes of them, what stands beside them, and what comes back."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.export import ExportError, export, read_back, read_codings
from dragoman.export.tables import COLUMNS
from dragoman.records import Actor, Arg, Article, Coding, Event, Span
from export.making import coding

KINDS = {"integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]"}


def test_parquet_has_the_types_of_the_columns(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export([coding()], tmp_path, format="parquet")
    for name, columns in COLUMNS.items():
        if name == "happenings":  # of projects only
            assert not (tmp_path / "happenings.parquet").exists()
            continue
        table = parquet.read_table(tmp_path / f"{name}.parquet")
        assert table.schema.names == [column.name for column in columns]
        for column in columns:
            kind = str(table.schema.field(column.name).type)
            assert kind == KINDS.get(column.type, "string") or (column.type == "list" and "list" in kind)
    events = parquet.read_table(tmp_path / "events.parquet").to_pylist()
    assert events[0]["actor"] == ["Ana Pop", "United Nations"]
    assert str(events[1]["first_day"]) == "2023-02-01" and str(events[1]["last_day"]) == "2023-02-28"


@pytest.mark.parametrize("kind", ["csv", "tsv"])
def test_pandas_reads_tables_with_their_types(tmp_path: Path, kind: str) -> None:
    pandas = pytest.importorskip("pandas")
    export([coding()], tmp_path, format=kind)
    events = pandas.read_csv(
        tmp_path / f"events.{kind}", sep="," if kind == "csv" else "\t", keep_default_na=False,
        na_values=[""],
        parse_dates=["published", "first_day", "last_day"], dtype={"cameo": "string", "arrested": "Int64"},
    )  # fmt: skip
    assert list(events.columns) == [column.name for column in COLUMNS["events"]]
    assert list(events["cameo"][:2]) == ["040", "173"]
    assert events["score"].dtype == "float64" and events["start"].dtype == "int64"
    assert events["first_day"].dtype.kind == "M" and events["arrested"].sum() == 12
    actors = pandas.read_csv(tmp_path / f"actors.{kind}", sep="," if kind == "csv" else "\t")
    assert actors["named"].dtype == bool
    assert dict(zip(actors["actor_id"], actors["acts"])) == {
        "12-protesters": 0, "ana-pop": 1, "kenya-police": 1, "united-nations": 2
    }  # fmt: skip


def test_package_and_codebook_say_what_is_in_the_tables(tmp_path: Path) -> None:
    export([coding()], tmp_path, format="csv", licence="CC-BY-4.0")
    package = json.loads((tmp_path / "datapackage.json").read_text())
    assert package["licenses"][0]["path"] == "https://creativecommons.org/licenses/by/4.0/"
    assert package["coders"] == [coding().coder.to_dict()]
    assert {"title": "The Example"} in package["sources"]
    book = (tmp_path / "codebook.md").read_text()
    for resource in package["resources"]:
        data = (tmp_path / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["bytes"] == len(data)
        rows = list(csv.DictReader(data.decode().splitlines()))
        assert len(rows) == resource["rows"] >= 1
        for field in resource["schema"]["fields"]:
            allowed = field.get("constraints", {}).get("enum")
            for row in rows:
                cell = row[field["name"]]
                assert not allowed or not cell or cell in allowed, (field["name"], cell)
                if cell and field["type"] in ("integer", "number"):
                    float(cell)
            assert f"| {field['name']} |" in book
    assert json.loads((tmp_path / "datapackage.json").read_text())["profile"] == "tabular-data-package"


def test_same_bytes_each_time(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        export([coding()], tmp_path / folder, format="csv")
        export([coding()], tmp_path / folder / "x.graphml", format="graphml")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_one_file_gets_its_codebook_by_name(tmp_path: Path) -> None:
    done = export([coding()], tmp_path / "e.csv", format="csv")
    assert [path.name for path in done.files] == ["e.csv", "e.csv.codebook.md", "e.csv.datapackage.json"]
    assert done.rows == {"events": 3}
    with pytest.raises(ExportError, match="one table"):
        export([], tmp_path / "e.csv", format="csv", tables=["events", "actors"])


def test_records_come_back_and_bad_lines_are_told(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    export([coding(), coding()], path, format="records")
    assert list(read_codings(path)) == [coding(), coding()]
    path.write_text(coding().to_json() + "\n{broken\n[]\n" + coding().to_json() + "\n")
    told: list[str] = []
    assert len(list(read_codings(path, complain=told.append))) == 2
    assert [said.split(": ")[0] for said in told] == [f"{path}:2", f"{path}:3"]
    with pytest.raises(ExportError, match=":2: no record"):
        list(read_codings(path))


text = st.text(min_size=1, max_size=20)


@given(name=text, words=text, title=text)
def test_csv_keeps_any_text(tmp_path_factory, name: str, words: str, title: str) -> None:
    folder = tmp_path_factory.mktemp("csv")
    made = Coding(
        Article("a", "2023-03-15", title, words, None, name),
        (Actor("x", name, "person", ("FRA",), ("GOV",)),),
        (Event("e1", "CONSULT", Span(0, 1, words), event="e1", actors=(Arg(0, 1, words, "x"),)),),
    )
    for kind in ("csv", "tsv"):
        export([made], folder / f"e.{kind}", format=kind)
        (back,) = read_back(folder / f"e.{kind}", format=kind)

        def sound(value: str) -> str:
            return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in value)

        assert back.events[0].trigger.text == sound(words)
        assert back.article.title == sound(title)
        assert back.actors[0].name == sound(name.replace(";", ","))


def test_table_comes_back_as_far_as_it_carries(tmp_path: Path) -> None:
    export([coding()], tmp_path / "e.csv", format="csv")
    (back,) = read_back(tmp_path / "e.csv", format="csv")
    for was, now in zip(coding().events, back.events, strict=True):
        for name in (
            "id",
            "type",
            "mode",
            "context",
            "aux",
            "quad",
            "score",
            "cameo",
            "date",
            "numbers",
            "event",
        ):
            assert getattr(was, name) == getattr(now, name)
        assert was.trigger == now.trigger
        assert [a.actor for a in was.actors] == [a.actor for a in now.actors]
    assert back.coder == coding().coder
