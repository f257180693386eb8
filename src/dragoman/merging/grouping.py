"""From mentions to happenings: which are compared, which hang together, and which are joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from dragoman.merging.compare import Verdict, compatible, evidence
from dragoman.merging.decisions import Rules
from dragoman.merging.mentions import WINDOW, Key, Mention, Unit
from dragoman.merging.pairs import candidates
from dragoman.merging.table import Table

if TYPE_CHECKING:
    from dragoman.merging.table import Floats, Ints

__all__ = ["Compared", "Happening", "Join", "components", "group", "units_of"]

#: Two mentions that are apart by more than this can stand in no happening together.
APART = -5.0
#: Two groups are joined where the mean of all pairs is at least this.
MEAN = -0.3
#: What one pair counts for at most.
MOST = 4.0
#: What a pair counts for that had too little in common to be compared.
UNLIKE = -0.6

#: Likeness of two articles, by their ids in order; 0 where it was too little to be kept.
Likeness = Mapping[tuple[str, str], float]


@dataclass(slots=True)
class Join:
    """Why a unit stands where it does: the one of the happening that it fits best, and the verdict."""

    unit: Unit
    with_: Key | None = None
    verdict: Verdict | None = None
    decided: bool = False


@dataclass(slots=True)
class Happening:
    """Mentions of one happening, in order, and why each was joined."""

    joins: list[Join] = field(default_factory=list)

    @property
    def units(self) -> list[Unit]:
        """The units, first report first."""
        return [join.unit for join in self.joins]

    @property
    def mentions(self) -> list[Mention]:
        """All mentions, in order."""
        return sorted((m for join in self.joins for m in join.unit.members), key=lambda m: m.order)


def units_of(mentions: Iterable[Mention], rules: Rules) -> list[Unit]:
    """The mentions, those of one article together that people linked, and those that copies tell in the same
    words, unless a person parted them.

    What the coder linked is compared like any other pair: it errs in that as well.
    """
    groups: dict[tuple[Any, ...], list[Mention]] = {}
    for mention in sorted(mentions, key=lambda m: m.order):
        if mention.report.linked and mention.group:
            name: tuple[Any, ...] = (mention.report.id, mention.group)
        else:
            name = mention.twin or mention.key
        groups.setdefault(name, []).append(mention)
    out = []
    for group in groups.values():
        parts: list[tuple[list[Mention], set[str]]] = []
        for mention in group:
            for part, reports in parts:
                if mention.report.id in reports and not mention.report.linked:
                    continue
                if not rules or not any(rules.parted(mention.key, other.key) for other in part):
                    part.append(mention)
                    reports.add(mention.report.id)
                    break
            else:
                parts.append(([mention], {mention.report.id}))
        out += [Unit(part) for part, _ in parts]
    return sorted(out, key=lambda unit: unit.order)


def components(size: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """What hangs together by pairs, in order."""
    parent = list(range(size))

    def find(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for one, other in pairs:
        a, b = find(one), find(other)
        if a != b:
            parent[max(a, b)] = min(a, b)
    out: dict[int, list[int]] = {}
    for at in range(size):
        out.setdefault(find(at), []).append(at)
    return list(out.values())


@dataclass(slots=True)
class Compared:
    """The pairs of a table that were compared (positions, ``one < other``) and the sums."""

    table: Table
    one: Ints
    other: Ints
    scores: Floats

    @classmethod
    def make(cls, units: Sequence[Unit], likeness: Likeness, fresh: Sequence[bool] | None = None) -> Compared:
        """Compare what is worth it; at least one of each pair is ``fresh``, where that is given."""
        import numpy as np

        table = Table(units, likeness)
        one, other = candidates(table, likeness, fresh)
        parts = [found.scores() for found in evidence(table, one, other)]
        return cls(table, one, other, np.concatenate(parts) if parts else np.zeros(0))

    def touching(self) -> Iterator[tuple[Unit, Unit]]:
        """The pairs that something speaks for on the whole."""
        import numpy as np

        units = self.table.units
        for at in np.flatnonzero(self.scores > 0).tolist():
            yield units[int(self.one[at])], units[int(self.other[at])]


def group(
    units: Sequence[Unit], likeness: Likeness, rules: Rules, compared: Compared | None = None
) -> list[list[Happening]]:
    """The happenings of these units, by component: what no pair connects was decided without the other.

    Units are in order; the result is a matter of the units, likeness and decisions alone. ``compared`` are
    all pairs of them, where that has been done.
    """
    import numpy as np

    if not units:
        return []
    place = {m.key: at for at, unit in enumerate(units) for m in unit.members}
    must = [
        (place[a], place[b])
        for a, b in rules.together()
        if a in place and b in place and place[a] != place[b]
    ]
    compared = compared or Compared.make(units, likeness)
    good = compared.scores > 0
    edges = list(zip(compared.one[good].tolist(), compared.other[good].tolist(), strict=True))
    parts = components(len(units), [*edges, *((min(p), max(p)) for p in must)])
    home = np.zeros(len(units), np.int64)
    for number, part in enumerate(parts):
        home[part] = number
    # the pairs of each part in one stretch
    kept = np.flatnonzero(home[compared.one] == home[compared.other])
    kept = kept[np.argsort(home[compared.one[kept]], kind="stable")]
    at = np.searchsorted(home[compared.one[kept]], np.arange(len(parts) + 1)).tolist()
    pairs = list(
        zip(
            compared.one[kept].tolist(), compared.other[kept].tolist(), compared.scores[kept].tolist(),
            strict=True,
        )
    )  # fmt: skip
    clusters = [
        _cluster(units, part, pairs[at[number] : at[number + 1]], must, rules)
        for number, part in enumerate(parts)
    ]
    return _told(compared, clusters)


@dataclass(slots=True)
class _Between:
    """What is known of the pairs between two groups: the sum, how many, how many of these are of types that
    are not read of one happening, and whether one of them forbids it.
    """

    total: float = 0.0
    pairs: int = 0
    strange: int = 0
    apart: bool = False
    parted: bool = False

    def add(self, other: _Between) -> None:
        self.total += other.total
        self.pairs += other.pairs
        self.strange += other.strange
        self.apart |= other.apart
        self.parted |= other.parted


class _Groups:
    """Units of one component in groups that grow; between any two the same sums whatever the order."""

    def __init__(self, units: Sequence[Unit], part: Sequence[int], rules: Rules) -> None:
        self.members = {at: [at] for at in part}
        self.home = {at: at for at in part}
        self.between: dict[int, dict[int, _Between]] = {at: {} for at in part}
        self.types = {at: Counter([units[at].types]) for at in part}
        #: articles whose coding links all that is one happening
        self.linked = {at: {units[at].report.id} for at in part if units[at].report.linked}
        #: first and last of the days that its members tell exactly, unless they are to come
        self.days: dict[int, tuple[int, int]] = {}
        #: first and last of the days in which they happened, as far as they say so or are news
        self.when: dict[int, tuple[int, int]] = {}
        for at in part:
            unit = units[at]
            if unit.days and unit.days[0] == unit.days[1] and "future" not in unit.aux:
                self.days[at] = unit.days
            # "the attack", undated, is of whatever time the act is that its report tells of
            if unit.when and (unit.days or not all(m.trigger.known for m in unit.members)):
                self.when[at] = unit.when
        if rules:
            place = {m.key: at for at in part for m in units[at].members}
            for one, other in rules.apart():
                if one in place and other in place and place[one] != place[other]:
                    self.tell(place[one], place[other], _Between(parted=True))

    def tell(self, one: int, other: int, found: _Between) -> None:
        """Add what is known of a pair of groups; nobody else may keep ``found``."""
        both = self.between[one].get(other)
        if both is None:
            self.between[one][other] = self.between[other][one] = found
        else:
            both.add(found)

    def may_join(self, one: int, other: int) -> bool:
        """Whether two groups may be one: on the mean of all pairs, where none and no day is against it."""
        found = self.between[one][other]
        if found.apart or found.parted:
            return False
        a, b = self.days.get(one), self.days.get(other)
        if a and b and max(a[1] - b[0], b[1] - a[0]) > 1:
            return False
        a, b = self.when.get(one), self.when.get(other)
        if a and b and max(a[0] - b[1], b[0] - a[1]) > WINDOW:
            return False
        if not self.linked.get(one, set()).isdisjoint(self.linked.get(other, ())):
            return False
        strange = sum(
            n * m
            for x, n in self.types[one].items()
            for y, m in self.types[other].items()
            if not _readable(x, y)
        )
        if strange > found.strange:
            return False
        every = len(self.members[one]) * len(self.members[other])
        return (found.total + UNLIKE * (every - found.pairs)) / every >= MEAN

    def join(self, one: int, other: int) -> None:
        """Make two groups one."""
        if len(self.between[one]) < len(self.between[other]):
            one, other = other, one
        for third, found in self.between.pop(other).items():
            del self.between[third][other]
            if third != one:
                self.tell(one, third, found)
        gone = self.members.pop(other)
        for at in gone:
            self.home[at] = one
        self.members[one] += gone
        self.types[one] += self.types.pop(other)
        if one in self.linked or other in self.linked:
            self.linked[one] = self.linked.get(one, set()) | self.linked.pop(other, set())
        for kept in (self.days, self.when):
            days = [kept[name] for name in (one, other) if name in kept]
            if days:
                kept[one] = (min(a for a, _ in days), max(b for _, b in days))


@cache
def _readable(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether any two of the types may be read of one happening."""
    return any(compatible(x, y) for x in one for y in other)


def _cluster(
    units: Sequence[Unit],
    part: Sequence[int],
    known: Sequence[tuple[int, int, float]],
    must: Sequence[tuple[int, int]],
    rules: Rules,
) -> tuple[list[list[int]], set[int]]:
    """Join the best pairs first, as long as all that would stand together can; and what people decided on.

    ``known`` are the pairs that were compared, with their sums. Units are in order, and so their positions.
    """
    if len(part) == 1:
        return [list(part)], set()
    groups = _Groups(units, part, rules)
    decided: set[int] = set()
    for a, b in must:
        if a in groups.home and b in groups.home:
            one, other = groups.home[a], groups.home[b]
            if one != other and not groups.between[one].get(other, _Between()).parted:
                groups.join(one, other)
                decided.update((a, b))
    edges = []
    for one, other, score in known:
        if score > 0:
            edges.append((-score, one, other))
        a, b = groups.home[one], groups.home[other]
        if a != b:
            apart = score <= APART and not (one in decided and other in decided)
            strange = not _readable(units[one].types, units[other].types)
            groups.tell(a, b, _Between(min(score, MOST), 1, int(strange), apart))
    for _score, one, other in sorted(edges):
        a, b = groups.home[one], groups.home[other]
        if a != b and groups.may_join(a, b):
            groups.join(a, b)
    made = [sorted(members) for members in groups.members.values()]
    return sorted(made, key=lambda cluster: units[cluster[0]].order), decided


def _told(compared: Compared, clusters: Sequence[tuple[list[list[int]], set[int]]]) -> list[list[Happening]]:
    """The happenings, each unit with the one that it fits best and why."""
    import numpy as np

    table = compared.table
    fits = _fitting(compared, [cluster for made, _ in clusters for cluster in made])
    best: dict[int, tuple[int, int]] = {}
    asked: dict[tuple[int, int], int] = {}
    for made, _ in clusters:
        for cluster in made:
            for at in cluster if len(cluster) > 1 else ():
                other = fits[at] if at in fits else cluster[at == cluster[0]]
                pair = best[at] = (min(at, other), max(at, other))
                asked.setdefault(pair, len(asked))
    both = np.array(list(asked), np.int64).reshape(-1, 2)
    verdicts = [v for found in evidence(table, both[:, 0], both[:, 1]) for v in found.verdicts()]
    twins = _twins(table)
    out = []
    for made, decided in clusters:
        happenings = []
        for cluster in made:
            joins = []
            for at in cluster:
                first, rest = twins.get(at, (table.units[at], []))
                join = Join(first)
                joins.append(join)
                if at in best:
                    one, other = best[at]
                    join.with_ = table.units[other if at == one else one].key
                    join.verdict = verdicts[asked[one, other]]
                elif rest:
                    join.with_, join.verdict = rest[0].unit.key, rest[0].verdict
                join.decided = at in decided
                joins += [replace(each, decided=at in decided) for each in rest]
            joins.sort(key=lambda join: join.unit.order)
            happenings.append(Happening(joins))
        out.append(happenings)
    return out


def _fitting(compared: Compared, clusters: Sequence[Sequence[int]]) -> dict[int, int]:
    """Of each unit the one in its cluster that it fits best, the first of several, if any was compared."""
    import numpy as np

    home = np.zeros(len(compared.table.units), np.int64)
    for number, cluster in enumerate(clusters):
        home[cluster] = number
    kept = home[compared.one] == home[compared.other]
    one, other = compared.one[kept], compared.other[kept]
    units, fellows = np.concatenate([one, other]), np.concatenate([other, one])
    order = np.lexsort((fellows, -np.tile(compared.scores[kept], 2), units))
    units, first = np.unique(units[order], return_index=True)
    return dict(zip(units.tolist(), fellows[order][first].tolist(), strict=True))


def _twins(table: Table) -> dict[int, tuple[Unit, list[Join]]]:
    """Of units that copies tell in the same words the first, and the others, each joined with the first."""
    import numpy as np

    singles: list[Unit] = []
    places: dict[int, list[int]] = {}
    for at, unit in enumerate(table.units):
        if any(m.report.id != unit.report.id for m in unit.members):
            places[at] = list(range(len(singles), len(singles) + len(unit.members)))
            singles += [Unit([m]) for m in unit.members]
    if not singles:
        return {}
    alone = Table(singles, table.like)
    both = np.array([(own[0], n) for own in places.values() for n in own[1:]], np.int64)
    verdicts = iter([v for found in evidence(alone, both[:, 0], both[:, 1]) for v in found.verdicts()])
    out = {}
    for at, own in places.items():
        first = singles[own[0]]
        out[at] = (first, [Join(singles[n], first.key, next(verdicts)) for n in own[1:]])
    return out
