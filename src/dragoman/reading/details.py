"""What is known about an article beside its text: who wrote it, where, for which agency, at what time.

The words are taken from the article's own opening and end (`in_text`) or were given with it (a page's
mark-up, a feed, a column); nothing is guessed and the text keeps all of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

#: Agencies as they credit themselves in a dateline or at the end of a report, and their full names.
AGENCIES = {
    "AAP": "Australian Associated Press",
    "AFP": "Agence France-Presse",
    "AP": "The Associated Press",
    "ANI": "Asian News International",
    "ANSA": "ANSA",
    "DPA": "Deutsche Presse-Agentur",
    "EFE": "EFE",
    "IANS": "Indo-Asian News Service",
    "INTERFAX": "Interfax",
    "IRNA": "Islamic Republic News Agency",
    "ITAR-TASS": "TASS",
    "KYODO": "Kyodo News",
    "PA": "PA Media",
    "PTI": "Press Trust of India",
    "REUTERS": "Reuters",
    "RIA NOVOSTI": "RIA Novosti",
    "SANA": "Syrian Arab News Agency",
    "TASS": "TASS",
    "UPI": "United Press International",
    "VOA": "Voice of America",
    "XINHUA": "Xinhua",
    "YONHAP": "Yonhap",
}
_LONGEST_NAME = 120
_NAMES = "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))
_FULL = {name.casefold(): name for name in AGENCIES.values()}
# "KABUL, Afghanistan (AP) —", "BEIJING, Aug. 20 (Xinhua) --", "LONDON (Reuters) -": a line's start only.
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’ -]{2,40}(?:,[^\n()–—]{2,40})?)"
    r"(?:\s*[(/](?P<agency>[A-Za-z][A-Za-z .-]{1,30})[)/])?\s*(?:--|[-–—])\s"
)
_CREDIT = re.compile(rf"(?:\(|—|–|-|©|Source:)\s*(?P<agency>{_NAMES})\s*\)?\.?\s*", re.IGNORECASE)
_BYLINE = re.compile(r"[Bb][Yy]:?[ \t]+(?P<name>[^\W\d_][^\n.;:!?]{2,80})")


@dataclass(frozen=True, slots=True)
class Details:
    """``published_time`` is the time of publication as it was written, with its zone, None where only a day
    or nothing is known; ``published_from`` says where the date was found. The others are None where not
    known.
    """

    byline: str | None = None
    dateline: str | None = None
    agency: str | None = None
    published_time: str | None = None
    published_from: str | None = None


def in_text(body: str, given: Details | None = None) -> Details:
    """The details that the body itself tells, under those that were given with it.

    The byline is a first line "By NAME"; the dateline opens one of the first two lines; the agency is the one
    in the dateline, or credited in brackets or after a dash on the last line.
    """
    found = given or Details()
    lines = [line.strip() for line in body[:2000].split("\n") if line.strip()][:3]
    if lines and (byline := _BYLINE.fullmatch(lines[0])):
        found = replace(found, byline=found.byline or cleaned(byline["name"]))
        lines = lines[1:]
    agency = None
    for line in lines[:2]:
        if dateline := _DATELINE.match(line[:200]):
            agency = agency_name(dateline["agency"] or "")
            place = " ".join(dateline["place"].split()).rstrip(" ,-")
            found = replace(found, dateline=found.dateline or place)
            break
    if agency is None:
        last = body[-200:].rstrip().rsplit("\n", 1)[-1].strip()
        if len(last) <= 60 and (credit := _CREDIT.fullmatch(last)):
            agency = agency_name(credit["agency"])
    return replace(found, agency=found.agency or agency)


def agency_name(word: str) -> str | None:
    """The full name of the agency that calls itself so, None where it is not a known one."""
    word = " ".join(word.split())
    return AGENCIES.get(word.upper()) or _FULL.get(word.casefold())


def cleaned(text: str | None) -> str | None:
    """A name on one line without "By", None where nothing is left or it is too long to be one."""
    if not text:
        return None
    text = re.sub(r"^by:?\s+", "", " ".join(text.split()), flags=re.IGNORECASE)
    return text if text and len(text) <= _LONGEST_NAME else None
