"""Coders that are quick, or that break down, for tests of what is around coding."""

import json

import pytest

CODERS = "scale.coders"


@pytest.fixture
def articles(tmp_path):
    """A file of ninety short articles, one of which ends its process and one of which hangs."""

    def write(count=90, *, poison=(), slow=(), name="articles.jsonl"):
        file = tmp_path / name
        with open(file, "w", encoding="utf-8") as out:
            for number in range(count):
                words = "POISON " if number in poison else "HANGS " if number in slow else ""
                text = f"{words}The minister met the envoy in room {number} and spoke of the harvest."
                row = {"id": f"a{number}", "published": "2021-03-04", "text": text, "source": "Test Wire"}
                out.write(json.dumps(row) + "\n")
        return file

    return write
