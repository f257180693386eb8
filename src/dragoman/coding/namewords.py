"""Words that begin, join or stand in names of people and bodies: titles, kinds of body, fields of office."""

from __future__ import annotations

import re

#: Words before a name that say what its bearer is.
TITLES = frozenset(
    """
    mr mrs ms miss dr sir dame lord lady prof professor president vice-president vice premier prime
    minister ministers deputy chancellor secretary undersecretary senator senators sen rep representative
    congressman congresswoman lawmaker lawmakers governor gov mayor councillor councilor gen general maj
    major col colonel lt lieutenant capt captain sgt sergeant cpl corporal admiral adm brigadier commodore
    marshal commander commandant cmdr chief ambassador envoy consul spokesman spokeswoman spokesperson
    king queen prince princess crown sheikh emir sultan pope bishop archbishop cardinal ayatollah imam
    rabbi rev reverend father sister judge justice chairman chairwoman chair speaker leader director
    commissioner superintendent inspector sheriff officer constable prosecutor attorney solicitor advocate
    mp mep candidate activist activists journalist journalists reporter lawyer analyst founder co-founder
    ceo executive deputy acting interim former ex-president ex-prime late then incumbent dissident warlord
    opposition foreign defence defense interior finance health home first second dictator strongman
    presidential national security adviser advisor coordinator representative photographer economist
    researcher economics education labour transport energy environment trade taoiseach tánaiste bloody
    photojournalist lawmaker-elect president-elect comrade mme monsieur monsignor monsenor democrat
    republican chief-of-staff whip assemblywoman assemblyman manager administrator honorable honourable pm
    secretary-general sayyid attorney-general vicar sultan
    """.split()
)
TITLES |= {
    f"ex-{word}"
    for word in """
    president prime minister senator congressman congresswoman governor mayor king general ambassador
    chancellor premier secretary lawmaker mp mep leader spokesman spokeswoman chief judge foreign defence
    defense finance interior vice deputy justice health education speaker commander colonel
    """.split()
}
#: Of these, words that open a title without making one: "National Security Adviser" is, "National
#: Conference" is not.
WEAK = frozenset(
    """
    national security first second home foreign defence defense interior finance health education labour
    transport energy environment trade economics economy opposition acting interim former then late bloody
    presidential crown deputy vice incumbent prime police army rebel minority majority
    """.split()
)
#: What stands before a title or name to say when it was held.
TENURES = frozenset("former ex late then acting incoming outgoing ousted jailed exiled".split())
#: Titles that go before almost any person and say nothing of the office.
BARE_TITLES = frozenset("mr mrs ms miss dr sir dame lord lady prof professor".split())
#: The kind of body that a name with such a word in it names.
BODY_WORDS = frozenset(
    """
    ministry department bank university party court parliament council government house bureau office
    union front movement army agency authority authorities association commission committee congress
    senate assembly force forces police guard corps service federation league organisation organization
    group company corporation institute foundation network alliance coalition brigade brigades battalion
    command fund treaty mission tribunal secretariat chamber board center centre centers centres
    society club navy fleet
    airlines airways times news post journal television radio press media republic state states kingdom
    emirates nations confederation syndicate front faction cartel gang militia hospital church school
    college embassy conference facility prison jail mosque cathedral temple bridge square street avenue
    knesset duma bundestag inc ltd llc plc corp limited holdings international airport observatory watch
    rights
    """.split()
)
CALENDAR = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december mon tue wed thu fri sat sun easter christmas ramadan
    """.split()
)
#: Joins two parts of a body's name: Ministry *of* Defence.
JOINERS = frozenset(("of", "for", "and", "the", "&", "on", "'s", "’s"))
#: Whose bodies these are is part of the name: "People's Liberation Army".
OWNERS = frozenset(
    """
    people workers women children mothers farmers teachers students doctors veterans men journalists
    peoples lawyers miners
    """.split()
)
#: Bodies named for two fields at a time.
BRANCHED = frozenset(
    """
    department ministry centers centres center centre commission committee office agency institute
    foundation association union council organisation organization federation movement alliance network
    conference bureau society directorate authority party corps ministry forum coalition secretariat
    """.split()
)
CAUSES = frozenset(("against", "without"))  #: what a movement is against is part of its name
YOUNGER = frozenset(("jr", "sr"))
#: Second halves of compounds with a country before them.
SUFFIXES = frozenset("led wide born made held based style run era only linked built owned bound".split())
#: What an office is for: "Minister *of Foreign Affairs* Luigi Di Maio".
FIELDS = frozenset(
    """
    state defence defense foreign affairs the interior justice finance home health education trade labour
    labor energy and environment economy internal external
    """.split()
)
#: Parts of an army that have numbers.
UNITS = frozenset("division brigade regiment battalion army corps fleet squadron infantry airborne".split())
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")
AREAS = frozenset("region province state county district city territory islands east north affairs".split())
OPENERS = frozenset("\"“‘«„([—–-:•*'")
INITIALISM = re.compile(r"(?:[^\W\d_]\.){2,}$|[^\W\d_]\.$")
