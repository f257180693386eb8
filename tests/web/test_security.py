"""Who is let in, what a page may do, and that reading changes nothing."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from web.running import running
from web.walking import Read, Walked, walk

TOKEN = "a-token-of-our-own"


def _policy(answer: httpx.Response) -> dict[str, list[str]]:
    held = answer.headers.get_list("content-security-policy")
    assert len(held) == 1, f"{answer.request.url}: {held}"
    parts = (part.split() for part in held[0].split(";") if part.strip())
    return {part[0]: part[1:] for part in parts}


def _state(path: Path) -> list[str]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return list(connection.iterdump())


def _posts() -> list[str]:
    """Addresses that take forms, with something in the place of what varies."""
    from dragoman.web.pages import VIEWS

    out = []
    for view in VIEWS:
        if view.post is not None:
            parts = ["1" if ":int" in part else "x" if part.startswith("{") else part
                     for part in view.path.split("/")]  # fmt: skip
            out.append("/".join(parts))
    return out


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "10.0.0.1", "", "[::1", "a b"],
)
def test_another_name_is_refused(base: str, host: str) -> None:
    # A raw request, because httpx mends what it sends.
    port = urlsplit(base).port
    with socket.create_connection(("127.0.0.1", port or 0), timeout=10) as line:
        line.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        said = b""
        while part := line.recv(65536):
            said += part
    status = int(said.split(b" ", 2)[1])
    assert status in (400, 421), said[:200]
    assert b"<html" not in said


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_its_own_names_are_taken(base: str, client: httpx.Client, host: str) -> None:
    assert client.get("/", headers={"host": f"{host}:{urlsplit(base).port}"}).status_code == 200


def test_every_response_forbids_foreign_and_inline_code(client: httpx.Client, walked: list[Walked]) -> None:
    addresses = [page.address for page in walked]
    assert len(addresses) > 8
    wrong = ["/nothing", "/articles/99999", "/articles/0", "/events?confidence=much", "/static/none.js",
             "/overview.json", "/overview.csv", "/events.json?confidence=much", "/actors/nobody",
             "/static/../application.py", "/%00", "/articles/1.exe"]  # fmt: skip
    answers = [client.get(address) for address in addresses + wrong]
    answers.append(client.get("/", headers={"host": "evil.example"}))
    answers += [client.request(method, "/") for method in ("POST", "PUT", "DELETE", "OPTIONS", "HEAD")]
    answers += [client.post(address) for address in _posts()]
    for answer in answers:
        assert answer.status_code < 500, answer.request.url
        policy = _policy(answer)
        assert policy["default-src"] == ["'none'"]
        allowed = {source for sources in policy.values() for source in sources}
        assert allowed <= {"'none'", "'self'", "data:"}, policy
        assert policy["script-src"] in (["'self'"], ["'none'"])
        assert policy["style-src"] in (["'self'"], ["'none'"])
        assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    for address in wrong[:3]:
        assert client.get(address).status_code == 404, address


def test_pages_carry_no_inline_code(walked: list[Walked]) -> None:
    from html.parser import HTMLParser

    class Inline(HTMLParser):
        found: list[str]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if tag == "style" or (tag == "script" and "src" not in given):
                self.found.append(tag)
            self.found += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]

    for page in walked:
        reader = Inline()
        reader.found = []
        reader.feed(page.text)
        assert not reader.found, f"{page.address}: {reader.found}"


@pytest.fixture
def shut(own: Path) -> Iterator[str]:
    """A server that asks for a token."""
    with running(own, token=TOKEN) as address:
        yield address


def test_a_token_is_needed_where_one_is_set(shut: str) -> None:
    from dragoman.web.pages import VIEWS

    with httpx.Client(base_url=shut) as client:
        paths = ["/", "/articles/1", "/overview.json", "/overview.csv", "/nothing", "/static/none.js"]
        paths += [view.path for view in VIEWS if "{" not in view.path]
        for path in paths:
            for query in ("", "?token=", "?token=wrong", f"?token={TOKEN}x", "?token=%C3%A4"):
                answer = client.get(path + query)
                assert answer.status_code == 401, path + query
                assert TOKEN not in answer.text
        for path in _posts():
            assert client.post(path).status_code == 401
        for header in ("Bearer wrong", f"Basic {TOKEN}", "Bearer"):
            answer = client.get("/", headers={"authorization": header})
            assert answer.status_code == (200 if header == f"Bearer {TOKEN}" else 401), header
        assert client.get("/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
        client.cookies.clear()
        assert client.get("/").status_code == 401


def test_the_token_is_kept_in_a_cookie_and_shown_nowhere(shut: str) -> None:
    with httpx.Client(base_url=shut, follow_redirects=True) as client:
        answer = client.get(f"/?token={TOKEN}")
        assert answer.status_code == 200
        cookie = next(one for one in answer.headers.get_list("set-cookie") if TOKEN in one).lower()
        assert "httponly" in cookie and "samesite=strict" in cookie
        assert TOKEN not in answer.text
        answer = client.get(f"/events?token={TOKEN}&type=CONSULT")
        assert TOKEN not in answer.text
        assert client.get("/").status_code == 200


def test_serving_to_other_machines_makes_a_token() -> None:
    from dragoman.web.guarding import is_loopback

    assert all(map(is_loopback, ("127.0.0.1", "localhost", "::1", "127.8.8.8")))
    others = ("0.0.0.0", "::", "192.168.0.7", "example.org", "127.0.0.1.evil.example")
    assert not any(map(is_loopback, others))


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://localhost:1"},
        {},
    ],
)
def test_forms_of_other_sites_change_nothing(own: Path, headers: dict[str, str]) -> None:
    posts = _posts()
    if not posts:
        pytest.skip("no page takes a form")
    with running(own) as base, httpx.Client(base_url=base) as client:
        before = _state(own)
        for address in posts:
            for token in ("", "x", "0" * 64, "ä"):
                sent = client.post(address, data={"form_token": token, "do": "reject"}, headers=headers)
                assert sent.status_code == 403, address
            assert client.post(address, json={"do": "reject"}, headers=headers).status_code in (400, 403)
            parts = {"form_token": (None, "x"), "file": ("x.txt", b"x")}
            assert client.post(address, files=parts, headers=headers).status_code in (400, 403)
        assert _state(own) == before


def test_a_token_of_another_server_is_not_taken(own: Path, walked: list[Walked]) -> None:
    posts = _posts()
    token = _form_token(walked)
    if not posts or not token:
        pytest.skip("no page takes a form")
    with running(own) as base, httpx.Client(base_url=base) as other:
        for address in posts:
            assert other.post(address, data={"form_token": token}).status_code == 403


def _form_token(walked: list[Walked]) -> str:
    import re

    for page in walked:
        if found := re.search(r'name="form_token"\s+value="([^"]+)"', page.text):
            return found[1]
    return ""


def test_very_large_forms_are_not_read(own: Path) -> None:
    posts = _posts() or ["/"]

    def flood() -> Iterator[bytes]:
        yield b"form_token="
        for _ in range(400):
            yield b"x" * 50_000

    with running(own) as base, httpx.Client(base_url=base, timeout=20) as client:
        for address in posts:
            assert client.post(address, content=b"x" * 70_000).status_code == 413
            try:
                answer = client.post(address, content=flood())
            except httpx.HTTPError:
                continue  # the line was cut, which is right too
            assert answer.status_code in (403, 405, 413), answer.status_code
        assert client.get("/").status_code == 200


def test_reading_every_page_changes_nothing(own: Path) -> None:
    with running(own) as base:
        before = _state(own)
        with httpx.Client(base_url=base) as client:
            assert len(list(walk(client))) > 8
        assert _state(own) == before


def test_links_lead_somewhere(walked: list[Walked]) -> None:
    dead = [f"{page.status} {page.address} from {page.came_from}" for page in walked if page.status >= 400]
    assert not dead, "\n".join(dead)


def test_links_within_a_page_lead_somewhere(walked: list[Walked]) -> None:
    for page in walked:
        read = Read(page.text)
        lost = [link for link in read.links if link.startswith("#") and link[1:] and link[1:] not in read.ids]
        assert not lost, f"{page.address}: {lost}"


@pytest.mark.parametrize(
    "query",
    [
        "?actor=%27%22%3E%3Cscript%3E", "?text=%22", "?text=NEAR(", "?text=*", "?since=yesterday", "?page=0",
        "?page=99999999999999999999", "?page=-1", "?confidence=nan", "?confidence=1e999", "?type=NONE",
        "?quad=x", "?status=x", "?actor=%00", "?actor=%ff", "?level=x&period=x&dated=x&by=x", "?a=x&b=y",
        "?order=1;drop", "?" + "&".join(f"actor=a{n}" for n in range(300)), "?actor=" + "x" * 5000,
    ],
)  # fmt: skip
def test_odd_questions_are_answered_with_a_page(client: httpx.Client, query: str) -> None:
    from dragoman.web.pages import VIEWS

    for view in VIEWS:
        if "{" in view.path:
            continue
        if view.page is not None:
            answer = client.get(view.path + query)
            assert answer.status_code < 500, f"{view.path}{query}: {answer.status_code}"
            assert "<script>" not in answer.text and "Traceback" not in answer.text
        if view.table is not None:
            stem = "/overview" if view.path == "/" else view.path
            for ending in ("json", "csv"):
                answer = client.get(f"{stem}.{ending}{query}")
                assert answer.status_code < 500, f"{stem}.{ending}{query}: {answer.status_code}"


def test_every_address_in_the_list_of_views_is_reached_by_links(walked: list[Walked]) -> None:
    """Nothing is shown that nobody can find; what only answers questions or forms is left out."""
    from starlette.routing import compile_path

    from dragoman.web.pages import VIEWS

    paths = [urlsplit(page.address).path for page in walked]
    for view in VIEWS:
        if view.page is None or view.path == "/article":
            continue
        pattern = compile_path(view.path)[0]
        assert any(pattern.match(path) for path in paths), view.path


def test_a_page_that_breaks_down_says_so_and_the_next_one_works(
    own: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("<b>secret</b>")

    with running(own) as base:
        with monkeypatch.context() as broke:
            broke.setattr("dragoman.web.site.Site.kept", broken)
            answer = httpx.get(f"{base}/")
        assert answer.status_code == 500
        assert "broke down" in answer.text and "secret" not in answer.text
        assert _policy(answer)["default-src"] == ["'none'"]
        assert "secret" in caplog.text
        assert httpx.get(f"{base}/").status_code == 200
