"""Write citykg/viz/outline.json: the land of the world and the borders of its countries.

The lines are those of Natural Earth at 1:110 million (https://www.naturalearthdata.com, public
domain), as the npm package world-atlas has them in TopoJSON (ISC License):

    npm pack world-atlas@2.0.2
    tar -xzf world-atlas-2.0.2.tgz
    python tools/outline.py package/countries-110m.json

A line is `[longitude, latitude, steps]` in tenths of a degree: where it begins, and two letters
for each step from there, eastwards and northwards, of which "m" is none, "n" one tenth and "l"
one tenth back.  No step is longer than 1.6 degrees, so that every line bends with the map.  Lines
run past the 180th meridian to where the map is cut, which is in the Bering Strait.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any, Final

OUTPUT: Final = Path(__file__).parents[1] / "citykg" / "viz" / "outline.json"

TENTHS: Final = 10
LONGEST: Final = 16
NONE: Final = ord("m")
EAST: Final = 191
"""Where the map is cut, in degrees: 169 degrees west."""

Point = tuple[float, float]
Line = list[Any]


def main() -> None:
    """Read the file that is named and write ours."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    arcs = [_points(arc, topology["transform"]) for arc in topology["arcs"]]
    objects = topology["objects"]
    rings = [ring for shape in objects["land"]["geometries"] for ring in _rings(shape)]
    used = Counter(
        max(arc, ~arc)
        for shape in objects["countries"]["geometries"]
        for ring in _rings(shape)
        for arc in ring
    )
    outline = {
        "land": [_line(_closed(_unrolled(_joined(ring, arcs)))) for ring in rings],
        "borders": [
            _line(_unrolled(arcs[arc])) for arc, times in sorted(used.items()) if times > 1
        ],
    }
    text = json.dumps(outline, separators=(",", ":")).replace("],[", "],\n[")
    OUTPUT.write_text(f"{text}\n", encoding="utf-8")
    counts = ", ".join(f"{len(lines)} {name}" for name, lines in outline.items())
    print(f"{OUTPUT}: {counts}, {len(text)} bytes")


def _points(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """The points of an arc, which TopoJSON says by their differences."""
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        (scale_x, scale_y), (from_x, from_y) = transform["scale"], transform["translate"]
        points.append((x * scale_x + from_x, y * scale_y + from_y))
    return points


def _rings(shape: dict[str, Any]) -> list[list[int]]:
    """The rings of a shape, as the places of their arcs."""
    if shape["type"] == "Polygon":
        return list(shape["arcs"])
    return [ring for polygon in shape.get("arcs", ()) for ring in polygon]


def _joined(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """The arcs of a ring one after another; a place below zero is an arc backwards."""
    points: list[Point] = []
    for arc in ring:
        found = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points.extend(found[1:] if points else found)
    return points


def _unrolled(points: list[Point]) -> list[Point]:
    """The points without a leap at the 180th meridian, as far west as the map has them."""
    turns = 0
    unrolled = [points[0]]
    for (before, _), (x, y) in pairwise(points):
        turns += (before - x > 180) - (x - before > 180)
        unrolled.append((x + 360 * turns, y))
    middle = (min(x for x, _ in unrolled) + max(x for x, _ in unrolled)) / 2
    shift = 360 * ceil((middle - EAST) / 360)
    return [(x - shift, y) for x, y in unrolled]


def _closed(points: list[Point]) -> list[Point]:
    """The ring; one that goes all around the world is closed along the South Pole."""
    if abs(points[0][0] - points[-1][0]) < 180:
        return points
    shore = [(x - 360 * ceil((x - EAST) / 360), y) for x, y in points[1:]]
    cut = max(range(len(shore)), key=lambda place: abs(shore[place][0] - shore[place - 1][0]))
    shore = shore[cut:] + shore[:cut]
    edges = sorted((EAST, EAST - 360), key=lambda edge: abs(edge - shore[0][0]))
    first, last = [(float(edge), shore[0][1]) for edge in edges]
    return [first, *shore, last, (last[0], -90), (first[0], -90), first]


def _line(points: list[Point]) -> Line:
    """The line in tenths of a degree, each step as two letters."""
    whole = [(round(x * TENTHS), round(y * TENTHS)) for x, y in points]
    steps = []
    for (x, y), (to_x, to_y) in pairwise(whole):
        count = ceil(max(abs(to_x - x), abs(to_y - y)) / LONGEST)
        for step in range(1, count + 1):
            next_x = x + round((to_x - x) * step / count)
            next_y = y + round((to_y - y) * step / count)
            last_x = x + round((to_x - x) * (step - 1) / count)
            last_y = y + round((to_y - y) * (step - 1) / count)
            steps.append(chr(NONE + next_x - last_x) + chr(NONE + next_y - last_y))
    return [*whole[0], "".join(steps)]


if __name__ == "__main__":
    main()
