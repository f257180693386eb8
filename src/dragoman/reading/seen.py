"""What was met before, remembered in few bytes: an archive may have tens of millions of articles."""

from __future__ import annotations

import hashlib

_BYTES = 12  # of a hash: among 10^8 articles two share it with a chance of 10^-13
_FIRST = 1024
_EMPTY = bytes(_BYTES)


class Seen:
    """A set of texts that only grows: 20 to 40 bytes each, a tenth of what Python's own set takes."""

    def __init__(self) -> None:
        self._slots = _FIRST
        self._table = bytearray(_BYTES * _FIRST)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, text: str) -> bool:
        """Remember the text; whether it is new."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_BYTES]
        at = self._find(digest)
        if self._table[at : at + _BYTES] == digest:
            return False
        self._table[at : at + _BYTES] = digest
        self._count += 1
        if self._count * 5 > self._slots * 3:
            self._grow()
        return True

    def _find(self, digest: bytes) -> int:
        """Where the digest is, or where it belongs."""
        table, last = self._table, self._slots - 1
        slot = int.from_bytes(digest[:8], "big") & last
        while True:
            at = slot * _BYTES
            found = table[at : at + _BYTES]
            if found in (digest, _EMPTY):
                return at
            slot = (slot + 1) & last

    def _grow(self) -> None:
        old = self._table
        self._slots *= 2
        self._table = bytearray(_BYTES * self._slots)
        for start in range(0, len(old), _BYTES):
            digest = bytes(old[start : start + _BYTES])
            if digest != _EMPTY:
                at = self._find(digest)
                self._table[at : at + _BYTES] = digest
