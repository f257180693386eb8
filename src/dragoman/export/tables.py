"""Our own tables, whatever they are written as: events, statements and actors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dragoman import ontology
from dragoman.export.codes import actor_code, cow, goldstein
from dragoman.export.columns import Column, Row
from dragoman.export.facts import actor_of, evidence, iso_day, spot, spots, unique
from dragoman.knowledge.gazetteer import KINDS as PRECISIONS
from dragoman.records import (
    AUX,
    DATE_SOURCES,
    GRANULARITIES,
    KINDS,
    NUMBERS,
    QUOTE_MODES,
    STANCES,
    Actor,
    Arg,
    Coding,
)
from dragoman.store.dates import STATUSES, days, status

if TYPE_CHECKING:
    from dragoman.export.choosing import Standing

NAMES = ("events", "statements", "actors", "happenings")
_ARTICLE = (
    Column("article", "text", "The article's id"),
    Column("published", "date", "The day it was published"),
    Column("source", "text", "The outlet"),
    Column("url", "text", "Where the article is"),
    Column("title", "text", "The article's title"),
    Column("language", "code", "The article's language (ISO 639-1)"),
)
_CODER = (
    Column("coder", "code", "Version of dragoman"),
    Column("model", "code", "Version of its language model"),
    Column("ontology", "code", "Version of the tables of PLOVER and CAMEO"),
    Column("knowledge", "code", "Version of the tables of who is who and where is where"),
)


def _party(role: str, who: str) -> tuple[Column, ...]:
    return (
        Column(role, "list", f"{who}: names that an encyclopedia uses, or the article's words"),
        Column(f"{role}_id", "list", "Their ids; one without a name is known in its article only"),
        Column(f"{role}_kind", "list", "person, country, organisation, group or place, one each"),
        Column(
            f"{role}_country", "list", "Countries of each, ISO 3166-1 alpha-3 (and XKX), with spaces between"
        ),
        Column(f"{role}_cow", "list", "The same as numbers of the Correlates of War, where there are any"),
        Column(f"{role}_sector", "list", "PLOVER's sectors of each, with spaces between"),
        Column(f"{role}_cameo", "list", "CAMEO's code of each"),
        Column(f"{role}_text", "list", "The article's words for each"),
    )


EVENTS = (
    Column("event_id", "text", "The event's id in its article"),
    *_ARTICLE,
    Column("mention_of", "text", "The same for all events of the article that tell of one happening"),
    Column(
        "happening", "text", "The happening it tells of, once for all articles; empty where none were merged"
    ),
    Column("type", "code", "PLOVER's type", tuple(ontology.TYPES)),
    Column("mode", "list", "PLOVER's modes"),
    Column("context", "list", "PLOVER's contexts"),
    Column("aux", "code", "PLOVER's auxiliary mode; empty where it is told as done or under way", AUX[1:]),
    Column(
        "status", "code", "Told as a fact, on somebody's word, as to come, as possible, or denied", STATUSES
    ),
    Column("quad", "code", "Quad class", ontology.QUADS),
    Column("score", "number", "PLOVER's score, -10 (conflict) to +10 (cooperation)"),
    Column("cameo", "code", "The nearest code of CAMEO"),
    Column("goldstein", "number", "Goldstein's score of that code"),
    *_party("actor", "Who acts"),
    *_party("recipient", "Who is acted on"),
    Column("by", "text", "On whose word it is told; empty where the article says so itself"),
    Column("by_id", "text", "Their id"),
    Column("by_country", "list", "Their countries"),
    Column(
        "date",
        "code",
        "When it happened, as exactly as it is told (2021-07-03, 2021-W26, 2021-07, 2021, a/b)",
    ),
    Column("first_day", "date", "The first day that this may be"),
    Column("last_day", "date", "The last day that this may be"),
    Column("granularity", "code", "How exactly it is told", GRANULARITIES),
    Column("date_source", "code", "What the date was read from", DATE_SOURCES),
    Column("place", "list", "Where it happened"),
    Column("place_country", "list", "The country of each place, ISO 3166-1 alpha-3"),
    Column("place_text", "list", "The article's words for each place"),
    Column("lat", "number", "Degrees north (WGS 84) of the first place with a point"),
    Column("lon", "number", "Degrees east"),
    Column("geonames", "integer", "That place in GeoNames"),
    Column(
        "precision", "code", "What kind of place the point is of: that of an area is its middle", PRECISIONS
    ),
    Column("killed", "integer", "How many were killed, as told"),
    Column("injured", "integer", "How many were injured, as told"),
    Column("arrested", "integer", "How many were arrested, as told"),
    Column("participants", "integer", "How many took part, as told"),
    Column("money", "code", "How much money, as told: currency (ISO 4217) and amount"),
    Column("trigger", "text", "The words that name the event"),
    Column("start", "integer", "Where they begin in the article's text, in characters from 0"),
    Column("end", "integer", "Where they end"),
    Column("sentence", "text", "The sentence they stand in"),
    Column("confidence", "number", "How probable it is that there is an act of this type, 0 to 1"),
    *_CODER,
)

STATEMENTS = (
    Column("statement_id", "text", "The statement's id in its article"),
    *_ARTICLE,
    Column("speaker", "text", "Who says it"),
    Column("speaker_id", "text", "Their id"),
    Column("speaker_country", "list", "Their countries, ISO 3166-1 alpha-3"),
    Column("speaker_sector", "list", "Their sectors"),
    Column("speaker_text", "text", "The article's words for them"),
    Column("cue", "text", "The word of saying"),
    Column("mode", "code", "How much of it stands in quotation marks: all, part, none", QUOTE_MODES),
    Column("stance", "code", "What the speaker thinks of those spoken about", STANCES),
    Column("words", "text", "What is said"),
    Column("start", "integer", "Where that begins in the article's text, in characters from 0"),
    Column("end", "integer", "Where it ends"),
    Column("addressee", "list", "Who is spoken to"),
    Column("addressee_id", "list", "Their ids"),
    Column("about", "list", "Who is spoken about"),
    Column("about_id", "list", "Their ids"),
    Column("asserts", "list", "The events of the article that are told in it, by event_id"),
    Column("confidence", "number", "How probable it is that somebody says so and stands there, 0 to 1"),
    *_CODER,
)

ACTORS = (
    Column("actor_id", "text", "The actor's id"),
    Column("name", "text", "The name that an encyclopedia uses, or an article's words"),
    Column("named", "boolean", "Whether it has a name; one without is another one in each article"),
    Column("kind", "code", "What it is", KINDS),
    Column("country", "list", "Its countries, ISO 3166-1 alpha-3, as last coded"),
    Column("cow", "list", "The same as numbers of the Correlates of War"),
    Column("sector", "list", "Its sectors, the main one first, as last coded"),
    Column("cameo", "code", "CAMEO's code"),
    Column("wikidata", "code", "Its item in Wikidata"),
    Column("acts", "integer", "Events in which it acts"),
    Column("receives", "integer", "Events in which it is acted on"),
    Column("says", "integer", "Statements it makes"),
    Column("articles", "integer", "Articles it is in"),
    Column("first", "date", "When the first of them was published"),
    Column("last", "date", "When the last of them was published"),
)

HAPPENINGS = (
    Column("happening", "text", "The happening's id, made of the first mention of it"),
    Column("type", "code", "PLOVER's type that most reports give it", tuple(ontology.TYPES)),
    Column("mode", "list", "PLOVER's modes"),
    Column("status", "code", "A fact if any report tells it so, else as the reports have it", STATUSES),
    Column("denied", "boolean", "Whether anybody denies it"),
    Column("quad", "code", "Quad class", ontology.QUADS),
    Column("score", "number", "PLOVER's score, -10 (conflict) to +10 (cooperation)"),
    Column("cameo", "code", "The nearest code of CAMEO"),
    Column("goldstein", "number", "Goldstein's score of that code"),
    Column("actor", "list", "Who acts, by all reports"),
    Column("actor_id", "list", "Their ids"),
    Column("recipient", "list", "Who is acted on, by all reports"),
    Column("recipient_id", "list", "Their ids"),
    Column("first_day", "date", "The first day that it may have been"),
    Column("last_day", "date", "The last day that it may have been"),
    Column("place", "list", "Where it happened"),
    Column("place_country", "list", "The country of each place, ISO 3166-1 alpha-3"),
    Column("lat", "number", "Degrees north (WGS 84) of the first place with a point"),
    Column("lon", "number", "Degrees east"),
    Column("killed", "integer", "How many were killed, as last told"),
    Column("injured", "integer", "How many were injured, as last told"),
    Column("arrested", "integer", "How many were arrested, as last told"),
    Column("participants", "integer", "How many took part, as last told"),
    Column("money", "code", "How much money, as last told: currency (ISO 4217) and amount"),
    Column("reports", "integer", "Articles that tell of it"),
    Column("sources", "integer", "Independent sources: copies, one outlet and one agency count once"),
    Column("events", "integer", "Events that tell of it, in all articles"),
    Column("first", "date", "When the first report was published"),
    Column("last", "date", "When the last report was published"),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "events": EVENTS, "statements": STATEMENTS, "actors": ACTORS, "happenings": HAPPENINGS
}  # fmt: skip
KEYS = {
    "events": ("article", "event_id"), "statements": ("article", "statement_id"), "actors": ("actor_id",),
    "happenings": ("happening",),
}  # fmt: skip
TITLES = {
    "events": "Who did what to whom: one row for each mention of an event in an article",
    "statements": "Who said what about whom: one row for each statement in an article",
    "actors": "Who takes part: one row for each actor",
    "happenings": "What happened: one row for each happening, however many articles tell of it",
}


def _article(coding: Coding) -> Row:
    article = coding.article
    return {
        "article": article.id,
        "published": iso_day(article.published),
        "source": article.source,
        "url": article.url,
        "title": article.title or None,
        "language": article.language,
    }


def _coder(coding: Coding) -> Row:
    coder = coding.coder
    return {
        "coder": coder.version, "model": coder.model, "ontology": coder.ontology, "knowledge": coder.knowledge
    }  # fmt: skip


def _who(role: str, found: list[tuple[Actor, Arg]]) -> Row:
    actors = [actor for actor, _ in found]
    return {
        role: [actor.name for actor in actors],
        f"{role}_id": [actor.id for actor in actors],
        f"{role}_kind": [actor.kind for actor in actors],
        f"{role}_country": [" ".join(actor.country) for actor in actors],
        f"{role}_cow": [" ".join(filter(None, map(cow, actor.country))) for actor in actors],
        f"{role}_sector": [" ".join(actor.sector) for actor in actors],
        f"{role}_cameo": [actor_code(actor) for actor in actors],
        f"{role}_text": [arg.text for _, arg in found],
    }


def happening_row(told: Mapping[str, Any]) -> Row:
    """A row of `happenings`, of one of `dragoman.store.Project.happenings`."""
    kind = told["type"]
    # Reports may give it another type, whose modes the scores of this one do not know.
    mode = [name for name in told["mode"] if name in ontology.MODES[kind]]
    code = ontology.cameo(kind, mode)
    return {
        **told,
        "denied": bool(told["denied"]),
        "quad": ontology.quad(kind) or None,
        "score": ontology.score(kind, mode),
        "cameo": code or None,
        "goldstein": goldstein(code),
        "place": [name or "" for name in told["place"]],
        "place_country": [code or "" for code in told["place_country"]],
        **{name: iso_day(told[name]) for name in ("first_day", "last_day", "first", "last")},
    }


def event_rows(coding: Coding, standing: Callable[[str], Standing | None] | None = None) -> Iterator[Row]:
    """The rows of `events` of one article; ``standing`` gives the happening of each, by its id."""
    article, coder = _article(coding), _coder(coding)
    for event in coding.events:
        by, at = actor_of(coding, event.by), spot(event)
        where = list(spots(event))
        told = days(event.date.value) if event.date else None
        numbers: dict[str, Any] = {name: event.numbers.get(name) for name in NUMBERS}
        yield {
            "event_id": event.id,
            **article,
            "mention_of": event.event,
            "happening": at_hand.happening if standing and (at_hand := standing(event.id)) else None,
            "type": event.type,
            "mode": list(event.mode),
            "context": list(event.context),
            "aux": event.aux or None,
            "status": status(event.aux, claimed=event.by is not None),
            "quad": event.quad or None,
            "score": event.score,
            "cameo": event.cameo or None,
            "goldstein": goldstein(event.cameo),
            **_who("actor", unique(coding, event.actors)),
            **_who("recipient", unique(coding, event.recipients)),
            "by": by.name if by else None,
            "by_id": by.id if by else None,
            "by_country": list(by.country) if by else [],
            "date": event.date.value if event.date else None,
            "first_day": told[0] if told else None,
            "last_day": told[1] if told else None,
            "granularity": event.date.granularity if event.date else None,
            "date_source": event.date.source if event.date else None,
            "place": [one.place.name or one.place.text for one in where],
            "place_country": [one.place.country for one in where],
            "place_text": [one.place.text for one in where],
            "lat": at.place.lat if at else None,
            "lon": at.place.lon if at else None,
            "geonames": at.place.geonames if at else None,
            "precision": at.precision or None if at else None,
            **numbers,
            "trigger": event.trigger.text,
            "start": event.trigger.start,
            "end": event.trigger.end,
            "sentence": evidence(coding, event),
            "confidence": event.confidence,
            **coder,
        }


def statement_rows(coding: Coding) -> Iterator[Row]:
    """The rows of `statements` of one article."""
    article, coder = _article(coding), _coder(coding)
    for said in coding.statements:
        speaker = actor_of(coding, said.speaker)
        addressees = unique(coding, said.addressees)
        about = [(coding.actor(name), name) for name in said.about]
        yield {
            "statement_id": said.id,
            **article,
            "speaker": speaker.name if speaker else None,
            "speaker_id": speaker.id if speaker else None,
            "speaker_country": list(speaker.country) if speaker else [],
            "speaker_sector": list(speaker.sector) if speaker else [],
            "speaker_text": said.speaker.text if said.speaker else None,
            "cue": said.cue.text if said.cue else None,
            "mode": said.mode,
            "stance": said.stance,
            "words": " ".join(span.text for span in said.content),
            "start": min((span.start for span in said.content), default=None),
            "end": max((span.end for span in said.content), default=None),
            "addressee": [actor.name for actor, _ in addressees],
            "addressee_id": [actor.id for actor, _ in addressees],
            "about": [actor.name if actor else name for actor, name in about],
            "about_id": [name for _, name in about],
            "asserts": list(said.asserts),
            "confidence": said.confidence,
            **coder,
        }
