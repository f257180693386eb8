"""Which events are worth comparing: in one article, in like ones, or near in time with two things in common.

Whether two are is a matter of these two and their articles alone. Pairs are numbers: ``one * n + other`` with
``one < other`` positions among ``n`` units.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dragoman.merging.compare import LONGEST, relations
from dragoman.merging.mentions import WINDOW, Unit
from dragoman.merging.table import Numbers, Table, alike, among, distinct, filled, picked
from dragoman.merging.words import weight

if TYPE_CHECKING:
    from dragoman.merging.table import Bools, Ints

#: Articles at least so alike are compared mention by mention.
LIKE = 0.05
_DAYS = 60  # between reports that share two things, one of them rare
_WORDS = 5  # rare words of a sentence by which its events find each other
_CAST = 6  # of those in an article's events by which its events find each other
_DAYS_OF_CAST = 7  # between reports that share two of these
_DAYS_OF_COUNTRIES = 2  # between reports that share two countries only
_LANDS = 4  # countries of an event and its places, of those that are told to be of one day
_MONTH = 31  # days of a month, the longest that a country is enough for
_RARE = 6  # people and places by which an event is found
_COMMON = 4  # countries
_BITS = 28  # of a number of a name
_LIKELY = 0.3  # how far the likely types of two events must overlap
_CHUNK = 1 << 20


def _names(unit: Unit) -> tuple[list[str], list[str], list[str]]:
    """What a unit can be found by: what is rare, the countries that take part, and who is in its article."""
    rare, common = set[str](), set[str]()
    for who in (*unit.actors, *unit.recipients):
        if who.kind != "country" and not who.local:
            rare.add(f"who {who.id}")
        common.update(f"in {code}" for code in who.country)
    for name in unit.names:
        rare.add(f"at {name}")
    # names that nobody was found for
    told = sorted(word for word in unit.words if weight(word) == 1.0)[:_WORDS]
    cast = sorted(name for name in unit.cast if not name.startswith("in "))[:_CAST]
    return [*sorted(rare)[:_RARE], *(f"word {word}" for word in told)], sorted(common)[:_COMMON], cast


def _lands(unit: Unit) -> list[str]:
    """The countries of those who take part and of the places."""
    found = {code for who in (*unit.actors, *unit.recipients) for code in who.country}
    found.update(place.country for place in unit.places if place.country)
    return [f"in {code}" for code in sorted(found)][:_LANDS]


def candidates(
    table: Table, likeness: Mapping[tuple[str, str], float], fresh: Sequence[bool] | None = None
) -> tuple[Ints, Ints]:
    """Positions of the pairs to compare, each once; one of a pair at least is ``fresh``, if that is given."""
    import numpy as np

    size = len(table.units)
    if size < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    new = np.ones(size, bool) if fresh is None else np.array(fresh, bool)

    def worth() -> Iterator[tuple[Ints, Ints]]:
        for one, other in _offers(table, likeness, new):
            kept = (new[one] | new[other]) & (one != other)
            one, other = one[kept], other[kept]
            kept = _may_join(table, one, other)
            yield one[kept], other[kept]

    return each_once(worth(), size)


def each_once(offers: Iterable[tuple[Ints, Ints]], size: int) -> tuple[Ints, Ints]:
    """Pairs of numbers below ``size``, the lower first, in order and each once, however often they come."""
    import numpy as np

    found = np.zeros(0, np.int64)
    waiting: list[Ints] = []
    held = 0
    for one, other in offers:
        waiting.append(distinct(np.minimum(one, other) * size + np.maximum(one, other)))
        held += len(waiting[-1])
        if held > 4 * _CHUNK:
            found, waiting, held = distinct(np.concatenate([found, *waiting])), [], 0
    found = distinct(np.concatenate([found, *waiting]))
    return found // size, found % size


def _may_join(table: Table, one: Ints, other: Ints) -> Bools:
    """Which pairs are worth comparing at all.

    Reports that are far apart in time are compared only where they say that they speak of the same days;
    events of types that are not read of one happening only where the same word or kind of word names them, or
    where the coder took each for what the other may be.
    """
    import numpy as np

    out: Bools = ~(table.linked[one] & (table.report[one] == table.report[other]))
    with np.errstate(invalid="ignore"):
        far = np.abs(table.day[one] - table.day[other]) > WINDOW
    at = np.flatnonzero(far & out)
    out[at] = _same_time(table, one[at], other[at])
    at = np.flatnonzero(out)
    related = relations(table)
    types, others = picked(table.types, one[at]), picked(table.types, other[at])
    fits = np.zeros(len(at), bool)
    for a in range(types.shape[1]):
        for b in range(others.shape[1]):
            if (types[:, a] >= 0).any() and (others[:, b] >= 0).any():
                fits |= related[types[:, a], others[:, b]]
    rest = np.flatnonzero(~fits)
    here, there = one[at[rest]], other[at[rest]]
    for column in (table.stems, table.acts):
        fits[rest] |= among(picked(column, here), picked(column, there)).any(1)
    fits[rest] |= alike(table.shares[here], table.shares[there]) >= _LIKELY
    out[at] = fits
    return out


def _same_time(table: Table, one: Ints, other: Ints) -> Bools:
    import numpy as np

    with np.errstate(invalid="ignore"):
        meet = (table.from_day[one] <= table.to_day[other]) & (table.from_day[other] <= table.to_day[one])
        long = np.maximum(
            table.to_day[one] - table.from_day[one], table.to_day[other] - table.from_day[other]
        )
        told = ~np.isnan(table.first[one]) | ~np.isnan(table.first[other])
        out: Bools = meet & told & (long <= LONGEST)
    return out


def _offers(
    table: Table, likeness: Mapping[tuple[str, str], float], new: Bools
) -> Iterator[tuple[Ints, Ints]]:
    """Pairs, some of them more than once, in parts that fit in memory."""
    import numpy as np

    # units are in order of their articles
    reports = len(table.reports)
    first = np.searchsorted(table.report, np.arange(reports)) if _in_order(table.report) else None
    count = np.bincount(table.report, minlength=reports)
    order = np.arange(len(table.report))
    if first is None:
        order = np.argsort(table.report, kind="stable")
        first = np.concatenate([[0], np.cumsum(count)[:-1]])
    place = {name: number for number, name in enumerate(table.reports)}
    pairs = [(number, number) for number in range(reports)]
    pairs += [
        (place[a], place[b])
        for (a, b), value in likeness.items()
        if value >= LIKE and a in place and b in place
    ]
    both = np.array(pairs, np.int64)
    for at in range(0, len(both), _CHUNK >> 5):
        a, b = both[at : at + (_CHUNK >> 5)].T
        many = count[a] * count[b]
        start = np.repeat(np.cumsum(many) - many, many)
        within = np.arange(int(many.sum())) - start
        wide = np.repeat(count[b], many)
        yield (
            order[np.repeat(first[a], many) + within // wide],
            order[np.repeat(first[b], many) + within % wide],
        )
    codes, units, limits, keys = _blocks(table)
    day = np.nan_to_num(table.day, nan=0.0)
    yield from near(codes, units, limits, day)
    yield from _looking_back(table, keys)


def _in_order(values: Ints) -> bool:
    return bool((values[1:] >= values[:-1]).all())


def _blocks(table: Table) -> tuple[Ints, Ints, Ints, tuple[Ints, Ints]]:
    """Codes of two things that units have in common, the units, how many days these may lie apart; and codes
    and units again of those by which what looks back is found.
    """
    import numpy as np

    numbers = Numbers()
    named = [_names(unit) for unit in table.units]
    rare = filled([[numbers[x] for x in each[0]] for each in named], _RARE + _WORDS)
    common = filled([[numbers[x] for x in each[1]] for each in named], _COMMON)
    cast = filled([[numbers[x] for x in each[2]] for each in named], _CAST)
    rows = np.arange(len(named))
    parts: list[tuple[Ints, Ints]] = []

    def pair(one: Ints, other: Ints, kind: Ints | int) -> tuple[Ints, Ints]:
        told = (one >= 0) & (other >= 0)
        low, high = np.minimum(one, other), np.maximum(one, other)
        code = (np.asarray(kind, np.int64) << (2 * _BITS)) | (low << _BITS) | high
        return code[told], rows[told]

    for a in range(rare.shape[1]):
        parts += [pair(rare[:, a], rare[:, b], 0) for b in range(a + 1, rare.shape[1])]
        parts += [pair(rare[:, a], common[:, b], 0) for b in range(_COMMON)]
    for a in range(_COMMON):
        parts += [pair(common[:, a], common[:, b], 1) for b in range(a + 1, _COMMON)]
    back = list(parts)
    lands = filled([[numbers[x] for x in _lands(unit)] for unit in table.units], _LANDS)
    # what looks back is also found by its kind and who is in its article, or by its country
    with np.errstate(invalid="ignore"):
        brief: Bools = table.to_day - table.from_day <= _MONTH
    kinds = np.array([*(numbers["kind", number] for number in range(len(table.type_names))), -1], np.int64)
    for of in range(table.types.shape[1]):
        of_type = kinds[table.types[:, of]]
        back += [pair(of_type, other, 0) for other in cast.T]
        back += [pair(of_type, np.where(brief, other, -1), 0) for other in lands.T]
    keys = tuple(np.concatenate([part[at] for part in back]) for at in (0, 1))
    # what is of one kind and told to be of one day, in one country or of the same people
    exact = table.first == table.last
    told = np.where(exact, table.first, -1).tolist()
    of_day = np.array([numbers["day", day] if day > 0 else -1 for day in told], np.int64)
    for of in range(table.types.shape[1]):
        kind = table.types[:, of]
        for other in (*lands.T, *cast.T):
            low = np.where(kind >= 0, of_day, -1)
            parts.append(pair(low, other, len(table.type_names) + 2 + np.maximum(kind, 0)))
    # what is of one kind in reports of the same people and places, days apart
    for of in range(table.types.shape[1]):
        kind = table.types[:, of]
        for a in range(_CAST):
            for other in [cast[:, b] for b in range(a + 1, _CAST)] + [common[:, 0], common[:, 1]]:
                parts.append(pair(np.where(kind >= 0, cast[:, a], -1), other, 2 + np.maximum(kind, 0)))
    codes = np.concatenate([part[0] for part in parts])
    units = np.concatenate([part[1] for part in parts])
    of_kind = codes >> (2 * _BITS)
    limits = np.where(of_kind == 0, _DAYS, np.where(of_kind == 1, _DAYS_OF_COUNTRIES, _DAYS_OF_CAST))
    limits[of_kind >= len(table.type_names) + 2] = _DAYS
    return codes, units, limits, (keys[0], keys[1])


def near(codes: Ints, units: Ints, limits: Ints, day: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of units (or articles) that have a code in common and whose days are near enough."""
    import numpy as np

    order = np.lexsort((units, day[units], codes))
    codes, units, limits = codes[order], units[order], limits[order]
    days = day[units]
    at = np.arange(len(codes) - 1)
    step = 1
    while len(at):
        at = at[at + step < len(codes)]
        at = at[(codes[at] == codes[at + step]) & (days[at + step] - days[at] <= limits[at])]
        for part in range(0, len(at), _CHUNK):
            some = at[part : part + _CHUNK]
            yield units[some], units[some + step]
        step += 1


def _looking_back(table: Table, keys: tuple[Ints, Ints]) -> Iterator[tuple[Ints, Ints]]:
    """What a report looks back at and dates with what was told of that time."""
    import numpy as np

    back = np.array([unit.back for unit in table.units], bool)
    codes, units = keys
    looking = distinct(codes[back[units]])
    if not len(looking):
        return
    chosen = looking[np.minimum(np.searchsorted(looking, codes), len(looking) - 1)] == codes
    blocks: dict[tuple[int, int], list[int]] = {}
    months = {}
    for code, at in zip(codes[chosen].tolist(), units[chosen].tolist(), strict=True):
        if at not in months:
            months[at] = _months(table.units[at])
        for month in months[at]:
            blocks.setdefault((code, month), []).append(at)
    behind = set(np.flatnonzero(back).tolist())
    ones: list[int] = []
    others: list[int] = []
    for block in blocks.values():
        for one in block:
            if one in behind:
                ones += [one] * len(block)
                others += block
        if len(ones) > _CHUNK:
            yield np.array(ones, np.int64), np.array(others, np.int64)
            ones, others = [], []
    if ones:
        yield np.array(ones, np.int64), np.array(others, np.int64)


def _months(unit: Unit) -> list[int]:
    """The months in which a unit happened, as far as it says so or is news; none where it is too long."""
    if unit.when is None or unit.when[1] - unit.when[0] > LONGEST:
        return []
    first, last = (date.fromordinal(max(1, day)) for day in unit.when)
    return list(range(first.year * 12 + first.month, last.year * 12 + last.month + 1))
