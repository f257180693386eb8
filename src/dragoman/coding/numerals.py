"""One number in English, in digits or in words."""

from __future__ import annotations

import re

UNITS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SHORT = {"k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?: ?(k|mn?|bn?|tn)\b)?", re.IGNORECASE)


def parse_number(text: str) -> int | float | None:
    """The number that ``text`` writes, in digits or words; None if it writes none or more than one.

    >>> parse_number("1,200"), parse_number("3.5 million"), parse_number("a dozen"), parse_number("dozens")
    (1200, 3500000, 12, None)
    """
    words = text.strip().lower().replace("-", " ").replace("\u2011", " ").split()
    if not words or len(words) > 12:
        return None
    total: float = 0
    group: float = 0
    seen = False
    for i, word in enumerate(words):
        if word == "and" and seen and i + 1 < len(words):
            continue
        if (
            word in ("a", "an")
            and i + 1 < len(words)
            and words[i + 1]
            in ("hundred", "thousand", "million", "billion", "dozen", "score", "couple", "pair", "single")
        ):
            group = group or 1
            continue
        if i == 0 and word in ("a", "an", "single") and len(words) == 1:
            return 1
        if word == "half" and i + 2 < len(words) and words[i + 1] in ("a", "an"):
            group, seen = 0.5, True
            continue
        match = _DIGITS.fullmatch(word)
        if match:
            if group:
                return None
            group = float(match[1].replace(",", "") + (match[2] or ""))
            if match[3]:
                group *= SHORT[match[3].lower()]
        elif word in UNITS:
            if group % 10 and seen:
                return None
            group += UNITS[word]
        elif word in TENS:
            if group % 100 and seen:
                return None
            group += TENS[word]
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in SCALES or word in SHORT:
            total += (group or 1) * (SCALES.get(word) or SHORT[word])
            group = 0
        elif word == "dozen":
            group = (group or 1) * 12
        elif word == "score":
            group = (group or 1) * 20
        elif word in ("couple", "pair"):
            group = 2
        elif word == "single":
            group = 1
        elif word in ("a", "an", "of") and seen:
            continue
        else:
            return None
        seen = True
    if not seen:
        return None
    return plain(total + group)


def plain(value: float) -> int | float:
    """``value`` as a whole number where it is one."""
    return round(value) if abs(value - round(value)) < 1e-6 else value
