"""What stands on a page, read out of its HTML."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any


def page(client: Any, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    assert answer.headers["content-type"].startswith("text/html")
    return str(answer.text)


def rows(client: Any, address: str) -> list[dict[str, Any]]:
    """The rows of an address that ends in .json, which are those of its twin in CSV."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text)
    found: list[dict[str, Any]] = answer.json()["rows"]
    lines = list(csv.reader(io.StringIO(client.get(address.replace(".json", ".csv")).text)))
    assert lines[0] == answer.json()["columns"]
    assert len(lines) == len(found) + 1
    return found


def text(html: str) -> str:
    """The words of the content, without what is for screen readers only or in the filter."""
    main = re.split(r"<main[^>]*>", html)[1].split("</main>")[0]
    main = re.sub(r"<(form|title|pre)\b.*?</\1>", " ", main, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def marks(html: str, kind: str) -> list[tuple[str, str]]:
    """The address and the label of each link in the chart of that class."""
    found = re.search(rf'<svg class="chart {kind}.*?</svg>', html, re.DOTALL)
    assert found, f"no chart {kind}"
    links = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*?(?: aria-label="([^"]*)")?>(.*?)</a>', found[0])
    return [
        (unescape(href), unescape(label or re.sub(r"<[^>]+>", " ", inner)).strip())
        for href, label, inner in links
    ]


def table(html: str, name: str) -> list[list[str]]:
    """The cells of the table in the region of that name, row by row."""
    found = re.search(rf'aria-label="{name}">(.*?)</table>', html, re.DOTALL)
    assert found, f"no table {name}"
    out = []
    for row in re.findall(r"<tr>(.*?)</tr>", found[1], re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        out.append([" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in cells])
    return out
