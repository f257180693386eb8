"""Sentences: where the sentences of a news text begin and end.

The rules are those of edited English news. A full stop, question or exclamation mark ends a sentence unless
it belongs to an abbreviation, initial or number, or stands inside a quotation or bracket that is closed in
the same paragraph: a quotation is not cut into its sentences. Closing quotes and brackets stay with the
sentence that they end. A blank line always ends one, a single line break does unless the text is wrapped.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from .tokens import tokenize, word_set

#: No sentence has more words than this: longer ones are cut, so that the model's window holds them.
MAX_SENTENCE_WORDS = 200

# Never the last word of a sentence: a name or number follows.
_TITLES = word_set(
    """
    Mr Mrs Ms Mx Messrs Mme Mlle Dr Drs Prof Rev Fr Hon Rt Gen Lt Col Maj Capt Cmdr Cdr Comdr Adm Brig
    Sgt Cpl Pvt Pfc Spc Ens Insp Supt Det Cst Const Sen Sens Rep Reps Gov Govs Pres Dep Amb Atty Asst
    Ald Treas Secy Pte Sqn Flt Msgr Mgr Archbp Bp St Ste Ft Mt vs v cf approx
    """
)
# Abbreviations that may be the last word of a sentence: the word after them decides.
_ENDINGS = word_set(
    """
    Inc Corp Co Cos Ltd Llc Plc Pty Bros INC CORP LTD JR SR Assn Assoc Dept Univ Inst Jr Sr Esq Jan
    Feb Aug Sept Oct Nov Dec Tue Tues Weds Thu Thur Thurs Ave Blvd Rd Hwy al ca est Ala Ariz Ark Calif
    Colo Conn Fla Ind Kan Mich Minn Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt Wis Wyo Ont Que Alta
    Md Ga Ky La Mo Regt Div Bde Bn
    """
)
# Abbreviations before a number, plain words elsewhere.
_BEFORE_NUMBERS = word_set(
    """
    No Nos no nos Fig Figs fig figs Art Arts Ch Sec Sect Vol Vols vol p pp Para para Mar Apr Jun Jul
    Sep Sat Sun Mon Wed Fri Eq Rs c
    """
)
# Capitalised words that open a sentence much oftener than they go on with a name.
_OPENERS = word_set(
    """
    The A An This That These Those He She It They We I You His Her Its Their Our My Your There Here In
    On At By For From With Without Within Under Over Between Among Amid During Since Until Before
    After Despite Because But And Or So Yet If When While As Although Though Where Whether Who What
    Why How Which However Meanwhile Moreover Nevertheless Still Then Now Once Only Even Also Another
    Other Others Some Several Many Most Both Each Every Any All None No Not Nobody Nothing One Two
    Three Four Five Six Seven Eight Nine Ten Such According Earlier Later Last Next Instead Indeed
    Neither Nor Asked Speaking Following Today Yesterday Tomorrow Hundreds Thousands Dozens Millions
    About Around More Less Few To Through Like Thus Therefore Perhaps Maybe
    """
)
_ZONES = word_set("GMT UTC EST EDT CST CDT PST PDT MST MDT CET CEST BST IST ET PT MSK Eastern Pacific")
_DAYS = word_set(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
    July August September October November December Jan Feb Mar Apr Jun Jul Aug Sept Oct Nov Dec
    """
)
# After these one capital letter is a mark or grade, not somebody's initial.
_LETTERED = word_set(
    """
    Plan Group Class Hepatitis Vitamin Category Schedule Grade Appendix Part Type Building Schengen
    Division Section Annex Article plan group class hepatitis vitamin category grade type and or
    """
)
# Names with an exclamation mark; so are the titles of works, before a year in brackets.
_EXCLAIMING = word_set("Yahoo Jeopardy")
_SAYING = (
    "asked|said|says|asks|wondered|wrote|added|told|shouted|cried|replied|answered|exclaimed|tweeted|joked|"
    "quipped|demanded|inquired|yelled|chanted|insisted|declared|responded|retorted|continued"
)

_CLOSE = "\"'\u2019\u201d\u201c\u00bb)\\]}"
_OPEN = "\"'\u2018\u201c\u201e\u201a\u00ab(\\[{\u00bf\u00a1"
_INVISIBLE = "\u200b-\u200f\u2060\ufeff\u00ad"
_STOP = re.compile(
    rf"(?<![.!?\u2026\u203d])[.!?\u2026\u203d]++[{_CLOSE}{_INVISIBLE}]*+(?: ?\[\d{{1,3}}\]){{0,9}}"
    r"(?=\s|\Z|[A-Z][a-z])"
)
_MARK = re.compile("[.!?\u2026\u203d]+")
_WORD_BEFORE = re.compile(r"[\w.&'\u2019]{1,24}\Z")
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,2}\Z")
_NEXT = re.compile(rf"\s*+([{_OPEN}{_INVISIBLE}]*+)([^\W_][\w'\u2019]{{0,30}}(?:-\w)?)?")
# Names that begin with a small letter: al-Shabaab, iPhone.
_SMALL_NAME = re.compile(r"(?:[ae]l|a[dlnrstz]|ash)-[A-Z]|[a-z]{1,2}[A-Z]")
_SPEAKER = re.compile(rf"\s++(?:[A-Z][\w.'\u2019-]{{0,30}}+\s++){{1,5}}(?:{_SAYING})\b")
_DATELINE = re.compile(
    r"[A-Z][A-Z .,'/-]{2,30}"
    r"(?:,? (?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.? \d{1,2})?(?: ?\([A-Za-z/ .-]{2,20}\))?\Z"
)
_DASH = re.compile(r"\s++[-\u2013\u2014]")
_YEAR = re.compile(r"\s++\((?:1[5-9]|20)\d\d\)")
_LOCAL_TIME = re.compile(r"\s++[A-Z]\w{1,20} (?:[A-Z]\w{1,20} )?[Tt]ime\b")
_ITEM = re.compile(r"(?:[-\u2013\u2014\u2022\u2023\u25aa\u25cf\u25e6\u00b7*]\s|\(?(?:\d{1,3}|[a-z])[.)]\s)")
_NUMBERING = re.compile(r"[(\"'\u201c\u2018]?(?:\d{1,3}(?:[:.]\d\d)?|[A-HJ-Za-z]|[ivx]{1,5})\Z")
_LINE = re.compile("[^\n\r\v\f\x85\u2028\u2029]+")
_LINE_ENDING = re.compile(rf"[.!?:;\u2026][{_CLOSE}{_INVISIBLE}]*\Z")
_DOUBLE = re.compile('["\u201c\u201d\u201e\u00ab\u00bb]')
_SINGLE = re.compile("['\u2018\u2019]")
_BRACKET = re.compile(r"[()\[\]]")
_ELISION = re.compile(r"(?:\d\ds?|em|til|cause|bout|n|tis|twas)\b", re.IGNORECASE)
_PIECE = re.compile(r"\w+|[^\w\s]")

#: A bracket longer than this, in characters, is read as running text.
_LONGEST_BRACKET = 300
#: Wrapped text has no line longer than this, in characters.
_WIDEST_LINE = 130

Span = tuple[int, int]


def _trim(text: str, start: int, end: int) -> Span:
    """``text[start:end]`` without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# --- quotations and brackets ---------------------------------------------------------------------------


def _double_quotes(text: str, start: int, end: int) -> Iterator[Span]:
    """Quotations in double quotes that are opened and closed in the range."""
    opened, kind = -1, ""
    for found in _DOUBLE.finditer(text, start, end):
        at, mark = found.start(), found.group()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if mark == '"':
            begins = before.isspace() or before in "([{" or (before in "-\u2013\u2014/" and after.isalnum())
            opens = (begins and not after.isspace()) if opened >= 0 else (begins or after.isalnum())
        else:
            opens = mark in "\u201c\u201e\u00ab" and not (kind == "\u201e" and mark == "\u201c")
        if opens:
            opened, kind = at, mark
        elif opened >= 0:
            yield opened, at + 1
            opened, kind = -1, ""


def _single_quotes(text: str, start: int, end: int) -> Iterator[Span]:
    """Quotations in single quotes; apostrophes of plurals ("the workers' pay") do not close them."""
    opened, maybe = -1, -1
    for found in _SINGLE.finditer(text, start, end):
        at, mark = found.start(), found.group()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        begins = before.isspace() or before in '([{"\u201c\u2013\u2014-/'
        if mark != "\u2019" and begins and not after.isspace() and not _ELISION.match(text, at + 1, end):
            if opened >= 0 and maybe >= 0:
                yield opened, maybe
            opened, maybe = at, -1
        elif opened >= 0 and mark != "\u2018" and not before.isspace() and not after.isalnum():
            if before == "s" and after == " " and text[at + 2 : at + 3].islower() and maybe < 0:
                maybe = at + 1
            else:
                yield opened, (at + 1 if maybe < 0 or before in ".,?!;" else maybe)
                opened, maybe = -1, -1
    if opened >= 0 and maybe >= 0:
        yield opened, maybe


def _brackets(text: str, start: int, end: int) -> Iterator[Span]:
    """Short brackets that are opened and closed in the range."""
    opened: list[int] = []
    for found in _BRACKET.finditer(text, start, end):
        at = found.start()
        if found.group() in "([":
            opened.append(at)
        elif opened:
            first = opened.pop()
            if at - first <= _LONGEST_BRACKET:
                yield first, at + 1


def _enclosed(text: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """The parts of a paragraph that no sentence ends within: their first and last characters, in order."""
    spans = sorted(
        [*_double_quotes(text, start, end), *_single_quotes(text, start, end), *_brackets(text, start, end)]
    )
    starts: list[int] = []
    ends: list[int] = []
    for first, last in spans:
        if ends and first < ends[-1]:
            ends[-1] = max(ends[-1], last)
        else:
            starts.append(first)
            ends.append(last)
    return starts, ends


# --- one stop ------------------------------------------------------------------------------------------


def _ends_sentence(text: str, start: int, begin: int, at: int, stop: int, end: int) -> bool:
    """Whether the mark at ``at``, with its closing quotes up to ``stop``, ends the sentence from ``begin``.

    ``start`` and ``end`` are those of the paragraph.
    """
    following = _NEXT.match(text, stop, end)
    mark_found = _MARK.match(text, at, stop)
    assert following is not None and mark_found is not None
    opened, word = following.group(1), following.group(2) or ""
    mark, closed = mark_found.group(), text[mark_found.end() : stop]
    small = word[:1].islower() and not _SMALL_NAME.match(word)
    loud = len(word) > 1 and word.isupper()
    word = word.partition("'")[0].partition("\u2019")[0].partition("-")[0]
    opens = (word.capitalize() if loud else word) in _OPENERS
    quoted = bool(opened.strip("([{"))
    found = _WORD_BEFORE.search(text, max(begin, at - 24), at)
    last = found.group() if found else ""

    if not text[stop].isspace():
        # A space was forgotten, if the words on both sides are plain ones.
        plain = len(last) > 2 and last.isalpha() and last.islower()
        return opens and len(mark) == 1 and (bool(closed) or plain)
    if mark != ".":
        if small or (not word and _DASH.match(text, stop, end)):
            return False
        if "?" in mark or "!" in mark:
            if not closed and (_YEAR.match(text, stop, end) or (last in _EXCLAIMING and not opens)):
                return False
            return not (closed and text[begin] in _OPEN and _SPEAKER.match(text, stop, end))
        return bool(word) or bool(closed)

    if not closed:
        dated = begin == start and (not loud or _DASH.match(text, stop, end))
        if _NUMBERING.match(text, begin, at) or (dated and _DATELINE.match(text, begin, at)):
            return False
    if len(last) == 1 and last.isupper():
        return _initial_ends(text, begin, at, word, opens, following.end())
    if _ACRONYM.match(last):
        if small or word[:1].isdigit() or not word:
            return False
        if last.lower() in ("a.m", "p.m"):
            return word not in _ZONES and word not in _DAYS and not _LOCAL_TIME.match(text, stop, end)
        return last.lower() not in ("e.g", "i.e") and (opens or quoted)
    if last in _TITLES or (loud and last.isupper() and last.capitalize() in _TITLES):
        return opens and last in ("St", "Ft", "Mt")
    if last in _ENDINGS:
        return opens or (bool(opened) and not small)
    if last in _BEFORE_NUMBERS or last == "NO":
        return not word[:1].isdigit() and not small
    return not small or (quoted and not closed)


def _initial_ends(text: str, begin: int, at: int, word: str, opens: bool, after: int) -> bool:
    """Whether the full stop at ``at``, after one capital letter, ends a sentence before ``word``."""
    if len(word) == 1 and text.startswith(".", after):
        return False
    before = text[max(begin, at - 24) : at - 1].rstrip().rpartition(" ")[2]
    return not word[:1].isupper() or opens or before in _LETTERED


def _sentences_of(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of one paragraph."""
    starts, ends = _enclosed(text, start, end)
    begin = start
    for found in _STOP.finditer(text, start, end):
        at, stop = found.span()
        if stop == end:
            break
        inside = bisect_left(starts, stop) - 1
        if inside >= 0 and stop < ends[inside]:
            continue
        if _ends_sentence(text, start, begin, at, stop, end):
            yield begin, stop
            begin = stop
            while begin < end and text[begin].isspace():
                begin += 1
    if begin < end:
        yield begin, end


# --- paragraphs ----------------------------------------------------------------------------------------


class _Line(NamedTuple):
    start: int
    end: int
    indent: int
    apart: bool  #: whether a blank line stands before it


def _lines(text: str, start: int) -> list[_Line]:
    """The lines that are not blank, trimmed."""
    out: list[_Line] = []
    previous = start
    for found in _LINE.finditer(text, start):
        first, last = _trim(text, *found.span())
        if first == last:
            continue
        gap = text[previous : found.start()]
        breaks = sum(gap.count(mark) for mark in "\n\r\v\f\x85\u2028\u2029") - gap.count("\r\n")
        apart = breaks > 1 or "\u2029" in gap or "\f" in gap
        out.append(_Line(first, last, first - found.start(), apart))
        previous = last
    return out


def _starts_small(text: str, at: int) -> bool:
    return text[at].islower() and not _SMALL_NAME.match(text, at)


def _wrap_width(text: str, lines: list[_Line]) -> int:
    """The width in characters that the text was wrapped to, or 0 where line breaks end paragraphs."""
    broken = [(above, line) for above, line in pairwise(lines) if not line.apart]
    if not broken:
        return 0
    width = max(above.end - above.start for above, _ in broken)
    running_on = sum(
        _starts_small(text, line.start)
        and not _LINE_ENDING.search(text, max(above.start, above.end - 12), above.end)
        for above, line in broken
    )
    return width if width <= _WIDEST_LINE and running_on and running_on * 5 >= len(broken) else 0


def _paragraphs(text: str, start: int) -> Iterator[Span]:
    """Stretches of text that every sentence lies within."""
    lines = _lines(text, start)
    width = _wrap_width(text, lines)
    begin = -1
    above = _Line(0, 0, 0, True)
    for line in lines:
        if begin >= 0:
            goes_on = not line.apart and not _ITEM.match(text, line.start, line.end)
            if goes_on and not _starts_small(text, line.start):
                # In wrapped text a short line or an indented one shows where a paragraph ends.
                goes_on = (above.end - above.start) * 5 >= width * 3 > 0 and line.indent <= above.indent
            if not goes_on:
                yield begin, above.end
                begin = -1
        if begin < 0:
            begin = line.start
        above = line
    if begin >= 0:
        yield begin, above.end


# --- length --------------------------------------------------------------------------------------------


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """``text[start:end]`` in pieces of at most `MAX_SENTENCE_WORDS` words.

    The last good place in the second half of the room is taken: after a full stop, else a semicolon, colon
    or dash, else a comma, else white space, else between two words.
    """
    if end - start <= MAX_SENTENCE_WORDS // 2:
        yield start, end
        return
    # Two words to a piece of letters at the most (can|not), so half the room cannot be too many.
    pieces = 0
    for pieces, _ in enumerate(_PIECE.finditer(text, start, end), 1):
        if pieces > MAX_SENTENCE_WORDS // 2:
            break
    if pieces <= MAX_SENTENCE_WORDS // 2:
        yield start, end
        return
    words = tokenize(text, start, end)
    # A full stop may come off an abbreviation where a piece ends, hence one less.
    room = MAX_SENTENCE_WORDS - 1
    first = 0
    while len(words) - first > (MAX_SENTENCE_WORDS if first == 0 else room):
        best, rank = first + room, -1
        for index in range(first + room, first + room // 2, -1):
            stop = words[index - 1][1]
            spaced = stop < words[index][0]
            mark = text[stop - 1]
            here = 0
            if spaced:
                here = 4 if mark in ".!?" else 3 if mark in ";:\u2013\u2014-" else 2 if mark == "," else 1
            if here > rank:
                best, rank = index, here
        yield words[first][0], words[best - 1][1]
        first = best
    yield words[first][0], end


def split_sentences(text: str, title_end: int = 0) -> list[tuple[int, int]]:
    """Character ranges of the sentences of ``text``, in order, without white space at their ends.

    The title, characters 0 to ``title_end``, is a sentence of its own. Nothing but white space lies between
    the sentences, and none has more than `MAX_SENTENCE_WORDS` words.
    """
    out: list[tuple[int, int]] = []
    first, last = _trim(text, 0, title_end)
    if first < last:
        out += _cut(text, first, last)
    for start, end in _paragraphs(text, title_end):
        for begin, stop in _sentences_of(text, start, end):
            out += _cut(text, begin, stop)
    return out
