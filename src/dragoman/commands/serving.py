"""``dragoman serve``, ``demo`` and ``report``: a project in a browser, or as a page to pass on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from dragoman.commands.output import database

_NEEDS = "this needs the web app: pip install 'dragoman[web]'"
_EXTRA = ("starlette", "jinja2", "uvicorn", "multipart", "python_multipart", "markupsafe")
_PORT = 8321


def _address(command: Any) -> Any:
    for option in (
        click.option("--reviewer", metavar="NAME", default="", help="Who signs corrections."),
        click.option("--open/--no-open", "browse", default=None, help="Open a browser (on a terminal, yes)."),
        click.option("--token", help="What must be known to ask; made where others can ask."),
        click.option(
            "--port",
            type=click.IntRange(0, 65535),
            default=_PORT,
            show_default=True,
            help="0 takes any that is free.",
        ),
        click.option(
            "--host", default="127.0.0.1", show_default=True, help="Any but this machine asks for a token."
        ),
    ):
        command = option(command)
    return command


@click.command()
@database
@_address
def serve(database: str, **options: Any) -> None:
    """Show a project in a browser, until Ctrl-C."""
    with _errors():
        _serve(database, **options)


@click.command()
@_address
def demo(**options: Any) -> None:
    """Code some invented articles that come with dragoman, and show them in a browser."""
    import tempfile
    from importlib import resources

    with _errors(), tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        import dragoman.web.routing  # noqa: F401 - what is missing is told before the work
        from dragoman.store import open_project

        path = str(Path(folder) / "demo.db")
        click.echo("coding the bundled articles ...", err=True)
        examples = resources.files("dragoman") / "examples"
        with open_project(path) as project, resources.as_file(examples / "demo.jsonl") as articles:
            project.add([articles], workers=1)
        _serve(path, start="articles/1", **options)


@click.command()
@database
@click.option("-o", "--output", metavar="FILE", required=True, type=click.Path(dir_okay=False))
def report(database: str, output: str) -> None:
    """Write the overview, the dyads and the positions as one page that needs nothing else."""
    with _errors():
        from dragoman.web.report import report as made

        text = made(database)
        try:
            Path(output).write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise click.ClickException(
                f"{output} could not be written ({error.strerror or error}): make room, or give another name"
            ) from error


@contextmanager
def _errors() -> Iterator[None]:
    from dragoman.store import StoreError

    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] in _EXTRA:
            raise click.ClickException(_NEEDS) from error
        raise
    except StoreError as error:
        raise click.ClickException(str(error)) from error


def _serve(
    path: str,
    *,
    host: str,
    port: int,
    token: str | None,
    browse: bool | None,
    reviewer: str,
    start: str = "",
) -> None:
    from dragoman.web.serving import serve as run

    def ready(address: str) -> None:
        click.echo(f"{address}\nCtrl-C ends it")
        sys.stdout.flush()
        if browse if browse is not None else sys.stdout.isatty():
            click.launch(address)

    try:
        run(path, host=host, port=port, token=token, reviewer=reviewer, start=start, ready=ready)
    except OSError as error:
        raise click.ClickException(
            f"{host}:{port} cannot be served ({error.strerror or error}): give another --port (0 takes any)"
        ) from error


COMMANDS = {"serve": serve, "demo": demo, "report": report}
