"""Hand-made parses: a sentence written with its tree, for tests."""

from __future__ import annotations

from dataclasses import replace

from dragoman.coding import Coder
from dragoman.language.parse import Content, Link, Name, Parse, Sentence, Token, Trigger
from dragoman.records import Article, Coding


def tree(*sentences: str, title: bool = False) -> tuple[str, tuple[Token, ...], tuple[Sentence, ...]]:
    """Tokens from lines of ``word/UPOS/head/deprel`` (head counted from 1 in the sentence, 0 the root).

    ``received|receive`` gives a word its lemma, by default the word in small letters. Words are set
    with one space between them, none before punctuation and clitics.
    """
    text = ""
    tokens: list[Token] = []
    marks: list[Sentence] = []
    for number, line in enumerate(sentences):
        if number:
            text += "\n\n" if title and number == 1 else " "
        first, start = len(tokens), len(text)
        open_quote = False
        for part in line.split():
            word, upos, head, relation = part.rsplit("/", 3)
            word, _, lemma = word.partition("|")
            glued = (
                word in {",", ".", "'s", "?", ";", ")", "n't"}
                or (tokens and tokens[-1].text == "(")
                or open_quote
            )
            if word == '"':
                closing = sum(token.text == '"' for token in tokens[first:]) % 2 == 1
                glued, open_quote = closing, not closing
            else:
                open_quote = False
            if len(tokens) > first and not glued:
                text += " "
            begin = len(text)
            text += word
            tokens.append(
                Token(
                    begin,
                    len(text),
                    word,
                    lemma or word.lower(),
                    upos,
                    "",
                    first + int(head) - 1 if int(head) else -1,
                    relation,
                    number,
                )
            )
        marks.append(Sentence(first, len(tokens), start, len(text), title and number == 0))
    return text, tuple(tokens), tuple(marks)


class Scene:
    """A parse to be: find words, add triggers, contents and names."""

    def __init__(self, *sentences: str, title: bool = False) -> None:
        self.text, self.tokens, self.sentences = tree(*sentences, title=title)
        self.triggers: list[Trigger] = []
        self.contents: list[Content] = []
        self.names: list[Name] = []
        self.antecedents: dict[int, Link] = {}
        self.title = title

    def at(self, word: str, nth: int = 1) -> int:
        """Index of the n-th token of that text."""
        found = [index for index, token in enumerate(self.tokens) if token.text == word]
        return found[nth - 1]

    def link(self, word: str | int | tuple[str, int], probability: float = 0.9) -> Link:
        if isinstance(word, int):
            return Link(word, probability)
        return Link(self.at(*word) if isinstance(word, tuple) else self.at(word), probability)

    def event(self, trigger, type_, *, modes=(), aux="", types=None, probability=0.9, **edges) -> Scene:
        """Add a trigger; ``edges`` are words by role."""
        index = (
            trigger
            if isinstance(trigger, int)
            else self.at(*trigger)
            if isinstance(trigger, tuple)
            else self.at(trigger)
        )
        self.triggers.append(
            Trigger(
                index,
                index + 1,
                index,
                probability,
                types=tuple(types or ((type_, 0.9),)),
                modes=tuple((mode, 0.9) for mode in modes),
                aux={aux: 0.9},
                edges={role: tuple(self.link(word) for word in words) for role, words in edges.items()},
            )
        )
        return self

    def name(self, first: str, last: str, label: str) -> Scene:
        low = self.at(first)
        high = next(index for index in range(low, len(self.tokens)) if self.tokens[index].text == last)
        self.names.append(Name(low, high + 1, label))
        return self

    def content(
        self, first: int, last: int, *, cue=None, speaker=None, continues=False, stance="0", addressees=()
    ) -> Scene:
        self.contents.append(
            Content(
                first,
                last,
                0.9,
                continues,
                self.link(cue) if cue is not None else None,
                self.link(speaker) if speaker is not None else None,
                tuple(self.link(word) for word in addressees),
                {stance: 0.9},
            )
        )
        return self

    def parse(self) -> Parse:
        return Parse(
            self.text,
            self.tokens,
            self.sentences,
            tuple(sorted(self.names, key=lambda n: n.first)),
            tuple(self.triggers),
            tuple(self.contents),
            self.antecedents,
        )


def code(scene: Scene, published: str | None = "2021-08-20", **more) -> Coding:
    """Code a scene; ``more`` are further fields of its parse."""
    parse = replace(scene.parse(), **more)
    title, _, body = parse.text.partition("\n\n") if scene.title else ("", "", parse.text)
    article = Article(id="a", published=published, title=title, body=body)
    coding = Coder(reranking=False).code_parse(article, parse)
    assert not coding.misfits()
    return coding
