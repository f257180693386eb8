"""Contents made whole: ends inside a phrase carried on, pieces of one clause joined, quotations filled.

The model tags words one by one; what it leaves frayed the tree and the quotation marks put right. Only the
extent of the words is changed, never who said them.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from dragoman.coding.drafts import StatementDraft
from dragoman.coding.quotes import Quotes
from dragoman.coding.view import QUOTES, View
from dragoman.coding.voices import announcer
from dragoman.language.parse import Content

#: What hangs from the last word but may be told by somebody else: the words end before it.
_LOOSE = frozenset("conj cc parataxis punct list discourse vocative dep advcl:relcl".split())
#: By these two pieces are joined and yet two.
_APART = frozenset(("conj", "parataxis", "punct", "cc"))
#: What stands before the first word and belongs to it.
_BEFORE = frozenset(
    "det amod nummod compound flat aux nsubj expl advmod nmod:poss goeswith csubj det:predet".split()
)
#: A word with one of these relations to one that is left out is left out too.
_DANGLING = frozenset("case cc mark det".split())
#: Words that lead on and were caught after a comma by mistake.
_STRAY = frozenset("ADP ADV CCONJ SCONJ DET PRON".split())
#: Marks that stand for a word of saying.
_SET_OFF = frozenset((":", "-", "–", "—", "--"))
_SURE = 0.7  #: least probability of words without quotation marks
_GAP = 6  #: words between two pieces of one clause
_REACH = 30  #: words by which an end is carried on


def mend(view: View, drafts: list[StatementDraft], quotes: Quotes) -> list[StatementDraft]:
    """The drafts with contents made whole; one that was a piece of another is taken into it.

    Changes ``drafts``. ``quotes`` are those of the same article.
    """
    for number, draft in enumerate(drafts):
        barred = {token for token in (draft.cue, draft.speaker) if token is not None}
        low = drafts[number - 1].contents[-1].last if number else 0
        high = drafts[number + 1].contents[0].first if number + 1 < len(drafts) else len(view.tokens)
        for index, content in enumerate(draft.contents):
            before = draft.contents[index - 1].last if index else low
            after = draft.contents[index + 1].first if index + 1 < len(draft.contents) else high
            first, last = _quoted(view, (content.first, content.last), barred, (before, after), quotes)
            last = _right(view, first, last, barred, after)
            first = _left(view, first, last, barred, before)
            last = _cut(view, first, last)
            draft.contents[index] = replace(content, first=first, last=last)
    out: list[StatementDraft] = []
    for draft in drafts:
        if not (out and _piece(view, out[-1], draft)):
            out.append(draft)
    out = _announced(view, _filled(view, out, quotes))
    return [draft for draft in out if _likely(view, draft, quotes)]


def _announced(view: View, drafts: list[StatementDraft]) -> list[StatementDraft]:
    """Words that a sentence with a colon announces, and those that go on from them. Changes ``drafts``."""
    out: list[StatementDraft] = []
    for draft in drafts:
        if draft.cue is None and draft.speaker is None:
            first = draft.contents[0].first
            found = announcer(view, first)
            if found is not None:
                draft.cue, draft.speaker = found
                draft.rules.append(("speaker", "announced by a colon"))
            elif out and ("speaker", "announced by a colon") in out[-1].rules:
                before = out[-1].contents[-1]
                if view.sentence_of(first) - view.sentence_of(before.last - 1) == 1:
                    out[-1].contents.extend(draft.contents)
                    continue
        out.append(draft)
    return out


def _likely(view: View, draft: StatementDraft, quotes: Quotes) -> bool:
    """Are the words somebody's? Quotation marks say so; without them the model must be surer."""
    spans = [(view.tokens[c.first].start, view.tokens[c.last - 1].end) for c in draft.contents]
    if quotes.mode(spans) != "indirect":
        return True
    if max(content.probability for content in draft.contents) < _SURE:
        return False
    if draft.cue is None and not _headed(view, draft):
        return False
    words = [token for c in draft.contents for token in range(c.first, c.last) if view.is_word(token)]
    return len(words) > 1 or any(view.upos[token] in ("VERB", "") for token in words)


def _headed(view: View, draft: StatementDraft) -> bool:
    """Does a colon or dash set the speaker off from the words ("Minister: no talks")?"""
    if draft.speaker is None:
        return False
    first, last = draft.contents[0].first, draft.contents[-1].last
    between = range(draft.speaker, first) if draft.speaker < first else range(last - 1, draft.speaker)
    return any(view.tokens[token].text in _SET_OFF for token in between)


def _filled(view: View, drafts: list[StatementDraft], quotes: Quotes) -> list[StatementDraft]:
    """Quotations of which a part is told as somebody's words taken whole, sentence by sentence.

    Two drafts that lie in one quotation are one. Changes ``drafts``.
    """
    held: dict[int, StatementDraft] = {}
    out: list[StatementDraft] = []
    for draft in drafts:
        numbers = _held(view, draft, quotes)
        first = held.get(numbers[0]) if numbers else None
        if (
            first is not None
            and (draft.speaker == first.speaker or None in (draft.speaker, first.speaker))
            and draft.cue in (None, first.cue)
        ):
            first.contents.extend(draft.contents)
            first.speaker = draft.speaker if first.speaker is None else first.speaker
            draft = first
        else:
            out.append(draft)
        for number in numbers:
            held.setdefault(number, draft)
    starts = [token.start for token in view.tokens]
    for number, draft in held.items():
        start, end = quotes.ranges[number]
        low, high = bisect_left(starts, start), bisect_left(starts, end)
        if any(token is not None and low <= token < high for token in (draft.cue, draft.speaker)):
            continue
        whole = []
        for sentence in range(view.sentence_of(low), view.sentence_of(high - 1) + 1):
            first_token, last_token = (
                view.parse.sentences[sentence].first,
                view.parse.sentences[sentence].last,
            )
            piece = range(max(first_token, low), min(last_token, high))
            if any(view.is_word(token) for token in piece):
                whole.append(replace(draft.contents[0], first=piece.start, last=piece.stop))
        apart = [c for c in draft.contents if not low <= c.first < high]
        if whole and len(apart) < len(draft.contents):
            draft.contents[:] = sorted([*apart, *whole], key=lambda content: content.first)
    return out


def _held(view: View, draft: StatementDraft, quotes: Quotes) -> list[int]:
    """The quotations that hold whole contents of a draft."""
    found: dict[int, None] = {}
    for content in draft.contents:
        number = quotes.at(view.tokens[content.first].start)
        if number >= 0 and view.tokens[content.last - 1].end <= quotes.ranges[number][1]:
            found[number] = None
    return list(found)


def _quoted(
    view: View, span: tuple[int, int], barred: set[int], room: tuple[int, int], quotes: Quotes
) -> tuple[int, int]:
    """Carry an end that lies inside a quotation to the quotation's end in that sentence."""
    first, last = span
    low, high = view.sentence(first)
    tokens = view.tokens
    here = quotes.at(tokens[last - 1].start)
    if here >= 0:
        start, end = quotes.ranges[here]
        stop = last
        while stop < min(high, room[1]) and tokens[stop].end <= end and stop not in barred:
            stop += 1
        whole = stop == high or tokens[stop - 1].end == end or tokens[stop].start >= end
        if whole and not any(start <= tokens[token].start < end for token in barred):
            last = stop
    here = quotes.at(tokens[first].start)
    if here >= 0:
        start, end = quotes.ranges[here]
        begin = first
        while begin > max(low, room[0]) and tokens[begin - 1].start >= start and begin - 1 not in barred:
            begin -= 1
        whole = begin == low or tokens[begin].start == start
        if whole and not any(start <= tokens[token].start < end for token in barred):
            first = begin
    return first, last


def _right(view: View, first: int, last: int, barred: set[int], stop: int) -> int:
    """Where the words that hang from ``first`` … ``last`` end, as far as no comma or cue comes between."""
    high = min(view.sentence(first)[1], stop, last + _REACH)
    if not view.treed(first) or view.tokens[last - 1].text in QUOTES:
        return last
    if last - 2 > first and view.tokens[last - 2].text == "," and view.upos[last - 1] in _STRAY:
        return last - 2  # "1.7 million people, about"
    end = last
    while end < high and end not in barred and view.is_word(end):
        link = _link(view, end, first, end)
        if link is None or not _belongs(view, *link, barred):
            break
        end += 1
    return end


def _belongs(view: View, child: int, head: int, barred: set[int]) -> bool:
    """Does what hangs from ``head`` at ``child`` belong to the words said?"""
    relation = view.tokens[child].deprel
    if relation in _LOOSE:
        return False
    below = view.descend(child)
    if any(token in barred for token in below):
        return False
    return not any(view.lower[token] == "according" for token in below[:3])


def _link(view: View, token: int, first: int, last: int) -> tuple[int, int] | None:
    """The arc by which ``token`` hangs, at first or second hand, from a word of ``first`` … ``last``.

    Or, where a word of the range hangs from ``token``, that arc the other way.
    """
    here = token
    for _ in range(12):
        head = view.head(here)
        if head < 0:
            break
        if first <= head < last:
            return here, head
        here = head
    # the phrase's head is still to come: "the 2021 [election]"
    for word in range(max(first, last - 4), last):
        head = view.head(word)
        if head >= token and view.deprel(word) in (
            "det",
            "amod",
            "nummod",
            "compound",
            "case",
            "flat",
            "aux",
        ):
            return word, head
    return None


def _left(view: View, first: int, last: int, barred: set[int], stop: int) -> int:
    """Where the phrase or clause begins whose middle ``first`` is: with its subject, article or auxiliary."""
    low = max(view.sentence(first)[0], stop)
    if not view.treed(first) or view.tokens[first].text in QUOTES:
        return first
    for _ in range(4):
        begin = first
        for word in range(first, last):
            for child in view.children[word]:
                if child >= first or view.tokens[child].deprel not in _BEFORE:
                    continue
                below = view.descend(child)
                start = below[0]
                if (
                    start >= low
                    and start < begin
                    and not any(token in barred for token in range(start, first))
                    and all(token in below or token >= begin for token in range(start, first))
                    and not any(view.tokens[token].text in QUOTES for token in range(start, first))
                ):
                    begin = start
        if begin == first:
            break
        first = begin
    return first


def _cut(view: View, first: int, last: int) -> int:
    """Leave out a last word that leads on to what is left out ("despite", "and")."""
    while last - 1 > first and view.treed(first):
        word = last - 1
        head = view.head(word)
        if head < last or view.deprel(word) not in _DANGLING:
            break
        last -= 1
    return last


def _piece(view: View, before: StatementDraft, draft: StatementDraft) -> bool:
    """Join a draft to the one before where both are pieces of one clause. Changes ``before``."""
    one, other = before.contents[-1], draft.contents[0]
    if view.tokens[one.first].sentence != view.tokens[other.first].sentence:
        return False
    if draft.cue is not None and before.cue is not None and draft.cue != before.cue:
        return False
    if None not in (draft.speaker, before.speaker) and draft.speaker != before.speaker:
        return False
    gap = range(one.last, other.first)
    marks = {draft.cue, before.cue, draft.speaker, before.speaker}
    if _turns(view, one, other, marks):
        return (
            draft.cue is not None and draft.cue == before.cue
        )  # what another verb governs is none of this cue's
    if len(gap) <= _GAP and not any(token in marks for token in gap) and _one_clause(view, one, other):
        before.contents[-1] = replace(
            one, last=other.last, probability=max(one.probability, other.probability)
        )
        before.contents.extend(draft.contents[1:])
    else:
        before.contents.extend(draft.contents)
    if before.cue is None:
        before.cue = draft.cue
    if before.speaker is None:
        before.speaker = draft.speaker
    before.addressees.extend(token for token in draft.addressees if token not in before.addressees)
    return True


def _one_clause(view: View, one: Content, other: Content) -> bool:
    """Does either piece hang from the other, and all that is between from them, not by coordination?"""
    inside = range(one.first, other.last)
    pieces = (range(one.first, one.last), range(other.first, other.last))
    if not view.treed(one.first):
        return one.last == other.first
    linked = one.last == other.first
    for here, there in (pieces, pieces[::-1]):
        for token in here:
            if view.head(token) in there and view.deprel(token) not in _APART:
                linked = True
    return linked and all(
        view.head(token) in inside or view.deprel(token) == "punct" or not view.is_word(token)
        for token in range(one.last, other.first)
    )


def _turns(view: View, one: Content, other: Content, marks: set[int | None]) -> bool:
    """Is there another verb between the pieces, or a turn away from what was said ("but", "while")?"""
    gap = range(one.last, other.first)
    if any(view.lower[token] in ("but", "while", "although") for token in gap[-1:]):
        return any(view.lower[token] == "according" for token in gap)
    return not any(token in marks for token in gap) and any(
        view.upos[token] == "VERB" and not one.first <= view.head(token) < other.last for token in gap
    )
