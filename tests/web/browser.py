"""Debian's Chromium driven by playwright; what a page asked for, complained of and failed at is kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
SHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"


def missing() -> str | None:
    """Why there can be no tests in a browser; None where there can."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "needs playwright (the extra “test”)"
    return None if executable() else "needs Chromium (Debian's package chromium)"


def executable() -> str | None:
    """Where Chromium is."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def browser() -> Iterator[Any]:
    """A headless Chromium that can reach this machine alone."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=executable(), args=FLAGS, headless=True)
        try:
            yield made
        finally:
            made.close()


@dataclass
class Heard:
    """What went on in a page since it was opened."""

    base: str
    elsewhere: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def wrong(self) -> list[str]:
        """All that should not have been."""
        return [
            *(f"asked elsewhere: {one}" for one in self.elsewhere),
            *(f"failed: {one}" for one in self.failed),
            *(f"console: {one}" for one in self.complaints),
            *(f"dialog: {one}" for one in self.dialogs),
        ]

    def listen(self, page: Any) -> None:
        """Keep what the page does from now on."""
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._dialog)

    def _request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and not request.url.startswith(f"{self.base}/"):
            self.elsewhere.append(request.url)

    def _failed(self, request: Any) -> None:
        # What was on its way when the next page was asked for is given up by the browser.
        if request.failure != "net::ERR_ABORTED":
            self.failed.append(f"{request.url}: {request.failure}")

    def _response(self, response: Any) -> None:
        if response.status >= 400:
            self.failed.append(f"{response.status} {response.url}")

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@contextmanager
def opened(
    chromium: Any, base: str, *, width: int = 1280, scripts: bool = True, dark: bool = False
) -> Iterator[tuple[Any, Heard]]:
    """A page in a fresh profile, and what is heard of it."""
    context = chromium.new_context(
        base_url=base,
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    heard = Heard(base)
    heard.listen(page)
    try:
        yield page, heard
    finally:
        context.close()
