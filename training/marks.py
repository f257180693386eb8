"""Annotated articles written by hand as words, checked and turned into records with offsets.

`training/corpus/marks/NAME.jsonl` holds one article a file, one JSON object a line: first
``{"article": {"id", "published", "title", "text", "language", "style"}}`` (``text`` is the body), then the
actors and the marks of the annotation guidelines, §6: ``words``, ``words#2`` for the second occurrence in the
sentence, ``[words, id, s]`` for words in another sentence. An article with nothing to mark has the one line
``{"nothing": true}`` after its first.

    python -m training.marks --sentences FILE...   the sentences, numbered as marks count them
    python -m training.marks --check [FILE...]     every error, with file, line and what to do
    python -m training.marks --build [OUT]         records (JSONL, by id), default training/corpus/articles.jsonl
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.language.sentences import split_sentences
from dragoman.ontology import CONTEXTS, MODES, SECTORS, TYPES

CORPUS = Path(__file__).parent / "corpus"
KINDS = ("person", "country", "organisation", "group", "place")
AUX = ("", "historical", "future", "hypothetical", "negation")
STATEMENT_MODES = ("direct", "mixed", "indirect")
STANCES = ("+", "-", "0")
COUNTS = ("killed", "injured", "arrested", "participants")
MOST_TRIGGER_WORDS = 5
MOST_CONTEXTS = 3
MOST_ABOUT = 3

_ARTICLE_KEYS = ("id", "published", "title", "text", "language", "style")
_ACTOR_KEYS = ("actor", "name", "kind", "country", "sector")
_EVENT_KEYS = (
    "s", "trigger", "type", "mode", "context", "aux", "actor", "recipient", "place", "time", "by", "numbers", "ev",
)  # fmt: skip
_STATEMENT_KEYS = ("s", "cue", "speaker", "content", "mode", "addressee", "about", "stance")
# These types may speak of what is to come, whatever the aux.
_LOOKING_FORWARD = frozenset(("AGREE", "CONCEDE", "REQUEST", "REJECT", "THREATEN"))
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{3}")
_MONEY = re.compile(r"[A-Z]{3} [1-9]\d*(?:\.\d+)?")
_OCCURRENCE = re.compile(r"(?s)(.+)#(\d+)")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}")
_QUOTES = "\"'“”‘’«»„"


class Problem(NamedTuple):
    """What is wrong in which line of which file, and what to do about it."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class MarkError(ValueError):
    """One mark cannot be read."""


def first_day(value: str) -> date:
    """The first day of an ISO date, week, month or year. Raises MarkError."""
    try:
        if match := _DAY.fullmatch(value):
            return date(*map(int, match.groups()))
        if match := _WEEK.fullmatch(value):
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
        if match := _MONTH.fullmatch(value):
            return date(int(match[1]), int(match[2]), 1)
        if _YEAR.fullmatch(value):
            return date(int(value), 1, 1)
    except ValueError:
        pass
    raise MarkError(f"time {value!r}: write 2021-08-21, 2021-W33, 2021-07 or 2021")


def find_words(words: str, text: str, start: int, end: int, s: int) -> tuple[int, int]:
    """Characters of ``words`` (or ``words#2``) as whole words within ``text[start:end]``, sentence ``s``."""
    number = 0
    if (match := _OCCURRENCE.fullmatch(words)) and words not in text[start:end]:
        words, number = match[1], int(match[2])
    if not words:
        raise MarkError("no words: write them exactly as in the sentence")
    found = []
    at = text.find(words, start, end)
    while at >= 0:
        stop = at + len(words)
        inside_before = words[0].isalnum() and at > start and text[at - 1].isalnum()
        inside_after = words[-1].isalnum() and stop < end and text[stop].isalnum()
        if not inside_before and not inside_after:
            found.append(at)
        at = text.find(words, at + 1, end)
    if not found:
        raise MarkError(f"{words!r} is not in sentence {s} as whole words: {text[start:end]!r}")
    if number > len(found):
        raise MarkError(f"{words!r} occurs {len(found)} times in sentence {s}: #{number} is too much")
    if not number and len(found) > 1:
        raise MarkError(
            f"{words!r} occurs {len(found)} times in sentence {s}: write {words}#1 … {words}#{len(found)}"
        )
    at = found[max(number, 1) - 1]
    return at, at + len(words)


def _list(value: Any, field: str) -> list[Any]:
    if not isinstance(value, list):
        raise MarkError(f"{field}: {value!r} is not a list")
    return value


def _strings(value: Any, field: str, allowed: Iterable[str], most: int = 99) -> list[str]:
    allowed = tuple(allowed)
    for item in _list(value, field):
        if item not in allowed:
            raise MarkError(f"{field}: unknown {item!r}; choose from {' '.join(allowed)}")
    if len(value) > most:
        raise MarkError(f"{field}: {len(value)} given, at most {most}")
    if len(set(value)) < len(value):
        raise MarkError(f"{field}: the same twice in {value}")
    return list(value)


def _keys(mark: Any, keys: tuple[str, ...], what: str) -> dict[str, Any]:
    if not isinstance(mark, dict):
        raise MarkError(f"{what}: {mark!r} is not an object")
    if missing := [key for key in keys if key not in mark]:
        raise MarkError(f"{what}: {', '.join(missing)} missing")
    if unknown := [key for key in mark if key not in keys]:
        raise MarkError(f"{what}: unknown {', '.join(unknown)}; the fields are {', '.join(keys)}")
    return mark


class _Article:
    """The marks of one article on their way to a record."""

    def __init__(self, article: dict[str, Any]):
        self.article = article
        title, body = article["title"], article["text"]
        self.text = f"{title}\n\n{body}"
        self.sentences = split_sentences(self.text, len(title))
        self.published = first_day(article["published"])
        self.actors: dict[str, dict[str, Any]] = {}
        self.lines: dict[str, int] = {}
        self.used: set[str] = set()
        self.events: list[tuple[int, dict[str, Any]]] = []
        self.statements: list[tuple[int, dict[str, Any]]] = []

    def span(self, words: Any, s: Any) -> dict[str, Any]:
        if not isinstance(words, str):
            raise MarkError(f"{words!r} are not words")
        if not isinstance(s, int) or isinstance(s, bool) or not 0 <= s < len(self.sentences):
            raise MarkError(f"sentence {s!r}: there are 0 to {len(self.sentences) - 1}")
        start, end = find_words(words, self.text, *self.sentences[s], s)
        return {"start": start, "end": end, "text": self.text[start:end]}

    def actor(self, name: Any) -> str:
        if not isinstance(name, str) or name not in self.actors:
            raise MarkError(
                f"actor {name!r} is not declared: add an actor line before the marks, or correct the id"
            )
        self.used.add(name)
        return str(name)

    def pairs(self, value: Any, s: int, field: str) -> Iterator[tuple[dict[str, Any], str]]:
        for item in _list(value, field):
            if not isinstance(item, list) or not 2 <= len(item) <= 3:
                raise MarkError(
                    f"{field}: {item!r} is not [words, {'ISO' if field in ('place', 'time') else 'id'}]"
                )
            yield self.span(item[0], item[2] if len(item) == 3 else s), item[1]

    def args(self, value: Any, s: int, field: str) -> list[dict[str, Any]]:
        found = [{**span, "actor": self.actor(name)} for span, name in self.pairs(value, s, field)]
        seen = {(a["start"], a["actor"]) for a in found}
        if len(seen) < len(found):
            raise MarkError(f"{field}: the same words twice")
        return found

    def one(self, value: Any, s: int, field: str) -> dict[str, Any] | None:
        """The single argument written ``[words, id]`` or, for none, ``[]``."""
        if value in ([], None):
            return None
        if isinstance(value, list) and value and isinstance(value[0], list):
            raise MarkError(f"{field}: write one [words, id], not a list of them")
        return self.args([value], s, field)[0]

    def declare(self, mark: dict[str, Any], line: int) -> None:
        mark = _keys(mark, _ACTOR_KEYS, "actor")
        slug = mark["actor"]
        if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
            raise MarkError(f"actor {slug!r}: the id is a slug of small letters, figures and hyphens")
        if slug in self.actors:
            raise MarkError(f"actor {slug!r} is declared twice")
        if not isinstance(mark["name"], str) or not mark["name"].strip():
            raise MarkError(f"actor {slug}: no name")
        if mark["kind"] not in KINDS:
            raise MarkError(f"actor {slug}: unknown kind {mark['kind']!r}; choose from {' '.join(KINDS)}")
        for code in _list(mark["country"], "country"):
            if not isinstance(code, str) or not _COUNTRY.fullmatch(code):
                raise MarkError(f"actor {slug}: country {code!r} is not an ISO 3166-1 alpha-3 code")
        if not mark["sector"]:
            raise MarkError(f"actor {slug}: no sector; UNK where none fits")
        self.actors[slug] = {
            "id": slug,
            "name": mark["name"],
            "kind": mark["kind"],
            "country": list(mark["country"]),
            "sector": _strings(mark["sector"], f"actor {slug}: sector", SECTORS),
        }
        self.lines[slug] = line

    def event(self, mark: Any) -> None:
        mark = _keys(mark, _EVENT_KEYS, "event")
        s, kind = mark["s"], mark["type"]
        trigger = self.span(mark["trigger"], s)
        if len(trigger["text"].split()) > MOST_TRIGGER_WORDS:
            raise MarkError(
                f"trigger {trigger['text']!r}: more than {MOST_TRIGGER_WORDS} words; mark the shortest"
            )
        if not isinstance(kind, str) or kind not in TYPES:
            raise MarkError(f"unknown type {kind!r}; choose from {' '.join(TYPES)}")
        for mode in _list(mark["mode"], "mode"):
            if mode not in MODES[kind]:
                owners = [name for name in TYPES if mode in MODES[name]]
                known = " ".join(MODES[kind]) or "none"
                other = f", {mode!r} is of {' '.join(owners)}" if owners else ""
                raise MarkError(f"unknown mode {mode!r} of {kind}: its modes are {known}{other}")
        if mark["aux"] not in AUX:
            raise MarkError(f"unknown aux {mark['aux']!r}; choose from {AUX}")
        if not isinstance(mark["ev"], str) or not _SLUG.fullmatch(mark["ev"]):
            raise MarkError(f"ev {mark['ev']!r} is not a slug of small letters, figures and hyphens")
        places = []
        for span, code in self.pairs(mark["place"], s, "place"):
            if code != "" and not (isinstance(code, str) and _COUNTRY.fullmatch(code)):
                raise MarkError(
                    f"place {span['text']!r}: country {code!r} is neither an ISO alpha-3 code nor ''"
                )
            places.append({**span, "country": code})
        times = []
        for span, value in self.pairs(mark["time"], s, "time"):
            day = first_day(value) if isinstance(value, str) else first_day("")
            if mark["aux"] in ("", "historical") and kind not in _LOOKING_FORWARD and day > self.published:
                raise MarkError(
                    f"time {span['text']!r} ({value}) is after {self.article['published']}: correct it or the aux"
                )
            if mark["aux"] == "historical" and day > self.published - timedelta(days=180):
                raise MarkError(
                    f"time {span['text']!r} ({value}) is too near for aux historical (about a year or more)"
                )
            times.append({**span, "value": value})
        self.events.append(
            (
                s,
                {
                    "type": kind,
                    "mode": list(mark["mode"]),
                    "context": _strings(mark["context"], "context", CONTEXTS, MOST_CONTEXTS),
                    "aux": mark["aux"],
                    "trigger": trigger,
                    "actors": self.args(mark["actor"], s, "actor"),
                    "recipients": self.args(mark["recipient"], s, "recipient"),
                    "places": places,
                    "times": times,
                    "by": self.one(mark["by"], s, "by"),
                    "numbers": self.numbers(mark["numbers"]),
                    "event": mark["ev"],
                },
            )
        )

    def numbers(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise MarkError(f"numbers: {value!r} is not an object")
        for key, number in value.items():
            if key in COUNTS:
                if not isinstance(number, int) or isinstance(number, bool) or number < 0:
                    raise MarkError(f"numbers: {key} {number!r} is not a whole number")
            elif key == "money":
                if not isinstance(number, str) or not _MONEY.fullmatch(number):
                    raise MarkError(f"numbers: money {number!r}: write it as USD 5000000")
            else:
                raise MarkError(f"numbers: unknown {key!r}; choose from {' '.join(COUNTS)} money")
        return dict(value)

    def statement(self, mark: Any) -> None:
        mark = _keys(mark, _STATEMENT_KEYS, "statement")
        s = mark["s"]
        speaker = self.one(mark["speaker"], s, "speaker")
        if speaker is None:
            raise MarkError("statement without speaker: words nobody is named for are no statement")
        cue = None
        if mark["cue"]:
            cue = self.span(mark["cue"], s)
        content = []
        for item in _list(mark["content"], "content"):
            if not isinstance(item, list) or len(item) != 2:
                raise MarkError(f"content: {item!r} is not [sentence, words]")
            content.append(self.span(item[1], item[0]))
        if not content:
            raise MarkError("statement without content")
        content.sort(key=lambda part: part["start"])
        for before, after in pairwise(content):
            if after["start"] < before["end"]:
                raise MarkError(f"content: {after['text']!r} overlaps the part before it")
        if mark["mode"] not in STATEMENT_MODES:
            raise MarkError(f"unknown mode {mark['mode']!r}; choose from {' '.join(STATEMENT_MODES)}")
        if mark["mode"] == "direct" and content[0]["text"][0] not in _QUOTES:
            raise MarkError(f"direct content {content[0]['text']!r} does not begin with its quote mark")
        if mark["stance"] not in STANCES:
            raise MarkError(f"unknown stance {mark['stance']!r}; choose from {' '.join(STANCES)}")
        about = _strings(mark["about"], "about", self.actors, MOST_ABOUT)
        self.used.update(about)
        for part in content:
            for other in (cue, speaker):
                if other and mark["mode"] == "direct" and part["start"] <= other["start"] < part["end"]:
                    raise MarkError(
                        f"{other['text']!r} lies inside the quotation: write the content without the cue"
                    )
        self.statements.append(
            (
                s,
                {
                    "mode": mark["mode"],
                    "cue": cue,
                    "speaker": speaker,
                    "content": content,
                    "addressees": self.args(mark["addressee"], s, "addressee"),
                    "about": about,
                    "stance": mark["stance"],
                },
            )
        )

    def record(self) -> dict[str, Any]:
        name = self.article["id"]
        events = [event for _, event in sorted(self.events, key=lambda e: (e[0], e[1]["trigger"]["start"]))]
        said = [
            found for _, found in sorted(self.statements, key=lambda e: (e[1]["content"][0]["start"], e[0]))
        ]
        return {
            "article": {key: self.text if key == "text" else self.article[key] for key in _ARTICLE_KEYS},
            "sentences": [list(span) for span in self.sentences],
            "actors": list(self.actors.values()),
            "events": [{"id": f"{name}-e{n}", **event} for n, event in enumerate(events, 1)],
            "statements": [{"id": f"{name}-s{n}", **found} for n, found in enumerate(said, 1)],
        }


def read_article(line: str) -> _Article:
    """The article of a file's first line. Raises MarkError."""
    head = _keys(_parse(line), ("article",), "first line")
    article = _keys(head["article"], _ARTICLE_KEYS, "article")
    for key in _ARTICLE_KEYS:
        if not isinstance(article[key], str) or not article[key].strip():
            raise MarkError(f"article: {key} is empty or no text")
    if not _DAY.fullmatch(article["published"]):
        raise MarkError(f"article: published {article['published']!r} is no day, write 2021-08-21")
    if "\n" in article["title"] or article["text"] != article["text"].strip():
        raise MarkError("article: a title of one line, and no white space around the text")
    if not _SLUG.fullmatch(article["id"]):
        raise MarkError(f"article: id {article['id']!r} is not a slug of small letters, figures and hyphens")
    return _Article(article)


def _parse(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise MarkError(f"not a JSON object: {error}") from None


def read_marks(path: Path) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The record of one marks file, None where its article cannot be read, and every problem found."""
    problems: list[Problem] = []
    try:
        lines = [(n, line) for n, line in enumerate(path.read_text("utf-8").split("\n"), 1) if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        return None, [Problem(path, 1, f"cannot be read: {error}")]
    if not lines:
        return None, [Problem(path, 1, 'empty: the first line holds {"article": {…}}')]
    try:
        article = read_article(lines[0][1])
    except MarkError as error:
        return None, [Problem(path, lines[0][0], str(error))]
    nothing = 0
    for number, line in lines[1:]:
        try:
            mark = _parse(line)
            if not isinstance(mark, dict):
                raise MarkError("not a JSON object")
            if mark == {"nothing": True}:
                nothing = number
            elif "actor" in mark:
                article.declare(mark, number)
            elif "event" in mark:
                article.event(_keys(mark, ("event",), "line")["event"])
            elif "statement" in mark:
                article.statement(_keys(mark, ("statement",), "line")["statement"])
            else:
                raise MarkError('neither an actor, an event, a statement nor {"nothing": true}')
        except MarkError as error:
            problems.append(Problem(path, number, str(error)))
    marked = bool(article.actors or article.events or article.statements)
    if nothing and marked:
        problems.append(Problem(path, nothing, '{"nothing": true} beside marks: remove one or the other'))
    if not nothing and not marked and not problems:
        problems.append(
            Problem(path, lines[-1][0], 'no marks: add {"nothing": true} if there is nothing to mark')
        )
    for slug, number in article.lines.items():
        if slug not in article.used and not problems:
            problems.append(
                Problem(path, number, f"actor {slug!r} is declared but not used: remove the line")
            )
    return article.record(), problems


def read_all(paths: Iterable[Path]) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Records sorted by id, and the problems of all the files; articles with the same id are one."""
    records: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for path in paths:
        record, found = read_marks(path)
        problems += found
        if record is None:
            continue
        name = record["article"]["id"]
        if name != path.stem:
            problems.append(Problem(path, 1, f"the article's id {name!r} is not the file's name"))
        records[name] = record
    return [records[name] for name in sorted(records)], problems


def main(arguments: list[str] | None = None) -> int:
    """Command line; the exit status is 1 where a problem was found."""
    parser = argparse.ArgumentParser(prog="python -m training.marks", description=__doc__.split("\n")[0])
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--sentences", action="store_true", help="print the numbered sentences of the files")
    action.add_argument("--check", action="store_true", help="report every error")
    action.add_argument("--build", nargs="?", type=Path, const=CORPUS / "articles.jsonl", metavar="OUT")
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="default: training/corpus/marks/*.jsonl"
    )
    options = parser.parse_args(arguments)
    paths = options.files or sorted((CORPUS / "marks").glob("*.jsonl"))
    if options.sentences:
        return _print_sentences(paths)
    records, problems = read_all(paths)
    for problem in problems:
        print(problem, file=sys.stderr)
    if options.build and not problems:
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        options.build.write_text("".join(lines), encoding="utf-8")
    elif options.build:
        print("nothing written: correct the errors first", file=sys.stderr)
    sentences = sum(len(record["sentences"]) for record in records)
    events = sum(len(record["events"]) for record in records)
    said = sum(len(record["statements"]) for record in records)
    print(
        f"{len(records)} articles, {sentences} sentences, {events} events, {said} statements, {len(problems)} errors"
    )
    return 1 if problems else 0


def _print_sentences(paths: Iterable[Path]) -> int:
    failed = 0
    for path in paths:
        try:
            article = read_article(path.read_text("utf-8").split("\n")[0])
        except (OSError, UnicodeDecodeError, MarkError) as error:
            print(Problem(path, 1, str(error)), file=sys.stderr)
            failed = 1
            continue
        print(f"{article.article['id']} ({article.article['published']})")
        for s, (start, end) in enumerate(article.sentences):
            print(f"[{s}] {article.text[start:end]}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
