"""Names that a dictionary has in capitals (``ABDUL_KARIM_AL_ARYANI``) as they are written."""

from __future__ import annotations

import re

_SMALL = set(
    "de da do dos das del della der den di du des van von zu ten ter e y bin bint ibn ben ould ag".split()
)
_ARABIC = set(
    "AFG ARE BHR COM DJI DZA EGY ERI ESH IRN IRQ JOR KWT LBN LBY MAR MRT OMN PSE QAT SAU SDN SOM SYR"
    " TCD TUN YEM".split()
)
_ARTICLES = {"AL", "EL", "AR", "AS", "ASH", "AT", "AD", "AN", "AZ", "UL", "UR", "UD"}
_HOUSES = {"SAUD", "THANI", "SABAH", "KHALIFA", "NAHYAN", "NUHAYYAN", "MAKTUM", "MAKTOUM", "SAID", "SHAYKH"}
_HYPHENED = {"KOR", "PRK", "TWN"}
_FRENCH = set(
    "FRA BEL LUX MCO CHE BEN BFA BDI CMR CAF TCD COG COD COM CIV DJI GAB GIN HTI MDG MLI MUS NER RWA"
    " SEN SYC TGO CAN".split()
)
_AFTER_JEAN = set(
    "BAPTISTE BERNARD BOSCO CHARLES CHRISTOPHE CLAUDE DANIEL EMMANUEL EUDES FELIX FRANCIS FRANCOIS"
    " HENRI JACQUES LOUIS LUC MARC MARIE MAX MICHEL NOEL PAUL PHILIPPE PIERRE RENE ROBERT VICTOR VINCENT"
    " YVES".split()
)
_TITLES = {
    "DR",
    "GEN",
    "COL",
    "SIR",
    "MAJ",
    "CAPT",
    "SHEIKH",
    "SHAYKH",
    "LT",
    "BRIG",
    "ADM",
    "PROF",
    "GEN.",
    "DR.",
}
#: Words that make a body or a post of what looks like a name.
_WORDS = set(
    "ACTING ADMINISTRATION AGENCY AIR AIRPORT ALLIANCE AMBASSADOR ARMED ARMY ASSEMBLY ASSOCIATION"
    " AUTHORITY BANK BASE BUREAU CABINET CAPITAL CENTRAL CENTRE CENTER CITY COMMISSION COMMITTEE"
    " CONGRESS COUNCIL COUNTY COURT DEFENCE DEFENSE DELEGATION DEPARTMENT DISTRICT EMBASSY FEDERAL"
    " FEDERATION FIRST FOREIGN FORCE FORCES FRONT FUND GENERAL GOVERNMENT GOVERNOR GROUP GUARD HOUSE"
    " HUMAN INSTITUTE INTELLIGENCE INTERIM INTERNATIONAL ISLAND ISLANDS JUSTICE KING LEADER LEADERS"
    " LEAGUE LIBERATION MILITARY MINISTER MINISTRY MOVEMENT NATIONAL NAVY NEW NEWS NORTH NORTHERN OFFICE"
    " OFFICIAL OFFICIALS ORGANISATION ORGANIZATION PARLIAMENT PARTY PEOPLE PEOPLES POLICE PRESIDENT"
    " PRIME PRINCE PROVINCE QUEEN REBEL REBELS REGION REPUBLIC REVOLUTIONARY RIVER ROYAL RULER SECRETARY"
    " SECURITY SENATE SERVICE SOUTH SOUTHERN SPOKESMAN STATE SUPREME TROOPS UNION UNITED UNIVERSITY"
    " VACANT VICE WAR WEST WESTERN EAST EASTERN THE AND OF FOR IN ON".split()
)


def written(raw: str, country: str) -> str | None:
    """``raw`` in upper and lower case; None where it is not the full name of one person.

    Particles are small (``VON``, ``BIN``), the Arabic article is tied to what follows in countries that
    speak it, Korean and Taiwanese given names are hyphened, and ranks are left out.
    """
    raw = re.sub(r'_?"[A-Z_. -]+"', "", raw)  # a nickname
    parts = [part for part in raw.replace("’", "'").split("_") if part]
    while parts and parts[0] in _TITLES:
        parts = parts[1:]
    if "CPP" in parts or not 2 <= len(parts) <= 6 or _WORDS.intersection(parts):
        return None
    if all(len(part.strip(".'-")) < 2 for part in parts[-1:]) or not any(len(p) > 2 for p in parts):
        return None
    out: list[str] = []
    i = 0
    while i < len(parts):
        part = parts[i]
        after = parts[i + 1] if i + 1 < len(parts) else ""
        if country in _ARABIC and part in _ARTICLES and after and (i or part in ("AL", "EL")):
            if part == "AL" and after in _HOUSES and country in _GULF:
                out.append("Al " + _word(after))
            else:
                out.append(f"{part.lower()}-{_word(after)}")
            i += 2
            continue
        if part == "JEAN" and country in _FRENCH and after in _AFTER_JEAN and i + 2 < len(parts):
            out.append(f"Jean-{_word(after)}")
            i += 2
            continue
        out.append(part.lower() if part.lower() in _SMALL and i and after else _word(part))
        i += 1
    if country in _HYPHENED and len(out) == 3 and all(word.isalpha() for word in out):
        out = [out[0], f"{out[1]}-{out[2].lower()}"]
    return " ".join(out) if len(out) > 1 or "-" in out[0] else None


_GULF = {"ARE", "BHR", "KWT", "OMN", "QAT", "SAU"}


def _word(part: str) -> str:
    """One word: initials stay, what follows Mc, O' or a hyphen is large again."""
    if re.fullmatch(r"(?:[A-Z]\.)+|[A-Z]", part):
        return part
    pieces = [piece[:1] + piece[1:].lower() for piece in part.split("-")]
    out = "-".join(pieces)
    out = re.sub(r"\bMc([a-z])", lambda m: "Mc" + m[1].upper(), out)
    return re.sub(r"\b([OD])'([a-z])", lambda m: f"{m[1]}'{m[2].upper()}", out)
