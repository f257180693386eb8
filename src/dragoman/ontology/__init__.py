"""PLOVER and CAMEO as data: what the types of events are called, how they score, what they map to.

The tables are CSV files in ``data/`` (CC BY-SA 4.0, see the NOTICE there), read once on import:
16 types, 67 modes, 37 contexts and the sectors of PLOVER 2.0 and the crosswalk to CAMEO.

>>> quad("SANCTION"), score("SANCTION", ["expel"]), cameo("SANCTION", ["expel"])
('material conflict', -5.5, '166')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from dragoman.ontology.tables import (
    CODES,
    CODES_BY_CONTEXT,
    CONTEXTS,
    MODE_TABLE,
    QUADS,
    SECTORS,
    TYPES,
    VERSION,
    Crosswalk,
    EventMode,
    EventType,
)

#: The names of each type's modes, in the manual's order; () for the five types without.
MODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: tuple(mode.name for mode in MODE_TABLE[name].values()) for name in TYPES}
)

__all__ = [
    "CODES",
    "CONTEXTS",
    "MODES",
    "MODE_TABLE",
    "QUADS",
    "SECTORS",
    "TYPES",
    "VERSION",
    "Crosswalk",
    "EventMode",
    "EventType",
    "UnknownCode",
    "cameo",
    "from_cameo",
    "quad",
    "score",
]


class UnknownCode(ValueError):
    """A type, mode or code that the ontology does not have."""


def _type(name: str) -> EventType:
    try:
        return TYPES[name]
    except KeyError:
        raise UnknownCode(f"no event type {name!r}; the types are {', '.join(TYPES)}") from None


def _modes(event_type: str, modes: Iterable[str]) -> list[EventMode]:
    known = MODE_TABLE[_type(event_type).name]
    found = []
    for mode in modes:
        if mode not in known:
            choice = f"the modes are {', '.join(known)}" if known else "the type has none"
            raise UnknownCode(f"no mode {mode!r} of {event_type}; {choice}")
        found.append(known[mode])
    return found


def quad(event_type: str) -> str:
    """The type's quad class, one of :data:`QUADS`. Raises UnknownCode."""
    return _type(event_type).quad


def score(event_type: str, modes: Iterable[str] = ()) -> float:
    """The PLOVER score, -10 (conflict) to +10 (cooperation), of a type and its modes.

    The manual scores one mode at a time. Of several the score furthest from zero counts, as the worst
    (or best) that was done; without mode the type's own. Raises UnknownCode.
    """
    found = _modes(event_type, modes)
    return max((mode.score for mode in found), key=abs) if found else _type(event_type).score


def cameo(event_type: str, modes: Iterable[str] = (), contexts: Iterable[str] = ()) -> str:
    """The CAMEO code (three or four digits) that comes closest to a type, its modes and contexts.

    Of several modes the one that :func:`score` goes by. A context only counts where it picks a narrower code
    (AID in a military context is 072). The first digits are always a valid root; PLOVER's auxiliary modes
    have no counterpart. Raises UnknownCode.
    """
    found = _modes(event_type, modes)
    mode = max(found, key=lambda mode: abs(mode.score)) if found else None
    for context in contexts:
        code = CODES_BY_CONTEXT.get((event_type, mode.name if mode else "", context))
        if code:
            return code
    return mode.cameo if mode else TYPES[event_type].cameo


def from_cameo(code: str) -> Crosswalk | None:
    """What a CAMEO code is in PLOVER; a code that is not listed is read as the nearest one above it.

    None for CAMEO's statements (01), which PLOVER drops. Raises UnknownCode for what is no CAMEO code.
    """
    if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 4 and "01" <= code[:2] <= "20"):
        raise UnknownCode(f"{code!r} is no CAMEO code: two to four digits, 01 to 20 first")
    for known in (code, code[:3], code[:2] + "0"):
        if known in CODES:
            return CODES[known]
    return None
