"""A project's overview, dyads and positions as one file that needs nothing else: to mail, to print, to keep.

The style is in the file, there is no script, and its content security policy forbids everything else. Links
lead nowhere outside of it, as there is no server behind it.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from importlib import resources

from markupsafe import Markup
from starlette.requests import Request

from dragoman.web.drawing import bars
from dragoman.web.filtering import Filter
from dragoman.web.guarding import Guard
from dragoman.web.pages import dyad, gathered, overview, positions
from dragoman.web.routing import templates
from dragoman.web.site import Asked, Site

_PAIRS, _ACTORS, _HAPPENINGS = 25, 20, 15
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_LINK = re.compile(r"<a\b[^>]*>|</a>")
_SHEETS = ("main.css", "charts.css")


def report(path: str) -> str:
    """The page, as HTML. Raises StoreError where the project cannot be opened."""
    site = Site(path, guard=Guard(), templates=templates())
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    request = Request({**scope, "server": ("127.0.0.1", 80), "scheme": "http"})
    asked = Asked(site, request, site.project(), Filter())
    try:
        folder = resources.files("dragoman.web") / "static"
        style = "".join((folder / name).read_text(encoding="utf-8") for name in _SHEETS)
        digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
        values = {
            "site": site,
            "filter": asked.filter,
            "path": "/",
            "asked": asked,
            "style": Markup(style),
            "policy": f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            "counts": overview.totals(asked.project),
            "activity": bars.activity(gathered.by_time(asked, "published")),
            "actors": gathered.most_active(asked, _ACTORS),
            "dyads": dyad.pairs(asked, "actor", _PAIRS),
            "happenings": gathered.happenings(asked, _HAPPENINGS),
            **positions.page(asked).values,
        }
        text = site.templates.get_template("report.html").render(values)
    finally:
        site.close()
    head, body = text.split("<body>", 1)
    return head + "<body>" + _DRAWING.sub(lambda found: _LINK.sub(_grouped, found.group()), body)


def _grouped(found: re.Match[str]) -> str:
    """Inside a drawing a link also says what a mark is: it becomes a group."""
    return "</g>" if found.group() == "</a>" else "<g>"
