"""A coding as a person reads it in a terminal: who did what to whom, on whose word, and the words themselves.

With colour, types have the colour of their quad class and evidence is underlined. Without, in a pipe or with
``NO_COLOR``, evidence stands in marks: ``[who]`` and ``*did*``.
"""

from __future__ import annotations

from dragoman.display import evidence, terminal
from dragoman.display.terminal import Cell, cells, pad
from dragoman.display.wording import (
    EventWords,
    Party,
    StatementWords,
    actors_by_id,
    event_words,
    statement_words,
    text_order,
)
from dragoman.records import Coding, Event

#: SGR numbers of the quad classes: cooperation is cool, conflict warm, deeds are bold.
QUAD_STYLES = {
    "verbal cooperation": "36",
    "material cooperation": "1;32",
    "verbal conflict": "33",
    "material conflict": "1;31",
}
_BOLD, _DIM, _UNDERLINE = "1", "2", "4"
_CLAIM = "3;35"
_STANCE_STYLES = {"+": "32", "-": "31", "0": _DIM}
_INDENT = 4
_LONGEST_CONTENT = 280
_LONGEST_SENTENCE = 600
_LEAST_WIDTH = 20


def table(coding: Coding, *, width: int = 80, colour: bool = False) -> str:
    """The coding of one article, in lines of at most ``width`` columns (20 at least), ending with a line end.

    Nothing of the article can reach the terminal as a command: control characters and what turns the
    direction of text are shown as U+FFFD.
    """
    width = max(width, _LEAST_WIDTH)
    lines = _header(coding, width)
    events, statements = text_order(coding)
    actors = actors_by_id(coding)
    for event in events:
        lines.append([])
        lines += _event(coding, event, event_words(event, actors), width, colour)
    if statements:
        lines += [[], cells("Statements", _BOLD)]
    for statement in statements:
        lines.append([])
        lines += _statement(statement_words(statement, actors), width)
    lines += _remarks(coding, width)
    return "".join(terminal.render(line, colour=colour) + "\n" for line in lines)


def _header(coding: Coding, width: int) -> list[list[Cell]]:
    article = coding.article
    title = article.title or terminal.safe(article.body[:200]).strip()
    lines = terminal.wrap(terminal.shorten(cells(title, _BOLD), 3 * width), width)
    facts = [article.published or "no date", article.source or "", article.id]
    lines += terminal.wrap(cells(" · ".join(fact for fact in facts if fact), _DIM), width)
    lines.append(cells("─" * width, _DIM))
    return lines


def _event(coding: Coding, event: Event, words: EventWords, width: int, colour: bool) -> list[list[Cell]]:
    style = QUAD_STYLES.get(words.quad, _BOLD)
    first: list[Cell] = []
    for number, badge in enumerate(words.badges):
        first += cells(", " if number else "")
        first += cells(badge, _CLAIM if words.account and badge != words.status else _BOLD)
    first += cells(": " if words.badges else "")
    first += cells("/".join((words.type, ", ".join(words.modes))) if words.modes else words.type, style)
    if words.actors or words.recipients:
        first += pad(2)
        first += _parties(words.actors) if words.actors else cells("(unnamed)", _DIM)
    if words.recipients:
        first += [*cells(" → "), *_parties(words.recipients)]
    if words.confidence:
        first += [*pad(2), *cells(words.confidence, _DIM)]
    lines = _hanging(first, width)
    if words.details:
        lines += _block(cells(" · ".join(words.details), _DIM), width)
    return lines + _block(_sentence(coding, event, style, colour), width)


def _sentence(coding: Coding, event: Event, style: str, colour: bool) -> list[Cell]:
    """The event's sentence with its evidence marked; of a very long one the part around the trigger."""
    text = coding.article.text
    marks = evidence.event_marks(event)
    if event.sentence:
        start, end = event.sentence.start, event.sentence.end
    else:
        start, end = min(mark.start for mark in marks), max(mark.end for mark in marks)
    before = after = ""
    if end - start > _LONGEST_SENTENCE:
        from_here = max(start, event.trigger.start - _LONGEST_SENTENCE // 2)
        to_here = min(end, from_here + _LONGEST_SENTENCE)
        before, after = "…" if from_here > start else "", "…" if to_here < end else ""
        start, end = from_here, to_here
    made = cells(before)
    opened: tuple[evidence.Mark, ...] = ()
    for segment in evidence.segments(start, end, marks):
        if not colour:
            made += _signs(opened, segment.marks)
            opened = segment.marks
        made += cells(text[segment.start : segment.end], _evidence_style(segment, style))
    if not colour:
        made += _signs(opened, ())
    return made + cells(after)


def _evidence_style(segment: evidence.Segment, style: str) -> str:
    if not segment.marks:
        return ""
    if any(mark.role == "trigger" for mark in segment.marks):
        return f"{_UNDERLINE};{style}"
    return _UNDERLINE


def _signs(before: tuple[evidence.Mark, ...], now: tuple[evidence.Mark, ...]) -> list[Cell]:
    """The closing signs of marks that end here, inner first, then the opening ones of those that begin."""
    closing = [mark for mark in before if mark not in now]
    opening = [mark for mark in now if mark not in before]
    closing.sort(key=lambda mark: -mark.start)
    opening.sort(key=lambda mark: -mark.end)
    signs = ["*" if mark.role == "trigger" else "]" for mark in _distinct(closing)]
    signs += ["*" if mark.role == "trigger" else "[" for mark in _distinct(opening)]
    return cells("".join(signs))


def _distinct(marks: list[evidence.Mark]) -> list[evidence.Mark]:
    """Of marks that would be signed alike on the same characters, one."""
    return list({(mark.start, mark.end, mark.role == "trigger"): mark for mark in marks}.values())


def _statement(words: StatementWords, width: int) -> list[list[Cell]]:
    first = _parties((words.speaker,)) if words.speaker else cells("(unnamed)", _DIM)
    if words.cue:
        first += cells(f" {words.cue}")
    if words.addressees:
        first += [*cells(" → "), *_parties(words.addressees)]
    if words.stance_word:
        first += [*cells(" · ", _DIM), *cells(words.stance_word, _STANCE_STYLES[words.stance])]
    if words.about:
        first += [*pad(1), *_parties(words.about)]
    if words.confidence:
        first += [*pad(2), *cells(words.confidence, _DIM)]
    content = words.content[: 2 * _LONGEST_CONTENT]
    quoted = terminal.shorten(cells(content), _LONGEST_CONTENT)
    return _hanging(first, width) + _block(quoted, width)


def _parties(parties: tuple[Party, ...]) -> list[Cell]:
    made: list[Cell] = []
    for number, party in enumerate(parties):
        made += cells(", " if number else "")
        made += cells(party.name, _BOLD)
        if party.codes:
            made += cells(f" ({party.codes})", _DIM)
    return made


def _remarks(coding: Coding, width: int) -> list[list[Cell]]:
    lines: list[list[Cell]] = []
    if not coding.events and not coding.statements:
        lines += [[], *terminal.wrap(cells("No events and no statements.", _DIM), width)]
    elif not coding.events:
        lines.insert(0, [])
        lines.append(cells("No events.", _DIM))
    for reason in coding.reasons:
        lines += terminal.wrap(cells(f"{reason.code}: {reason.message}", _DIM), width)
    return lines


def _hanging(content: list[Cell], width: int) -> list[list[Cell]]:
    """Wrapped so that the lines after the first stand in by two columns more than the block below."""
    first, *rest = terminal.wrap(content, width)
    if not rest:
        return [first]
    left = content[len(first) :]
    while left and left[0][0] == " ":
        left = left[1:]
    return [first, *_block(left, width)]


def _block(content: list[Cell], width: int) -> list[list[Cell]]:
    return [pad(_INDENT) + line for line in terminal.wrap(content, width - _INDENT)]
