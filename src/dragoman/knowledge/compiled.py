"""The look-up file: every name and entity of the tables in one file that needs no reading in.

Layout, all numbers unsigned, 32 bits, little-endian:

===========  ==================================================================================
line         ``dragoman knowledge 2``
line         JSON: fingerprint of the tables, number of slots, names, entities, length of each part
slots        hash table: 0, or 1 + number of a name; a name is at its CRC-32 modulo slots, or next
name ends    where the record of each name ends, counted from the first; names stand in order
entity ends  the same for entities
names        the name in capitals, then for each posting 0x1E, form (none where it is the name
             itself), 0x1F, door, number
entities     one JSON list each
===========  ==================================================================================

A look-up is one hash, one or two comparisons and a split. The bytes depend on the tables only.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from .compiling import Layer, Posting, compile_tables, fingerprint, tables_in
from .tables import DATA

FILE = "look-up.bin"  #: beside the tables; made when the package is built
# The number goes up with every change to what compiling writes: an older file is then passed over.
_MAGIC = b"dragoman knowledge 2\n"
_BETWEEN, _WITHIN = b"\x1e", "\x1f"  # blanks to str.split, so that no folded name holds them


def write(layer: Layer, *, tables: str) -> bytes:
    """The look-up file for ``layer``, made from tables with the fingerprint ``tables``."""
    names = list(layer.names())
    records, entities = [], []
    for name in names:
        record = [name.encode()]
        for form, door, number, _own in layer.postings(name):
            record.append(f"{'' if form == name else form}{_WITHIN}{door}{number}".encode())
        records.append(_BETWEEN.join(record))
    for number in range(layer.count):
        entities.append(json.dumps(layer.entity(number), ensure_ascii=False, separators=(",", ":")).encode())
    size = 1
    while size < 2 * len(names):
        size *= 2
    slots = [0] * size
    for number, name in enumerate(names, 1):
        slot = zlib.crc32(name.encode()) % size
        while slots[slot]:
            slot = (slot + 1) % size
        slots[slot] = number
    parts = [_numbers(slots), _numbers(_ends(records)), _numbers(_ends(entities))]
    parts += [b"".join(records), b"".join(entities)]
    head = {
        "tables": tables,
        "slots": size,
        "names": len(names),
        "entities": len(entities),
        "parts": [len(part) for part in parts],
    }
    return b"".join([_MAGIC, json.dumps(head, sort_keys=True).encode(), b"\n", *parts])


def _ends(records: list[bytes]) -> list[int]:
    out, end = [], 0
    for record in records:
        end += len(record)
        out.append(end)
    return out


def _numbers(values: list[int]) -> bytes:
    return _swapped(array("I", values)).tobytes()


def _swapped(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


class Compiled:
    """A look-up file that was read.

    Raises:
        ValueError: these are not the bytes of a look-up file, or not all of them.
    """

    def __init__(self, content: bytes) -> None:
        if not content.startswith(_MAGIC):
            raise ValueError("no look-up file of this version")
        line_end = content.find(b"\n", len(_MAGIC))
        head = json.loads(content[len(_MAGIC) : line_end])
        self.tables = str(head["tables"])  #: fingerprint of the tables it was made from
        self._names = int(head["names"])
        self.count = int(head["entities"])
        self._size = int(head["slots"])
        at = [line_end + 1]
        for length in head["parts"]:
            at.append(at[-1] + int(length))
        if len(at) != 6 or at[-1] != len(content):
            raise ValueError("the look-up file is cut off")
        self._slots = _array(content, at[0], at[1])
        self._ends = _array(content, at[1], at[2])
        self._entity_ends = _array(content, at[2], at[3])
        self._records = content[at[3] : at[4]]
        self._entities = content[at[4] : at[5]]

    def postings(self, capitals: str) -> list[Posting]:
        """What a name may mean, given in capitals; in the order of the tables."""
        try:
            name = capitals.encode()
        except UnicodeEncodeError:  # a lone surrogate
            return []
        slots, ends, records, size = self._slots, self._ends, self._records, self._size
        long = len(name)
        slot = zlib.crc32(name) % size
        while number := slots[slot]:
            start = ends[number - 2] if number > 1 else 0
            after = start + long
            if records[start:after] == name and records[after : after + 1] == _BETWEEN:
                out = []
                for part in records[after + 1 : ends[number - 1]].decode().split("\x1e"):
                    form, _, rest = part.partition(_WITHIN)
                    out.append(Posting(form or ("" if rest[0] == "w" else capitals), rest[0], int(rest[1:])))
                return out
            slot = (slot + 1) % size
        return []

    def entity(self, number: int) -> list[Any]:
        """The entity of that number."""
        start = self._entity_ends[number - 1] if number else 0
        made: list[Any] = json.loads(self._entities[start : self._entity_ends[number]])
        return made

    def mentioning(self, phrases: Sequence[str]) -> Iterator[int]:
        """Numbers of entities, in order, among which all are whose fields hold one of the phrases: found
        without reading the others."""
        spelt = (json.dumps(phrase, ensure_ascii=False)[1:-1] for phrase in phrases)
        before = -1
        for found in re.finditer("|".join(map(re.escape, spelt)).encode(), self._entities):
            number = bisect_right(self._entity_ends, found.start())
            if number != before:
                yield number
            before = number

    def names(self) -> Iterator[str]:
        """All names, in capitals, in the order of the alphabet."""
        start = 0
        for end in self._ends:
            yield self._records[start : self._records.index(_BETWEEN, start, end)].decode()
            start = end


def _array(content: bytes, start: int, end: int) -> array[int]:
    numbers = array("I")
    numbers.frombytes(content[start:end])
    return _swapped(numbers)


def load(folder: Path = DATA) -> tuple[Layer, str]:
    """The tables in ``folder`` and their fingerprint.

    The look-up file is used if there is one and it was made from exactly these tables; otherwise
    they are compiled in memory, which gives the same answers and takes about a second.

    Raises:
        KnowledgeError: a table is missing or broken.
    """
    tables = fingerprint(tables_in(folder))
    try:
        made = Compiled((folder / FILE).read_bytes())
        if made.tables == tables:
            return made, tables
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        pass  # none, or of another version: the tables say it all
    return compile_tables(folder), tables


def make(folder: Path = DATA) -> bytes:
    """The look-up file for the tables in ``folder``."""
    return write(compile_tables(folder), tables=fingerprint(tables_in(folder)))
