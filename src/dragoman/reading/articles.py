"""From the characters of one article to an Article: plain text, or an object of JSON."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from dragoman.reading.checks import iso_date, looks_english, looks_like_html
from dragoman.reading.decoding import MAX_CHARACTERS, too_long
from dragoman.reading.details import Details, cleaned, in_text
from dragoman.records import Article

_TITLE = re.compile(r"([^\n]+)\n[^\S\n]*\n")
_LONGEST_TITLE = 300
_LINE_ENDS = re.compile("\r\n?")
_HTML = "HTML where text was said: give the article's words alone, or a page as a .html file"
#: What can be known of an article that comes in columns.
FIELDS = ("id", "published", "title", "text", "url", "source", "language", "byline")
_ONE_PER_LINE = "write one JSON object per line"


class Unusable(ValueError):
    """No article can be made of this. ``code`` is a Reject's; ``str()`` its message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def from_text(text: str, *, published: str | None = None) -> tuple[Article, list[tuple[str, str]]]:
    """The article in a plain text, and remarks about it as (code, message).

    The first line is the title where a blank line follows it, unless it is longer than 300
    characters. Line ends become ``\\n``, blank lines and blanks around title and body go.
    Raises Unusable.
    """
    text = _LINE_ENDS.sub("\n", text).strip()
    title, body = "", text
    match = _TITLE.match(text)
    if match and len(match.group(1)) <= _LONGEST_TITLE:
        title, body = match.group(1).rstrip(), text[match.end() :].lstrip("\n")
    if not body:
        raise Unusable("empty", "nothing in it: give an article's text")
    _check_body(title, body)
    language, remarks = _language(title, body, None)
    source = None
    return (
        Article(
            id=stable_id(title, body, source, published),
            published=published,
            title=title,
            body=body,
            source=source,
            language=language,
        ),
        remarks,
    )


def from_json(line: str, *, published: str | None = None) -> tuple[Article, list[tuple[str, str]]]:
    """The article in a line of JSON, and remarks about it as (code, message).

    The object has ``text`` (the body) and, as far as known, ``id``, ``published`` (a day, ``YYYY-MM-DD``),
    ``title``, ``url``, ``source`` and ``language``; other keys are let be. A coded or annotated record
    is read as well: there the object is the value of ``article``, and its text begins with the
    title and a blank line, which are taken off. Title and text are not changed by a character.
    ``published`` is used where the article has no date of its own. Raises Unusable.
    """
    return from_fields(json_object(line), published=published)[:2]


def from_fields(
    data: Mapping[str, Any],
    *,
    published: str | None = None,
    columns: Mapping[str, str] | None = None,
    details: Details | None = None,
) -> tuple[Article, list[tuple[str, str]], Details]:
    """The article in named fields, remarks about it, and its details (see `from_json`).

    ``columns`` gives for a field (`FIELDS`) the name that it has here. ``details`` were found elsewhere.
    Raises Unusable.
    """
    record = data.get("article")
    if isinstance(record, Mapping):
        data = record
    if columns:
        data = {**data, **{name: data.get(column) for name, column in columns.items()}}
    title = _string(data, "title") or ""
    body = _string(data, "text")
    if body is None:
        key = columns.get("text", "text") if columns else "text"
        raise Unusable("no-text", f'no "{key}": give the article\'s text under that key')
    if isinstance(record, Mapping) and title and body.startswith(f"{title}\n\n"):
        body = body[len(title) + 2 :]
    if not title.strip():
        title = ""
    if not body.strip():
        what = '"text" is empty: put the headline there if it is all there is' if title else '"text" is empty'
        raise Unusable("empty", what if title else f"{what}: give the article's text or leave the line out")
    _check_body(title, body)
    day = _published(data) or published
    source = _string(data, "source")
    language, remarks = _language(title, body, _string(data, "language"))
    article = Article(
        id=_identifier(data) or stable_id(title, body, source, day),
        published=day,
        title=title,
        body=body,
        url=_string(data, "url"),
        source=source,
        language=language,
    )
    return article, remarks, in_text(body, details or _details(data))


def _details(data: Mapping[str, Any]) -> Details:
    """What the fields say beside the article; a value of another kind is let be."""
    byline, when = data.get("byline") or data.get("author"), data.get("published")
    timed = isinstance(when, str) and len(when.strip()) > 10
    return Details(
        byline=cleaned(byline) if isinstance(byline, str) else None,
        published_time=when.strip() if isinstance(when, str) and timed else None,
        published_from="field" if when else None,
    )


def stable_id(title: str, body: str, source: str | None, published: str | None) -> str:
    """16 hexadecimal digits from an article's words, source and date, however its blanks are set.

    The same article gets the same id in every run and on every machine (BLAKE2b, 8 bytes).
    """
    words = " ".join(f"{title} {body}".split())
    key = "\x1f".join((words, source or "", published or ""))
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def json_object(line: str) -> dict[str, Any]:
    """The object in a line of JSON. Raises Unusable where there is none."""
    stripped = line.strip()
    if stripped.startswith("["):
        raise Unusable("not-an-object", f"a JSON array: {_ONE_PER_LINE}, for example with jq -c '.[]'")
    if stripped == "{":
        raise Unusable("json", f"a JSON object over several lines: {_ONE_PER_LINE}, for example with jq -c .")
    try:
        data = json.loads(stripped)
    except json.JSONDecodeError as error:
        what = f"no valid JSON ({error.msg} at character {error.pos + 1})"
        raise Unusable("json", f"{what}: {_ONE_PER_LINE}") from None
    except RecursionError:
        raise Unusable("json", f"JSON nested too deeply: {_ONE_PER_LINE}") from None
    except ValueError:  # a number of thousands of digits
        raise Unusable("json", f"a number too long to be read: {_ONE_PER_LINE}") from None
    if not isinstance(data, dict):
        raise Unusable("not-an-object", f'JSON, but no object: {_ONE_PER_LINE}, with the words under "text"')
    return data


def _string(data: Mapping[str, Any], key: str) -> str | None:
    value = data.get(key)
    if value is None or isinstance(value, str):
        return value
    raise Unusable("not-text", f'"{key}" is {_kind(value)}, not a string: put it in quotation marks')


def _identifier(data: Mapping[str, Any]) -> str | None:
    value = data.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(data, "id")


def _published(data: Mapping[str, Any]) -> str | None:
    value = data.get("published")
    if value is None or value == "":
        return None
    day = iso_date(value) if isinstance(value, str) else None
    if day is None:
        shown = json.dumps(value, ensure_ascii=False)
        shown = shown if len(shown) <= 40 else shown[:39] + "…"
        raise Unusable(
            "date",
            f'"published" is {shown}, which is no date: write it YYYY-MM-DD ("2021-08-20"), or leave it out',
        )
    return day


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list) else "an object"


def _check_body(title: str, body: str) -> None:
    length = len(title) + len(body)
    if length > MAX_CHARACTERS:
        raise Unusable("too-long", too_long(length))
    if looks_like_html(body) or looks_like_html(title):
        raise Unusable("html", _HTML)


def _language(title: str, body: str, declared: str | None) -> tuple[str, list[tuple[str, str]]]:
    """The article's language: as declared, but ``und`` (undetermined) where it does not look English."""
    if declared and not declared.lower().startswith("en"):
        return declared, [("language", f"language {declared[:20]!r}: only English is coded so far")]
    if looks_english(f"{title}\n\n{body}"):
        return declared or "en", []
    said = "declared English but " if declared else ""
    return "und", [("language", f"{said}it does not look like English: only English is coded so far")]
