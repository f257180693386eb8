"""What the field's layouts call things: CAMEO's actors, Goldstein's scale, FIPS countries, quad classes."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from dragoman.records import Actor

#: PLOVER's sectors as CAMEO's roles; what CAMEO has no role for is left out.
ROLES: Mapping[str, str] = MappingProxyType(
    {
        **{
            code: code
            for code in "GOV MIL COP JUD LEG SPY PTY OPP REB UAF CRM CVL BUS LAB AGR EDU REL".split()
        },
        **{code: code for code in "REF ELI IGO NGO".split()},
        "PRM": "UAF",
        "JRN": "MED",
        "MED": "HLH",
        "SOC": "CVL",
    }
)
#: PLOVER's sectors in the words that ICEWS uses.
ICEWS_SECTORS: Mapping[str, str] = MappingProxyType(
    {
        "GOV": "Government", "MIL": "Military", "COP": "Police", "JUD": "Judicial",
        "LEG": "Legislative / Parliamentary",
        "SPY": "Government Intelligence", "PTY": "Parties", "OPP": "Opposition", "REB": "Rebel",
        "PRM": "Paramilitary", "UAF": "Unidentified Forces", "CRM": "Criminals / Gangs",
        "CVL": "General Population / Civilian / Social", "JRN": "News", "BUS": "Business", "LAB": "Labor",
        "AGR": "Agricultural", "EDU": "Education", "MED": "Medical / Health", "REL": "Religious",
        "SOC": "Social", "REF": "Refugees / Displaced", "ELI": "Elite", "IGO": "Global IGOs", "NGO": "NGOs",
    }
)  # fmt: skip
_BODIES = ("IGO", "NGO")
_MOST_ROLES = 3
#: Quad class of each CAMEO root, as GDELT numbers them: 1 and 2 cooperation, 3 and 4 conflict, in words
#: and in deeds.
QUAD_OF_ROOT: Mapping[str, int] = MappingProxyType(
    {f"{n:02}": 1 if n <= 5 else 2 if n <= 8 else 3 if n <= 13 else 4 for n in range(1, 21)}
)
#: The same as Phoenix has it: 0 for statements and appeals, and reduced relations (16) among words.
PENTA_OF_ROOT: Mapping[str, int] = MappingProxyType({**QUAD_OF_ROOT, "01": 0, "02": 0, "16": 3})


def _rows(name: str) -> Iterator[dict[str, str]]:
    table = files("dragoman.export") / "data" / name
    yield from csv.DictReader(table.read_text(encoding="utf-8").splitlines())


@lru_cache(maxsize=1)
def _goldstein() -> Mapping[str, float]:
    return {row["code"]: float(row["score"]) for row in _rows("goldstein.csv")}


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, tuple[str, str]]:
    return {row["iso3"]: (row["fips"], row["cameo"]) for row in _rows("countries.csv")}


@lru_cache(maxsize=1)
def _groups() -> Mapping[str, str]:
    return {row["name"]: row["code"] for row in _rows("groups.csv")}


def goldstein(cameo: str) -> float | None:
    """Goldstein's score of a CAMEO code, -10 to +10; that of the nearest code above it; None for none.

    >>> goldstein("1823"), goldstein("1411")
    (-10.0, -6.5)
    """
    table = _goldstein()
    while cameo:
        if cameo in table:
            return table[cameo]
        cameo = cameo[:-1]
    return None


def fips(iso3: str) -> str:
    """The FIPS 10-4 code of a country, "" where it has none."""
    return _countries().get(iso3, ("", ""))[0]


def cameo_country(iso3: str) -> str:
    """CAMEO's code of a country: ISO's but for Kosovo, Romania and Timor-Leste."""
    return _countries().get(iso3, ("", iso3))[1]


def iso_country(cameo: str) -> str:
    """The ISO code of a country that CAMEO calls so."""
    return next((iso3 for iso3, (_, code) in _countries().items() if code == cameo), cameo)


def roles(actor: Actor) -> tuple[str, ...]:
    """CAMEO's roles of an actor, at most three. A country as such has none."""
    if actor.kind == "country":
        return ()
    found = dict.fromkeys(ROLES[code] for code in actor.sector if code in ROLES and code not in _BODIES)
    return tuple(found)[:_MOST_ROLES]


def root(actor: Actor) -> str:
    """The first part of an actor's CAMEO code: its country, or IGO or NGO, or ""."""
    if actor.sector and actor.sector[0] in _BODIES:
        return actor.sector[0]
    if actor.country:
        return cameo_country(actor.country[0])
    return next((code for code in actor.sector if code in _BODIES), "")


def group(actor: Actor) -> str:
    """The code of a known group (UNO, EEC, HMS), or "".

    Those who speak for an international body (sector IGO) are not it and have none.
    """
    return _groups().get(actor.name, "")


def actor_code(actor: Actor) -> str:
    """An actor in CAMEO: country, group and roles, three letters each: RUS, KENCOP, IGOUNO; "" if unknown."""
    return root(actor) + group(actor) + "".join(roles(actor))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, tuple[str, str, str]]:
    from dragoman.knowledge import Knowledge

    know = Knowledge.load()
    out = {}
    for iso3 in _countries():
        country = know.country_by_code(iso3)
        if country is not None:
            out[iso3] = (country.name, country.cow, country.gw)
    return out


def country_name(iso3: str) -> str:
    """The English name of a country, the code itself where it is not known."""
    return _names().get(iso3, (iso3, "", ""))[0]


def cow(iso3: str) -> str:
    """The number of a state in the Correlates of War, "" for none."""
    return _names().get(iso3, ("", "", ""))[1]
