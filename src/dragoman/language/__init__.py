"""Article text -> `Parse`: one pass of the shipped model.

``Language.load().parse(text, title_end)`` gives sentences, tokens, the tree, names, and the event
graph; nothing here knows what an event means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.language.parse import Content, Link, Name, Parse, Sentence, Token, Trigger
    from dragoman.language.runtime import Language

__all__ = ["Content", "Language", "Link", "Name", "Parse", "Sentence", "Token", "Trigger"]


def __getattr__(name: str) -> Any:
    # numpy and onnxruntime are paid for by those who read, not by `dragoman --help`
    if name == "Language":
        from dragoman.language.runtime import Language

        return Language
    if name in __all__:
        from dragoman.language import parse

        return getattr(parse, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
