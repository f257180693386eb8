"""Weights of features, and their sums.

``weights.npz`` holds five models, *acts*, *company*, *parts*, *status* and *story*. Each is a table of small
integers, a row a feature, a column an outcome, with one scale a column; rows are found by the CRC-32 of the
feature's words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from numpy.typing import NDArray

PATH = Path(__file__).with_name("weights.npz")
NAMES = ("acts", "company", "parts", "status", "story")


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
        import numpy as np

        self.scale, self.outcomes = scale, outcomes
        self.size = len(keys)  #: features with weights
        # one more checksum than there are, so that what lies behind the last can be looked at
        order = np.argsort(keys, kind="stable")
        self._keys = np.append(keys[order].astype(np.uint32), np.uint32(0))
        self._rows = rows.take(np.append(order, self.size), 0)

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
        """Sums of the weights of each decision's features, unnormalised: [decisions, outcomes] float32.

        Every decision needs a feature. Many decisions at once cost less than one after the other.
        """
        import numpy as np

        if not decisions:
            return np.zeros((0, len(self.outcomes)), np.float32)
        features = list(chain.from_iterable(decisions))
        try:
            words = list(map(str.encode, features))
        except UnicodeEncodeError:  # half a surrogate pair
            words = [feature.encode("utf-8", "replace") for feature in features]
        sums = np.fromiter(map(crc32, words), np.uint32, len(words))
        places = self._keys[:-1].searchsorted(sums)
        rows = np.where(self._keys.take(places) == sums, places, self.size)
        sizes = np.fromiter(map(len, decisions), np.int64, len(decisions))
        total = np.add.reduceat(self._rows.take(rows, 0), np.cumsum(sizes) - sizes, 0, np.int32)
        scores: NDArray[Any] = total.astype(np.float32) * self.scale
        return scores


@dataclass(frozen=True, slots=True)
class Models:
    """The models and the numbers by which their opinion is weighed (``settings``)."""

    acts: LogLinear
    company: LogLinear  #: what is added to `acts` for the acts around
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
