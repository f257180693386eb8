"""Is what the text tells at a word still to come? Read off the verbs around it."""

from __future__ import annotations

from dragoman.coding.view import View

_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_WILL = frozenset(("will", "'ll", "\u2019ll", "shall", "would", "wo"))
#: Words that look ahead to the infinitive behind them.
_PLANS = frozenset(
    """
    plan intend expect schedule set due vow pledge promise agree ask urge call order want hope wish prepare
    aim threaten decide offer propose seek announce demand invite likely ready about need have
    """.split()
)
_AHEAD = frozenset(("schedule", "plan", "expect", "set", "slate", "time"))
#: Verbs of saying stand in the present for what was said already.
SAYING = frozenset(
    "say tell claim report warn accuse deny write add note insist argue believe think know".split()
)
#: What begins with these is past, or was under way already.
_PAST = frozenset(("since", "last", "ago", "earlier", "past"))


def tense_at(view: View, token: int) -> str:
    """ "future" where the verb that governs ``token`` is future or planned, "past", "present", or "" unclear.

    >>> # in "He will leave on Monday", at "Monday": "future"
    """
    if not view.treed(token):
        return ""
    low, high = view.sentence(token)
    if _for_a_day(view, token, low, high):
        return "future"
    if any(view.lower[i] in _PAST for i in range(max(low, token - 3), token)):
        return "past"
    here, direct = token, False
    for _ in range(12):
        verbal = view.upos[here] in ("VERB", "AUX")
        if verbal or any(view.deprel(child) == "cop" for child in view.children[here]):
            found = _of_verb(view, here, direct)
            if found:
                return found
        # In "the agreement of November 27 binds both" the present tense says nothing of November.
        direct = here == token
        head = view.head(here)
        if head < 0:
            return ""
        here = head
    return ""


def _for_a_day(view: View, token: int, low: int, high: int) -> bool:
    """ "Called a strike for Friday": what is set for a day has not come yet."""
    if view.lower[token] not in _DAYS or token - 1 <= low or view.lower[token - 1] != "for":
        return False
    return token + 1 >= high or view.lower[token + 1] not in ("'s", "\u2019s")


def _of_verb(view: View, verb: int, direct: bool) -> str:
    helpers = [c for c in view.children[verb] if view.deprel(c) in ("aux", "aux:pass", "cop", "mark")]
    words = [view.lower[c] for c in helpers]
    if any(word in _WILL for word in words):
        return "future"
    token = view.tokens[verb]
    lemma = token.lemma.lower()
    if "to" in words:
        if any("Tense=Past" in view.tokens[c].feats for c in helpers):
            return "past"  # "was to meet on Monday"
        head = view.head(verb)
        if head < 0 or view.in_title(verb):
            return "future"  # headlines: "Minister to visit Kyiv on Monday"
        plan = view.tokens[head].lemma.lower()
        if plan in _AHEAD and any("Tense=Past" in view.tokens[c].feats for c in view.children[head]):
            return "present"  # "was expected to end on 3 May": whichever such day is near
        if plan in _PLANS or (plan == "be" and "Tense=Past" not in view.tokens[head].feats):
            return "future"
        return ""
    finite = [view.tokens[c].feats for c in helpers if "VerbForm=Fin" in view.tokens[c].feats]
    told = finite[0] if finite else token.feats
    if not finite and "VerbForm=Part" in token.feats and "Tense=Past" in token.feats:
        return "future" if lemma in _AHEAD else "past"
    if "VerbForm=Fin" not in told:
        return ""
    if "Tense=Past" in told or any(view.tokens[c].lemma.lower() == "have" for c in helpers):
        return "past"
    present = "Tense=Pres" in told and direct and not view.in_title(verb)
    return "present" if present and lemma not in SAYING else ""
