"""What is no party to an act: things that somebody's act falls on, and troops that are sent.

Who suffers an act is a person or a body. "Shelled a clinic" has nobody who suffers, only a place; "shelled
the ministry", "seized her car" and "burned Tutsi homes" have. Troops that are moved are the means of whoever
moves them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.view import View

if TYPE_CHECKING:
    from dragoman.coding.drafts import EventDraft
    from dragoman.coding.geography import Geography

#: Common nouns for buildings and sites, ground, vehicles, goods, papers. Not those that also stand for a body
#: of people ("bank", "court", "embassy", "factory", "ministry", "parliament", "school", "village"), nor those
#: that people are aboard of.
THINGS = frozenset(
    """
    airbase airfield airport ammunition apartment area arena arm armoury arms arsenal article artillery
    asset baggage balcony ballot banner barn barracks barrel barricade base basement battery beach beachhead
    belonging bicycle bill blanket bond border bottle box bridge building bulldozer bulletin bunker cabin
    cable camera canal cannon canoe capital car cargo carriage carrier cash castle cattle cave cellar
    cemetery cereal checkpoint clause clinic clothing clubhouse coal coast coastline cocaine coffee compound
    computer consignment container contract copper copy corridor cottage cotton crop crossing currency dam
    deal decree depot diamond diesel digger dinghy district dock document donation draft drone dump dwelling
    electricity embankment equipment estate explosive farmhouse fence fertiliser fertilizer field file
    firearm flag flat flour food forest fort fortress frontier fuel furniture garage garden gas gate gateway
    gathering glider gold good goods grain grave greenhouse grenade gun hall hangar harbor harbour hashish
    height herd heroin hideout hill hillside home house hut installation island ivory jeep jetty jewellery
    kitchen land laptop law leaflet lighthouse livestock load lock locomotive lodge loot lorry machine
    machinery mail maize mansion market marketplace mast medicine meeting milk minivan missile money
    monument mortar mosque motorbike motorboat motorcycle neighborhood neighbourhood note office oil ore
    outpost package palace paper parcel park passport permit petrol phone photograph picture pier pipeline
    pistol placard plain plan playground plot port position poster power powerhouse property proposal
    province pump pylon quarry quarter quay raft rail railway rally ramp ration reactor record refinery
    region reservoir rice ridge rifle road roadblock rocket room rule runway sack schoolroom seed seminary
    service shack shed shell shipment shrine sign signal silo silver site slum software speech square stable
    stadium stairwell stall statue stock storehouse street strip subpoena substation suburb subway supply
    synagogue tank tape taxi telephone temple tent terminal territory text timber tire toilet tomb tool
    tower toy track tractor traffic trailer transmitter travel treasure treaty tree trench truck tunnel tyre
    uniform van vehicle viaduct villa visit wall warehouse water waterworks weapon well wharf wheat window
    wire wood yard zone
    """.split()
)
_FALLS_ON_THINGS = frozenset("AID ASSAULT COERCE CONCEDE MOBILIZE PROTEST RETREAT".split())
_FALLS_ON_TOWNS = frozenset("ASSAULT COERCE MOBILIZE RETREAT".split())
#: People who are somebody's means where they are moved.
_SENT = frozenset(
    """
    troop troops soldier marine reservist paratrooper commando guardsman force forces battalion brigade
    regiment division infantry unit contingent gendarme sailor airman conscript recruit adviser trainer
    reinforcement
    """.split()
)
_MOVED = frozenset("MOBILIZE RETREAT CONCEDE".split())


def leave_out(view: View, geography: Geography, draft: EventDraft) -> None:
    """Take from the recipients of an act what is no party to it; a town goes to its places."""
    said = [_owner(view, draft, token) for token in draft.roles["recipient"]]
    towns = [token for token in said if _town(geography, draft, token)]
    kept = [
        token
        for token in said
        if token not in towns and not (_thing(view, draft, token) or _sent(view, draft, token))
    ]
    if towns and not draft.roles["place"]:
        draft.roles["place"] = towns
    kept = list(dict.fromkeys(kept))
    if kept != draft.roles["recipient"]:
        draft.rules.append(("recipients", "towns, things and troops that are sent are no party"))
        draft.roles["recipient"] = kept


def _owner(view: View, draft: EventDraft, token: int) -> int:
    """Whose the thing is, where the text says so: "carried off its computers" is done to *it*."""
    if draft.type in _FALLS_ON_THINGS and view.tokens[token].lemma.lower() in THINGS:
        for child in view.children[token]:
            if view.tokens[child].deprel == "nmod:poss" and child not in draft.roles["actor"]:
                return child
    return token


def _town(geography: Geography, draft: EventDraft, token: int) -> bool:
    """Is it a town, and no government that its name stands for?"""
    number = geography.at[token]
    return draft.type in _FALLS_ON_TOWNS and number >= 0 and geography.marks[number].sort == "place"


def _thing(view: View, draft: EventDraft, token: int) -> bool:
    """Is it a thing that the text ties to nobody?"""
    if draft.type not in _FALLS_ON_THINGS or view.upos[token] != "NOUN":
        return False
    if view.tokens[token].lemma.lower() not in THINGS:
        return False
    for child in view.children[token]:
        link, named = view.tokens[child].deprel, view.tokens[child].text[:1].isupper()
        if link in ("nmod:poss", "acl", "acl:relcl", "appos") or (link in ("amod", "compound") and named):
            return False
        if link == "nmod" and _whose(view, child):
            return False
    return True


def _whose(view: View, token: int) -> bool:
    """Does the phrase say whose something is ("the homes of Tutsi families"), not where it stands?"""
    return any(
        view.lower[child] in ("of", "for", "to")
        for child in view.children[token]
        if view.deprel(child) == "case"
    )


def _sent(view: View, draft: EventDraft, token: int) -> bool:
    """Is it who is moved by the one they belong to ("moved 800 marines", "will bring its soldiers home")?"""
    if draft.type not in _MOVED or view.tokens[token].deprel not in ("obj", "nsubj:pass"):
        return False
    if (
        draft.type != "MOBILIZE"
        and "withdraw" not in draft.modes
        and not any(view.tokens[child].deprel == "nmod:poss" for child in view.children[token])
    ):
        return False
    return view.tokens[token].lemma.lower() in _SENT and view.head(token) == draft.trigger.head
