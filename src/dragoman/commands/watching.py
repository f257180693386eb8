"""How long work tells how far it is: a line on a terminal, JSON Lines for programs; and how it is ended.

With ``--log-json`` standard error has one JSON object a line, each with ``time`` (UTC) and ``event``:

- ``start``: ``command``, ``version``, and what it was given;
- ``progress``, at most once a second: ``coded``, ``known``, ``rejected`` (articles so far), ``seconds``,
  ``rate`` (articles coded a second), ``part`` (of the input, 0 to 1) and ``left`` (seconds), null where that
  is not known;
- ``reject`` and ``note``: ``file``, ``line``, ``code``, ``message``;
- ``merging``: all is stored, and what is new is being joined to the happenings there are;
- ``stopping``: an end was asked for, and what was begun is being finished;
- last of all ``done`` or ``interrupted``, with the numbers of ``progress``, or ``error``: ``message``.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dragoman.reading import Note, Reject
    from dragoman.store.stopping import Stop

INTERRUPTED = 130  #: exit status
_EVERY = 1.0  # seconds between two progress events
_STOPPING = "stopping: what is begun is finished first; once more ends it at once"

log_json = click.option(
    "--log-json", is_flag=True, help="Tell on standard error what is done in JSON, a line each."
)


class Watch:
    """Tells of one command's work. ``stop`` is asked by a signal to end."""

    def __init__(self, command: str, stop: Stop, *, as_json: bool, line: bool = True) -> None:
        from dragoman.display.progress import Progress

        self.stop = stop
        self._json = as_json
        self._began = self._last = time.monotonic()
        self._progress = Progress(sys.stderr, shown=line and not as_json and sys.stderr.isatty())
        self._command = command
        self._counts: dict[str, Any] = {"coded": 0, "known": 0, "rejected": 0}
        self._part: float | None = None

    @property
    def wants_part(self) -> bool:
        """Whether anybody is told how far the work is."""
        return self._json or sys.stderr.isatty()

    def start(self, **facts: Any) -> None:
        """What the command was given."""
        from dragoman import __version__

        self._event("start", command=self._command, version=__version__, **facts)

    def tell(self, part: float | None, **counts: int) -> None:
        """So much is done: ``coded``, ``known``, ``rejected``, and ``part`` of the input."""
        self._counts.update(counts)
        self._part = part
        if not self._json:
            self._progress.update(sum(self._counts[name] for name in ("coded", "rejected")), part)
        elif time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            self._event("progress", **self._numbers())

    def _numbers(self) -> dict[str, Any]:
        taken = time.monotonic() - self._began
        left = taken / self._part - taken if self._part else None
        return {
            **self._counts,
            "seconds": round(taken, 3),
            "rate": round(self._counts["coded"] / taken, 3) if taken else 0.0,
            "part": None if self._part is None else round(self._part, 6),
            "left": None if left is None else round(max(left, 0.0), 1),
        }

    def complain(self, problem: Reject | Note) -> None:
        """What was wrong, or is to be told."""
        from dragoman.reading import Reject

        if self._json:
            kind = "reject" if isinstance(problem, Reject) else "note"
            where = {"file": problem.file, "line": problem.line}
            self._event(kind, **where, code=problem.code, message=problem.message)
        else:
            self.say(str(problem))

    def merging(self) -> None:
        """All is stored, and what is new is joined to what there is."""
        self._event("merging")
        self._progress.say("joining what is new to the happenings there are ...")

    def say(self, line: str) -> None:
        """A line for people; programs have it in events."""
        if not self._json:
            self._progress.clear()
            self._write(line)

    def done(self, line: str = "", **more: Any) -> None:
        """The work is done: ``line`` says what was done, ``more`` what the counts do not tell."""
        self._part = 1.0
        self._event("done", **self._numbers(), **more)
        if line:
            self.say(line)

    def interrupted(self, line: str) -> None:
        """The work was ended before it was done."""
        self._event("interrupted", **self._numbers())
        self.say(line)

    def error(self, message: str) -> None:
        """The work cannot go on; only told as an event."""
        self._event("error", message=message)

    def clear(self) -> None:
        """Take the line on the terminal away."""
        self._progress.clear()

    def asked(self) -> None:
        """What a signal's handler does."""
        if self.stop.finishes:
            # Told first, since asking breaks off what is being read. Not by way of sys.stderr, which may be
            # in the midst of writing.
            with suppress(OSError):
                os.write(2, (self._line("stopping") if self._json else f"\n{_STOPPING}\n").encode())
        self.stop.ask()

    def _event(self, event: str, **facts: Any) -> None:
        if self._json:
            self._write(self._line(event, **facts).rstrip("\n"))

    def _line(self, event: str, **facts: Any) -> str:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return json.dumps({"time": now, "event": event, **facts}) + "\n"

    @staticmethod
    def _write(line: str) -> None:
        with suppress(OSError):  # nobody listens: go on
            click.echo(line.encode("utf-8", "replace").decode(), err=True)


@contextmanager
def watching(command: str, *, as_json: bool, stopped: str, line: bool = True) -> Iterator[Watch]:
    """Tell of the work within, which SIGINT and SIGTERM end; ``stopped`` is what is said then.

    Within work that looks at ``stop``, what is begun is finished; a second signal ends it at once.
    """
    from dragoman.store.stopping import Stop

    watch = Watch(command, Stop(), as_json=as_json, line=line)
    try:
        with _signals(watch.asked):
            yield watch
    except KeyboardInterrupt:
        watch.interrupted(stopped)
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        if not as_json or isinstance(error, click.UsageError):
            watch.clear()
            raise
        watch.error(error.format_message())
        sys.exit(error.exit_code)
    finally:
        watch.clear()


@contextmanager
def _signals(handle: Callable[[], None]) -> Iterator[None]:
    """Within, signals to end call ``handle``, where they would have ended the program."""
    before = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        # One that is ignored stays so: nohup, or a job in the background of a script.
        if signal.getsignal(number) in (signal.SIG_IGN, None):
            continue
        # Not in the main thread: whoever called us sees to signals.
        with suppress(ValueError):
            before[number] = signal.signal(number, lambda _number, _frame: handle())
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
