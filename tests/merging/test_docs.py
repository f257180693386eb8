"""docs/merging.md says what the code does: commands, thresholds, figures."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import dragoman
from benchmarks import merging as benchmark
from benchmarks.stories import half, read_named, read_stories
from dragoman import cli
from dragoman.merging import articles, compare, mentions, pairs
from dragoman.store import Project
from store.conftest import FAKE, write

PAGE = Path(__file__).resolve().parents[2] / "docs" / "merging.md"
TEXT = PAGE.read_text(encoding="utf-8")
SHOWN = re.findall(r"^    ((?:dragoman|python -m) .*)$", TEXT, re.MULTILINE)


def only(project: Project, name: str) -> str:
    """A happening of several events, other than the one of that name."""
    rows = [row["happening"] for row in project.happenings() if row["happening"] != name]
    return str(rows[0])


def test_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = write(tmp_path / "rows.jsonl")
    text = rows.read_text(encoding="utf-8")
    rows.write_text(text + text.replace('"id": "a"', '"id": "a2"').replace("The Gazette", "The Sun"))
    with dragoman.open("news.db") as project:
        project.add(rows, coder=FAKE, workers=1)
    commands = [shlex.split(line.split(" #")[0])[1:] for line in SHOWN if line.startswith("dragoman ")]
    assert {command[0] for command in commands} >= {"happenings", "happening", "stories", "split", "join"}
    for command in commands:
        with dragoman.open("news.db") as project:
            cards = [project.happening(row["happening"]) for row in project.happenings()]
            card = max((c for c in cards if c), key=lambda c: c["events"])
            if command[0] in ("happening", "split", "join"):
                command[2] = card["happening"]
            if command[0] == "split":
                command[3] = str(card["mentions"][-1]["event"])
            if command[0] == "join":
                command[3] = only(project, card["happening"])
        result = CliRunner().invoke(cli.main, command)
        assert result.exit_code == 0, (command, result.output)


def test_benchmarks_have_the_options_that_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = [shlex.split(line) for line in SHOWN if line.startswith("python -m benchmarks.merging")]
    assert len(commands) >= 3
    for command in commands:
        asked: list[str] = []
        monkeypatch.setattr(sys, "argv", ["merging", *command[3:]])
        monkeypatch.setattr(benchmark, "growth", lambda asked=asked: asked.append("growth"))
        monkeypatch.setattr(
            benchmark, "measure", lambda _told, origin, _errors, asked=asked: asked.append(origin) or {}
        )
        benchmark.main()
        assert asked


@pytest.mark.parametrize(
    ("says", "value"),
    [
        ("Articles published more than {} days apart", lambda: mentions.WINDOW),
        ("Articles within {} days of each other join a story", lambda: articles._STORY_DAYS),
        ("invented reports of {} stories", lambda: len({t.story for t in read_stories()})),
        ("and on {} more stories of which", lambda: len({n.story for n in read_named()})),
        ("phrases of three words (MinHash,\n  {} values)", lambda: articles.HASHES),
    ],
)
def test_numbers_are_the_code_s(says: str, value: Callable[[], int]) -> None:
    assert says.format(value()) in TEXT


def test_numbers_in_words_are_the_code_s() -> None:
    assert articles.COPY_WINDOW == 5 and "within five days" in TEXT
    assert pairs._DAYS == mentions.WINDOW == articles.WINDOW == 60 and "within sixty days" in TEXT
    assert pairs._DAYS_OF_COUNTRIES == 2 and "two countries: two days" in TEXT
    assert pairs._DAYS_OF_CAST == 7 and "within a week" in TEXT
    assert compare.LONGEST == 366
    assert articles.NEAR_COPY == 0.6 and "three fifths\nof their phrases" in TEXT
    assert articles.FRONT == 8 and "the first eight are compared with all" in TEXT


@pytest.mark.parametrize("name", [compare.WITHIN, compare.ACROSS, compare.BY_HAND])
def test_no_one_thing_is_enough_by_itself(name: str) -> None:
    weights = compare.WEIGHTS[name]
    assert max(weights.values()) + weights["always"] < 0


@pytest.mark.parametrize("name", [compare.WITHIN, compare.ACROSS, compare.BY_HAND])
def test_what_reports_disagree_about_speaks_for_nothing(name: str) -> None:
    against = [value for feature, value in compare.WEIGHTS[name].items() if "differ" in feature]
    assert against and max(against) <= 0
    assert compare.WEIGHTS[name]["not as many"] < 0


@pytest.mark.parametrize("name", ["tune", "report"])
def test_figures_from_gold_codings_are_those_measured(name: str) -> None:
    block = TEXT.split(f"from gold codings, half '{name}'")[1].split("\n\n")[0]
    shown = re.search(r"^  happenings .*F1 ([\d.]+)", block, re.MULTILINE)
    left = re.search(r"duplicates left +per 100 ([\d.]+)", block)
    assert shown and left
    told = [t for t in read_stories() if half(t.story) == name]
    measured = benchmark.measure(told, "gold")
    assert round(measured["happenings"]["F1"], 1) == float(shown[1])
    assert round(measured["duplicates left"]["per 100"], 1) == float(left[1])
