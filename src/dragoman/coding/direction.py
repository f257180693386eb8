"""Who does and who suffers where the verb turns the sides round: *received aid from*, *came under fire from*.

The model mostly takes a subject for the doer. Verbs of getting and undergoing make it the one to whom
the act is done, and name the doer after *from* or *by*; what is *lost to* somebody or *falls to* him is taken
by him; a verb of hosting makes the guest the visitor, whom PLOVER counts as the doer of a visit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.grammar import subject
from dragoman.coding.spans import core_last, top_of
from dragoman.coding.view import View

if TYPE_CHECKING:
    from dragoman.coding.drafts import EventDraft

#: Verbs whose subject gets or undergoes what their object, or they themselves, name.
_GETS = frozenset(
    "receive get obtain win earn draw face incur attract suffer sustain secure gain endure".split()
)
#: *come under fire*, *be under attack*
_UNDER = frozenset("come be fall remain".split())
_HOSTS = frozenset("receive host welcome entertain".split())
#: Words that say one side came to the other, or called it in.
_VISITS = _HOSTS | frozenset("visit tour greet guest host audience fly arrive travel summon trip".split())
#: *lost the town to the rebels*, *the town fell to the rebels*
_LOSES = frozenset("lose loses lost losing fall falls fell fallen falling".split())
_TAKING = frozenset(("COERCE", "ASSAULT"))
_DOERS = frozenset(("from", "by"))
_TO = frozenset(("to",))
_PARTIES = frozenset(("NOUN", "PROPN", "PRON"))
_OBJECTS = frozenset(("obj", "obl", "nmod"))


def turn(view: View, draft: EventDraft) -> None:
    """Put the participants of a turned act on their sides. Changes ``draft``."""
    found = _hosted(view, draft) if draft.type == "CONSULT" else _undergone(view, draft)
    if found is None:
        _taken(view, draft)
        return
    doers, sufferer, rule = found
    actors, recipients = draft.roles["actor"], draft.roles["recipient"]
    if sufferer not in actors and sufferer not in recipients:
        return
    draft.roles["actor"] = sorted({*(token for token in actors if token != sufferer), *doers})
    draft.roles["recipient"] = sorted({*(token for token in recipients if token not in doers), sufferer})
    if (draft.roles["actor"], draft.roles["recipient"]) != (actors, recipients):
        draft.rules.append(("recipients", rule))


def level(view: View, draft: EventDraft) -> None:
    """All who meet, phone or negotiate are doers; only a visit is done to one side. Changes ``draft``."""
    recipients = draft.roles["recipient"]
    if draft.type != "CONSULT" or not recipients or "visit" in draft.modes:
        return
    if any(view.tokens[token].lemma.lower() in _VISITS for token in range(*draft.range)):
        return
    if _played_host(view, draft.trigger.first) is not None:
        return
    draft.roles["actor"] = sorted({*draft.roles["actor"], *recipients})
    draft.roles["recipient"] = []
    draft.rules.append(("actors", "both sides of a talk are its doers"))


def _marked(view: View, words: list[int], cases: frozenset[str]) -> list[int]:
    """Parties that hang from one of the words behind one of the prepositions."""
    found = []
    for word in words:
        for child in view.children[word]:
            if view.deprel(child) not in ("obl", "nmod") or view.upos[child] not in _PARTIES or child < word:
                continue
            if any(view.lower[mark] in cases for mark in view.children[child] if view.deprel(mark) == "case"):
                found.append(core_last(view, child))
    return found


def _undergone(view: View, draft: EventDraft) -> tuple[list[int], int, str] | None:
    """Doers, the one it is done to, and why: *X won praise from Y*, *X came under fire from Y*."""
    first, last = draft.range
    top = top_of(view, first, last, first)
    if not view.treed(top):
        return None
    verb, words = top, [top]
    if view.upos[top] == "NOUN":
        if view.deprel(top) not in _OBJECTS or view.head(top) < 0:
            return None
        verb = view.head(top)
        words = [top, verb]
    else:
        words += [child for child in view.children[top] if first <= child < last]
    lemma = view.tokens[verb].lemma.lower()
    if draft.type == "REJECT" and verb == top and lemma in _HOSTS:
        return None  # "will not receive their delegation"
    under = lemma in _UNDER and any(
        view.lower[mark] == "under" for word in words for mark in (word, *view.children[word])
    )
    if not under and (lemma not in _GETS or (verb != top and view.deprel(top) != "obj")):
        return None
    sufferer = subject(view, verb)
    if sufferer is None or first <= sufferer < last:
        return None
    doers = [
        token for token in _marked(view, words, _DOERS) if token not in view.trigger_at and token != sufferer
    ]
    return doers, sufferer, f'"{view.tokens[verb].text}": its subject is whom the act is done to'


def _taken(view: View, draft: EventDraft) -> None:
    """Make the one that a place was lost to, or fell to, the doer. Changes ``draft``."""
    first, last = draft.range
    verb = top_of(view, first, last, first)
    if draft.type not in _TAKING or not view.treed(verb) or view.lower[verb] not in _LOSES:
        return
    actors, recipients = draft.roles["actor"], draft.roles["recipient"]
    linked = {*actors, *recipients}
    loser = subject(view, verb)
    loses = view.lower[verb].startswith("lo")
    doers = [token for token in _marked(view, [verb], _TO) if token not in view.trigger_at]
    if not loses or loser not in linked:  # "fell to their deaths"
        doers = [token for token in doers if token in linked]
    if not doers or loser is None:
        return
    suffer = linked - {*doers}
    if loses:
        lost = {core_last(view, child) for child in view.children[verb] if view.deprel(child) == "obj"}
        # "lost twelve men to them", but "lost the town to them"
        if draft.type == "ASSAULT" and suffer & lost:
            suffer -= {loser}
        else:
            suffer = (suffer - lost) | {loser}
    draft.roles["actor"], draft.roles["recipient"] = sorted(doers), sorted(suffer)
    if (draft.roles["actor"], draft.roles["recipient"]) != (actors, recipients):
        draft.rules.append(("recipients", f'"{view.tokens[verb].text} to": whom it goes to took it'))


def _somebody(view: View, token: int) -> bool:
    """Does the model take the word for a person or a country? Talks and summits are hosted too."""
    kinds = view.parse.kinds
    return token < len(kinds) and kinds[token][0] in ("person", "country") and token not in view.trigger_at


def _played_host(view: View, word: int) -> int | None:
    """The verb of *play host*, of which ``word`` is one word."""
    if not view.treed(word):
        return None
    verb = view.head(word) if view.tokens[word].lemma.lower() == "host" else word
    if verb < 0 or view.tokens[verb].lemma.lower() != "play":
        return None
    hosting = any(
        view.deprel(child) == "obj" and view.tokens[child].lemma.lower() == "host"
        for child in view.children[verb]
    )
    return verb if hosting else None


def _hosted(view: View, draft: EventDraft) -> tuple[list[int], int, str] | None:
    """Guests, the host, and why: *X received Y*, *Y was received by X*, *X played host to Y*."""
    first, last = draft.range
    verb = top_of(view, first, last, first)
    played = _played_host(view, verb)
    if played is not None:
        host = subject(view, played)
        visitors = _marked(view, [played, verb, *view.children[played]], _TO)
        if host is None or not visitors:
            return None
        return visitors, host, f'"{view.tokens[played].text} host": the guest is the visitor'
    if not view.treed(verb) or view.tokens[verb].lemma.lower() not in _HOSTS or view.upos[verb] != "VERB":
        return None
    host = subject(view, verb)
    guests = [
        core_last(view, child)
        for child in view.children[verb]
        if view.tokens[child].deprel in ("obj", "nsubj:pass") and view.upos[child] in _PARTIES
    ]
    if host is None or not guests:
        return None
    linked = {*draft.roles["actor"], *draft.roles["recipient"]}
    if not any(token in linked or _somebody(view, token) for token in guests):
        return None
    return guests, host, f'"{view.tokens[verb].text}": the guest is the visitor'
