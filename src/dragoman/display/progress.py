"""How far long work has come: a line on a terminal's standard error, nothing in a pipe."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import IO

_EVERY = 0.2  # seconds between two versions of the line
_AFTER = 1.0  # work that is done sooner shows none
_FEW = 3


class Progress:
    """Counts articles and says how many, how fast and how long yet.

    ``shown`` False makes it silent. ``clock`` gives seconds.
    """

    def __init__(self, stream: IO[str], *, shown: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._shown = shown
        self._clock = clock
        self._started = self._last = clock()
        self._visible = False

    def update(self, count: int, part: float | None) -> None:
        """So many articles are done, ``part`` (0 to 1) of the input, None where that cannot be known."""
        now = self._clock()
        taken = now - self._started
        if not self._shown or count <= _FEW or taken < _AFTER or now - self._last < _EVERY:
            return
        self._last = now
        line = f"{count:,} articles, {count / taken:.1f} a second"
        if part is not None and 0 < part <= 1:
            line += f", {part:.0%}, {_duration(taken / part - taken)} left"
        self._write(f"\r\x1b[2K{line}")
        self._visible = True

    def say(self, words: str) -> None:
        """What is being done that cannot be counted, until the next update."""
        if self._shown:
            self._write(f"\r\x1b[2K{words}")
            self._visible = True

    def clear(self) -> None:
        """Take the line away, before something else is written."""
        if self._visible:
            self._write("\r\x1b[2K")
            self._visible = False

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError):  # a terminal that went away stops no work
            self._stream.write(text)
            self._stream.flush()


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
