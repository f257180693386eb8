"""The coder: one article in, one coding out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeGuard

from dragoman.coding import actors, belonging, contents, coreference, drafts, events, statements, things
from dragoman.coding.confidence import Calibration
from dragoman.coding.geography import Geography
from dragoman.coding.memory import Memory
from dragoman.coding.mentions import Resolver
from dragoman.coding.names import find_names
from dragoman.coding.once import once
from dragoman.coding.quotes import Quotes
from dragoman.coding.reranking import Models, Reranker
from dragoman.coding.view import View
from dragoman.reading import looks_english
from dragoman.records import Article, Coding, Reason, Versions

if TYPE_CHECKING:
    from dragoman.knowledge import Knowledge
    from dragoman.language import Language
    from dragoman.language.parse import Parse

FAST = "fast"  #: the preset that leaves out sentences which surely tell of nothing
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


class Reader(Protocol):
    """What the coder asks of the language model."""

    def parse(self, text: str, title_end: int = 0) -> Parse:
        """Read one article's text; the first ``title_end`` characters are its title."""
        ...


class Coder:
    """Codes news articles into events and statements.

    >>> text = "Police arrested two protesters in Minsk on Sunday."
    >>> coding = Coder().code(text, published="2020-08-10")  # doctest: +SKIP
    >>> coding.events[0].type  # doctest: +SKIP
    'COERCE'

    Args:
        language: the language model, by default the shipped one, loaded when the first article comes.
        knowledge: who is who, by default the shipped tables.
        preset: how much to give. ``balanced`` is where precision and recall balance, ``strict`` gives events
            whose type is right in 85 of 100 cases (``docs/accuracy.md`` has the precision and yield of both),
            ``recall`` doubtful ones too. ``fast`` is ``balanced`` read in less time, a little less well
            (``docs/speed.md``). What is given carries its own probabilities.
        calibration: what the probabilities are computed with, by default the shipped one.
        reranking: whether log-linear models give a second opinion of acts and of who takes part
            (:mod:`dragoman.coding.reranking`).

    One coder serves any number of articles; each is coded by itself, whatever came before.
    """

    def __init__(
        self,
        *,
        language: Reader | None = None,
        knowledge: Knowledge | None = None,
        preset: str = "balanced",
        calibration: Calibration | None = None,
        reranking: bool = True,
    ) -> None:
        self._reranking = reranking
        self._calibration = calibration or Calibration.load()
        presets = {**self._calibration.presets, FAST: {}}
        if preset not in presets:
            raise ValueError(f"no preset {preset!r}: choose one of {', '.join(presets)}")
        self._preset = presets[preset]
        self._fast = preset == FAST
        self._language = language
        self._knowledge = knowledge
        self._places: dict[str, tuple[str, str] | None] = {}

    @property
    def language(self) -> Reader:
        """The language model, loaded now if it was not yet."""
        if self._language is None:
            from dragoman.language import Language

            self._language = Language.load()
        return self._language

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge tables, loaded now if they were not yet."""
        if self._knowledge is None:
            from dragoman.knowledge import Knowledge

            self._knowledge = Knowledge.load()
        return self._knowledge

    def code(
        self,
        text: str,
        *,
        title: str = "",
        published: str | None = None,
        id: str | None = None,
        source: str | None = None,
        url: str | None = None,
        language: str = "en",
    ) -> Coding:
        """Code one text.

        Args:
            text: the body of the article (all of it where there is no title).
            published: ISO date; without one relative times ("on Sunday") stay unresolved.
            language: what the text is written in; only English is read.

        Returns:
            The coding; one with nothing in it and a reason where there was nothing to read.
        """
        return self.code_article(
            Article(
                id=id or "",
                published=published,
                title=title,
                body=text,
                url=url,
                source=source,
                language=language,
            )
        )

    def code_article(self, article: Article) -> Coding:
        """Code one article."""
        refusal = unreadable(article)
        if refusal is not None:
            return Coding(article=article, coder=self.versions(), reasons=(refusal,))
        reader = self.language
        if self._fast and _shipped(reader):
            parse = reader.parse(article.text, article.title_end, fast=True)
        else:
            parse = reader.parse(article.text, article.title_end)
        return self.code_parse(article, parse)

    def pipe(self, articles: Iterable[Article]) -> Iterator[Coding]:
        """Code one article after the other, in their order."""
        for article in articles:
            yield self.code_article(article)

    def code_parse(self, article: Article, parse: Parse) -> Coding:
        """Code an article that was parsed already. ``parse.text`` must be ``article.text``."""
        if parse.text != article.text:
            raise ValueError("the parse is of another text than the article's: parse article.text")
        reasons = []
        published = article.published
        if not published or not _DATE.match(published):
            reasons.append(
                Reason(
                    "no-date",
                    "No publication date: times told relative to it stay unresolved; give one.",
                )
            )
            published = None
        parse = replace(parse, thresholds={**parse.thresholds, **self._preset.get("thresholds", {})})
        view = View(parse)
        reranker = Reranker(view, Models.load() if self._reranking else None, published)
        parse = view.parse = replace(parse, triggers=reranker.triggers())
        knowledge = self.knowledge
        found = find_names(view, self._known, self._geo, self._role)
        geography = Geography(view, knowledge, found, self._places)
        memory = Memory(view, knowledge, geography, found, published)
        resolver = Resolver(view, memory, geography)
        quotes = Quotes(parse.text)

        from dragoman.ontology import MODES

        event_drafts = once(view, drafts.events(view, dict(MODES), reranker))
        for draft in event_drafts:
            things.leave_out(view, geography, draft)
        statement_drafts = contents.mend(view, drafts.statements(view), quotes)
        statements.complete(view, statement_drafts, quotes)
        resolver.quoted.update(
            index for index, token in enumerate(view.tokens) if quotes.at(token.start) >= 0
        )
        _prepare(view, resolver, event_drafts, statement_drafts)
        least = self._preset
        made = events.build(
            view, resolver, geography, event_drafts, published, self._calibration, least.get("events", {})
        )
        said = statements.build(
            view, resolver, statement_drafts, quotes, made, self._calibration, least.get("statements", {})
        )
        used = [*made.entities, *said.entities]
        used.sort(key=lambda pair: pair[0])
        reasons.extend((*resolver.doubts(), *geography.open.values()))
        belongs = belonging.Belonging(view, geography, resolver, made.made)
        listed, ids = actors.records((entity for _, entity in used), knowledge, geography, belongs)
        return Coding(
            article=article,
            actors=tuple(listed),
            events=events.records(made, ids),
            statements=statements.records(said, ids),
            coder=self.versions(),
            reasons=tuple(reasons),
        )

    def _geo(self, name: str) -> bool:
        return bool(self.knowledge.country(name) or self.knowledge.demonym(name))

    def _role(self, word: str) -> bool:
        role = self.knowledge.role(word)
        return role is not None and role.kind != "organisation"

    def _known(self, name: str) -> bool:
        know = self.knowledge
        return bool(self._geo(name) or know.capital(name) or know.seat(name) or know.organisation(name))

    def versions(self) -> Versions:
        """Of the package, the model file, the ontology and the knowledge tables."""
        from dragoman import ontology

        try:
            from dragoman import __version__ as version
        except ImportError:
            version = ""
        model = str(getattr(self._language, "version", "") or "") if self._language is not None else ""
        if model:
            model += f"+{coreference.digest()[:8]}"
        if model and self._reranking:
            model += f"+{Models.load().digest[:8]}"
        return Versions(version, model, ontology.VERSION, self.knowledge.version)


def _prepare(
    view: View,
    resolver: Resolver,
    event_drafts: list[drafts.EventDraft],
    statement_drafts: list[statements.StatementDraft],
) -> None:
    """Resolve every token that takes part, in reading order."""
    tokens: list[int] = []
    barred: dict[int, tuple[int, int]] = {}
    for draft in event_drafts:
        roles = draft.roles
        for role in ("actor", "recipient", "by"):
            for token in roles[role]:
                tokens.append(token)
                barred.setdefault(token, draft.range)
        for one, other in (("actor", "recipient"), ("recipient", "actor")):
            for token in roles[one]:
                resolver.apart.setdefault(token, set()).update(t for t in roles[other] if t != token)
    for said in statement_drafts:
        if said.speaker is not None:
            tokens.append(said.speaker)
            if said.issuer is not None:
                tokens.append(said.issuer)
            for content in said.contents:
                for token in range(content.first, content.last):
                    resolver.speaker_at.setdefault(token, said.speaker)
        tokens.extend(said.addressees)
    resolver.resolve_all(tokens, barred)


def _shipped(reader: Reader) -> TypeGuard[Language]:
    """Whether it is a reader that has a faster way."""
    from dragoman.language import Language

    return isinstance(reader, Language)


def unreadable(article: Article) -> Reason | None:
    """Why an article cannot be coded, or None: nothing in it, or not English."""
    if not any(letter.isalnum() for letter in article.text[:100_000]):
        return Reason("empty", "The article has no words; nothing was read.")
    if article.language == "und":
        return Reason("language", "The article does not look like English; only English (en) is read.")
    if article.language and not article.language.lower().startswith("en"):
        return Reason(
            "language", f"The article is marked as {article.language!r}; only English (en) is read."
        )
    if not looks_english(article.text):
        return Reason("language", "The article does not look like English; only English (en) is read.")
    return None
