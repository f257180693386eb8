"""The forms that the name of a body takes in the news, by rule: what no table need list.

"Thai Senate", "Thailand's Senate" and "Senate of Thailand" are one body, as are "Organisation" and
"Organization", "U.N.H.C.R." and "UNHCR", "Foreign Ministry" and "Ministry of Foreign Affairs".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .tables import fold

if TYPE_CHECKING:
    from .entries import Organisation
    from .lookup import Knowledge

_INITIALS = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?")
_SPELLINGS = {
    "Organization": "Organisation",
    "Defense": "Defence",
    "Labor": "Labour",
    "Center": "Centre",
    "Program": "Programme",
    "Theater": "Theatre",
    "Armored": "Armoured",
}
_SWAPS = {**_SPELLINGS, **{british: american for american, british in _SPELLINGS.items()}}
_SWAP = re.compile(r"\b(?:" + "|".join(_SWAPS) + r")\b")
_OF = re.compile(r"(?P<rest>.{2,60}?) of (?:the )?(?P<country>.{2,60})")
_BRACKETS = re.compile(r"(?P<rest>.{2,60}?) \((?P<country>.{2,60})\)")
_MINISTRY = re.compile(r"(?P<field>[A-Z][a-z]+(?: [A-Z][a-z]+)?) Ministry")
_FIELDS = {"Foreign": "Foreign Affairs", "Interior": "the Interior", "Home": "Home Affairs"}


def spellings(text: str) -> Iterator[str]:
    """Other ways to write the same name, likeliest first; without ``text`` itself.

    >>> list(spellings("World Trade Organization"))
    ['World Trade Organisation']
    >>> list(spellings("U.N.H.C.R."))
    ['UNHCR']
    """
    key = fold(text)
    seen = {key}
    forms = [
        _INITIALS.sub(lambda match: match[0].replace(".", ""), key),
        key.removesuffix("'s").removesuffix("'"),
        _SWAP.sub(lambda match: _SWAPS[match[0]], key),
        key.replace(" & ", " and ") if " & " in key else key.replace(" and ", " & "),
        key.replace("-", " "),
    ]
    for form in forms:
        if form and form not in seen:
            seen.add(form)
            yield form


def _owner(know: Knowledge, key: str) -> tuple[str, str]:
    """(body, ISO code of its country) of a name that says whose body it is; ("", "") of another."""
    for pattern in (_BRACKETS, _OF):
        match = pattern.fullmatch(key)
        if match:
            country = know.country(match["country"])
            if country is not None and not country.historic:
                return match["rest"].removeprefix("the ").removeprefix("The "), country.iso3
    words = key.split()
    if words[:1] in (["the"], ["The"]):
        words = words[1:]
    for size in (3, 2, 1):
        if len(words) <= size:
            continue
        first = " ".join(words[:size])
        rest = " ".join(words[size:])
        code = know.demonym(first)
        if code is None:
            named = know.country(first.removesuffix("'s").removesuffix("'"))
            code = named.iso3 if named is not None and not named.historic else None
        if code is not None:
            return rest, code
    return "", ""


def organisation(know: Knowledge, text: str) -> Organisation | None:
    """The body that ``text`` names in a form that the tables do not list; None where it names none.

    A body found through the name of its country is one of that country, or it is not found.

    >>> from dragoman.knowledge import Knowledge
    >>> organisation(Knowledge.load(), "Thailand's Constitutional Court").name
    'Constitutional Court of Thailand'
    """
    if len(text) > 120:
        return None
    for form in spellings(text):
        found = know.organisation(form)
        if found is not None:
            return found
    rest, code = _owner(know, fold(text))
    if not rest or not rest[:1].isupper():
        return None
    owner = know.country_by_code(code)
    if owner is None:
        return None
    bodies = [rest, *spellings(rest)]
    ministry = _MINISTRY.fullmatch(rest)
    if ministry:
        field = _FIELDS.get(ministry["field"], ministry["field"])
        bodies += [f"Ministry of {field}", *spellings(f"Ministry of {field}")]
    names = dict.fromkeys((owner.name, owner.name.removeprefix("The "), *owner.demonyms))
    for body in bodies:
        for name in names:
            for form in (f"{body} of {name}", f"{body} of the {name}", f"{body} ({name})", f"{name} {body}"):
                found = know.organisation(form)
                if found is not None and code in found.country:
                    return found
        found = know.organisation(body, near=[code])
        if found is not None and code in found.country:
            return found
    return None
