"""What people decided: that events are of one happening, or are not. The last word on a pair counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from dragoman.merging.mentions import Key


@dataclass(frozen=True, slots=True)
class Decision:
    """``kind`` is "join" (each of ``one`` is of the same happening as each of ``other``) or "split" (of
    another; those of ``one`` stay together).
    """

    kind: str
    one: tuple[Key, ...]
    other: tuple[Key, ...]


class Rules:
    """Decisions in the order in which they were made, as pairs."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        pairs: dict[tuple[Key, Key], bool] = {}
        for decision in decisions:
            joined = decision.kind == "join"
            for a, b in product(decision.one, decision.other):
                if a != b:
                    pairs.pop((min(a, b), max(a, b)), None)
                    pairs[min(a, b), max(a, b)] = joined
            if not joined:
                for a, b in combinations(sorted(set(decision.one)), 2):
                    pairs.pop((a, b), None)
                    pairs[a, b] = True
        self._pairs = pairs
        self._apart = {pair for pair, joined in pairs.items() if not joined}

    def __bool__(self) -> bool:
        return bool(self._pairs)

    def parted(self, one: Key, other: Key) -> bool:
        """Whether the two may not stand together."""
        return bool(self._apart) and (min(one, other), max(one, other)) in self._apart

    def apart(self) -> Iterator[tuple[Key, Key]]:
        """Pairs that may not stand together."""
        yield from sorted(self._apart)

    def together(self) -> Iterator[tuple[Key, Key]]:
        """Pairs that stand together, those decided last first."""
        for pair, joined in reversed(self._pairs.items()):
            if joined:
                yield pair

    def keys(self) -> set[Key]:
        """All that anything was decided about."""
        return {key for pair in self._pairs for key in pair}
