"""Word pieces: the units that the encoder reads, by the method of uncased BERT.

Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers"; Wu et al. 2016 for the greedy
longest match. The results equal those of the Hugging Face ``tokenizers`` library with
``BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True)``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

#: Words longer than this, in characters after normalising, are unknown.
MAX_WORD_CHARACTERS = 100

_UNKNOWN = "[UNK]"
_CONTINUES = "##"
_CACHED_LENGTH = 64
_CACHE_SIZE = 50_000

_CJK = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


def _is_cjk(character: str) -> bool:
    code = ord(character)
    return code >= 0x3400 and any(low <= code <= high for low, high in _CJK)


def _is_punctuation(character: str) -> bool:
    code = ord(character)
    if code < 128:
        return 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return unicodedata.category(character)[0] == "P"


def _is_dropped(character: str) -> bool:
    if character in "\t\n\r":
        return False
    return character in "\0\ufffd" or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs")


def basic_words(word: str) -> list[str]:
    """``word`` in small letters without accents and control characters, cut at punctuation and ideographs."""
    if word.isascii() and word.isalnum():
        return [word.lower()]
    cleaned: list[str] = []
    for character in word:
        if _is_dropped(character):
            continue
        if character.isspace():
            cleaned.append(" ")
        elif _is_cjk(character):
            cleaned += (" ", character, " ")
        else:
            cleaned.append(character)
    plain = "".join(
        character
        for character in unicodedata.normalize("NFD", "".join(cleaned))
        if unicodedata.category(character) != "Mn"
    )
    out: list[str] = []
    for run in "".join(character.lower() for character in plain).split():
        start = 0
        for index, character in enumerate(run):
            if _is_punctuation(character):
                if start < index:
                    out.append(run[start:index])
                out.append(character)
                start = index + 1
        if start < len(run):
            out.append(run[start:])
    return out


def case_of(word: str) -> int:
    """How ``word`` is written: 4 with a digit, 2 ALL CAPITALS (two up), 1 Capitalised, 3 mIxed, 0 else."""
    if word.islower() and word.isalpha():
        return 0
    if any(character.isdigit() for character in word):
        return 4
    letters = [character for character in word if character.isalpha()]
    capitals = sum(character.isupper() or character.istitle() for character in letters)
    if capitals == 0:
        return 0
    if capitals == len(letters) and len(letters) >= 2:
        return 2
    if capitals == 1 and (letters[0].isupper() or letters[0].istitle()):
        return 1
    return 3


class WordPiece:
    """Ids of the word pieces of words, by greedy longest match from the left.

    ``vocab`` lists the pieces by id; it must hold ``[UNK]``.
    """

    def __init__(self, vocab: Sequence[str]) -> None:
        self.ids: dict[str, int] = {piece: index for index, piece in enumerate(vocab)}
        if _UNKNOWN not in self.ids:
            raise ValueError(
                f"the word-piece vocabulary of {len(self.ids)} entries has no {_UNKNOWN}; "
                "give the vocabulary of an uncased BERT model"
            )
        self.unknown: int = self.ids[_UNKNOWN]
        self._longest = max(map(len, self.ids))
        self._cache: dict[str, tuple[int, ...]] = {}

    def encode(self, word: str) -> list[int]:
        """Ids of the pieces of ``word``: never none, ``[UNK]`` for what the vocabulary cannot spell."""
        known = self._cache.get(word)
        if known is None:
            pieces: list[int] = []
            for part in basic_words(word):
                pieces += self._pieces(part)
            known = tuple(pieces) or (self.unknown,)
            if len(word) <= _CACHED_LENGTH:
                if len(self._cache) >= _CACHE_SIZE:
                    self._cache.clear()
                self._cache[word] = known
        return list(known)

    def _pieces(self, part: str) -> list[int]:
        whole = self.ids.get(part)
        length = len(part)
        if length > MAX_WORD_CHARACTERS:
            return [self.unknown]
        if whole is not None:
            return [whole]
        out: list[int] = []
        start = 0
        while start < length:
            stop = min(length, start + self._longest)
            while stop > start:
                piece = part[start:stop] if start == 0 else _CONTINUES + part[start:stop]
                found = self.ids.get(piece)
                if found is not None:
                    break
                stop -= 1
            else:
                return [self.unknown]
            out.append(self.ids[piece])
            start = stop
        return out
