"""Texts changed on purpose, and the way back from places in the changed text to the original.

A `Variant` replaces spans of an article; ``back`` gives a record made from the variant the offsets of the
original, so that it can be compared with what was made of that, or with its annotation.
"""

from __future__ import annotations

import bisect
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman import Article

Record = dict[str, Any]
Edit = tuple[int, int, str]


@dataclass(frozen=True)
class Variant:
    """An article with spans of its text (title, blank line, body) replaced, in order and apart."""

    article: Article
    edits: tuple[Edit, ...]

    @property
    def changed(self) -> Article:
        """The article with the replacements made."""
        title = len(self.article.title)
        body = len(self.article.text) - len(self.article.body)
        return replace(self.article, title=self._put(0, title), body=self._put(body, len(self.article.text)))

    def _put(self, start: int, end: int) -> str:
        text, parts, at = self.article.text, [], start
        for first, last, new in self.edits:
            if start <= first and last <= end:
                parts += [text[at:first], new]
                at = last
        return "".join((*parts, text[at:end]))

    def back(self, record: Record) -> Record:
        """The record with the offsets and words of the original text.

        A place inside a replacement is taken for the whole of what was replaced.
        """
        starts, shifts, at = [0], [(0, 0, 0)], 0
        for first, last, new in self.edits:
            starts += [first + at, first + at + len(new)]
            at += len(new) - (last - first)
            shifts += [(first, last, 0), (last, last, 1)]
        text = self.article.text

        def place(offset: int, end: bool) -> int:
            number = bisect.bisect_right(starts, offset) - 1
            if end and number and starts[number] == offset:
                number -= 1
            first, last, free = shifts[number]
            if free or not number:
                return last + offset - starts[number]
            return last if end and offset > starts[number] else first

        def walk(value: Any) -> Any:
            if isinstance(value, list):
                return [walk(part) for part in value]
            if not isinstance(value, dict):
                return value
            made = {key: walk(part) for key, part in value.items()}
            if "start" in made and "end" in made:
                made["start"], made["end"] = place(value["start"], False), place(value["end"], True)
                if "text" in made:
                    made["text"] = text[made["start"] : made["end"]]
            return made

        body = {key: walk(value) for key, value in record.items() if key != "article"}
        return {"article": self.article.to_dict(), **body}


def by_character(article: Article, change: Callable[[str], str]) -> Variant:
    """Replace every character for which ``change`` gives another."""
    pairs = ((at, letter, change(letter)) for at, letter in enumerate(article.text))
    return Variant(article, tuple((at, at + 1, new) for at, old, new in pairs if old != new))


def lowered(article: Article) -> Variant:
    """All in small letters."""
    return by_character(article, str.lower)


#: Letters that scanned print is misread as.
MISREAD = {
    "e": "c", "c": "e", "l": "1", "i": "l", "o": "0", "h": "b", "b": "h", "n": "u", "u": "n", "s": "5",
    "g": "9", "m": "rn", "w": "vv", "d": "cl", "t": "f", "f": "t", "O": "0", "I": "l", "S": "5", "B": "8",
    "G": "6", "Z": "2", ".": ",", ",": ".", "a": "o",
}  # fmt: skip


def misread(article: Article, rate: float, seed: int) -> Variant:
    """One letter in ``1 / rate`` as scanned print would have it, drawn by the seed and the article's text."""
    draw = random.Random(f"{seed} {article.text}")
    return by_character(
        article, lambda letter: MISREAD.get(letter, letter) if draw.random() < rate else letter
    )


#: Quotation marks, outer and inner, by the name of their style.
QUOTE_STYLES = {
    "straight": ('"', '"'),
    "curly": ("“", "”"),
    "single curly": ("‘", "’"),
    "single straight": ("'", "'"),
    "guillemets": ("«", "»"),
    "guillemets, spaced": ("« ", " »"),
    "low-high": ("„", "“"),
    "doubled grave and apostrophe": ("``", "''"),
    "corner brackets": ("「", "」"),
}
_QUOTED = re.compile(r"“([^“”\n]*)”|(?<!\w)\"([^\"\n]*)\"(?!\w)|(?<!\w)‘((?:[^‘’\n]|(?<=\w)’(?=\w))*)’(?!\w)")


def quoted(article: Article, style: str) -> Variant:
    """Outermost quotations, where they are closed in their paragraph, in another style of marks."""
    opening, closing = QUOTE_STYLES[style]
    edits: list[Edit] = []
    for found in _QUOTED.finditer(article.text):
        edits += [(found.start(), found.start() + 1, opening), (found.end() - 1, found.end(), closing)]
    return Variant(article, tuple(edits))


def renamed(article: Article, names: dict[str, str]) -> Variant:
    """Whole words of ``names`` replaced, longest first."""
    if not names:
        return Variant(article, ())
    longest = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")
    return Variant(
        article, tuple((m.start(), m.end(), names[m.group()]) for m in pattern.finditer(article.text))
    )
