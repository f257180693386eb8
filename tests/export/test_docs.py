"""docs/export.md, r-and-pandas.md and gdelt.md say what the code does."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

import dragoman
from dragoman import cli
from dragoman.commands import exporting
from dragoman.export import FORMATS, LAYOUTS, READERS
from dragoman.export.tables import COLUMNS
from export.test_comparing import gdelt_file, row
from store.conftest import FAKE, write

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("export.md", "r-and-pandas.md", "gdelt.md")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    with dragoman.open(folder / "news.db") as news:
        news.add([write(folder / "news.jsonl")], coder=FAKE, workers=1)
    return folder / "news.db"


@pytest.fixture
def desk(tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(project, "news.db")
    with dragoman.open("news.db") as news:
        news.export("coded.jsonl", format="records")
    meeting = row("RUS", "UKR", "04", "20210703")
    gdelt_file(Path("20210703.export.CSV"), meeting, meeting, row("USA", "IRQ", "19", "20210703"))
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_commands_run_and_examples_are_so(desk: Path, page: str) -> None:
    if page != "gdelt.md":
        pytest.importorskip("pyarrow")
        pytest.importorskip("pandas")
    text = (DOCS / page).read_text(encoding="utf-8")
    shown = re.findall(r"^\$ dragoman (.*)\n((?:[^$`\n].*\n)*)", text, re.MULTILINE)
    assert shown
    for command, output in shown:
        result = CliRunner().invoke(cli.main, shlex.split(command))
        assert result.exit_code == 0, (command, result.output)
        assert not output or result.stdout == output, command
    example = doctest.DocTestParser().get_doctest(text, {}, page, page, 0)
    assert example.examples
    assert doctest.DocTestRunner(verbose=False).run(example).failed == 0


def r_examples() -> list[str]:
    text = (DOCS / "r-and-pandas.md").read_text(encoding="utf-8")
    return re.findall(r"^```r\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("number", range(3))
def test_r_reads_the_tables_and_the_project(desk: Path, number: int) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    examples = r_examples()
    assert len(examples) == 3
    code = examples[number]
    for name in sorted({one or other for one, other in re.findall(r"library\((\w+)\)|(\w+)::", code)}):
        if subprocess.run(["Rscript", "-e", f"library({name})"], capture_output=True, timeout=60).returncode:
            pytest.skip(f"the R package {name} is not installed")
    CliRunner().invoke(cli.main, ["export", "news.db", "tables", "--format", "csv"])
    done = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_formats_are_those_of_the_code() -> None:
    text = (DOCS / "export.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| ([a-z-]+) \| (.*) \| ?(\w*) ?\|$", text, re.MULTILINE)
    told = [one for one in told if one[0] not in ("format", "---")]
    assert [name for name, _, _ in told] == list(FORMATS) == list(exporting.FORMATS)
    assert {name for name, _, back in told if back} == set(READERS)
    for name, meaning, _ in told:
        if name in LAYOUTS:
            assert f"{len(LAYOUTS[name].columns)} columns" in meaning
            assert ("line of names" in meaning) == LAYOUTS[name].header


def test_options_that_the_pages_name_are_there() -> None:
    known = {"--format"}
    for command in exporting.COMMANDS.values():
        known |= {opt for parameter in command.params for opt in parameter.opts}
    for page in PAGES:
        assert set(re.findall(r"`(--[a-z-]+)", (DOCS / page).read_text(encoding="utf-8"))) <= known


def test_names_of_columns_fit_stata() -> None:
    names = [column.name for columns in COLUMNS.values() for column in columns]
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,31}", name) for name in names)


def test_tables_are_those_the_page_names() -> None:
    from dragoman.store.happenings import COLUMNS as asked

    text = (DOCS / "export.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"## Our tables\n\n((?:`\w+`[, ]*|and|, of a project that was merged,|\s)+):", text)
    assert set(re.findall(r"`(\w+)`", told)) == set(COLUMNS)
    own = {column.name for column in COLUMNS["happenings"]}
    assert set(asked) <= own and own - set(asked) == {"quad", "score", "cameo", "goldstein"}


def test_filters_are_those_of_events() -> None:
    from dragoman.commands import asking
    from dragoman.export.choosing import OF_ARTICLES

    events = {parameter.name for parameter in asking.COMMANDS["events"].params if parameter.name}
    events -= {"database", "form", "output", "limit", "undated"}
    own = {parameter.name for parameter in exporting.COMMANDS["export"].params}
    assert events <= own and "keep_undated" in own
    text = (DOCS / "export.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"Filters of articles \(([^)]*)\)", text)
    assert {name.replace("-", "_") for name in re.findall(r"--([a-z-]+)", told)} == set(OF_ARTICLES)
