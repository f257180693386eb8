"""Addresses: fetched only where the user gives one, only from where it may be, and never for too long."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dragoman.reading import Reject, fetching, read
from dragoman.reading.articles import Unusable
from dragoman.reading.fetching import Fetcher, public
from dragoman.records import Article

BODY = "The minister met his counterpart in the capital."
Answers = dict[str, list[tuple[int, dict[str, str], bytes]]]


class Server:
    """Answers each path with what is set for it, the last answer again and again."""

    def __init__(self) -> None:
        self.answers: Answers = {}
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                waiting = outer.answers.get(self.path, [(404, {}, b"")])
                status, headers, body = waiting.pop(0) if len(waiting) > 1 else waiting[0]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def own(**given: Callable[..., object]) -> Fetcher:
    return Fetcher(allow_private=True, **{"sleep": lambda _: None, **given})  # type: ignore[arg-type]


def refused(fetcher: Fetcher, url: str) -> Unusable:
    with pytest.raises(Unusable) as caught:
        fetcher.fetch(url)
    return caught.value


def test_an_address_is_read_as_what_it_is(server: Server) -> None:
    server.answers["/a.txt"] = [(200, {"Content-Type": "text/plain"}, f"Title\n\n{BODY}".encode())]
    packed = gzip.compress(b'{"text": "%s"}\n' % BODY.encode())
    server.answers["/feed?x=1"] = [(200, {"Content-Encoding": "gzip"}, packed)]
    items = list(read([f"{server.base}/a.txt", f"{server.base}/feed?x=1"], allow_private=True))
    assert [item.body for item in items if isinstance(item, Article)] == [BODY, BODY]
    assert server.asked == ["/robots.txt", "/a.txt", "/feed?x=1"]


def test_private_addresses_are_refused_unless_allowed(server: Server) -> None:
    (reject,) = read([f"{server.base}/a.txt"])
    assert isinstance(reject, Reject) and reject.code == "private" and "--allow-private" in reject.message
    assert server.asked == []


def test_a_public_name_that_leads_to_a_private_address_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(server.base.rpartition(":")[2])
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("93.184.215.14", "127.0.0.1")]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_a, **_k: found)
    assert refused(Fetcher(sleep=lambda _: None), f"http://public.example:{port}/").code == "private"
    assert server.asked == []


def test_the_connection_goes_to_the_address_that_was_checked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/"] = [(200, {}, b"ok")]
    port = int(server.base.rpartition(":")[2])
    asked: list[str] = []

    def resolve(name: str, *_a: object, **_k: object) -> list[object]:
        asked.append(name)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(fetching, "public", lambda address: address == "127.0.0.1")
    real = socket.getaddrinfo
    monkeypatch.setattr(
        fetching.socket,
        "getaddrinfo",
        lambda n, *a, **k: resolve(n) if n == "x.example" else real(n, *a, **k),
    )
    assert Fetcher().fetch(f"http://x.example:{port}/").data == b"ok"
    assert asked == ["x.example", "x.example"]  # robots.txt and the page: once for each connection


def test_redirects_are_followed_and_checked_again(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["/old"] = [(301, {"Location": "/new"}, b"")]
    server.answers["/new"] = [(200, {}, b"moved")]
    server.answers["/round"] = [(302, {"Location": "/round"}, b"")]
    server.answers["/out"] = [(302, {"Location": "http://169.254.169.254/latest"}, b"")]
    server.answers["/file"] = [(302, {"Location": "file:///etc/passwd"}, b"")]
    answer = own().fetch(f"{server.base}/old")
    assert (answer.data, answer.url) == (b"moved", f"{server.base}/new")
    assert "redirects" in str(refused(own(), f"{server.base}/round"))
    assert refused(own(), f"{server.base}/file").code == "fetch"
    monkeypatch.setattr(fetching, "public", lambda address: address == "127.0.0.1")
    assert refused(Fetcher(sleep=lambda _: None), f"{server.base}/out").code == "private"


def test_robots_are_honoured(server: Server) -> None:
    rules = b"User-agent: *\nDisallow: /private\nCrawl-delay: 3\n"
    server.answers["/robots.txt"] = [(200, {}, rules)]
    server.answers["/private/a"] = server.answers["/b"] = server.answers["/c"] = [(200, {}, b"x")]
    slept: list[float] = []
    fetcher = own(sleep=slept.append)
    assert refused(fetcher, f"{server.base}/private/a").code == "robots"
    assert fetcher.fetch(f"{server.base}/b").data == fetcher.fetch(f"{server.base}/c").data == b"x"
    assert "/private/a" not in server.asked
    assert len(slept) == 1 and 2 < slept[0] <= 3
    server.answers["/robots.txt"] = [(500, {}, b"")]
    assert refused(own(), f"{server.base}/b").code == "robots"


def test_what_fails_for_the_moment_is_tried_once_more(server: Server) -> None:
    server.answers["/a"] = [(503, {"Retry-After": "2"}, b""), (200, {}, b"there")]
    slept: list[float] = []
    assert own(sleep=slept.append).fetch(f"{server.base}/a").data == b"there"
    assert slept == [2.0]
    server.answers["/b"] = [(503, {}, b"")]
    assert "503, twice" in str(refused(own(), f"{server.base}/b"))
    assert server.asked.count("/b") == 2
    assert "404" in str(refused(own(), f"{server.base}/none"))
    assert server.asked.count("/none") == 1


def test_answers_too_large_or_slow_are_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["/big"] = [(200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(2**22)))]
    monkeypatch.setattr(fetching, "MAX_BYTES", 2**20)
    assert refused(own(), f"{server.base}/big").code == "too-long"
    ticks = iter(range(0, 100_000, 30))
    monkeypatch.setattr(fetching, "MAX_BYTES", 2**24)
    assert "seconds" in str(refused(own(clock=lambda: float(next(ticks))), f"{server.base}/big"))


@pytest.mark.parametrize(
    "address",
    "10.1.2.3 127.0.0.1 169.254.169.254 192.168.1.1 172.16.0.1 100.64.0.1 0.0.0.0 224.0.0.1 ::1 fe80::1 "
    "fc00::1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:a00:1::1 255.255.255.255 not-an-ip".split(),
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not public(address)


def test_addresses_that_are_public() -> None:
    assert public("93.184.215.14") and public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_odd_addresses_are_refused() -> None:
    for url in ("http://", "http://[::1", "http://user:pass@gazette.example/", "http://a:99999/"):
        assert refused(Fetcher(sleep=lambda _: None), url).code == "fetch", url


def test_the_pages_of_a_feed_are_fetched_only_when_asked_for(server: Server) -> None:
    words = "".join(
        f"<p>The minister met her colleague in town {n}; talks go on, she said.</p>" for n in range(4)
    )
    server.answers["/1.html"] = [
        (200, {"Content-Type": "text/html"}, f"<html><body><article>{words}</article></body></html>".encode())
    ]
    feed = (
        f"<rss version='2.0'><channel><title>G</title><item><title>T</title><link>{server.base}/1.html</link>"
        f"<description>{BODY}</description></item></channel></rss>"
    )
    server.answers["/feed"] = [(200, {"Content-Type": "application/rss+xml"}, feed.encode())]
    (short,) = read([f"{server.base}/feed"], allow_private=True)
    assert isinstance(short, Article) and short.body == BODY
    assert "/1.html" not in server.asked
    (full,) = read([f"{server.base}/feed"], allow_private=True, follow=True)
    assert isinstance(full, Article) and "town 3" in full.body


def test_nothing_else_opens_a_connection(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html><head><base href='http://gazette.example/'></head><body><article>"
        + "<p>The minister met her counterpart in the capital and said that talks would go on.</p>" * 4
        + "</article></body></html>"
    )
    (tmp_path / "http:").mkdir()
    (tmp_path / "http:" / "feed.rss").write_text(
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'http://gazette.example/x'>]>"
        "<rss version='2.0'>"
        "<channel><item><link>http://gazette.example/</link>"
        f"<description>{BODY} &x;</description></item></channel></rss>"
    )
    (tmp_path / "b.txt").write_text(f"http://gazette.example/\n\n{BODY}")
    (tmp_path / "c.csv").write_text(f"url,text\nhttp://gazette.example/,{BODY}\n")
    script = textwrap.dedent(
        """
        import sys
        def watch(event, args):
            if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
                print("OPENED", event, args)
                sys.exit(3)
        sys.addaudithook(watch)
        from dragoman.reading import read
        from dragoman.records import Article
        items = list(read([sys.argv[1]]))
        from dragoman.reading.languages import other_language as other
        found = [item.body for item in items if isinstance(item, Article)]
        print(len(found), [other(body) for body in found])
        """
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("4 ")
