"""What a later run reads otherwise than an earlier one: events and statements, by field, with examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dragoman.store.database import Database, StoreError
from dragoman.store.writing import unpack_record

Record = Mapping[str, Any]
_EVENT_FIELDS = (
    "type mode context aux quad score cameo actors recipients places times date by numbers".split()
)
_STATEMENT_FIELDS = "mode speaker addressees about stance".split()
_CONTEXT = 60  # characters of an example
_CHUNK = 100  # articles fetched together


@dataclass(slots=True)
class Difference:
    """How the codings of two runs differ.

    ``articles`` were coded in both, ``changed`` of them otherwise. ``counts`` says of ("event", "type") and
    the like how many differ, of ("event", "new") and ("event", "gone") how many are in one run only;
    ``examples`` has some of each as (article, words, before, after).
    """

    articles: int = 0
    changed: int = 0
    events: int = 0
    statements: int = 0
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    examples: dict[tuple[str, str], list[tuple[str, str, str, str]]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts and lists, the most frequent difference first."""
        return {
            "articles": self.articles,
            "changed": self.changed,
            "events": self.events,
            "statements": self.statements,
            "differences": [
                {
                    "of": of,
                    "field": name,
                    "count": count,
                    "examples": [
                        {"article": article, "words": words, "before": before, "after": after}
                        for article, words, before, after in self.examples[of, name]
                    ],
                }
                for (of, name), count in self.sorted()
            ],
        }

    def sorted(self) -> list[tuple[tuple[str, str], int]]:
        """The counts, the most frequent first."""
        return sorted(self.counts.items(), key=lambda pair: (-pair[1], pair[0]))


def compare(connection: Database, before: int, after: int, *, examples: int) -> Difference:
    """How articles stood after run ``after`` compared with how they stood after run ``before``.

    An article stands as the last run up to then left it. Raises StoreError where there is no such run.
    """
    for run in (before, after):
        if not connection.execute("SELECT 1 FROM runs WHERE run = ?", (run,)).fetchone():
            known = [str(n) for (n,) in connection.execute("SELECT run FROM runs ORDER BY run")]
            raise StoreError(f"no run {run} here: there are {', '.join(known) or 'none'}")
    out = Difference()
    at = (
        "(SELECT coding FROM codings c WHERE c.article = a.article AND c.run <= ? ORDER BY c.run DESC "
        "LIMIT 1)"
    )
    select = f"SELECT a.given_id, a.text, {at}, {at} FROM articles a ORDER BY a.article"
    pairs = (row for rows in connection.stream(select, (before, after), _CHUNK) for row in rows)
    for name, text, one, other in pairs:
        if one is None or other is None:
            continue
        out.articles += 1
        if one == other:
            continue
        old, new = (_record(connection, coding) for coding in (one, other))
        found = list(_differences(old, new, text))
        out.events += len(new["events"])
        out.statements += len(new["statements"])
        out.changed += bool(found)
        for key, words, was, now in found:
            out.counts[key] = out.counts.get(key, 0) + 1
            shown = out.examples.setdefault(key, [])
            if len(shown) < examples:
                shown.append((name, words, was, now))
    return out


def _record(connection: Database, coding: int) -> dict[str, Any]:
    return unpack_record(
        connection.execute("SELECT record FROM codings WHERE coding = ?", (coding,)).fetchone()[0]
    )


def _differences(old: Record, new: Record, text: str) -> Iterator[tuple[tuple[str, str], str, str, str]]:
    """((of, field), words, before, after) of each difference. Parts are paired by where they stand."""
    parts = (
        ("event", "events", _EVENT_FIELDS, lambda part: (part["trigger"]["start"], part["trigger"]["end"])),
        ("statement", "statements", _STATEMENT_FIELDS, lambda part: part["content"][0]["start"]),
    )
    for of, key, fields, place in parts:
        mine: dict[Any, list[Record]] = {}
        for part in old[key]:
            mine.setdefault(place(part), []).append(part)
        for part in new[key]:
            same = mine.get(place(part)) or []
            words = _words(part, text)
            if not same:
                yield (of, "new"), words, "", part.get("type") or part["mode"]
                continue
            twin = next((one for one in same if one.get("type") == part.get("type")), same[0])
            same.remove(twin)
            for name in fields:
                was, now = _shown(twin[name]), _shown(part[name])
                if was != now:
                    yield (of, name), words, was, now
        for left in mine.values():
            for part in left:
                yield (of, "gone"), _words(part, text), part.get("type") or part["mode"], ""


def _words(part: Record, text: str) -> str:
    at = part.get("sentence") or part.get("trigger") or part["content"][0]
    words = " ".join(text[at["start"] : at["end"]].split())
    return words if len(words) <= _CONTEXT else f"{words[: _CONTEXT - 1]}…"


def _shown(value: Any) -> str:
    """A field's value as it is compared and shown: who and which words, not how it is stored."""
    if value is None:
        return ""
    if isinstance(value, dict):
        if "actor" in value:
            return f"{value['text']} = {value['actor']}"
        if "country" in value:
            return f"{value['text']} = {value['name'] or ''} {value['country']}".rstrip()
        if "value" in value:
            return str(value["value"])
        return ", ".join(f"{key} {number}" for key, number in value.items())
    if isinstance(value, list):
        return "; ".join(_shown(one) for one in value)
    return str(value)
