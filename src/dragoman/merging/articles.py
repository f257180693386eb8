"""Articles beside articles: which are copies of others, which tell of the same news."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.merging.grouping import components
from dragoman.merging.mentions import Report
from dragoman.merging.pairs import LIKE, each_once, near
from dragoman.merging.sketch import HASHES, Sketch, containment, likeness, resemblance
from dragoman.merging.table import Numbers, filled

if TYPE_CHECKING:
    from dragoman.merging.table import Ints

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
_CHUNK = 1 << 14  # pairs whose signatures are compared at a time


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
    import numpy as np

    if not articles:
        return []
    fresh = None if fresh is None else set(fresh)
    new = np.array([fresh is None or report.id in fresh for report, _ in articles], bool)
    signatures = np.stack([sketch.signature for _, sketch in articles])
    ones, others = _near(articles, signatures)
    kept = new[ones] | new[others]
    ones, others = ones[kept], others[kept]
    shared = np.concatenate([
        (signatures[ones[at : at + _CHUNK]] == signatures[others[at : at + _CHUNK]]).mean(1)
        for at in range(0, max(1, len(ones)), _CHUNK)
    ])  # fmt: skip
    out = []
    for one, other, phrases in zip(ones.tolist(), others.tolist(), shared.tolist(), strict=True):
        found = _link(articles[one], articles[other], phrases)
        if found:
            out.append(found)
    return sorted(out, key=lambda link: (link.one, link.other))


def _near(articles: Sequence[Sketched], signatures: Ints) -> tuple[Ints, Ints]:
    """Pairs that share a band of their signatures or two telling words, within the window.

    Of near copies only the first few are paired with everything: any two pairs of the others would say the
    same again, and be as many as their square.
    """
    import numpy as np

    bands = _bands(signatures)
    sets = _near_copies(articles, bands)
    front = np.array([number for members in sets.values() for number in members[:FRONT]], np.int64)
    day = np.array([report.day or 0 for report, _ in articles], np.int64)

    def meeting() -> Iterator[tuple[Ints, Ints]]:
        for codes in (bands[front], _twos(articles[number][1] for number in front.tolist())):
            told = codes >= 0
            numbers = np.broadcast_to(front[:, None], codes.shape)[told]
            yield from near(codes[told], numbers, np.full(len(numbers), WINDOW), day)

    ones, others = each_once(meeting(), len(articles))
    # the others of a set are beside what its first is beside
    crowds = {first: members for first, members in sets.items() if len(members) > FRONT}
    crowded = np.zeros(len(articles), bool)
    crowded[list(crowds)] = True
    beside = {first: set(members[:FRONT]) for first, members in crowds.items()}
    for firsts, fellows in ((ones, others), (others, ones)):
        of_crowds = crowded[firsts]
        for first, other in zip(firsts[of_crowds].tolist(), fellows[of_crowds].tolist(), strict=True):
            beside[first].add(other)
    rest = [
        (one, other)
        for first, members in crowds.items()
        for other in beside[first]
        for one in members[FRONT:]
    ]
    more = np.array(rest, np.int64).reshape(-1, 2)
    return each_once([(ones, others), (more[:, 0], more[:, 1])], len(articles))


def _bands(signatures: Ints) -> Ints:
    """The bands of signatures as numbers (shape ``n, bands``), two the same where all their values are."""
    import numpy as np

    numbers = Numbers()
    length = _ROWS * signatures.itemsize
    told = [row.tobytes() for row in signatures]
    return np.array(
        [[numbers[band, row[band * length : (band + 1) * length]] for band in range(_BANDS)] for row in told],
        np.int64,
    ).reshape(-1, _BANDS)


def _twos(sketches: Iterable[Sketch]) -> Ints:
    """Any two of the first telling words of each as a number, -1 where there are fewer."""
    import numpy as np

    numbers = Numbers()
    words = filled([[numbers[word] for word in list(sketch.telling)[:_KEYS]] for sketch in sketches], _KEYS)
    one, other = (words[:, side] for side in np.triu_indices(_KEYS, 1))
    low, high = np.minimum(one, other), np.maximum(one, other)
    return np.where(low >= 0, low * len(numbers) + high, -1)


def _near_copies(articles: Sequence[Sketched], bands: Ints) -> dict[int, list[int]]:
    """Sets of near copies by the first of each, in order; an article that has none is one by itself."""
    sets: dict[int, list[int]] = {}
    firsts: dict[int, list[int]] = {}
    for number in sorted(range(len(articles)), key=lambda number: _order(articles[number][0])):
        report, sketch = articles[number]
        own = bands[number].tolist()
        seen = set[int]()
        for band in own:
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
            for band in own:
                firsts.setdefault(band, []).append(number)
    return sets


def _link(one: Sketched, other: Sketched, shared: float) -> Link | None:
    if one[0].id > other[0].id:
        one, other = other, one
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
    # of each article those that are like it, in order
    beside: dict[int, list[tuple[int, float]]] = {}
    for (one, other), value in sorted(values.items()):
        beside.setdefault(one, []).append((other, value))
        beside.setdefault(other, []).append((one, value))
    clusters = {number: [number] for number in range(len(ordered)) if number not in copies}
    home = list(range(len(ordered)))
    for (one, other), value in sorted(values.items(), key=lambda pair: (-pair[1], pair[0])):
        if value < STORY or one in copies or other in copies:
            continue
        a, b = home[one], home[other]
        if a == b or not _one_stretch(ordered, one, other):
            continue
        total = sum(value for x in clusters[a] for y, value in beside[x] if home[y] == b)
        if total / (len(clusters[a]) * len(clusters[b])) < _STORY_MEAN:
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
