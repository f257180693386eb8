"""What the second opinion looks at, as words: ``l=arrest``, ``pc=nsubj:pass;;VERBp``.

Each function gives the features of one decision. Training and coding call the same functions, so that a
feature means the same in both; a feature that was rare in training has no weight and counts for nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from dragoman.coding.grammar import subject
from dragoman.coding.spans import core_last, top_of

if TYPE_CHECKING:
    from dragoman.coding.view import Range, View

#: Parts of speech that name acts.
ACTS = frozenset(("VERB", "NOUN", "ADJ", "PROPN", "ADV", "AUX"))
_PARTIES = frozenset(("NOUN", "PROPN", "PRON"))
#: Other parts of speech stand for somebody only where a noun would stand: *thousands*, *the accused*.
_STAND_INS = frozenset(("NUM", "ADJ", "DET", "SYM", "X", "VERB"))
_NOUN_PLACES = frozenset(("nsubj", "obj", "iobj", "obl", "nmod", "conj"))
_IN_NAME = frozenset(("flat", "goeswith", "fixed"))
_SMALL = frozenset(("punct", "det", "case", "mark", "cc", "aux", "cop"))
_CLAUSAL = frozenset(("nsubj", "obj", "obl", "xcomp", "ccomp", "iobj"))
_OWN = frozenset(("nsubj", "nsubj:pass", "obj", "obl:agent", "nmod:poss"))
_PASSIVE = frozenset(("nsubj:pass", "aux:pass"))
_TOLD = frozenset(("mark", "aux", "advmod", "det", "case", "amod"))
_MODALS = frozenset("will would could may might can shall should must 'll 'd".split())
#: Those under which an act is not known to be done. Of 89 annotated ones that are not denied, of types that
#: do not look forward by themselves, 5 are told as done (counted once, on train, releases, authored and a
#: sixth of our own).
_UNDONE = frozenset(("will", "shall", "would", "may", "might", "could", "'ll", "’ll"))
#: Types that speak of what is to come by themselves: a promise is made, what it promises is not yet done.
_LOOKING_FORWARD = frozenset(("AGREE", "CONCEDE", "REQUEST", "REJECT", "THREATEN"))
_DENIED = frozenset(("not", "n't", "n’t", "never", "no"))
_DENIALS = frozenset("not n't no never nobody none without neither nor".split())
_OPEN = frozenset(("if", "unless", "whether"))
_YEAR = re.compile(r"\b(1[5-9]\d\d|20[0-3]\d)\b")
_RECENT = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|tonight|now"
    r"|this (?:week|month|morning|year)|last (?:week|month|night)|currently|recent(?:ly)?)\b"
)
_DEEPEST = 12  #: a longer way through the tree is none
_LONGEST = 6  #: relations; ways of more look alike
_BACK = 5  #: sentences that are looked back for the year that is spoken of


class Phrases:
    """The phrases of one article that might take part in acts; what is asked of one again is kept."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._within: dict[int, list[tuple[int, int]]] = {}
        self._looks: dict[tuple[int, int], tuple[str, ...]] = {}

    def around(self, trigger: Range) -> dict[int, int]:
        """Who might take part in an act.

        Of each phrase in the sentence: the last word of its core, and the word by which it hangs.
        """
        first, last = self._view.sentence(trigger[0])
        phrases = self._within.get(first)
        if phrases is None:
            phrases = self._within[first] = self._found(first, last)
        found: dict[int, int] = {}
        for core, token in phrases:
            if not trigger[0] <= token < trigger[1]:
                found.setdefault(core, token)
        return found

    def _found(self, first: int, last: int) -> list[tuple[int, int]]:
        view = self._view
        found = []
        for token in range(first, min(last, len(view.tokens))):
            part, relation = view.upos[token], view.tokens[token].deprel
            base = view.deprel(token)
            stands_in = (
                part in _STAND_INS and base in _NOUN_PLACES and not (part == "VERB" and base == "conj")
            )
            if base in _IN_NAME or not (part in _PARTIES or stands_in):
                continue
            name = view.name_at[token]
            of_name = name >= 0 and name == view.name_at[view.head(token)]
            if relation == "compound" and part == "PROPN" and of_name:
                continue
            found.append((core_last(view, token), token))
        return found

    def look(self, core: int, token: int) -> tuple[str, ...]:
        """Preposition, kind, sector, word, name's label and part of speech of a phrase."""
        known = self._looks.get((core, token))
        if known is None:
            view = self._view
            name = view.name_at[core]
            known = self._looks[core, token] = (
                preposition(view, token),
                *sort(view, core),
                view.tokens[core].lemma.lower()[:12],
                view.parse.names[name].label if name >= 0 else "-",
                view.upos[token],
            )
        return known


class Acts:
    """Features of the words of one article as names of acts."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._near = [
            f"bag={token.lemma.lower()}" if token.upos in ("NOUN", "VERB", "PROPN") else ""
            for token in view.tokens
        ]

    def features(self, token: int) -> list[str]:
        """Is the word an act, and of which type? Its lemma, what hangs from it and what stands around it."""
        view, tokens = self._view, self._view.tokens
        here = tokens[token]
        lemma, part, relation = here.lemma.lower(), here.upos, view.deprel(token)
        head = view.head(token)
        governor = tokens[head].lemma.lower() if head >= 0 else "<root>"
        name = view.name_at[token]
        out = [
            "b",
            f"l={lemma}",
            f"lu={lemma}{part}",
            f"u={part}{here.deprel}",
            f"ld={lemma};{relation}",
            f"lp={lemma}{passive(view, token)}",
            f"h={governor};{relation}",
            f"lh={lemma};{governor}",
            f"suf={view.lower[token][-4:]}",
            f"pre={lemma[:5]}",
            f"ti={view.in_title(token)}",
            f"nm={view.parse.names[name].label if name >= 0 else ''}",
        ]
        relations = set()
        for child in view.children[token]:
            full, base = tokens[child].deprel, view.deprel(child)
            word = tokens[child].lemma.lower()
            if base in _SMALL:
                if base in ("case", "mark"):
                    out.append(f"cm={lemma};{word}")
                elif base == "aux":
                    out.append(f"ax={word};{part}")
                continue
            kind, sector = sort(view, core_last(view, child))
            out += (
                f"c={lemma};{full};{word}",
                f"ck={lemma};{full};{kind}",
                f"cc={lemma};{base};{preposition(view, child)}",
                f"ckt={full};{kind};{part}",
                f"cs={full};{sector};{part}",
                f"cl={base};{word}",
                f"cks={lemma};{base};{sector}",
            )
            if base in _CLAUSAL:
                relations.add(full)
        out.append(f"rels={lemma};{','.join(sorted(relations))}")
        first, last = view.sentence(token)
        last = min(last, len(tokens))
        for step in (-2, -1, 1, 2):
            if first <= token + step < last:
                word = view.lower[token + step]
                out += (f"w{step}={word}", f"wl{step}={word};{lemma}")
        out += filter(None, self._near[max(first, token - 12) : token])
        out += filter(None, self._near[token + 1 : min(last, token + 13)])
        return out


class Parts:
    """Features of those who may take part in one act."""

    def __init__(self, view: View, phrases: Phrases, trigger: Range, head: int, kind: str, acts: int) -> None:
        """``kind`` is the act's type, ``acts`` how many acts its sentence tells."""
        self._view, self._phrases = view, phrases
        self._kind = kind
        self._top = top = top_of(view, *trigger, head)
        token = view.tokens[top]
        self._lemma = token.lemma.lower()
        self._passive = passive(view, top) or (
            view.deprel(top) == "acl" and "Tense=Past" in token.feats and "VerbForm=Part" in token.feats
        )
        self._subject = subject(view, top)
        self._many = min(acts, 4)
        first, last = view.sentence(top)
        self._acts = [word for word in range(first, min(last, len(view.tokens))) if word in view.trigger_at]
        self._own = ",".join(sorted({view.tokens[child].deprel for child in view.children[top]} & _OWN))
        self._above = [top]
        while len(self._above) < _DEEPEST and view.head(self._above[-1]) >= 0:
            self._above.append(view.head(self._above[-1]))
        self._depth = {word: depth for depth, word in enumerate(self._above)}

    def _way(self, token: int) -> tuple[list[str], list[str], int] | None:
        """Relations up from the act to what governs both, and down to the candidate; None where it is far."""
        view, here = self._view, token
        down: list[str] = []
        while here not in self._depth:
            down.append(view.tokens[here].deprel)
            here = view.head(here)
            if here < 0 or len(down) > _DEEPEST:
                return None
        up = [view.tokens[word].deprel for word in self._above[: self._depth[here]]]
        return up, down[::-1], here

    def features(self, core: int, token: int) -> list[str]:
        """What part has the phrase whose core ends at ``core`` and which hangs by ``token``?"""
        view, kind, lemma, top = self._view, self._kind, self._lemma, self._top
        voice = "P" if self._passive else "a"
        turned = view.upos[top] + voice
        shared = -1
        up: list[str] = []
        down: list[str] = []
        way = self._way(token)
        if way is None:
            path = "?"
        else:
            up, down, shared = way
            path = f"{'^'.join(up[:5])}|{'v'.join(down[:5])}" if len(up) + len(down) <= _LONGEST else "far"
            if shared != top and passive(view, shared):
                path += "/lp"
        above = view.tokens[shared].lemma.lower() if shared >= 0 and shared != top else ""
        last = down[-1] if down else ""
        case, sort_, sector, word, label, part = self._phrases.look(core, token)
        side = "B" if core < top else "A"
        apart = abs(core - top)
        reach = 0 if apart <= 2 else 1 if apart <= 5 else 2 if apart <= 10 else 3 if apart <= 20 else 4
        low, high = (core, top) if core < top else (top, core)
        between = bisect_left(self._acts, high) - bisect_right(self._acts, low)
        out = [
            "b",
            f"p={path};{turned}",
            f"pc={path};{case};{turned}",
            f"t={kind};{path};{voice}",
            f"tc={kind};{path};{case};{voice}",
            f"l={lemma};{path};{voice}",
            f"lc={lemma};{path};{case};{voice}",
            f"k={sort_};{path}",
            f"tk={kind};{sort_}",
            f"tks={kind};{sort_};{last};{case}",
            f"u={part};{last};{side}",
            f"d={side}{reach}",
            f"td={kind}{side}{reach}",
            f"s={'S' if self._subject == core else ''}{kind}{voice}",
            f"lcl={above};{path}",
            f"lk={lemma};{sort_};{last}",
            f"ld={last};{up[0] if up else ''};{turned}",
            f"c={case};{last};{kind}",
            f"cl={word}",
            f"clt={word};{kind}",
            f"nt={self._many}",
            "trg" if core in view.trigger_at else "ntrg",
            f"nm={label};{last};{kind}",
            f"sec={sector};{kind}",
            f"bt={min(between, 3)}{side}",
        ]
        if up:
            out.append(f"have={self._own};{path}")
        return out


class Status:
    """Features of whether acts of one article took place, and when."""

    def __init__(self, view: View, year: int | None) -> None:
        """``year`` is the year of publication, if it is known."""
        self._view, self._year = view, year
        self._when: dict[int, str] = {}
        self._known: dict[tuple[int, str], list[str]] = {}

    def features(self, top: int, kind: str) -> list[str]:
        """Of an act named by ``top``, as `_features` gives them; not to be changed."""
        known = self._known.get((top, kind))
        if known is None:
            known = self._known[top, kind] = self._features(top, kind)
        return known

    def _features(self, top: int, kind: str) -> list[str]:
        """Of an act named by ``top``: tense and mood around it, and the year that is spoken of there."""
        view, tokens = self._view, self._view.tokens
        here = tokens[top]
        lemma, part = here.lemma.lower(), here.upos
        when = self._spoken_of(here.sentence)
        verb = top
        way: list[str] = []
        while tokens[verb].upos not in ("VERB", "AUX") and view.head(verb) >= 0 and len(way) < 6:
            way.append(view.deprel(verb))
            verb = view.head(verb)
        feats = tokens[verb].feats
        tense = tense_of(feats)
        finite = "Fin" if "VerbForm=Fin" in feats else "Part" if "VerbForm=Part" in feats else "-"
        helping = (view.lower[child] for child in view.children[verb] if view.deprel(child) == "aux")
        mood = f"{tense}{finite}{','.join(sorted(helping))}"
        out = [
            "b",
            f"u={part}{here.feats}",
            f"d={here.deprel}",
            f"ud={part}{here.deprel}",
            f"ty={kind}",
            f"when={when}",
            f"ta={mood}{part}",
            f"taw={mood};{when}",
            f"tawu={tense};{when}{part}",
            f"vl={tokens[verb].lemma.lower()};{'^'.join(way)}",
            f"twl={lemma};{when}",
            f"tt={kind};{when};{tense}",
            f"tau={kind};{mood}",
            f"title={view.in_title(top)}",
        ]
        self._narrated(here.sentence, f"{tense};", out)
        self._governors(top, out)
        for child in view.children[top]:
            relation = tokens[child].deprel
            if relation in _TOLD:
                word = view.lower[child]
                out += (f"c={relation};{word}", f"cl={relation};{word};{part}")
        first, last = view.sentence(top)
        for near in range(max(first, top - 4), min(last, top + 4, len(tokens))):
            if near != top:
                step = near - top
                out.append(f"w{step if abs(step) < 3 else 9}={view.lower[near]}")
        if any(view.lower[token] in _OPEN for token in range(first, top)):
            out.append("if")
        if any(content.first <= top < content.last for content in view.parse.contents):
            out += ("said", f"said;{mood}")
        return out

    def undone(self, top: int, kind: str) -> bool:
        """Does a modal verb say that the act is not known to be done ("will bomb", "may have shot")?"""
        view = self._view
        if kind in _LOOKING_FORWARD or not view.treed(top):
            return False
        beside = {
            view.lower[child]
            for child in view.children[top]
            if view.deprel(child).startswith(("aux", "advmod"))
        }
        return bool(_UNDONE & beside) and not _DENIED & beside

    def tense(self, top: int) -> str:
        """Tense of the act's own word: past, pres, inf or -."""
        return tense_of(self._view.tokens[top].feats)

    def _governors(self, top: int, out: list[str]) -> None:
        """Add the words that the act hangs from, with their conjunctions, modals and denials."""
        view, here = self._view, top
        for hop in range(5):
            head = view.head(here)
            if head < 0:
                return
            relation, lemma = view.deprel(here), view.tokens[head].lemma.lower()
            out += (f"g{min(hop, 2)}={relation};{lemma}", f"gg={relation};{lemma}")
            for child in view.children[head]:
                word = view.lower[child]
                if view.tokens[child].deprel == "mark":
                    out.append(f"gm={word};{relation}")
                if word in _MODALS:
                    out.append(f"gmod={word}")
                if word in _DENIALS:
                    out.append(f"gneg={word}{'' if hop else '0'}")
            here = head

    def _spoken_of(self, number: int) -> str:
        """Of old or of late: the year in the sentence, or in those of its paragraph before it."""
        found = self._when.get(number)
        if found is None:
            found = self._when[number] = self._look_back(number)
        return found

    def _look_back(self, number: int) -> str:
        if self._year is None:
            return "nodate"
        sentences, text = self._view.parse.sentences, self._view.text
        for back in range(min(_BACK, number) + 1):
            at = number - back
            if back and "\n\n" in text[sentences[at].start : sentences[at + 1].start]:
                break
            age = self._ages[at]
            if age == "recent":
                return "b-now" if back else "own-now"
            if age:
                return f"{f'b{min(back, 3)}' if back else 'own'}-{age}"
        return "none"

    @cached_property
    def _ages(self) -> list[str]:
        """Of what time each sentence speaks by its own words: "old", "last" year or "now" by the year,
        "recent" by its other words, or ""."""
        text, year = self._view.text, self._year or 0
        return [_age(text[s.start : s.end], year) for s in self._view.parse.sentences]

    def _narrated(self, number: int, tense: str, out: list[str]) -> None:
        """Add of what time the article tells there, whatever the paragraph: the last time named and how far
        back that is, the next one, how much of the article is old, where in it the sentence is."""
        if self._year is None:
            return
        ages = self._ages
        last = next((n for n in range(number, -1, -1) if ages[n]), -1)
        told = f"{ages[last]}{_steps(number - last)}" if last >= 0 else "n"
        ahead = next((ages[n] for n in range(number + 1, min(number + 4, len(ages))) if ages[n]), "n")
        dated = [age for age in ages if age]
        era = sum(age == "old" for age in dated) * 4 // len(dated) if dated else "n"
        at = number * 5 // len(ages)
        out += (
            f"nar={told}", f"nart={told};{tense}", f"nara={told};{ahead};{tense}", f"era={era};{tense}",
            f"eran={era};{told};{tense}", f"at={at};{tense}", f"ate={at};{era};{tense}", f"atn={at};{told}",
        )  # fmt: skip


def _age(words: str, year: int) -> str:
    years = [int(found) for found in _YEAR.findall(words)]
    if years:
        age = year - max(years)
        return "old" if age >= 2 else "last" if age == 1 else "now"
    return "recent" if _RECENT.search(words) else ""


def _steps(sentences: int) -> int:
    """So many sentences, told apart up to 6: 0, 1 or 2, up to 5, more."""
    return 0 if not sentences else 1 if sentences < 3 else 2 if sentences < 6 else 3


_TENSES = (("Tense=Past", "past"), ("Tense=Pres", "pres"), ("VerbForm=Inf", "inf"))


def tense_of(feats: str) -> str:
    """past, pres, inf or -, by the features of a word."""
    return next((short for feat, short in _TENSES if feat in feats), "-")


def passive(view: View, verb: int) -> bool:
    """Is the verb in the passive?"""
    return any(view.tokens[child].deprel in _PASSIVE for child in view.children[verb])


def preposition(view: View, token: int) -> str:
    """The preposition before the phrase that hangs by ``token``, or ""."""
    return next((view.lower[child] for child in view.children[token] if view.deprel(child) == "case"), "")


def sort(view: View, core: int) -> tuple[str, str]:
    """Kind and sector that the language model takes the phrase for."""
    parse = view.parse
    kind = parse.kinds[core][0] if core < len(parse.kinds) else ""
    return kind, parse.sectors[core][0] if core < len(parse.sectors) else ""
