"""Units as columns of numbers, so that many pairs of them are compared at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dragoman import ontology
from dragoman.merging.acts import kinds_of, ways_of
from dragoman.merging.mentions import Mention, Unit, Where, Who
from dragoman.merging.words import stem

if TYPE_CHECKING:
    import numpy as np

    #: Arrays of whole numbers (int64), of numbers (float64), of yes and no.
    Ints = np.ndarray[Any, Any]
    Floats = np.ndarray[Any, Any]
    Bools = np.ndarray[Any, Any]

#: Figures that are compared.
FIGURES = ("killed", "injured", "arrested", "participants")
AUX = ("", "historical", "future", "negation")
#: How much of each is kept of a unit: no more is told of nearly all of them.
_PEOPLE = 4
_WORDS = 32
_OF_NAMES = 16
_FEW = 6
_ACTS = 8
#: What counts of the type that was chosen beside how likely each is: an event of another type at the same
#: words is another event.
_CHOSEN = 0.3
_PLACE_OF_TYPE = {name: at for at, name in enumerate(ontology.TYPES)}


class Numbers(dict[Hashable, int]):
    """Things numbered as they come."""

    def __missing__(self, key: Hashable) -> int:
        self[key] = len(self)
        return self[key]


class Table:
    """What units (shape ``n``) say, a row each; lists are cut or filled up with -1 (shape ``n, width``).

    ``like`` gives the likeness of two articles by their ids in order.
    """

    def __init__(self, units: Sequence[Unit], like: Mapping[tuple[str, str], float]) -> None:
        import numpy as np

        self.units = units
        self.like = like
        #: the numbers of types that may be read of one happening, made when first asked for
        self.related: Bools | None = None
        numbers: dict[str, Numbers] = defaultdict(Numbers)
        places = Numbers()
        people = Numbers()
        casts = Numbers()

        def ids(kind: str, values: Iterable[Hashable]) -> list[int]:
            of_kind = numbers[kind]
            return [of_kind[value] for value in values]

        def coded(kind: str, rows: Iterable[Iterable[Hashable]], width: int) -> Ints:
            # half the size: most of the time goes into comparing these
            return filled([ids(kind, row) for row in rows], width).astype(np.int32)  # type: ignore[no-any-return]

        def column(read: Callable[[Unit], Any], dtype: Any = np.int64) -> Any:
            return np.array([read(unit) for unit in units], dtype=dtype)

        reports = Numbers()
        self.report: Ints = column(lambda u: reports[u.report.id])
        self.reports = [str(key) for key in reports]
        self.linked: Bools = column(lambda u: u.report.linked, bool)
        self.day: Floats = column(lambda u: np.nan if u.report.day is None else u.report.day, float)
        self.first: Floats = column(lambda u: u.days[0] if u.days else np.nan, float)
        self.last: Floats = column(lambda u: u.days[1] if u.days else np.nan, float)
        self.from_day: Floats = column(lambda u: u.when[0] if u.when else np.nan, float)
        self.to_day: Floats = column(lambda u: u.when[1] if u.when else np.nan, float)
        self.aux: Bools = column(lambda u: [name in u.aux for name in AUX], bool).reshape(
            len(units), len(AUX)
        )
        self.types: Ints = filled([ids("type", sorted(u.types)) for u in units], 3)
        self.type_names = {value: str(name) for name, value in numbers["type"].items()}
        self.modes = coded("mode", (sorted({x for m in u.members for x in m.mode}) for u in units), _FEW)
        self.contexts = coded(
            "context", (sorted({x for m in u.members for x in m.context}) for u in units), _FEW
        )
        self.shares: Floats = np.array([_shares(u.members[0]) for u in units]).reshape(
            -1, len(ontology.TYPES)
        )
        acts = [sorted(kinds_of(u.stems)) for u in units]
        self.acts = coded("act", acts, _ACTS)
        self.ways = coded("act", (ways_of(each) for each in acts), _ACTS)
        self.families = coded("family", (sorted({family for family, _ in each}) for each in acts), _ACTS)
        self.fellows: Floats = column(lambda u: u.members[0].fellows, float)
        self.stems = coded("word", (sorted(u.stems) for u in units), _FEW)
        told = [sorted(u.words, key=lambda word: (-u.words[word], word))[:_WORDS] for u in units]
        self.words = coded("word", told, _WORDS)
        self.heavy: Floats = filled(
            [[u.words[word] for word in each] for u, each in zip(units, told, strict=True)], _WORDS, 0.0
        )
        self.length: Floats = column(lambda u: sum(x * x for x in u.words.values()) ** 0.5 or 1.0, float)
        self.actor_words = coded(
            "word", (sorted({x for m in u.members for x in m.actor_words}) for u in units), _OF_NAMES
        )
        self.recipient_words = coded(
            "word", (sorted({x for m in u.members for x in m.recipient_words}) for u in units), _OF_NAMES
        )
        self.names = coded("word", (sorted({stem(x) for x in u.names}) for u in units), _FEW)
        self.actors: Ints = filled([[people[who] for who in u.actors] for u in units], _PEOPLE)
        self.recipients: Ints = filled([[people[who] for who in u.recipients] for u in units], _PEOPLE)
        self.people: list[Who] = list(people)  # type: ignore[arg-type]
        self.place: Ints = column(lambda u: places[u.places])
        self.places: list[tuple[Where, ...]] = list(places)  # type: ignore[arg-type]
        self.cast: Ints = column(lambda u: casts[u.cast])
        self.casts: list[frozenset[str]] = list(casts)  # type: ignore[arg-type]
        numbers_of = [u.numbers for u in units]
        self.figures: Ints = np.asfortranarray(
            np.stack([filled([each.get(name, []) for each in numbers_of], 3) for name in FIGURES], 1)
        )
        self.how_many: Ints = filled([
            [-1 if (x := m.actor_count) is None else x, -1 if (y := m.recipient_count) is None else y]
            for u in units for m in u.members[:1]
        ], 2)  # fmt: skip
        self.claimed: Bools = column(lambda u: all(m.by for m in u.members), bool)
        self.head: Ints = column(lambda u: max(m.head for m in u.members))
        self.sure: Floats = column(lambda u: max(m.sure for m in u.members), float)
        self.counted: Bools = column(lambda u: any(m.trigger.counted for m in u.members), bool)
        self.several: Bools = column(lambda u: all(m.trigger.several for m in u.members), bool)
        self.another: Bools = column(lambda u: all(m.trigger.another for m in u.members), bool)
        self.back: Bools = column(lambda u: all(m.trigger.back for m in u.members), bool)
        self.known: Bools = column(lambda u: any(m.trigger.known for m in u.members), bool)
        self.start: Ints = column(lambda u: u.members[0].key[1])
        self.group: Ints = column(
            lambda u: numbers["group"][u.report.id, u.members[0].group] if u.members[0].group else -1
        )
        self.sentences = coded(
            "sentence",
            (
                sorted({(u.report.id, m.sentence_at) for m in u.members if m.report.id == u.report.id})
                for u in units
            ),
            3,
        )
        self.same_words = coded("told", (sorted({(m.sentence, m.word) for m in u.members}) for u in units), 3)
        self._who: dict[int, float] = {}
        self._where: dict[int, tuple[float, float, float, float, float]] = {}
        self._alike: dict[int, float] = {}
        self._casting: dict[int, float] = {}

    def likeness(self, one: Ints, other: Ints) -> Floats:
        """The likeness of the articles of pairs of units, 0 where they are not alike."""

        def look(a: int, b: int) -> float:
            x, y = self.reports[a], self.reports[b]
            return self.like.get((x, y) if x < y else (y, x), 0.0)

        return looked_up(self.report[one], self.report[other], len(self.reports), self._alike, look)

    def agreement(self, one: Ints, other: Ints, same: Callable[[Who, Who], float]) -> Floats:
        """How far two sides (rows of `actors` or `recipients`) agree at best; NaN where one is empty."""
        import numpy as np

        out = np.full(len(one), np.nan)
        for a in range(_PEOPLE):
            for b in range(_PEOPLE):
                at = np.flatnonzero((one[:, a] >= 0) & (other[:, b] >= 0))
                if not len(at):
                    continue
                found = looked_up(
                    one[at, a], other[at, b], len(self.people), self._who,
                    lambda x, y: same(self.people[x], self.people[y]),
                )  # fmt: skip
                out[at] = np.fmax(out[at], found)
        return out

    def whereabouts(
        self,
        one: Ints,
        other: Ints,
        judge: Callable[[tuple[Where, ...], tuple[Where, ...]], tuple[float, ...]],
    ) -> Floats:
        """What ``judge`` says of the places of pairs (shape ``m, 5``)."""
        import numpy as np

        codes = self.place[one] * len(self.places) + self.place[other]
        every, back = np.unique(codes, return_inverse=True)
        rows = []
        for code in every.tolist():
            if code not in self._where:
                a, b = divmod(code, len(self.places))
                self._where[code] = judge(self.places[a], self.places[b])  # type: ignore[assignment]
            rows.append(self._where[code])
        return np.array(rows, float).reshape(-1, 5)[back.reshape(-1)]

    def casting(
        self, one: Ints, other: Ints, judge: Callable[[frozenset[str], frozenset[str]], float]
    ) -> Floats:
        """How far the same people and places are in the articles of pairs."""
        return looked_up(
            self.cast[one], self.cast[other], len(self.casts), self._casting,
            lambda a, b: judge(self.casts[a], self.casts[b]),
        )  # fmt: skip


def _shares(mention: Mention) -> list[float]:
    """Of each type, in the ontology's order, how far a mention may be of it; they add up to 1."""
    out = [0.0] * len(_PLACE_OF_TYPE)
    told = {name: share for name, share in mention.types.items() if name in _PLACE_OF_TYPE}
    total = sum(told.values())
    chosen = _CHOSEN if total > 0 else 1.0
    for name, share in told.items():
        out[_PLACE_OF_TYPE[name]] = (1 - chosen) * share / total if total > 0 else 0.0
    if mention.type in _PLACE_OF_TYPE:
        out[_PLACE_OF_TYPE[mention.type]] += chosen
    return out


def alike(shares: Floats, others: Floats) -> Floats:
    """How far rows of shares (shape ``m, types``) overlap: 1 where they are the same, 0 where nothing is."""
    import numpy as np

    found: Floats = np.sqrt(shares * others).sum(1)
    return found


def filled(rows: Sequence[Sequence[Any]], width: int, empty: float = -1) -> Any:
    """The rows as an array, each cut to ``width`` or filled up with ``empty``; whole if that is. What has one
    place in all rows lies together.
    """
    import numpy as np

    dtype = np.int64 if isinstance(empty, int) else np.float64
    out = np.full((len(rows), width), empty, dtype, order="F")
    for at, row in enumerate(rows):
        if row:
            part = row[:width]
            out[at, : len(part)] = part
    return out


def picked(column: Any, at: Ints) -> Any:
    """Rows of a column, which lie as its own do."""
    return column[at] if column.flags.c_contiguous else column.T.take(at, axis=-1).T


def looked_up(
    one: Ints, other: Ints, size: int, known: dict[int, float], judge: Callable[[int, int], float]
) -> Floats:
    """``judge`` of each pair of numbers below ``size``, asked once for each that is not ``known``."""
    import numpy as np

    every, back = np.unique(one * size + other, return_inverse=True)
    values = []
    for code in every.tolist():
        value = known.get(code)
        if value is None:
            value = known[code] = judge(*divmod(code, size))
        values.append(value)
    return np.array(values, float)[back.reshape(-1)]


def distinct(values: Ints) -> Ints:
    """The values in order, each once; `numpy.unique` hashes them, which takes forty times as long."""
    import numpy as np

    ordered = np.sort(values)
    first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def among(one: Ints, other: Ints) -> Bools:
    """Of each number in ``one`` (``m, w``) whether it is in the same row of ``other``; -1 is in none."""
    import numpy as np

    # one place of all rows after the other: four times as fast as row by row
    ours, theirs = np.ascontiguousarray(one.T), np.ascontiguousarray(other.T)
    out = np.zeros(ours.shape, bool)
    for each in theirs:
        if (each >= 0).any():
            out |= ours == each
    out &= ours >= 0
    return out.T
