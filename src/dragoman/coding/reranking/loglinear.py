"""Weights of features, and their sums.

``weights.npz`` holds four models, *acts*, *parts*, *status* and *story*. Each is a table of small integers, a
row a feature, a column an outcome, with one scale a column; rows are found by the CRC-32 of the
feature's words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from numpy.typing import NDArray

PATH = Path(__file__).with_name("weights.npz")
NAMES = ("acts", "parts", "status", "story")
_KEPT = 100_000  # features whose row is kept


@dataclass(frozen=True, slots=True)
class LogLinear:
    """One model.

    ``place`` gives a feature's checksum its row; ``rows`` is int8 [n + 1, outcomes], the last row of zeros
    for features without weights; ``scale`` [outcomes].
    """

    place: dict[int, int]
    rows: NDArray[Any]
    scale: NDArray[Any]
    outcomes: tuple[str, ...]
    _seen: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, arrays: Mapping[str, Any], name: str) -> LogLinear:
        """The model of that name from the arrays of ``weights.npz``."""
        return cls(
            {key: row for row, key in enumerate(arrays[f"{name}.keys"].tolist())},
            arrays[f"{name}.rows"],
            arrays[f"{name}.scale"],
            tuple(str(outcome) for outcome in arrays[f"{name}.outcomes"]),
        )

    def _row(self, feature: str) -> int:
        if len(self._seen) >= _KEPT:
            self._seen.clear()
        row = self._seen[feature] = self.place.get(crc32(feature.encode("utf-8", "replace")), len(self.place))
        return row

    def scores(self, decisions: Sequence[Sequence[str]]) -> NDArray[Any]:
        """Sums of the weights of each decision's features, unnormalised: [decisions, outcomes] float32."""
        import numpy as np

        if not decisions:
            return np.zeros((0, len(self.outcomes)), np.float32)
        seen, look = self._seen.get, self._row
        sums = [0]
        at: list[int] = []
        for features in decisions:
            rows: list[Any] = list(map(seen, features))
            if None in rows:
                rows = [
                    look(feature) if row is None else row for feature, row in zip(features, rows, strict=True)
                ]
            at += rows
            sums.append(len(at))
        # Every decision has the feature "b", so that no range is empty.
        total = np.add.reduceat(self.rows[at], sums[:-1], axis=0, dtype=np.int32)
        scores: NDArray[Any] = total.astype(np.float32) * self.scale
        return scores


@dataclass(frozen=True, slots=True)
class Models:
    """The models and the numbers by which their opinion is weighed (``settings``)."""

    acts: LogLinear
    parts: LogLinear
    status: LogLinear
    story: LogLinear  #: status once more, with what `status` says of the acts around
    settings: dict[str, float]
    digest: str  #: first digits of the file's SHA-256

    @staticmethod
    @cache
    def load(path: Path = PATH) -> Models:
        """Read ``weights.npz``; a second call gives the same models.

        Raises:
            FileNotFoundError: it is not there (``python -m training.reranker DATA`` makes it).
        """
        import numpy as np

        with np.load(path, allow_pickle=False) as file:
            models = {name: LogLinear.of(file, name) for name in NAMES}
            settings = dict(
                zip((str(n) for n in file["settings.names"]), file["settings.values"].tolist(), strict=True)
            )
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        return Models(**models, settings=settings, digest=digest)
