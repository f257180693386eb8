"""The command line: what comes out, what is said of bad input, and the exit status."""

from __future__ import annotations

import errno
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dragoman
from dragoman import cli
from dragoman.display.progress import Progress
from dragoman.reading import Note, Reject, read
from dragoman.records import Article, Coding, Event, Span

BODY = "France recalled its ambassador."
MODEL = list((Path(dragoman.__file__).parent / "language" / "model").glob("*.onnx"))
needs_model = pytest.mark.skipif(not MODEL, reason="needs the language model in dragoman/language/model")


class FakeCoder:
    """Codes the first word that begins an act; breaks down on articles that ask for it."""

    def __init__(self, **options: object) -> None:
        self.options = options

    def code_article(self, article: Article) -> Coding:
        if "BREAK" in article.text:
            raise ZeroDivisionError("a bug\nof two lines")
        if "STOP" in article.text:
            raise KeyboardInterrupt
        found = re.search("recalled", article.text)
        span = Span(*found.span(), found.group()) if found else None
        events = (Event("e1", "SANCTION", span, mode=("discontinue",)),) if span else ()
        return Coding(article=article, events=events)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the command line in this process with the fake coder."""
    monkeypatch.setattr(cli, "LateCoder", FakeCoder)
    return lambda *args, **kwargs: CliRunner().invoke(cli.main, [str(arg) for arg in args], **kwargs)


def program(*args: object, coder: str = "fake", **kwargs: object) -> subprocess.Popen[bytes]:
    """Starts the command line in a process of its own."""
    # a shell that runs the tests in the background has turned interruptions off for all that it starts
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    setup = "" if coder == "real" else f"import test_cli; cli.LateCoder = test_cli.{coder}; "
    here = str(Path(__file__).parent)
    code = f"{heard}import sys; from dragoman import cli; sys.path.insert(0, {here!r}); {setup}cli.main()"
    return subprocess.Popen([sys.executable, "-c", code, *map(str, args)], **kwargs)  # type: ignore[call-overload,no-any-return]


def write(path: Path, *articles: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    return path


def ids(output: str) -> list[str]:
    return [json.loads(line)["article"]["id"] for line in output.splitlines()]


def test_text_is_coded_as_a_table(run: Callable[..., Result], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Envoy recalled\n\n{BODY}", encoding="utf-8")
    result = run("code", path, "--published", "2020-10-25")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.startswith("Envoy recalled\n2020-10-25 · ")
    assert "SANCTION/discontinue" in result.stdout
    assert "\x1b" not in result.stdout


def test_a_preset_reaches_the_coder_and_an_unknown_one_is_told(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BODY, encoding="utf-8")
    seen = []
    monkeypatch.setattr(cli, "LateCoder", lambda **options: seen.append(options) or FakeCoder())
    assert run("code", path, "--preset", "strict").exit_code == 0
    assert [options["preset"] for options in seen] == ["strict"]
    lax = run("code", path, "--preset", "lax")
    assert lax.exit_code == 2
    assert "'strict', 'balanced', 'recall'" in lax.output


def test_json_lines_in_json_lines_out(run: Callable[..., Result], tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl", {"id": "a", "title": "T", "text": BODY}, {"id": "b", "text": "\ud800 Nothing."}
    )
    result = run("code", path, "--format", "jsonl")
    assert result.exit_code == 0
    assert ids(result.stdout) == ["a", "b"]
    first, second = (Coding.from_dict(json.loads(line)) for line in result.stdout.splitlines())
    assert first.article == Article(id="a", title="T", body=BODY)
    assert first.misfits() == []
    assert second.article.body == "\ud800 Nothing."


def test_what_is_coded_can_be_read_and_coded_again(run: Callable[..., Result], tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"id": "a", "title": "T", "text": BODY, "published": "2020-10-25"})
    once = run("code", path, "--format", "jsonl").stdout
    assert run("code", "-", "--format", "jsonl", input=once).stdout == once


def test_a_page_is_written_to_a_file(run: Callable[..., Result], tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"id": "a", "text": BODY}, {"id": "b", "text": BODY})
    result = run("code", path, "--format", "html", "-o", tmp_path / "page.html")
    assert (result.exit_code, result.stdout) == (0, "")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<article") == 2


def test_what_is_wrong_is_told_and_the_rest_is_coded(run: Callable[..., Result], tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        {"id": "a", "text": BODY},
        {"id": "b"},
        {"id": "c", "text": "BREAK"},
        {"id": "a", "text": BODY},
        {"id": "d", "text": BODY, "published": "May"},
        {"id": "e", "text": BODY},
    )
    result = run("code", tmp_path / "none.txt", path, "--format", "jsonl")
    assert result.exit_code == 1
    assert ids(result.stdout) == ["a", "a", "e"]
    missing, no_text, broke, duplicate, date = result.stderr.splitlines()
    assert missing == f"{tmp_path}/none.txt: no such file or folder: check the path"
    assert no_text == f'{path}:2: no "text": give the article\'s text under that key'
    assert broke.startswith(
        f"{path}:3: coding broke down (ZeroDivisionError: a bug\\nof two lines): report it"
    )
    assert duplicate.startswith(f"{path}:4: note: a second article with the id 'a'")
    assert date.startswith(f'{path}:5: "published" is "May"')


def test_notes_alone_are_no_failure(run: Callable[..., Result], tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"id": "a", "text": BODY}, {"id": "a", "text": BODY})
    result = run("code", path)
    assert result.exit_code == 0
    assert "note:" in result.stderr


def test_code_articles_gives_rejects_in_their_place() -> None:
    lines = f'{{"text": "{BODY}"}}\n{{"text": "BREAK"}}\nx\n{{"text": "b", "language": "fr"}}\n'.encode()
    items = list(cli.code_articles(read(["-"], stdin=io.BytesIO(lines)), FakeCoder()))
    assert [type(item) for item in items] == [Coding, Reject, Reject, Note, Coding]
    assert [(item.line, item.code) for item in items if isinstance(item, Reject)] == [
        (2, "failed"),
        (3, "json"),
    ]


@pytest.mark.parametrize(
    "args",
    [
        ["code"],
        ["code", "-", "--published", "20.8.2021"],
        ["code", "-", "--format", "xml"],
        ["code", "-", "-o", "no/such/folder/x"],
        ["cod"],
        ["--no"],
    ],
)
def test_misuse_is_status_2_with_a_word_and_no_traceback(run: Callable[..., Result], args: list[str]) -> None:
    result = run(*args, input=BODY)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert "Traceback" not in result.output


def test_an_input_is_not_overwritten(run: Callable[..., Result], tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"id": "a", "text": BODY})
    before = path.read_bytes()
    assert run("code", path, "--format", "jsonl", "-o", path).exit_code == 2
    assert path.read_bytes() == before


def test_an_output_in_the_folder_that_is_read_is_left_out(run: Callable[..., Result], tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", {"id": "a", "text": BODY})
    result = run("code", tmp_path, "--format", "jsonl", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0
    assert ids((tmp_path / "out.jsonl").read_text()) == ["a"]
    assert "out.jsonl: note: left out" in result.stderr


def test_an_interruption_keeps_what_was_coded(run: Callable[..., Result], tmp_path: Path) -> None:
    articles = [{"id": "a", "text": BODY}, {"id": "b", "text": "STOP"}, {"id": "c", "text": BODY}]
    path = write(tmp_path / "a.jsonl", *articles)
    result = run("code", path, "--format", "jsonl")
    assert result.exit_code == 130
    assert ids(result.stdout) == ["a"]
    assert "interrupted after 1 article:" in result.stderr
    page = run("code", path, "--format", "html")
    assert page.exit_code == 130
    assert page.stdout.rstrip().endswith("</html>")


class SlowCoder(FakeCoder):
    """Takes its time over every article but the first."""

    def code_article(self, article: Article) -> Coding:
        if article.id != "0":
            time.sleep(0.05)
        return super().code_article(article)


def many(path: Path) -> Path:
    return write(path, *({"id": str(number), "text": BODY} for number in range(400)))


def test_a_signal_ends_it_at_once_and_quietly(tmp_path: Path) -> None:
    path = many(tmp_path / "a.jsonl")
    process = program(
        "code", path, "--format", "jsonl", coder="SlowCoder", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    first = process.stdout.readline()  # comes while the rest is still to be coded
    process.send_signal(signal.SIGINT)
    rest, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in said
    assert b"interrupted after " in said
    kept = ids((first + rest).decode())
    assert kept == [str(number) for number in range(len(kept))]
    assert len(kept) < 400


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    path = many(tmp_path / "a.jsonl")
    for form in ("jsonl", "table"):
        process = program(
            "code", path, "--format", form, coder="FakeCoder", stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(20) == 141
        process.stderr.close()


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("needs /dev/full")
    path = many(tmp_path / "a.jsonl")
    with open("/dev/full", "wb") as full:
        process = program(
            "code", path, "--format", "jsonl", coder="FakeCoder", stdout=full, stderr=subprocess.PIPE
        )
        said = process.communicate(timeout=20)[1].decode()
    assert process.returncode == 1
    assert said.startswith("Error: standard output could not be written")
    assert os.strerror(errno.ENOSPC) in said
    assert "Traceback" not in said


def on_a_terminal(*args: object, out: int | None = None, environment: dict[str, str]) -> tuple[bytes, int]:
    """What a terminal shows that is a run's standard error, and its output too where ``out`` is None."""
    ours, theirs = pty.openpty()
    process = program(
        *args,
        coder="SlowCoder",
        stdout=theirs if out is None else out,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", **environment},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            read_now = os.read(ours, 2**16)
        except OSError:  # EIO: the other end is closed
            break
        if not read_now:
            break
        shown += read_now
    os.close(ours)
    return shown, process.wait(20)


def test_a_terminal_gets_colour_unless_told_otherwise(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"id": "0", "text": BODY})
    shown, status = on_a_terminal("code", path, environment={"COLUMNS": "60", "NO_COLOR": ""})
    assert status == 0
    assert b"\x1b[1;31mSANCTION/discontinue\x1b[0m" in shown
    shown, _ = on_a_terminal("code", path, environment={"NO_COLOR": "1"})
    assert b"\x1b" not in shown


def test_progress_is_shown_on_a_terminal_while_the_output_goes_elsewhere(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *({"id": str(number), "text": BODY} for number in range(40)))
    with (tmp_path / "out.jsonl").open("wb") as out:
        shown, status = on_a_terminal("code", path, "--format", "jsonl", out=out.fileno(), environment={})
    assert status == 0
    assert re.search(rb"\d+ articles, [\d.]+ a second, \d+%, \d+ s left", shown)
    assert shown.endswith(b"\r\x1b[2K")
    assert len(ids((tmp_path / "out.jsonl").read_text())) == 40


def test_progress_counts_says_how_fast_and_goes_away() -> None:
    seconds = iter([0.0, 0.5, 10.0, 10.1, 20.0])
    stream = io.StringIO()
    progress = Progress(stream, shown=True, clock=lambda: next(seconds))
    progress.update(5, None)
    assert stream.getvalue() == ""
    progress.update(1000, 0.1)
    assert stream.getvalue() == "\r\x1b[2K1,000 articles, 100.0 a second, 10%, 2 min left"
    progress.update(1001, 0.1)
    progress.update(1500, None)
    progress.clear()
    progress.clear()
    assert stream.getvalue().endswith("left\r\x1b[2K1,500 articles, 75.0 a second\r\x1b[2K")
    quiet = io.StringIO()
    Progress(quiet, shown=False, clock=lambda: 0.0).update(1000, 0.5)
    assert quiet.getvalue() == ""


def test_help_is_there_in_no_time_and_loads_no_room() -> None:
    code = (
        "import sys; from dragoman import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "own = ('dragoman.cli', 'dragoman.commands')\n"
        "print([m for m in sys.modules if m.startswith('dragoman.') and not m.startswith(own)"
        " or m in ('numpy', 'onnxruntime')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "code" in done.stdout
    taken = []
    for _ in range(3):
        before = os.times()
        subprocess.run([sys.executable, "-m", "dragoman", "--help"], capture_output=True, check=True)
        after = os.times()  # the processor's time: what else the machine does is not counted
        taken.append(sum(after[2:4]) - sum(before[2:4]))
    assert min(taken) <= 0.3


def test_version_and_schema(run: Callable[..., Result]) -> None:
    assert run("--version").stdout == f"dragoman {dragoman.__version__}\n"
    schema = json.loads(run("schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert set(schema["properties"]) >= {"article", "actors", "events", "statements", "coder"}


def test_the_example_comes_with_the_package(run: Callable[..., Result]) -> None:
    result = run("example", "--format", "jsonl")
    assert result.exit_code == 0
    article = json.loads(result.stdout)["article"]
    assert article["published"] == cli.EXAMPLE_DATE
    assert article["title"]
    assert len(article["text"].split()) > 100


def test_a_model_that_cannot_be_loaded_is_told_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import dragoman.coding

    class Broken:
        def __init__(self, **options: object) -> None:
            pass

        @property
        def language(self) -> None:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", "model.onnx")

    monkeypatch.setattr(dragoman.coding, "Coder", Broken)
    path = write(tmp_path / "a.jsonl", {"id": "a", "text": BODY}, {"id": "b", "text": BODY})
    result = CliRunner().invoke(cli.main, ["code", str(path)])
    assert result.exit_code == 1
    assert result.stderr.count("the language model could not be loaded") == 1
    assert "install dragoman again" in result.stderr
    assert "Traceback" not in result.output


@needs_model
def test_the_whole_command_codes_real_text_to_valid_records() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    from dragoman.schema import record_schema

    lines = (
        json.dumps({"id": "a", "title": "Envoy recalled", "text": BODY, "published": "2020-10-25"}),
        "{",
        json.dumps(
            {
                "id": "b",
                "text": "Le ministre a dit que les négociations avec les voisins étaient finies. " * 5,
            }
        ),
        json.dumps({"id": "c", "text": "“‘" * 500 + BODY + "’”" * 500}),
        json.dumps({"id": "d", "text": f"\ud800 {BODY}"}),
    )
    process = program(
        "code",
        "-",
        "--format",
        "jsonl",
        coder="real",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out, said = process.communicate("\n".join(lines).encode(), timeout=120)
    assert process.returncode == 1
    assert b"Traceback" not in said
    assert b"<stdin>:2: " in said
    records = [json.loads(line) for line in out.decode().splitlines()]
    assert [record["article"]["id"] for record in records] == ["a", "b", "c", "d"]
    validator = jsonschema.Draft202012Validator(record_schema())
    for record in records:
        assert list(validator.iter_errors(record)) == []
        assert Coding.from_dict(record).misfits() == []
    assert any("recalled" in event["trigger"]["text"] for event in records[0]["events"])
    assert records[1]["events"] == records[1]["statements"] == []
    assert records[1]["reasons"][0]["code"] == "language"
