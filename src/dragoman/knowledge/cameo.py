"""CAMEO's actor codes as countries and PLOVER sectors: ``USAGOV``, ``NGAREB``, ``IGOUNOJUD``.

A code is a row of three-letter parts: where somebody is from (a country, a region, or a word for
what is of no country), then what he is, most general first. Source: the CAMEO codebook 1.1b3 (2012),
chapters 3 and 4; sectors as in the PLOVER manual.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

#: Parts that PLOVER has a sector for.
_SECTORS = {
    "GOV": "GOV",
    "MIL": "MIL",
    "COP": "COP",
    "JUD": "JUD",
    "LEG": "LEG",
    "SPY": "SPY",
    "PTY": "PTY",
    "OPP": "OPP",
    "REB": "REB",
    "INS": "REB",
    "SEP": "REB",
    "UAF": "UAF",
    "CRM": "CRM",
    "CVL": "CVL",
    "PPL": "CVL",
    "PRO": "CVL",
    "SET": "CVL",
    "KID": "CVL",
    "BUS": "BUS",
    "LAB": "LAB",
    "AGR": "AGR",
    "EDU": "EDU",
    "STU": "EDU",
    "MED": "JRN",  # media in CAMEO
    "HLH": "MED",  # health
    "REF": "REF",
    "ELI": "ELI",
    "REL": "REL",
    "NGO": "NGO",
    "IGO": "IGO",
}
#: What is of no country, and its sector.
_SUPRANATIONAL = {
    "IGO": ("IGO",),
    "NGO": ("NGO",),
    "NGM": ("NGO",),
    "MNC": ("BUS",),
    "IMG": ("REB",),
    "INT": (),
    "UIS": (),
}
#: After these, further parts tell what the work is about, and not the side; but these are told.
_BESIDE = frozenset({"JUD", "MIL", "LEG"})
#: Fields of work: of civilians where nothing else is told.
_FIELDS = frozenset({"DEV", "ENV", "HRI"})
#: Faiths: the sector is REL where nothing else is told.
_FAITHS = frozenset(
    (
        "BAH BUD CHR CPT CTH DOX DRZ HIN HSD ITR JAN JEW JHW LDS MOS MRN MUS PRT SFI SHI SHN SIK "
        "SUN TAO UDX ZRO ALE"
    ).split()
)
_REGIONS = frozenset(
    (
        "ABS AFR ASA BLK CAF CAR CAS CAU CFR CRB EAF EEU EIN EUR LAM MDT MEA MDE NAF NMR PGS SAF "
        "SAM SAS SEA SCN WAF WEU WST"
    ).split()
)
#: Codes of CAMEO, and older ones of ISO, that are others now.
_FORMER = {
    "BRM": "MMR",
    "BUR": "MMR",
    "CSK": "CZE",
    "DDR": "DEU",
    "FRY": "SRB",
    "GZA": "PSE",
    "KNT": "KNA",
    "KRJ": "UKR",
    "KSV": "XKX",
    "PAL": "PSE",
    "ROM": "ROU",
    "SCG": "SRB",
    "SRP": "BIH",
    "SUN": "RUS",
    "TMP": "TLS",
    "USR": "RUS",
    "WSB": "PSE",
    "YMD": "YEM",
    "YUG": "SRB",
    "ZAR": "COD",
}


class Meaning(NamedTuple):
    """Country ("" for none) and sectors of a code, most telling first; both may be empty."""

    country: str
    sectors: tuple[str, ...]


def meaning(code: str, countries: Collection[str]) -> Meaning | None:
    """What an actor's code says, or None where no part of it is known.

    ``countries`` are the ISO alpha-3 codes that there are.

    >>> meaning("NGAREB", {"NGA"})
    Meaning(country='NGA', sectors=('REB',))
    """
    parts = [code[i : i + 3] for i in range(0, len(code), 3)]
    if not parts or parts == ["---"]:
        return None
    country, fields, faith, known, free = "", False, False, False, True
    found: list[str] = []
    for place, part in enumerate(parts):
        now = _FORMER.get(part, part)
        if place == 0 and part in _SUPRANATIONAL:
            found += _SUPRANATIONAL[part]
            free = part in ("INT", "UIS")
            known = True
        elif part in _SECTORS and (place or part not in countries):
            known = True
            if free or part in _BESIDE:
                found.append(_SECTORS[part])
        elif part in _FIELDS:
            fields = known = True
        elif now in countries and not (part in _FAITHS and place):
            country = country or now
            known = True
        elif part in _FAITHS:
            faith = known = True
        elif part in _REGIONS and place == 0:
            known = True
    if not found and faith:
        found.append("REL")
    elif not found and fields:
        found.append("CVL")
    return Meaning(country, tuple(dict.fromkeys(found))) if known else None


def sectors(code: str) -> tuple[str, ...]:
    """The sectors of an agent's code, without ``~``: "GOVBUS" is GOV, BUS. Empty where none is known."""
    found = meaning(code, ())
    return found.sectors if found else ()
