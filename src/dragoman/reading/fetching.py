"""The one place that opens a connection: an address that the user gave, fetched with care.

Only public addresses are connected to, unless the user allows others: the name is resolved once, every
address that it has is checked, and the connection goes to the address that was checked; so is each
redirect. ``robots.txt`` is honoured. Time and size are bounded; what fails for the moment is tried once more.
Proxies named in the environment are not used.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from dragoman import __version__
from dragoman.reading.articles import Unusable

AGENT = f"dragoman/{__version__}"
TIMEOUT = 15.0  #: seconds for a connection or the next bytes
DEADLINE = 60.0  #: seconds for one address, redirects and all
MAX_BYTES = 64 * 2**20  #: of one answer, unpacked
MAX_REDIRECTS = 5
_ROBOTS_BYTES = 512 * 2**10
_CHUNK = 2**16
_MOST_WAIT = 10.0
_WAIT = 1.0
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_TWICE = frozenset((429, 500, 502, 503, 504))


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: ``url`` is where it was found after redirects, ``kind`` its MIME type."""

    url: str
    data: bytes
    kind: str
    charset: str | None


class _Moment(Exception):
    """A failure that may be over in a moment; ``wait`` is seconds to wait before the second try."""

    def __init__(self, message: str, wait: float = _WAIT) -> None:
        super().__init__(message)
        self.wait = wait


def is_address(path: str) -> bool:
    """Whether a path that the user gave is an address on the web."""
    return path[:8].lower().startswith(("http://", "https://"))


class Fetcher:
    """Fetches addresses and remembers what each host allows.

    ``allow_private`` lets it connect to addresses that are not public (this machine, a home or office
    network). ``sleep`` and ``clock`` give time.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._private = allow_private
        self._sleep = sleep
        self._clock = clock
        self._robots: dict[str, RobotFileParser | str] = {}
        self._last: dict[str, float] = {}

    def fetch(self, url: str) -> Answer:
        """What the address gives. Raises Unusable, which says why it gives nothing and what to do."""
        try:
            return self._twice(url, self._clock() + DEADLINE, robots=True, most=MAX_BYTES)
        except _Moment as error:
            raise Unusable("fetch", f"{error}, twice: try again later, or check the address") from None

    def _twice(self, url: str, end: float, *, robots: bool, most: int) -> Answer:
        try:
            return self._follow(url, end, robots=robots, most=most)
        except _Moment as error:
            if self._clock() + error.wait > end:
                raise
            self._sleep(error.wait)
            return self._follow(url, end, robots=robots, most=most)

    def _follow(self, url: str, end: float, *, robots: bool, most: int) -> Answer:
        for _ in range(MAX_REDIRECTS + 1):
            if robots:
                self._allowed(url, end)
                self._pace(url)
            status, headers, data = self._ask(url, end, most)
            if status in (301, 302, 303, 307, 308) and headers.get("Location"):
                target = _joined(url, headers["Location"])
                if url.lower().startswith("https:") and not target.lower().startswith("https:"):
                    raise Unusable("fetch", f"redirects from https to {target[:80]}: not followed")
                url = target
                continue
            if status in _TWICE:
                raise _Moment(f"the server answers {status}", _wait(headers.get("Retry-After")))
            if status != 200:
                raise Unusable("fetch", f"the server answers {status}: check the address")
            return Answer(url, data, headers.get_content_type(), headers.get_content_charset())
        raise Unusable("fetch", f"more than {MAX_REDIRECTS} redirects: check the address")

    def _allowed(self, url: str, end: float) -> None:
        parts = _split(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._rules(origin, end)
        rules = self._robots[origin]
        if isinstance(rules, str):
            raise Unusable(
                "robots", f"{origin}/robots.txt cannot be read ({rules}), so nothing is: try later"
            )
        if not rules.can_fetch(AGENT, url):
            raise Unusable(
                "robots", f"{origin}/robots.txt forbids it: save the page yourself, or ask the outlet"
            )

    def _rules(self, origin: str, end: float) -> RobotFileParser | str:
        """The host's rules; where they cannot be had, why: then nothing is allowed (RFC 9309)."""
        rules = RobotFileParser()
        try:
            answer = self._twice(f"{origin}/robots.txt", end, robots=False, most=_ROBOTS_BYTES)
        except Unusable as error:
            if error.code != "fetch" or "the server answers 4" not in str(error):
                if error.code == "too-long":
                    return "too long"
                raise
            rules.parse([])
        except _Moment as error:
            return str(error)
        else:
            rules.parse(answer.data.decode("utf-8", "replace").splitlines())
        return rules

    def _pace(self, url: str) -> None:
        """Wait as long as the host asks for between two addresses, ten seconds at most."""
        parts = _split(url)
        rules = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        delay = rules.crawl_delay(AGENT) if isinstance(rules, RobotFileParser) else None
        now = self._clock()
        if delay and parts.netloc in self._last:
            left = self._last[parts.netloc] + min(float(delay), _MOST_WAIT) - now
            if left > 0:
                self._sleep(left)
        self._last[parts.netloc] = self._clock()

    def _ask(self, url: str, end: float, most: int) -> tuple[int, Message, bytes]:
        """Status, headers and body of one request. Raises Unusable and _Moment."""
        parts = _split(url)
        name, port = parts.hostname or "", parts.port
        secure = parts.scheme.lower() == "https"
        address = self._resolved(name, port or (443 if secure else 80))
        connection = _Pinned(name, port or (443 if secure else 80), address=address, secure=secure)
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        if parts.query:
            target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
        try:
            connection.request(
                "GET", target, headers={"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "*/*"}
            )
            response = connection.getresponse()
            with response:
                return response.status, response.msg, self._body(response, end, most)
        except ssl.SSLCertVerificationError as error:
            raise Unusable(
                "fetch", f"its certificate is not valid ({error.verify_message}): not read"
            ) from None
        except (TimeoutError, OSError, http.client.HTTPException) as error:
            said = "no answer in time" if isinstance(error, TimeoutError) else _said(error)
            raise _Moment(f"cannot be fetched ({said})") from None
        finally:
            connection.close()

    def _body(self, response: http.client.HTTPResponse, end: float, most: int) -> bytes:
        packed = (response.headers.get("Content-Encoding") or "").strip().lower()
        if packed not in ("", "identity", "gzip", "x-gzip"):
            raise Unusable("fetch", f"the server packs its answer with {packed[:20]!r}: fetch it yourself")
        unpack = zlib.decompressobj(31) if packed.endswith("gzip") else None
        parts: list[bytes] = []
        size = 0
        while data := response.read1(_CHUNK):
            if self._clock() > end:
                raise Unusable(
                    "fetch", f"takes more than {DEADLINE:.0f} seconds: try later, or fetch it yourself"
                )
            try:
                data = unpack.decompress(data, most + 1 - size) if unpack else data
            except zlib.error:
                raise Unusable(
                    "fetch", "its packed answer is broken: try later, or fetch it yourself"
                ) from None
            size += len(data)
            if size > most:
                raise Unusable("too-long", f"more than {most >> 20} MB: fetch it yourself, and give the file")
            parts.append(data)
        if response.length:  # the connection was cut before the length that was announced
            raise http.client.IncompleteRead(b"", response.length)
        return b"".join(parts)

    def _resolved(self, name: str, port: int) -> str:
        """One address of the host, after all that it has were checked."""
        try:
            found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise _Moment(f"{name[:80]} is not found ({_said(error)})") from None
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses:
            raise _Moment(f"{name[:80]} is not found")
        if not self._private:
            for address in addresses:
                if not public(address):
                    raise Unusable(
                        "private",
                        f"{name[:80]} is no public address ({address}): --allow-private if it is yours",
                    )
        return addresses[0]


def public(address: str) -> bool:
    """Whether an IP address is one that anybody on the Internet could reach."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, whatever the name resolves to by now."""

    def __init__(self, name: str, port: int, *, address: str, secure: bool) -> None:
        super().__init__(name, port, timeout=TIMEOUT)
        self._address = address
        self._secure = secure
        self.default_port = 443 if secure else 80  # what is left out of the Host header

    def connect(self) -> None:
        """Open the connection."""
        made = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            try:
                made = ssl.create_default_context().wrap_socket(made, server_hostname=self.host)
            except BaseException:
                made.close()
                raise
        self.sock = made


def _split(url: str) -> SplitResult:
    """The parts of an address. Raises Unusable where it is none that can be fetched."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise Unusable("fetch", f"{url[:80]} is no address: check it") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise Unusable("fetch", f"{url[:80]} is no address on the web: give http:// or https://")
    if parts.username or parts.password:
        raise Unusable("fetch", "an address with a name and password: fetch it yourself, and give the file")
    return parts


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError:
        raise Unusable("fetch", f"redirects to {target[:80]}, which is no address") from None


def _wait(after: str | None) -> float:
    with contextlib.suppress(ValueError, TypeError):
        return min(max(float(after or ""), 0.0), _MOST_WAIT)
    return _WAIT


def _said(error: BaseException) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return (said or type(error).__name__)[:100]
