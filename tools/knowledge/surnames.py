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


#: Words of the language, months and days that are surnames too. Who heads no state is not known by
#: them alone, nor by the names of places and bodies, nor by what is a first name of several people.
ORDINARY = frozenset(
    "Able Angel Armstrong Baker Ball Banks Barker Beach Bean Bell Best Bird Bishop Black"
    " Bloom Bond Boss Bowman Branch Bridges Brown Brooks Bush Butcher Butler Camp Cannon Card"
    " Carpenter Carter Case Cash Castle Chance Chase Christian Church Clay Cloud Cook"
    " Cotton Cox Crane Cross Dance Day Dean Drew Duke Early East English Farmer"
    " Field Fields Finch Fine Fisher Fish Flood Flowers Ford Forest Foster Fox Frank French"
    " Friend Frost Garland Garner Glass Gold Golden Good Grace Grant Graves Gray Green Greene"
    " Grey Guest Hale Hall Hand Hands Harder Hardy Head Heard Hill Hood Hope House Hunt Hunter Iron"
    " Joy Judge Justice Keys Kind King Knight Lake Lamb Land Lane Law Lawless Lay Leach"
    " Lean Light Little Long Lord Love Low Major March Mark Marsh Marshall Mason Masters May Means"
    " Miller Mills Mint Miner Moody Moon Moore Moss Mount Nail Noble North Nurse Page Paine Parish"
    " Park Parker Parks Peace Peak Pearl Penny Pike Poe Pole Pool Poor Pope Porter Post Potter"
    " Power Powers Price Pride Priest Prince Proud Quick Rain Read Reed Rich Rivers Rock Root Rose"
    " Rush Sage Sailor Sands Savage Sawyer Scales Self Shah Sharp Shepherd Short Silver Singer Skill"
    " Slaughter Small Smart Smith South Speaker Spear Speed Spring Star Stark Steel Stone Storm"
    " Story Strange Street Strong Summer Swan Sweet Swift Tailor Taylor Temple Thorn Tiger Town"
    " Turner Usher Vance Wales Walker Wall Waller Ward Watts Weaver Weed West Wheeler"
    " White Wild Will Wing Winter Winters Wise Wood Woods Word Worth Wright Yield York Young Islam"
    " Muslim Republic Union Islamic Arab Christ Allah Islami Imam Sultan Sheikh Shaikh Khan Singh Prasad"
    " Kumar Begum Bibi Haji Mullah Maulana Mawlawi Ayatollah Hakim Qadi Emir Amir Malik Raja Rana Rani"
    " Pasha Bey Agha Aga Khatun Mirza".split()
)
