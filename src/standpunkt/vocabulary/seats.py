"""Where governments sit, and how far apart: what expectations of trade need of geography."""

import csv
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

FILE = Path(__file__).resolve().parent / "geography" / "seats.csv"
EARTH_KM = 6371.0


@lru_cache(maxsize=1)
def seats() -> dict[str, tuple[float, float]]:
    """Seat of government of each state, to a tenth of a degree (well-known positions, own table).

    Returns:
        Latitude and longitude in degrees by ISO3 code.
    """
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["iso3"]: (float(row["latitude"]), float(row["longitude"])) for row in rows}


def distance_km(one: str, other: str) -> float | None:
    """Great-circle distance between two seats of government (haversine formula).

    Args:
        one: ISO3 code.
        other: ISO3 code.

    Returns:
        Kilometres; None where a seat is not on file.
    """
    places = seats()
    if one not in places or other not in places:
        return None
    (north, east), (north_2, east_2) = (tuple(map(radians, places[code])) for code in (one, other))
    inner = sin((north_2 - north) / 2) ** 2 + cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(inner))
