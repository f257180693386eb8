"""What kind of act words name, finer than a type: "kidnapped" and "carried off" are one, "stormed" another.

Merging asks whether two events' triggers may name one act. Kinds stand in families: of one family is what one
act may be called from different sides ("stormed", "shot", "killed"), and each family has words that may mean
any of it ("the attack"). What is in no list says nothing either way.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from dragoman.merging.words import stem

#: A family of acts and a kind in it.
Kind = tuple[str, str]

#: Family, kind and words; lines that begin further in go on. A kind without a name holds what may be any of
#: its family.
_KINDS = """
violence: attack attacks assault violence violent incident raid raided raiding atrocity outrage onslaught
    strike struck hit hits target targeted tragedy crime bloodshed massacre massacred carnage slaughter
    slaughtered atrocities brutality aggression terror suffered counterattack counterattacks rampaged
violence kill: kill killed killing killings dead death deaths die died dying slain slay toll fatal
    fatalities murder murdered murders lives claimed perished lost bodies victims corpses genocide homicide
    mowed lynching lynched butchered martyred
violence wound: wound wounded wounding injured injure injury injuries hurt maimed casualties
violence shoot: shot shoot shooting shootings gunned gunfire opened fire fired firing shots gunbattle sniper
    bullets
violence bomb: bomb bombed bombing bombings bomber blast blasts explosion explosions exploded explode
    detonated blew blown device grenade grenades suicide mine mines
violence shell: shell shelled shelling shells artillery mortar mortars rocket rockets missile missiles
    barrage salvo pounded cannonade launched
violence air: airstrike airstrikes air bombardment bombarded drone drones warplanes jets sortie sorties
violence storm: stormed storm storming broke burst overran overrun besieged siege invaded invade invasion
violence ambush: ambush ambushed waylaid
violence burn: burn burned burnt burning burns torched torch arson fire set ablaze alight flames razed
violence beat: beat beaten beating clubbed punched kicked pushed shoved dragged manhandled
violence stab: stab stabbed stabbing knifed hacked machete behead beheaded beheading cut throat
violence poison: poison poisoned poisoning gas gassed gassing nerve chemical
violence assassinate: assassinated assassination assassinate hanged execute executed execution executions
violence rape: rape raped raping molested
violence torture: torture tortured tortures torment
violence ram: ram rammed ramming collided collision
violence water: cannon hosed hose sprayed
violence destroy: destroy destroyed destroying destroys destruction flattened rubble demolished demolish
    wrecked damaged damage sank sunk ruined ransacked vandalised
violence force: force brutalised crackdown clampdown suppressed suppress quelled
fighting: fight fighting fought clash clashes clashed battle battles battled war conflict offensive combat
    skirmish skirmishes hostilities operation advance advanced campaign exchange
taking abduct: abduct abducted abduction abductions kidnap kidnapped kidnapping seize seized seizure
    captured capture hostage hostages captive captors carried off took taken snatched missing
conquest: capture captured seize seized seizure took taken overran conquered occupied occupation occupy fell
    fall takeover retook recaptured control annexed annex annexation incursion intrusion entered enter
    crossed cross invaded retaking regained
coup: coup overthrow overthrew overthrown toppled topple ousted ouster takeover seized took power deposed
    removed putsch seizure mutiny
arrest: arrest arrested arrests detain detained detention detains seized held rounded roundup swoop captured
    taken took custody picked nabbed caught cuffed handcuffed warrant warrants hauled bundled dragged led
jail: jail jailed prison imprisoned imprisonment sentenced sentence sentences term years life locked bars
    handcuffs cell behind served
confine: confined confine house custody isolated isolation quarantine locked
ban: ban banned bans banning outlaw outlawed prohibited prohibit forbade forbidden bar barred barring
    suspended suspend suspension closed close closure closing shut shuts shutting blocked censored
    censorship censor restrictions restricted restrict forbids limits blackout sealed padlocked dissolved
    dissolve abolished abolish shuttered revoked
search: raid raided raids search searched seized confiscated confiscate confiscation impounded warrant
    warrants subpoena subpoenas ransacked
curfew: curfew emergency martial lockdown state clampdown
disperse: dispersed disperse broke tear gas water cannon batons cleared clear clearing fired
expel: expel expelled expels expulsion expulsions kicked ordered out threw packing deport deported
    deportation evicted eviction persona leave exile exiled repatriated repatriate purge driven drove
    stripped
recall: recall recalled recalls withdrew pulled home
summon: summon summoned summons called in
sanction: sanction sanctions sanctioned embargo embargoes froze frozen freeze blacklist blacklisted list
    lists measures penalties tariffs
cut: cut cuts cutting severed severs sever broke break suspended suspend suspension halted halt halts
    stopped stop froze frozen freeze cancelled cancel cancels
trial: trial tried try court prosecuted prosecution charge charged charges indicted indictment case lawsuit
    sued suit hearing contempt motion challenge challenged appeal
convict: convicted convict conviction guilty verdict found sentenced ruling
acquit: acquitted acquittal cleared innocent dropped
sack: sack sacked sacking dismissed dismissal fired removed impeached impeachment ousted
protest: protest protests protested protesting protesters demonstration demonstrations demonstrated
    demonstrators demonstrate rally rallies rallied march marched marches marching marchers street streets
    gathered gather chanted chanting unrest crowd crowds turned sit shouted chant banging strung boycotted
    stayaway disobedience
protest riot: riot riots rioted rioting looted looting loot smashed stones stoned threw thrown pelted
    vandalised torched burned unrest violence
protest strike: strike strikes struck walkout walked stoppage downed tools industrial picketed pickets
protest block: blockade blockaded blockades block blocked blocking roadblock barricade barricaded occupied
    occupation sit-in sat camp camped
protest hunger: hunger fast fasting
protest boycott: boycott boycotted boycotts
meet: meet meets met meeting meetings talks talk talked negotiation negotiations negotiate negotiated
    negotiating discuss discussed discussions discussion summit conference session round sat table spoke
    conversation dialogue hours consult consulted consultations hosted received receive debate debated
    dinner dined lunch lunched conferred breakfast bargain bargaining encounter touch
meet visit: visit visited visits visiting trip tour flew fly landed arrived arrive arrival travelled came
    hosted welcomed received
meet call: phone phoned telephone telephoned call called rang
meet embrace: embraced embrace shook hands handshake hugged
mediate: mediate mediated mediating mediation brokered broker mediator shuttled shuttle
agree sign: sign signed signs signing signature treaty agreement accord accords deal pact declaration text
    ceasefire truce document memorandum concluded reached communique initialled initialed inked contract
    partnership arrangement compromise
agree: agree agreed agrees agreement deal accord pact promised promise promises pledged pledge pledges
    undertook commit committed commits commitment vowed undertaking accept accepted
agree offer: offer offered offers offering proposed proposal
vote: vote voted votes voting ballot approved approve approves approval passed pass passes adopted adopt
    adopts adoption ratified ratify ratification resolution endorsed backed sponsored seconded authorised
    authorized certified certification debate debated
reject: reject rejected rejects rejection refuse refused refuses refusal dismissed dismiss decline declined
    declines turned down no veto vetoed vetoes threw ruled against spurned rebuffed
deny: deny denied denies denial denials disowned untrue false lie lies
oppose: oppose opposed opposes opposition against objected objection
breach: violated violate violation breach breached broke break broken defied defy ignored flouted
accuse: accuse accused accuses accusing accusation accusations blame blamed blames blaming alleged allege
    allegation allegations charge charged claimed claim complained complaint suspected questioned attributed
    linked link
accuse condemn: condemn condemned condemns condemning condemnation criticise criticised criticises criticism
    criticized denounce denounced denounces deplored deplore outrage attack called slammed lambasted
    protested regretted insulted booed jeered mocked lectured railed appalled disappointed disappointment
    compared branded described labelled
investigate: investigate investigated investigating investigation inquiry probe inquiries inspect inspectors
    examine
demand: demand demanded demands demanding call called calls urged urge urges urging appeal appealed appeals
    asked ask asks asking request requested requests insisted pleaded plea petition petitioned pressed
    begged told ultimatum want wants wanted seek seeks sought pressure pressured implored begs
demand advise: advised advise advises advice recommended recommend recommendation suggested suggestion
    proposed proposal advocated encouraged encourage encouraging instructed instruct exhorted
threat: threaten threatened threatens threatening threat threats warn warned warns warning warnings
    ultimatum vow vowed deadline
support: support supported supports backed back backing endorse endorsed endorsement stands stood solidarity
    supportive defended defend defends justified justify justifies sided sponsored
praise: praise praised praises welcome welcomed welcomes hailed hail applauded thanked thank congratulated
    tribute greeted congratulations appreciate appreciated grateful gratitude lauded commended cheered
    cheering honoured
recognise: recognise recognised recognition recognized recognize
mourn: mourn mourned mourning funeral buried burial condolences honour honoured
aid: aid help helped helps assistance assist relief support gave give given donated donate donation grant
    granted sent send food supplies tonnes funds fund money loan delivered deliver paid pay airlifted flown
    flew bring brings brought awarded award lent lend pays provided provide provides transport
aid rescue: rescue rescued rescues evacuated evacuate evacuation saved pulled
aid train: train trained training trainers arms armed weapons
aid shelter: shelter sheltered asylum refuge sanctuary took
deploy: deploy deployed deploys deployment sent send sending dispatched dispatch moved massed mobilised
    mobilized mobilise reinforcements posted patrol patrols patrolled rushed guard guarding guarded guards
    ringed surround surrounded arming armed flown escort escorted
exercise: exercise exercises drill drills manoeuvres maneuvers
test: test tested tests launch launched fired
cooperate: cooperate cooperation cooperated joint share shared work worked
extradite: extradite extradited extradition handed
release: release released releases releasing free freed frees freeing liberated liberation let go pardoned
    pardon amnesty walked returned bail
withdraw: withdraw withdrew withdrawn withdrawal withdrawing pulled pull pullout retreat retreated leave
    left leaving quit quits evacuated surrender surrendered surrenders
resign: resign resigned resigns resignation quit quits stepped step down stood
truce: ceasefire truce halt halted end ended ends stop stopped laid suspended
yield: lift lifted lifting ease eased easing restored restore resumed resume resumes reopened reopen
    reopening dropped drop abandoned scrapped conceded concede backed reversed repealed revoked surrendered
    relented climbdown softened shelved postponed
apologise: apologise apologised apologises apology apologized sorry regret regretted
return: return returned returns gave handed hand back given restored restitution
flee: fled flee fleeing displaced uprooted driven drove escaped escape escaping exile exiled
dissolve: prorogation prorogued prorogue dissolved dissolve dissolves dissolution adjourned
rule: ruled ruling rulings rule injunction overturned overturn overturns decision decided judgment judgement
    verdict finding found unconstitutional upheld struck
pardon: pardon pardoned pardons clemency commuted commutation amnesty reprieve
announce: announced announce announces announcement declared declare declaration proclaimed proclamation
    unveiled declares
invite: invited invite invites invitation
admit: admitted admit admits acknowledged acknowledge acknowledges confessed confess confession owned
    conceded responsibility
trade: purchase purchased acquired acquisition sale sold bought buy ordered contract
appoint: appointed appoint appointment named designated sworn nominated inaugurated
comply: comply complied complies obey obeyed implement implemented honour keep kept
"""
#: Parts of phrases ("called in", "set alight") that say nothing by themselves.
_SMALL = frozenset("in out off down go up back home set".split())
_ANY_WAY = frozenset(("", "kill", "wound"))


@cache
def _kinds() -> dict[str, frozenset[Kind]]:
    found: dict[str, set[Kind]] = {}
    for line in _KINDS.replace("\n    ", " ").strip().split("\n"):
        head, _, told = line.partition(":")
        family, _, kind = head.partition(" ")
        for word in told.split():
            if word not in _SMALL:
                found.setdefault(stem(word), set()).add((family, kind))
    return {word: frozenset(kinds) for word, kinds in found.items()}


def kinds_of(stems: Iterable[str]) -> frozenset[Kind]:
    """The kinds (family and kind) of act that words without their endings may name."""
    known = _kinds()
    return frozenset(kind for word in stems for kind in known.get(word, ()))


def ways_of(kinds: Iterable[Kind]) -> list[Kind]:
    """Of these kinds those that tell by what means violence was done."""
    return [kind for kind in kinds if kind[0] == "violence" and kind[1] not in _ANY_WAY]
