"""Whether two spellings are of one person: names brought down to what transliterations share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from dragoman.knowledge.tables import fold

Key = tuple[str, str]  #: name and country

_PARTICLES = set(
    "al el ul ur ud ar as ash at ad an az bin ibn ben bint ould ag de da do dos das del della di du van"
    " von der  den ten ter la le les y e dr sheikh shaykh haji hajji sir dato datuk tan sri jr sr ii iii"
    " jr. sr.".split()
)
_SOUNDS = [
    (re.compile(pattern), to)
    for pattern, to in (
        (r"['’`.]", ""),
        (r"tch|tsch|ch|tj|cz", "c"),
        (r"sch|sh|sz|s", "s"),
        (r"kh|gh|q|k|ck|h$", "k"),
        (r"dzh|dj|zh|j|g(?=[ei])", "j"),
        (r"ph|ff", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"w|v", "v"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"(.)\1+", r"\1"),
        (r"^(?:y|i|e)[aeiouy]*", "i"),
        (r"(?<=.)[aeiouyh]", ""),
        (r"^[aou]+", "a"),
        (r"(.)\1+", r"\1"),
    )
]


def sounds(word: str) -> str:
    """What the usual transliterations of ``word`` have in common: "Mohammed", "Muhammad" -> "mmd"."""
    word = fold(word).lower()
    for pattern, to in _SOUNDS:
        word = pattern.sub(to, word)
    return word


def parts(name: str) -> tuple[str, ...]:
    """The sounds of the parts of ``name``, particles, styles and single initials left out."""
    words = re.split(r"[\s-]+", fold(name).lower().replace('"', " "))
    kept = [word for word in words if word and word not in _PARTICLES and len(word.strip(".'")) > 1]
    return tuple(sounds(word) for word in kept)


class Register:
    """Who is known, by country and by the sounds of the names."""

    def __init__(self, known: Iterable[tuple[str, Key]] = ()) -> None:
        self._whole: dict[tuple[str, tuple[str, ...]], list[tuple[str, Key]]] = {}
        self._by_part: dict[tuple[str, str], list[tuple[tuple[str, ...], str, Key]]] = {}
        for name, key in known:
            self.add(name, key)

    def add(self, name: str, key: Key) -> None:
        """Let ``name`` be one name of the person ``key``."""
        sounding = parts(name)
        if len(sounding) < 2:
            return
        for order in {sounding, (*sounding[1:], sounding[0])}:
            self._whole.setdefault((key[1], order), []).append((name, key))
        self._by_part.setdefault((key[1], sounding[0]), []).append((sounding, name, key))

    def find(self, name: str, country: str) -> Key | None:
        """The one person of ``country`` who bears ``name`` in some spelling; None for nobody or several.

        Spellings agree where all parts sound alike and look alike, in one order or with the family
        name at the other end; or where one name has middle names, or a second family name at its
        end, that the other leaves out. Chinese and Korean names must agree to the letter, since
        those that sound alike are many.
        """
        sounding = parts(name)
        if len(sounding) < 2:
            return None
        found: list[Key] = []
        for written, key in self._whole.get((country, sounding), ()):
            same = _letters(name) == _letters(written)
            if key not in found and (same or (country not in _TO_THE_LETTER and _alike(name, written))):
                found.append(key)
        if not found and country not in _TO_THE_LETTER:
            for other, written, key in self._by_part.get((country, sounding[0]), ()):
                short, long = sorted((sounding, other), key=len)
                if len(short) < 2 or len(short) == len(long) or key in found:
                    continue
                inside = short[-1] == long[-1] and set(short) <= set(long)
                second = country in _TWO_FAMILY_NAMES and short == long[: len(short)]
                if (inside or second) and _near(_words(name)[0], _words(written)[0]):
                    found.append(key)
        return found[0] if len(found) == 1 else None


_TWO_FAMILY_NAMES = set("ARG BOL CHL COL CRI CUB DOM ECU ESP GTM HND MEX NIC PAN PER PRY SLV URY VEN".split())
_TO_THE_LETTER = {"CHN", "TWN", "HKG", "KOR", "PRK", "VNM", "MMR", "KHM", "LAO", "THA"}


def _words(name: str) -> list[str]:
    words = re.split(r"[\s-]+", fold(name).lower())
    return [word for word in words if word and word not in _PARTICLES and len(word.strip(".'")) > 1]


def _letters(name: str) -> str:
    return "".join(sorted("".join(_words(name)).replace("'", "")))


def _alike(one: str, other: str) -> bool:
    """Whether the words of two names are alike as written, in order, or with the last put first."""
    ours, theirs = _words(one), _words(other)
    if len(ours) != len(theirs):
        return False
    return any(
        all(map(_near, ours, order))
        for order in (theirs, [*theirs[1:], theirs[0]], [theirs[-1], *theirs[:-1]])
    )


def _near(one: str, other: str) -> bool:
    if one == other:
        return True
    return sounds(one) == sounds(other) and SequenceMatcher(None, one, other).ratio() >= (
        0.6 if sounds(one) in _COMMON else 0.78
    )


_COMMON = {
    sounds(word) for word in ("Mohammed", "Hussein", "Yusuf", "Ahmed", "Mahmoud", "Abdullah", "Sergei")
}


def similar(one: str, other: str) -> bool:
    """Whether two names of people who took one office within days are most likely of one person."""
    ours, theirs = parts(one), parts(other)
    if set(ours) & set(theirs):
        return True
    last, final = fold(one).split()[-1].lower(), fold(other).split()[-1].lower()
    return SequenceMatcher(None, last, final).ratio() >= 0.7
