"""Characters on a terminal: how wide they are, which are safe to send, and lines that fit the width."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping

#: A character and what combines with it, the columns it takes, its style ("" or SGR numbers, "1;31").
Cell = tuple[str, int, str]

_BLANKS = re.compile(r"\s+")
# What a terminal may take for a command, what turns the direction of text, and lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb]"
)
_PLAIN = str.maketrans({"→": "->", "…": "...", "·": "|", "─": "-", "│": "|", "“": '"', "”": '"', "−": "-"})


def safe(text: str) -> str:
    """``text`` on one line; what could change the terminal or turn the text's direction becomes U+FFFD."""
    return _UNSAFE.sub("\ufffd", _BLANKS.sub(" ", text))


def columns(character: str) -> int:
    """Columns one character takes: 0 if it combines with the one before, 2 if it is wide, else 1."""
    if character < "\u0300":
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal."""
    return sum(columns(character) for character in text)


def cells(text: str, style: str = "") -> list[Cell]:
    """``text``, made safe, as cells of one style."""
    made: list[Cell] = []
    for character in safe(text):
        taken = columns(character)
        if taken == 0 and made:
            before, before_taken, _ = made[-1]
            # A cell stays short however many marks are heaped on it.
            made[-1] = (before + character if len(before) < 16 else before, before_taken, style)
        else:
            made.append((character, taken, style))
    return made


def pad(many: int) -> list[Cell]:
    """So many blanks, which `cells` would make one."""
    return [(" ", 1, "")] * many


def shorten(content: list[Cell], most: int) -> list[Cell]:
    """At most ``most`` columns of cells, the end given up for an ellipsis where they are more."""
    total = 0
    for number, (_, taken, _) in enumerate(content):
        total += taken
        if total > most:
            while number and sum(cell[1] for cell in content[:number]) > most - 1:
                number -= 1
            return [*content[:number], ("…", 1, "")]
    return content


def wrap(content: list[Cell], most: int) -> list[list[Cell]]:
    """Lines of at most ``most`` columns, broken at blanks; a longer word is broken where the line ends."""
    lines: list[list[Cell]] = []
    line: list[Cell] = []
    taken, blank = 0, -1  # blank: where in the line it can be broken
    for cell in content:
        if taken + cell[1] > most and line:
            if cell[0] == " ":
                lines.append(line)
                line, taken, blank = [], 0, -1
                continue
            if blank >= 0:
                lines.append(line[:blank])
                line = line[blank + 1 :]
            else:
                lines.append(line)
                line = []
            taken, blank = sum(part[1] for part in line), -1
        if cell[0] == " ":
            if not line:
                continue
            blank = len(line)
        line.append(cell)
        taken += cell[1]
    if line:
        lines.append(line)
    for line in lines:
        while line and line[-1][0] == " ":
            line.pop()
    return [line for line in lines if line]


def render(line: Iterable[Cell], *, colour: bool) -> str:
    """The characters of a line, with the codes that set each run's style."""
    if not colour:
        return "".join(cell[0] for cell in line)
    parts: list[str] = []
    now = ""
    for character, _, style in line:
        if style != now:
            parts.append("\x1b[0m" if now else "")
            parts.append(f"\x1b[{style}m" if style else "")
            now = style
        parts.append(character)
    if now:
        parts.append("\x1b[0m")
    return "".join(parts)


def wants_colour(*, on_terminal: bool, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to colour what is written: on a terminal that can, unless NO_COLOR is set.

    FORCE_COLOR colours a pipe as well (``dragoman code … | less -R``).
    """
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return on_terminal and environment.get("TERM") != "dumb"


def encodable(text: str, encoding: str) -> str:
    """``text`` as far as ``encoding`` has it: arrows and dots in ASCII, other letters as question marks."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
    return text
