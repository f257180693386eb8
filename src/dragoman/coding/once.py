"""One deed told by two words of one clause: "raided the camp, killing five", "the attack wounded two".

The deed and the harm that it does are one act, and the word for the deed names it. A deed named again in a
clause of its own stays ("… attacked the camp. They killed five").
"""

from __future__ import annotations

from dragoman.coding.drafts import EventDraft
from dragoman.coding.view import View

#: Verbs that tell what a deed did to people, and no more.
_HARM = frozenset("kill wound injure hurt maim".split())
_DIE = frozenset(("die", "perish"))


def once(view: View, drafts: list[EventDraft]) -> list[EventDraft]:
    """The drafts without those that tell the harm of another one's deed; who is hurt goes over where the deed
    has nobody.
    """
    by_head = {draft.trigger.head: draft for draft in drafts if draft.type == "ASSAULT"}
    if len(by_head) < 2:
        return drafts
    gone: set[int] = set()
    for head, draft in by_head.items():
        other = by_head.get(view.head(head))
        if other is None or other is draft or other.aux != draft.aux:
            continue
        pair = _deed_and_harm(view, draft, other)
        if pair is None:
            continue
        deed, harm = pair
        gone.add(id(harm))
        for role in ("actor", "recipient"):
            if not deed.roles[role]:
                deed.roles[role] = [
                    token
                    for token in harm.roles[role]
                    if not deed.trigger.first <= token < deed.trigger.last
                    and token not in deed.roles["recipient" if role == "actor" else "actor"]
                ]
        words = view.words((harm.trigger.first, harm.trigger.last))
        deed.rules.append(("trigger", f'"{words}" names the same act in one clause'))
    return [draft for draft in drafts if id(draft) not in gone]


def _deed_and_harm(view: View, lower: EventDraft, upper: EventDraft) -> tuple[EventDraft, EventDraft] | None:
    """Which of two acts, the first of which hangs from the second, is the deed and which its harm."""
    head, above = lower.trigger.head, upper.trigger.head
    link, lemma = view.deprel(head), view.tokens[head].lemma.lower()
    verb = view.tokens[above].lemma.lower()
    if link == "advcl" and lemma in _HARM and view.lower[head].endswith("ing"):
        return upper, lower  # "raided a camp, killing five"
    if view.upos[head] != "NOUN":
        return None
    if link == "nsubj" and verb in _HARM:
        return lower, upper  # "the attack killed five"
    if link == "obl" and verb in _DIE:
        return lower, upper  # "five died in the attack"
    if link == "obl" and verb in _HARM:
        return upper, lower  # "five were killed in the attack"
    return None
