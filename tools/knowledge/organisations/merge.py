"""Adds the lists beside this file to ``organisations.csv``; what is in it already gets more names only.

The bodies of ``institutions.csv`` (parliaments, forces, courts, banks) are added too.

``python -m tools.knowledge.organisations.merge``. A list has ``@ISO3`` lines and lines
``SECTOR: Name=other name=…; Name``. An other name with ``?`` is known with the country only; so is
every short run of capitals that is not in ``KNOWN``, and every other name that a body of another
country has.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dragoman.knowledge.tables import DATA, fold, items, rows

HERE = Path(__file__).parent
#: Short forms that stand for one body in the news of any country.
KNOWN = set(
    "BJP PKK CHP AKP HDP YPG YPJ SDF IDF ISI FBI DEA NASA EPA FDA FEMA FAA NTSB ACLU NAACP NYPD LAPD"
    " RCMP SNP DUP UKIP SDLP NHS SPD AfD PSOE SBU FSB SVR GRU KGB TASS PLA KMT TTP LTTE ANC IEBC INEC"
    " EFCC IPOB ENDF TPLF FARDC M23 FDLR CNDP LRA SPLM SPLA IRGC IRNA ISNA IRIB MEK AQAP AQIM JNIM"
    " MNLA PLO PFLP SANA HTS KRG PMF UGTT GNA LNA SCAF PSNI RUC UVF UDA USAID HSBC BBC CNN BMW IBM"
    " RTLM SABC BBVA ISRO AFAD TRT RTÜK PJAK UNITA MPLA COSATU KNCHR SLORC BSW NSO"
    " MILF MNLF NLD NDS ARSA NHK KCNA USDP TNLA UWSA BIFF FARC EZLN UNAM KBS KPK TNI NDFP 1MDB KCTU JAXA"
    " KFOR SFOR IFOR ISAF CJNG MRTA AUC CNRP PULO NCPO JDF JSDF KDCA CDPJ BJP NPA LTTE AAPP CRPH SPDC EDL"
    " CSTO EAEU FATF ICIJ ICTY ICTR ECHR ECJ UNEP IFAD WIPO WMO ICAO IMO IPCC OSCE CEPI ADB AIIB EBRD ECDC"
    " EFTA IFRC ICRC WWF IUCN WADA FIFA UEFA IATA FIDH OMCT IFJ IPI G7 G8 G20 G77 P5+1 CELAC SICA OIC"
    " OLAF EEAS GAVI WEF IOC OHR JNA KLA HVO UCK AKEL DISY EOKA NABU DNR LNR JHA SNSD HTS EDC ISGS AQIS"
    " ISIS ISIL CNDD-FDD FPÖ ÖVP SPÖ OVP UMNO CNRP MNJTF MISCA EUTM CPP-NPA SEDENA RSF TRRC EKRE OMV ORF"
    " FSLN FMLN PDVSA KPA BNPB BMKG SPAK TVP NTF ZANU ZAPU FNLA UDPS PPRD SLPP UPND RENAMO PFDJ EPLF".split()
)
#: Peoples and movements without members of record.
GROUPS = frozenset(
    "Rohingya Mapuche Yanomami Munduruku Guarani-Kaiowá Wounaan Bidoon Piqueteros Cocalero Chetniks"
    " Ustaše Contras Sandinistas Dahalo Mai-Mai Anti-balaka Mungiki Kamajors".split()
) | {"Miskito people", "Garifuna", "Dozo (hunters)", "Mau Mau", "Mujahideen (Afghanistan)"}
_STATE = {
    **dict.fromkeys(("legislature", "upper", "lower"), "LEG"),
    **dict.fromkeys(("army", "forces", "guard"), "MIL"),
    **dict.fromkeys(("court", "constitutional"), "JUD"),
    "police": "COP",
    "intelligence": "SPY",
    "bank": "GOV",
    "election": "GOV",
}
#: Names that are rather a place, a person or a common word.
SKIP = {
    *(
        "Amazon",
        "Palace",
        "Ford",
        "Hawks",
        "Scorpions",
        "Petra",
        "Saba",
        "Sabah",
        "Santander",
        "Fars",
        "Azov",
    ),
    *("Puntland", "Somaliland", "Jubaland", "Galmudug", "Ambazonia", "South West State of Somalia", "Rojava"),
    *("Amal", "Kan", "Mint", "Punch", "Mehr", "Savana", "Virunga National Park", "Sherpa", "Rangers"),
    *(
        "Lotte",
        "Target",
        "Dawa",
        "Reliance",
        "Essar",
        "Holos",
        "Unison",
        "Unite",
        "Hirak",
        "Hash",
        "Ola Cabs",
    ),
    *(
        "Bengal",
        "Panama",
        "Tata",
        "Good",
        "Nation",
        "Liberté",
        "Anadolu",
        "MAP",
        "CAN",
        "OPP",
        "PAC",
        "APP",
        "FAR",
    ),
}


def listed(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """(country, sector, names) of every body in a list."""
    country = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            country = line[1:].strip()
        elif ": " in line and not line.startswith("#"):
            sector, _, bodies = line.partition(": ")
            for body in bodies.split("; "):
                yield country, sector, [name.strip() for name in body.split("=") if name.strip()]


def institutions() -> Iterator[tuple[str, str, list[str]]]:
    """(country, sector, names) of the bodies of states; what several states share is left out."""
    columns = ("iso3", *_STATE)
    table = [cells for _, cells in rows("institutions.csv", columns)]
    count = Counter(name for cells in table for name in set(cells[1:]))
    for iso3, *names in table:
        for sector, name in zip(_STATE.values(), names, strict=True):
            if name and count[name] == 1 and name.split()[-1][:1].isupper() | name.endswith(")"):
                yield iso3, sector, [name]


def main() -> None:
    """The command."""
    columns = ["name", "aliases", "kind", "country", "sector", "source"]
    table = [list(row) for _, row in rows("organisations.csv", columns)]
    owner: dict[str, int] = {}
    for number, row in enumerate(table):
        for name in (row[0], *items(row[1])):
            if not name.startswith("?"):
                owner.setdefault(fold(name), number)
    before = len(table)
    for bodies in (*(listed(path) for path in sorted(HERE.glob("*.txt"))), institutions()):
        for country, sector, names in bodies:
            if names[0] in SKIP:
                continue
            same = [owner[fold(name)] for name in names if name[0] != "?" and fold(name) in owner]
            at = next((n for n in same if table[n][3] == country), None)
            if at is None and fold(names[0]) in owner:
                continue  # a body of that name in another country, or in none
            if at is None:
                at = len(table)
                kind = "group" if names[0] in GROUPS else "organisation"
                table.append([names[0], "", kind, country, sector, "editors"])
                owner[fold(names[0])] = at
            aliases = list(items(table[at][1]))
            for name in names:
                plain = name.lstrip("?")
                if (
                    plain in SKIP
                    or fold(plain) == fold(table[at][0])
                    or plain in aliases
                    or f"?{plain}" in aliases
                ):
                    continue
                short = plain.isupper() and len(plain) <= 4 and plain not in KNOWN
                taken = owner.get(fold(plain), at) != at
                if name.startswith("?") or short or taken:
                    aliases.append(f"?{plain}")
                else:
                    aliases.append(plain)
                    owner[fold(plain)] = at
            table[at][1] = "|".join(aliases)
    with (DATA / "organisations.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(table)
    print(f"{len(table) - before} bodies more, {len(table)} in all")


if __name__ == "__main__":
    main()
