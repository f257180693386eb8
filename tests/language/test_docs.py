"""docs/speed.md: what it names is there, and what it says of the shipped gate is so."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from benchmarks import coded
from dragoman.coding import Coder
from dragoman.language import Language
from dragoman.language.gate import PATH
from dragoman.language.windows import BUDGET
from shared import gold, needs_shared

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "speed.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"python -m ([\w.]+)\s([^`]*)`", TEXT)))


@pytest.mark.parametrize(("module", "arguments"), COMMANDS)
def test_every_command_has_the_options_it_is_told_with(module, arguments):
    path = ROOT / (module.replace(".", "/") + ".py")
    assert path.is_file()
    source = path.read_text(encoding="utf-8")
    for option in re.findall(r"--[\w-]+", arguments):
        assert f'"{option}"' in source, option


def test_every_file_it_names_is_there():
    for name in re.findall(r"`((?:language|coding|training)/[\w/]+(?:\.py)?)`", TEXT):
        place = ROOT / name if name.startswith("training") else ROOT / "src" / "dragoman" / name
        assert place.exists(), name
    assert importlib.util.find_spec("dragoman.language.sequence")


def test_preset_size_and_budget_are_those_of_the_code():
    assert Coder(preset=re.search(r'Coder\(preset="(\w+)"\)', TEXT)[1])
    assert int(re.search(r"int8, (\d+) kB", TEXT)[1]) == round(PATH.stat().st_size / 1000)
    assert f"windows of {BUDGET}" in TEXT


@needs_shared
def test_the_gate_does_on_dev_what_the_page_says():
    language = Language.load()
    sentences = marked = passed = skipped = pieces = saved = 0
    for record in gold("corpus/dev"):
        article = record["article"]
        words = language.words(article["text"], len(article["title"]))
        low = language.gate.skipped(words, len(language.wordpiece.ids))
        spans = list(coded.marked([record["events"], record["statements"]]))
        for number, s in enumerate(words.sentences):
            bears = any(a < s.end and b > s.start for a, b in spans)
            size = sum(map(len, words.pieces[s.first : s.last]))
            sentences, marked, pieces = sentences + 1, marked + bears, pieces + size
            passed += bears and number not in low
            skipped += number in low
            saved += size if number in low else 0
    row = next(line for line in TEXT.splitlines() if line.startswith("| dev |"))
    told = [cell.strip(" %") for cell in row.strip("|").split("|")]
    assert told[1:5] == [
        str(sentences), str(marked), f"{100 * passed / marked:.2f}", f"{100 * skipped / sentences:.1f}",
    ]  # fmt: skip
    assert told[6] == f"{100 * saved / pieces:.1f}"
    assert passed / marked >= 0.995
