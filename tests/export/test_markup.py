"""Texts with marks for annotators: there and back, with what they changed."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman import ontology
from dragoman.export import ExportError, export, read_back
from export.making import TEXT, coding


@pytest.mark.parametrize("name", ["doccano", "label-studio", "web-annotation", "records"])
@pytest.mark.parametrize("letters", ["", "𝔊😀 "])
def test_what_nobody_changed_comes_back_the_same(tmp_path: Path, name: str, letters: str) -> None:
    made = coding()
    if letters:  # characters that JavaScript counts twice, behind all spans
        made = replace(made, article=replace(made.article, body=made.article.body + letters))
    export([made, coding()], tmp_path / "out", format=name)
    assert list(read_back(tmp_path / "out", format=name)) == [made, coding()]


def test_doccano_brings_changes_back(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    export([coding()], path, format="doccano")
    data = json.loads(path.read_text())
    for entity in data["entities"]:
        assert TEXT[entity["start_offset"] : entity["end_offset"]]
    (arrest,) = (one for one in data["entities"] if one["label"] == "COERCE")
    arrest["label"] = "ASSAULT"
    data["relations"] = [one for one in data["relations"] if one["type"] != "by"]
    path.write_text(json.dumps(data))
    (back,) = read_back(path, format="doccano")
    changed = next(event for event in back.events if event.type == "ASSAULT")
    # It is an event of another type now: what followed from the type is worked out again.
    assert (changed.by, changed.quad, changed.mode) == (None, "material conflict", ())
    assert changed.cameo == ontology.cameo("ASSAULT") and changed.score == ontology.score("ASSAULT")
    assert [arg.text for arg in changed.actors] == ["Kenyan police"]
    assert [event.type for event in back.events].count("CONSULT") == 1


def test_label_studio_counts_as_javascript_does(tmp_path: Path) -> None:
    made = coding()
    article = replace(made.article, title="", body="😀 France met Kenya.")
    trigger = replace(made.events[0].trigger, start=9, end=12, text="met")
    plain = replace(made.events[0], trigger=trigger, actors=(), places=(), times=(), sentence=None)
    one = replace(made, article=article, events=(plain,), statements=())
    export([one], tmp_path / "out", format="label-studio")
    (task,) = json.loads((tmp_path / "out").read_text())
    value = task["predictions"][0]["result"][0]["value"]
    units = article.text.encode("utf-16-le")
    assert units[value["start"] * 2 : value["end"] * 2].decode("utf-16-le") == "met"
    assert list(read_back(tmp_path / "out", format="label-studio")) == [one]


def test_selectors_find_their_words(tmp_path: Path) -> None:
    export([coding()], tmp_path / "out", format="web-annotation")
    page = json.loads((tmp_path / "out").read_text())
    assert page["type"] == "AnnotationPage" and len(page["items"]) == 5
    for item in page["items"][1:]:
        for target in item["target"]:
            quote, place = target["selector"]
            assert TEXT[place["start"] : place["end"]] == quote["exact"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in TEXT
            assert target["source"] == "https://example.org/a1"


def test_what_cannot_be_read_says_where(tmp_path: Path) -> None:
    path = tmp_path / "bad"
    good = tmp_path / "good"
    export([coding()], good, format="doccano")
    path.write_text(good.read_text() + '{"text": "x", "entities": [{"id": 1, "label": "WAR", '
                    '"start_offset": 0, "end_offset": 1}]}\n')  # fmt: skip
    with pytest.raises(ExportError, match=r"bad:2: .*no label 'WAR'"):
        list(read_back(path, format="doccano"))
    with pytest.raises(ExportError, match="cannot be read back"):
        read_back(path, format="gdelt").__next__()
    path.write_text("[{]")
    for name in ("label-studio", "web-annotation", "csv", "doccano"):
        with pytest.raises(ExportError, match=f"{path}:"):
            list(read_back(path, format=name))


def test_points_are_geojson_and_areas_are_flagged(tmp_path: Path) -> None:
    export([coding()], tmp_path / "out", format="geojson")
    found = json.loads((tmp_path / "out").read_text())
    assert found["type"] == "FeatureCollection"
    told = [(f["geometry"], f["properties"]["approximate"], f["properties"]["country_level"])
            for f in found["features"]]  # fmt: skip
    assert told == [
        ({"type": "Point", "coordinates": [36.817, -1.283]}, False, False),
        ({"type": "Point", "coordinates": [38.0, 1.0]}, True, True),
    ]
    export([], tmp_path / "none", format="geojson")
    assert json.loads((tmp_path / "none").read_text())["features"] == []


def test_network_is_graphml(tmp_path: Path) -> None:
    made = coding()
    strange = replace(made, actors=tuple(replace(a, name=f'{a.name} <&\x01"') for a in made.actors))
    export([strange, made], tmp_path / "out.graphml", format="graphml")
    root = ET.parse(tmp_path / "out.graphml").getroot()
    space = "{http://graphml.graphdrawing.org/xmlns}"
    ids = {node.get("id") for node in root.iter(f"{space}node")}
    edges = {
        (edge.get("source"), edge.get("target"), *(edge.find(f"{space}data[@key='e_{k}']").text
         for k in ("what", "kind", "weight")))
        for edge in root.iter(f"{space}edge")
    }  # fmt: skip
    assert ids == {"ana-pop", "united-nations", "kenya-police", "12-protesters"}
    assert edges == {
        ("ana-pop", "united-nations", "event", "CONSULT", "2"),
        ("united-nations", "ana-pop", "event", "CONSULT", "2"),
        ("kenya-police", "12-protesters", "event", "COERCE", "2"),
        ("united-nations", "ana-pop", "statement", "-", "2"),
    }
    try:
        import networkx
    except ImportError:
        return
    assert networkx.read_graphml(tmp_path / "out.graphml").number_of_edges() == 4


def test_trees_are_conllu(tmp_path: Path) -> None:
    export([coding()], tmp_path / "out", format="conllu")
    blocks = (tmp_path / "out").read_text().strip().split("\n\n")
    words = 0
    for block in blocks:
        lines = [line.split("\t") for line in block.split("\n") if not line.startswith("#")]
        assert all(len(cells) == 10 for cells in lines)
        assert [int(cells[0]) for cells in lines] == list(range(1, len(lines) + 1))
        assert [cells[6] for cells in lines].count("0") == 1
        for cells in lines:
            place = next(part for part in cells[9].split("|") if part.startswith("Offset="))
            start, end = map(int, place[7:].split(":"))
            assert TEXT[start:end] == cells[1]
        words += len(lines)
    whole = (tmp_path / "out").read_text()
    assert words > 30 and "Event=e1:CONSULT" in whole and "Actor=e2:kenya-police" in whole
