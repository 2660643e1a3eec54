"""Equal Earth: where a longitude and latitude lie on the map.

An equal-area projection, so that no state looks more important than its land (Šavrič, Patterson and Jenny
2019, doi:10.1080/13658816.2018.1504949). The map is cut at 169° west, in the Bering Strait.
"""

import math

EXTENT = (1000.0, 458.0)
"""Width and height of the map in pixels; Antarctica lies below its lower edge."""
CENTRAL_MERIDIAN = 11.0
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_HALF_WIDTH = 2.706629983
_SCALE = EXTENT[0] / (2 * _HALF_WIDTH)
_TOP = 83.7


def project(lon: float, lat: float) -> tuple[float, float]:
    """The place of a point on the map.

    Args:
        lon: Longitude in degrees, east positive.
        lat: Latitude in degrees, north positive.

    Returns:
        Pixels from the left and from the top.
    """
    x, y = _equal_earth(lon, lat)
    return EXTENT[0] / 2 + x * _SCALE, (_equal_earth(0.0, _TOP)[1] - y) * _SCALE


def _equal_earth(lon: float, lat: float) -> tuple[float, float]:
    turned = (lon - CENTRAL_MERIDIAN + 180) % 360 - 180
    slant = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    squared = slant * slant
    sixth = squared**3
    derived = 9 * _A4 * squared * sixth + 7 * _A3 * sixth + 3 * _A2 * squared + _A1
    x = 2 * math.sqrt(3) * math.radians(turned) * math.cos(slant) / (3 * derived)
    y = slant * (_A4 * squared * sixth + _A3 * sixth + _A2 * squared + _A1)
    return x, y
