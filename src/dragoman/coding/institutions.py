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
            r"(?:riot |anti-riot |state |federal |national |local )?police(?: forces?| officers?)?|cops",
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
        (r"senate|upper house|upper chamber", "upper", "Senate of {country}", "LEG"),
        (
            r"house|lower house|house of representatives|chamber of deputies|house of commons|lower chamber",
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
        (r"navy", "navy", "{demonym} Navy", "MIL"),
        (r"air force", "air", "{demonym} Air Force", "MIL"),
        (r"coast ?guards?", "coast", "{demonym} Coast Guard", "MIL"),
        (r"special forces", "", "{demonym} special forces", "MIL"),
        (r"state (?:television|tv)", "", "{demonym} state television", "JRN"),
        (r"state radio", "", "{demonym} state radio", "JRN"),
        (r"(?:state|state-run|state-owned|official) media", "", "{demonym} state media", "JRN"),
        (
            r"(?:(?:official |state |state-run )?news|official press|state press) agency",
            "agency",
            "{demonym} state news agency",
            "JRN",
        ),
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
            r"(?:(?:national |central )?elect(?:ions?|oral) commission|electoral authority)",
            "election",
            "Election commission of {country}",
            "GOV",
        ),
        (r"presidential guard|republican guard", "guard", "{demonym} presidential guard", "MIL"),
    )
)
#: What a ministry is for, and how its usual name has it; "" as it is said, with a capital.
_FIELDS = {
    "foreign": "Foreign Affairs",
    "foreign affairs": "Foreign Affairs",
    "external affairs": "External Affairs",
    "defence": "Defence",
    "interior": "the Interior",
    "home": "Home Affairs",
    "home affairs": "Home Affairs",
    "internal affairs": "Internal Affairs",
    "emergencies": "Emergency Situations",
    "emergency situations": "Emergency Situations",
    "labour": "Labour",
    "sport": "Sports",
    "women's affairs": "Women's Affairs",
    **dict.fromkeys(
        (
            "justice", "finance", "health", "education", "information", "economy", "trade", "transport",
            "energy", "agriculture", "environment", "culture", "tourism", "sports", "science", "planning",
            "water", "industry", "commerce", "communications", "housing", "immigration", "security",
            "intelligence", "public security", "state security", "religious affairs", "social affairs",
            "public works", "higher education", "public health", "oil", "mines", "mining", "fisheries",
            "national security", "development", "youth", "infrastructure", "digital affairs",
        ),
        "",
    ),
}  # fmt: skip
_NAMED_FOR = "|".join(sorted((*_FIELDS, "defense", "labor"), key=lambda field: (-len(field), field)))
_MINISTRY = re.compile(
    rf"(?:ministry (?:of|for) (?:the )?(?P<of>{_NAMED_FOR})|(?P<before>{_NAMED_FOR}) ministry|foreign office)"
)
_AMERICAN_SPELLING = {"defense": "defence", "labor": "labour"}
_WHOLE = re.compile(r"authorities")
_MISSION = re.compile(r"embassy|consulate|consulate[- ]general|high commission")
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


#: Where police are of a town or state, not of the country.
LOCAL = frozenset(("USA", "GBR", "CAN", "IND", "MEX", "AUS"))
#: Words for a country's people that say who somebody is, and not whose a body is.
_ADJECTIVES = {
    "USA": "United States", "NZL": "New Zealand", "PHL": "Philippine", "HKG": "Hong Kong", "MMR": "Myanmar",
    "BWA": "Botswana", "LSO": "Lesotho", "VUT": "Vanuatu", "XKX": "Kosovo", "GRL": "Greenlandic",
    "TTO": "Trinidad and Tobago", "NPL": "Nepalese", "MDG": "Malagasy",
}  # fmt: skip
#: Countries that take an article.
_THE = frozenset(("USA", "GBR", "NLD", "PHL", "ARE", "CZE", "DOM", "CAF", "COD", "COG", "MDV", "SLB"))


def adjective(country: Country) -> str:
    """The word that goes before a body of a country: "Philippine", "New Zealand", "French"."""
    word = _ADJECTIVES.get(country.iso3) or (country.demonyms[0] if country.demonyms else "")
    return country.name if not word or word.endswith(("lander", "onger", "ourger", "ander")) else word


def mission(phrase: str) -> bool:
    """Is it one state's house in another ("embassy", "consulate")?"""
    return bool(_MISSION.fullmatch(phrase))


def embassy(phrase: str, country: Country, city: str) -> Institution:
    """The embassy of ``country`` in ``city`` ("" where that is not told)."""
    kind = "Consulate" if phrase.startswith("consulate") else phrase.title()
    name = f"{'the ' if country.iso3 in _THE else ''}{country.name}"
    return Institution(f"{kind} of {name}, {city}" if city else f"{kind} of {name}", "GOV")


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, str]]:
    return {
        cells[0]: dict(zip(_COLUMNS[1:], cells[1:], strict=True))
        for _, cells in rows("institutions.csv", _COLUMNS)
    }


@lru_cache(maxsize=1)
def _branches() -> dict[tuple[str, str], str]:
    """Ministries and services that are not called as most states call theirs: (country, body) -> name."""
    return {(iso3, body): name for _, (iso3, body, name) in rows("branches.csv", ("iso3", "body", "name"))}


@lru_cache(maxsize=4096)
def _kind(phrase: str) -> int:
    """Which of the bodies a phrase names; -1 for none."""
    for number, (pattern, _column, _name, _sector) in enumerate(_BODIES):
        if pattern.fullmatch(phrase):
            return number
    return -1


#: Bodies that one country names so; others that do as well, in whose news it is their own.
NAMELY = {
    **dict.fromkeys(
        (
            "state department", "defense department", "justice department", "treasury department",
            "commerce department", "department of defense", "department of state",
        ),
        ("USA", "PHL"),
    ),
    "foreign office": ("GBR", "PAK DEU"),
    "home office": ("GBR", ""),
}  # fmt: skip


def names_body(phrase: str) -> bool:
    """Does the phrase (lower case, no article) name a body that every state has?"""
    return (
        _kind(phrase) >= 0
        or bool(_MINISTRY.fullmatch(phrase) or _WHOLE.fullmatch(phrase) or _MISSION.fullmatch(phrase))
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
        return Institution(_ministry(ministry["of"] or ministry["before"] or "foreign", country), "GOV")
    number = _kind(phrase)
    if number < 0:
        return None
    _pattern, column, plain, sector = _BODIES[number]
    if country is None:
        return Institution(phrase, sector)
    known = _branches().get((country.iso3, column)) or _names().get(country.iso3, {}).get(column, "")
    own = adjective(country)
    if country.iso3 == "USA":
        plain = plain.replace("Supreme Court of {country}", "Supreme Court of the United States")
    return Institution(known or plain.format(country=name, demonym=own), sector)


def _ministry(field: str, country: Country | None) -> str:
    """What the ministry for ``field`` of a country is called."""
    field = _AMERICAN_SPELLING.get(field, field)
    body = field.removesuffix(" affairs") if field in ("foreign affairs", "home affairs") else field
    if country is None:
        return f"Ministry of {_FIELDS[field] or field.title()}"
    known = _branches().get((country.iso3, body))
    return known or f"Ministry of {_FIELDS[field] or field.title()} ({country.name})"
