"""The European emblem has the geometry that the Union prescribes for it."""

import math
from pathlib import Path
from xml.etree import ElementTree

import pytest

EMBLEM = Path(__file__).parents[2] / "static" / "img" / "emblem-eu.svg"
SVG = "{http://www.w3.org/2000/svg}"
HEIGHT = 540.0


@pytest.fixture(scope="module")
def emblem() -> ElementTree.Element:
    """The drawing, parsed."""
    return ElementTree.parse(EMBLEM).getroot()  # noqa: S314 (our own file)


def drawn_stars(emblem: ElementTree.Element) -> list[list[tuple[float, float]]]:
    """The points of each star as drawn, from the top clockwise."""
    stars = []
    for polygon in emblem.iter(f"{SVG}polygon"):
        pairs = (pair.split(",") for pair in polygon.attrib["points"].split())
        stars.append([(float(x), float(y)) for x, y in pairs])
    return stars


def prescribed_star(hour: int) -> list[tuple[float, float]]:
    """The ten points of the upright star that stands at this hour of the clock."""
    angle = math.radians(30 * hour)
    centre = (HEIGHT * 3 / 4 + HEIGHT / 3 * math.sin(angle), HEIGHT / 2 - HEIGHT / 3 * math.cos(angle))
    outer = HEIGHT / 18
    inner = outer * math.sin(math.radians(18)) / math.sin(math.radians(54))
    points = []
    for step in range(10):
        radius, turn = (inner if step % 2 else outer), math.radians(36 * step)
        points.append((centre[0] + radius * math.sin(turn), centre[1] - radius * math.cos(turn)))
    return points


def test_the_rectangle_is_three_to_two(emblem: ElementTree.Element) -> None:
    rectangle = emblem.find(f"{SVG}rect")
    assert rectangle is not None
    assert (rectangle.attrib["width"], rectangle.attrib["height"]) == ("810", "540")
    assert emblem.attrib["viewBox"] == "0 0 810 540"


def test_the_colours_are_those_of_the_union(emblem: ElementTree.Element) -> None:
    fills = [element.attrib["fill"] for element in emblem.iter() if "fill" in element.attrib]
    assert fills == ["#003399", "#ffcc00"]


def test_there_are_twelve_stars(emblem: ElementTree.Element) -> None:
    assert len(drawn_stars(emblem)) == 12


@pytest.mark.parametrize("hour", range(12))
def test_each_star_stands_upright_at_its_hour(emblem: ElementTree.Element, hour: int) -> None:
    drawn = drawn_stars(emblem)[hour]
    assert [coordinate for point in drawn for coordinate in point] == pytest.approx(
        [coordinate for point in prescribed_star(hour) for coordinate in point], abs=0.001
    )
