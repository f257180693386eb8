"""Weights of features, and their sums.

``weights.npz`` holds four models, *acts*, *parts*, *status* and *story*. Each is a table of small integers, a
row a feature, a column an outcome, with one scale a column; rows are found by the CRC-32 of the
feature's words.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from numpy.typing import NDArray

PATH = Path(__file__).with_name("weights.npz")
NAMES = ("acts", "parts", "status", "story")
_KEPT = 100_000  # features whose weights are kept
_LANE, _LIFT = 3, 128  # up to 65,793 features in a decision


class _Kept(dict[str, int]):
    """Features met of late, and the weights of each as one number: a lane of `_LANE` bytes an outcome, in
    which the weight stands plus `_LIFT`, so that none is below 0. Such numbers add up lane by lane."""

    def __init__(self, keys: NDArray[Any], rows: NDArray[Any]) -> None:
        import numpy as np

        # hundreds of thousands of checksums: 4 bytes each, sorted, and where each 16 first bits begin
        order = np.argsort(keys, kind="stable")
        self._keys = array("I", keys[order].astype(np.uint32).tobytes())
        bounds = np.searchsorted(keys[order], np.arange(1 << 16, dtype=np.uint32) << 16)
        self._bounds = array("I", np.append(bounds, len(keys)).astype(np.uint32).tobytes())
        self._lifted = (rows[np.append(order, len(keys))].view(np.uint8) ^ _LIFT).tobytes()
        self._outcomes = rows.shape[1]
        self._none = self._packed(len(keys))

    def _packed(self, row: int) -> int:
        outcomes = self._outcomes
        lanes = bytearray(_LANE * outcomes)
        lanes[::_LANE] = self._lifted[row * outcomes : (row + 1) * outcomes]
        return int.from_bytes(lanes, "little")

    def __missing__(self, feature: str) -> int:
        if len(self) >= _KEPT:
            self.clear()
        key, keys, bounds = crc32(feature.encode("utf-8", "replace")), self._keys, self._bounds
        first = bounds[key >> 16]
        row = bisect_right(keys, key, first, bounds[(key >> 16) + 1]) - 1
        packed = self[feature] = self._packed(row) if row >= first and keys[row] == key else self._none
        return packed


class LogLinear:
    """One model.

    Args:
        keys: uint32 [n], the features' checksums.
        rows: int8 [n + 1, outcomes], a row for each; the last, of zeros, for features without weights.
        scale: [outcomes], what a weight of 1 counts.
        outcomes: their names.
    """

    def __init__(
        self, keys: NDArray[Any], rows: NDArray[Any], scale: NDArray[Any], outcomes: tuple[str, ...]
    ) -> None:
        self.scale, self.outcomes = scale, outcomes
        self.size = len(keys)  #: features with weights
        self._kept = _Kept(keys, rows)

    @classmethod
    def of(cls, arrays: Mapping[str, Any], name: str) -> LogLinear:
        """The model of that name from the arrays of ``weights.npz``."""
        return cls(
            arrays[f"{name}.keys"],
            arrays[f"{name}.rows"],
            arrays[f"{name}.scale"],
            tuple(str(outcome) for outcome in arrays[f"{name}.outcomes"]),
        )

    def scores(self, decisions: Sequence[Sequence[str]]) -> NDArray[Any]:
        """Sums of the weights of each decision's features, unnormalised: [decisions, outcomes] float32."""
        import numpy as np

        if not decisions:
            return np.zeros((0, len(self.outcomes)), np.float32)
        look, outcomes = self._kept.__getitem__, len(self.outcomes)
        sums = [sum(map(look, features)).to_bytes(_LANE * outcomes, "little") for features in decisions]
        lanes = np.frombuffer(b"".join(sums), np.uint8).reshape(len(sums), outcomes, _LANE)
        lifted = np.array([_LIFT * len(features) for features in decisions], np.int32)
        total = lanes @ np.array([1, 256, 65536], np.int32) - lifted[:, None]
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
