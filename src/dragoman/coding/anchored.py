"""Times that count from another time in the text: "the same day", "two days later"."""

from __future__ import annotations

import datetime
import re

from dragoman.coding.numbers import parse_number

_PART = r"(?:day|morning|afternoon|evening|night)"
_SAME = re.compile(rf"\b(?:(?:the |that )?same {_PART}|that (?:very )?{_PART})\b", re.IGNORECASE)
_NEXT = re.compile(
    rf"\b(?:(?:the )?(?:next|following) {_PART}|(?:a|one) day (?:later|after))\b", re.IGNORECASE
)
_BEFORE = re.compile(
    rf"\b(?:(?:the )?previous {_PART}|(?:the|a|one) day (?:before|earlier)|(?:the )?night before)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b([a-z]+|\d{1,2}) (days|weeks) (later|after|afterwards|earlier|before)\b", re.IGNORECASE
)


def count_from(text: str, anchor: str | None) -> tuple[str, str] | None:
    """ISO day and rule for words that count from ``anchor``, the day told last; None where they do not.

    >>> count_from("Two days later", "2021-08-30")
    ('2021-09-01', '2 days after the day told before, 2021-08-30')
    """
    if not anchor or len(anchor) != 10:
        return None
    text = text[:60]
    try:
        day = datetime.date.fromisoformat(anchor)
        if _SAME.search(text):
            return anchor, f"the day told before, {anchor}"
        step, unit = 0, "day"
        if _NEXT.search(text):
            step = 1
        elif _BEFORE.search(text):
            step = -1
        else:
            found = _COUNT.search(text)
            number = parse_number(found[1]) if found else None
            if found is None or number is None or not 0 < number < 100:
                return None
            step = int(number) * (7 if found[2].lower() == "weeks" else 1)
            step = -step if found[3].lower() in ("earlier", "before") else step
            unit = "days" if abs(step) != 1 else "day"
        value = (day + datetime.timedelta(days=step)).isoformat()
    except (ValueError, OverflowError):
        return None
    return value, f"{abs(step)} {unit} {'after' if step > 0 else 'before'} the day told before, {anchor}"
