"""Other spellings of a person's name that follow a rule: transliterations, order of names, initials.

Only whole names are made, never surnames alone; which of them are safe to keep (nobody else's) is
for the table builder to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.knowledge.tables import fold

#: Words that are written in several ways, the ways that newspapers use.
_GROUPS = [
    group.split()
    for group in """
    Mohammed Mohammad Muhammad Mohamed
    Ahmed Ahmad
    Hussein Hussain Hossein Husayn
    Hassan Hasan
    Yousef Youssef Yusuf Yousuf
    Mahmoud Mahmud
    Mustafa Mostafa
    Khaled Khalid
    Saeed Said Saïd
    Omar Umar
    Osama Usama
    Othman Osman Uthman
    Ibrahim Ebrahim
    Ismail Esmail Ismael
    Abdullah Abdallah
    Abdel Abdul
    Abdelaziz Abdulaziz
    Abdulrahman Abdelrahman Abdurrahman
    Nasser Nasir Naser
    Jamal Gamal
    Salem Salim
    Saleh Salih
    Hisham Hesham
    Sherif Sharif
    Tariq Tarek Tareq
    Walid Waleed
    Rashid Rasheed Rashed
    Hamid Hameed
    Majid Majed
    Faisal Faysal Feisal
    Fouad Fuad
    Nouri Nuri
    Qasem Qassem Qasim Kassem
    Qaddafi Gaddafi Gadhafi Kadhafi Qadhafi
    Zelensky Zelenskyy Zelenskiy Zelenskyi
    Poroshenko Poroshenka
    Sergei Sergey
    Andrei Andrey
    Alexei Aleksei Alexey Aleksey
    Dmitry Dmitri Dmitriy
    Yuri Yury Yuriy
    Nikolai Nikolay
    Vasily Vasili Vasiliy
    Valery Valeri Valeriy
    Vitaly Vitali Vitaliy
    Anatoly Anatoli Anatoliy
    Yevgeny Evgeny Yevgeni
    Gennady Gennadi Gennadiy
    Grigory Grigori
    Georgy Georgi
    Arkady Arkadi
    Alexander Aleksandr Aleksander
    Viktor Victor
    Maxim Maksim
    Serhiy Serhii Sergiy
    Andriy Andrii
    Oleksandr Olexander Oleksander
    Oleksiy Oleksii
    Dmytro Dmitro
    Mykhailo Mykhaylo
    Volodymyr Volodimir
    Valeriy Valerii
    Vitaliy Vitalii
    Anatoliy Anatolii
    Hryhoriy Hryhorii
    Yuliya Yulia
    Natalya Natalia
    Tatyana Tatiana
    Ksenia Xenia Kseniya
    Mikheil Mikhail
    Giorgi Georgi George
    Ayatollah Ayatullah
    Bashar Bachar
    Netanyahu Netanyahou
    Erdoğan Erdogan
    Pashinyan Pashinian
    Sargsyan Sarkisian Sargsian
    Lukashenko Lukashenka
    Kocharyan Kocharian
    Karimov Karimow
    Zardari Zardary
    Chaudhry Chaudhary Choudhury
    Sheikh Shaikh Shaykh
    Benjamin Binyamin
    Yaakov Yaacov Jacob
    Yitzhak Itzhak
    """.strip().splitlines()
]
_WAYS = {word: [other for other in group if other != word] for group in _GROUPS for word in group}
#: Where a group is at home; elsewhere "George" stays George and "Jacob" Jacob.
_ARAB = set(
    "AFG ARE BGD BHR COM DJI DZA EGY ERI ETH IDN IND IRN IRQ ISR JOR KEN KWT LBN LBY LKA MAR MDV MLI"
    " MRT MYS NER NGA OMN PAK PSE QAT SAU SDN SEN SOM SYR TCD TUN TUR YEM BFA GMB GIN BRN".split()
)
_SLAV = set("RUS UKR BLR KAZ KGZ UZB TJK TKM ARM AZE GEO MDA BGR SRB MKD MNE LVA LTU EST".split())
_GERMAN = {"DEU", "AUT", "CHE", "TUR", "EST", "FIN", "SWE", "HUN"}
_NORDIC = {"DNK", "NOR", "SWE", "FIN", "ISL"}
_FAMILY_FIRST = {"KOR", "PRK", "TWN"}
_FAMILY_LAST = {"HUN", "JPN"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_RINGS = str.maketrans({"å": "aa", "Å": "Aa", "ø": "oe", "Ø": "Oe"})
_ARTICLE = re.compile(r"(?<![\w-])(?P<article>[aAeE]l)(?P<tie>[- ])(?=[A-Z])")
_LIMIT = 8


def spellings(name: str, country: str) -> list[str]:
    """Other spellings of the full name ``name`` of a person of ``country``, likeliest first, at most eight.

    >>> spellings("Mohammed al-Halbousi", "IRQ")[:3]
    ['Mohammed Al-Halbousi', 'Mohammed el-Halbousi', 'Mohammed Halbousi']
    """
    if " " not in name or " of " in name or "," in name:
        return []
    seen = {fold(name)}
    out: list[str] = []
    for made in _made(name, country):
        key = fold(made)
        if key not in seen and len(made.split()) > 1:
            seen.add(key)
            out.append(made)
            if len(out) == _LIMIT:
                break
    return out


def _made(name: str, country: str) -> Iterator[str]:
    if country in _GERMAN:
        yield name.translate(_UMLAUTS)
    if country in _NORDIC:
        yield name.translate(_RINGS)
    yield from _orders(name, country)
    yield from _plainer(name)
    if country in _ARAB:
        for article in ("Al-", "al-", "el-", "Al ", "al ", ""):
            yield _ARTICLE.sub(article, name)
    if country in _ARAB | _SLAV:
        yield from _words(name, country)
    if country in _SLAV:
        for ending, others in (("sky", ("skiy", "skyi", "skyy")), ("skyi", ("sky",)), ("skyy", ("sky",))):
            if name.endswith(ending):
                for other in others:
                    yield name[: -len(ending)] + other


def _words(name: str, country: str) -> Iterator[str]:
    """Each word that is written in several ways, one changed at a time."""
    parts = name.split()
    for i, part in enumerate(parts):
        for other in _WAYS.get(part, ()):
            if other in ("George", "Jacob") and country != "ISR" and country != "GEO":
                continue
            yield " ".join([*parts[:i], other, *parts[i + 1 :]])


def _orders(name: str, country: str) -> Iterator[str]:
    parts = name.split()
    if len(parts) == 2 and country in _FAMILY_FIRST and "-" in parts[1]:
        first, second = parts[1].split("-", 1)
        yield f"{parts[0]} {first} {second.capitalize()}"
        yield f"{parts[0]} {first}-{second.capitalize()}"
        yield f"{parts[0]} {first}{second}"
        yield f"{parts[1]} {parts[0]}"
    elif len(parts) == 2 and country in _FAMILY_LAST | {"CHN"}:
        yield f"{parts[1]} {parts[0]}"


def _plainer(name: str) -> Iterator[str]:
    """Without middle initials, nicknames and "Jr."; hyphens as blanks."""
    bare = re.sub(r'(?<=\w) "[^"]+"', "", name)
    yield bare
    junior = re.sub(r",? (?:Jr\.?|Sr\.?|III?|IV)$", "", bare)
    for one in (bare, junior):
        parts = one.split()
        if len(parts) > 2:
            kept = [parts[0], *[p for p in parts[1:-1] if not re.fullmatch(r"[A-Z]\.?", p)], parts[-1]]
            if len(kept[0].strip(".")) > 1:
                yield " ".join(kept)
    if junior != bare and len(junior.split()) > 1 and not re.search(r"I[IV]", name):
        yield junior
    first, *rest = bare.split()
    if "-" in first and rest and all(piece[:1].isupper() for piece in first.split("-")):
        yield " ".join([first.replace("-", " "), *rest])
    if rest and "-" in rest[-1] and all(p[:1].isupper() and len(p) > 2 for p in rest[-1].split("-")):
        yield " ".join([first, *rest[:-1], rest[-1].replace("-", " ")])
