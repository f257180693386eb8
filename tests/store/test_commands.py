"""The commands of a project: what they print, and how they end."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from dragoman import cli, commands
from dragoman.store import Project


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


def test_every_command_is_listed_and_explains_itself() -> None:
    told = run("--help").stdout
    for name in commands.HOMES:
        assert f"\n  {name} " in told
        page = run(name, "--help")
        assert page.exit_code == 0 and "Usage" in page.stdout


def test_help_loads_nothing_heavy() -> None:
    script = "import sys; from dragoman.cli import main; main(['--help'], standalone_mode=False)\n" + (
        "heavy = {'numpy', 'sqlite3', 'onnxruntime', 'lxml'}\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & heavy))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().endswith("[]")


def test_questions_are_answered_as_asked(news: Project, tmp_path: Path) -> None:
    path = news.path
    shown = run("events", path, "--actor", "RUS", "--since", "2021-07")
    assert shown.exit_code == 0
    assert "CONSULT" in shown.stdout and "ASSAULT" not in shown.stdout
    rows = [
        json.loads(line)
        for line in run("events", path, "--type", "AID", "--format", "jsonl").stdout.splitlines()
    ]
    assert [row["trigger"] for row in rows] == ["helped", "helped"]
    table = run("statements", path, "--speaker", "FRA", "--format", "csv").stdout
    assert next(csv.DictReader(io.StringIO(table)))["about"] == "Russia"
    assert run("dyads", path, "--period", "year", "--format", "tsv", "-o", tmp_path / "d.tsv").exit_code == 0
    assert (tmp_path / "d.tsv").read_text().startswith("period\tactor\trecipient\tevents")
    assert "Russia" in run("actors", path, "--limit", "3").stdout
    assert "[Minsk]" in run("search", path, "minsk").stdout
    assert run("sql", path, "SELECT count(*) AS n FROM events", "--format", "csv").stdout == "n\n8\n"
    assert run("runs", path).stdout.splitlines()[1].split()[:2] == ["1", "add"]
    assert run("rejects", path).stderr == "nothing found\n"
    assert "nothing found" in run("events", path, "--since", "2030").stderr


def test_what_is_wrong_ends_with_a_word(news: Project, tmp_path: Path) -> None:
    for arguments, said in (
        (("events", tmp_path / "none.db"), "no such project"),
        (("events", news.path, "--actor", "Atlantis"), "nobody called 'Atlantis'"),
        (("sql", news.path, "DELETE FROM events"), "may only read"),
        (("diff", news.path, "1", "9"), "no run 9"),
        (("add", news.path, news.path, "--column", "text"), "FIELD=NAME"),
        (("add", news.path, news.path, "--published", "soon"), "no date"),
    ):
        result = run(*arguments)
        assert result.exit_code in (1, 2), arguments
        assert said in result.stderr
        assert not isinstance(result.exception, Exception) or isinstance(
            result.exception, click.ClickException
        )


def test_adding_says_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("words,when\nRussia met Ukraine.,2021-07-03\n,2021-07-03\n")
    monkeypatch.setattr("dragoman.store.project.CODER", "store.fake:Fake")
    monkeypatch.setattr("dragoman.store.Project.add.__kwdefaults__", _defaults(Project.add))
    monkeypatch.setattr("dragoman.store.Project.recode.__kwdefaults__", _defaults(Project.recode))
    path = tmp_path / "n.db"
    arguments = ("add", path, tmp_path / "a.csv", "--column", "text=words", "--column", "published=when")
    first = run(*arguments)
    assert first.exit_code == 1  # a row has no text
    assert f"{tmp_path / 'a.csv'}:3: " in first.stderr
    assert first.stderr.endswith("1 coded, 1 set aside (dragoman rejects lists them)\n")
    assert "1 there already" in run(*arguments).stderr
    assert run("recode", path).stderr == "0 coded again\n"
    assert run("diff", path, "1", "2").stdout == "0 of 1 articles are read otherwise\n"
    assert "no-text" in run("rejects", path).stdout


def _defaults(method: object) -> dict[str, object]:
    return {**method.__kwdefaults__, "coder": "store.fake:Fake", "workers": 1}  # type: ignore[attr-defined]


def test_the_shipped_coder_fills_a_project(tmp_path: Path) -> None:
    """The whole way, with the model: an article of the examples in, its events out."""
    from importlib import resources

    path = tmp_path / "n.db"
    with resources.as_file(resources.files("dragoman") / "examples" / "harbour.txt") as article:
        done = run("add", path, article, "--published", "2023-03-14", "--workers", "1")
    assert (done.exit_code, done.stderr) == (0, "1 coded\n")
    import dragoman
    from dragoman.store import open_project
    from dragoman.store.adding import current_versions
    from dragoman.store.pool import Pool

    with open_project(path) as project:
        (stored,) = project.codings()
        assert stored == dragoman.Coder().code_article(stored.article)
        assert stored.coder == current_versions(Pool(workers=1))
        assert len(project.events().to_list()) == len(stored.events) > 0
