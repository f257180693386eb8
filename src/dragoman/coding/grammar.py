"""What the tree says of who takes part, where the model drew no edge.

Passives, agents, control, coordination.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.spans import conjuncts, core_last, phrase
from dragoman.coding.view import View

if TYPE_CHECKING:
    from dragoman.coding.drafts import EventDraft

_LIGHT = frozenset(
    """
    make take give hold carry launch conduct stage mount have do offer issue impose open begin start
    continue
    """.split()
)
_CONTROLS = frozenset(("xcomp", "advcl", "conj"))
#: Verbs of passing on what one saw or heard, and those whose object is the one whose words are passed on.
_TELLS = frozenset(
    """
    say tell claim report state add allege insist recall testify write recount relate describe confide explain
    confirm admit announce mention complain
    """.split()
)
_QUOTES = frozenset(("quote", "cite"))
_PEOPLE = frozenset(("NOUN", "PROPN"))


def subject(view: View, verb: int, depth: int = 0) -> int | None:
    """The token that does what ``verb`` says.

    Its subject, that of the verb that governs it, the agent of a passive.
    """
    if depth > 4 or not view.treed(verb):
        return None
    passive = any(view.tokens[child].deprel in ("nsubj:pass", "aux:pass") for child in view.children[verb])
    for child in view.children[verb]:
        relation = view.tokens[child].deprel
        if relation == "obl:agent":
            return core_last(view, child)
        if relation == "nsubj" and not passive:
            return core_last(view, child)
    if passive:
        for child in view.children[verb]:
            if view.deprel(child) == "obl" and any(view.lower[mark] == "by" for mark in view.children[child]):
                return core_last(view, child)
        return None
    relation, head = view.deprel(verb), view.head(verb)
    if head >= 0 and relation in _CONTROLS:
        return subject(view, head, depth + 1)
    # A noun under a light verb: "police carried out raids".
    if head >= 0 and relation == "obj" and view.tokens[head].lemma in _LIGHT:
        return subject(view, head, depth + 1)
    return None


def innermost(view: View, draft: EventDraft) -> None:
    """Make the account that of whoever saw it, where one passes on the words of another. Changes ``draft``.

    *Prosecutors said a shepherd had told them that …*: the shepherd; *the paper quoted a diplomat as saying
    …*: the diplomat.
    """
    for told in draft.roles["by"]:
        inner = _passed_on(view, draft, told)
        if inner is not None and inner != told and not draft.trigger.first <= inner < draft.trigger.last:
            draft.roles["by"] = [inner]
            draft.rules.append(("by", f'whose words "{view.tokens[told].text}" passes on'))


def _passed_on(view: View, draft: EventDraft, told: int) -> int | None:
    here = draft.trigger.first
    if not view.treed(here):
        return None
    nearest: int | None = None
    for _ in range(12):
        relation, head = view.deprel(here), view.head(here)
        if head < 0:
            return None
        lemma = view.tokens[head].lemma.lower()
        speaker = next(
            (
                core_last(view, child)
                for child in view.children[head]
                if view.tokens[child].deprel == "nsubj" and child != here
            ),
            None,
        )
        outside = not draft.trigger.first <= head < draft.trigger.last
        if outside and speaker == told:
            if lemma in _QUOTES:
                said = (child for child in view.children[head] if view.tokens[child].deprel == "obj")
                return next(
                    (core_last(view, child) for child in said if view.upos[child] in _PEOPLE), nearest
                )
            return nearest
        # what the lemmatizer leaves of "described" is "describ"
        told_how = relation == "advcl" and any(view.lower[child] == "how" for child in view.children[here])
        tells = (relation == "ccomp" or told_how) and bool({lemma, lemma + "e", lemma[:-1]} & _TELLS)
        tells = tells and outside and not _act(view, head, speaker)
        if nearest is None and tells and speaker is not None and view.upos[speaker] in _PEOPLE:
            nearest = speaker
        here = head
    return None


def _act(view: View, word: int, doer: int | None) -> bool:
    """May the word name an act of its doer, not only what he told? What states tell is more often one."""
    number = view.trigger_at.get(word)
    if number is None:
        return False
    kinds = view.parse.kinds
    someone = doer is not None and doer < len(kinds) and kinds[doer][0] in ("person", "group")
    bar = view.parse.thresholds.get("trigger", 0.5)
    return not someone or view.parse.triggers[number].probability >= bar


def complete(view: View, draft: EventDraft) -> None:
    """Add conjuncts of participants that the model left out. Changes ``draft``."""
    for role in ("actor", "recipient"):
        taken = {token for tokens in draft.roles.values() for token in tokens}
        faint = {link.token for link in draft.trigger.edges.get(role, ())}
        for token in list(draft.roles[role]):
            for other in conjuncts(view, token):
                if view.upos[other] != "PROPN" and other not in faint:
                    continue
                if (
                    other in taken
                    or draft.trigger.first <= other < draft.trigger.last
                    or other in view.trigger_at
                ):
                    continue
                span = phrase(view, other, draft.range)
                if any(span[0] <= t < span[1] for t in taken):
                    continue
                draft.roles[role].append(other)
                taken.add(other)
                draft.rules.append((role + "s", f'joined by coordination: "{view.words(span)}"'))
