"""Offices as an article words them: "the then vice-president", "foreign secretary", "opposition leader".

An office is a head (*minister*) with its rank (*deputy*, *prime*) and its field (*foreign*). Two wordings of
one office read the same; whether "the minister" may be the foreign minister is a matter of degree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

#: Words for an office and the head they are read as; a rank may come with the word ("premier").
_HEADS = {
    "president": "president",
    "minister": "minister",
    "secretary": "minister",
    "chancellor": "chancellor",
    "king": "monarch",
    "queen": "monarch",
    "monarch": "monarch",
    "emperor": "monarch",
    "sultan": "monarch",
    "emir": "monarch",
    "leader": "leader",
    "ruler": "leader",
    "strongman": "leader",
    "dictator": "leader",
    "governor": "governor",
    "mayor": "mayor",
    "senator": "senator",
    "representative": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "rep": "representative",
    "sen": "senator",
    "gov": "governor",
    "lawmaker": "lawmaker",
    "mp": "lawmaker",
    "speaker": "speaker",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "spokesperson": "spokesperson",
    "ambassador": "ambassador",
    "envoy": "envoy",
    "general": "general",
    "admiral": "admiral",
    "colonel": "colonel",
    "commander": "commander",
    "chief": "chief",
    "director": "chief",
    "head": "chief",
    "boss": "chief",
    "chairman": "chair",
    "chairwoman": "chair",
    "chair": "chair",
    "commissioner": "commissioner",
    "prosecutor": "prosecutor",
    "attorney": "prosecutor",
    "judge": "judge",
    "justice": "judge",
    "pope": "pope",
    "pontiff": "pope",
    "archbishop": "bishop",
    "bishop": "bishop",
    "cardinal": "bishop",
    "candidate": "candidate",
    "nominee": "candidate",
    "diplomat": "diplomat",
}
_WITH_RANK = {
    "premier": ("minister", "prime"),
    "pm": ("minister", "prime"),
    "taoiseach": ("minister", "prime"),
    "vice-president": ("president", "vice"),
    "attorney-general": ("prosecutor", "general"),
    "secretary-general": ("secretary-general", ""),
}
_RANKS = {
    "prime": "prime",
    "vice": "vice",
    "deputy": "deputy",
    "assistant": "assistant",
    "under": "assistant",
    "undersecretary": "assistant",
    "junior": "assistant",
    "opposition": "opposition",
    "crown": "crown",
    "press": "press",
    "majority": "majority",
    "minority": "minority",
    "rebel": "rebel",
    "attorney": "attorney",
    "governor": "governor",
    "parliamentary": "parliamentary",
}
_PAST = frozenset("former ex late then ousted deposed toppled erstwhile outgone".split())
_FIELDS = {
    "foreign": "foreign", "external": "foreign", "state": "state", "defence": "defence", "defense": "defence",
    "interior": "interior", "home": "interior", "internal": "interior", "finance": "finance",
    "economy": "economy", "economic": "economy", "economics": "economy", "treasury": "finance",
    "justice": "justice", "health": "health", "education": "education", "labour": "labour", "labor": "labour",
    "energy": "energy", "oil": "energy", "environment": "environment", "climate": "environment",
    "trade": "trade", "commerce": "trade", "transport": "transport", "transportation": "transport",
    "agriculture": "agriculture", "information": "information", "communications": "information",
    "culture": "culture", "security": "security", "intelligence": "intelligence", "police": "police",
    "army": "army", "military": "army", "navy": "navy", "union": "union", "party": "party",
    "immigration": "immigration", "planning": "planning", "housing": "housing", "water": "water",
    "tourism": "tourism", "sport": "sport", "sports": "sport", "science": "science",
    "emergencies": "emergencies", "emergency": "emergencies",
    "district": "district", "election": "election", "senate": "senate",
    "cabinet": "cabinet", "human": "rights", "un": "un", "nations": "un", "eu": "eu", "nato": "nato",
}  # fmt: skip
_CUTS = frozenset("of for in to at from with on by who whom whose which that , ( - – — : ;".split())
#: Heads that "the leader" of a country can be.
_LEADING = frozenset(("president", "monarch", "chancellor", "leader"))


def field(word: str) -> bool:
    """Does a word say what an office is over ("the *transport* minister")?"""
    return word in _FIELDS


@dataclass(frozen=True, slots=True)
class Office:
    """An office: ``head``, ranks and fields; ``past`` where it is said to be over."""

    head: str
    ranks: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    past: bool = False


def read(words: Sequence[str]) -> Office | None:
    """The office that words (lower case, of a title or a phrase) name; None where they name none.

    >>> read("the then deputy foreign minister".split())
    Office(head='minister', ranks=frozenset({'deputy'}), fields=frozenset({'foreign'}), past=True)
    """
    return _read(tuple(words))


def over(words: Sequence[str]) -> Office | None:
    """The office that somebody has left, by the words ("former senator", "ex-minister"), else None."""
    office = read(words)
    return office if office is not None and office.past else None


@lru_cache(maxsize=4096)
def _read(words: tuple[str, ...]) -> Office | None:
    # "ex-minister", "ex-prime minister"
    words = tuple(part for word in words for part in (("ex", word[3:]) if word[:3] == "ex-" else (word,)))
    head, at, extra = "", -1, ""
    for index, raw in enumerate(words):
        word = raw.rstrip(".")
        if head and word in _CUTS:
            break
        if word in _WITH_RANK:
            head, extra = _WITH_RANK[word]
            at = index
        elif word in _HEADS and not (word == "general" and head):
            head, at, extra = _HEADS[word], index, ""
    if not head:
        return None
    ranks = {extra} if extra else set()
    fields: set[str] = set()
    past = False
    for word in words[:at]:
        if word in _PAST:
            past = True
        elif word in _RANKS:
            ranks.add(_RANKS[word])
        elif word in _FIELDS:
            fields.add(_FIELDS[word])
    behind = words[at + 1 :]
    if behind[:1] == ("general",):
        if words[at] == "secretary":
            head = "secretary-general"
        else:
            ranks.add("general")
        behind = behind[1:]
    if behind[:1] in (("of",), ("for",)):
        for word in behind[1:]:
            if word in _FIELDS:
                fields.add(_FIELDS[word])
            elif word == "opposition":
                ranks.add("opposition")
            elif word not in ("the", "and", "affairs", "&", "general"):
                break
    return Office(head, frozenset(ranks), frozenset(fields), past)


def fit(spoken: Office, held: Office) -> float:
    """How well an office spoken of is an office held: 0 not at all, 1 the very same."""
    if spoken.head == "leader" and spoken.head != held.head and not spoken.fields:
        leads = held.head in _LEADING or (held.head == "minister" and "prime" in held.ranks)
        value = 0.8 if leads and "vice" not in held.ranks and not spoken.ranks - {"prime"} else 0.0
    elif spoken.head == "diplomat":
        value = (
            0.8 if held.head == "minister" and held.fields & {"foreign", "state"} and not held.ranks else 0.0
        )
    elif spoken.head != held.head or spoken.ranks != held.ranks:
        return 0.0
    elif spoken.fields == held.fields:
        value = 1.0
    elif spoken.fields < held.fields:
        value = 0.8
    else:
        return 0.0
    return value if spoken.past == held.past else 0.5 * value
