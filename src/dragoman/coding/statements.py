"""Statements: what somebody is made to vouch for, whose words they are, and how they are printed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from dragoman.coding import voices
from dragoman.coding.confidence import Calibration, statement_features
from dragoman.coding.drafts import StatementDraft
from dragoman.coding.entities import Entity
from dragoman.coding.events import Events, argument
from dragoman.coding.grammar import subject
from dragoman.coding.mentions import Mention, Resolver
from dragoman.coding.quotes import Quotes
from dragoman.coding.spans import phrase
from dragoman.coding.view import QUOTES, Range, View
from dragoman.records import Span, Statement

__all__ = ["Said", "StatementDraft", "Statements", "build", "complete", "records"]

_PARTICLES = frozenset("out to on for that with by up".split())
_TRIM = frozenset(",.;:-–—…()[]")


@dataclass(slots=True)
class Said:
    """A statement whose speaker is known."""

    draft: StatementDraft
    contents: list[tuple[int, int]]
    cue: tuple[int, int] | None
    speaker: Mention | None
    addressees: list[Mention]
    mode: str
    about: list[Entity]
    stance: str
    asserts: tuple[str, ...]
    confidences: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Statements:
    """All statements of an article and, by token, the entities in them."""

    view: View
    said: list[Said]
    entities: list[tuple[int, Entity]]


def complete(view: View, drafts: list[StatementDraft], quotes: Quotes) -> None:
    """Find the speakers that the model left out. Changes ``drafts``.

    The subject of the cue; else, where the words run on in the same or the next quotation of a
    paragraph, who spoke before.
    """
    before: StatementDraft | None = None
    for draft in drafts:
        if draft.speaker is None and draft.cue is not None:
            found = subject(view, draft.cue)
            if found is not None and not any(c.first <= found < c.last for c in draft.contents):
                draft.speaker = found
                draft.rules.append(("speaker", "subject of the cue"))
        if draft.speaker is None and before is not None and before.speaker is not None:
            first = view.tokens[draft.contents[0].first]
            last = view.tokens[before.contents[-1].last - 1]
            same = "\n" not in view.text[last.end : first.start]
            if (
                first.sentence - last.sentence <= 1
                and quotes.at(first.start) >= 0
                and (same or quotes.at(last.start) >= 0)
            ):
                draft.speaker = before.speaker
                draft.rules.append(("speaker", "the quotation before runs on"))
        if draft.speaker is not None:
            named = voices.bearer(view, voices.governor(view, draft.speaker))
            if named != draft.speaker and not any(c.first <= named < c.last for c in draft.contents):
                draft.speaker = named
                draft.rules.append(("speaker", "the head or bearer of the phrase"))
            draft.issuer = voices.issuer(view, draft.speaker)
        before = draft


def build(
    view: View,
    resolver: Resolver,
    drafts: list[StatementDraft],
    quotes: Quotes,
    events: Events,
    calibration: Calibration,
    least: Mapping[str, float] = MappingProxyType({}),
) -> Statements:
    """Resolve speakers and addressees, shape contents and cues, and link the events asserted.

    Statements less probable than ``least`` asks of a field are left out.
    """
    said: list[Said] = []
    entities: list[tuple[int, Entity]] = []
    starts = [view.tokens[made.trigger[0]].start for made in events.made]
    order = sorted(range(len(starts)), key=lambda number: (starts[number], number))
    sorted_starts = [starts[number] for number in order]
    for draft in drafts:
        contents = [
            span
            for content in draft.contents
            if (span := _shape(view, (content.first, content.last), quotes))
        ]
        if not contents:
            continue
        mode = quotes.mode(contents)
        if draft.speaker is None and draft.cue is None and mode == "indirect":
            # words without a word of saying, a speaker or quotation marks are the article's own
            continue
        speaker = _voice(view, resolver, draft)
        addressees = [resolver.resolve(token) for token in draft.addressees]
        stance = draft.contents[0].stance
        inside = sorted(
            {
                number
                for start, end in contents
                for number in order[bisect_left(sorted_starts, start) : bisect_left(sorted_starts, end)]
            }
        )
        about = _about(view, resolver, draft, speaker.entity if speaker else None, events)
        one = Said(
            draft, contents, _cue(view, draft), speaker, addressees, mode, about,
            max(stance, key=lambda name: (stance[name], name == "0")) if stance else "0",
            tuple(f"e{number + 1}" for number in inside),
        )  # fmt: skip
        one.confidences = calibration.statement(statement_features(view, one))
        if any(one.confidences[name] < value for name, value in least.items()):
            continue
        said.append(one)
        entities.extend(
            (mention.token, mention.entity) for mention in ([speaker] if speaker else []) + addressees
        )
        entities.extend((draft.contents[0].first, entity) for entity in about)
    return Statements(view, said, entities)


def _voice(view: View, resolver: Resolver, draft: StatementDraft) -> Mention | None:
    """Who speaks: of a paper whoever issued it, with the paper's own words as evidence."""
    if draft.speaker is None:
        return None
    if draft.issuer is None:
        said = resolver.resolve(draft.speaker)
        if said.others:
            whole = resolver.together([said.entity, *said.others])
            return Mention(draft.speaker, said.span, whole, said.rule)
        owner = voices.outlet(view, draft.speaker)
        if owner is None or resolver.resolve(owner).entity is not said.entity:
            return said
        # an outlet's source is not the outlet
        outlet = said.entity
        name = f"source of {outlet.name}"
        source = resolver.memory.named(name)
        if source is None:
            source = Entity(name, "group", list(outlet.country), named=False)
            source.why["country"] = f"of {outlet.name}"
            resolver.memory.add(source)
            resolver.memory._alias(source, name)
        return Mention(draft.speaker, said.span, source, "somebody's source")
    held = resolver.resolve(draft.issuer)
    if held.others:
        whole = resolver.together([held.entity, *held.others])
        return Mention(draft.speaker, phrase(view, draft.speaker), whole, held.rule)
    return Mention(draft.speaker, phrase(view, draft.speaker), held.entity, "who issued it")


def _shape(view: View, span: Range, quotes: Quotes) -> tuple[int, int] | None:
    """Characters of a content.

    Trimmed to words, whole quotation marks kept, a missing one of a pair taken in.
    """
    first, last = span
    tokens = view.tokens
    low, high = view.sentence(first)
    last = min(last, high)
    while first < last and tokens[first].text in _TRIM:
        first += 1
    if first < last - 1 and view.lower[first] == "that" and view.upos[first] in ("SCONJ", ""):
        first += 1
    if first >= last:
        return None
    if (
        first > low
        and tokens[first - 1].text in QUOTES
        and quotes.at(tokens[first].start) >= 0
        and (quotes.ranges[quotes.at(tokens[first].start)][0] == tokens[first - 1].start)
    ):
        first -= 1
    quotation = quotes.at(tokens[last - 1].start)
    if quotation >= 0:
        start, end = quotes.ranges[quotation]
        closing = last
        while (
            closing < high
            and closing - last < 2
            and tokens[closing].start < end
            and not view.is_word(closing)
        ):
            closing += 1
        if closing > last and tokens[closing - 1].end == end and start >= tokens[first].start:
            last = closing
    while last - 1 > first and tokens[last - 1].text in _TRIM and tokens[last - 1].text not in (")", "]"):
        last -= 1
    if not any(view.is_word(index) for index in range(first, last)):
        return None
    return tokens[first].start, tokens[last - 1].end


def _cue(view: View, draft: StatementDraft) -> tuple[int, int] | None:
    """The word of saying with its particle: "pointed out", "according to"."""
    cue = draft.cue
    if cue is None:
        return None
    first, last = cue, cue + 1
    low, high = view.sentence(cue)
    if view.lower[cue] == "according" and last < high and view.lower[last] == "to":
        last += 1
    elif view.lower[cue] == "to" and cue > low and view.lower[cue - 1] == "according":
        first -= 1
    elif (
        last < high
        and view.deprel(last) == "compound"
        and view.head(last) == cue
        and view.lower[last] in _PARTICLES
    ):
        last += 1
    return view.tokens[first].start, view.tokens[last - 1].end


def _about(
    view: View, resolver: Resolver, draft: StatementDraft, speaker: Entity | None, events: Events
) -> list[Entity]:
    """Who is spoken of: those resolved inside the content and those named in it, the first three."""
    found: list[Entity] = []
    spans = [(content.first, content.last) for content in draft.contents]
    inside = [resolver.done[token] for a, b in spans for token in range(a, b) if token in resolver.done]
    for mention in inside:
        if mention.entity is not speaker and mention.entity not in found:
            found.append(mention.entity)
    for first, last in spans:
        for index in range(first, last):
            number = resolver.memory.found_at[index]
            entity = resolver.memory.entity_of[number] if number >= 0 else None
            if entity is not None and entity is not speaker and entity not in found:
                found.append(entity)
    return found[:3]


def records(statements: Statements, ids: dict[int, str]) -> tuple[Statement, ...]:
    """The record's statements, ids ``s1``, ``s2`` … in text order."""
    view = statements.view
    out = []
    for number, said in enumerate(statements.said, 1):
        out.append(
            Statement(
                id=f"s{number}",
                mode=said.mode,
                content=tuple(Span.at(view.text, start, end) for start, end in said.contents),
                cue=Span.at(view.text, *said.cue) if said.cue else None,
                speaker=argument(view, said.speaker, ids) if said.speaker else None,
                addressees=tuple(argument(view, mention, ids) for mention in said.addressees),
                about=tuple(ids[id(entity)] for entity in said.about),
                stance=said.stance if said.stance in ("+", "-", "0") else "0",
                asserts=said.asserts,
                confidence=said.confidences["said"],
                confidences=said.confidences,
            )
        )
    return tuple(out)
