"""The places benchmark counts what it says."""

from __future__ import annotations

import gzip
import json

import pytest

from benchmarks import places
from benchmarks.places import Gold
from dragoman.coding.toponyms import Toponym
from dragoman.knowledge.gazetteer import Candidate
from shared import SHARED


def found(start, end, lat=None, lon=None, radius=None):
    place = (
        Candidate("1", "x", "city", "FRA", "", lat, lon, 0, False, "me", radius) if lat is not None else None
    )
    return Toponym(start, end, "x" * (end - start), place)


GOLD = [
    Gold(0, 5, "Paris", 48.86, 2.35),
    Gold(10, 16, "London", 51.5, -0.13),
    Gold(20, 26, "France", 46.0, 2.0),
]


def test_names_pair_one_to_one_exactly_or_by_overlap():
    system = [found(0, 5, 48.9, 2.3), found(8, 16, 51.5, -0.1), found(30, 34, 0.0, 0.0)]
    figures = places.measure([(GOLD, system)])
    assert figures["exact"]["precision"] == figures["exact"]["recall"] == 33.3
    assert figures["overlap"]["f1"] == 66.7
    assert figures["exact"]["gold"] == 3 == figures["exact"]["found"]


def test_a_place_that_is_far_off_or_unknown_counts_as_wrong():
    system = [found(0, 5, 33.66, -95.55), found(10, 16), found(20, 26, 46.5, 2.5)]
    figures = places.measure([(GOLD, system)])["exact"]
    assert figures["f1"] == 100.0
    assert figures["within 161 km"] == 33.3 and figures["located"] == 66.7


def test_a_point_inside_a_large_area_counts_as_in_the_area_only():
    system = [found(20, 26, 44.0, 4.0, radius=500)]
    figures = places.measure([(GOLD[2:], system)])["exact"]
    assert (figures["within 161 km"], figures["in the area"]) == (0.0, 100.0)


def test_nothing_gives_no_figures_and_no_error():
    assert places.measure([])["exact"]["f1"] == 0.0


def test_mistakes_are_told_apart():
    text = "Paris and London and others"
    lines = list(places.mistakes(text, GOLD[:2], [found(0, 5, 33.66, -95.55), found(17, 20)]))
    assert [line.split()[0] for line in lines] == ["MISSED", "SPURIOUS", "FAR"]


def test_offsets_count_from_one_and_a_name_elsewhere_is_left_out(tmp_path):
    one = "<location><name>{}</name><start>4</start><end>9</end><lat>1.5</lat><lon>2</lon></location>"
    locations = one.format("Paris") + one.format("Nancy")
    xml = f"<articles><article><text>In Paris.</text><locations>{locations}</locations></article></articles>"
    (tmp_path / "x.xml.gz").write_bytes(gzip.compress(xml.encode()))
    assert list(places.read(tmp_path / "x.xml.gz")) == [("In Paris.", [Gold(3, 8, "Paris", 1.5, 2.0)])]


def test_without_the_set_the_run_says_so(tmp_path, capsys):
    assert places.main([str(tmp_path)]) == 0
    assert "SKIPPED" in capsys.readouterr().out


@pytest.mark.skipif(not (SHARED / places.FILE).is_file(), reason="needs GeoVirus in ../shared/data/places")
def test_the_shipped_coder_keeps_what_it_reached(capsys):
    assert places.main([str(SHARED), "--json"]) == 0
    exact = json.loads(capsys.readouterr().out)["exact"]
    assert exact["f1"] >= 85 and exact["within 161 km"] >= 72 and exact["in the area"] >= 88
