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
)  # fmt: skip
ONE = ("since", "until", "published_since", "published_until", "text", "confidence")
#: What statements alone are asked.
STATEMENTS = ("speaker", "about", "stance")
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
    "published_since": "Published since",
    "published_until": "Published until",
    "text": "Words in the article",
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
_NAMES = (*MANY, *ONE, *STATEMENTS)
_LONGEST = 200  # characters of a value
_MOST = 20  # values of one name


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for, by name. ``extra`` are the view's own settings (page, level, period)."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, query: Iterable[tuple[str, str]]) -> Filter:
        """The filter in an address; what has no words in it says nothing."""
        values: dict[str, list[str]] = {}
        extra: dict[str, str] = {}
        for name, value in query:
            value = value.strip()[:_LONGEST]
            if not value or name == "token":
                continue
            if name in MANY or name in STATEMENTS:
                held = values.setdefault(name, [])
                if value not in held and len(held) < _MOST:
                    held.append(value)
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

    def events(self) -> dict[str, Any]:
        """As `dragoman.store.Project.events` takes it. Raises StoreError where confidence is no number."""
        return self._asked(MANY)

    def statements(self) -> dict[str, Any]:
        """As `dragoman.store.Project.statements` takes it: who acts is who speaks, to whom is about whom.

        What only events have (types, places) is left out: see `ignored`.
        """
        asked = self._asked(("source", *STATEMENTS))
        for name in ("since", "until"):
            if name in asked:
                asked.setdefault(f"published_{name}", asked.pop(name))
        for name, other in (("actor", "speaker"), ("recipient", "about")):
            if name in self.values and other not in asked:
                asked[other] = list(self.values[name])
        return asked

    def ignored(self) -> list[str]:
        """What of the filter statements cannot be asked."""
        useless = ("by", "type", "mode", "context", "status", "quad", "place", "involving")
        return [LABELS[name] for name in useless if name in self.values]

    def _asked(self, many: Iterable[str]) -> dict[str, Any]:
        asked: dict[str, Any] = {name: list(self.values[name]) for name in many if name in self.values}
        asked |= {name: self.values[name][0] for name in ONE if name in self.values}
        if "confidence" in asked:
            asked["confidence"] = confidence(asked["confidence"])
        return asked

    def pairs(self, *, extra: bool = False, **changes: str | None) -> list[tuple[str, str]]:
        """Names and values for an address. A change of None takes the name out."""
        out = [
            (name, value) for name, held in self.values.items() if name not in changes for value in held
        ]
        if extra:
            out += [(name, value) for name, value in self.extra.items() if name not in changes]
        return out + [(name, value) for name, value in changes.items() if value not in (None, "")]

    def query(self, *, extra: bool = False, **changes: str | None) -> str:
        """``?name=value&…``, "" where nothing is asked. See `pairs`."""
        found = urlencode(self.pairs(extra=extra, **changes))
        return f"?{found}" if found else ""

    def plus(self, name: str, value: str) -> str:
        """The address with one more value."""
        held = self.values.get(name, ())
        return "?" + urlencode([*self.pairs(), *([] if value in held else [(name, value)])])

    def without(self, name: str, value: str) -> str:
        """The address with one value less."""
        found = urlencode([pair for pair in self.pairs() if pair != (name, value)])
        return f"?{found}" if found else "?"

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
