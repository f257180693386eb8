"""What is checked of an article's words and date before it is coded."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice

_DATE = re.compile(
    r"\s*(\d{4}-\d{2}-\d{2})(?:[T ][\d:.,]{2,20}\s?(?:Z|UTC|[+-]\d{2}:?\d{0,2})?)?\s*", re.ASCII
)

_HTML_START = re.compile(
    r"\s*(?:<!doctype\s+html|<html[\s>]|<\?xml|<rss[\s>]|<head>|<body[\s>])", re.IGNORECASE
)
_TAG = re.compile(
    r"</?(?:p|div|br|a|span|html|head|body|script|style|table|t[rdh]|[uo]l|li|h[1-6]|b|i|em|strong|img|section|article"
    r"|figure|blockquote)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_TAGS_IN_HTML = 3

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NOT_LATIN = re.compile("[^\x00-\u024f]")
_WORDS_LOOKED_AT = 2000
_CHARACTERS_LOOKED_AT = 20_000
_SHORT = 30
_LEAST_SHARE = 0.07
# Frequent words of English that are not frequent in a neighbour as well: "in", "is", "was" and "of" are Dutch
# too ("of" is kept: Dutch has little else of the list), "at" and "for" are Danish, "on" French, "a" Spanish.
_FUNCTION_WORDS = frozenset(
    (
        "the of and to that with were are be been has have by from it its his their they who which this "
        "these those not but would could should after before when where while about into against between "
        "than said also there our you your will if"
    ).split()
)


def iso_date(value: str) -> str | None:
    """The day ``YYYY-MM-DD`` that ``value`` names (a time of day after it is dropped), or None."""
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    try:
        return date.fromisoformat(match.group(1)).isoformat()
    except ValueError:
        return None


def looks_like_page(text: str) -> bool:
    """Whether ``text`` opens as a page's source does."""
    return _HTML_START.match(text.lstrip("\ufeff")) is not None


def looks_like_html(text: str) -> bool:
    """Whether ``text`` is a page's source rather than its words.

    It is where it opens as a page does, or holds three tags or more. One stray ``<br>`` is let pass.
    """
    if _HTML_START.match(text):
        return True
    tags = _TAG.finditer(text, 0, _CHARACTERS_LOOKED_AT)
    return len(list(islice(tags, _TAGS_IN_HTML))) == _TAGS_IN_HTML


def looks_english(text: str) -> bool:
    """Whether ``text`` may be English: no proof, a check that costs under a millisecond and needs no model.

    A text of more than 30 words passes if at least 7 % of its words are frequent English function words.
    News in English has 10 to 35 % of them, 24 % in the middle; German, French, Spanish, Italian, Dutch
    and Danish have under 5 %. A text that is mostly in another script is not English, however it is
    divided into words. Shorter texts pass: headlines in English may have none of these words.
    """
    head = text[:_CHARACTERS_LOOKED_AT]
    other = sum(map(str.isalpha, _NOT_LATIN.findall(head)))
    if other:
        letters = sum(map(str.isalpha, head))
        if letters > _SHORT and letters - other < 0.5 * letters:
            return False
    words = list(map(str.lower, _WORD.findall(head)[:_WORDS_LOOKED_AT]))
    if len(words) <= _SHORT:
        return True
    return sum(word in _FUNCTION_WORDS for word in words) >= _LEAST_SHARE * len(words)
