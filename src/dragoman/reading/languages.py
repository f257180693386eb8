"""Which language a text is in, by py3langid where it is installed; the check that needs no model else.

`dragoman.reading.looks_english` lets short texts and mixed ones pass; this is the closer look that
articles get before they are stored.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dragoman.reading.checks import looks_english

_LEAST = 40  #: letters: with fewer the model guesses
_LOOKED_AT = 5000
#: Languages that news is written in: rare ones are what a short text in English is taken for by mistake.
_LANGUAGES = (
    "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja "
    "ka kk km "
    "kn ko ku ky lo lt lv mk ml mn mr ms mt nb ne nl nn no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th "
    "tl tr uk "
    "ur uz vi zh zu"
).split()


_SURE = 0.02  #: English less likely than this, and another language first: not English


@lru_cache(maxsize=1)
def _model() -> Any | None:
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier
    except ImportError:
        return None
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(model.labels)
    model.set_languages([name for name in _LANGUAGES if name in known])
    return model


def checked_by() -> str:
    """What looks at the language here: ``py3langid 0.4.0``, or ``function words`` without it."""
    if _model() is None:
        return "function words"
    from importlib.metadata import version

    return f"py3langid {version('py3langid')}"


def other_language(text: str) -> str | None:
    """The ISO 639-1 code of the language that ``text`` is in if that is not English, else None.

    ``und`` where it is not English but cannot be told what. Texts of under 40 letters pass, and those that
    could as well be English.
    """
    head = text[:_LOOKED_AT]
    if sum(c.isalpha() for c in head) < _LEAST:
        return None
    model = _model()
    if model is None:
        return None if looks_english(text) else "und"
    ranked = model.rank(head)
    first = str(ranked[0][0])
    english = next((float(share) for name, share in ranked if name == "en"), 0.0)
    return None if first == "en" or english >= _SURE else first


def refusal(language: str, text: str) -> str | None:
    """Why an article is not coded for its language, declared or found; None where it is English."""
    declared = "" if language.lower().startswith("en") else language
    other = declared or other_language(text)
    if not other:
        return None
    what = "not in English" if other == "und" else f"in another language ({other})"
    return f"{what}, and only English is coded: nothing to do"
