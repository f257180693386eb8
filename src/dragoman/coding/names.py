"""The proper names of an article: those the model found, and those it missed that the capitals give away.

A name here is without its title: "President Donald Trump" is the name *Donald Trump* with the title
*President*. Headlines in title case count only names that the body or the knowledge base knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dragoman.coding.namewords import (
    AREAS,
    BODY_WORDS,
    BRANCHED,
    CALENDAR,
    CAUSES,
    FIELDS,
    INITIALISM,
    JOINERS,
    OPENERS,
    ORDINAL,
    OWNERS,
    SUFFIXES,
    TENURES,
    TITLES,
    UNITS,
    WEAK,
    YOUNGER,
)
from dragoman.coding.view import DETERMINERS, PRONOUNS, STOPS, Range, View, particle


@dataclass(frozen=True, slots=True)
class Found:
    """A name where it stands: ``first`` to ``last`` without title; ``title`` the range of words before it."""

    first: int
    last: int
    label: str  #: PER, ORG, LOC, NORP or "" where nothing says
    title: Range


def find_names(
    view: View,
    known: Callable[[str], bool],
    geo: Callable[[str], bool],
    role: Callable[[str], bool] | None = None,
) -> list[Found]:
    """All names in text order, not overlapping.

    A run of capitals says where a name begins and ends better than the model does, the model what it
    is. ``known`` tells whether the knowledge base has a text as a name, ``geo`` whether it is a country or
    demonym, ``role`` whether a word says what somebody is.
    """
    out: list[Found] = []
    taken = [False] * len(view.tokens)
    mid = _mid_capitals(view)
    body: set[str] = set()
    for sentence in sorted(view.parse.sentences, key=lambda s: s.title):
        high = min(sentence.last, len(view.tokens))
        loud = sentence.title and _title_case(view, sentence.first, high)
        for first, last in _runs(view, sentence.first, high, taken, mid, known):
            ranges = [(first, last)]
            if loud:
                ranges = _inside(view, first, last, lambda text: text in body or known(text))
            elif last - first > 1:
                ranges = _pieces(view, first, last, known)
            for low, end in ranges:
                found = _split_title(view, low, end, _label(view, low, end), geo, known, role)
                for index in range(low, end):
                    taken[index] = True
                if found:
                    out.append(found)
                    if not sentence.title:
                        body.add(view.words((found.first, found.last)))
    for name in view.parse.names:
        first, last = max(0, name.first), min(name.last, len(view.tokens))
        while last - 1 > first and view.lower[last - 1] in ("'s", "’s"):
            last -= 1
        if (
            first >= last
            or any(taken[first:last])
            or view.lower[first] in PRONOUNS
            or not any(view.capital(i) for i in range(first, last))
        ):
            continue
        found = _split_title(view, first, last, name.label, geo, known)
        for index in range(first, last):
            taken[index] = True
        if found:
            out.append(found)
    out.sort(key=lambda name: name.first)
    return out


def _label(view: View, first: int, last: int) -> str:
    """What the model takes most of the words for, the last counting double; "" where it says nothing."""
    weight: dict[str, float] = {}
    for index in range(first, last):
        number = view.name_at[index]
        if number >= 0:
            label = view.parse.names[number].label
            weight[label] = weight.get(label, 0.0) + (2.0 if index == last - 1 else 1.0)
    return max(weight, key=lambda label: (weight[label], label)) if weight else ""


def _pieces(view: View, first: int, last: int, known: Callable[[str], bool]) -> list[Range]:
    """Cut a run where the model begins a person behind another name ("United Nations Nikki Haley",
    "from Vermont Bernie Sanders")."""
    cuts = [first]
    for index in range(first + 1, last):
        number = view.name_at[index]
        if number < 0 or view.parse.names[number].first != index or view.parse.names[number].label != "PER":
            continue
        before = view.name_at[index - 1]
        ended = view.parse.names[before] if before >= 0 else None
        other = ended is not None and ended.last == index and ended.label != "PER"
        if last - index >= 2 and (other or known(view.words((cuts[-1], index)))):
            cuts.append(index)
    return [(low, end) for low, end in zip(cuts, [*cuts[1:], last], strict=True) if low < end]


def _mid_capitals(view: View) -> set[str]:
    """Words that are capitalised somewhere a sentence does not begin, and all words in lower case."""
    out: set[str] = {token.text for token in view.tokens if token.text.islower()}
    for sentence in view.parse.sentences:
        if sentence.title:
            continue
        for index in range(sentence.first + 1, min(sentence.last, len(view.tokens))):
            if view.capital(index) and view.tokens[index - 1].text not in OPENERS:
                out.add(view.tokens[index].text)
    return out


def _title_case(view: View, first: int, last: int) -> bool:
    words = [
        i for i in range(first, min(last, len(view.tokens))) if view.is_word(i) and view.lower[i] not in STOPS
    ]
    return len(words) > 3 and sum(view.capital(i) for i in words) > 0.7 * len(words)


def _starts(view: View, index: int) -> bool:
    """Does the word stand where every word would have a capital?"""
    first = view.sentence(index)[0]
    return (
        index == first
        or view.tokens[index - 1].text in OPENERS
        or all(not view.is_word(i) for i in range(first, index))
    )


def _naming(view: View, index: int) -> bool:
    word = view.lower[index]
    if not view.capital(index) or word == "i" or word in DETERMINERS:
        return False
    if word.rstrip(".") in YOUNGER:
        return False
    if word in CALENDAR:
        number = view.name_at[index]  # "Theresa May"
        return number >= 0 and view.parse.names[number].label == "PER"
    if word in PRONOUNS:
        return view.acronym(index)
    return word not in STOPS or not _starts(view, index)


def _runs(
    view: View, first: int, last: int, taken: list[bool], mid: set[str], known: Callable[[str], bool]
) -> list[Range]:
    out: list[Range] = []
    index = first
    while index < last:
        if taken[index] or not _naming(view, index):
            index += 1
            continue
        end = index + 1
        while end < last and not taken[end]:
            step = _goes_on(view, index, end, last, taken, known)
            if not step:
                break
            end += step
        start = index
        if _starts(view, start):
            start = _opening(view, start, end, mid, known)
        if start > first and view.lower[end - 1] in UNITS and ORDINAL.match(view.lower[start - 1]):
            start -= 1  # "the 10th Mountain Division"
        if start < end:
            out.append((start, end))
        index = end
    return out


def _goes_on(
    view: View, index: int, end: int, last: int, taken: list[bool], known: Callable[[str], bool]
) -> int:
    """How many tokens from ``end`` on belong to the name that began at ``index``; 0 where it is over."""
    text = view.tokens[end].text
    if _naming(view, end) or view.lower[end].rstrip(".") in YOUNGER:
        return 1
    ahead = end + 1
    if text == "," and ahead < last and view.lower[ahead].rstrip(".") in YOUNGER:
        return 2
    if ahead >= last:
        return 0
    joined = (
        view.tokens[end - 1].end == view.tokens[end].start
        and view.tokens[end].end == view.tokens[ahead].start
    )
    if text in "-–":
        if not joined or (known(view.tokens[end - 1].text) and known(view.tokens[ahead].text)):
            return 0
        if _follows(view, ahead, taken):
            return 2
        # "Park Geun-hye": a syllable, where "US-backed" has a word.
        short = (
            view.tokens[ahead].text.isalpha()
            and len(view.tokens[ahead].text) <= 5
            and view.lower[ahead] not in SUFFIXES
        )
        return 2 if short and end - index >= 2 and not known(view.words((index, end))) else 0
    if particle(text) or (text in "’'" and joined) or INITIALISM.match(text):
        if _follows(view, ahead, taken):
            return 2
        if ahead + 1 < last and view.tokens[ahead].text == "-" and _follows(view, ahead + 1, taken):
            return 3
        if (
            particle(text)
            and ahead + 1 < last
            and particle(view.tokens[ahead].text)
            and _follows(view, ahead + 1, taken)
        ):
            return 3
        return 0
    word = view.lower[end]
    if word in ("'s", "’s", "'", "’") and view.lower[end - 1] in OWNERS and _follows(view, ahead, taken):
        return 2
    number = view.name_at[end]
    if number >= 0 and number == view.name_at[end - 1] and view.parse.names[number].label == "ORG":
        # "Institute of Disease Control and Research": as far as the model takes it for one body.
        stop = min(view.parse.names[number].last, last)
        bodily = any(view.lower[i] in BODY_WORDS for i in range(index, end))
        if stop > end and view.capital(stop - 1) and (bodily or word not in ("and", ",", "&")):
            return stop - end
    if word in STOPS or word == "the":
        # "Islamic State of Iraq *and the Levant*": on to where the whole is a name that is known.
        for size in range(min(7, last - end), 1, -1):
            if view.capital(end + size - 1) and known(view.words((index, end + size))):
                return size
    if word == "the" and view.lower[end - 1] in CAUSES:
        return 2 if _follows(view, ahead, taken) else 0
    if word == "and":
        # "Department of Corrections and Rehabilitation", not "the Ministry of Defence and President Petro".
        before = view.lower[index:end]
        branch = not BRANCHED.isdisjoint(before) and not {"of", "for", "on"}.isdisjoint(before)
        titled = view.lower[ahead] in TITLES | BODY_WORDS
        if view.lower[ahead] in WEAK and not (ahead + 1 < last and view.capital(ahead + 1)):
            titled = False  # "Ministry of Public Works and Transport"
        fits = _follows(view, ahead, taken) and not titled
        if branch and fits and not known(view.tokens[ahead].text) and not _person(view, ahead):
            return 2
        return _paired(view, index, end, last, taken, known)
    if word in ("'s", "’s") and known(view.words((index, end))):
        return 0  # "the European Union's Lisbon treaty"
    if word in JOINERS:
        bodily = any(view.lower[i] in BODY_WORDS for i in range(index, end))
        office = word in ("of", "for") and view.lower[end - 1] in TITLES
        if view.lower[ahead] == "the" and ahead + 1 < last:
            ahead += 1
        if (bodily or office) and _follows(view, ahead, taken):
            return ahead + 1 - end
    return 0


def _person(view: View, index: int) -> bool:
    """Does the model take the word for part of a person's name?"""
    number = view.name_at[index]
    return number >= 0 and view.parse.names[number].label == "PER"


def _paired(
    view: View, index: int, end: int, last: int, taken: list[bool], known: Callable[[str], bool]
) -> int:
    """How many tokens "and" and what follows add to a body named for two things ("Peace and Security
    Council"); 0 where the words before are a name of their own ("Kenya and the Security Council")."""
    words = range(index, end)
    own = any(_person(view, i) or view.lower[i] in TITLES | BODY_WORDS or view.acronym(i) for i in words)
    if own or end - index > 2 or known(view.words((index, end))):
        return 0
    for ahead in range(end + 1, min(end + 5, last)):
        if not _follows(view, ahead, taken) or _person(view, ahead):
            break
        if view.lower[ahead] in BODY_WORDS:
            return ahead + 1 - end if ahead > end + 1 else 0
    return 0


def _follows(view: View, index: int, taken: list[bool]) -> bool:
    return not taken[index] and _naming(view, index)


#: Names of the press that are words: no names where a sentence begins with them.
_WORDS = frozenset(("time",))


def _opening(view: View, start: int, end: int, mid: set[str], known: Callable[[str], bool]) -> int:
    """Where a run at the start of a sentence really begins.

    Its first word may owe its capital to its place.
    """
    word = view.tokens[start].text
    beside = end - start == 2 and view.upos[start] in ("ADJ", "VERB", "ADV") and not word.endswith("ern")
    if beside and known(view.tokens[start + 1].text) and not (known(view.words((start, end))) or known(word)):
        return start + 1  # "Furious Madrid"
    if view.upos[start] and (view.upos[start] == "PROPN" or end - start > 1):
        small = view.upos[start] in ("DET", "CCONJ", "SCONJ", "ADP", "PRON") and not known(
            view.words((start, end))
        )
        return start + 1 if small and end - start > 1 else start
    if end - start == 1 and word.lower() in _WORDS and word not in mid and view.name_at[start] < 0:
        return end
    if (
        word in mid
        or view.name_at[start] >= 0
        or known(view.words((start, end)))
        or known(word)
        or INITIALISM.match(word)
        or (word.isupper() and len(word) > 1)
    ):
        return start
    if end - start > 1 and word.lower() not in DETERMINERS:
        common = word.lower() in mid or word.lower().endswith(("ed", "ing", "ly"))
        return start + 1 if common and view.lower[start] not in TITLES else start
    return end if end - start == 1 else start + 1


def _inside(view: View, first: int, last: int, good: Callable[[str], bool]) -> list[Range]:
    """The longest parts of a run that are names by themselves."""
    out: list[Range] = []
    here = first
    while here < last:
        for end in range(min(last, here + 6), here, -1):
            if good(view.words((here, end))):
                out.append((here, end))
                here = end
                break
        else:
            here += 1
    return out


def _person_from(view: View, first: int, last: int) -> int:
    """Where in a run the model begins a person of two words or more that ends it; else ``first``."""
    for index in range(last - 2, first, -1):
        number = view.name_at[index]
        if number >= 0:
            name = view.parse.names[number]
            if name.first == index and name.label == "PER" and name.last >= last:
                return index
    return first


def _goes_before(view: View, first: int, last: int, known: Callable[[str], bool]) -> bool:
    """Is the run's first word none of the person's ("Former Trump")?"""
    return last - first > 1 and view.lower[first] in TENURES and not known(view.words((first, last)))


def _split_title(
    view: View,
    first: int,
    last: int,
    label: str,
    geo: Callable[[str], bool],
    known: Callable[[str], bool],
    role: Callable[[str], bool] | None = None,
) -> Found | None:
    """Set a title before the name apart; None where the run is a title and no more ("the President")."""
    whole = Found(first, last, label, (first, first))
    if any(view.lower[i] in CAUSES for i in range(first + 1, last - 1)):
        return Found(first, last, "ORG", (first, first))  # "Iraq Veterans Against the War"
    bodily = any(view.lower[i] in BODY_WORDS for i in range(first, last))
    cut = first
    for index in range(first, last):
        word = view.lower[index].rstrip(".")
        if (word in TITLES and word not in WEAK) or (
            role
            and index == first
            and last - first > 2
            and (label == "PER" or (_starts(view, index) and not bodily))
            and role(word)
        ):
            cut = index + 1
    if cut >= last:
        if last - first > 1 and geo(view.words((first, last - 1))):
            return None  # "United States Senator"
        if bodily and label != "PER":
            return Found(first, last, "ORG", (first, first))  # "Department of Justice"
        if last - first == 2 and view.lower[first] not in TITLES and not geo(view.tokens[first].text):
            return Found(first, last, label or "PER", (first, first))  # "John Major"
        return None
    if cut > first and view.lower[cut] in ("of", "for"):
        # "Secretary of State Mike Pompeo": the office goes on after "of"; "Ministry of Defence" is all name.
        ahead = cut + 1
        while ahead < last and view.lower[ahead] in FIELDS:
            ahead += 1
        for size in range(min(5, last - ahead), 0, -1):
            if geo(view.words((ahead, ahead + size))):
                ahead += size
                break
        if ahead == cut + 1:
            ahead += 1
        if ahead >= last:
            return None
        cut = _person_from(view, ahead, last)
        if cut == ahead and view.lower[last - 1] in AREAS:
            return None
        if cut == ahead and _label(view, cut, last) in ("LOC", "ORG", "NORP"):
            return None  # "Minister for the Middle East": all of it is the office
    if cut == first and label == "PER" and bodily:
        cut = _person_from(view, first, last)
        if cut > first:  # "House Intelligence Committee Chair-elect Adam Schiff"
            return Found(cut, last, "PER", (first, cut))
    if cut == first:
        if bodily and label != "PER" and not geo(view.words((first, last))):
            label = "ORG"
        elif (
            label != "ORG"
            and not bodily
            and last - first > 2
            and geo(view.tokens[first].text)
            and not known(view.words((first, last)))
        ):
            return Found(first + 1, last, label or "PER", (first, first + 1))
        if label == "PER" and _goes_before(view, first, last, known):
            return Found(first + 1, last, label, (first, first + 1))
        return Found(first, last, label, (first, first))
    if (
        bodily
        and label != "PER"
        and (last - cut < 2 or any(view.lower[i] in BODY_WORDS for i in range(cut, last)))
    ):
        return Found(whole.first, whole.last, "ORG", whole.title)
    start = cut
    while start > view.sentence(first)[0] and view.lower[start - 1].rstrip(".") in TITLES:
        start -= 1
    return Found(cut, last, "PER", (min(start, first), cut))
