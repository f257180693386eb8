"""Words that are looked for in what somebody says, not only in the article that tells of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from dragoman.web import questions
from dragoman.web.site import Asked

_SHOWN = 10
_LOOKED = 6000  # stretches of words that are looked through
_CHUNK = 200
_CONTENT = "s.statement = e.statement AND s.role = 'content'"
_LONGER = r"\w*"
_TERM = re.compile(r'"([^"]*)"(\*?)|([^\s"()*]+)(\*?)')


def quotations(asked: Asked, words: str, given: Mapping[str, Any]) -> tuple[list[dict[str, Any]], bool]:
    """The first statements in whose words those of the search stand, and whether there were too many to look
    through.

    Plain words must all be there, with OR one of them; what follows NOT is left to the article.
    """
    wanted, either = terms(words)
    made = questions.statement_conditions(asked.project, {**given, "text": words})
    if not wanted:
        return [], False
    select = (
        'SELECT e.statement, substr(a.text, s.start + 1, s."end" - s.start) '
        f"{questions.from_statements(made, article=True)} ORDER BY e.statement, s.position LIMIT ?"
    ).replace(" WHERE ", f" JOIN statement_spans s ON {_CONTENT} WHERE ", 1)
    found: list[int] = []
    said: dict[int, str] = {}
    looked = 0
    enough = any if either else all

    def take() -> None:
        for number, content in said.items():
            if enough(term.search(content) for term in wanted):
                found.append(number)
        said.clear()

    for chunk in asked.project.connection.stream(select, [*made.values, _LOOKED], _CHUNK):
        looked += len(chunk)
        for number, content in chunk:
            if number not in said:
                take()
            said[number] = f"{said.get(number, '')} {folded(content)}"
        if len(found) >= _SHOWN:
            break
    take()
    rows = questions.by_number(asked.project, "statements", found[:_SHOWN])
    return rows, looked >= _LOOKED and len(found) < _SHOWN


def terms(words: str) -> tuple[list[re.Pattern[str]], bool]:
    """The words and phrases of a search, and whether one of them is enough."""
    out: list[re.Pattern[str]] = []
    either = unwanted = False
    for phrase, more, word, longer in _TERM.findall(words):
        if word in ("AND", "OR", "NOT"):
            either, unwanted = either or word == "OR", word == "NOT"
            continue
        parts = re.findall(r"\w+", folded(phrase or word))
        if parts and not unwanted:
            phrase = r"[\W_]+".join(map(re.escape, parts))
            out.append(re.compile(rf"\b{phrase}{_LONGER if more or longer else ''}\b"))
        unwanted = False
    return out, either


def folded(words: str) -> str:
    """Without case and accents, as the search in articles reads them."""
    if words.isascii():
        return words.casefold()
    plain = unicodedata.normalize("NFD", words)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
