"""What is said of an event or a statement in a few words, the same in the terminal and in the browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman import ontology
from dragoman.records import Actor, Arg, Coding, Event, Place, Statement, Time

#: How an event's auxiliary mode is called, without and with an account.
_AUX = {"historical": "background", "future": "planned", "hypothetical": "possible", "negation": "not"}
_STANCE = {"+": "supports", "-": "criticises", "0": "about"}
#: The same where nobody is known to be spoken of.
_STANCE_ALONE = {"+": "supportive", "-": "critical", "0": ""}
_NUMBER = {"killed": "killed", "injured": "injured", "arrested": "arrested", "participants": "taking part"}


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part: canonical name, and country and sector codes as far as known ("NGA GOV MIL")."""

    name: str
    codes: str


@dataclass(frozen=True, slots=True)
class EventWords:
    """An event as it is shown.

    ``status`` is "" for what the article reports as done, else background, planned, possible or not; with an
    account in ``account``, ``badges`` says both at once ("denied by X").
    """

    type: str
    modes: tuple[str, ...]
    quad: str
    status: str
    account: str
    badges: tuple[str, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    details: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class StatementWords:
    """A statement as it is shown.

    ``stance`` is one of +, - and 0, ``stance_word`` how it is put ("" if not at all).
    """

    speaker: Party | None
    cue: str
    addressees: tuple[Party, ...]
    stance: str
    stance_word: str
    about: tuple[Party, ...]
    mode: str
    content: str
    confidence: str


def actors_by_id(coding: Coding) -> dict[str, Actor]:
    """The coding's actors for look-up."""
    return {actor.id: actor for actor in coding.actors}


def event_words(event: Event, actors: Mapping[str, Actor]) -> EventWords:
    """What is said of an event. ``actors`` is from `actors_by_id`."""
    account = _party(event.by, actors).name if event.by else ""
    status = _AUX.get(event.aux, event.aux)
    return EventWords(
        type=event.type,
        modes=event.mode,
        quad=quad_class(event),
        status=status,
        account=account,
        badges=_badges(event.aux, status, account),
        actors=_parties(event.actors, actors),
        recipients=_parties(event.recipients, actors),
        details=tuple(_details(event)),
        confidence=_percent(event.confidence),
    )


def statement_words(statement: Statement, actors: Mapping[str, Actor]) -> StatementWords:
    """What is said of a statement. ``actors`` is from `actors_by_id`."""
    about = [_named(actors[name]) if name in actors else Party(name, "") for name in statement.about]
    return StatementWords(
        speaker=_party(statement.speaker, actors) if statement.speaker else None,
        cue=statement.cue.text if statement.cue else "",
        addressees=_parties(statement.addressees, actors),
        stance=statement.stance if statement.stance in _STANCE else "0",
        stance_word=(_STANCE if about else _STANCE_ALONE).get(statement.stance, "about" if about else ""),
        about=tuple(dict.fromkeys(about)),
        mode=statement.mode,
        content=" ".join(span.text for span in statement.content),
        confidence=_percent(statement.confidence),
    )


def quad_class(event: Event) -> str:
    """The event's quad class; for a record without it, the one of its type, "" for an unknown type."""
    if event.quad:
        return event.quad
    return ontology.quad(event.type) if event.type in ontology.TYPES else ""


def text_order(coding: Coding) -> tuple[list[Event], list[Statement]]:
    """Events by their triggers and statements by their first words, in the order of the text."""
    events = sorted(coding.events, key=lambda event: (event.trigger.start, event.trigger.end))
    statements = sorted(coding.statements, key=lambda made: min(span.start for span in made.spans()))
    return events, statements


def _badges(aux: str, status: str, account: str) -> tuple[str, ...]:
    if not account:
        return (status,) if status else ()
    if aux == "negation":
        return (f"denied by {account}",)
    claimed = f"claimed by {account}"
    return (status, claimed) if status else (claimed,)


def _party(arg: Arg, actors: Mapping[str, Actor]) -> Party:
    actor = actors.get(arg.actor)
    return _named(actor) if actor else Party(arg.text, "")


def _named(actor: Actor) -> Party:
    return Party(actor.name, " ".join((*actor.country, *actor.sector)))


def _parties(args: Iterable[Arg], actors: Mapping[str, Actor]) -> tuple[Party, ...]:
    return tuple(dict.fromkeys(_party(arg, actors) for arg in args))


def _details(event: Event) -> Iterable[str]:
    if event.date:
        yield event.date.value
    yield from dict.fromkeys(_when(time) for time in event.times if not event.date or not time.value)
    yield from dict.fromkeys(_where(place) for place in event.places)
    for name, number in event.numbers.items():
        if name == "money":
            yield _money(str(number))
        else:
            yield f"{number} {_NUMBER.get(name, name)}"
    yield from (context.replace("_", " ") for context in event.context)


def _when(time: Time) -> str:
    return time.value or f"“{time.text}”"


def _where(place: Place) -> str:
    name = place.name or place.text
    return f"{name} ({place.country})" if place.country else name


def _money(amount: str) -> str:
    currency, _, number = amount.partition(" ")
    # Thousands are only set apart in what is plainly a number: "USD 5,000,000".
    plain = number.isascii() and number.isdigit() and len(number) < 30
    return f"{currency} {int(number):,}" if plain else amount


def _percent(confidence: float | None) -> str:
    return "" if confidence is None else f"{confidence:.0%}"
