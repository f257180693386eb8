"""Where in running text the words for a time stand.

Each word of the text becomes one letter that says what it can be in an expression of time (``M`` a month,
``W`` a weekday, ``n`` a number ...); the grammar is patterns over these letters. All patterns are of
bounded length, so that finding takes time in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.coding.times.calendar import HOLIDAYS
from dragoman.coding.times.words import DAY_NAMES, DECADES, MONTH_NAMES

#: What a found expression is: a calendar date, a time of the day, a length of time, something that happens
#: again and again, or words like "recently".
KINDS = ("date", "time", "duration", "set", "vague")


@dataclass(frozen=True, slots=True)
class Expression:
    """Words for a time: characters ``start`` to ``end`` (exclusive) and one of :data:`KINDS`."""

    start: int
    end: int
    kind: str


# words to letters -------------------------------------------------------------------------------

_HOLIDAY = "|".join(
    re.escape(name).replace(r"\ ", r"\s").replace("'", "['\u2019]?").replace("st\\s", r"st\.?\s")
    for name in sorted(HOLIDAYS, key=lambda name: (-len(name), name))
)
_ZONE = r"(?:\s(?:hours|local(?:\stime)?|UTC|GMT|EST|EDT|ET|CET|CEST|BST|PST|PDT|CST|IST)\b)?"
_TOKEN = re.compile(
    # no word begins with a space, which is passed over first so that nothing is looked for there; nothing
    # else begins with a small letter, so that most words need no look at the rest
    r" ?(?:(?P<low>[a-z][^\W\d_]*)"
    r"|(?P<I>\d{4}-\d\d-\d\d(?![\d-])|(?<![\d/.])\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/])"
    r"|(?<![\d/])9/11(?![\d/]))"
    r"|(?P<C>(?:1[1-9]|20)\d0['\u2019]?s\b|['\u2019][2-9]0s\b)"
    r"|(?P<_>[$\u20ac\u00a3#]\s?\d+(?:[.,]\d+)*)"
    # a time with a full stop looks like any number with decimals: something must say that it is one
    rf"|(?P<c>\d{{1,2}}:[0-5]\d(?![.:,]?\d)(?:\s?[apAP]\.?[mM]\b\.?)?{_ZONE}"
    rf"|\d{{1,2}}\.[0-5]\d(?:\s?[apAP]\.?[mM]\b\.?{_ZONE}|(?=:)|(?=\s(?:GMT|UTC|local|hours)\b){_ZONE})"
    r"|(?<=\b[aA]t )\d{1,2}\.[0-5]\d(?![.:,]?\d|\s?%|\s(?:per|points?|euros|dollars|[mb]illion)\b)"
    rf"|(?:1[0-2]|[1-9])\s?[apAP]\.?[mM]\b\.?{_ZONE}|(?:[01]\d|2[0-3])[0-5]\d\s(?:UTC|GMT|hours"
    rf"|local\stime)\b)"
    r"|(?P<D>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<F>\bFY\s?-?['\u2019]?(?:\d{4}|\d\d)\b(?:[/-]\d\d\b)?)"
    r"|(?P<Q>\bQ[1-4]\b|\bH[12](?=\s\d{4}))"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    rf"|(?P<H>(?=[A-Z])(?<!\w)(?i:{_HOLIDAY})(?!\w))"
    r"|(?P<M>\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
    r"|(?P<s2>(?<!\w)['\u2019]\d\d(?!\w))"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<break>\n\s*\n)"
    r"|(?P<other>\S))"
)
_LOW = _TOKEN.groupindex["low"]
#: Letter -> the words it stands for. Letters not told here: M month, m a word that may be one, W weekday, d
#: 1 to 31,
#: D "4th", Y year, n number, C decade, c time of day, H holiday, F "FY2021", Q "Q3", I numeric date, ' -
#: and , as
#: they are, ~ a dash between spaces, | a paragraph's end, X any other word, _ anything else.
_WORDS = {
    "a": "a an",
    "n": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred dozen couple",
    "v": "several few many",
    "G": "first third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth final",
    "\u00a7": "second",
    "u": "minute hour day week fortnight month year decade",
    "U": "seconds minutes hours days weeks fortnights months years quarters decades centuries",
    "p": "morning afternoon evening night noon midday midnight dawn dusk nightfall lunchtime",
    "s": "spring summer autumn winter",
    "C": " ".join(DECADES),
    "Z": "century",
    "E": "weekend weekends",
    "q": "quarter half",
    "w": "last past previous next coming upcoming",
    "k": "this current",
    "f": "following",
    "t": "the",
    "o": "of",
    "i": "in at",
    "J": "on",
    "b": "since by until till during",
    "^": "between from",
    "$": "within",
    "=": "to through",
    "&": "and",
    "e": "early late mid",
    "l": "later earlier",
    "L": "afterwards previously beforehand",
    "g": "ago",
    "B": "before after",
    "y": "yesterday today tomorrow",
    "N": "tonight overnight",
    "j": "end start beginning middle rest close turn",
    "V": "eve",
    "K": "fiscal financial academic",
    "S": "every each per",
    "A": "annual annually monthly weekly daily",
    "R": "recent",
    "P": "recently currently nowadays now",
    "r": "full straight more consecutive whole long trading successive",
    "x": "about around almost nearly roughly over approximately exactly just",
    "h": "that",
    "@": "same",
    "O": "old",
    "\u00a4": "time",
    "T": "times telegraph mail herald mirror express independent tribune",
}
_LETTERS = {word: letter for letter, words in _WORDS.items() for word in words.split()}
_CAPITALS = {name.capitalize(): "M" for name in MONTH_NAMES} | {"May": "m", "March": "m"}
_CAPITALS |= {name[:3].capitalize(): "m" for name in MONTH_NAMES} | {"Sept": "m"}
_CAPITALS |= {name.capitalize(): "W" for name in DAY_NAMES}
_CAPITALS |= {word.upper(): letter for word, letter in _CAPITALS.items() if len(word) > 4}
_NO_YEAR = frozenset(
    """
    people persons soldiers troops men women children civilians police protesters demonstrators refugees
    migrants jobs homes houses families members employees workers prisoners votes others points km miles
    metres meters feet tons tonnes mw dollars euros pounds hours gmt utc or per percent
    """.split()
)

# the grammar ------------------------------------------------------------------------------------

_NUM = r"(?:n-?n|[nd]&aq|ano|an|av|[ndav]|aq|q)"
_UNITS = "[uUEZ]"
_OF_YEAR = "(?:o?[wkt]u)"
_DATES = (
    "I",
    "(?:W,?)?t?[dDG]o?[Mm](?:,?Y|o?[wk]u)?",
    "[dD](?:[-~=]|&)[dD]o?[Mm](?:,?Y)?",
    "(?:W,?)?[Mm]t?[dD](?:[-~=&][dD])?(?![%:])(?:,?Y|o?[wk]u)?",
    "(?:e-?|tj?o?)?[Mm],?o?Y",
    f"(?:e-?|jo|tjo)?w?k?M{_OF_YEAR}?",
    f"(?:e-?|jo|tjo|w|k)m{_OF_YEAR}?|mo?[wk]u",
    "(?<=[ib^wk])m",
    "(?:[wk]|kw)?W(?!T)p?",
    "tuByp?|uBy",
    "l?yp?",
    "N",
    "[wk]p",
    f"[le]?(?:[wk]|kw)[usqE]{_OF_YEAR}?",
    "(?:t|e|te)?so?Y",
    "(?<=[ib^t])s|(?<=[ib^]t)s",
    "(?<=i)E|tE",
    "tjo[twk][uK]u?",
    "[le]it[u]",
    r"\$tu|\$U",
    "t?[G\u00a7]K?-?q(?:o[twk]K?u|o?Y)?|t?wK?q",
    f"Q(?:o?Y|{_OF_YEAR})?",
    "F|Ku?Y|t[wk]?Ku",
    "t?(?:e-?)?C",
    "t?e?-?[DG\u00a7]-?Z",
    "H(?:,?o?Y)?",
    "(?<=[\\^])Y[=&]Y|Y(?:-[Yd])?|2",
    "(?<=J)tD|tD(?=[,.])",
    f"x?{_NUM}?{_UNITS}[lLg]|(?<![a-zA-Z])[uU]l",
    "[th]4?@[uUpE]|h[up]",
    "t?f[up]|twp|twu(?=B)|tu(?=[@])",
    "h[Mm]|t?f[Mm]",
    # "February of that year", "the Sunday before", "the night of Saturday to Sunday"
    "(?:[dD]o?)?[Mm][dD]?oh@?u",
    "tWB(?=[,.|])",
    r"tp[o\^]W=W",
    f"{_NUM}[uU]B(?=[,.|])",
    "(?<=i)t\u00a4(?=[,.|])",
    "t[up]B(?=[,.|])",
    "tu(?=[,.|])|(?<=[oJ])tu(?![oBhX])",
    "tV|(?<=J)V",
)
_CLOCKS = ("cp?", "[ndc]itp", "(?<=i)p(?!@)|(?<=[bB])p")
_DURATIONS = (
    f"t?w{_NUM}[Xr]?{_UNITS}",
    "twu(?!o)",
    f"x?{_NUM}-?r?{_UNITS}(?!-?O)",
    f"x?{_NUM}[Xr]U(?!-?O)",
    "U(?=[o.,|B]|-r)",
)
_SETS = ("S(?:u|p|W|E|wu)", "A")
_VAGUE = ("R[uU]", "r?P", "R(?=X)")
_ALL = (("date", _DATES), ("time", _CLOCKS), ("duration", _DURATIONS), ("set", _SETS), ("vague", _VAGUE))
_GRAMMAR = tuple((kind, re.compile(rule)) for kind, rules in _ALL for rule in rules)


def find_expressions(text: str) -> list[Expression]:
    """All expressions of time in the text, in order, not overlapping; of two that overlap the longer one."""
    letters, spans = _spell(text)
    found = []
    for rank, (kind, rule) in enumerate(_GRAMMAR):
        for match in rule.finditer(letters):
            if match.end() > match.start():
                found.append((match.start() - match.end(), match.start(), rank, match.end(), kind))
    found.sort()
    taken = bytearray(len(letters))
    kept = []
    for _, first, _, last, kind in found:
        if not any(taken[first:last]):
            taken[first:last] = b"\x01" * (last - first)
            kept.append(Expression(spans[first][0], spans[last - 1][1], kind))
    return sorted(kept, key=lambda one: one.start)


def _spell(text: str) -> tuple[str, list[tuple[int, int]]]:
    """One letter for each word, and where the word stands."""
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        group = match.lastindex or 0
        kind = "word" if group == _LOW else match.lastgroup or ""
        word = match[group]
        start, end = match.span(group)
        if kind == "word":
            letter = _CAPITALS.get(word) or _LETTERS.get(word.lower(), "X")
            counted = letters and letters[-1] == "Y" and word.lower() in _NO_YEAR
            if counted and (len(letters) < 2 or letters[-2] not in "Mmi"):
                letters[-1] = "n"  # "some 2000 people", but "in August 2000 people"
        elif kind == "number":
            letter = _number(word)
            if letter == "Y" and text[end : end + 1] in ("%", "/", ":"):
                letter = "n"
        elif kind == "other":
            letter = word if word in ",.%'" else "_"
            if word in "-\u2010\u2011\u2012\u2013\u2014\u2015":
                apart = text[start - 1 : start].isspace() and text[end : end + 1].isspace()
                letter = "~" if apart else "-"
            elif word in ";:)":
                letter = ","
        else:
            letter = {"break": "|", "s2": "2"}.get(kind, kind)
        letters.append(letter)
        spans.append((start, end))
    letters.append("|")
    spans.append((len(text), len(text)))
    return "".join(letters), spans


def _number(word: str) -> str:
    if not word.isascii() or not word.isdigit():
        return "n" if word.count(".") < 2 and "," not in word else "_"
    if len(word) <= 2 and 1 <= int(word) <= 31:
        return "d"
    if len(word) == 4 and 1100 <= int(word) < 2100:
        return "Y"
    return "n" if len(word) < 4 else "_"


def find_times(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Character spans of the dates and times of day in ``text[start:end]``, in order, not overlapping.

    Lengths of time and words without a date ("recently") are left out; :func:`find_expressions` has them.
    """
    stop = len(text) if end is None else end
    found = find_expressions(text[start:stop])
    return [(start + one.start, start + one.end) for one in found if one.kind in ("date", "time")]
