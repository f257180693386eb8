"""The one filter that all views share: read from the address, written back into it, shown as a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from dragoman import ontology
from dragoman.store import StoreError
from dragoman.store.dates import STATUSES

#: What of the filter may be said more than once.
MANY = (
    "actor", "recipient", "involving", "by", "type", "mode", "context", "status", "quad", "place", "source",
    "happening",
)  # fmt: skip
ONE = ("since", "until", "published_since", "published_until", "text", "reports", "confidence")
#: What statements alone are asked.
STATEMENTS = ("speaker", "about", "stance")
#: Who takes part: a page of an actor, or of two, puts these in their place.
WHO = ("actor", "recipient", "involving", "speaker", "about")
#: How each is called on the screen.
LABELS = {
    "actor": "Who acts",
    "recipient": "To whom",
    "involving": "Takes part",
    "by": "On whose word",
    "type": "Type",
    "mode": "Mode",
    "context": "Context",
    "status": "Status",
    "quad": "Class",
    "place": "Place",
    "source": "Outlet",
    "since": "Happened since",
    "until": "Happened until",
    "published": "Published",
    "published_since": "Published since",
    "published_until": "Published until",
    "text": "Words in the article",
    "happening": "Happening",
    "reports": "Reports of it at least",
    "confidence": "Confidence at least",
    "speaker": "Who speaks",
    "about": "About whom",
    "stance": "Stance",
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "type": tuple(ontology.TYPES),
    "status": STATUSES,
    "quad": tuple(ontology.QUADS),
    "context": tuple(ontology.CONTEXTS),
    "stance": ("+", "-", "0"),
}
#: What the form has a field for, where it asks for events and where for statements.
_FIELDS = frozenset(MANY) - {"mode", "happening"} | frozenset(ONE)
_SAID_FIELDS = frozenset(STATEMENTS) | {"source"} | frozenset(ONE) - {"since", "until", "reports"}
_NAMES = (*MANY, *ONE, *STATEMENTS)
_LONGEST = 500  # characters of a value
_MOST = 50  # values of one name


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for, by name. ``extra`` are the view's own settings (page, level, period)."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, query: Iterable[tuple[str, str]]) -> Filter:
        """The filter in an address; what has no words in it says nothing.

        Raises StoreError where there is more than is asked for in earnest: nothing is left out unsaid.
        """
        values: dict[str, list[str]] = {}
        extra: dict[str, str] = {}
        for name, value in query:
            value = value.strip()
            if not value or name == "token":
                continue
            label = LABELS.get(name, name[:40])
            if len(value) > _LONGEST:
                raise StoreError(f"{label}: {len(value):,} characters: give at most {_LONGEST}")
            if name in MANY or name in STATEMENTS:
                held = values.setdefault(name, [])
                if value not in held:
                    held.append(value)
                if len(held) > _MOST:
                    raise StoreError(f"{label}: more than {_MOST} values: give fewer")
            elif name in ONE:
                values[name] = [value]
            else:
                extra[name] = value
        return cls({name: tuple(values[name]) for name in _NAMES if name in values}, extra)

    def __bool__(self) -> bool:
        return bool(self.values)

    def one(self, name: str) -> str:
        """The first value of that name, "" where there is none."""
        return self.values.get(name, ("",))[0]

    def events(self, *, without: Iterable[str] = ()) -> dict[str, Any]:
        """As `dragoman.store.Project.events` takes it. Raises StoreError where a number is none."""
        return self._asked(MANY, without)

    def statements(self, *, without: Iterable[str] = ()) -> dict[str, Any]:
        """As `dragoman.store.Project.statements` takes it: who acts is who speaks, to whom is about whom.

        What only events have (types, places) is left out: see `ignored`.
        """
        out = set(without)
        asked = self._asked(("source", *STATEMENTS), out)
        asked.pop("reports", None)
        for name in ("since", "until"):
            if name in asked:
                asked.setdefault(f"published_{name}", asked.pop(name))
        for name, other in (("actor", "speaker"), ("recipient", "about")):
            if name in self.values and other not in asked and not {name, other} & out:
                asked[other] = list(self.values[name])
        return asked

    def ignored(self) -> list[str]:
        """What of the filter statements cannot be asked."""
        useless = (
            "by", "type", "mode", "context", "status", "quad", "place", "involving", "happening", "reports"
        )  # fmt: skip
        return [LABELS[name] for name in useless if name in self.values]

    def spoken(self, of_somebody: bool = False) -> list[str]:
        """What of the filter events cannot be asked, on the page of an actor beside what it takes the place
        of."""
        named = [name for name in STATEMENTS if not of_somebody or name not in WHO]
        return [LABELS[name] for name in named if name in self.values]

    def unshown(self, said: bool) -> list[tuple[str, str]]:
        """Names and values that the form for events, or for statements, has no field for."""
        fields = _SAID_FIELDS if said else _FIELDS
        return [
            (name, value)
            for name, held in self.values.items()
            for value in (held[1:] if name in fields else held)
        ]

    def replaced(self) -> list[str]:
        """What of the filter the page of an actor, or of two, takes the place of."""
        return [LABELS[name] for name in WHO if name in self.values]

    def rest(self) -> str:
        """The address's end without who takes part, for the page of an actor."""
        return self.query(without=WHO)

    def _asked(self, many: Iterable[str], without: Iterable[str]) -> dict[str, Any]:
        out = set(without)
        asked: dict[str, Any] = {
            name: list(self.values[name]) for name in many if name in self.values and name not in out
        }
        asked |= {name: self.values[name][0] for name in ONE if name in self.values and name not in out}
        if "confidence" in asked:
            asked["confidence"] = confidence(asked["confidence"])
        if "reports" in asked:
            asked["reports"] = whole(asked["reports"])
        return asked

    def pairs(
        self, *, extra: bool = False, without: Iterable[str] = (), **changes: str | None
    ) -> list[tuple[str, str]]:
        """Names and values for an address. A change of None takes the name out."""
        out = {*without, *changes}
        pairs = [(name, value) for name, held in self.values.items() if name not in out for value in held]
        if extra:
            pairs += [(name, value) for name, value in self.extra.items() if name not in out]
        return pairs + [(name, value) for name, value in changes.items() if value]

    def query(self, *, extra: bool = False, without: Iterable[str] = (), **changes: str | None) -> str:
        """``?name=value&…``, "" where nothing is asked. See `pairs`."""
        found = urlencode(self.pairs(extra=extra, without=without, **changes))
        return f"?{found}" if found else ""

    def own(self) -> str:
        """The address's end with the view's own settings alone, without its page."""
        found = urlencode([pair for pair in self.extra.items() if pair[0] != "page"])
        return f"?{found}" if found else ""

    def plus(self, name: str, value: str) -> str:
        """The address with one more value; ``published`` is a time from and until which it was published."""
        if name == "published":
            return self.query(published_since=value, published_until=value)
        held = self.values.get(name, ())
        return "?" + urlencode([*self.pairs(), *([] if value in held else [(name, value)])])

    def without(self, name: str, value: str) -> str:
        """The address with one value less, on the first page of the view."""
        pairs = [pair for pair in self.pairs(extra=True, page=None) if pair != (name, value)]
        return f"?{urlencode(pairs)}" if pairs else "?"

    def chips(self) -> Iterator[tuple[str, str, str]]:
        """What is asked: label, value, and the address without it."""
        for name, held in self.values.items():
            for value in held:
                yield LABELS[name], value, self.without(name, value)


def confidence(value: str) -> float:
    """A number from 0 to 1, or a percentage. Raises StoreError."""
    try:
        number = float(value.rstrip("%")) / (100 if value.endswith("%") else 1)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise StoreError(f"confidence is {value!r}: give a number from 0 to 1")
    return number


def whole(value: str) -> int:
    """A whole number from 1. Raises StoreError."""
    if not (value.isascii() and value.isdigit() and 0 < int(value[:10]) < 10**9):
        raise StoreError(f"{value!r} is no number of reports: give a whole number from 1")
    return int(value)
