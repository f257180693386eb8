"""What the model drew, cut at its thresholds: events and statements as tokens, before anybody is resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from dragoman.coding import direction, grammar, nobody, penal
from dragoman.coding.reranking import Reranker
from dragoman.coding.spans import top_of
from dragoman.coding.view import Range, View
from dragoman.language.parse import Content, Link, Parse, Trigger
from dragoman.language.runtime import THRESHOLDS

#: Used where the parse carries none; those of "speaker" and "cue" only a model file may set.
DEFAULTS = THRESHOLDS | {"speaker": 0.0, "cue": 0.0}
#: How far over its bar somebody whose word the report is must be to take part as well, in log odds.
SURE_OF_SPEAKER = 0.5


@dataclass(slots=True)
class EventDraft:
    """One event to be: token indices by role, each with the probability or rule that put it there."""

    trigger: Trigger
    type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    aux: str
    roles: dict[str, list[int]] = field(default_factory=dict)
    rules: list[tuple[str, str]] = field(default_factory=list)

    @property
    def range(self) -> Range:
        """Token range of the trigger."""
        return self.trigger.first, self.trigger.last


@dataclass(slots=True)
class StatementDraft:
    """One statement to be: its contents and the tokens of cue, speaker and addressees."""

    contents: list[Content]
    cue: int | None = None
    speaker: int | None = None
    issuer: int | None = None  #: whose the paper is that speaks: *court* for "the court's statement"
    addressees: list[int] = field(default_factory=list)
    rules: list[tuple[str, str]] = field(default_factory=list)


def threshold(parse: Parse, name: str) -> float:
    """The model's threshold of that name, or ours."""
    return parse.thresholds.get(name, DEFAULTS[name])


def events(view: View, modes_of: dict[str, tuple[str, ...]], reranker: Reranker) -> list[EventDraft]:
    """The events over threshold in text order; a second type at one trigger is an event of its own.

    ``modes_of`` gives each event type its modes, ``reranker`` the second opinion of who takes part, and of
    whether it happened.
    """
    parse = view.parse
    out: list[EventDraft] = []
    told = [
        trigger
        for trigger in sorted(parse.triggers, key=lambda t: (t.first, t.last))
        if trigger.probability >= threshold(parse, "trigger")
        and trigger.types
        and 0 <= trigger.first < trigger.last <= len(view.tokens)
    ]
    acts = Counter(view.sentence_of(trigger.first) for trigger in told)
    chosen = []
    for trigger in told:
        kinds = [kind for kind in trigger.types if kind[0] in modes_of]
        second = [kind for kind in kinds[1:2] if kind[1] >= threshold(parse, "second_type")]
        names = [name for name, _ in kinds[:1] + second]
        other = penal.second(view, trigger, names[0]) if len(names) == 1 else ""
        chosen += [(trigger, name) for name in (*names, other) if name]
    statuses = reranker.statuses(chosen)
    chances = reranker.parts(
        [(trigger, name, acts[view.sentence_of(trigger.first)]) for trigger, name in chosen],
        {role: threshold(parse, role) for role in ("actor", "recipient")},
    )
    for (trigger, name), status, chance in zip(chosen, statuses, chances, strict=True):
        modes = [m for m, p in trigger.modes if p >= threshold(parse, "mode") and m in modes_of[name]]
        if not modes and penal.second(view, trigger, name):
            modes = [penal.MODES[name]]
        contexts = [c for c, p in trigger.contexts if p >= threshold(parse, "context")]
        draft = EventDraft(trigger, name, tuple(modes[:3]), tuple(contexts[:3]), status)
        top = top_of(view, *draft.range, trigger.head)
        if status == "" and nobody.denied(view, draft.range, top, name):
            draft.aux = "negation"
            draft.rules.append(("aux", "nobody did it, or it was done to nobody"))
        for role in ("place", "time", "by"):
            draft.roles[role] = _linked(view, trigger, role)
        _participants(view, draft, chance, reranker.settings)
        direction.turn(view, draft)
        grammar.innermost(view, draft)
        grammar.complete(view, draft)
        direction.level(view, draft)
        out.append(draft)
    return out


def _participants(
    view: View, draft: EventDraft, chance: Mapping[str, Mapping[int, float]], settings: Mapping[str, float]
) -> None:
    """Choose actors and recipients: the likeliest on a low bar, since most acts have one, more on a high one.

    A word takes one part: that in which it is likelier. Changes ``draft``.
    """
    trigger = draft.trigger
    lowest = min(settings["first"], settings["others"])
    by = set(draft.roles["by"])
    for role, other in (("actor", "recipient"), ("recipient", "actor")):
        chosen: list[int] = []
        likely = [(-over, token) for token, over in chance[role].items() if over >= lowest]
        for below, token in sorted(likely):
            over = -below
            if over < settings["others" if chosen else "first"]:
                break
            if trigger.first <= token < trigger.last or nobody.is_bare(view, token):
                continue
            if over < SURE_OF_SPEAKER and token in by:
                continue
            rival = chance[other].get(token, over - 1)
            if rival > over or (rival == over and role == "recipient"):
                continue
            chosen.append(token)
        draft.roles[role] = sorted(chosen)


def _linked(view: View, trigger: Trigger, role: str) -> list[int]:
    bar = threshold(view.parse, role)
    links = [
        link
        for link in trigger.edges.get(role, ())
        if link.probability >= bar and _sound(view, link) and not trigger.first <= link.token < trigger.last
    ]
    if role == "by":
        links = sorted(links, key=lambda link: -link.probability)[:1]
    return list(dict.fromkeys(link.token for link in links))


def _sound(view: View, link: Link | None) -> bool:
    return link is not None and 0 <= link.token < len(view.tokens)


def statements(view: View) -> list[StatementDraft]:
    """The statements over threshold in text order, contents that go on joined to what they go on with."""
    parse = view.parse
    out: list[StatementDraft] = []
    for content in sorted(parse.contents, key=lambda c: (c.first, c.last)):
        if content.probability < threshold(parse, "content") or not 0 <= content.first < content.last <= len(
            view.tokens
        ):
            continue
        if content.continues and out:
            before = out[-1].contents[-1]
            gap = view.tokens[content.first].sentence - view.tokens[before.last - 1].sentence
            if gap <= 1:
                out[-1].contents.append(content)
                _cue(view, out[-1], content)
                continue
        draft = StatementDraft([content])
        _cue(view, draft, content)
        out.append(draft)
    return out


def _cue(view: View, draft: StatementDraft, content: Content) -> None:
    """Take over cue, speaker and addressees of a content where the statement has none yet."""
    parse = view.parse
    if (
        draft.cue is None
        and content.cue
        and _sound(view, content.cue)
        and content.cue.probability >= threshold(parse, "cue")
    ):
        draft.cue = content.cue.token
    if (
        draft.speaker is None
        and content.speaker
        and _sound(view, content.speaker)
        and content.speaker.probability >= threshold(parse, "speaker")
    ):
        draft.speaker = content.speaker.token
    for link in content.addressees:
        if (
            _sound(view, link)
            and link.probability >= threshold(parse, "addressee")
            and link.token not in draft.addressees
        ):
            draft.addressees.append(link.token)
