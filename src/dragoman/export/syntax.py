"""CoNLL-U: the tree that the language model reads, with the events and statements in MISC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.export.told import one_line
from dragoman.language import Language
from dragoman.language.parse import Parse
from dragoman.records import Coding


def _marks(coding: Coding) -> list[tuple[int, int, str]]:
    """Start, end and name of each thing that words stand for."""
    out = []
    for event in coding.events:
        out.append((event.trigger.start, event.trigger.end, f"Event={event.id}:{event.type}"))
        sides = (
            ("Actor", event.actors),
            ("Recipient", event.recipients),
            ("By", [event.by] if event.by else []),
        )
        for name, args in sides:
            out += [(arg.start, arg.end, f"{name}={event.id}:{arg.actor}") for arg in args]
        out += [(one.start, one.end, f"Place={event.id}") for one in event.places]
        out += [(one.start, one.end, f"Time={event.id}:{one.value}") for one in event.times]
    for said in coding.statements:
        out += [(one.start, one.end, f"Said={said.id}") for one in said.content]
        if said.speaker:
            out.append((said.speaker.start, said.speaker.end, f"Speaker={said.id}:{said.speaker.actor}"))
    return out


def _misc(parse: Parse, at: int, marks: list[tuple[int, int, str]]) -> str:
    token, following = parse.tokens[at], parse.tokens[at + 1 : at + 2]
    found: dict[str, list[str]] = {}
    for start, end, name in marks:
        if start < token.end and token.start < end:
            key, _, value = name.partition("=")
            found.setdefault(key, []).append(value)
    parts = [f"{key}={','.join(values)}" for key, values in sorted(found.items())]
    if following and following[0].start == token.end:
        parts.append("SpaceAfter=No")
    parts.append(f"Offset={token.start}:{token.end}")
    return "|".join(_cell(part) for part in parts)


def _cell(text: str) -> str:
    return one_line(text).replace("|", "/").replace(" ", "_") or "_"


def conllu(codings: Iterable[Coding]) -> Iterator[bytes]:
    """The sentences of each article. Articles are parsed again, so this takes as long as coding them."""
    language = Language.load()
    for coding in codings:
        article = coding.article
        parse = language.parse(article.text, article.title_end)
        marks = _marks(coding)
        for number, sentence in enumerate(parse.sentences, 1):
            lines = [f"# newdoc id = {one_line(article.id)}"] if number == 1 else []
            lines += [f"# sent_id = {one_line(article.id)}-{number}"]
            lines += [f"# text = {one_line(article.text[sentence.start : sentence.end])}"]
            near = [mark for mark in marks if mark[0] < sentence.end and sentence.start < mark[1]]
            for at in range(sentence.first, sentence.last):
                token = parse.tokens[at]
                head = 0 if token.head < 0 else token.head - sentence.first + 1
                cells = (
                    str(at - sentence.first + 1),
                    one_line(token.text) or "_",
                    one_line(token.lemma) or "_",
                    token.upos or "_",
                    "_",
                    token.feats or "_",
                    str(head),
                    token.deprel if head else "root",
                    "_",
                    _misc(parse, at, near),
                )
                lines.append("\t".join(cells))
            yield ("\n".join(lines) + "\n\n").encode("utf-8", "replace")
