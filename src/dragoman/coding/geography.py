"""Which countries an article speaks of, and where: names, demonyms, capitals and towns by token."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from dragoman.coding.names import Found
from dragoman.coding.namesakes import AREA_KINDS, ELSEWHERE, MARGIN, SMALL, Geo, Within, settled, stray, told
from dragoman.coding.view import Range, View
from dragoman.knowledge import Knowledge
from dragoman.knowledge.gazetteer import INSIDE, Candidate, Ranked, distance, key
from dragoman.records import Reason

_WEIGHT = {"country": 1.0, "demonym": 1.0, "capital": 0.8, "seat": 0.5, "place": 0.8}
_WHERE = frozenset("in at near of across outside inside from around throughout".split())
#: A country's name is asked about where a province of the same name comes as near as this to it ("Georgia").
_RIVAL = 3.2
_SURELY = (
    1.5  #: by how much the likeliest place of a name leads where the others in the article may lean on it
)
_SIDES = frozenset(
    """
    north south east west northern southern eastern western central northeastern northwestern southeastern
    southwestern north-eastern north-western south-eastern south-western northeast northwest southeast
    southwest the coastal neighbouring neighboring
    """.split()
)
_AREAS = frozenset("city town village district province state region governorate county".split())
_LEANT_ON = 40  #: so many certain places tell enough of where a story is
_PHRASE = 5  #: words of a phrase before the name at its end


class Geography:
    """The countries of one article, found once."""

    def __init__(
        self, view: View, knowledge: Knowledge, found: list[Found], cache: dict[str, tuple[str, str] | None]
    ) -> None:
        self.view = view
        self.knowledge = knowledge
        self._cache = cache
        self._gazetteer = knowledge.gazetteer
        #: why a name is taken for one place of several, by the first token of its mark
        self.reasons: dict[int, str] = {}
        self._certain: dict[str, Candidate] | None = None
        #: between which places a name stays open, likeliest first with their scores, by its key
        self.doubts: dict[str, str] = {}
        self.open: dict[str, Reason] = {}  #: of these, those at which something was to be placed
        self.marks: list[Geo] = []
        self._told_before: dict[str, Within] = {}  #: by name, what the article says elsewhere that it lies in
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
        spaces = view.gaps()
        index = 0
        while index < count:
            if not view.capital(index) or index in person_at:
                index += 1
                continue
            high = view.sentence(index)[1]
            stop = 0
            name = name_at.get(index)
            most = 1
            while most < min(5, high - index) and index + most not in person_at:
                most += 1
            longest = knowledge.longest(view.tokens[index].text)
            if spaces[index + 1 : index + 2] == [spaces[index]]:
                longest = most  # the token is not all of the phrase's first word
            for size in range(most, 0, -1):
                end = index + size
                # Towns only where a whole name is one: "Paris Saint-Germain" is not in this
                # table, nor is "Reading".
                whole = name is not None and name.last == end
                if not whole and spaces[end - 1] - spaces[index] >= longest:
                    continue  # it has more words than any name that begins like this
                text = view.words((index, end))
                hit = self._look(text, whole and name is not None and name.label in ("LOC", ""))
                if hit is None and whole and name is not None and name.label == "LOC":
                    hit = self._town(text)
                if hit:
                    self._mark(Geo(index, end, hit[0], hit[1]))
                    stop = end
                    break
            index = max(stop, index + 1)
        self._weights = self._weigh()
        self._settle()
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
        if not town and not know.geographic(text):
            return None
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

    def _town(self, text: str) -> tuple[str, str] | None:
        """A place that only the gazetteer knows; one of no country is no mark."""
        ranked = self._gazetteer.resolve(text)
        return (ranked[0].place.iso3, "place") if ranked and ranked[0].place.iso3 else None

    def leave_open(self, name: str) -> None:
        """Keep the reason why something at a place of this name has no coordinates, where that is a doubt."""
        doubt = self.doubts.get(key(name))
        if doubt:
            self.open[name] = Reason("ambiguous", f'"{name}" may be {doubt}; left without coordinates.')

    # which of several ------------------------------------------------------------------------

    def _weigh(self) -> dict[str, dict[str, float]]:
        """How much each name speaks for each country: key of the name -> code -> weight."""
        out: dict[str, dict[str, float]] = {}
        for geo in self.marks:
            share = out.setdefault(key(self.view.words((geo.first, geo.last))), {})
            share[geo.code] = share.get(geo.code, 0.0) + _WEIGHT[geo.sort] * self._boost(geo)
        return out

    def near(self, name: str) -> list[str]:
        """The countries that the article speaks of by other words than ``name``, most spoken of first."""
        own, total = key(name), defaultdict[str, float](float)
        for other, share in self._weights.items():
            if other != own:
                for code, weight in share.items():
                    total[code] += weight
        return sorted(total, key=lambda code: (-total[code], code))

    def _settle(self) -> None:
        """Give each name that several places bear the one that the article means: those that are clear first,
        then the rest in their light.
        """
        self._tell_before()
        self._namesakes()
        open_: list[int] = []
        for number, geo in enumerate(self.marks):
            if geo.sort in ("country", "place") and self._bearers(geo) > 1:
                open_.append(number)
        # What is open says nothing about what else is open until it is settled.
        unsure = {key(self.view.words((self.marks[n].first, self.marks[n].last))) for n in open_}
        kept = {name: self._weights.pop(name) for name in sorted(unsure) if name in self._weights}
        for number in open_:
            geo = self.marks[number]
            name = self.view.words((geo.first, geo.last))
            if geo.sort == "country":
                code, reason = self._country_or(geo, name)
            else:
                found, reason = self._choose(name, self.beyond(geo), self.hint(geo))
                code = found.iso3 if found is not None else ""
            if code and code != geo.code:
                self.marks[number] = replace(
                    geo, code=code, sort="place" if geo.sort == "place" else geo.sort
                )
            if code and reason:
                self.reasons[geo.first] = reason
        self._weights.update(kept)
        self._weights = self._weigh()
        # "Blakely, Georgia": of which country the outer name is, is known only now.
        self._told_before = {}
        self._tell_before()

    def _namesakes(self) -> None:
        """Take "Lima, Ohio" for the town, and not for the capital of Peru."""
        for number, geo in enumerate(self.marks):
            if geo.sort != "capital":
                continue
            within = self.beyond(geo)
            if not within.name or self.holder(within.name) == geo.code:
                continue
            name = self.view.words((geo.first, geo.last))
            ranked = self._gazetteer.resolve(name, within=within.name)
            if ranked and INSIDE in ranked[0].reasons and ranked[0].place.iso3 != geo.code:
                self.marks[number] = replace(geo, code=ranked[0].place.iso3, sort="place")
                self.reasons[geo.first] = f"the {ranked[0].place.kind} in {within.name}"

    def _tell_before(self) -> None:
        """Learn what the article says once of each name that it lies in."""
        for geo in self.marks:
            if geo.sort == "place":
                within = self.beyond(geo)
                if within.binds and self.holder(within.name):
                    self._told_before.setdefault(key(self.view.words((geo.first, geo.last))), within)

    def _bearers(self, geo: Geo) -> int:
        """How many countries have a place that the name may well mean."""
        name = self.view.words((geo.first, geo.last))
        places = self._gazetteer.candidates(name)
        if len(places) < 2:
            return len(places)
        ranked = self._gazetteer.resolve(name)
        reach = _RIVAL if geo.sort == "country" and not self.hint(geo) else 9.0
        if geo.sort == "country":
            kinds = ("country", "province", "city")
            return len(
                {r.place.iso3 for r in ranked if r.place.kind in kinds and ranked[0].score - r.score < reach}
            )
        return len({r.place.iso3 for r in ranked if r.place.iso3})

    def _country_or(self, geo: Geo, name: str) -> tuple[str, str]:
        """The country of a name that two countries share, or a country and another one's province."""
        if self._beside_country(geo):
            return geo.code, ""
        near = self.near(name)
        ranked = [
            r for r in self._gazetteer.resolve(name, near=near) if r.place.kind in ("country", "province")
        ]
        own = [r for r in ranked if r.place.kind == "country"]
        for one in own:
            if one.place.iso3 in near:
                best = min((r for r in own if r.place.iso3 in near), key=lambda r: near.index(r.place.iso3))
                return best.place.iso3, "the article speaks of that country" if len(own) > 1 else ""
        for other in ranked:
            if other.place.kind == "province" and (
                self.hint(geo) == "province" or (near and other.place.iso3 == near[0])
            ):
                return (
                    other.place.iso3,
                    f"the {other.place.kind}, since the article is about {other.place.iso3}",
                )
        if near and own and key(own[0].place.name) != key(name) and geo.code not in near:
            # "Gold Coast" in an article about Australia: a town there, and no country's former name
            for town in self._gazetteer.candidates(name):
                if town.kind == "city" and town.iso3 == near[0] and town.population >= SMALL:
                    return town.iso3, f"the town, since the article is about {town.iso3}"
        return geo.code, ""

    def _beside_country(self, geo: Geo) -> bool:
        """Is the name joined to another country's ("Georgia and Ukraine")?"""
        low, high = self.view.sentence(geo.first)
        for index in (*range(max(low, geo.first - 2), geo.first), *range(geo.last, min(high, geo.last + 2))):
            mark = self.at[index]
            if mark >= 0 and self.marks[mark].sort == "country" and self.view.lower[index] not in (",",):
                return True
        return False

    def hint(self, geo: Geo) -> str:
        """The kind of place that the word behind the name says ("Aleppo province", "Niger State"), or
        that the names joined to it are of ("Oregon, Washington and Idaho").
        """
        low, high = self.view.sentence(geo.first)
        word = self.view.lower
        if geo.last < high and word[geo.last] in AREA_KINDS:
            return AREA_KINDS[word[geo.last]]
        if geo.first - 2 >= low and word[geo.first - 1] == "of" and word[geo.first - 2] in AREA_KINDS:
            return AREA_KINDS[word[geo.first - 2]]  # "the state of Washington"
        if self._holds_before(geo):
            return "province"
        return "province" if any(place.kind == "province" for place in self._joined(geo)) else ""

    def _holds_before(self, geo: Geo) -> bool:
        """Is it the province that holds the place before its comma ("Atlanta, Georgia")?"""
        view = self.view
        if geo.first < 2 or view.lower[geo.first - 1] != ",":
            return False
        mark = self.at[geo.first - 2]
        if mark < 0 or self.marks[mark].sort not in ("place", "capital"):
            return False
        inner = self.marks[mark]
        own = {
            (place.iso3, place.name)
            for place in self._gazetteer.candidates(view.words((geo.first, geo.last)))
            if place.kind == "province"
        }
        towns = self._gazetteer.candidates(view.words((inner.first, inner.last)))
        return any((town.iso3, town.admin1) in own for town in towns if town.kind == "city")

    def _joined(self, geo: Geo) -> list[Candidate]:
        """What the names are, at first sight, that "and" or the commas of a list join to this one."""
        view = self.view
        low, high = view.sentence(geo.first)
        out = []
        for step, index in ((1, geo.last), (-1, geo.first - 1)):
            joint = index
            while low <= joint < high and view.lower[joint] in (",", "and", "or"):
                joint += step
            mark = self.at[joint] if low <= joint < high and joint != index else -1
            if mark < 0 or self.marks[mark].sort == "demonym":
                continue
            other = self.marks[mark]
            if view.lower[index] == "," and abs(joint - index) == 1 and not self._list(geo, other):
                continue  # "Buffalo, New York" is no list
            ranked = self._gazetteer.resolve(view.words((other.first, other.last)))
            if ranked and (len(ranked) == 1 or ranked[0].score - ranked[1].score > 0.5):
                out.append(ranked[0].place)
        return out

    def _list(self, geo: Geo, other: Geo) -> bool:
        """Do names parted by a comma go on with another comma or "and"?"""
        after = max(geo.last, other.last)
        before = min(geo.first, other.first) - 1
        low, high = self.view.sentence(geo.first)
        return (after < high and self.view.lower[after] in (",", "and", "or")) or (
            before >= low and self.view.lower[before] == ","
        )

    def _choose(self, name: str, within: Within, hint: str) -> tuple[Candidate | None, str]:
        """The place that the name means here, and why where it may mean several; None where that is open."""
        near = self.near(name)
        around = self._around(name)
        ranked = self._gazetteer.resolve(name, near=near, within=within.name, kind_hint=hint, around=around)
        if self.holder(within.name) and not (ranked and INSIDE in ranked[0].reasons):
            if within.binds and (not near or self.holder(within.name) in near):
                return None, ""  # what the text says it lies in holds none of the places known by the name
            ranked = self._gazetteer.resolve(name, near=near, kind_hint=hint, around=around)
        found, reason = settled(ranked)
        if found is None and len(ranked) > 1:
            elsewhere = next(
                (r for r in ranked[1:] if distance(ranked[0].place, r.place) > ELSEWHERE), ranked[1]
            )
            self.doubts[key(name)] = f"{told(ranked[0])} or {told(elsewhere)}"
        if found is not None and not within.name and near and stray(found, near):
            return None, ""
        return found, reason

    def bearers(self, geo: Geo) -> list[str]:
        """The countries that have a place of this name, that of the likeliest first."""
        return list(dict.fromkeys(one.place.iso3 for one in self._ranked(geo)[0] if one.place.iso3))

    def land(self, geo: Geo) -> str:
        """The country where all places lie that the name may well mean, "" where they lie in several."""
        ranked, near = self._ranked(geo)
        likely = {one.place.iso3 for one in ranked if ranked[0].score - one.score < MARGIN}
        return min(likely) if len(likely) == 1 and not stray(ranked[0].place, near) else ""

    def _ranked(self, geo: Geo) -> tuple[list[Ranked], list[str]]:
        """The places that the name may mean, likeliest first, and the countries spoken of besides."""
        name = self.view.words((geo.first, geo.last))
        near = self.near(name)
        return self._gazetteer.resolve(name, near=near), near

    def _around(self, name: str) -> list[Candidate]:
        """Provinces and towns of the article, other than ``name``, whose names mean no other place."""
        if self._certain is None:
            self._certain = {}
            for geo in self.marks:
                said = self.view.words((geo.first, geo.last))
                if geo.sort != "place" or key(said) in self._certain:
                    continue
                ranked = self._gazetteer.resolve(said, near=self.near(said)[:1])
                sure = len(ranked) == 1 or (ranked and ranked[0].score - ranked[1].score > _SURELY)
                if sure and ranked[0].place.admin1:
                    self._certain[key(said)] = ranked[0].place
                if len(self._certain) >= _LEANT_ON:
                    break
        own = key(name)
        return [place for said, place in self._certain.items() if said != own]

    def holder(self, within: str) -> str:
        """The country of what a place is said to lie in (a name or an ISO code), "" where that is unknown."""
        if len(within) == 3 and within.isupper():
            return within
        return next((p.iso3 for p in self._gazetteer.candidates(within) if p.iso3), "") if within else ""

    def place(self, geo: Geo, hint: str = "") -> Candidate | None:
        """The gazetteer's place for a name of the article; None where it is unknown or open which."""
        name = self.view.words((geo.first, geo.last))
        if geo.sort == "country":
            ranked = self._gazetteer.resolve(name, within="", kind_hint=hint)
            own = [r.place for r in ranked if r.place.iso3 == geo.code]
            areas = [place for place in own if place.kind == "country"]
            return next(iter(areas or own), None)
        found, _ = self._choose(name, self.beyond(geo), hint)
        return found if found is not None else self._elsewhere_told(geo, name)

    def _elsewhere_told(self, geo: Geo, name: str) -> Candidate | None:
        """What the name means where the article says more of it: the province of "Nyanza province"."""
        own = key(name)
        for other in self.marks:
            if other.first == geo.first or other.sort != geo.sort:
                continue
            if key(self.view.words((other.first, other.last))) != own:
                continue
            hint = self.hint(other)
            found = self._choose(name, self.beyond(other), hint)[0] if hint else None
            if found is not None:
                return found
        return None

    def find(self, name: str, *, within: str = "", hint: str = "") -> Candidate | None:
        """The gazetteer's place for a name that is no mark (a sea, a region of many countries, a site)."""
        found, _ = self._choose(name, Within(within), hint)
        return found

    def beyond(self, geo: Geo) -> Within:
        """What the words around say the place lies in: "Paris, Texas", "Tripoli in northern Lebanon",
        "Syria's Idlib". A comma may also part the items of a list, so that it does not bind.
        """
        view = self.view
        low, high = view.sentence(geo.first)
        index = geo.last
        while index < high and (view.lower[index] in _AREAS or view.lower[index] == "located"):
            index += 1
        if index < high and view.lower[index] in (",", "in", "of", "("):
            binds, comma = view.lower[index] in ("in", "of"), view.lower[index] == ","
            index += 1
            if comma and index < high and view.lower[index] in ("in", "near"):
                index, binds = index + 1, True  # "Austin, in Scott County"
            while index < high and (view.lower[index] in _SIDES or view.lower[index] in _AREAS):
                index += 1
            mark = self.at[index] if index < high else -1
            if mark >= 0 and self.marks[mark].first == index and self.marks[mark].sort != "demonym":
                outer = self.marks[mark]
                if outer.sort != "country":
                    if comma and self._goes_on(outer, high):
                        return Within()
                    return Within(view.words((outer.first, outer.last)), binds)
                # "Burnham, New Zealand", unless the comma parts the items of a list
                after = view.lower[outer.last] if outer.last < high else ""
                return Within(outer.code, binds or (geo.sort == "place" and after not in ("and", "or")))
        index = geo.first - 1
        while index > low and view.lower[index] in _SIDES:
            index -= 1
        if index - 1 >= low and view.lower[index] in ("'s", "’s"):
            mark = self.at[index - 1]
            if mark >= 0 and self.marks[mark].sort == "country":
                return Within(self.marks[mark].code, True)
        if index > low and (view.lower[index] == "of" or view.lower[index] in _AREAS):
            # "the Mozambican port town of Palma"
            for other in range(index, max(low, index - _PHRASE) - 1, -1):
                mark = self.at[other]
                if mark >= 0:
                    if self.marks[mark].sort != "demonym":
                        break
                    return Within(self.marks[mark].code, True)
                if view.upos[other] not in ("NOUN", "ADJ") and view.lower[other] != "of":
                    break
        return self._told_before.get(key(view.words((geo.first, geo.last))), Within())

    def _goes_on(self, outer: Geo, high: int) -> bool:
        """Does a list go on behind a name ("in Washington, Pennsylvania and California")?"""
        view = self.view
        if outer.last + 1 >= high or view.lower[outer.last] not in ("and", "or"):
            return False
        mark = self.at[outer.last + 1]
        if mark < 0 or self.marks[mark].first != outer.last + 1 or self.marks[mark].sort != "place":
            return False
        last = self.marks[mark].last
        return not (last + 1 < high and view.lower[last] == "," and self.at[last + 1] >= 0)

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
            weight[geo.code] += _WEIGHT[geo.sort] * self._boost(geo)
        return max(weight, key=lambda code: weight[code]) if weight else ""

    def _boost(self, geo: Geo) -> float:
        number = self.view.tokens[geo.first].sentence
        return 2.0 if self.view.in_title(geo.first) else 1.5 if number <= 2 else 1.0
