"""What is told of a happening, put together: best of each field, side by side what reports disagree on."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dragoman.merging.grouping import Happening, components
from dragoman.merging.mentions import Key, Mention, Report, Where, Who

#: What a happening's status is: the first of these that any report gives it.
STATUSES = ("reported", "claimed", "denied", "planned", "possible")


def name_of(happening: Happening) -> str:
    """The happening's id: made of its first mention, so that the same one is called the same anywhere."""
    return "h" + _digest(happening.mentions[0].key)


def _digest(key: Key) -> str:
    return hashlib.sha256("\0".join(map(str, key)).encode("utf-8", "replace")).hexdigest()[:12]


def status_of(mention: Mention) -> str:
    """One of `STATUSES`, of one mention."""
    named = {"future": "planned", "hypothetical": "possible", "negation": "denied"}.get(mention.aux)
    return named or ("claimed" if mention.by else "reported")


def sources(reports: Iterable[Report], copies: Mapping[str, str]) -> int:
    """How many independent sources reports are: copies, one outlet and one agency count once."""
    ordered = sorted(reports, key=lambda report: (report.day or 0, report.id))
    seen: dict[tuple[str, str], int] = {}
    pairs = []
    for at, report in enumerate(ordered):
        keys = [("text", copies.get(report.id, report.id))]
        keys += [("of", name.casefold()) for name in (report.source, report.agency) if name]
        for key in keys:
            if key in seen:
                pairs.append((seen[key], at))
            seen.setdefault(key, at)
    return len(components(len(ordered), pairs))


def card(happening: Happening, copies: Mapping[str, str]) -> dict[str, Any]:
    """The happening as plain dicts, lists, strings and numbers.

    ``copies`` gives of each copy the report it is a copy of, by article ids. Figures, accounts and the
    history name the article (its id here), outlet and day that gave them.
    """
    mentions = happening.mentions
    told = [m for m in mentions if m.aux in ("", "historical")] or mentions
    reports = {m.report.id: m.report for m in mentions}
    days = sorted(r.published for r in reports.values() if r.published)
    statuses = [status_of(m) for m in mentions]
    out: dict[str, Any] = {
        "happening": name_of(happening),
        "type": _most(m.type for m in told),
        "mode": sorted({mode for m in told for mode in m.mode}),
        "status": next(name for name in STATUSES if name in statuses),
        "denied": "denied" in statuses,
        "actors": _people(m.actors for m in told),
        "recipients": _people(m.recipients for m in told),
        "places": _places(told),
        **_date(told),
        "numbers": _last_numbers(mentions),
        "reports": len(reports),
        "sources": sources(reports.values(), copies),
        "events": len(mentions),
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
        "accounts": _accounts(mentions),
        "denials": [_where(m) | {"by": m.by or None} for m in mentions if m.aux == "negation"],
        "figures": _figures(mentions),
        "history": _history(mentions),
    }
    return out


def _most(values: Iterable[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def _people(roles: Iterable[Sequence[Who]]) -> list[dict[str, Any]]:
    """Who takes part, most often told first; one who is named before those who are not."""
    counts: Counter[str] = Counter()
    known: dict[str, Who] = {}
    for role in roles:
        for who in role:
            counts[who.id] += 1
            known.setdefault(who.id, who)
    ordered = sorted(known.values(), key=lambda who: (who.local, -counts[who.id], who.id))
    return [
        {
            "id": who.id,
            "name": who.name,
            "kind": who.kind,
            "country": sorted(who.country),
            "sector": sorted(who.sector),
            "mentions": counts[who.id],
        }
        for who in ordered
    ]


def _places(mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    counts: Counter[tuple[str, str]] = Counter()
    known: dict[tuple[str, str], Where] = {}
    for m in mentions:
        for place in m.places:
            key = (place.country, place.name)
            counts[key] += 1
            known.setdefault(key, place)
    # A place with a point before a mere country.
    ordered = sorted(known, key=lambda key: (not known[key].names, known[key].lat is None, -counts[key], key))
    return [
        {"name": known[key].name, "country": key[0], "lat": known[key].lat, "lon": known[key].lon}
        for key in ordered
    ]


def _date(mentions: Sequence[Mention]) -> dict[str, Any]:
    """First and last day of the date told most exactly, of those the one told most often."""
    counts = Counter((m.first, m.last) for m in mentions if m.first is not None and m.last is not None)
    if not counts:
        return {"first_day": None, "last_day": None}
    first, last = min(counts, key=lambda pair: ((pair[1] or 0) - (pair[0] or 0), -counts[pair], pair))
    assert first is not None and last is not None
    return {
        "first_day": date.fromordinal(first).isoformat(),
        "last_day": date.fromordinal(last).isoformat(),
    }


def _where(mention: Mention) -> dict[str, Any]:
    return {
        "article": mention.report.id,
        "source": mention.report.source,
        "published": mention.report.published,
    }


def _last_numbers(mentions: Sequence[Mention]) -> dict[str, int | str]:
    """Of each figure the last one told, the highest of that day."""
    out: dict[str, tuple[int, int | str]] = {}
    for m in mentions:
        for name, value in m.numbers.items():
            day = m.report.day or 0
            before = out.get(name)
            if before is None or day > before[0] or (day == before[0] and _higher(value, before[1])):
                out[name] = (day, value)
    return {name: out[name][1] for name in sorted(out)}


def _higher(one: int | str, other: int | str) -> bool:
    return isinstance(one, int) and isinstance(other, int) and one > other


def _accounts(mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    counts = Counter((m.by, status_of(m)) for m in mentions)
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return [{"by": by or None, "status": status, "mentions": counts[by, status]} for by, status in ordered]


def _figures(mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    out = []
    for m in mentions:
        for name in sorted(m.numbers):
            row = {"figure": name, "value": m.numbers[name], "by": m.by or None, **_where(m)}
            if row not in out:
                out.append(row)
    return sorted(out, key=lambda row: row["figure"])


def _history(mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    """What changed from report to report: the status, who denies it, each figure, who is said to have acted.

    A report's status is the first of `STATUSES` that any of its events has; a denial in a report that tells
    all the same is told beside, once of each who denies.
    """
    out: list[dict[str, Any]] = []
    last: dict[str, Any] = {}
    denying: set[str] = set()

    def change(field: str, value: Any, mention: Mention) -> None:
        before = last.get(field)
        if before != value:
            out.append(
                {"field": field, "from": before, "to": value, "by": mention.by or None} | _where(mention)
            )
            last[field] = value

    reports: dict[str, list[Mention]] = {}
    for m in mentions:
        reports.setdefault(m.report.id, []).append(m)
    for told in reports.values():
        best = min(told, key=lambda m: STATUSES.index(status_of(m)))
        status = status_of(best)
        change("status", status, best)
        for m in told:
            if status_of(m) == "denied" != status and m.by not in denying:
                denying.add(m.by)
                row = {"field": "status", "from": status, "to": "denied", "by": m.by or None}
                out.append(row | _where(m))
            for name in sorted(m.numbers):
                change(name, m.numbers[name], m)
        acting = next((m for m in told if m.actors and m.aux != "negation"), None)
        acting = acting or next((m for m in told if m.actors), None)
        if acting:
            change("actor", acting.actors[0].name, acting)
    return out
