"""Work that is asked to end: what was begun is finished and kept, then it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

_Item = TypeVar("_Item")


class Stop:
    """A wish to end, which a signal's handler may have at any moment.

    Work that looks at ``asked`` now and then says so by `watched`: within, the first `ask` only sets it. At
    any other moment, and when asked once more, `ask` raises KeyboardInterrupt.
    """

    def __init__(self) -> None:
        self.asked = False
        self._wakes: list[Callable[[], None]] = []
        self._open = 0

    @property
    def finishes(self) -> bool:
        """Will a wish for an end, now, be one that what was begun is finished for?"""
        return bool(self._wakes) and not self.asked

    def ask(self) -> None:
        """Wish for an end. Raises KeyboardInterrupt where nobody watches."""
        again = self.asked
        self.asked = True
        if again or self._open or not self._wakes:
            raise KeyboardInterrupt
        for wake in self._wakes:
            wake()

    @contextmanager
    def watched(self, wake: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Within, the work looks at ``asked``; ``wake`` makes it do so where it waits for something."""
        self._wakes.append(wake)
        try:
            yield
        finally:
            self._wakes.remove(wake)

    def next(self, source: Iterator[_Item]) -> _Item | None:
        """The source's next item; None at its end, or where the end is wished for.

        What is read from may keep us waiting for long, so a wish ends the reading.
        """
        self._open += 1
        try:
            return None if self.asked else next(source, None)
        except KeyboardInterrupt:
            if not self.asked:
                raise
            return None
        finally:
            self._open -= 1

    def check(self) -> None:
        """Raises KeyboardInterrupt where the end is wished for: nothing is left to be kept."""
        if self.asked:
            raise KeyboardInterrupt
