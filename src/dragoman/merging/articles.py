"""Articles beside articles: which are copies of others, which tell of the same news."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from dragoman.merging.grouping import LIKE, components
from dragoman.merging.mentions import Report
from dragoman.merging.sketch import HASHES, Sketch, containment, likeness, resemblance

#: Articles further apart than this, in days, are not compared.
WINDOW = 60
#: Copies are not further apart than this, in days.
COPY_WINDOW = 5
#: A copy shares so many of its phrases ...
COPY = 0.30
#: ... or has so many of its own from the other, as what was cut short has.
CUT = 0.55
#: Articles at least so alike, and not further apart than so many days, tell of the same news.
STORY = 0.10
_STORY_DAYS = 30
_STORY_MEAN = 0.06
_BANDS = 32
_ROWS = HASHES // _BANDS
_KEYS = 20  # telling words by which articles find each other, two at a time
#: What shares so many of its phrases with an earlier report of these days is a near copy of it. Of these
#: the first few are compared with all articles, the others with the first few of each set only.
NEAR_COPY = 0.6
FRONT = 8


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles, by id in order: the share of phrases in common, how alike they are, whether copies."""

    one: str
    other: str
    phrases: float
    likeness: float
    copy: bool


Sketched = tuple[Report, Sketch]


def links(articles: Sequence[Sketched], fresh: Iterable[str] | None = None) -> list[Link]:
    """The links between articles, those of ``fresh`` ones (by id) with all others; all where it is None."""
    at = {report.id: number for number, (report, _) in enumerate(articles)}
    new = set(at.values()) if fresh is None else {at[name] for name in fresh if name in at}
    out = []
    for one, other in _near(articles, new):
        found = _link(articles[one], articles[other])
        if found:
            out.append(found)
    return sorted(out, key=lambda link: (link.one, link.other))


def _near(articles: Sequence[Sketched], new: set[int]) -> Iterator[tuple[int, int]]:
    """Pairs that share a band of their signatures or two telling words, within the window.

    Of near copies only the first few are paired with everything: any two pairs of the others would say the
    same again, and be as many as their square.
    """
    sets = _near_copies(articles)
    front = {number for members in sets.values() for number in members[:FRONT]}
    blocks: dict[tuple[object, ...], list[int]] = {}
    for number, (_, sketch) in enumerate(articles):
        if number not in front:
            continue
        for band in _bands(sketch):
            blocks.setdefault(band, []).append(number)
        for words in combinations(sorted(list(sketch.telling)[:_KEYS]), 2):
            blocks.setdefault(words, []).append(number)
    near: dict[int, set[int]] = {}
    for block in blocks.values():
        if len(block) < 2:
            continue
        block.sort(key=lambda number: (articles[number][0].day or 0, number))
        for place, one in enumerate(block):
            day = articles[one][0].day or 0
            for other in block[place + 1 :]:
                if (articles[other][0].day or 0) - day > WINDOW:
                    break
                pair = (one, other) if one < other else (other, one)
                known = near.setdefault(pair[0], set())
                if pair[1] not in known:
                    known.add(pair[1])
                    if one in new or other in new:
                        yield pair
    beside: dict[int, set[int]] = {}
    for one, others in near.items():
        for other in others:
            beside.setdefault(one, set()).add(other)
            beside.setdefault(other, set()).add(one)
    for first, members in sets.items():
        for other in sorted({*members[:FRONT], *beside.get(first, ())}):
            for one in members[FRONT:]:
                if one in new or other in new:
                    yield (one, other) if one < other else (other, one)


def _bands(sketch: Sketch) -> list[tuple[int, ...]]:
    values = sketch.signature.tolist()
    return [(band, *values[band * _ROWS : (band + 1) * _ROWS]) for band in range(_BANDS)]


def _near_copies(articles: Sequence[Sketched]) -> dict[int, list[int]]:
    """Sets of near copies by the first of each, in order; an article that has none is one by itself."""
    sets: dict[int, list[int]] = {}
    firsts: dict[tuple[int, ...], list[int]] = {}
    for number in sorted(range(len(articles)), key=lambda number: _order(articles[number][0])):
        report, sketch = articles[number]
        bands = _bands(sketch)
        seen = set[int]()
        for band in bands:
            for first in firsts.get(band, ()):
                if first in seen or (report.day or 0) - (articles[first][0].day or 0) > COPY_WINDOW:
                    continue
                seen.add(first)
                if resemblance(articles[first][1], sketch) >= NEAR_COPY:
                    sets[first].append(number)
                    break
            else:
                continue
            break
        else:
            sets[number] = [number]
            for band in bands:
                firsts.setdefault(band, []).append(number)
    return sets


def _link(one: Sketched, other: Sketched) -> Link | None:
    if one[0].id > other[0].id:
        one, other = other, one
    shared = resemblance(one[1], other[1])
    alike = likeness(one[1], other[1])
    copy = _copies(one, other, shared)
    if alike < LIKE and not copy:
        return None
    return Link(one[0].id, other[0].id, round(shared, 4), round(alike, 4), copy)


def _copies(one: Sketched, other: Sketched, shared: float) -> bool:
    a, b = one[0].day, other[0].day
    if a is not None and b is not None and abs(a - b) > COPY_WINDOW:
        return False
    return shared >= COPY or (shared >= 0.1 and containment(one[1], other[1]) >= CUT)


def originals(reports: Iterable[Report], found: Iterable[Link]) -> dict[str, str]:
    """Of each copy the id of the first report that it agrees with, itself perhaps a copy of none."""
    ordered = sorted(reports, key=_order)
    at = {report.id: number for number, report in enumerate(ordered)}
    pairs = [(at[x.one], at[x.other]) for x in found if x.copy and x.one in at and x.other in at]
    out = {}
    for part in components(len(ordered), pairs):
        for number in part[1:]:
            out[ordered[number].id] = ordered[part[0]].id
    return out


def stories(reports: Iterable[Report], found: Iterable[Link]) -> list[list[str]]:
    """The stories: ids of articles, first report first. An article that is like no other is one by itself.

    Two stories are joined, the likest articles first, as long as their articles are alike on the whole and
    come in one stretch of time; a chain of articles, each like the next, does not do.
    """
    ordered = sorted(reports, key=_order)
    at = {report.id: number for number, report in enumerate(ordered)}
    # A copy is in the story of what it is a copy of.
    first = {at[copy]: at[of] for copy, of in originals(ordered, found).items()}
    values: dict[tuple[int, int], float] = {}
    copies: dict[int, int] = {}
    for link in found:
        if link.one in at and link.other in at:
            a, b = sorted((at[link.one], at[link.other]))
            values[a, b] = 1.0 if link.copy else link.likeness
            if link.copy and first.get(b) == a and _one_stretch(ordered, a, b):
                copies[b] = a
    clusters = {number: [number] for number in range(len(ordered)) if number not in copies}
    home = list(range(len(ordered)))
    for (one, other), value in sorted(values.items(), key=lambda pair: (-pair[1], pair[0])):
        if value < STORY or one in copies or other in copies:
            continue
        a, b = home[one], home[other]
        if a == b or not _one_stretch(ordered, one, other):
            continue
        pairs = [(min(x, y), max(x, y)) for x in clusters[a] for y in clusters[b]]
        if sum(values.get(pair, 0.0) for pair in pairs) / len(pairs) < _STORY_MEAN:
            continue
        keep, gone = min(a, b), max(a, b)
        for number in clusters[gone]:
            home[number] = keep
        clusters[keep] = sorted(clusters[keep] + clusters.pop(gone))
    for copy, of in copies.items():
        clusters[home[of]].append(copy)
    return [[ordered[number].id for number in sorted(cluster)] for _, cluster in sorted(clusters.items())]


def _one_stretch(ordered: Sequence[Report], one: int, other: int) -> bool:
    a, b = ordered[one].day, ordered[other].day
    return a is None or b is None or abs(a - b) <= _STORY_DAYS


def _order(report: Report) -> tuple[int, str]:
    return (report.day or 0, report.id)


def likenesses(found: Iterable[Link]) -> Mapping[tuple[str, str], float]:
    """The likeness of linked articles, by their ids in order."""
    return {(link.one, link.other): 1.0 if link.copy else link.likeness for link in found}
