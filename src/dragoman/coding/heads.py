"""Nouns that name people and bodies: what a phrase's head word says about number, kind and sector.

The sector of plain role words (*soldiers*, *court*) comes from the knowledge base; what stands here is
how phrases put words together: "police chief" is police, "opposition leader" opposition, "former
minister" elite.
"""

from __future__ import annotations

#: Heads that take their sector from the words around them ("police chief", "Labour leader").
GENERIC = frozenset(
    """
    spokesman spokeswoman spokesperson spokespeople leader leaders chief chiefs head heads director
    official officials member members representative representatives officer officers commander commanders
    deputy source sources personnel staff boss chairman chairwoman chair founder co-founder executive
    adviser advisor advisors aide aides delegation delegate delegates team secretary figure figures group
    groups supporter supporters ally allies branch wing office headquarters building vehicle vehicles
    convoy convoys position positions targets target post posts base bases station stations site sites
    reporter candidate candidates lawmaker lawmakers mission envoy veteran veterans man men woman women
    people person statement report department agency body unit units command force forces veteran
    coordinator side sides
    """.split()
)
#: Heads that stand for a state's government.
GOVERNMENT = frozenset("government governments administration regime state".split())
#: Heads that speak of a country itself.
COUNTRY_WORDS = frozenset(
    "country nation state kingdom republic island province territory government".split()
)
#: Bodies that an article comes back to by their class.
BODY_HEADS = frozenset(
    """
    group organisation organization movement party company firm airline network court union council
    commission committee bloc agency ministry body institution force army junta alliance coalition
    association federation faction militia club bank newspaper paper broadcaster station channel channels
    charity watchdog ngo tribunal parliament senate house assembly congress department office university
    school church corporation manufacturer operator publication website site platform hotel hospital museum
    archive foundation institute clinic service
    """.split()
)
#: Words that take a phrase out of any one country.
ABROAD = frozenset(
    """
    foreign international global world western multinational regional transnational european nordic arab
    african asian latin gulf baltic overseas outside
    """.split()
)
#: Words before "community" that make it that of all states.
WORLDWIDE = frozenset("international global world".split())
#: Those who stand outside a country in dealing with it.
OUTSIDERS = frozenset(
    "ally partner donor creditor lender foreigner tourist mediator neighbour neighbor".split()
)
#: What one does everything through: "his office said".
PROXIES = frozenset("office account website page channel".split())
#: Of these, what a body speaks through.
OUTLETS = frozenset("account website site page channel headquarters press office".split())
#: Those a body consists of: "its fighters" are the body.
MEMBERS = frozenset(
    """
    members fighters forces troops men soldiers gunners ships columns jets planes warplanes aircraft tanks
    units commanders artillery delegates negotiators followers
    """.split()
)
#: What a force moves and shoots with: "army helicopters" are the army.
EQUIPMENT = frozenset(
    """
    jets planes warplanes aircraft helicopters drones gunboats warships ships frigates tanks convoys
    patrols patrol columns batteries artillery snipers gunners brigade brigades battalion battalions
    regiment division divisions units unit squads commandos checkpoints missiles rockets bombers gunships
    vehicles trucks jet helicopter drone
    """.split()
)
#: Papers that speak for whoever issued them.
DOCUMENTS = frozenset(
    """
    statement report communiqué communique announcement release estimate letter tweet post decree order
    memo filing ruling verdict notice resolution law bulletin declaration message video email indictment
    complaint lawsuit brief editorial data figures
    """.split()
)
#: Heads for one person.
PERSON_HEADS = frozenset(
    """
    president minister premier chancellor secretary senator representative congressman congresswoman
    governor mayor general admiral colonel major captain commander commandant ambassador envoy spokesman
    spokeswoman spokesperson king queen prince princess sheikh emir sultan pope bishop archbishop cardinal
    ayatollah imam judge justice chief director chairman chairwoman speaker leader commissioner inspector
    superintendent sheriff prosecutor attorney activist journalist reporter lawyer analyst founder
    executive candidate politician lawmaker legislator mp dictator strongman monarch royal suspect gunman
    attacker shooter killer assassin assailant bomber man woman boy girl teenager student teacher priest
    cleric scholar author writer artist singer photographer photojournalist professor economist
    businessman billionaire tycoon dissident defendant accused victim prisoner official officer soldier
    policeman adviser advisor aide diplomat veteran republican democrat congressperson deputy incumbent
    challenger nominee taoiseach premier-elect president-elect contractor driver farmer pontiff convict
    attorney-general whistleblower hacker fugitive warlord father mother son daughter brother sister wife
    husband widow resident
    """.split()
)
#: Heads for somebody already spoken of, whatever the office.
SOMEBODY = frozenset(
    """
    man woman suspect gunman attacker shooter killer assailant accused defendant prisoner cleric
    politician boy girl teenager victim pontiff monarch strongman dictator veteran convict fugitive
    """.split()
)
FEMALE = frozenset(
    """
    spokeswoman queen princess woman girl congresswoman chairwoman mrs ms miss mother daughter sister wife
    widow dame lady businesswoman policewoman actress
    """.split()
)
MALE = frozenset(
    """
    spokesman king prince man boy congressman chairman mr sir lord father son brother husband sheikh emir
    sultan pope gunman businessman policeman
    """.split()
)
#: Heads that are many people without a plural ending.
COLLECTIVE = frozenset(
    """
    police people military public media press crowd opposition youth personnel staff crew family
    delegation clergy
    """.split()
)
#: Who did it, or is said to have: words for one person before and after the name is known.
OFFENDERS = frozenset(
    """
    suspect gunman attacker shooter killer assailant assassin accused defendant bomber hijacker murderer
    perpetrator fugitive knifeman stabber arsonist rapist kidnapper convict hacker arrested culprit
    """.split()
)
#: One noun for many people or things together: no single person, though it is no plural.
TOGETHER = frozenset(
    """
    troop jury crowd mob family community tribe clan population minority majority group team side crew
    coalition organisation organization body office agency council board panel service unit institution
    soldiery aircrew faculty electorate populace elite diaspora congregation picket youth colectivo delegation
    leadership gang militia mission personnel staff public bench cadre band cell squad pair couple trio
    """.split()
)
PAST = frozenset("former ex ex-president late then-president ousted deposed".split())

_IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "policemen": "policeman",
    "gunmen": "gunman",
    "countries": "country", "authorities": "authority", "parties": "party", "companies": "company",
    "ministries": "ministry",
    "clergymen": "clergyman", "servicemen": "serviceman", "fishermen": "fisherman", "businessmen":
    "businessman",
    "congressmen": "congressman", "police": "police", "forces": "forces", "troops": "troops", "media":
    "media",
    "militaries": "military", "armies": "army", "bodies": "body", "parliamentarians": "parliamentarian",
}  # fmt: skip


def singular(word: str) -> str:
    """The noun's singular, near enough to compare two nouns ("militants" and "militant")."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def one_person(word: str) -> bool:
    """Is a role word that is no plural one for a single person ("inmate"), and not for many ("crowd")?"""
    return not plural(word) and word not in TOGETHER


def plural(word: str) -> bool:
    """Does the noun speak of many?"""
    return (
        word in COLLECTIVE
        or (singular(word) != word)
        or word in ("troops", "forces", "men", "women", "children")
    )
