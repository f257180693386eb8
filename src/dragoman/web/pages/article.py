"""One article: its text with layered marks, and a card for each event and statement beside its paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dragoman.display import evidence
from dragoman.display.wording import actors_by_id, event_words, quad_class, statement_words, text_order
from dragoman.records import Actor, Article, Coding, Event, Span, Statement
from dragoman.store import Table
from dragoman.store.dates import status
from dragoman.web import questions
from dragoman.web.copying import called, cited, sql
from dragoman.web.pages import beside
from dragoman.web.showing import card_id, short, signed, words
from dragoman.web.showing import quad_class as colour
from dragoman.web.site import Asked, Missing, Moved, Page, View

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
#: Layers that a role belongs to.
_LAYER = {
    "actor": "who", "recipient": "who", "by": "who", "speaker": "who", "addressee": "who",
    "time": "when", "place": "where", "content": "said", "cue": "cue", "trigger": "act",
}  # fmt: skip

#: The words of a statement that its card leads to, the best first.
_LEADING = ("cue", "content", "speaker", "addressee")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one set of marks. ``anchor`` is its id where an act or cue begins in it."""

    text: str
    classes: str = ""
    owners: str = ""
    target: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a field is as it is: the words it was read from, or the rule it was derived by."""

    name: str
    value: str
    words: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of an event or statement beside the text."""

    id: str
    kind: str  # "event" or "statement"
    classes: str
    words: object
    record: Event | Statement
    why: tuple[Reason, ...]
    who: tuple[tuple[str, str, str], ...]  # key, name and codes of those who act or speak
    whom: tuple[tuple[str, str, str], ...]
    at: int


@dataclass(slots=True)
class Paragraph:
    """A stretch of text and the cards of what is told in it."""

    pieces: list[Piece]
    cards: list[Card] = field(default_factory=list)


def page(asked: Asked) -> Page:
    """The article of the number in the address."""
    number = int(asked.request.path_params["number"])
    coding = _coding(asked, number)
    title, paragraphs = laid_out(coding)
    around = questions.rows(
        asked.project,
        "SELECT (SELECT max(article) FROM articles WHERE article < ?), "
        "(SELECT min(article) FROM articles WHERE article > ?)",
        [number, number],
    )[0]
    return Page(
        "article.html",
        {
            "number": number,
            "coding": coding,
            "article": coding.article,
            "title": title,
            "paragraphs": paragraphs,
            "quads": [quad_class(event) for event in coding.events],
            "others": beside.other_reports(asked.project, number),
            "told": beside.told_elsewhere(asked.project, number),
            "corrected": beside.corrected(asked.project, number, coding),
            "copies": _copies(asked, number, coding),
            "earlier": around[0],
            "later": around[1],
        },
    )


def _copies(asked: Asked, number: int, coding: Coding) -> list[tuple[str, str]]:
    key, article = _key(asked, number), coding.article
    made = questions.event_conditions(asked.project, {"article": key})
    told = short(article.title), article.source, article.published, short(article.url)
    found = ", ".join(filter(None, told))
    return [
        ("Python", called(asked, f"news.coding({key!r})")),
        ("SQL", sql(made, "events")),
        cited(asked, found or f"article {article.id or key}"),
    ]


def by_key(asked: Asked) -> Moved:
    """To the article of that id, as the Python side calls it."""
    key = asked.request.query_params.get("id", "")
    found = questions.rows(
        asked.project, "SELECT article FROM articles WHERE id = ? OR given_id = ? LIMIT 1", [key, key]
    )
    if not found:
        raise Missing(f"No article {key}.")
    return Moved(f"/articles/{found[0][0]}")


def table(asked: Asked) -> Table:
    """The article's events."""
    return asked.project.events(article=_key(asked, int(asked.request.path_params["number"])))


def said(asked: Asked) -> Table:
    """The article's statements."""
    return asked.project.statements(article=_key(asked, int(asked.request.path_params["number"])))


def _key(asked: Asked, number: int) -> str:
    key = questions.article_key(asked.project, number)
    if key is None:
        raise Missing(f"No article {number} here.")
    return key


def _coding(asked: Asked, number: int) -> Coding:
    coding = asked.project.coding(_key(asked, number))
    if coding is None:
        raise Missing(f"No article {number} here.")
    return coding


def laid_out(coding: Coding) -> tuple[Paragraph | None, list[Paragraph]]:
    """The title, if there is one, and the paragraphs, each with its cards."""
    article = coding.article
    events, statements = text_order(coding)
    bounds = list(_bounds(article))
    paragraphs = [Paragraph(pieces) for pieces in _pieces(article, bounds, events, statements)]
    starts = [start for start, _ in bounds]
    for card in cards(coding, events, statements):
        paragraphs[max(0, bisect_right(starts, card.at) - 1)].cards.append(card)
    for paragraph in paragraphs:
        paragraph.cards.sort(key=lambda card: card.at)
    if article.title_end:
        return paragraphs[0], paragraphs[1:]
    return None, paragraphs


def _bounds(article: Article) -> Iterator[tuple[int, int]]:
    text, start = article.text, 0
    if article.title_end:
        yield 0, article.title_end
        start = article.title_end + 2
    for gap in _PARAGRAPH.finditer(text, start):
        if start < gap.start() or start == 0:
            yield start, gap.start()
        start = gap.end()
    if start < len(text) or not text:
        yield start, len(text)


def _pieces(
    article: Article,
    bounds: Sequence[tuple[int, int]],
    events: Sequence[Event],
    statements: Sequence[Statement],
) -> Iterator[list[Piece]]:
    """The pieces of each paragraph."""
    names: list[str] = []
    marks: list[evidence.Mark] = []
    first: dict[int, tuple[int, str]] = {}  # where the words of each begin that its card leads to
    taken: set[int] = set()
    for event in events:
        made = evidence.event_marks(event, owner=len(names))
        first[len(names)] = _lead(made, taken)
        marks += made
        names.append(event.id)
    for statement in statements:
        made = evidence.statement_marks(statement, owner=len(names))
        first[len(names)] = _lead(
            sorted(made, key=lambda mark: (_LEADING.index(mark.role), mark.start)), taken
        )
        marks += made
        names.append(statement.id)
    cuts = [cut for pair in bounds for cut in pair]
    segments = evidence.segments(0, len(article.text), marks, cuts)
    segment = next(segments, None)
    anchored: set[str] = set()
    for start, end in bounds:
        out: list[Piece] = []
        while segment and segment.end <= end:
            if segment.start >= start:
                out.append(_piece(article.text, segment, names, events, first, anchored))
            segment = next(segments, None)
        yield out


def _lead(marks: Sequence[evidence.Mark], taken: set[int]) -> tuple[int, str]:
    """Where the first of the marks begins whose beginning no other card leads to, and its role. "Denied" may
    be an act and a cue, and one word two acts.
    """
    lead = next((mark for mark in marks if mark.start not in taken), marks[0])
    taken.add(lead.start)
    return lead.start, lead.role


def _piece(
    text: str,
    segment: evidence.Segment,
    names: Sequence[str],
    events: Sequence[Event],
    first: dict[int, tuple[int, str]],
    anchored: set[str],
) -> Piece:
    here = text[segment.start : segment.end]
    if not segment.marks:
        return Piece(here)
    classes = ["m", *dict.fromkeys(_LAYER[mark.role] for mark in segment.marks)]
    target = anchor = ""
    for mark in segment.marks:
        if mark.role == "trigger" and not target:
            classes += _classes(events[mark.owner])
            target = names[mark.owner]
        lead, role = first[mark.owner]
        if mark.role == role and segment.start >= lead and names[mark.owner] not in anchored and not anchor:
            anchor = names[mark.owner]
            anchored.add(anchor)
    if not target:
        cue = next((mark for mark in segment.marks if mark.role == "cue"), None)
        target = names[cue.owner] if cue else ""
    owners = " ".join(dict.fromkeys(f"{names[mark.owner]}:{mark.role}" for mark in segment.marks))
    return Piece(here, " ".join(classes), owners, target, anchor)


def _classes(event: Event) -> list[str]:
    out = [colour(quad_class(event))]
    if event.by:
        out.append("is-claimed")
    if event.aux == "negation":
        out.append("is-denied")
    elif event.aux in ("future", "hypothetical"):
        out.append("is-planned")
    elif event.aux == "historical":
        out.append("is-background")
    return out


def cards(coding: Coding, events: Sequence[Event], statements: Sequence[Statement]) -> Iterator[Card]:
    """A card for each event and statement."""
    actors = actors_by_id(coding)
    for event in events:
        yield Card(
            event.id,
            "event",
            " ".join(_classes(event)),
            event_words(event, actors),
            event,
            tuple(_why(event, actors)),
            _people(event.actors, actors),
            _people(event.recipients, actors),
            event.trigger.start,
        )
    for statement in statements:
        spoken = statement_words(statement, actors)
        stance = {"+": "is-for", "-": "is-against"}.get(spoken.stance, "")
        yield Card(
            statement.id,
            "statement",
            stance,
            spoken,
            statement,
            tuple(_why_said(statement, actors)),
            _people([statement.speaker] if statement.speaker else [], actors),
            tuple(_named(key, "", actors) for key in dict.fromkeys(statement.about)),
            min(span.start for span in statement.content),
        )


def _people(args: Sequence[Span], actors: dict[str, Actor]) -> tuple[tuple[str, str, str], ...]:
    return tuple(dict.fromkeys(_named(getattr(arg, "actor", ""), arg.text, actors) for arg in args))


def _named(key: str, text: str, actors: dict[str, Actor]) -> tuple[str, str, str]:
    actor = actors.get(key)
    if actor is None:
        return "", text or key, ""
    return actor.id, actor.name, " ".join((*actor.country, *actor.sector))


def _why(event: Event, actors: dict[str, Actor]) -> Iterator[Reason]:
    """Every field of the event with its words or its rule."""
    rules: dict[str, list[str]] = {}
    for why in event.why:
        rules.setdefault(why.field, []).append(why.rule)

    def because(*fields: str, otherwise: str = "") -> str:
        found = [rule for name in fields for rule in rules.pop(name, ())]
        return "; ".join(found) or otherwise

    sure = event.confidences
    told = "" if "type" not in sure else f"probability {sure['type']:.0%}"
    yield Reason("type", event.type, event.trigger.text, because("type", "trigger", otherwise=told))
    if event.mode:
        yield Reason("mode", ", ".join(map(words, event.mode)), event.trigger.text, because("mode"))
    for name, label, args in (("actors", "who", event.actors), ("recipients", "to whom", event.recipients)):
        rule = because(name)
        if name in sure:
            rule = f"{rule}; probability {sure[name]:.0%}" if rule else f"probability {sure[name]:.0%}"
        if not args:
            yield Reason(label, "nobody named", "", rule)
        for arg in args:
            yield Reason(label, _named(arg.actor, arg.text, actors)[1], arg.text, rule)
    if event.by:
        yield Reason("by", _named(event.by.actor, event.by.text, actors)[1], event.by.text, because("by"))
    done = status(event.aux, claimed=event.by is not None)
    yield Reason("status", done, "", because("aux", otherwise=f"as told: {event.aux or 'done or under way'}"))
    if event.date:
        times = ", ".join(f"“{time.text}”" for time in event.times)
        rule = because("date", "times", otherwise=f"from the {event.date.source}")
        yield Reason("date", event.date.value, times.strip("“”"), rule)
    for place in event.places:
        known = f"{place.name or place.text}{f' ({place.country})' if place.country else ''}"
        if place.lat is not None and place.lon is not None:
            known += f", {place.lat:.2f}, {place.lon:.2f}"
        yield Reason("where", known, place.text, because("places"))
    for name, number in event.numbers.items():
        yield Reason(name, str(number), "", because(name, "numbers"))
    if event.context:
        yield Reason("context", ", ".join(map(words, event.context)), "", because("context"))
    table = "PLOVER’s table, by type and mode"
    if event.quad:
        yield Reason("class", event.quad, "", because("quad", otherwise=table))
    if event.score is not None:
        yield Reason("score", signed(event.score), "", because("score", otherwise=table))
    if event.cameo:
        yield Reason("CAMEO", event.cameo, "", because("cameo", otherwise="the crosswalk, by type and mode"))
    for name, found in rules.items():
        yield Reason(name, "", "", "; ".join(found))


def _why_said(statement: Statement, actors: dict[str, Actor]) -> Iterator[Reason]:
    sure = statement.confidences

    def told(name: str) -> str:
        return f"probability {sure[name]:.0%}" if name in sure else ""

    if statement.speaker:
        name = _named(statement.speaker.actor, statement.speaker.text, actors)[1]
        yield Reason("who", name, statement.speaker.text, told("speaker"))
    if statement.cue:
        yield Reason("word of saying", statement.cue.text, statement.cue.text, told("said"))
    for arg in statement.addressees:
        yield Reason("to whom", _named(arg.actor, arg.text, actors)[1], arg.text)
    for key in dict.fromkeys(statement.about):
        yield Reason("about", _named(key, "", actors)[1], "", "who is spoken of in these words")
    stance = {"+": "supportive", "-": "critical"}.get(statement.stance, "neither")
    yield Reason("stance", stance, "", told("stance"))
    quoted = {"direct": "all in quotation marks", "mixed": "in part in quotation marks"}
    yield Reason("mode", statement.mode, "", quoted.get(statement.mode, "no quotation marks"))


VIEWS = (
    View("/articles/{number:int}/statements", None, said),
    View("/articles/{number:int}", page, table),
    View("/article", by_key),
)
__all__ = ["VIEWS", "Card", "Piece", "card_id", "laid_out"]
