"""Rulers since 1980 and cabinets of 2003 to 2010, from the dictionary of actors of the OEDA.

The dictionary (petrarch2's ``Phoenix.Countries.actors.txt``, MIT licence) gives names in capitals,
each with codes and the dates between which they hold; what follows a country's code says the field.
It was made from a list of rulers, with days, and from a monthly directory of cabinets and of
ambassadors in Washington and New York that begins in January 2003 and ends in December 2010. Hence:

- the office is told as far as the code tells it: "government official of Malawi (environment)";
- who is there in the first month has the year alone for a start ("2003": by then at the latest), and
  who is there in the last, or was given no end, has the year for an end ("2010": at least until then).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.knowledge.casing import written

_ENTRY = re.compile(r"(?P<name>[A-Z][^\s\[#]*)\s*(?P<codes>\[.*)?")
_CODE = re.compile(
    r"\[(?P<country>[A-Z]{3})(?P<role>[A-Z]*)\s*(?:(?P<since>>)?(?P<start>\d{6,8})(?:-(?P<end>\d{6,8}))?)?\]"
)
_FIELDS = {
    "": "",
    "AGR": "agriculture",
    "BUS": "economic affairs",
    "COP": "security",
    "DEV": "development",
    "EDU": "education",
    "ENV": "environment",
    "HLH": "health",
    "HRI": "social affairs",
    "JUD": "justice",
    "LAB": "labour",
    "LEG": "parliament",
    "MED": "media and communications",
    "MIL": "defence and security",
    "MUS": "religious affairs",
    "REF": "refugees",
    "REL": "religious affairs",
    "SPY": "intelligence",
}
_FIRST, _LAST = "2003-01", "2010-10"  #: months at which the directory begins, and from which it breaks off
#: Where cabinets as a whole are taken over; elsewhere only rulers.
_REPORTED = frozenset(
    "USA GBR FRA DEU ITA ESP RUS UKR CHN JPN KOR PRK IND PAK AFG IRN IRQ ISR PSE SYR LBN JOR SAU ARE"
    " QAT KWT BHR OMN YEM EGY LBY TUN DZA MAR MRT TUR GRC CYP POL HUN CZE SVK ROU BGR SRB XKX BIH HRV"
    " SVN MNE MKD ALB NLD BEL SWE NOR DNK FIN IRL PRT AUT CHE LTU LVA EST BLR MDA CAN MEX BRA ARG COL"
    " VEN CHL PER BOL ECU PRY URY CUB NIC HND GTM SLV CRI PAN HTI DOM JAM NGA ZAF KEN ETH ERI SOM SDN"
    " SSD UGA RWA BDI COD COG ZWE ZMB MOZ AGO CIV GHA LBR SLE SEN GMB MLI BFA NER TCD CAF CMR MDG"
    " AUS NZL FJI IDN MYS PHL THA VNM MMR KHM SGP BGD LKA NPL MDV KAZ UZB KGZ TJK TKM MNG GEO ARM AZE"
    " TWN HKG".split()
)
_CHINESE = frozenset(
    "Bai Bao Bo Cai Cao Chang Chen Cheng Chi Chu Cui Dai Deng Dai Ding Dong Du Fan Fang Feng Fu Gao"
    " Geng Gong Gu Guo Han Hao He Hou Hu Hua Huang Hui Jia Jiang Jin Kang Lei Li Liang Liao Lin Ling Liu"
    " Lou Lu Luo Ma Meng Miao Mu Nie Niu Ouyang Pan Pang Peng Pu Qian Qiao Qin Qiu Ren Shang Shao Shen"
    " Sheng Shi Song Su Sun Tang Tao Tian Tong Wan Wang Wei Wen Wu Xi Xia Xiang Xiao Xie Xing Xiong Xu"
    " Xue Yan Yang Yao Ye Yi Yin You Yu Yuan Yue Zeng Zhai Zhan Zhang Zhao Zheng Zhong Zhou Zhu Zhuang"
    " Zong Zou Zuo".split()
)
_LONG = 9  #: months for which a post whose field is unknown must be held
_RULERS = "1980"  #: who left office before has no place in the news
#: What names begin or end with that are no names of one person.
_NO_NAME = re.compile(
    r"^(?:ACTING|FOREIGN|PRESIDENT|PRIME|MINISTER|GENERAL|KING|QUEEN|PRINCE|THE|GOVERNOR|AMBASSADOR|SULTAN)_"
    r"|_(?:GOVERNMENT|MINISTRY|PARTY|ARMY|COUNCIL|COMMITTEE|FORCES|PARLIAMENT|POLICE|MINISTER|PRESIDENT"
    r"|OF_[A-Z]+|II+|IV|VI*)$|[^A-Z_.'’\"-]"
)


@dataclass
class Official:
    """A person of the dictionary: name as written out, other spellings, terms (role, start, end)."""

    name: str
    country: str
    aliases: list[str] = field(default_factory=list)
    terms: list[tuple[str, str, str]] = field(default_factory=list)


def officials(path: Path, codes: frozenset[str]) -> Iterator[Official]:
    """Every person of the countries ``codes`` with a government role in the dictionary at ``path``."""
    for raw, others, marks in _entries(path):
        if _NO_NAME.search(raw) or raw.count("_") == 0:
            continue
        terms: dict[str, list[tuple[str, str, str]]] = {}
        for mark in marks:
            for code in _CODE.finditer(mark):
                country = {"KSV": "XKX"}.get(code["country"], code["country"])
                term = _term(code)
                if term and country in codes and term not in terms.setdefault(country, []):
                    terms[country].append(term)
        for country, held in terms.items():
            name = written(raw, country)
            if name is None or not held or (country == "CHN" and name.split()[0] not in _CHINESE):
                continue  # the governments of Hong Kong and Macau are among China's
            aliases = [written(other, country) for other in others if not _NO_NAME.search(other)]
            yield Official(name, country, [a for a in aliases if a and " " in a and a != name], _joined(held))


def _entries(path: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    name, others, marks = "", [], []  # type: str, list[str], list[str]
    for line in path.read_text(encoding="latin-1").splitlines():
        text = line.split("#")[0].rstrip()
        if not text.strip():
            continue
        if text.startswith("+"):
            others.append(text[1:].strip("_ \t"))
        elif text[0] in " \t[":
            marks.append(text)
        else:
            if name:
                yield name, others, marks
            entry = _ENTRY.match(text)
            name, others, marks = (entry["name"].strip("_") if entry else ""), [], []
            if entry and entry["codes"]:
                marks.append(entry["codes"])
    if name:
        yield name, others, marks


def _term(code: re.Match[str]) -> tuple[str, str, str] | None:
    """(role, start, end) of a code, or None where it is no dated role in a government."""
    role = code["role"]
    if not role.startswith("GOV") or role[3:] not in _FIELDS or not code["start"]:
        return None
    start, end = _date(code["start"]), _date(code["end"] or "")
    if not start or (end and end < start) or (code["end"] and not end):
        return None
    monthly = start[8:] == "01" and "2003-01" <= start <= "2010-12-31"
    if code["since"] or not end or (monthly and end[:7] >= _LAST):
        if start > "2010-12-31":
            return None  # the directory ends; what was added later by hand is told in our own lists
        end = "2010"
    elif monthly and end[8:] >= "28":
        end = end[:7]
    if start[:7] == _FIRST and start[8:] == "01":
        start = "2003"
    elif monthly:
        start = start[:7]
    if end < _RULERS or int(end[:4]) - int(start[:4]) > 45:
        return None
    return role[3:], start, end


def _date(digits: str) -> str:
    if len(digits) == 6:
        digits = ("20" if digits[:2] <= "14" else "19") + digits
    if len(digits) != 8 or not "1900" < digits[:4] < "2015":
        return ""
    if not "01" <= digits[4:6] <= "12" or not "01" <= digits[6:] <= "31":
        return ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def _joined(terms: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """``terms`` in order, those in one role that meet or overlap made one."""
    out: list[tuple[str, str, str]] = []
    for role, start, end in sorted(terms, key=lambda term: (term[0], term[1], term[2])):
        if out and out[-1][0] == role and _months(start) - _months(out[-1][2]) <= 3:
            out[-1] = (role, out[-1][1], max(end, out[-1][2], key=_months))
        else:
            out.append((role, start, end))
    return sorted(out, key=lambda term: (term[1], term[2]))


def _months(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7] or "12")


def title(role: str, name: str) -> str:
    """The office of ``role`` (the letters after GOV) in the country ``name``, as far as it is known."""
    what = _FIELDS[role]
    return f"government official of {name} ({what})" if what else f"government official of {name}"


def notable(country: str, role: str, start: str, end: str) -> bool:
    """Whether a term is worth a row if nothing else is known of the person.

    Rulers always are; members of cabinets in the countries that the news reports on, if they held a
    field for a quarter of a year or, where the field is not told (ambassadors are among these), for
    the better part of a year.
    """
    if len(start) == 10:
        return True
    months = _months(end) - _months(start if len(start) > 4 else f"{start}-01")
    return country in _REPORTED and months >= (3 if role else _LONG)
