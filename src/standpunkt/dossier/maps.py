"""The world map as an inline SVG of our own: complete without script, coloured by classes of a style sheet.

Shapes were projected once (`tools/vendor_geometry.py`). Each state of the study is a link with a title in
words; small states are circles; a class that no draw makes sure of is dotted; no data is hatched.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from standpunkt.dossier.formats import class_words, state_title
from standpunkt.dossier.observatory import Observatory
from standpunkt.languages.names import state_name
from standpunkt.languages.say import say
from standpunkt.study.model import Study

FOLDER = Path(__file__).resolve().parent / "geometry"
CLASS_COUNT = 5
UNCERTAIN = "u"
NO_DATA = "n"
POLE = "p"
OUTSIDE = "x"
Box = tuple[float, float, float, float]
Link = Callable[[str], str]


@dataclass(frozen=True)
class World:
    """Projected shapes: `shapes` by code with path and box, `circles` of small states with anchor."""

    width: float
    height: float
    radius: float
    shapes: dict[str, Any]
    circles: dict[str, Any]


@lru_cache(maxsize=1)
def world() -> World:
    """The shapes of the package."""
    content = json.loads((FOLDER / "world.json").read_text(encoding="utf-8"))
    return World(**{name: content[name] for name in World.__dataclass_fields__})


@lru_cache(maxsize=1)
def map_style() -> str:
    """The style sheet that colours the map; web pages carry the same rules."""
    return (FOLDER / "map.css").read_text(encoding="utf-8")


def map_marks(observatory: Observatory, at: str | None = None) -> dict[str, str]:
    """The style classes of every state of the study; a month step swaps only these.

    Args:
        observatory: The built version.
        at: The period; None takes the newest.

    Returns:
        By ISO3: c0..c4 (the likeliest class), with ` u` where no class is sure; `n` without data; `p` pole.
    """
    order = observatory.study.classes.order
    marks = {row["iso3"]: _mark(row, order) for row in observatory.states(at)}
    return marks | dict.fromkeys(observatory.study.poles.states(), POLE)


def _mark(row: dict[str, Any], order: tuple[str, ...]) -> str:
    if row["class"] is None:
        return NO_DATA
    place = order.index(row["class_first"])
    return f"c{place} {UNCERTAIN}" if row["class"] == "between" else f"c{place}"


def map_svg(observatory: Observatory, at: str | None, language: str, link: Link | None = None) -> str:
    """The map for a page: inline SVG without a style of its own.

    Args:
        observatory: The built version.
        at: The period; None takes the newest.
        language: de or en.
        link: Gives the address of a state's page; None draws no links.

    Returns:
        An `<svg class="map">` element.
    """
    found = world()
    box = (0.0, 0.0, found.width, found.height)
    return _svg(observatory, at, language, _Frame(box, link=link))


def map_file(observatory: Observatory, at: str | None, language: str) -> str:
    """The map as a file of its own: with its style, legend and the note on borders.

    Args:
        observatory: The built version.
        at: The period; None takes the newest.
        language: de or en.

    Returns:
        A complete SVG document.
    """
    found = world()
    box = (0.0, 0.0, found.width, found.height + LEGEND_HEIGHT)
    legend = _legend_svg(observatory, at, language)
    return _svg(observatory, at, language, _Frame(box, style=map_style(), after=legend))


def locator_svg(observatory: Observatory, iso3: str, at: str | None, language: str) -> str:
    """A cut-out of the map around a state, which is outlined.

    Args:
        observatory: The built version.
        iso3: The state.
        at: The period; None takes the newest.
        language: de or en.

    Returns:
        A complete SVG document.
    """
    box = cut_out(iso3)
    thin = box[3] / 260
    style = f".map .land{{stroke-width:{thin / 2:.2f}}}.map .here{{stroke-width:{3 * thin:.2f}}}"
    frame = _Frame(box, style=map_style() + style, here=iso3)
    return _svg(observatory, at, language, frame)


def cut_out(iso3: str, aspect: float = 1.6) -> Box:
    """The part of the map that shows a state among its neighbours.

    Args:
        iso3: The state.
        aspect: Width over height of the cut-out.

    Returns:
        Left, top, width and height in pixels of the map, within its edges.
    """
    found = world()
    left, top, right, bottom = found.shapes[iso3]["box"]
    if iso3 in found.circles:
        x, y = found.circles[iso3]["at"]
        left, top, right, bottom = x, y, x, y
    height = max(
        DOT_CUT if iso3 in found.circles else SMALLEST_CUT,
        (bottom - top) * 2.2,
        (right - left) * 2.2 / aspect,
    )
    height = min(height, found.height)
    width = height * aspect
    x = min(max((left + right - width) / 2, 0.0), found.width - width)
    y = min(max((top + bottom - height) / 2, 0.0), found.height - height)
    return round(x, 1), round(y, 1), round(width, 1), round(height, 1)


SMALLEST_CUT = 70.0
DOT_CUT = 130.0
LEGEND_HEIGHT = 128.0
LEGEND_ROWS = 5


@dataclass(frozen=True)
class _Frame:
    """How a map is cut and dressed."""

    box: Box
    link: Link | None = None
    style: str = ""
    here: str = ""
    after: str = ""


def _svg(observatory: Observatory, at: str | None, language: str, frame: _Frame) -> str:
    marks = map_marks(observatory, at)
    rows = {row["iso3"]: row for row in observatory.states(at)}
    draw = _Draw(observatory.study, language, rows, marks, frame)
    found = world()
    plain = [draw.plain(code) for code in sorted(found.shapes) if code not in marks]
    lands = [draw.state(code) for code in sorted(marks) if code in found.shapes and not draw.is_dot(code)]
    dots = [draw.state(code) for code in sorted(marks) if draw.is_dot(code)]
    month = f"{observatory.month(at):%Y-%m}"
    title = say("World map of stances, {month}", language, month=month)
    left, top, width, height = frame.box
    size = f' width="{width:g}" height="{height:g}"' if frame.style else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="{left:g} {top:g} {width:g} {height:g}"'
        f'{size} role="group" lang="{language}" aria-label="{escape(title)}">'
        f"{f'<style>{frame.style}</style>' if frame.style else ''}{_patterns()}"
        f'<g class="outside">{"".join(plain)}</g><g class="states">{"".join(lands)}{"".join(dots)}</g>'
        f"{draw.pole_labels() if not frame.here else ''}{frame.after}</svg>"
    )


def _patterns() -> str:
    tile = 'width="4" height="4" patternUnits="userSpaceOnUse"'
    hatch = (
        f'<pattern id="hatch" {tile} patternTransform="rotate(45)">'
        '<rect class="hatch-ground" width="4" height="4"/>'
        '<line class="hatch-line" x1="0" y1="0" x2="0" y2="4"/></pattern>'
    )
    dotted = "".join(
        f'<pattern id="u{place}" {tile}>'
        f'<rect class="c{place}" width="4" height="4"/><circle class="dot" cx="2" cy="2" r=".55"/></pattern>'
        for place in range(CLASS_COUNT)
    )
    return f"<defs>{hatch}{dotted}</defs>"


@dataclass(frozen=True)
class _Draw:
    """Draws single states."""

    study: Study
    language: str
    rows: dict[str, Any]
    marks: dict[str, str]
    frame: _Frame

    def plain(self, code: str) -> str:
        """A shape outside the study: drawn, without colour and link."""
        return f'<path class="land {OUTSIDE}" d="{world().shapes[code]["d"]}"/>'

    def state(self, code: str) -> str:
        """A state of the study, as a link if the map has links."""
        title = escape(self.title(code))
        shape = self._circle(code, title) if self.is_dot(code) else self._shape(code, title)
        if self.frame.link is None:
            return shape
        return (
            f'<a href="{escape(self.frame.link(code))}" aria-label="{title}" data-iso3="{code}">{shape}</a>'
        )

    def is_dot(self, code: str) -> bool:
        """Whether a state is drawn as a circle; a cut-out does so only for its own small state."""
        return code in world().circles and (not self.frame.here or code == self.frame.here)

    def title(self, code: str) -> str:
        """What the state's tooltip and label say."""
        name = state_name(code, self.language)
        if code in self.study.poles.states():
            return say("{state}: party to the conflict, without a score", self.language, state=name)
        return state_title(self.rows[code], self.study, self.language)

    def _paint(self, code: str) -> str:
        mark = self.marks[code]
        here = " here" if code == self.frame.here else ""
        fill = ""
        if mark == NO_DATA:
            fill = ' fill="url(#hatch)"'
        if mark.endswith(UNCERTAIN) and self.frame.here:
            mark = mark[:2]
        elif mark.endswith(UNCERTAIN):
            fill = f' fill="url(#u{mark[1]})"'
            mark = f"{UNCERTAIN} {UNCERTAIN}{mark[1]}"
        return f'class="land {mark}{here}"{fill}'

    def _shape(self, code: str, title: str) -> str:
        path = world().shapes[code]["d"]
        return f'<path id="{code}" {self._paint(code)} d="{path}"><title>{title}</title></path>'

    def _circle(self, code: str, title: str) -> str:
        circle = world().circles[code]
        (x, y), (from_x, from_y) = circle["at"], circle["anchor"]
        moved = abs(x - from_x) + abs(y - from_y) > 1
        leader = f'<line class="leader" x1="{from_x}" y1="{from_y}" x2="{x}" y2="{y}"/>' if moved else ""
        ring = f'cx="{x}" cy="{y}" r="{world().radius}"'
        return f'{leader}<circle id="{code}" {self._paint(code)} {ring}><title>{title}</title></circle>'

    def pole_labels(self) -> str:
        """The names of large poles, written on them."""
        labels = []
        for code in sorted(self.study.poles.states()):
            left, top, right, bottom = world().shapes[code]["box"]
            if right - left > LABEL_ROOM:
                place = f'x="{(left + right) / 2:.0f}" y="{(top + bottom) / 2 + 8:.0f}"'
                labels.append(
                    f'<text class="pole-label" {place}>{escape(state_name(code, self.language))}</text>'
                )
        return "".join(labels)


LABEL_ROOM = 80.0


def legend_rows(study: Study, language: str) -> list[dict[str, str]]:
    """What the colours mean, with the cuts.

    Args:
        study: The study.
        language: de or en.

    Returns:
        mark (style class), label and rule of each entry, from the opponent's side to the power's, then the
        signs for unsure, without data, party to the conflict, and outside the study.
    """
    rows = [
        {"mark": f"c{place}", "label": label, "rule": rule}
        for place, (label, rule) in enumerate(class_words(study, language))
    ]
    share = f"{study.classes.name_at * 100:.0f}"
    return [
        *rows,
        {
            "mark": UNCERTAIN,
            "label": say("between two classes", language),
            "rule": say("no class reaches {percent} %; colour of the likeliest", language, percent=share),
        },
        {"mark": NO_DATA, "label": say("not rated", language), "rule": say("too little data", language)},
        {"mark": POLE, "label": say("party to the conflict", language), "rule": say("no score", language)},
        {"mark": OUTSIDE, "label": say("not in the study", language), "rule": ""},
    ]


def borders_note(language: str) -> str:
    """The line under every map."""
    return say(
        "Borders and names on this map imply no position on the legal status of any territory.", language
    )


def _legend_svg(observatory: Observatory, at: str | None, language: str) -> str:
    top = world().height + 16
    entries = []
    for place, row in enumerate(legend_rows(observatory.study, language)):
        x, y = 20 + (place // LEGEND_ROWS) * 490, top + (place % LEGEND_ROWS) * 19
        entries.append(
            f'<rect {_legend_paint(row["mark"])} x="{x}" y="{y - 9}" width="16" height="11"/>'
            f'<text class="legend" x="{x + 22}" y="{y}">{escape(_entry(row))}</text>'
        )
    stamp = observatory.stamp()
    foot = f"{borders_note(language)} Standpunkt {stamp['version']}, {observatory.month(at):%Y-%m}."
    style = '<style>.legend{font:11px "IBM Plex Sans",sans-serif;fill:#1a1a1a}.foot{font-size:9.5px}</style>'
    return f'{style}{"".join(entries)}<text class="legend foot" x="20" y="{top + 103}">{escape(foot)}</text>'


def _legend_paint(mark: str) -> str:
    fill = {NO_DATA: ' fill="url(#hatch)"', UNCERTAIN: ' fill="url(#u3)"'}.get(mark, "")
    return f'class="land {mark}"{fill}'


def _entry(row: dict[str, str]) -> str:
    return f"{row['label']}: {row['rule']}" if row["rule"] else row["label"]
