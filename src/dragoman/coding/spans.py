"""From a word to its phrase.

A link names the last word of a phrase's core; what is shown as evidence is the longest noun phrase
without a relative clause. The tree gives it where there is one and its answer is sane; a reading of
the surface stands in otherwise.
"""

from __future__ import annotations

from dragoman.coding.view import DETERMINERS, PREPOSITIONS, PRONOUNS, QUOTES, STOPS, Range, View

LONGEST = 25  #: words; a longer phrase is a misread tree

_NAME_LINKS = frozenset(("flat", "compound", "goeswith", "fixed"))
#: What hangs from a noun without being part of the phrase that names it.
_OUTSIDE = frozenset(
    (
        "acl:relcl",
        "appos",
        "conj",
        "cc",
        "parataxis",
        "case",
        "mark",
        "cop",
        "nsubj",
        "csubj",
        "aux",
        "advmod:emph",
        "discourse",
        "vocative",
        "dislocated",
        "list",
        "dep",
        "orphan",
        "reparandum",
        "ccomp",
        "advcl",
        "expl",
        "obj",
        "iobj",
        "xcomp",
    )
)
_CLAUSES = frozenset(("acl:relcl", "parataxis"))
#: A second party that the tree hangs from a name (*Doe* of "President John Doe and the mayor") is outside.
_BEYOND_NAME = _CLAUSES | {"conj", "cc", "appos"}
_HEADISH = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "SYM", "X"))
_OPEN, _CLOSE = "([{“‘«„", ")]}”’»"


def top_of(view: View, first: int, last: int, head: int) -> int:
    """The word of a range that the others hang from; ``head`` where there is none."""
    return next((token for token in range(first, last) if not first <= view.head(token) < last), head)


def way(view: View, one: int, other: int, most: int) -> tuple[list[int], list[int]] | None:
    """The words from the one up, and those down to the other, without the word that governs both.

    None where there is none, or where more than ``most`` words lie on either side.
    """
    above = [one]
    while len(above) <= most and view.head(above[-1]) >= 0:
        above.append(view.head(above[-1]))
    depth = {word: number for number, word in enumerate(above)}
    down: list[int] = []
    here = other
    while here not in depth:
        down.append(here)
        here = view.head(here)
        if here < 0 or len(down) > most:
            return None
    return above[: depth[here]], down[::-1]


def core_head(view: View, token: int) -> int:
    """The phrase's governor: from *Trump* up to *President* in "President Donald Trump"."""
    here = token
    for _ in range(8):
        if view.deprel(here) not in _NAME_LINKS:
            break
        head = view.head(here)
        # A compound goes up only inside a name: *police* in "police station" is a phrase of its own
        # when linked.
        if head < 0 or (view.deprel(here) == "compound" and not _one_name(view, here, head)):
            break
        here = head
    return here


def _one_name(view: View, token: int, head: int) -> bool:
    if view.name_at[token] >= 0 and view.name_at[token] == view.name_at[head]:
        return True
    return head < token and view.upos[token] == "PROPN"


def phrase(view: View, token: int, barred: Range | None = None) -> Range:
    """The phrase that ``token`` stands for, as a token range that holds ``token``.

    Stays inside the sentence, never takes in ``barred`` (the trigger), begins and ends with a word.
    """
    if not 0 <= token < len(view.tokens):
        return token, token
    if view.lower[token] in PRONOUNS and view.upos[token] in ("", "PRON", "DET") and not view.acronym(token):
        return token, token + 1
    span = _by_tree(view, token, barred) if view.treed(token) else None
    if span is None:
        span = _by_surface(view, token, barred)
    return _owner(view, _tidy(view, span, token), barred)


def _owner(view: View, span: Range, barred: Range | None) -> Range:
    """Take in whose it is, where the tree left that out: "Russia's" before "foreign ministry"."""
    first, last = span
    low = view.sentence(first)[0]
    if (
        first - 2 < low
        or view.lower[first - 1] not in ("'s", "’s")
        or not view.capital(first - 2)
        or _bars(barred, first - 2)
    ):
        return span
    first -= 2
    while (
        first > low and view.capital(first - 1) and not _bars(barred, first - 1) and view.is_word(first - 1)
    ):
        first -= 1
    return (first, last) if last - first <= LONGEST else span


def _by_tree(view: View, token: int, barred: Range | None) -> Range | None:
    head = core_head(view, token)
    if view.upos[head] and view.upos[head] not in _HEADISH:
        return None
    inside = {head}
    for child in view.children[head]:
        if view.tokens[child].deprel not in _OUTSIDE and view.deprel(child) not in _OUTSIDE:
            name = view.deprel(child) in _NAME_LINKS and child > head
            below = view.descend(child, _BEYOND_NAME if name else _CLAUSES)
            # What hangs from a word before the noun does not go on behind it: "who oppressed women and allied
            # themselves with terrorists", read as oppressed women.
            inside.update(below if child > head else (one for one in below if one < head))
    inside.update(_sharing(view, head))
    if token not in inside:
        return None
    # The phrase is the run around the head: what a crossing arc puts beyond a gap is left out.
    first = last = token
    low, high = view.sentence(token)
    while (
        first - 1 >= low
        and (first - 1 in inside or _bridge(view, first - 1, inside, -1))
        and not _bars(barred, first - 1)
    ):
        first -= 1
    while (
        last + 1 < high
        and (last + 1 in inside or _bridge(view, last + 1, inside, 1))
        and not _bars(barred, last + 1)
    ):
        if view.lower[last + 1] in ("and", "or") and last + 2 < high and _next_person(view, last + 2):
            break
        last += 1
    if last + 1 - first > LONGEST:
        return None
    return first, last + 1


def _sharing(view: View, head: int) -> set[int]:
    """The noun that shares a number with this one, and "and": *the 8,000 men and boys* are one party."""
    if view.upos[head] != "NOUN" or not any(
        child < head and view.deprel(child) == "nummod" for child in view.children[head]
    ):
        return set()
    joined = [child for child in view.children[head] if view.deprel(child) == "conj"]
    if len(joined) != 1 or view.upos[joined[0]] != "NOUN":
        return set()
    below = view.children[joined[0]]
    if any(view.deprel(child) != "cc" for child in below) or not below:
        return set()
    return {joined[0], *below}


def _next_person(view: View, token: int) -> bool:
    """Does another person's name or title begin here?"""
    return view.capital(token) and any(
        view.name_at[i] >= 0 and view.parse.names[view.name_at[i]].label == "PER"
        for i in range(token, min(token + 4, len(view.tokens)))
        if view.capital(i)
    )


def _bridge(view: View, token: int, inside: set[int], step: int) -> bool:
    """A quote or hyphen between two words of the phrase is carried along."""
    return (
        view.upos[token] in ("PUNCT", "")
        and not view.is_word(token)
        and view.tokens[token].text not in ",;:()"
        and token + step in inside
    )


def _bars(barred: Range | None, token: int) -> bool:
    return barred is not None and barred[0] <= token < barred[1]


def _nounish(view: View, token: int) -> bool:
    """May the word stand before a noun in its phrase? Part of speech where known, else by the look."""
    upos, word = view.upos[token], view.lower[token]
    if upos:
        return (
            upos in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "SYM", "X")
            or word in ("'s", "’s", "'", "’", "-")
            or (upos == "VERB" and view.deprel(token) == "amod")
        )
    if (word in STOPS and not view.acronym(token)) or token in view.trigger_at:
        return False
    return view.is_word(token) or word in ("'s", "’s", "'", "’", "-", "$", "%")


def _by_surface(view: View, token: int, barred: Range | None) -> Range:
    low, high = view.sentence(token)
    first = token
    while first - 1 >= low and token - first < 10:
        before = first - 1
        if _bars(barred, before) or not _nounish(view, before):
            break
        if view.tokens[before].text in "-–" and (
            view.tokens[before].end != view.tokens[first].start or before == low
        ):
            break  # a dash, not a hyphen
        if view.lower[first] in DETERMINERS and view.lower[before] not in DETERMINERS:
            break
        first = before
    last = token + 1
    # A name goes on to the right of its first words; so does "of" with what it governs.
    while last < high and view.name_at[last] >= 0 and view.name_at[last] == view.name_at[last - 1]:
        last += 1
    if last + 1 < high and view.lower[last] == "of" and not _bars(barred, last):
        end = last + 1
        while end < high and end - last < 8 and not _bars(barred, end) and _nounish(view, end):
            if not view.upos[end] and end > last + 2 and view.lower[end].endswith(("ing", "ed")):
                break
            end += 1
        if end > last + 1:
            last = end
    return first, last


def _tidy(view: View, span: Range, token: int) -> Range:
    """Trim what is not a word from the ends, keeping ``token`` inside.

    Close no bracket that was not opened.
    """
    first, last = span
    while first < token and (
        not (view.is_word(first) or view.tokens[first].text in "$£€")
        or (
            view.lower[first] in PREPOSITIONS
            and view.upos[first] != "ADV"
            and not (view.lower[first] == "at" and view.lower[first + 1] in ("least", "most"))
        )
        or view.lower[first] in ("and", "or", "but", "'s", "’s")
    ):
        first += 1
    while last - 1 > token and (not view.is_word(last - 1) and not _balanced(view, first, last)):
        last -= 1
    if last - 1 > token and view.lower[last - 1] in ("'s", "’s"):
        last -= 1
    return first, max(last, token + 1)


def _balanced(view: View, first: int, last: int) -> bool:
    """Does the phrase end in a bracket or quote that it opened itself?"""
    final = view.tokens[last - 1].text
    if final not in _CLOSE and final != '"':
        return False
    opener = '"' if final == '"' else _OPEN[_CLOSE.index(final)]
    return any(view.tokens[i].text == opener for i in range(first, last - 1))


def conjuncts(view: View, token: int) -> list[int]:
    """The other words coordinated with ``token``'s phrase, as the tree has them ("Kenya, Uganda and
    Chad").
    """
    if not view.treed(token):
        return []
    head = core_head(view, token)
    first = head
    for _ in range(6):
        if view.deprel(first) != "conj" or view.head(first) < 0:
            break
        first = core_head(view, view.head(first))
    core = [first, *(child for child in view.children[first] if view.deprel(child) == "flat")]
    found = [first] + [
        child for part in core for child in view.children[part] if view.deprel(child) == "conj"
    ]
    return [
        core_last(view, item)
        for item in found
        if item != head and view.upos[item] in ("NOUN", "PROPN", "PRON", "NUM", "")
    ]


def core_last(view: View, head: int) -> int:
    """The last word of the core: from *President* down to *Trump* (the inverse of ``core_head``)."""
    flats = [
        child for child in view.children[head] if view.deprel(child) in ("flat", "goeswith") and child > head
    ]
    return max([head, *flats])


def appositions(view: View, token: int) -> list[int]:
    """Heads of phrases set beside this one, either way round ("Merkel, the chancellor")."""
    if not view.treed(token):
        return []
    head = core_head(view, token)
    out = [child for child in view.children[head] if view.deprel(child) == "appos"]
    if view.deprel(head) == "appos" and view.head(head) >= 0:
        out.append(view.head(head))
    return out


def characters(view: View, span: Range) -> tuple[int, int]:
    """Character offsets of a token range."""
    first, last = span
    return view.tokens[first].start, view.tokens[last - 1].end


def quoted(view: View, span: Range) -> bool:
    """Is the phrase itself held in quote marks?"""
    first, last = span
    low, high = view.sentence(first)
    return (
        first > low
        and last < high
        and view.tokens[first - 1].text in QUOTES
        and view.tokens[last].text in QUOTES
    )
