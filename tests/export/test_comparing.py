"""Our events beside GDELT's, with a small file of the same layout made here."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman import cli
from dragoman.export import ExportError, compare
from dragoman.export.gdelt import GDELT
from export.making import coding


def gdelt_file(path: Path, *rows: dict[str, str]) -> Path:
    names = [column.name for column in GDELT.columns]
    path.write_text("".join("\t".join(row.get(name, "") for name in names) + "\n" for row in rows))
    return path


def row(one: str, other: str, root: str, day: str) -> dict[str, str]:
    return {"Actor1CountryCode": one, "Actor2CountryCode": other, "EventRootCode": root, "SQLDATE": day}


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    return gdelt_file(
        tmp_path / "20230315.export.CSV",
        row("KEN", "KEN", "17", "20230314"),
        row("KEN", "KEN", "17", "20230314"),
        row("ROM", "KEN", "04", "20230314"),
        row("", "KEN", "04", "20230314"),
    )


def test_counts_are_put_side_by_side(theirs: Path) -> None:
    from dataclasses import replace

    from dragoman.records import EventDate

    ours = coding()
    dated = replace(ours.events[1], date=EventDate("2023-03-14", "day", "time"))
    found = compare([replace(ours, events=(ours.events[0], dated))], theirs, domestic=True)
    assert [tuple(row.values()) for row in found.rows()] == [
        ("04", "ROM", "KEN", "20230314", 0, 1, "only theirs"),
        ("17", "KEN", "KEN", "20230314", 1, 2, "matched"),
    ]
    assert (found.left_out, found.theirs_left_out) == (2, 1)
    assert compare([ours], theirs).totals() == {"matched": 0, "only ours": 0, "only theirs": 1}


def test_a_line_that_is_no_row_is_told(theirs: Path) -> None:
    theirs.write_text("one\ttwo\n" + theirs.read_text())
    with pytest.raises(ExportError, match=r"export.CSV:1: 2 columns where GDELT 2.0 has 61: give"):
        compare([], theirs)
    told: list[str] = []
    assert compare([], theirs, complain=told.append).totals()["only theirs"] == 1
    assert len(told) == 1


def test_commands_tell_what_they_did(tmp_path: Path, theirs: Path) -> None:
    records = tmp_path / "r.jsonl"
    records.write_text(coding().to_json() + "\nbroken\n")
    run = CliRunner().invoke(cli.main, ["export", str(records), str(tmp_path / "g"), "--format", "gdelt"])
    assert run.exit_code == 0 and f"{records}:2: no record" in run.stderr
    assert "1 planned, possible or denied" in run.stderr and "1 events are not told to the day" in run.stderr
    run = CliRunner().invoke(
        cli.main, ["compare", str(records), str(theirs), "--format", "csv", "--domestic"]
    )
    assert run.exit_code == 0 and "17,KEN,KEN,20230314,0,2,only theirs" in run.stdout
    run = CliRunner().invoke(cli.main, ["export", str(tmp_path / "no.jsonl"), "x", "--format", "gdelt"])
    assert run.exit_code == 1 and "cannot be read" in run.stderr
    run = CliRunner().invoke(cli.main, ["export", str(tmp_path / "no.db"), "x", "--format", "gdelt"])
    assert run.exit_code == 1 and "no such project" in run.stderr
