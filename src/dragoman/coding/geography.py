"""Which countries an article speaks of, and where: names, demonyms, capitals and towns by token."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from dragoman.coding.names import Found
from dragoman.coding.view import Range, View
from dragoman.knowledge import Knowledge

_WEIGHT = {"country": 1.0, "demonym": 1.0, "capital": 0.8, "seat": 0.5, "place": 0.8}
_WHERE = frozenset("in at near of across outside inside from around throughout".split())


@dataclass(frozen=True, slots=True)
class Geo:
    """Words that tie the text to a country. ``sort``: country, demonym, capital, seat or place."""

    first: int
    last: int
    code: str
    sort: str


class Geography:
    """The countries of one article, found once."""

    def __init__(
        self, view: View, knowledge: Knowledge, found: list[Found], cache: dict[str, tuple[str, str] | None]
    ) -> None:
        self.view = view
        self.knowledge = knowledge
        self._cache = cache
        self.marks: list[Geo] = []
        self.at: list[int] = [-1] * len(view.tokens)  #: index into ``marks``, by token
        people = [
            name.label == "PER"
            and (name.title[0] < name.title[1] or not self._look(view.words((name.first, name.last)), False))
            for name in found
        ]
        person_at = {
            i
            for name, is_person in zip(found, people, strict=True)
            if is_person
            for i in range(name.first, name.last)
        }
        name_at = {name.first: name for name in found}
        count = len(view.tokens)
        index = 0
        while index < count:
            if not view.capital(index) or index in person_at:
                index += 1
                continue
            high = view.sentence(index)[1]
            stop = 0
            name = name_at.get(index)
            for size in range(min(5, high - index), 0, -1):
                end = index + size
                if any(i in person_at for i in range(index, end)):
                    continue
                text = view.words((index, end))
                # Towns only where a whole name is one: "Paris Saint-Germain" is not in this
                # table, nor is "Reading".
                hit = self._look(text, name is not None and name.last == end and name.label in ("LOC", ""))
                if hit:
                    self._mark(Geo(index, end, hit[0], hit[1]))
                    stop = end
                    break
            index = max(stop, index + 1)
        self.dominant = self._dominant()

    def _mark(self, geo: Geo) -> None:
        for index in range(geo.first, geo.last):
            self.at[index] = len(self.marks)
        self.marks.append(geo)

    def _look(self, text: str, town: bool) -> tuple[str, str] | None:
        key = ("+" if town else "-") + text
        if key not in self._cache:
            if len(self._cache) > 50_000:
                self._cache.clear()
            self._cache[key] = self._find(text, town)
        return self._cache[key]

    def _find(self, text: str, town: bool) -> tuple[str, str] | None:
        know = self.knowledge
        country = know.country(text)
        if country:
            return country.iso3, "country"
        code = know.demonym(text)
        if code:
            return code, "demonym"
        code = know.seat(text)
        if code:
            return code, "seat"
        code = know.capital(text)
        if code:
            return code, "capital"
        if town:
            # ``place_country`` also reads phrases; a name that only contains a country ("Iran
            # Air") is no place.
            code = know.place_country(text)
            if code and (" " not in text or not know.countries_in(text.split())):
                return code, "place"
        return None

    def inside(self, span: Range, sorts: frozenset[str] | None = None) -> list[str]:
        """Countries named within a token range, in order, each once."""
        out: dict[str, None] = {}
        seen = -1
        for index in range(max(0, span[0]), min(span[1], len(self.at))):
            mark = self.at[index]
            if mark >= 0 and mark != seen:
                seen = mark
                geo = self.marks[mark]
                if sorts is None or geo.sort in sorts:
                    out[geo.code] = None
        return list(out)

    def attached(self, token: int) -> str:
        """The country of the place that a word is tied to by what follows it ("protesters in Minsk"), or
        "".
        """
        high = self.view.sentence(token)[1]
        if token + 1 >= high or self.view.lower[token + 1] not in _WHERE:
            return ""
        for index in range(token + 2, min(token + 6, high)):
            mark = self.at[index]
            if mark >= 0:
                return self.marks[mark].code
            if self.view.lower[index] in (",", ".", "and", "on", "who", "that"):
                break
        return ""

    def following(self, span: Range) -> str:
        """The country named right behind a place: "Mokha, Yemen", "a garlic festival in Gilroy"."""
        high = self.view.sentence(span[0])[1]
        for index in range(span[1], min(span[1] + 7, high)):
            mark = self.at[index]
            if mark >= 0:
                return self.marks[mark].code
            word = self.view.lower[index]
            if not (
                word in _WHERE
                or word in (",", "the", "city", "town", "province", "state", "region")
                or self.view.capital(index)
            ):
                break
        return ""

    def _dominant(self) -> str:
        """The country most spoken of; headline and first sentences count more. "" where none is."""
        weight: dict[str, float] = defaultdict(float)
        for geo in self.marks:
            number = self.view.tokens[geo.first].sentence
            boost = 2.0 if self.view.in_title(geo.first) else 1.5 if number <= 2 else 1.0
            weight[geo.code] += _WEIGHT[geo.sort] * boost
        return max(weight, key=lambda code: weight[code]) if weight else ""
