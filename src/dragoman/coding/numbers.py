"""How many: the dead, hurt, arrested, taking part, and the money, as the article states them.

Only numbers that are stated are taken ("at least 39", "a dozen", "two"), never those that are
left open ("dozens", "several", "hundreds"). Which number belongs to which event is read from the
words between them: a count that is governed by a word of harm belongs to it, a count of people
goes to the nearest event of its clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .numerals import SCALES, SHORT, parse_number, plain
from .quantities import (
    ARRESTED,
    BEFORE_OTHER,
    CLAUSE,
    COUNT,
    CURRENCY,
    CURRENCY_WORDS,
    GATHER,
    INJURED,
    KILLED,
    MONEY_SIGN,
    MONEY_TYPES,
    MONEY_WORD,
    NO_EVENT,
    ONE,
    OTHER,
)

if TYPE_CHECKING:
    from ..language.parse import Parse, Trigger

__all__ = ["find_numbers", "find_numbers_in_text", "parse_number"]


def find_numbers_in_text(
    sentence: str,
    trigger: tuple[int, int],
    event_type: str,
    modes: Sequence[str] = (),
    *,
    others: Iterable[tuple[int, int]] = (),
) -> dict[str, int | str]:
    """The numbers of one event, from its sentence alone.

    Args:
        sentence: the text of the sentence.
        trigger: first and last character of the words that name the event, in ``sentence``.
        event_type: PLOVER type.
        modes: PLOVER modes.
        others: triggers of the other events of the sentence, which keep what is nearer to them.

    Returns:
        Any of killed, injured, arrested, participants (whole numbers) and money ("USD 5000000").
    """
    rivals = [span for span in others if span != trigger]
    out: dict[str, int | str] = {}
    word = sentence[trigger[0] : trigger[1]]
    if event_type == "ASSAULT":
        keys = [("killed", KILLED), ("injured", INJURED)]
        if INJURED.search(word) and not KILLED.search(word):
            keys = [("injured", INJURED)]
        for key, cues in keys:
            value = _people(sentence, trigger, key, cues, rivals)
            if value is not None:
                out[key] = value
    elif event_type == "COERCE" and "arrest" in modes:
        value = _people(sentence, trigger, "arrested", ARRESTED, rivals)
        if value is not None:
            out["arrested"] = value
    elif event_type == "PROTEST":
        if "riot" in modes:
            for key, cues in (("killed", KILLED), ("injured", INJURED)):
                value = _people(sentence, trigger, key, cues, rivals)
                if value is not None:
                    out[key] = value
        value = _people(sentence, trigger, "participants", GATHER, rivals)
        if value is not None and value >= 2:
            out["participants"] = value
    if event_type in MONEY_TYPES:
        money = _money(sentence, trigger, rivals)
        if money is not None:
            out["money"] = money
    return out


def find_numbers(
    parse: Parse,
    trigger: Trigger,
    event_type: str,
    modes: Sequence[str] = (),
    *,
    others: Iterable[Trigger] = (),
) -> dict[str, int | str]:
    """The numbers of one event of a parsed article.

    As :func:`find_numbers_in_text` on the trigger's sentence; where the tree has a counted noun as
    the trigger's own sufferer ("killed three people", "three people were killed") or, of a
    protest, its doer ("three thousand people marched"), that count is taken instead.
    """
    tokens = parse.tokens
    mark = tokens[trigger.head].sentence
    sentence = parse.sentences[mark]
    start = sentence.start

    def chars(t: Trigger) -> tuple[int, int]:
        return tokens[t.first].start - start, tokens[t.last - 1].end - start

    spans = [chars(t) for t in others if tokens[t.head].sentence == mark and t is not trigger]
    text = parse.text[start : sentence.end]
    own = chars(trigger)
    found = find_numbers_in_text(text, own, event_type, modes, others=spans)
    key = _own_key(text[own[0] : own[1]], event_type, modes)
    if key:
        value = _counted_argument(parse, trigger, _AGENT if key == "participants" else _PATIENT)
        if value is not None and (value > 1 or key != "participants"):
            found[key] = value
    return found


def _own_key(words: str, event_type: str, modes: Sequence[str]) -> str:
    """What a number of the trigger's own argument counts, or ""."""
    if event_type == "ASSAULT":
        return "killed" if KILLED.search(words) else "injured" if INJURED.search(words) else ""
    if event_type == "COERCE" and "arrest" in modes and ARRESTED.search(words):
        return "arrested"
    return "participants" if event_type == "PROTEST" and GATHER.search(words) else ""


_PATIENT = ("obj", "nsubj:pass")
_AGENT = ("nsubj",)


def _counted_argument(parse: Parse, trigger: Trigger, roles: Sequence[str]) -> int | None:
    """The number before the argument that the trigger's own verb governs."""
    tokens = parse.tokens
    sentence = parse.sentences[tokens[trigger.head].sentence]
    for i in range(sentence.first, sentence.last):
        if tokens[i].head != trigger.head or tokens[i].deprel not in roles:
            continue
        if tokens[i].upos == "NUM":
            return _numeral(parse, i, sentence.first)
        for j in range(sentence.first, i):
            if tokens[j].head == i and tokens[j].deprel == "nummod":
                return _numeral(parse, j, sentence.first)
    return None


def _numeral(parse: Parse, last: int, least: int) -> int | None:
    """The number that ends in token ``last``, with the number words right before it."""
    first = last
    while first > least and parse.tokens[first - 1].upos == "NUM":
        first -= 1
    value = parse_number(parse.text[parse.tokens[first].start : parse.tokens[last].end])
    return int(value) if value is not None and value == int(value) and value > 0 else None


_NAMED = re.compile(r"\b([A-Z]\w+) $")
_QUANTIFIERS = frozenset(
    {
        "Over",
        "Some",
        "About",
        "Around",
        "Nearly",
        "Almost",
        "Least",
        "Than",
        "Roughly",
        "Only",
        "Another",
        "Up",
        "The",
        "All",
        "And",
        "Killed",
        "Kills",
        "Kill",
        "Police",
        "Arrest",
        "Arrested",
        "Injured",
        "In",
        "By",
        "Of",
        "Perhaps",
        "Approximately",
        "Or",
        "With",
    }
)
_NOBODY = re.compile(r"\b(?:no one|nobody|no-one)\b[^,;.]{0,16}$", re.IGNORECASE)

_OTHERS = re.compile(r" (?:others?\b|other [A-Za-z])")

# which number for which event -------------------------------------------------------------------


def _clause(sentence: str, position: int) -> tuple[int, int]:
    """The stretch between strong stops around ``position``."""
    first, last = 0, len(sentence)
    for match in CLAUSE.finditer(sentence):
        if match.end() <= position:
            first = match.end()
        elif match.start() >= position:
            last = match.start()
            break
    return first, last


def _counts(sentence: str) -> list[tuple[int, int, int]]:
    """(first, last, value) of every number in the sentence that may count people."""
    out = []
    for match in COUNT.finditer(sentence):
        raw = match[1]
        if OTHER.match(sentence, match.end()):
            continue
        before = sentence[max(0, match.start() - 14) : match.start()]
        named = _NAMED.search(before)
        if named and raw[0].isdigit() and named[1] not in _QUANTIFIERS:
            continue  # "Pan Am 103"
        if BEFORE_OTHER.search(before) and not before.endswith(", "):
            continue
        text = re.sub(r"^a (couple|pair) of$", "two", raw, flags=re.IGNORECASE)
        text = re.sub(r"(?:[ -]and)+$", "", text, flags=re.IGNORECASE)
        text = text.replace("quarter of a", "0.25")
        value = parse_number(text)
        if value is None or value != int(value) or not 0 < value < 10**8:
            continue
        if raw.isdigit() and len(raw) == 4 and 1400 < int(raw) < 2100:
            continue
        after = sentence[match.end() : match.end() + 1]
        if raw.isdigit() and value < 100 and after == "," and before.endswith(", "):
            continue  # an age
        if _OTHERS.match(sentence, match.end()) and before.endswith(" and "):
            value += 1  # "a doctor and three others"
        out.append((match.start(), match.start() + len(raw), int(value)))
    return out


_ASIDE = re.compile(
    r", (?:among (?:them|whom)|including|most of (?:them|whom)|some of (?:them|whom)"
    r"|many of (?:them|whom)"
    r"|all of (?:them|whom)|(?:a third|half|two|three|one) of (?:them"
    r"|whom))\b[^,;.:]{0,80}(?=,)",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|is|are|got|left|lay|found|reported"
    r"|feared)(?: (?:also|later|reportedly|either))? $",
    re.IGNORECASE,
)


_ACT_NOUN = re.compile(
    r"(?:killing|shooting|bombing|beating|murder|death|massacre|attack|assassination|wounding|injury)s?"
    r"|injuries|arrests?|detentions?",
    re.IGNORECASE,
)


def _people(
    sentence: str,
    trigger: tuple[int, int],
    key: str,
    cues: re.Pattern[str],
    rivals: Sequence[tuple[int, int]],
) -> int | None:
    if "of them" in sentence or "of whom" in sentence or "among" in sentence or "including" in sentence:
        sentence = _ASIDE.sub(lambda m: " " * len(m[0]), sentence)
    first, last = _clause(sentence, trigger[0])
    own = key in ("arrested", "participants") or cues.search(sentence[trigger[0] : trigger[1]]) is not None
    if own:
        inside = [m.span() for m in cues.finditer(sentence, trigger[0], trigger[1])]
        anchors = inside or [trigger]
    else:
        # A word of harm goes to the event that stands nearest to it, unless it names one itself.
        first, last = 0, len(sentence)
        anchors = []
        for match in cues.finditer(sentence):
            at = match.span()
            apart = _apart(at, trigger)
            if all(_apart(at, rival) > apart for rival in rivals):
                anchors.append(at)
    if not anchors:
        return None
    if key in ("killed", "injured") and any(
        _NOBODY.search(sentence[max(0, a[0] - 30) : a[0]]) for a in anchors
    ):
        return 0
    counts = [c for c in _counts(sentence) if first <= c[0] < last]
    best: tuple[float, int] | None = None
    for anchor in anchors:
        passive = _PASSIVE.search(sentence[max(0, anchor[0] - 24) : anchor[0]]) is not None
        for start, end, value in counts:
            if (
                key == "participants"
                and start < anchor[0]
                and _HARMED.search(sentence[max(0, start - 24) : start])
            ):
                continue
            if (
                key != "participants"
                and _ACT_NOUN.fullmatch(sentence[slice(*anchor)])
                and any(end <= rival[0] and rival[1] <= anchor[0] for rival in rivals)
            ):
                continue  # "2,000 people marched to demand an inquiry into the killings"
            if start < anchor[1] and end > anchor[0]:
                cost: float | None = 0.0 if key == "killed" else None
            elif end <= anchor[0]:
                cost = _cost(sentence[end : anchor[0]], True, key)
            elif passive or (
                key == "participants"
                and not re.match(
                    r" (?:by|of|drew|that drew"
                    r"|which drew)\b",
                    sentence[anchor[1] : start],
                )
            ):
                cost = None
            else:
                cost = _cost(sentence[anchor[1] : start], False, key)
            if cost is not None and (best is None or cost < best[0]):
                best = (cost, value)
    if best is not None:
        return best[1]
    if key in ("killed", "injured", "arrested"):
        return _single(sentence, anchors, (first, last), key)
    return None


_HARMED = re.compile(
    r"\b(?:killed|arrested|detained|injured|wounded|killing|arresting|of|or|day"
    r"|injuring|wounding|back|for) "
    r"(?:at least |about |some |nearly |more than )?$"
)


def _apart(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Characters between two spans, 0 where they touch."""
    return max(0, b[0] - a[1], a[0] - b[1])


_HARMS = {
    "killed": (INJURED, ARRESTED),
    "injured": (KILLED, ARRESTED),
    "arrested": (KILLED, INJURED),
    "participants": (KILLED, INJURED, ARRESTED),
}
_VERBISH = re.compile(
    r"\b(?:said|says|when|after|before|as|who|which|that|where|and (?:was|were|had"
    r"|has)|because|until)\b"
)


def _cost(gap: str, before: bool, key: str) -> float | None:
    """How far a count is from the word it may belong to; None where something stands between."""
    gap = " ".join(gap.split())
    if len(gap) > 90:
        return None
    cost = len(gap) / 10
    if not before and gap == "and":
        return None
    for cues in _HARMS[key]:
        if cues.search(gap):
            return None
    if NO_EVENT.search(gap):
        return None
    if COUNT.search(gap):
        cost += 4
    cost += 3 * len(_VERBISH.findall(gap)) + 2 * gap.count(",")
    if not before and gap.startswith(("by ", "from ", "in ", "on ", "at ", "after ")):
        cost += 3
    limit = 12.0 if key != "participants" else 8.0
    return cost if cost <= limit else None


def _single(
    sentence: str, anchors: Sequence[tuple[int, int]], clause: tuple[int, int], key: str
) -> int | None:
    """1 where the word of harm has one person right beside it ("killing a policeman")."""
    for anchor in anchors:
        window = sentence[anchor[1] : min(clause[1], anchor[1] + 60)]
        if _TITLED.match(window):
            return 1
        match = ONE.search(window)
        if (
            match
            and not window[: match.start()].strip(" \u2019'\"")
            and not re.search(r"\band\b", window[match.end() :][:5])
        ):
            return 1
        window = sentence[max(clause[0], anchor[0] - 70) : anchor[0]]
        for match in ONE.finditer(window):
            rest = window[match.end() :]
            if (
                key == "arrested"
                and rest.endswith((" was ", " been ", " is "))
                and "," not in rest
                and len(rest) < 30
            ):
                return 1
            if re.fullmatch(
                r"(?:,? (?:who )?(?:was|is|has been|had been|being))?(?: (?:also|later"
                r"|reportedly))?\s?",
                rest,
            ):
                return 1
    return None


#: "killed President Jovenel Moise": one person with a title or relation, by name.
_TITLED = re.compile(
    r" (?:of )?(?:(?:the )?(?:[A-Z][a-z]+ )?(?:[Pp]resident|[Pp]rime [Mm]inister"
    r"|[Gg]eneral|Gen\.|Col\.|[Cc]olonel"
    r"|[Ll]eader|[Jj]ournalist|photojournalist|[Aa]rchbishop|[Jj]udge|[Mm]ayor"
    r"|[Aa]ctivist|[Cc]ommander) )"
    r"[A-Z][\w\u00c0-\u024f'\u2019-]+"
)


def _money(sentence: str, trigger: tuple[int, int], rivals: Sequence[tuple[int, int]]) -> str | None:
    best: tuple[int, str] | None = None
    found: list[tuple[int, int, str]] = []
    for match in MONEY_SIGN.finditer(sentence):
        value = float(match[2].replace(",", ""))
        if match[3]:
            scale = match[3].lower()
            value *= SCALES.get(scale) or SHORT[scale]
        found.append((match.start(), match.end(), f"{CURRENCY[match[1].lower()]} {plain(value)}"))
    for match in MONEY_WORD.finditer(sentence):
        amount = parse_number(match[1].replace("quarter of a", "0.25"))
        noun = match[3].lower()
        name = (match[2] or "").lower() + (noun if noun in CURRENCY_WORDS else noun.rstrip("s"))
        code = CURRENCY_WORDS.get(name) or CURRENCY_WORDS.get(noun.rstrip("s")) or CURRENCY_WORDS.get(noun)
        if amount and code and not any(a < match.end() and match.start() < b for a, b, _ in found):
            found.append((match.start(), match.end(), f"{code} {plain(amount)}"))
    first, last = _clause(sentence, trigger[0])
    for start, end, text in found:
        if not first <= start < last:
            continue
        distance = start - trigger[1] if start >= trigger[1] else trigger[0] - end + 15
        if distance > 70 or any(abs(start - r[1]) < distance and r[1] <= start for r in rivals):
            continue
        if best is None or distance < best[0]:
            best = (distance, text)
    return best[1] if best else None
