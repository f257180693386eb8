"""Bodies that every state has, by what they are called for short: police, army, parliament, ministries.

"Parliament" in an article about Iraq is the Council of Representatives of Iraq. The proper names stand
in ``knowledge/data/institutions.csv``; a country that is not in it gets a plain one ("Parliament of …").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dragoman.knowledge import Country
from dragoman.knowledge.tables import rows

_COLUMNS = (
    *("iso3", "legislature", "upper", "lower", "army", "forces", "police"),
    *("intelligence", "court", "constitutional", "bank", "election", "guard"),
)
# (pattern of the whole phrase in lower case, column of the table, name where the table has none, sector)
_BODIES = tuple(
    (re.compile(pattern), column, name, sector)
    for pattern, column, name, sector in (
        (
            r"(?:riot |anti-riot |state |federal |national |local )?police(?: forces?| officers?)?",
            "police",
            "{demonym} police",
            "COP",
        ),
        (
            r"(?:national |federal |country's )?(?:parliament|legislature)",
            "legislature",
            "Parliament of {country}",
            "LEG",
        ),
        (r"national assembly|(?:national )?congress", "legislature", "National Assembly of {country}", "LEG"),
        (r"senate|upper house", "upper", "Senate of {country}", "LEG"),
        (
            r"house|lower house|house of representatives|chamber of deputies|house of commons",
            "lower",
            "House of Representatives ({country})",
            "LEG",
        ),
        (r"supreme court|top court|highest court", "court", "Supreme Court of {country}", "JUD"),
        (r"constitutional (?:court|council)", "constitutional", "Constitutional Court of {country}", "JUD"),
        (r"high court", "", "High Court of {country}", "JUD"),
        (
            r"(?:armed |military |government )forces|military(?: personnel)?|defen[cs]e forces?",
            "forces",
            "Armed Forces of {country}",
            "MIL",
        ),
        (r"army|(?:government |army )?(?:troops|soldiers)", "army", "{demonym} Army", "MIL"),
        (r"navy", "", "{demonym} Navy", "MIL"),
        (r"air force", "", "{demonym} Air Force", "MIL"),
        (r"coast guard", "", "{demonym} Coast Guard", "MIL"),
        (r"security forces", "", "{demonym} security forces", "MIL"),
        (r"prosecutors", "", "{demonym} prosecutors", "JUD"),
        (
            r"(?:intelligence|spy|secret) (?:service|agency)",
            "intelligence",
            "{demonym} intelligence service",
            "SPY",
        ),
        (r"central bank", "bank", "Central Bank of {country}", "GOV"),
        (
            r"(?:(?:national |central )?elect(?:ion|oral) commission|electoral authority)",
            "election",
            "Election commission of {country}",
            "GOV",
        ),
        (r"presidential guard|republican guard", "guard", "{demonym} presidential guard", "MIL"),
    )
)
_MINISTRY = re.compile(
    r"(?:ministry of (?:the )?"
    r"(foreign affairs|defen[cs]e|interior|justice|finance|health|education|home affairs)|"
    r"(foreign|defen[cs]e|interior|justice|finance|health|education|home|information|labou?r|economy|trade|"
    r"transport|energy) ministry)"
)
_FIELDS = {
    "foreign": "Foreign Affairs",
    "defense": "Defence",
    "interior": "the Interior",
    "home": "Home Affairs",
    "foreign affairs": "Foreign Affairs",
    "home affairs": "Home Affairs",
}
_WHOLE = re.compile(r"(?:foreign ministry|ministry of foreign affairs|foreign office|authorities|embassy)")
_AMERICAN = {
    "department of defense": "United States Department of Defense",
    "defense department": "United States Department of Defense",
    "department of state": "United States Department of State",
    "state department": "United States Department of State",
    "department of justice": "United States Department of Justice",
    "justice department": "United States Department of Justice",
    "treasury department": "United States Department of the Treasury",
    "department of the treasury": "United States Department of the Treasury",
    "department of homeland security": "United States Department of Homeland Security",
}


@dataclass(frozen=True, slots=True)
class Institution:
    """A body of a state: its name, its sector, and whether the country's government is meant as a whole."""

    name: str
    sector: str
    whole: bool = False


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, str]]:
    return {
        cells[0]: dict(zip(_COLUMNS[1:], cells[1:], strict=True))
        for _, cells in rows("institutions.csv", _COLUMNS)
    }


@lru_cache(maxsize=4096)
def _kind(phrase: str) -> int:
    """Which of the bodies a phrase names; -1 for none."""
    for number, (pattern, _column, _name, _sector) in enumerate(_BODIES):
        if pattern.fullmatch(phrase):
            return number
    return -1


def names_body(phrase: str) -> bool:
    """Does the phrase (lower case, no article) name a body that every state has?"""
    return (
        _kind(phrase) >= 0
        or bool(_MINISTRY.fullmatch(phrase) or _WHOLE.fullmatch(phrase))
        or phrase in _AMERICAN
    )


def institution(phrase: str, country: Country | None) -> Institution | None:
    """The body of ``country`` that ``phrase`` (lower case, no article) names; None where it names none.

    >>> from dragoman.knowledge import Knowledge
    >>> institution("army", Knowledge.load().country_by_code("THA")).name
    'Royal Thai Army'
    """
    name = country.name if country else ""
    if phrase in _AMERICAN:
        return Institution(_AMERICAN[phrase], "GOV") if country and country.iso3 == "USA" else None
    if _WHOLE.fullmatch(phrase):
        return Institution(name, "GOV", True) if name else None
    ministry = _MINISTRY.fullmatch(phrase)
    if ministry:
        word = ministry[1] or ministry[2]
        field = _FIELDS.get(word, word.capitalize())
        return Institution(f"Ministry of {field} ({name})" if name else f"Ministry of {field}", "GOV")
    number = _kind(phrase)
    if number < 0:
        return None
    _pattern, column, plain, sector = _BODIES[number]
    if country is None:
        return Institution(phrase, sector)
    known = _names().get(country.iso3, {}).get(column, "") if column else ""
    demonym = country.demonyms[0] if country.demonyms else name
    if country.iso3 == "USA":
        demonym = "United States"
        plain = plain.replace("Supreme Court of {country}", "Supreme Court of the United States")
    return Institution(known or plain.format(country=name, demonym=demonym), sector)
