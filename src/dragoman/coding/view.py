"""A parse made quick to walk: children, lower-cased words, names and triggers by token.

Made once an article; every other module of this room reads the parse through it. All ranges are
half-open ranges of token indices.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate, pairwise

from dragoman.language.parse import Parse

Range = tuple[int, int]

#: Words that begin or join a phrase without being part of what it names.
DETERMINERS = frozenset(
    """
    the a an this that these those his her its their our my your some any all both each every no another
    other several many most few such
    """.split()
)
PRONOUNS = {
    "he": ("M", 1),
    "him": ("M", 1),
    "his": ("M", 1),
    "himself": ("M", 1),
    "she": ("F", 1),
    "her": ("F", 1),
    "hers": ("F", 1),
    "herself": ("F", 1),
    "it": ("N", 1),
    "its": ("N", 1),
    "itself": ("N", 1),
    "they": ("", 2),
    "them": ("", 2),
    "their": ("", 2),
    "theirs": ("", 2),
    "themselves": ("", 2),
    "i": ("", 1),
    "me": ("", 1),
    "my": ("", 1),
    "myself": ("", 1),
    "mine": ("", 1),
    "we": ("", 2),
    "us": ("", 2),
    "our": ("", 2),
    "ours": ("", 2),
    "ourselves": ("", 2),
    "who": ("", 0),
    "whom": ("", 0),
    "whose": ("", 0),
    "which": ("", 0),
    "that": ("", 0),
    "you": ("", 0),
    "your": ("", 0),
    "yours": ("", 0),
    "yourself": ("", 0),
    "yourselves": ("", 0),
    "each other": ("", 2),
    "one another": ("", 2),
}
FIRST_PERSON = frozenset("i me my myself mine we us our ours ourselves".split())
RELATIVE = frozenset("who whom whose which that".split())
PREPOSITIONS = frozenset(
    """
    of in on at by for with from to into onto over under against about after before during between among
    through near outside inside within without across along around behind beyond despite since until
    toward towards upon via as than amid per like including unlike following
    """.split()
)
STOPS = PREPOSITIONS | frozenset(
    """
    and or but nor so yet if because while when where whether although though that which who whom whose
    what how why is are was were be been being has have had do does did will would can could may might
    must shall should not n't said says say told tells asked added also then there here now only just
    still even more to he she it they him them we us i you s/he later earlier again ago
    """.split()
)
QUOTES = frozenset("\"“”„«»''``‘’'‚")
_CLOSERS = frozenset(".!?,;:…)]}")
_CAPITAL = re.compile(r"[^\W\d_a-z]")
_PARTICLES = frozenset(
    "al el bin bint ibn ben von van de der den del della da di dos du la le abu ould y e".split()
)


class View:
    """Indexes over one ``Parse``. Reads only; holds nothing that the parse does not say."""

    __slots__ = (
        "capital",
        "children",
        "deprel",
        "has_tree",
        "head",
        "lower",
        "name_at",
        "parse",
        "text",
        "tokens",
        "trigger_at",
        "upos",
    )

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.text = parse.text
        self.tokens = parse.tokens
        count = len(self.tokens)
        self.lower = [token.text.lower() for token in self.tokens]
        self.upos = [token.upos for token in self.tokens]
        # three that are asked for again and again: the lists' own methods cost less than any of ours
        #: does the word begin with a capital (a leading hyphen or quote left aside)?
        self.capital: Callable[[int], bool] = [_begins_high(token.text) for token in self.tokens].__getitem__
        relations = [token.deprel for token in self.tokens]
        bare = {relation: relation.partition(":")[0] for relation in set(relations)}
        #: a token's relation without its subtype (``nsubj`` of ``nsubj:pass``)
        self.deprel: Callable[[int], str] = [bare[relation] for relation in relations].__getitem__
        heads = [-1] * count
        #: a token's governor inside the same sentence, or -1
        self.head: Callable[[int], int] = heads.__getitem__
        self.children: list[list[int]] = [[] for _ in range(count)]
        numbers = [token.sentence for token in self.tokens]
        for index, head in enumerate([token.head for token in self.tokens]):
            # A governor outside the sentence or the token itself would send a climb round in circles.
            if 0 <= head < count and head != index and numbers[head] == numbers[index]:
                self.children[head].append(index)
                heads[index] = head
        self.has_tree = [
            sentence.last - sentence.first <= 1
            or any(self.children[i] for i in range(sentence.first, min(sentence.last, count)))
            for sentence in parse.sentences
        ]
        self.name_at = [-1] * count
        for number, name in enumerate(parse.names):
            for index in range(max(0, name.first), min(name.last, count)):
                self.name_at[index] = number
        self.trigger_at: dict[int, int] = {}
        for number, trigger in enumerate(parse.triggers):
            for index in range(trigger.first, trigger.last):
                self.trigger_at[index] = number

    def sentence(self, token: int) -> Range:
        """Token range of the sentence that ``token`` stands in."""
        sentence = self.parse.sentences[self.tokens[token].sentence]
        return sentence.first, sentence.last

    def treed(self, token: int) -> bool:
        """Has the token's sentence a tree?"""
        number = self.tokens[token].sentence
        return self.has_tree[number] if 0 <= number < len(self.has_tree) else False

    def descend(self, token: int, skip: frozenset[str] = frozenset(), limit: int = 400) -> list[int]:
        """``token`` and all below it, in text order, without children whose relation is in ``skip``."""
        out: list[int] = []
        stack, seen = [token], {token}
        while stack and len(out) < limit:
            here = stack.pop()
            out.append(here)
            for child in self.children[here]:
                if child in seen or self.tokens[child].deprel in skip or self.deprel(child) in skip:
                    continue
                seen.add(child)
                stack.append(child)
        return sorted(out)

    def words(self, span: Range) -> str:
        """The article's characters for a token range."""
        first, last = span
        if last <= first:
            return ""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def gaps(self) -> list[int]:
        """How many gaps the article has before each token."""
        apart = [one.end < other.start for one, other in pairwise(self.tokens)]
        return list(accumulate(apart, initial=0))

    def acronym(self, token: int) -> bool:
        """Is a word that looks like a pronoun an acronym (*US*, *WHO*)?"""
        text = self.tokens[token].text
        if len(text) < 2 or not text.isupper():
            return False
        first, last = self.sentence(token)
        return any(self.tokens[i].text.islower() for i in range(first, min(last, len(self.tokens))))

    def is_word(self, token: int) -> bool:
        """Has the token a letter or digit?"""
        return _has_letter(self.tokens[token].text)

    def sentence_of(self, token: int) -> int:
        """Index of the token's sentence."""
        return self.tokens[token].sentence

    def in_title(self, token: int) -> bool:
        """Does the token stand in the headline?"""
        number = self.tokens[token].sentence
        return 0 <= number < len(self.parse.sentences) and self.parse.sentences[number].title


@lru_cache(maxsize=20_000)
def _begins_high(word: str) -> bool:
    return bool(_CAPITAL.match(word)) and word[0].upper() == word[0]


@lru_cache(maxsize=20_000)
def _has_letter(word: str) -> bool:
    return any(letter.isalnum() for letter in word)


def particle(word: str) -> bool:
    """Is it a small word inside a personal name (*bin*, *al*, *van*)?"""
    return word.lower() in _PARTICLES or word.lower().startswith(("al-", "el-"))
