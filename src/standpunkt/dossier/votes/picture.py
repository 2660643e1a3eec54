"""The world map of one roll call: shapes coloured by vote, complete without script."""

from collections.abc import Callable, Mapping
from html import escape

from standpunkt.dossier.maps import world

OUTSIDE = "x"
HATCH = (
    '<defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="hatch-ground" width="4" height="4"/>'
    '<line class="hatch-line" x1="0" y1="0" x2="0" y2="4"/></pattern></defs>'
)


def vote_map(
    votes: Mapping[str, str], words: Mapping[str, str], label: str, link: Callable[[str], str]
) -> str:
    """Draws the votes of a roll call.

    Args:
        votes: By ISO3 the value, which becomes the style class `v-<value>`.
        words: By ISO3 what the state's label says.
        label: What the map shows, in words.
        link: Gives the address of a state's page.

    Returns:
        An `<svg class="map">` element without a style of its own.
    """
    found = world()
    plain = [_shape(code, OUTSIDE, "") for code in sorted(found.shapes) if code not in votes]
    lands = [code for code in sorted(votes) if code in found.shapes and code not in found.circles]
    dots = [code for code in sorted(votes) if code in found.circles]
    drawn = [
        f'<a href="{escape(link(code))}" aria-label="{escape(words[code])}" data-iso3="{code}">'
        f"{_shape(code, f'v-{votes[code]}', words[code])}</a>"
        for code in (*lands, *dots)
    ]
    return (
        f'<svg class="map" viewBox="0 0 {found.width:g} {found.height:g}" role="group" '
        f'aria-label="{escape(label)}">{HATCH}<g class="outside">{"".join(plain)}</g>'
        f'<g class="states">{"".join(drawn)}</g></svg>'
    )


def _shape(code: str, mark: str, title: str) -> str:
    found = world()
    said = f"<title>{escape(title)}</title>" if title else ""
    fill = ' fill="url(#hatch)"' if mark in {"v-absent", "v-no_record"} else ""
    if code in found.circles and mark != OUTSIDE:
        x, y = found.circles[code]["at"]
        return f'<circle class="land {mark}"{fill} cx="{x}" cy="{y}" r="{found.radius}">{said}</circle>'
    return f'<path class="land {mark}"{fill} d="{found.shapes[code]["d"]}">{said}</path>'
