"""Reading the actor and agent dictionaries of TABARI and PETRARCH, as they are.

An actor is a name, other names on lines that begin with ``+``, and codes in brackets, on the same
line or on lines of their own; a code may hold for a time only::

    BOUTROS_BOUTROS_GHALI_
    +SECRETARY-GENERAL_BOUTROS-GHALI_
        [IGOUNO 920101-961231]
        [ELI]  # a comment

An agent is a word, perhaps its plural in braces, and a code that begins with ``~``; ``!NAME!``
stands for each word of a set that the file defines::

    !PERSON! = MAN, MEN, WOMAN, WOMEN, PERSON
    CHAMBER_OF_COMMERCE {CHAMBERS_OF_COMMERCE} [~BUS]
    FISHER!PERSON! [~AGR]

``#`` and ``;`` begin comments. What cannot be read is set aside with its line and the reason: every
line that is neither blank nor a comment is in :attr:`Dictionary.read` or in :attr:`Dictionary.aside`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Date
from pathlib import Path

from .tables import KnowledgeError

_COMMENT = re.compile(r"[#;].*")
_CODE = re.compile(r"\[([^\[\]]*)\]")
_BRACE = re.compile(r"\{([^{}]*)\}")
_SET = re.compile(r"(![^!\s]+!)\s*=\s*(.*)")
_TIME = re.compile(r"([<>])?\s*(\d{6,8})(?:\s*-\s*(\d{6,8}))?")
_PIVOT = 30  #: two-digit years up to this one are of this century, as in PETRARCH


@dataclass(frozen=True, slots=True)
class Code:
    """What somebody is, and from when to when: ISO dates, "" where open."""

    code: str
    start: str = ""
    end: str = ""


@dataclass(slots=True)
class Actor:
    """An entry of an actor dictionary: names with blanks, in the case of the file."""

    names: list[str]
    line: int
    codes: list[Code] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Agent:
    """An entry of an agent dictionary. ``plural`` is "" where the regular one is meant."""

    word: str
    plural: str
    code: str
    line: int


@dataclass(slots=True)
class Dictionary:
    """What was read of a file, and what was set aside: (line, text, reason)."""

    path: Path
    actors: list[Actor] = field(default_factory=list)
    agents: list[Agent] = field(default_factory=list)
    rows: int = 0  #: lines that are neither blank nor a comment
    read: int = 0  #: of these, lines that went into an entry or a set
    aside: list[tuple[int, str, str]] = field(default_factory=list)
    unused: list[tuple[int, str, str]] = field(default_factory=list)  #: entries that say nothing we know

    def notes(self) -> list[str]:
        """What was set aside or is of no use, one line each, in the order of the file."""
        return [
            f"{self.path}:{line}: note: left out, {reason}: {text}"
            for line, text, reason in sorted([*self.aside, *self.unused])
        ]

    def put_aside(self, line: int, text: str, reason: str) -> None:
        """Set a line aside."""
        self.aside.append((line, text, reason))


def read_dictionary(path: Path) -> Dictionary:
    """Read ``*.actors.txt`` or ``*.agents.txt``.

    Raises:
        KnowledgeError: the file cannot be read at all.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    lines = _lines(text)
    if path.name.endswith(".agents.txt"):
        return _agents(path, lines)
    return _actors(path, lines)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        line = _COMMENT.sub("", line).rstrip()
        if line.strip():
            yield number, line


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").split())


def _actors(path: Path, lines: Iterator[tuple[int, str]]) -> Dictionary:
    out = Dictionary(path)
    actor: Actor | None = None
    held: list[tuple[int, str]] = []  # lines of the entry at hand

    def close() -> None:
        nonlocal actor
        if actor is not None:
            if actor.codes and actor.names:
                out.actors.append(actor)
                out.read += len(held)
            else:
                reason = "no code in brackets" if actor.names else "no name before the code"
                for number, text in held:
                    out.put_aside(number, text, reason)
        actor = None
        held.clear()

    for number, line in lines:
        out.rows += 1
        bare = _CODE.sub(" ", line)
        if "[" in bare or "]" in bare:
            out.put_aside(number, line.strip(), "a bracket without its fellow")
            continue
        goes_on = line.startswith("+") or not bare.strip()
        if not goes_on:
            close()
        if actor is None:
            actor = Actor([], number)
        codes, wrong = _codes(line)
        if wrong:
            out.put_aside(number, line.strip(), wrong)
            if not codes and not bare.strip():
                continue
        names = [name for name in (_plain(part) for part in bare.split("+")) if name]
        actor.names += [name for name in names if name not in actor.names]
        actor.codes += codes
        if not wrong:
            held.append((number, line.strip()))
    close()
    return out


def _codes(line: str) -> tuple[list[Code], str]:
    """The codes in a line, and what is wrong with one of them, or ""."""
    out, wrong = [], ""
    for inside in _CODE.findall(line):
        code, _, when = inside.strip().replace("\t", " ").partition(" ")
        # "[AFG>840101]" is written too.
        for sign in "<>":
            if sign in code:
                code, _, rest = code.partition(sign)
                when = sign + rest + when
        if not code:
            wrong = "brackets without a code"
            continue
        if not when.strip():
            out.append(Code(code))
            continue
        match = _TIME.fullmatch(when.strip())
        start = _day(match[2]) if match else None
        end = _day(match[3]) if match and match[3] else ""
        if match is None or start is None or end is None:
            wrong = f"{when.strip()!r} is no date or span of dates"
        elif match[1] == ">":
            out.append(Code(code, start))
        elif match[1] == "<":
            out.append(Code(code, "", start))
        elif end and end < start:
            wrong = f"{when.strip()!r} ends before it begins"
        else:
            out.append(Code(code, start, end or start))
    return out, wrong


def _day(digits: str) -> str | None:
    """``YYMMDD`` or ``YYYYMMDD`` as an ISO date; None where there is no such day."""
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) <= _PIVOT else "19") + digits
    if len(digits) != 8:
        return None
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if day in (29, 30, 31):  # "310931" is common: the last day of the month is meant
        day = next((d for d in range(day, 27, -1) if _exists(year, month, d)), day)
    return f"{year:04}-{month:02}-{day:02}" if _exists(year, month, day) else None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        Date(year, month, day)
    except ValueError:
        return False
    return True


def _agents(path: Path, lines: Iterator[tuple[int, str]]) -> Dictionary:
    out = Dictionary(path)
    sets: dict[str, list[str]] = {}
    for number, line in lines:
        out.rows += 1
        line = line.strip()
        defined = _SET.fullmatch(line)
        if defined:
            sets[defined[1]] = [_plain(word) for word in defined[2].split(",") if word.strip()]
            out.read += 1
            continue
        codes = _CODE.findall(line)
        plurals = _BRACE.findall(line)
        word = _BRACE.sub(" ", _CODE.sub(" ", line))
        if len(codes) != 1 or not codes[0].strip().startswith("~"):
            out.put_aside(number, line, "an agent needs one code such as [~MIL]")
            continue
        used = re.findall(r"![^!\s]+!", word)
        if any(name not in sets for name in used):
            out.put_aside(number, line, f"no set {used[0]} is defined above")
            continue
        words = [_plain(word)] if _plain(word) else []
        for name in used[:2]:  # more than two in a word would be many words
            words = [_plain(one.replace(name, part)) for one in words for part in sets[name]]
        if not words or any("!" in one for one in words):
            out.put_aside(number, line, "no word before the code")
            continue
        plural = _plain(plurals[0]) if plurals else ""
        code = codes[0].strip()[1:].strip()
        out.agents += [Agent(one, plural if one == words[0] else "", code, number) for one in words]
        out.read += 1
    return out
