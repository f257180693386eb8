"""From mentions to happenings: which are compared, which hang together, and which are joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from dragoman.merging.compare import LONGEST, Verdict, compare, may_join
from dragoman.merging.decisions import Rules
from dragoman.merging.mentions import Key, Mention, Unit
from dragoman.merging.words import weight

#: Articles at least so alike are compared mention by mention.
LIKE = 0.06
#: Two mentions that are apart by more than this can stand in no happening together.
APART = -5.0
#: Two groups are joined where the mean of all pairs is at least this.
MEAN = -0.3
#: What one pair counts for at most.
MOST = 4.0
_DAYS = 60  # between reports that share two things, one of them rare
_WORDS = 5  # rare words of a sentence by which its events find each other
_CAST = 6  # of those in an article's events by which its events find each other
_DAYS_OF_CAST = 7  # between reports that share two of these
_DAYS_OF_COUNTRIES = 2  # between reports that share two countries only

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
    """The mentions of each article put together as the coder linked them, unless a person parted them."""
    groups: dict[tuple[str, str], list[Mention]] = {}
    for mention in sorted(mentions, key=lambda m: m.order):
        name = mention.group or f"\0{mention.key[1]}-{mention.key[2]}-{mention.key[3]}"
        groups.setdefault((mention.report.id, name), []).append(mention)
    out = []
    for group in groups.values():
        parts: list[list[Mention]] = []
        for mention in group:
            for part in parts:
                if not any(rules.parted(mention.key, other.key) for other in part):
                    part.append(mention)
                    break
            else:
                parts.append([mention])
        out += [Unit(part) for part in parts]
    return sorted(out, key=lambda unit: unit.order)


def _names(unit: Unit) -> tuple[list[str], list[str]]:
    """What a unit can be found by: what is rare, and the countries that take part."""
    rare, common = set[str](), set[str]()
    for who in (*unit.actors, *unit.recipients):
        if who.kind != "country" and not who.local:
            rare.add(f"who {who.id}")
        common.update(f"in {code}" for code in who.country)
    for name in unit.names:
        rare.add(f"at {name}")
    # names that nobody was found for
    told = sorted(f"word {word}" for word in unit.around if weight(word) == 1.0)
    return [*sorted(rare)[:6], *told[:_WORDS]], sorted(common)


def candidates(
    units: Sequence[Unit], likeness: Likeness, fresh: Callable[[Unit], bool] = lambda _unit: True
) -> Iterator[tuple[int, int]]:
    """Pairs of positions to compare, each once: in like articles, in one article, or with two things in
    common within a week. At least one of a pair is ``fresh``.
    """
    seen: set[tuple[int, int]] = set()
    by_report: dict[str, list[int]] = {}
    for at, unit in enumerate(units):
        by_report.setdefault(unit.report.id, []).append(at)
    new = [fresh(unit) for unit in units]

    def offer(one: int, other: int) -> Iterator[tuple[int, int]]:
        pair = (one, other) if one < other else (other, one)
        if (new[one] or new[other]) and pair not in seen and may_join(units[one], units[other]):
            seen.add(pair)
            yield pair

    for report in by_report.values():
        for one, other in combinations(report, 2):
            yield from offer(one, other)
    for (first, second), value in likeness.items():
        if value >= LIKE and first in by_report and second in by_report:
            for one in by_report[first]:
                for other in by_report[second]:
                    yield from offer(one, other)
    blocks: dict[tuple[str, ...], list[int]] = {}
    dated: dict[tuple[str, ...], list[int]] = {}
    for at, unit in enumerate(units):
        rare, common = _names(unit)
        keys: list[tuple[str, ...]] = [
            *combinations(rare, 2),
            *((r, c) for r in rare for c in common[:4]),
        ]
        keys += [("both", *pair) for pair in combinations(common[:4], 2)]
        for key in keys:
            blocks.setdefault(key, []).append(at)
        # what is of one kind in reports of the same people and places, days apart
        some = sorted(name for name in unit.cast if not name.startswith("in "))[:_CAST]
        for kind in sorted(unit.types):
            for pair in combinations([*some, *common[:2]], 2):
                if not pair[0].startswith("in "):
                    blocks.setdefault(("cast", kind, *pair), []).append(at)
        for month in _months(unit):
            for key in keys:
                dated.setdefault((*key, month), []).append(at)
    for key, block in blocks.items():
        if len(block) < 2:
            continue
        days = {"both": _DAYS_OF_COUNTRIES, "cast": _DAYS_OF_CAST}.get(key[0], _DAYS)
        block.sort(key=lambda at: units[at].report.day or 0)
        for place, one in enumerate(block):
            day = units[one].report.day or 0
            for other in block[place + 1 :]:
                if (units[other].report.day or 0) - day > days:
                    break
                yield from offer(one, other)
    # What a report looks back at and dates is compared with what was told of that time.
    for block in dated.values():
        for one in block:
            if units[one].back:
                for other in block:
                    if other != one:
                        yield from offer(one, other)


def _months(unit: Unit) -> list[str]:
    """The months in which a unit happened, as far as it says so or is news; none where it is too long."""
    if unit.when is None or unit.when[1] - unit.when[0] > LONGEST:
        return []
    first, last = (date.fromordinal(max(1, day)) for day in unit.when)
    return [str(month) for month in range(first.year * 12 + first.month, last.year * 12 + last.month + 1)]


def alike(likeness: Likeness, one: Unit, other: Unit) -> float:
    """The likeness of two units' articles."""
    a, b = one.report.id, other.report.id
    return likeness.get((a, b) if a < b else (b, a), 0.0)


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


def group(units: Sequence[Unit], likeness: Likeness, rules: Rules) -> list[list[Happening]]:
    """The happenings of these units, by component: what no pair connects was decided without the other.

    Units are in order; the result is a matter of the units, likeness and decisions alone.
    """
    place = {m.key: at for at, unit in enumerate(units) for m in unit.members}
    must = [
        (place[a], place[b])
        for a, b in rules.together()
        if a in place and b in place and place[a] != place[b]
    ]
    verdicts: dict[tuple[int, int], Verdict] = {}
    for one, other in candidates(units, likeness):
        verdict = compare(units[one], units[other], alike(likeness, units[one], units[other]))
        if verdict.score > 0:
            verdicts[one, other] = verdict
    edges = [*verdicts, *((min(p), max(p)) for p in must)]
    parts = components(len(units), edges)
    home = {at: number for number, part in enumerate(parts) for at in part}
    inside: list[dict[tuple[int, int], Verdict]] = [{} for _ in parts]
    for pair, verdict in verdicts.items():
        inside[home[pair[0]]][pair] = verdict
    return [
        _cluster([units[at] for at in part], part, inside[number], must, likeness, rules)
        for number, part in enumerate(parts)
    ]


def _cluster(
    units: Sequence[Unit],
    places: Sequence[int],
    verdicts: Mapping[tuple[int, int], Verdict],
    must: Sequence[tuple[int, int]],
    likeness: Likeness,
    rules: Rules,
) -> list[Happening]:
    """Join the best pairs first, as long as all that would stand together can."""
    if len(units) == 1:
        return [Happening([Join(units[0])])]
    local = {at: number for number, at in enumerate(places)}
    known: dict[tuple[int, int], Verdict] = {}
    for (one, other), verdict in verdicts.items():
        known[local[one], local[other]] = verdict

    def verdict_on(one: int, other: int) -> Verdict:
        pair = (one, other) if one < other else (other, one)
        if pair not in known:
            a, b = units[pair[0]], units[pair[1]]
            known[pair] = (
                compare(a, b, alike(likeness, a, b))
                if may_join(a, b)
                else Verdict(APART * 2, {"type": APART * 2})
            )
        return known[pair]

    clusters: dict[int, list[int]] = {at: [at] for at in range(len(units))}
    home = list(range(len(units)))
    decided: set[int] = set()

    def parted(one: int, other: int) -> bool:
        return bool(rules) and any(
            rules.parted(a.key, b.key) for a in units[one].members for b in units[other].members
        )

    def merge(one: int, other: int) -> None:
        keep, gone = min(one, other), max(one, other)
        for at in clusters[gone]:
            home[at] = keep
        clusters[keep] = sorted(clusters[keep] + clusters.pop(gone))

    for a, b in must:
        if a in local and b in local:
            one, other = home[local[a]], home[local[b]]
            if one != other and not any(parted(x, y) for x in clusters[one] for y in clusters[other]):
                merge(one, other)
                decided.update((local[a], local[b]))
    edges = sorted(
        (
            (-verdict.score, units[one].order, units[other].order, one, other)
            for (one, other), verdict in known.items()
        )
    )
    for _score, _first, _second, one, other in edges:
        a, b = home[one], home[other]
        if a == b:
            continue
        pairs = [(x, y) for x in clusters[a] for y in clusters[b]]
        if any(parted(x, y) for x, y in pairs):
            continue
        total = 0.0
        for x, y in pairs:
            score = verdict_on(x, y).score
            if score <= APART and not (x in decided and y in decided):
                break
            total += min(score, MOST)
        else:
            if total / len(pairs) >= MEAN:
                merge(a, b)
    out = []
    for cluster in sorted(clusters.values(), key=lambda c: units[c[0]].order):
        joins = []
        for at in cluster:
            best = max(
                (other for other in cluster if other != at),
                key=lambda other: (verdict_on(at, other).score, -other),
                default=None,
            )
            join = Join(units[at])
            if best is not None:
                join.with_, join.verdict = units[best].key, verdict_on(at, best)
                join.decided = at in decided
            joins.append(join)
        out.append(Happening(joins))
    return out
