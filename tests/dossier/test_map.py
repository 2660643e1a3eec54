"""The map: whose land is where, every member can be found, and signs say what they mean."""

import re
from datetime import date

import pytest

from standpunkt.dossier.geometry.projection import project
from standpunkt.dossier.maps import cut_out, legend_rows, locator_svg, map_file, map_marks, map_svg, world
from standpunkt.vocabulary.states import members

PLACES = {
    "Simferopol": (34.10, 44.95, "UKR"),
    "Sevastopol": (33.60, 44.62, "UKR"),
    "Donetsk": (37.80, 48.00, "UKR"),
    "Kyrenia": (33.32, 35.28, "CYP"),
    "Hargeisa": (44.07, 9.56, "SOM"),
    "Laayoune": (-13.10, 27.10, "ESH"),
    "Pristina": (21.17, 42.66, "XKX"),
    "Taichung": (120.95, 24.10, "TWN"),
    "Sukhumi": (41.20, 43.00, "GEO"),
    "Moscow": (37.60, 55.75, "RUS"),
    "Anadyr": (175.0, 66.0, "RUS"),
    "Belgrade": (20.80, 44.40, "SRB"),
}


def _rings(path: str) -> list[list[tuple[float, float]]]:
    rings = []
    for text in re.findall(r"M([^z]*)z", path):
        start, steps = text.split("l")
        x, y = map(float, start.split())
        points = [(x, y)]
        numbers = [float(found) for found in re.findall(r"-?\d*\.?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        rings.append(points)
    return rings


def _holds(path: str, point: tuple[float, float]) -> bool:
    x, y = point
    inside = False
    for ring in _rings(path):
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


@pytest.mark.parametrize("place", PLACES)
def test_places_lie_in_the_state_that_the_map_shows_them_in(place):
    lon, lat, expected = PLACES[place]
    found = [code for code, shape in world().shapes.items() if _holds(shape["d"], project(lon, lat))]
    assert found == [expected]


def test_northern_cyprus_and_somaliland_are_no_shapes_of_their_own():
    assert not {"CYN", "SOL", "ATA"} & set(world().shapes)


def test_every_member_is_a_shape_or_a_circle_of_at_least_nine_pixels():
    for state in members(date(2025, 8, 1)):
        assert state.iso3 in world().shapes
        left, top, right, bottom = world().shapes[state.iso3]["box"]
        assert state.iso3 in world().circles or max(right - left, bottom - top) >= 4.5
    assert 2 * world().radius >= 9


def test_circles_do_not_touch():
    places = [circle["at"] for circle in world().circles.values()]
    for i, (x1, y1) in enumerate(places):
        for x2, y2 in places[i + 1 :]:
            assert ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 >= 2 * world().radius


def test_marks_say_class_doubt_pole_and_missing(observatory):
    marks = map_marks(observatory, "2024-12")
    assert marks["RUS"] == marks["UKR"] == "p"
    assert marks["TUV"] == "n"
    assert marks["SRB"] == "c1"
    for row in observatory.states("2024-12"):
        assert marks[row["iso3"]].endswith(" u") == (row["class"] == "between")
    assert set(marks) == {*observatory.study.universe_states(), "RUS", "UKR"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_state_is_a_link_with_a_title_in_words(observatory, language):
    svg = map_svg(observatory, "2024-12", language, link=lambda code: f"/state/{code}")
    links = re.findall(r'<a href="/state/([A-Z]{3})" aria-label="([^"]+)"', svg)
    assert {code for code, _ in links} == set(map_marks(observatory))
    titles = dict(links)
    assert titles["SRB"].startswith(
        {"de": "Serbien: dem Westen zugeneigt", "en": "Serbia: West-leaning"}[language]
    )
    assert 'style="' not in svg
    assert "<style>" not in svg


def test_the_file_carries_style_legend_cuts_and_the_note_on_borders(observatory):
    svg = map_file(observatory, "2024-12", "en")
    assert "<style>" in svg
    assert "imply no position" in svg
    for row in legend_rows(observatory.study, "en"):
        assert row["label"] in svg
    assert "2026-11-25.ab12cd" in svg


def test_legends_print_the_cuts(observatory):
    rules = {row["mark"]: row["rule"] for row in legend_rows(observatory.study, "de")}
    assert "50" in rules["c0"]
    assert "20" in rules["c2"]


def test_a_cut_out_lies_within_the_map_and_shows_the_state(observatory):
    for code in ("SRB", "TUV", "RUS", "USA"):
        left, top, width, height = cut_out(code)
        assert left >= 0
        assert top >= 0
        assert left + width <= world().width + 0.2
        assert top + height <= world().height + 0.2
    assert "here" in locator_svg(observatory, "SRB", "2024-12", "de")


def test_equal_input_gives_equal_pictures(observatory):
    assert map_file(observatory, "2024-12", "de") == map_file(observatory, "2024-12", "de")
