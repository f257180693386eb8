"""Words: where the syntactic words of a text begin and end.

The words are those of Universal Dependencies as the English Web Treebank and GUM write them: clitics are
words of their own (do|n't, he|'s, can|not), hyphens split compounds (20|-|year|-|old) but not prefixes
(non-profit), currency and per cent signs stand apart, abbreviations, numbers, times, addresses and runs of
one punctuation mark are whole.
"""

from __future__ import annotations

import re


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written with spaces."""
    return frozenset(words.split())


#: Abbreviations whose full stop belongs to them, unless they end the sentence.
ABBREVIATIONS: frozenset[str] = word_set(
    """
    Mr Mrs Ms Mx Messrs Mme Mlle Dr Drs Prof Rev Fr Hon Rt Esq Jr Sr St Ste Gen Lt Col Maj Capt Cmdr
    Cdr Comdr Adm Brig Sgt Cpl Pvt Pfc Spc Ens Insp Supt Det Cst Const Sen Sens Rep Reps Gov Govs Pres
    Dep Amb Atty Asst Ald Treas Sec Secy Min Pte Wg Sqn Flt Gp Inc Corp Co Cos Ltd Llc Plc Bros Assn
    Assoc Dept Univ Inst Intl Natl Bldg Mfg Org Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon
    Tue Tues Wed Weds Thu Thur Thurs Fri Sat Sun Ave Blvd Rd Hwy Ft Mt Mts Pt Sq Bde Bn Regt Div No
    Nos Vol Vols Fig Figs Eq Ch Art Arts Sect Para Ed Eds Pp p pp al etc vs v cf c ca approx esp est
    vol vols ed eds fig figs sec no nos dept inc corp co ltd div ext tel Tel Rs Ala Ariz Ark Calif Colo
    Conn Del Fla Ga Ill Ind Kan Kans Ky La Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex
    Va Vt Wash Wis Wyo Ont Que Alta
    """
)

#: Of these, the ones that are plain words where no number follows.
BEFORE_NUMBERS: frozenset[str] = word_set(
    """
    No Nos no nos Fig Figs fig figs Art Arts Mar Sat Sun Mon Wed Jun Ch sec Sec Eq Rs p pp c v
    """
)

# Combining marks, joiners and soft hyphens stay with the character before them.
_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0981-\u0983"
    "\u09bc\u09be-\u09cd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
)
# Invisible characters of layout are no part of a word, so that names are found; they go with punctuation.
_HIDDEN = "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_W = rf"[\w{_MARKS}]"
_APOSTROPHE = "['\u2019]"

# Prefixes that the treebanks write in one word with what they are joined to.
_PREFIXES = (
    "non|mid|anti|re|co|pre|pro|cross|post|over|semi|ex|sub|multi|counter|neo|socio|inter|micro|mini|psycho|"
    "intra|ultra|under|trans|quasi|bi|de|un|e(?=-(?:mail|reader|commerce|book|visit))"
)
_UNITS = (
    "m|k|b|bn|mn|tn|trn|pm|am|mm|cm|km|kg|ft|hz|khz|mhz|ghz|mph|kph|kmh|lbs?|ml|hrs?|yrs?|mins?|secs?|x|c|f|"
    "gb|mb|tb|kb|kw|mw|gw|kwh|mwh|gwh|kt|mg|million|billion|trillion"
)
_TLD = (
    r"(?:(?:co|com|org|gov|ac|net|edu)\.[a-z]{2}|com|org|net|gov|edu|mil|info|biz|tv|io|eu|ru|de|fr|ua|cn|uk)"
)

# One token from where it starts. Every alternative either consumes what it scans or gives up within a
# bounded number of characters, so that a text without spaces still takes linear time.
_SCAN = re.compile(
    rf"""
      (?P<address>
          (?:https?|ftp)://[^\s<>"\u201c\u201d\u2018\u2019]*[^\s<>"\u201c\u201d\u2018\u2019.,;:!?)\]}}']
        | www\.[^\s<>"\u201c\u201d\u2018\u2019]*[^\s<>"\u201c\u201d\u2018\u2019.,;:!?)\]}}']
        | (?:mailto:)?[A-Za-z0-9_.+%-]{{1,64}}@[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,8}}
        | (?:[A-Za-z0-9][A-Za-z0-9-]{{0,62}}\.){{1,6}}{_TLD}(?!{_W})
          (?:/[^\s<>"'()\u201c\u201d\u2018\u2019,]*)?
        | [\#@][A-Za-z_]\w+
      )
    | (?P<whole>
          Ph\.?D\.?(?!{_W})
        | (?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!{_W}|{_APOSTROPHE}))?
        | [A-Z]\.[A-Z](?!{_W}|[.]|{_APOSTROPHE}\w) | [ap]\.m(?!{_W})
        | (?:US|AU|NZ|HK|CA|A|C|S|R|U)\$
        | [A-Z]{{1,4}}&[A-Z]{{1,4}}(?!{_W})
        | (?i:s/he|w/o|w/out|b/t|c/o|n/a|l/c)(?!{_W})
        | (?:\d{{1,3}}-)?\d{{3}}-\d{{3}}-\d{{4}}(?!{_W})
        | \d{{3}}-\d{{4}}(?![\w-])
        | \d{{4}}-\d\d-\d\d(?!{_W}) | \d{{1,2}}-\d{{1,2}}-(?:\d{{4}}|\d\d)(?!{_W})
        | \[(?:\.\.\.|\u2026)\]
        | (?<!\S)[:;=]-?[)(DPO](?!\S)
        | {_APOSTROPHE}(?i:t)(?=(?i:is|was)(?!{_W}))
        | {_APOSTROPHE}(?i:s|re|ve|ll|d|m|em|til|cause|bout|n{_APOSTROPHE}?|\d\ds?)(?!{_W})
        | \.\d+(?!{_W})
      )
    | (?P<number>
          \+?\d+(?:[.:/]\d+|,\d\d\d(?!\d)|,\d\d(?=,\d\d\d(?!\d)))*
          (?: (?=(?i:{_UNITS})(?!{_W})) | 0{_APOSTROPHE}s(?!{_W}) | {_W}* )
      )
    | (?P<word>
          (?:(?i:{_PREFIXES})-(?=\w)(?!\w{{1,9}}[./]\w))?
          {_W}+(?:{_APOSTROPHE}(?!_)\w{_W}*)*
      )
    | (?P<mark>
          \.{{2,}} | [!?]{{2,}} | ''|``|\u2019\u2019|\u2018\u2018
        | (?P<same>[^\w\s'"\u2018\u2019\u201c\u201d()\[\]{{}}$%\u20ac\u00a3,;:])(?P=same)+
        | [\x00-\x08\x0e-\x1b\x7f-\x9f]+
        | [{_HIDDEN}]++(?:[^\w\s][{_MARKS}{_HIDDEN}]*)?
        | [^\s][{_MARKS}{_HIDDEN}]*
      )
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(rf"(?i:n{_APOSTROPHE}t|{_APOSTROPHE}(?:s|re|ve|ll|d|m))\Z")
_CLOSERS = re.compile("[\"')\\]}\u2019\u201d\u00bb]*")
_CHUNK = re.compile(r"\S+")

#: Words written as one that are two, and how long the first of them is.
_JOINED: dict[str, int] = {
    "cannot": 3,
    "gonna": 3,
    "wanna": 3,
    "gotta": 3,
    **{
        verb + "nt": len(verb)
        for verb in sorted(word_set("do does did wo ca is are was were could would should have has had ai"))
    },
}

_CACHED_LENGTH = 32
_CACHE_SIZE = 50_000
#: by place: what a run of characters was cut into
_cache: tuple[dict[str, tuple[tuple[int, int], ...]], ...] = ({}, {}, {})

_INSIDE, _LAST, _NUMBER_NEXT = 0, 1, 2


def _words_of(token: str, start: int) -> list[tuple[int, int]]:
    """The syntactic words of one orthographic word that starts at ``start``."""
    end = start + len(token)
    if token.isalpha():
        first = _JOINED.get(token.lower()) if 4 <= len(token) <= 8 else None
        return [(start, end)] if first is None else [(start, start + first), (start + first, end)]
    tail: list[tuple[int, int]] = []
    stop = len(token)
    while (found := _CLITIC.search(token, max(0, stop - 3), stop)) and found.start() > 0:
        tail.append((start + found.start(), start + stop))
        stop = found.start()
    return [(start, start + stop), *reversed(tail)]


def _keeps_stop(word: str, chunk: str, after: int, place: int) -> bool:
    """Whether the full stop before ``chunk[after]`` belongs to ``word``."""
    initial = len(word) == 1 and word.isalpha() and word.isupper()
    if not initial and word not in ABBREVIATIONS:
        return False
    here = chunk[after : after + 1]
    if here.isdigit() or here.isalpha():
        return True
    if word in BEFORE_NUMBERS:
        return not here and place == _NUMBER_NEXT
    closed = _CLOSERS.match(chunk, after)
    return not (place == _LAST and closed is not None and closed.end() == len(chunk))


def _split(chunk: str, place: int) -> tuple[tuple[int, int], ...]:
    """The words of a run of characters without white space, as offsets into it."""
    out: list[tuple[int, int]] = []
    at, length = 0, len(chunk)
    while at < length:
        found = _SCAN.match(chunk, at)
        assert found is not None  # the last alternative takes any character that is not a space
        end = found.end()
        if found.lastgroup == "word":
            word = found.group()
            if chunk.startswith(".", end) and _keeps_stop(word, chunk, end + 1, place):
                if not chunk.startswith("..", end):
                    end += 1
                out.append((at, end))
            else:
                out += _words_of(word, at)
        else:
            out.append((at, end))
        at = end
    return tuple(out)


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Character ranges of the syntactic words of ``text[start:end]``, as offsets into ``text``.

    They are in order and do not overlap, none is empty or holds white space, and every other character is
    in exactly one. Give one sentence at a time: the full stop after an abbreviation is a word of its own
    only where the range ends.
    """
    out: list[tuple[int, int]] = []
    stop = len(text) if end is None else end
    last = stop
    while last > start and text[last - 1].isspace():
        last -= 1
    for found in _CHUNK.finditer(text, start, stop):
        chunk = found.group()
        at = found.start()
        if chunk.isalpha() and len(chunk) < 4:
            out.append((at, found.end()))
            continue
        place = _INSIDE
        if "." in chunk:
            if found.end() == last:
                place = _LAST
            elif text[found.end() + 1 : found.end() + 2].isdigit():
                place = _NUMBER_NEXT
        if len(chunk) > _CACHED_LENGTH:
            words = _split(chunk, place)
        else:
            cached = _cache[place]
            known = cached.get(chunk)
            if known is None:
                known = _split(chunk, place)
                if len(cached) >= _CACHE_SIZE:
                    cached.clear()
                cached[chunk] = known
            words = known
        if len(words) == 1:
            out.append((at, at + len(chunk)))
        else:
            out += [(at + a, at + b) for a, b in words]
    return out
