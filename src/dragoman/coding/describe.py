"""What words around a name or noun say of its bearer: country and sector."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.coding import heads, offices
from dragoman.coding.geography import Geography
from dragoman.coding.names import Found
from dragoman.coding.namewords import TITLES
from dragoman.coding.spans import appositions, phrase
from dragoman.coding.view import DETERMINERS, Range, View
from dragoman.knowledge import Knowledge

_CUT = frozenset(
    """
    of for in to at from with on by who whom whose which that , ( - – — : ; against near under
    """.split()
)
_SIDE = frozenset("in at near to from on against with by under".split())


#: Offices whose former holders are of the elite.
_OF_STATE = frozenset(
    "president minister chancellor monarch governor senator representative lawmaker".split()
)


@dataclass(frozen=True, slots=True)
class Description:
    """Words set before or beside a name: "the governor of Wisconsin", "US Secretary of State"."""

    span: Range
    head: str


def descriptions(view: View, found: Found) -> list[Description]:
    """Titles and appositions of a name, nearest first."""
    out: list[Description] = []
    core = found.last - 1
    first, last = phrase(view, core)
    if first < found.first:
        head = _head(view, first, found.first)
        out.append(Description((first, found.first), head))
    elif found.title[0] < found.title[1]:
        out.append(Description(found.title, _head(view, *found.title)))
    for other in appositions(view, core):
        span = phrase(view, other)
        if not span[0] <= core < span[1]:
            out.append(Description(span, view.lower[other]))
    if len(out) < 2:
        out.extend(_beside(view, found, first, max(last, found.last)))
    return out


def _head(view: View, first: int, last: int) -> str:
    """The last office word before a preposition: *secretary* of "US Secretary of State"."""
    best = ""
    for index in range(first, last):
        word = view.lower[index].rstrip(".")
        if best and word in _CUT:
            break
        if word in TITLES or word in heads.PERSON_HEADS or (word in heads.BODY_HEADS and not best):
            best = word
    return best


def _beside(view: View, found: Found, first: int, last: int) -> list[Description]:
    """Appositions read off the commas, where the tree has none."""
    low, high = view.sentence(found.first)
    out = []
    if last + 1 < high and view.lower[last] in (",", "–", "—", "-"):
        end = last + 1
        while (
            end < high
            and end - last < 16
            and view.lower[end]
            not in (",", ";", ":", ".", "–", "—", ")", "who", "which", "whose", "said", "says")
        ):
            end += 1
        head = _head(view, last + 1, end)
        opening = view.lower[last + 1]
        if head and (
            opening in DETERMINERS
            or opening in TITLES
            or opening in heads.PERSON_HEADS
            or view.capital(last + 1)
            or opening in heads.PAST
        ):
            out.append(Description((last + 1, end), head))
    if first - 2 >= low and view.lower[first - 1] == ",":
        start = first - 1
        while (
            start - 1 >= low
            and first - start < 14
            and (view.is_word(start - 1) or view.lower[start - 1] in ("'s", "’s", "-", "."))
            and view.lower[start - 1]
            not in (
                "and",
                "but",
                "that",
                "said",
                "says",
                "by",
                "when",
                "where",
                "while",
                "after",
                "is",
                "was",
            )
        ):
            start -= 1
        # Back to where a noun phrase can begin.
        while start < first - 1 and not (view.lower[start] in DETERMINERS or view.capital(start)):
            start += 1
        head = _head(view, start, first - 1)
        if head:
            out.append(Description((start, first - 1), head))
    return out


def sector_of(
    view: View, knowledge: Knowledge, span: Range, head: int | None = None
) -> tuple[list[str], str]:
    """The sector that a phrase for people or a body states, and the words that state it; else ([], "").

    ``head`` is the phrase's head token. Where the head says only a task ("spokesman", "leader",
    "members"), the words before it count, then the words it governs ("head of the army").
    """
    first, last = span
    cut = last
    anchor = first if head is None else head
    for index in range(anchor, last):
        if index > anchor and view.lower[index] in _CUT:
            cut = index
            break
    words = [view.lower[i] for i in range(first, cut)]
    if any(word in heads.PAST for word in words[:-1] or words) and _office(words, knowledge):
        return ["ELI"], " ".join(words)
    left = offices.over(words)
    if left is not None and left.head in _OF_STATE:
        return ["ELI"], " ".join(words)
    role = knowledge.role(" ".join(words)) if words else None
    if role and role.sector and not (words[-1] in heads.GENERIC and role.word in heads.GENERIC):
        return list(role.sector), role.word
    for end in range(len(words) - 1, 0, -1):
        named = _body(view, knowledge, (first, first + end))
        if named:
            return named, view.words((first, first + end))
        role = knowledge.role(" ".join(words[:end]))
        if role and role.sector:
            return list(role.sector), role.word
    if cut < last and view.lower[cut] not in _SIDE:
        rest = (cut + 1, last)
        while rest[0] < last and view.lower[rest[0]] in DETERMINERS:
            rest = (rest[0] + 1, last)
        if rest[0] < last:
            stop = next((i for i in range(*rest) if view.lower[i] in _CUT), last)
            for end in (last, stop, *range(stop - 1, rest[0], -1)):
                named = _body(view, knowledge, (rest[0], end))
                if named:
                    return named, view.words((rest[0], end))
            return sector_of(view, knowledge, rest)
    return [], ""


def _office(words: list[str], knowledge: Knowledge) -> bool:
    """Is it an office one can leave? A "former rebel" is none, a "former minister" is."""
    role = knowledge.role(" ".join(words))
    return (
        role is not None
        and (not role.sector or role.sector[0] in ("GOV", "LEG", "SPY", "MIL", "COP", "JUD"))
        and role.kind == "person"
    )


def _body(view: View, knowledge: Knowledge, span: Range) -> list[str]:
    """The sector of a body that a range names in full."""
    first, last = span
    for start in range(max(first, last - 5), last):
        if view.capital(start):
            named = knowledge.organisation(view.words((start, last)))
            if named and named.sector:
                return list(named.sector)
    return []


def country_of(geography: Geography, span: Range) -> list[str]:
    """Countries a description names, the first counting.

    *Georgia* in "Georgia's ambassador in Washington".
    """
    return geography.inside(span)[:1]
