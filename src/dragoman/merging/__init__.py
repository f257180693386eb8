"""The door of the room where reports are put together: copies, stories, and what happened.

>>> from dragoman.merging import merge
>>> merged = merge(codings)  # doctest: +SKIP
>>> for happening in merged.happenings:  # doctest: +SKIP
...     print([mention.key for mention in happening.mentions])

Coming in are codings, going out happenings: events of many articles that speak of one and the same, each
with the reasons why it stands there. What is decided about two mentions is a matter of these and their
articles alone, so that adding a day's news to those merged before gives what merging all at once gives.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.merging.articles import Link, likenesses, links, originals, stories
from dragoman.merging.decisions import Decision, Rules
from dragoman.merging.grouping import Happening, group, units_of
from dragoman.merging.mentions import Mention, Report, mentions_of, ordinal
from dragoman.merging.sketch import sketch
from dragoman.records import Coding

__all__ = ["Decision", "Happening", "Link", "Mention", "Merged", "Report", "Rules", "merge"]


@dataclass(frozen=True, slots=True)
class Merged:
    """What `merge` gives. Articles are called by their ids.

    ``links`` are pairs of articles that are alike, ``copies`` gives of each copy the report it is a copy of,
    ``stories`` the ids of each story's articles.
    """

    links: list[Link]
    copies: dict[str, str]
    stories: list[list[str]]
    happenings: list[Happening]


def merge(codings: Iterable[Coding], *, decisions: Iterable[Decision] = (), linked: bool = False) -> Merged:
    """Put together what codings tell, whose articles have different ids; their order makes no difference.

    ``linked`` says that the codings, made by hand, link all mentions of one happening within an article;
    the coder misses some, which are then found.
    """
    sketched = []
    mentions: list[Mention] = []
    # What is made here is kept and in no circles: looking for rubbish among it takes a third of the time, and
    # more the more there is. What codings are read by, where they are not there yet, may make some.
    looking = gc.isenabled()
    if not isinstance(codings, Iterator):
        gc.disable()
    try:
        for coding in codings:
            article = coding.article
            report = Report(
                article.id, ordinal(article.published), article.published, article.source, linked=linked
            )
            sketched.append((report, sketch(article.title, article.body)))
            mentions += mentions_of(coding, report)
        gc.disable()
        sketched.sort(key=lambda pair: pair[0].id)
        found = links(sketched)
        rules = Rules(decisions)
        reports = [report for report, _ in sketched]
        grouped = group(units_of(mentions, rules), likenesses(found), rules)
        told = stories(reports, found)
        copies = originals(reports, found)
    finally:
        if looking:
            gc.enable()
    return Merged(found, copies, told, [one for part in grouped for one in part])
