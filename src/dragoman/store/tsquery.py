"""Words to look for, written as FTS5 takes them, as PostgreSQL's full-text search takes them."""

from __future__ import annotations

import re
from typing import Any

from dragoman.store.database import FullText

_TOKEN = re.compile(r'\s*(?:"((?:[^"]|"")*)"(\*?)|([()])|([^\s"()*]+)(\*?))')
_DEEPEST = 40


_PHRASE = "phraseto_tsquery('simple', plain(?))"
_BEGINNING = "to_tsquery('simple', plain(?))"


def full_text(text: str) -> FullText:
    """What to look for. Plain words must all be there; where the rest is not well formed, it is words too."""
    try:
        parser = _Parser(text)
        expression, values = parser.either(0), parser.values
        if parser.next is not None:
            raise _Unreadable
    except _Unreadable:
        values = list(text.split())
        expression = " && ".join([_PHRASE] * len(values))
    found = (
        "SELECT a.given_id, a.published, a.source, a.title, ts_headline('simple', a.text, q.query, "
        "'StartSel=[, StopSel=], MaxFragments=1, MaxWords=20, MinWords=8') "
        f"FROM articles a, (SELECT {expression} AS query) q WHERE a.words @@ q.query "
        "ORDER BY ts_rank(a.words, q.query) DESC, a.article"
    )
    return FullText(f"a.words @@ ({expression})", found, values)


class _Unreadable(Exception):
    """It is not written as FTS5 takes it."""


class _Parser:
    """Reads ``a b``, ``a AND b``, ``a OR b``, ``a NOT b``, ``"a b"``, ``a*`` and parentheses."""

    def __init__(self, text: str) -> None:
        self.values: list[Any] = []
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while text[at:].strip():
            found = _TOKEN.match(text, at)
            if found is None:
                raise _Unreadable
            at = found.end()
            quoted, more, bracket, word, star = found.groups()
            if bracket:
                self._tokens.append((bracket, ""))
            elif word in ("AND", "OR", "NOT") and not star:
                self._tokens.append((word, ""))
            else:
                words = quoted.replace('""', '"') if quoted is not None else word
                if quoted is None and not words.isalnum():
                    raise _Unreadable
                self._tokens.append(("*" if more or star else "word", words))
        self._at = 0

    @property
    def next(self) -> str | None:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else None

    def either(self, depth: int) -> str:
        """One or more of what `both` reads."""
        out = self.both(depth)
        while self.next == "OR":
            self._at += 1
            out = f"({out} || {self.both(depth)})"
        return out

    def both(self, depth: int) -> str:
        out = self.without(depth)
        while self.next == "AND":
            self._at += 1
            out = f"({out} && {self.without(depth)})"
        return out

    def without(self, depth: int) -> str:
        out = self.side_by_side(depth)
        while self.next == "NOT":
            self._at += 1
            out = f"({out} && !! {self.side_by_side(depth)})"
        return out

    def side_by_side(self, depth: int) -> str:
        parts = [self.one(depth)]
        while self.next in ("word", "*", "("):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else f"({' && '.join(parts)})"

    def one(self, depth: int) -> str:
        """A word, a phrase, or what stands in parentheses."""
        kind = self.next
        if kind not in ("word", "*", "(") or depth > _DEEPEST:
            raise _Unreadable
        _, words = self._tokens[self._at]
        self._at += 1
        if kind == "(":
            out = self.either(depth + 1)
            if self.next != ")":
                raise _Unreadable
            self._at += 1
            return out
        if kind == "word":
            self.values.append(words)
            return _PHRASE
        escaped = words.replace("\\", "\\\\").replace("'", "''")
        self.values.append(f"'{escaped}':*")
        return _BEGINNING
