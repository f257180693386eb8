"""How single things are written on a page: numbers, dates, scores, addresses, classes of colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from dragoman import ontology
from dragoman.web.filtering import CHOICES, LABELS, WHO

_LONGEST = 240  # characters of a name or a title in a list
_MINUS = "−"
STATUS = {
    "reported": "",
    "claimed": "claimed",
    "planned": "planned",
    "possible": "possible",
    "denied": "did not happen",
}
STANCE = {"+": "supports", "-": "criticises", "0": "speaks about"}
#: What the types are called in a sentence.
VERBS = {
    "AGREE": "agrees with", "CONSULT": "talks with", "SUPPORT": "supports", "CONCEDE": "concedes to",
    "COOPERATE": "cooperates with", "AID": "gives aid to", "RETREAT": "withdraws from",
    "REQUEST": "asks", "ACCUSE": "accuses", "REJECT": "rejects", "THREATEN": "threatens",
    "PROTEST": "protests against", "SANCTION": "sanctions", "MOBILIZE": "mobilises against",
    "COERCE": "coerces", "ASSAULT": "attacks",
}  # fmt: skip


def quad_class(quad: str) -> str:
    """``q1`` to ``q4``, the classes of colour of the quad classes; ``q0`` for none."""
    return f"q{ontology.QUADS.index(quad) + 1}" if quad in ontology.QUADS else "q0"


def status_class(status: str) -> str:
    """``is-claimed``, ``is-planned``…; "" for what is reported."""
    return "" if status == "reported" else f"is-{status}"


def signed(score: float | None) -> str:
    """``+3``, ``−7.5``, ``0``; "" where there is none."""
    if score is None:
        return ""
    return f"{score:+.3g}".replace("-", _MINUS) if score else "0"


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 event``, ``1,204 events``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(value: float | None) -> str:
    """``93%``, "" where it is not known."""
    return "" if value is None else f"{value:.0%}"


def thousands(number: int | None) -> str:
    """``12,345``."""
    return "" if number is None else f"{number:,}"


def short(text: str | None, most: int = _LONGEST) -> str:
    """The words, cut where they are very long."""
    text = text or ""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def opening(text: str | None, most: int = 80) -> str:
    """The first words of a text, none of them cut, and "…" where there are more; "" where there are none."""
    whole = " ".join((text or "").split())
    if len(whole) <= most:
        return whole
    held = whole[:most].rpartition(" ")[0] or whole[: most - 1]
    return f"{held.rstrip(',;:–— ')} …" if " " in whole[:most] else f"{held}…"


def words(code: str) -> str:
    """``shelling_artillery`` as words."""
    return code.replace("_", " ")


def web(address: str | None) -> str:
    """The address if it is one of the web, else "": "javascript:…" becomes no link."""
    return address if address and address.lower().startswith(("http://", "https://")) else ""


def article_address(number: int, part: str = "") -> str:
    """Where an article is shown, at the card of an event or statement."""
    return f"/articles/{number}" + (f"#{card_id(part)}" if part else "")


def card_id(part: str) -> str:
    """The id of a card in its page."""
    return f"card-{quote(part, safe='')}"


def actor_address(key: str) -> str:
    """Where an actor is shown."""
    return f"/actors/{quote(key, safe='')}"


def dyad_address(one: str, other: str, rest: str = "") -> str:
    """Where two actors are shown together; ``rest`` is the filter that goes along, from its question mark."""
    return f"/dyad?a={quote(one, safe='')}&b={quote(other, safe='')}{rest.replace('?', '&', 1)}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "quad_class": quad_class,
    "status_class": status_class,
    "signed": signed,
    "counted": counted,
    "percent": percent,
    "thousands": thousands,
    "short": short,
    "opening": opening,
    "words": words,
    "web": web,
}
GLOBALS: Mapping[str, Any] = {
    "article_address": article_address,
    "actor_address": actor_address,
    "dyad_address": dyad_address,
    "card_id": card_id,
    "QUADS": tuple(ontology.QUADS),
    "TYPES": tuple(ontology.TYPES),
    "VERBS": VERBS,
    "STATUS": STATUS,
    "STANCE": STANCE,
    "LABELS": LABELS,
    "WHO": WHO,
    "CHOICES": CHOICES,
    "NAV": (
        ("/", "Overview"),
        ("/events", "Events"),
        ("/statements", "Statements"),
        ("/happenings", "Happenings"),
        ("/actors", "Actors"),
        ("/dyads", "Dyads"),
        ("/positions", "Positions"),
        ("/map", "Map"),
        ("/network", "Network"),
        ("/search", "Search"),
        ("/review", "Review"),
    ),
    "VIEWS_WITH_FILTER": (
        "/", "/events", "/statements", "/happenings", "/actors", "/dyads", "/positions", "/map", "/network",
        "/search", "/review",
    ),
}  # fmt: skip
