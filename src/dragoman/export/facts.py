"""What the layouts need of an event and its record does not say outright: its day, its number, its place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dragoman.records import Actor, Arg, Article, Coding, Event, Place
from dragoman.store.dates import days

#: What becomes of an event whose day is not told: ``empty`` leaves the day open, ``published`` takes the
#: article's as the field's data sets do, ``drop`` leaves the event out.
UNDATED = ("empty", "published", "drop")
#: Not told as having happened: the field's layouts cannot say so.
UNREAL = ("future", "hypothetical", "negation")
#: Acts that those who take part in do to each other.
MUTUAL = ("AGREE", "CONSULT", "COOPERATE")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BITS = 53  # what R, JavaScript and spreadsheets hold exactly


def article_key(coding: Coding) -> str:
    """What an article is told by: its words, outlet and day, as in a project."""
    article = coding.article
    parts = "\x00".join(
        (article.id, article.title, article.body, article.source or "", article.published or "")
    )
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()


def number(*parts: str) -> int:
    """A whole number of up to 53 bits that stands for these words; the same every time."""
    digest = hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _BITS)


def iso_day(value: str | None) -> str | None:
    """The value if it is a day, else None."""
    if value is None or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def day(article: Article, event: Event, undated: str = "empty") -> str:
    """The day of an event, "" where it is not known to the day.

    With ``undated="published"`` the article's day stands in where no date is told, or one that the
    article's day lies within; never for what is told as history.
    """
    told = event.date
    if told and iso_day(told.value):
        return told.value
    published = iso_day(article.published)
    if undated != "published" or published is None or event.aux == "historical":
        return ""
    if told is None:
        return published
    stretch = days(told.value)
    return published if stretch and stretch[0] <= published <= stretch[1] else ""


def actor_of(coding: Coding, arg: Arg | None) -> Actor | None:
    """Whom an argument stands for; one who is not among the actors is known by the words alone."""
    if arg is None:
        return None
    return coding.actor(arg.actor) or Actor(arg.actor or arg.text, arg.text, "group")


def unique(coding: Coding, args: tuple[Arg, ...]) -> list[tuple[Actor, Arg]]:
    """Each actor once, with the first words that stand for it."""
    out: dict[str, tuple[Actor, Arg]] = {}
    for arg in args:
        actor = actor_of(coding, arg)
        if actor is not None:
            out.setdefault(actor.id, (actor, arg))
    return list(out.values())


Side = tuple[Actor, Arg] | None


def pairs(coding: Coding, event: Event) -> list[tuple[Side, Side]]:
    """Who acts on whom, as pairs; an open side is None.

    An act that its actors do together, without a recipient, is one of each on each other, as the field's
    coders have it.
    """
    actors, recipients = unique(coding, event.actors), unique(coding, event.recipients)
    if not recipients and len(actors) > 1 and event.type in MUTUAL:
        return [(one, other) for one in actors for other in actors if one is not other]
    sources: list[Side] = [*actors] or [None]
    targets: list[Side] = [*recipients] or [None]
    return [(one, other) for one in sources for other in targets]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an event is put: ``precision`` is one of the gazetteer's kinds (site, city, district, province,
    country, region, sea), or "" where it is not known; ``province`` and ``city`` are names, or ""."""

    place: Place
    precision: str
    name: str
    province: str
    district: str
    city: str


def spots(event: Event) -> Iterator[Spot]:
    """The event's places."""
    for place in event.places:
        precision, name, province = _kind(
            place.name or "", place.country, place.lat, place.lon, place.geonames
        )
        named = name or place.name or ""
        yield Spot(
            place,
            precision,
            named,
            named if precision == "province" else province,
            named if precision == "district" else "",
            named if precision in ("city", "site") else "",
        )


def spot(event: Event) -> Spot | None:
    """The first place that has a point, else the first; None without any."""
    found = list(spots(event))
    return next((one for one in found if one.place.lat is not None), found[0] if found else None)


@lru_cache(maxsize=50_000)
def _kind(
    name: str, country: str, lat: float | None, lon: float | None, geonames: int | None
) -> tuple[str, str, str]:
    """Kind, name and first-level division of a place as the gazetteer has it; "" where it does not."""
    if not name:
        return "", "", ""
    from dragoman.knowledge import Knowledge

    know = Knowledge.load()
    for found in know.gazetteer.candidates(name):
        same = geonames is not None and found.geonames == geonames
        if same or (geonames is None and lat is not None and (found.lat, found.lon) == (lat, lon)):
            return found.kind, found.name, found.admin1
    known = know.country_by_code(country) if country else None
    if known is not None and name in (known.name, *known.aliases):
        return "country", known.name, ""
    return "", "", ""


def sentence_numbers(coding: Coding) -> dict[tuple[int, int], int]:
    """The number, from 1, of each sentence of the article in which an event's words stand."""
    from dragoman.language.sentences import split_sentences

    article = coding.article
    starts = [start for start, _ in split_sentences(article.text, article.title_end)]
    out = {}
    for event in coding.events:
        at = event.trigger.start
        out[event.trigger.start, event.trigger.end] = max(1, sum(start <= at for start in starts))
    return out


def evidence(coding: Coding, event: Event) -> str:
    """The event's sentence; its words alone where the sentence is not told."""
    if event.sentence:
        return coding.article.text[event.sentence.start : event.sentence.end]
    return event.trigger.text
