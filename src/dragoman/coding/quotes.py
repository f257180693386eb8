"""What stands in quotation marks: straight, curly, angled, double or single."""

from __future__ import annotations

import bisect
import re

_MARK = re.compile(r"[\"“”„«»‘’']|``|''|\n\s*\n")
_PAIRS = {"“": "”", "„": "”“", "«": "»", "‘": "’"}


def quoted_ranges(text: str) -> list[tuple[int, int]]:
    """Character ranges held in quotation marks, marks included, in order and apart from one another.

    Nested quotes belong to the outer one. A double quote that a paragraph leaves open runs to the
    paragraph's end, as quotations over several paragraphs are printed; a single one is an apostrophe.
    """
    out: list[tuple[int, int]] = []
    opened, closers, single = -1, "", False
    for found in _MARK.finditer(text):
        mark, at = found.group(), found.start()
        if mark[0] == "\n":
            if opened >= 0 and not single:
                out.append((opened, at))
            opened = -1
            continue
        before = text[at - 1] if at else " "
        after = text[found.end()] if found.end() < len(text) else " "
        if opened >= 0 and not (single and mark in '"“«„'):
            if mark in closers and not (
                mark in "’'"
                and (after.isalnum() or (before == "s" and _closed_later(text, found.end(), mark)))
            ):
                out.append((opened, found.end()))
                opened = -1
            continue
        if mark in ("'", "’"):
            if mark == "'" and not before.isalnum() and before not in ')]”"' and after.isalnum():
                opened, closers, single = at, "'’", True
        elif mark == "‘":
            if after.isalnum() and not before.isalnum():
                opened, closers, single = at, "’", True
        elif mark == '"':
            opened, closers, single = at, '"”', False
        elif mark in _PAIRS:
            opened, closers, single = at, _PAIRS[mark] + ('"' if mark == "“" else ""), False
        elif mark == "``":
            opened, closers, single = at, "''", False
    if opened >= 0 and not single:
        out.append((opened, len(text)))
    return out


def _closed_later(text: str, at: int, mark: str) -> bool:
    """Is there a better closing mark further on in the paragraph ("the workers’ pay")?"""
    stop = text.find("\n", at)
    stop = min(len(text) if stop < 0 else stop, at + 300)
    following = text.find(mark, at, stop)
    return (
        following >= 0
        and not text[following + 1 : following + 2].isalnum()
        and text[following - 1] != " "
        and text[at : at + 1] == " "
    )


class Quotes:
    """Asks of one article whether words are quoted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ranges = quoted_ranges(text)
        self._starts = [start for start, _ in self.ranges]

    def at(self, position: int) -> int:
        """Index of the quotation that holds a character, or -1."""
        index = bisect.bisect_right(self._starts, position) - 1
        return index if index >= 0 and position < self.ranges[index][1] else -1

    def mode(self, spans: list[tuple[int, int]]) -> str:
        """direct, mixed or indirect: all, part or none of the words in quotation marks."""
        inside = outside = 0
        for start, end in spans:
            for found in re.finditer(r"\w+", self.text[start:end]):
                if self.at(start + found.start()) >= 0:
                    inside += 1
                else:
                    outside += 1
        return "indirect" if not inside else "mixed" if outside else "direct"
