from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from dragoman.web.drawing import world
from dragoman.web.pages.map import level
from web import asking, small


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with small.client(small.made(tmp_path_factory.mktemp("map"))) as client:
        yield client


@pytest.fixture
def shapes() -> dict[str, str]:
    found = world.shapes()
    if not found:
        pytest.skip("needs the shapes that pyogrio carries")
    return dict(found)


def test_rows_say_how_precise_a_place_is(shown: Any) -> None:
    found = asking.rows(shown, "/map.json")
    assert [(row["level"], row["name"], row["lat"], row["events"]) for row in found] == [
        ("in the whole country", "Belarus", None, 1), ("city", "Minsk", 53.9, 1),
    ]  # fmt: skip


def test_a_country_is_shaded_and_a_town_is_a_point(shown: Any, shapes: dict[str, str]) -> None:
    html = asking.page(shown, "/map")
    marks = asking.marks(html, "map")
    assert marks == [
        ("/events?place=BLR", "Belarus: 1 event"), ("/events?place=Minsk", "Minsk: 1 event"),
    ]  # fmt: skip
    assert f'class="land shade1" d="{shapes["BLR"]}"' in html
    found = re.findall(r'<circle class="pin" cx="([\d.]+)" cy="([\d.]+)"', html)
    x, y = world.projected(53.9, 27.6)
    assert [(float(one), float(other)) for one, other in found] == [(round(x, 1), round(y, 1))]


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Tunisia", "TUN", "country"), ("Texas", "USA", "province"), ("Persian Gulf", "", "sea"),
        ("Kyiv", "UKR", "city"), ("Darfur", "SDN", "region"), ("Nowheretown", "FRA", ""),
    ],
)  # fmt: skip
def test_only_towns_and_sites_are_points(name: str, country: str, expected: str) -> None:
    assert level(name, country, False) == expected


def test_what_is_clicked_is_what_is_shown(shown: Any) -> None:
    assert "1 event" in asking.text(asking.page(shown, "/events?place=BLR"))


def test_the_list_says_the_same_without_a_map(
    shown: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(world, "shapes", lambda: ())
    monkeypatch.setattr("dragoman.web.pages.map.shapes", lambda: ())
    with small.client(small.made(tmp_path)) as client:
        html = asking.page(client, "/map")
    assert '<svg class="chart map' not in html
    assert "Belarus" in asking.text(html) and "pip install" in html


def test_the_filter_holds(shown: Any) -> None:
    assert asking.rows(shown, "/map.json?type=ACCUSE") == []
    assert "Of 2 events, 0 are told with a place" in asking.text(asking.page(shown, "/map?type=ACCUSE"))


def test_shapes_are_those_of_the_world(shapes: dict[str, str]) -> None:
    assert {"NOR", "FRA", "XKX", "UKR", "BRA", "USA"} <= set(shapes) and "" not in shapes
    assert len(world.shapes()) == 177
    numbers = [float(n) for path in shapes.values() for n in re.findall(r"[\d.]+", path)]
    assert min(numbers) >= 0 and max(numbers) <= world.WIDTH


def test_the_projection_keeps_its_form() -> None:
    """Points of the paper of Šavrič, Patterson and Jenny: the equator's end, and the pole's height."""
    x, y = world.projected(0, 180)
    assert (x, y) == pytest.approx((world.WIDTH - 2, world.HEIGHT / 2))
    _, top = world.projected(90, 0)
    ratio = (world.HEIGHT / 2 - top) / (x - world.WIDTH / 2)
    assert ratio == pytest.approx(1.3173627591574 / 2.7066299836961, rel=1e-6)
    assert world.projected(-30, -40)[1] == pytest.approx(world.HEIGHT - world.projected(30, 40)[1])


def test_shades_go_by_orders_of_size() -> None:
    least = world.bounds({"a": 1, "b": 10_000})
    assert least == [1, 10, 100, 1000]
    assert [world.shade(count, least) for count in (0, 1, 9, 10, 999, 10_000)] == [0, 1, 1, 2, 3, 4]
    assert world.bounds({}) == [] and world.bounds({"a": 2}) == [1, 2]
