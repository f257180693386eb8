"""The middles of countries, reckoned from the outlines of their land."""

import pytest

from tools.knowledge.places.landmass import centroid, middles


def box(west: float, south: float, east: float, north: float) -> list[tuple[float, float]]:
    return [(west, south), (west, north), (east, north), (east, south), (west, south)]


def test_the_middle_of_a_box_on_the_equator_is_in_its_middle():
    area, lat, lon = centroid(box(10, -5, 30, 5))
    assert (round(lat, 6), round(lon, 6)) == (0, 20)
    assert area == pytest.approx(centroid(box(10, -5, 30, 5)[::-1])[0])


def test_land_near_the_pole_counts_for_what_it_covers():
    low, high = centroid(box(0, 0, 10, 10)), centroid(box(0, 60, 10, 70))
    assert high[0] < 0.5 * low[0]
    assert 64 < high[1] < 65  # south of the middle of the degrees


def test_a_ring_without_area_has_no_middle():
    with pytest.raises(ValueError, match="without area"):
        centroid([(0, 0), (1, 1), (0, 0)])


def test_small_islands_do_not_move_the_middle_and_states_of_islands_have_none():
    mainland, islet, island = box(0, 0, 10, 10), box(40, 0, 41, 1), box(40, 0, 48, 8)
    found = middles([("AAA", [mainland, islet]), ("BBB", [mainland, island])])
    assert list(found) == ["AAA"]
    assert found["AAA"] == tuple(round(x, 2) for x in centroid(mainland)[1:])
