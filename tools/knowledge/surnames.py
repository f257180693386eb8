"""By which part of a full name the news calls a person, as far as the country tells."""

from __future__ import annotations

_FIRST = {"CHN", "TWN", "HKG", "MAC", "KOR", "PRK"}  #: family name first
_GIVEN = {"ETH", "ERI", "THA", "SOM"}  #: called by the first name
_WHOLE = {"MMR", "KHM", "VNM", "LAO", "BTN"}  #: called by the whole name
_SPANISH = set("ARG BOL CHL COL CRI CUB DOM ECU ESP GTM HND MEX NIC PAN PER PRY SLV URY VEN PRI".split())
#: Second given names: where one stands, the word after it is the family name.
_HISPANIC_GIVEN = set(
    "Manuel Luis José Carlos Alberto María Antonio Andrés Orlando Guillermo Enrique Fernando Eduardo"
    " Ernesto Raúl Miguel Ángel Pablo Francisco Inácio Corina Consuelo Lucía Dolores Jesús Teresa"
    " Ignacio Camilo Ramón Juan Jorge Pedro Daniel Luisa Elena Isabel Rosa Icela Augusto Henrique"
    " Leonardo Roberto Alfonso Felipe Vicente Holmes Josefa Sofía Yolanda Gilberto William Julio"
    " Arturo Leonel Bosco Rafael Gustavo Marcela".split()
)
_PARTICLES = set(
    "de da do dos das del della di De Di Da Del van von der den ten ter Van Von Le le La la bin al el".split()
)
_SUFFIXES = {"II", "III", "IV", "V", "VI", "X", "XIV", "XVI"}
_STYLES = ("Pope", "Patriarch", "King", "Queen", "Prince", "Sheikh", "Dr", "Chief")


def surnames(name: str, country: str) -> list[str]:
    """The short forms of ``name``, likeliest first; none where it has none that is safe."""
    parts = [part for part in name.split() if part not in {"Jr.", "Jr", "Sr."}]
    if len(parts) < 2 or " of " in name or '"' in name or "," in name or any(p in _SUFFIXES for p in parts):
        return []
    if parts[0] in _STYLES or country in _WHOLE:
        return []
    if country in _FIRST and len(parts) < 4 and not parts[-1].isupper():
        return [parts[0]] if len(parts[0]) > 1 else []
    if country in _GIVEN:
        return [parts[0]] if len(parts[0]) > 3 else []
    if country in _SPANISH and len(parts) > 2 and parts[1] not in _HISPANIC_GIVEN | _PARTICLES:
        return [parts[1]] if len(parts) == 3 else []
    i = len(parts) - 1
    while i > 1 and parts[i - 1] in _PARTICLES:
        i -= 1
    out = [" ".join(parts[i:])]
    last = parts[-1]
    if last[:3] in ("al-", "el-", "Al-", "El-") and len(last) > 6:
        out.append(last[3:])
    elif i == len(parts) - 2 and parts[i] in ("de", "De"):
        out.append(last)
    return [short for short in out if len(short) > 2]
