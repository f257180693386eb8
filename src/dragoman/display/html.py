"""Codings as a page for a browser: the article with its evidence, events and statements beside it.

The page is one file that asks nothing of any other: style and script are in it, and its content security
policy forbids everything else. Everything that comes from an article is escaped.
"""

from __future__ import annotations

import hashlib
import html
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources

from dragoman.display import evidence
from dragoman.display.evidence import Mark
from dragoman.display.wording import (
    EventWords,
    Party,
    StatementWords,
    actors_by_id,
    event_words,
    quad_class,
    statement_words,
    text_order,
)
from dragoman.ontology import QUADS
from dragoman.records import Article, Coding, Event, Statement

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
# HTML has no place for these, nor UTF-8 for lone surrogates.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ROLE_WORDS = {"trigger": "act", "by": "account", "time": "time", "cue": "word of saying"}
_STANCE_CLASSES = {"+": "dg-plus", "-": "dg-minus", "0": ""}


def page(codings: Iterable[Coding], *, title: str = "Dragoman") -> str:
    """One self-contained HTML page of any number of codings, with a list of them where there are several."""
    codings = list(codings)
    style = _asset("page.css") + _asset("shell.css")
    script = _asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    count = "1 article" if len(codings) == 1 else f"{len(codings):,} articles"
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        '<meta name="referrer" content="no-referrer">\n',
        f"<title>{_text(title)}: {count}</title>\n<style>{style}</style>\n</head>\n",
        '<body class="dg">\n<a class="dg-skip" href="#dg-main">Skip to the articles</a>\n',
        f'<header class="dg-top"><h1>{_text(title)}: {count}</h1>{_legend()}',
        _contents(codings) if len(codings) > 1 else "",
        '</header>\n<main id="dg-main" tabindex="-1">\n',
    ]
    for number, coding in enumerate(codings, 1):
        parts += _article(coding, f"dg-{number}")
    parts.append(f"</main>\n<script>{script}</script>\n</body>\n</html>\n")
    return "".join(parts)


def fragment(coding: Coding) -> str:
    """One coding as a piece of HTML with its style and script, for a notebook's cell."""
    key = f"{coding.article.id}\x1f{coding.article.text}".encode("utf-8", "surrogatepass")
    prefix = f"dg-{hashlib.blake2b(key, digest_size=6).hexdigest()}"
    return "".join(
        [
            f'<style>{_asset("page.css")}</style>\n<div class="dg">\n',
            *_article(coding, prefix),
            f"</div>\n<script>{_asset('page.js')}</script>\n",
        ]
    )


@cache
def _asset(name: str) -> str:
    return (resources.files("dragoman.display") / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _text(text: str) -> str:
    """Escaped for an element or a quoted attribute; characters that HTML has no place for become U+FFFD."""
    return html.escape(_UNFIT.sub("\ufffd", text))


def _legend() -> str:
    quads = "".join(
        f'<li><span class="dg-m dg-trigger dg-q{number}">{quad}</span></li>'
        for number, quad in enumerate(QUADS, 1)
    )
    return (
        f'<details><summary>How to read this page</summary><ul class="dg-legend">{quads}'
        '<li><span class="dg-m dg-trigger dg-claim">claimed</span>: told on somebody’s word</li>'
        '<li><span class="dg-m dg-trigger dg-unreal">planned</span> or possible</li>'
        '<li><span class="dg-m dg-trigger dg-negated">not</span>: said not to have happened</li>'
        '<li><span class="dg-m dg-trigger dg-background">background</span>: long before the article</li>'
        '<li><span class="dg-in-content">words of somebody</span></li>'
        "<li>Point at an event, or go to it with Tab and the arrow keys, to see its words; "
        "Enter goes to them, Escape back.</li></ul></details>"
    )


def _contents(codings: Sequence[Coding]) -> str:
    entries = "".join(
        f'<li><a href="#dg-{number}">{_text(_name(coding.article))}</a></li>'
        for number, coding in enumerate(codings, 1)
    )
    return f'<nav aria-label="Articles"><ol>{entries}</ol></nav>'


def _name(article: Article) -> str:
    if article.title.strip():
        return article.title
    words = " ".join(article.body[:400].split())
    return f"{words[:80]}…" if len(words) > 80 else words or article.id


def _article(coding: Coding, prefix: str) -> list[str]:
    article = coding.article
    events, statements = text_order(coding)
    actors = actors_by_id(coding)
    marks: list[Mark] = []
    for number, event in enumerate(events):
        marks += evidence.event_marks(event, owner=number)
    for number, statement in enumerate(statements, len(events)):
        marks += evidence.statement_marks(statement, owner=number)
    paragraphs = list(_paragraphs(article, marks, events))
    has_title = article.title_end > 0
    heading = (
        paragraphs[0] if has_title and paragraphs else f'<span class="dg-vh">{_text(_name(article))}</span>'
    )
    language = _text(article.language) if article.language.isascii() else ""
    parts = [
        f'<article class="dg-article" id="{prefix}" aria-labelledby="{prefix}-h">\n',
        f'<h2 id="{prefix}-h" lang="{language}" dir="auto">{heading}</h2>\n',
        f'<p class="dg-meta">{_facts(article)}</p>\n',
        *(f'<p class="dg-reasons">{_text(reason.message)}</p>\n' for reason in coding.reasons),
        '<div class="dg-columns">\n',
        f'<section class="dg-text" aria-label="Text of the article" lang="{language}">\n',
        *(f'<p dir="auto">{paragraph}</p>\n' for paragraph in paragraphs[has_title:]),
        '</section>\n<section class="dg-cards" aria-label="Events and statements">\n',
    ]
    if not events and not statements:
        parts.append("<p>No events and no statements.</p>\n")
    if events:
        parts.append(f"<h3>{len(events)} event{'s' * (len(events) != 1)}</h3>\n<ol>\n")
        for number, event in enumerate(events):
            parts += _event(event, event_words(event, actors), f"{prefix}-{number}", number)
        parts.append("</ol>\n")
    if statements:
        parts.append(f"<h3>{len(statements)} statement{'s' * (len(statements) != 1)}</h3>\n<ol>\n")
        for number, statement in enumerate(statements, len(events)):
            parts += _statement(statement, statement_words(statement, actors), f"{prefix}-{number}", number)
        parts.append("</ol>\n")
    parts.append("</section>\n</div>\n</article>\n")
    return parts


def _facts(article: Article) -> str:
    facts = [_text(article.published) if article.published else "no date"]
    if article.source:
        facts.append(_text(article.source))
    if article.url:
        shown = _text(article.url)
        # Only an address of the web becomes a link: "javascript:…" stays words.
        is_web = article.url.lower().startswith(("http://", "https://"))
        facts.append(f'<a href="{shown}" rel="noopener noreferrer nofollow">{shown}</a>' if is_web else shown)
    facts.append(_text(article.id))
    return " · ".join(f"<bdi>{fact}</bdi>" for fact in facts if fact)


def _paragraphs(article: Article, marks: Sequence[Mark], events: Sequence[Event]) -> Iterator[str]:
    """The article's paragraphs, the title the first of them if there is one, with every mark in them."""
    text = article.text
    bounds: list[tuple[int, int]] = []
    start = 0
    if article.title_end:
        bounds.append((0, article.title_end))
        start = article.title_end + 2
    for gap in _PARAGRAPH.finditer(text, start):
        bounds.append((start, gap.start()))
        start = gap.end()
    bounds.append((start, len(text)))
    cuts = [bound for pair in bounds for bound in pair]
    written: list[str] = []
    pieces = evidence.segments(0, len(text), marks, cuts)
    piece = next(pieces, None)
    for first, last in bounds:
        written = []
        while piece and piece.end <= last:
            if piece.start >= first:
                written.append(_segment(text[piece.start : piece.end], piece.marks, events))
            piece = next(pieces, None)
        if written:
            yield "".join(written)
        elif (first, last) == (0, article.title_end):
            yield ""


def _segment(words: str, marks: tuple[Mark, ...], events: Sequence[Event]) -> str:
    if not marks:
        return _text(words)
    classes = ["dg-m"]
    roles = [mark.role for mark in marks]
    if "content" in roles:
        classes.append("dg-in-content")
        if all(role == "content" for role in roles):
            classes.append("dg-content-only")
    for mark in marks:
        if mark.role == "trigger":
            classes += ["dg-trigger", *_event_classes(events[mark.owner])]
            break
    keys = dict.fromkeys(f"{mark.owner}:{mark.role}" for mark in marks)
    return f'<span class="{" ".join(classes)}" data-m="{" ".join(keys)}">{_text(words)}</span>'


def _event_classes(event: Event) -> list[str]:
    quad = quad_class(event)
    classes = [f"dg-q{QUADS.index(quad) + 1}"] if quad in QUADS else []
    if event.by:
        classes.append("dg-claim")
    if event.aux == "negation":
        classes.append("dg-negated")
    elif event.aux in ("future", "hypothetical"):
        classes.append("dg-unreal")
    elif event.aux == "historical":
        classes.append("dg-background")
    return classes


def _event(event: Event, words: EventWords, key: str, number: int) -> Iterator[str]:
    classes = " ".join(["dg-card", *_event_classes(event)])
    yield f'<li><div class="{classes}" data-card="{number}" tabindex="0" role="group" '
    yield f'aria-labelledby="{key}-h" aria-describedby="{key}-d">\n<h4 id="{key}-h">'
    for badge in words.badges:
        yield f'<span class="dg-badge"><bdi>{_text(badge)}</bdi></span> '
    yield f'<span class="dg-type dg-r-trigger">{_text(words.type)}</span>'
    if words.modes:
        yield f" {_text(', '.join(words.modes))}"
    yield f'<span class="dg-vh">{_text(f", {words.quad}" if words.quad else "")}</span></h4>\n<p>'
    yield _parties(words.actors, "dg-r-actor") if words.actors else "<small>(unnamed)</small>"
    if words.recipients:
        yield ' <span aria-hidden="true">→</span><span class="dg-vh"> to </span> '
        yield _parties(words.recipients, "dg-r-recipient")
    yield "</p>\n"
    if words.details:
        yield f'<p class="dg-details">{_text(" · ".join(words.details))}</p>\n'
    codes = [f"score {_signed(event.score)}"] if event.score is not None else []
    codes += [f"CAMEO {event.cameo}"] if event.cameo else []
    codes += [f"confidence {words.confidence}"] if words.confidence else []
    if codes:
        yield f'<p class="dg-codes">{_text(" · ".join(codes))}</p>\n'
    if event.why:
        rules = "".join(f"<li>{_text(why.field)}: {_text(why.rule)}</li>" for why in event.why)
        yield f"<details><summary>Why</summary><ul>{rules}</ul></details>\n"
    spans = [*zip(evidence.event_marks(event), event.spans(), strict=True)]
    yield _described(key, [(mark.role, span.text) for mark, span in spans])


def _statement(statement: Statement, words: StatementWords, key: str, number: int) -> Iterator[str]:
    yield f'<li><div class="dg-card" data-card="{number}" tabindex="0" role="group" '
    yield f'aria-labelledby="{key}-h" aria-describedby="{key}-d">\n<h4 id="{key}-h">'
    yield _parties((words.speaker,), "dg-r-actor") if words.speaker else "<small>(unnamed)</small>"
    if words.cue:
        yield f' <span class="dg-r-trigger">{_text(words.cue)}</span>'
    if words.addressees:
        yield ' <span aria-hidden="true">→</span><span class="dg-vh"> to </span> '
        yield _parties(words.addressees, "dg-r-recipient")
    yield "</h4>\n"
    yield f'<p class="dg-quote" dir="auto">{_text(words.content)}</p>\n'
    if words.stance_word:
        about = _parties(words.about, "")
        yield f'<p><span class="{_STANCE_CLASSES[words.stance]}">{words.stance_word}</span> {about}</p>\n'
    codes = [{"direct": "word for word", "mixed": "partly word for word"}.get(words.mode, "reported")]
    codes += [f"confidence {words.confidence}"] if words.confidence else []
    yield f'<p class="dg-codes">{_text(" · ".join(codes))}</p>\n'
    spoken = [("cue", statement.cue.text)] if statement.cue else []
    if statement.speaker:
        spoken.append(("speaker", statement.speaker.text))
    spoken += [("addressee", arg.text) for arg in statement.addressees]
    yield _described(key, spoken)


def _described(key: str, words: Sequence[tuple[str, str]]) -> str:
    """What a screen reader says of a card's evidence, and the card's end."""
    said = "; ".join(f"{_ROLE_WORDS.get(role, role)} “{text}”" for role, text in words)
    told = f"Words in the article: {said}. " if said else ""
    return f'<p class="dg-vh" id="{key}-d">{_text(told)}Enter goes to them.</p>\n</div></li>\n'


def _parties(parties: Sequence[Party], kind: str) -> str:
    return ", ".join(
        f'<bdi class="{kind}">{_text(party.name)}'
        + (f" <small>{_text(party.codes)}</small>" if party.codes else "")
        + "</bdi>"
        for party in parties
    )


def _signed(score: float) -> str:
    return f"{score:+g}".replace("-", "−") if score else "0"
