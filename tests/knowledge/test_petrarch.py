"""PETRARCH and TABARI dictionaries: read as they are, no line lost without a word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dragoman.knowledge import Knowledge
from dragoman.knowledge.cameo import Meaning, meaning
from dragoman.knowledge.dictionaries import written
from dragoman.knowledge.petrarch import Agent, Code, read_dictionary
from shared import SHARED

REAL = SHARED / "data" / "knowledge" / "oeda"
ACTORS = """# a comment
; another

ZEMBLA_LIBERATION_ARMY_(ZLA)_ [NGAREB] ; since 1999
+ARMY_FOR_ZEMBLA_
+ZLA_

ARVID_LINDQVIST-BERG_
+PRESIDENT_LINDQVIST-BERG_
\t[SWEGOV 990101-061231]
\t[SWEBUS >20080601]
\t[ELI]# rulers

THE_LAND_OF_A_THOUSAND_LAKES_ [FIN]
NO_CODE_HERE_
BROKEN_ [SWEGOV 2004017-2005]
NOBODY_AT_ALL_ [QQQ]
"""
AGENTS = """!PERSON! = MAN, MEN
ZEPPELIN_PILOT [~MIL]
CHAMBER_OF_WIDGETS {CHAMBERS_OF_WIDGETS} [~BUS]
SKIFFS!PERSON! [~AGR]
QUUX! !NONE! [~AGR]
ODDITY [MIL]
"""


@pytest.fixture
def know(tmp_path: Path) -> Knowledge:
    (tmp_path / "my.actors.txt").write_text(ACTORS, encoding="utf-8")
    (tmp_path / "my.agents.txt").write_text(AGENTS, encoding="utf-8")
    return Knowledge.load(extra=tmp_path)


def test_actors_are_read_with_names_codes_and_dates(tmp_path: Path) -> None:
    path = tmp_path / "x.actors.txt"
    path.write_text(ACTORS, encoding="utf-8")
    found = read_dictionary(path)
    army, president, country, nobody = found.actors
    assert army.names == ["ZEMBLA LIBERATION ARMY (ZLA)", "ARMY FOR ZEMBLA", "ZLA"]
    assert army.codes == [Code("NGAREB")]
    assert president.names == ["ARVID LINDQVIST-BERG", "PRESIDENT LINDQVIST-BERG"]
    assert president.codes == [
        Code("SWEGOV", "1999-01-01", "2006-12-31"),
        Code("SWEBUS", "2008-06-01"),
        Code("ELI"),
    ]
    assert (country.codes, nobody.codes) == ([Code("FIN")], [Code("QQQ")])
    assert {(line, text) for line, text, _ in found.aside} == {
        (15, "NO_CODE_HERE_"),
        (16, "BROKEN_ [SWEGOV 2004017-2005]"),
    }
    assert (found.rows, found.read) == (12, 10)


def test_agents_are_read_with_plurals_and_sets(tmp_path: Path) -> None:
    path = tmp_path / "x.agents.txt"
    path.write_text(AGENTS, encoding="utf-8")
    found = read_dictionary(path)
    assert found.agents == [
        Agent("ZEPPELIN PILOT", "", "MIL", 2),
        Agent("CHAMBER OF WIDGETS", "CHAMBERS OF WIDGETS", "BUS", 3),
        Agent("SKIFFSMAN", "", "AGR", 4),
        Agent("SKIFFSMEN", "", "AGR", 4),
    ]
    assert [line for line, _, _ in found.aside] == [5, 6]
    assert found.rows == found.read + len(found.aside) == 6


def test_what_a_dictionary_names_is_known(know: Knowledge) -> None:
    army = know.organisation("the Army for Zembla")
    assert army is not None and (army.country, army.sector) == (("NGA",), ("REB",))
    assert know.organisation("Zla") is None and know.organisation("ZLA") == army
    assert know.organisation("army for zembla") is None
    for date, sector in (("2000-01-01", ("GOV",)), ("2007-06-01", ("ELI",)), ("2010-01-01", ("BUS",))):
        person = know.person("Arvid Lindqvist-Berg", date=date)
        assert person is not None and (person.country, person.sector) == (("SWE",), sector), date
    finland = know.country("the Land of a Thousand Lakes")
    assert finland is not None and (finland.iso3, finland.name) == ("FIN", "Finland")
    for phrase, sector, plural in (
        ("zeppelin pilots", "MIL", True),
        ("chambers of widgets", "BUS", True),
        ("skiffsman", "AGR", False),
    ):
        role = know.role(phrase)
        assert role is not None and (role.sector, role.plural) == ((sector,), plural)
    notes = "\n".join(know.notes)
    assert "my.actors.txt:15: note: left out, no code in brackets: NO_CODE_HERE_" in notes
    assert "code 'QQQ': no part of it is known: NOBODY AT ALL" in notes


@pytest.mark.parametrize(
    ("code", "country", "sectors"),
    [
        ("USAGOV", "USA", ("GOV",)),
        ("NGAREB", "NGA", ("REB",)),
        ("AFGGOVDEV", "AFG", ("GOV",)),
        ("IRQMED", "IRQ", ("JRN",)),
        ("IRQHLH", "IRQ", ("MED",)),
        ("IGOUNOJUD", "", ("IGO", "JUD")),
        ("IGOUNOREFHCR", "", ("IGO",)),
        ("MNCUSA", "USA", ("BUS",)),
        ("NGOHRI", "", ("NGO",)),
        ("LKAHIN", "LKA", ("REL",)),
        ("KSVGOV", "XKX", ("GOV",)),
        ("TMP", "TLS", ()),
        ("AFR", "", ()),
    ],
)
def test_actor_codes(code: str, country: str, sectors: tuple[str, ...]) -> None:
    countries = {"USA", "NGA", "AFG", "IRQ", "LKA", "XKX", "TLS"}
    assert meaning(code, countries) == Meaning(country, sectors)


@pytest.mark.parametrize("code", ["", "---", "QQQ"])
def test_codes_of_which_nothing_is_known(code: str) -> None:
    assert meaning(code, {"USA"}) is None


def test_names_are_written_as_in_a_text() -> None:
    assert written("BANK OF UGANDA") == "Bank of Uganda"
    assert written("IAEA") == "IAEA"
    assert written("BAN KI-MOON") == "Ban Ki-Moon"
    assert written("Already Written") == "Already Written"


@pytest.mark.skipif(not REAL.is_dir(), reason="needs the dictionaries in ../shared/data/knowledge/oeda")
def test_the_real_dictionaries_are_read_and_every_line_is_accounted_for(tmp_path: Path) -> None:
    read = aside = 0
    for path in sorted([*REAL.glob("*.actors.txt"), *REAL.glob("*.agents.txt")]):
        found = read_dictionary(path)
        assert found.rows == found.read + len(found.aside), path.name
        assert all(reason for _, _, reason in found.aside)
        read, aside = read + found.read, aside + len(found.aside)
    assert read > 65_000
    assert aside < 120
    shutil.copy(REAL / "Phoenix.MilNonState.actors.txt", tmp_path)
    know = Knowledge.load(extra=tmp_path)
    brigade = know.organisation("Angry Brigade")
    assert brigade is not None and (brigade.country, brigade.sector) == (("ITA",), ("REB",))
    # What we know already keeps its name and gets the dictionary's other names.
    nidal = know.organisation("Fatah Revolutionary Council")
    assert nidal is not None and nidal.name == "Abu Nidal Organization"
