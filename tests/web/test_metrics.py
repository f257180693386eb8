"""/metrics: what Prometheus is told, by its own reader of the format, and who is not told."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

import dragoman
from web.running import running

parser = pytest.importorskip("prometheus_client.parser", reason="needs the extra “test”")
TOKEN = "a-token-of-our-own"


def families(text: str) -> dict[str, Any]:
    """What the reader makes of it, by name."""
    return {one.name: one for one in parser.text_string_to_metric_families(text)}


def value(text: str, name: str, **labels: str) -> float:
    """The one sample of that name that has these labels."""
    found = [
        sample.value
        for family in families(text).values()
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    ]
    assert len(found) == 1, (name, labels, found)
    return float(found[0])


def test_counts_are_those_of_the_project(own: Path) -> None:
    (own.parent / "bad.jsonl").write_text(
        '{"text": "Der Minister traf den Botschafter.", "language": "de"}\nno\n'
    )
    with dragoman.open(own) as project:
        project.add(own.parent / "bad.jsonl", workers=1)
        there = project.sql(
            "SELECT (SELECT count(*) FROM articles) a, (SELECT count(*) FROM events) e, "
            "(SELECT count(*) FROM statements) s"
        ).first()
    with running(own) as base:
        answer = httpx.get(f"{base}/metrics")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert there == {
            "a": value(answer.text, "dragoman_articles"),
            "e": value(answer.text, "dragoman_events"),
            "s": value(answer.text, "dragoman_statements"),
        }
        assert value(answer.text, "dragoman_rejects", code="language") == 1
        assert value(answer.text, "dragoman_rejects", code="json") == 1
        build = families(answer.text)["dragoman_build_info"].samples[0]
        assert build.value == 1
        assert build.labels["version"] == dragoman.__version__
        # What comes in while it runs is counted without a new start.
        row = {"id": "new", "published": "2024-01-02", "text": "The minister of Peru met the envoy of Chile."}
        (own.parent / "more.jsonl").write_text(json.dumps(row) + "\n")
        with dragoman.open(own) as project:
            assert project.add(own.parent / "more.jsonl", workers=1).coded == 1
        assert value(httpx.get(f"{base}/metrics").text, "dragoman_articles") == there["a"] + 1


def test_requests_are_counted_by_route_and_never_by_address(own: Path) -> None:
    with running(own) as base:
        for address in (
            "/",
            "/articles/1",
            "/articles/2",
            "/articles/99999",
            "/search?q=secret",
            "/secret-place",
        ):
            httpx.get(base + address)
        httpx.request("PURGE", f"{base}/")
        httpx.get(f"{base}/", headers={"host": "evil.example"})
        text = httpx.get(f"{base}/metrics").text
    routes = {s.labels["route"] for s in families(text)["dragoman_http_requests"].samples}
    article = next(route for route in routes if route.startswith("/articles/{"))
    name = "dragoman_http_requests_total"
    assert value(text, name, method="GET", route=article, status="200") == 2
    assert value(text, name, method="GET", route=article, status="404") == 1
    assert value(text, name, method="GET", route="/{rest:path}", status="404") == 1
    assert value(text, name, method="GET", route="none", status="421") == 1
    assert value(text, name, method="other", status="405") == 1
    assert "secret" not in text
    assert "99999" not in text
    assert value(text, "dragoman_http_requests_in_progress") == 1  # this one


def test_the_histogram_adds_up(own: Path) -> None:
    with running(own) as base:
        for _ in range(3):
            httpx.get(f"{base}/events")
        text = httpx.get(f"{base}/metrics").text
    samples = [
        s
        for s in families(text)["dragoman_http_request_duration_seconds"].samples
        if s.labels["route"] == "/events"
    ]
    buckets = {float(s.labels["le"]): s.value for s in samples if s.name.endswith("_bucket")}
    assert list(buckets) == sorted(buckets)
    assert list(buckets)[-1] == math.inf
    assert list(buckets.values()) == sorted(buckets.values())
    (count,) = (s.value for s in samples if s.name.endswith("_count"))
    assert count == buckets[math.inf] == 3
    (spent,) = (s.value for s in samples if s.name.endswith("_sum"))
    assert 0 < spent < 60


def test_no_one_without_the_token_is_told_anything(own: Path) -> None:
    with running(own, token=TOKEN) as base:
        for headers in ({}, {"authorization": "Bearer wrong"}):
            refused = httpx.get(f"{base}/metrics", headers=headers)
            assert refused.status_code == 401
            assert "dragoman_" not in refused.text
        given = httpx.get(f"{base}/metrics", headers={"authorization": f"Bearer {TOKEN}"})
        assert given.status_code == 200
        assert value(given.text, "dragoman_http_requests_total", route="none", status="401") == 2
        assert TOKEN not in given.text


def test_a_project_that_went_away_is_told_and_the_rest_goes_on(own: Path) -> None:
    with running(own) as base:
        assert value(httpx.get(f"{base}/metrics").text, "dragoman_project_up") == 1
    broken = own.with_name("broken.db")
    broken.write_bytes(own.read_bytes())
    with running(broken) as base:
        broken.write_bytes(b"no database any more" * 500)
        text = httpx.get(f"{base}/metrics").text
        assert value(text, "dragoman_project_up") == 0
        assert "dragoman_articles" not in text
        assert value(text, "process_start_time_seconds") > 1.7e9


def test_a_project_on_a_server_is_counted_too(tmp_path: Path) -> None:
    from store.server import missing, server

    if (why := missing()) is not None:
        pytest.skip(why)
    (tmp_path / "one.jsonl").write_text('{"text": "The minister of Peru met the envoy of Chile."}\n')
    with server(tmp_path) as address:
        with dragoman.open(address) as project:
            project.add(tmp_path / "one.jsonl", workers=1)
        # A process of its own, whose connections end with it: the server would wait for them.
        code = "import sys; from dragoman.cli import main; main(sys.argv[1:])"
        serve = [sys.executable, "-c", code, "serve", address, "--port", "0", "--no-open"]
        with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            text = httpx.get(f"{process.stdout.readline().strip()}metrics", timeout=30).text
            process.kill()
    assert value(text, "dragoman_project_up") == 1
    assert value(text, "dragoman_articles") == 1
    assert value(text, "dragoman_events") >= 1
