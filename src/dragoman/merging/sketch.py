"""What is kept of an article to find others like it: a MinHash of its phrases, and its telling words.

MinHash: Broder 1997, "On the resemblance and containment of documents"; bands: Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", chapter 3.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dragoman.merging.words import LEAST_WEIGHT, stem, weight, words

if TYPE_CHECKING:
    import numpy as np

HASHES = 128  #: values of a signature
_PHRASE = 3  # words
_PRIME = (1 << 31) - 1  # products of two values below it fit 64 bits
_WORDS = 40  # telling words kept of an article
_TITLE = 2.0  # a word of the title counts so much more
_LEAD = 60  # words of the text that count more than the rest
_LEAD_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of an article's text.

    ``signature`` are `HASHES` numbers (uint32), ``phrases`` how many different phrases there were,
    ``telling`` the weights of its telling words, of length 1 as a vector, heaviest first.
    """

    signature: np.ndarray[Any, Any]
    phrases: int
    telling: Mapping[str, float]

    def pack(self) -> tuple[bytes, int, str]:
        """As the store keeps it: signature, phrases, telling words as JSON."""
        told = json.dumps(self.telling, ensure_ascii=False, separators=(",", ":"))
        return self.signature.astype("<u4").tobytes(), self.phrases, told

    @classmethod
    def unpack(cls, signature: bytes, phrases: int, telling: str) -> Sketch:
        """Read `pack` back."""
        import numpy as np

        return cls(np.frombuffer(signature, dtype="<u4"), phrases, json.loads(telling))


@lru_cache(maxsize=1)
def _family() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The hash functions ``(a * x + b) mod p``, the same ones always."""
    import numpy as np

    drawn = np.random.RandomState(1997).randint(1, _PRIME, size=(2, HASHES, 1)).astype(np.uint64)
    return drawn[0], drawn[1]


def sketch(title: str, text: str) -> Sketch:
    """The sketch of an article; ``text`` is its body."""
    import numpy as np

    body = words(text)
    head = words(title)
    every = body or head
    phrases = sorted(
        {
            zlib.crc32(" ".join(every[at : at + _PHRASE]).encode("utf-8", "replace")) % _PRIME
            for at in range(max(1, len(every) - _PHRASE + 1))
        }
    )
    a, b = _family()
    values = np.asarray(phrases, dtype=np.uint64)
    signature = ((a * values + b) % _PRIME).min(axis=1).astype(np.uint32)
    return Sketch(signature, len(phrases), _telling(head, body))


def _telling(head: Sequence[str], body: Sequence[str]) -> dict[str, float]:
    """The telling words with their weights; they stand for themselves without endings."""
    counts: dict[str, float] = {}
    weights: dict[str, float] = {}
    for at, word in enumerate((*head, *body)):
        heavy = weight(word)
        if heavy < LEAST_WEIGHT:
            continue
        part = _TITLE if at < len(head) else _LEAD_WEIGHT if at < len(head) + _LEAD else 1.0
        key = stem(word)
        counts[key] = counts.get(key, 0.0) + part
        weights[key] = min(heavy, weights.get(key, 1.0))
    scored = sorted(((-weights[key] * (1 + math.log(max(n, 1.0))), key) for key, n in counts.items()))[
        :_WORDS
    ]
    length = math.sqrt(sum(score * score for score, _ in scored)) or 1.0
    return {key: round(-score / length, 4) for score, key in scored}


def resemblance(one: Sketch, other: Sketch) -> float:
    """The share of phrases that two articles have in common, as their signatures tell it: 0 to 1."""
    return float((one.signature == other.signature).mean())


def containment(one: Sketch, other: Sketch) -> float:
    """The share of the shorter article's phrases that are in the longer one: 0 to 1, from `resemblance`."""
    alike = resemblance(one, other)
    common = alike * (one.phrases + other.phrases) / (1 + alike)
    return min(1.0, common / max(1, min(one.phrases, other.phrases)))


def likeness(one: Sketch, other: Sketch) -> float:
    """How far two articles tell of the same: the cosine of their telling words, 0 to 1."""
    small, large = sorted((one.telling, other.telling), key=len)
    return sum(value * large[word] for word, value in small.items() if word in large)
