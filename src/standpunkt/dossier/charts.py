"""Charts as SVG of our own: contributions, the Stance on its scale and over time, class probabilities.

Each draws interval and value in the same layer, names its parts directly, has an alternative text, and is
coloured by style classes, so that pages, PDF and dark mode share one drawing (docs/decisions/061).
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from standpunkt.dossier.formats import CUTS, class_label, say_of_study
from standpunkt.dossier.observatory import Observatory
from standpunkt.languages.numbers import percent, signed
from standpunkt.languages.say import say
from standpunkt.measures.catalogue import find
from standpunkt.study.model import Study

WIDTH = 440.0
WIDE = 680.0
LABEL_WIDTH = 220.0
ROW = 28.0
MOST_BARS = 7
SMALLEST_REACH = 10.0
IMPUTED = "imputed"
FOLDER = Path(__file__).resolve().parent / "templates"
Row = dict[str, Any]


@dataclass(frozen=True)
class Chart:
    """A drawing: `svg` without style (for pages), `alt` in at most 150 characters."""

    id: str
    title: str
    alt: str
    svg: str

    def file(self) -> str:
        """The drawing as a document of its own, with its style."""
        return self.svg.replace("<!--style-->", f"<style>{chart_style()}</style>", 1)


@lru_cache(maxsize=1)
def chart_style() -> str:
    """The style sheet of the charts; web pages carry the same rules."""
    return (FOLDER / "chart.css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Scale:
    """A linear axis from values to pixels."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """The pixel of a value, kept within the axis."""
        ends = sorted((self.low, self.high))
        inside = min(max(value, ends[0]), ends[1])
        return round(self.left + (inside - self.low) / (self.high - self.low) * (self.right - self.left), 1)


def contribution_chart(explained: Row, study: Study, language: str) -> Chart:
    """Bars of the largest contributions with their intervals; the rest in one bar.

    Args:
        explained: What `Observatory.explain` gives.
        study: The study, which names the sides.
        language: de or en.

    Returns:
        The chart.
    """
    rows = [row for row in explained["contributions"] if abs(row["contribution"]) > SMALLEST_SHOWN]
    shown, rest = rows[:MOST_BARS], rows[MOST_BARS:]
    bars = [
        Bar(_bar_label(row, study, language), row["contribution"], row["low"], row["high"], row["kind"])
        for row in shown
    ]
    if rest:
        bars.append(Bar(say("all others", language), sum(row["contribution"] for row in rest)))
    reach = max([SMALLEST_REACH, *(bar.reach for bar in bars)])
    scale = Scale(-reach, reach, LABEL_WIDTH, WIDTH - 40)
    drawn = [_bar(bar, scale, place, language) for place, bar in enumerate(bars)]
    height = len(bars) * ROW + 26
    zero = scale.at(0)
    axis = f'<line class="axis" x1="{zero}" y1="0" x2="{zero}" y2="{height - 22}"/>'
    title = say("Contributions to the Stance, in points", language)
    body = axis + "".join(drawn) + _side_labels(scale, study, height - 7, language)
    alt = say(
        "Largest contributions: {list}",
        language,
        list="; ".join(_bar_words(bar, language) for bar in bars[:3]),
    )
    return _chart("contributions", (title, alt), body, (WIDTH, height))


SMALLEST_SHOWN = 0.05


@dataclass(frozen=True)
class Bar:
    """A contribution with its interval; kind as in the contributions."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    kind: str = "data"

    @property
    def reach(self) -> float:
        """The largest distance from zero that is drawn."""
        return max(abs(self.value), abs(self.low or 0.0), abs(self.high or 0.0))


def _bar_label(row: Row, study: Study, language: str) -> str:
    label = say_of_study(find(row["measure"]).label, study, language)
    return say("{label} (estimated)", language, label=label) if row["kind"] == IMPUTED else label


def _bar_words(bar: Bar, language: str) -> str:
    return f"{bar.label} {signed(bar.value, language, 1)}"


def _bar(bar: Bar, scale: Scale, place: int, language: str) -> str:
    label, value, low, high = bar.label, bar.value, bar.low, bar.high
    y = place * ROW + 4
    zero, end = scale.at(0), scale.at(value)
    side = "towards-power" if value > 0 else "towards-opponent"
    side += " imputed" if bar.kind == IMPUTED else ""
    whisker = ""
    if low is not None and high is not None:
        whisker = (
            f'<line class="whisker" x1="{scale.at(low)}" y1="{y + 7}" x2="{scale.at(high)}" y2="{y + 7}"/>'
        )
    return (
        f"{_label(label, y + 11)}"
        f'<rect class="bar {side}" x="{min(zero, end)}" y="{y}" width="{abs(end - zero):.1f}" height="14"/>'
        f"{whisker}"
        f'<text class="value" x="{WIDTH}" y="{y + 11}" text-anchor="end">{signed(value, language, 1)}</text>'
    )


def _label(text: str, y: float) -> str:
    lines = textwrap.wrap(text, LONGEST_LINE, max_lines=LABEL_LINES, placeholder=" …")
    first = y - 6 * (len(lines) - 1)
    spans = "".join(
        f'<tspan x="{LABEL_WIDTH - 12:.0f}" y="{first + 12 * place}">{escape(line)}</tspan>'
        for place, line in enumerate(lines)
    )
    return f'<text class="label" text-anchor="end">{spans}</text>'


LONGEST_LINE = 36
LABEL_LINES = 2


def _side_labels(scale: Scale, study: Study, y: float, language: str) -> str:
    low = say("← {side}", language, side=study.poles.opponent.label[language])
    high = say("{side} →", language, side=study.poles.power.label[language])
    return (
        f'<text class="axis-label" x="{scale.left}" y="{y}">{escape(low)}</text>'
        f'<text class="axis-label" x="{scale.right}" y="{y}" text-anchor="end">{escape(high)}</text>'
    )


def stance_scale(row: Row, observatory: Observatory, language: str) -> Chart:
    """The Stance with its interval on the scale of the five classes.

    Args:
        row: A rated row of `Observatory.states`.
        observatory: The built version.
        language: de or en.

    Returns:
        The chart.
    """
    study = observatory.study
    scale = Scale(*study.indices.stance.range, 6, WIDE - 6)
    edges = [scale.low, *(-cut for cut in reversed(CUTS)), *CUTS, scale.high]
    bands = "".join(
        f'<rect class="c{place}" x="{scale.at(low)}" y="20" height="16" '
        f'width="{scale.at(high) - scale.at(low):.1f}"/>'
        for place, (low, high) in enumerate(pairwise(edges))
    )
    ticks = "".join(
        f'<text class="axis-label" x="{scale.at(edge)}" y="50" text-anchor="{_anchor(edge, scale)}">'
        f"{signed(edge, language)}</text>"
        for edge in edges
    )
    x, low, high = (scale.at(row[name]) for name in ("stance", "stance_low", "stance_high"))
    mark = (
        f'<line class="interval" x1="{low}" y1="14" x2="{high}" y2="14"/>'
        f'<circle class="point" cx="{x}" cy="14" r="4.5"/>'
    )
    alt = say(
        "Stance {stance}, 90 % interval {low} to {high}",
        language,
        stance=signed(row["stance"], language),
        low=signed(row["stance_low"], language),
        high=signed(row["stance_high"], language),
    )
    return _chart("scale", (say("Stance", language), alt), bands + ticks + mark, (WIDE, 54))


def _anchor(edge: float, scale: Scale) -> str:
    return {scale.low: "start", scale.high: "end"}.get(edge, "middle")


def class_chart(row: Row, observatory: Observatory, language: str) -> Chart:
    """Bars of the probability of each class.

    Args:
        row: A rated row of `Observatory.states`.
        observatory: The built version.
        language: de or en.

    Returns:
        The chart.
    """
    study = observatory.study
    scale = Scale(0, 1, LABEL_WIDTH, WIDTH - 44)
    chances = [(code, row[f"p_{code.lower()}"] or 0.0) for code in study.classes.order]
    body = "".join(
        f'<text class="label" x="{LABEL_WIDTH - 12:.0f}" y="{place * ROW + 15}" text-anchor="end">'
        f"{escape(class_label(code, study, language))}</text>"
        f'<rect class="bar c{place}" x="{scale.left}" y="{place * ROW + 4}" '
        f'width="{scale.at(chance) - scale.left:.1f}" height="14"/>'
        f'<text class="value" x="{WIDTH}" y="{place * ROW + 15}" text-anchor="end">'
        f"{percent(chance, language)}</text>"
        for place, (code, chance) in enumerate(chances)
    )
    likely = sorted(chances, key=lambda pair: -pair[1])[:2]
    words = "; ".join(f"{class_label(code, study, language)} {percent(p, language)}" for code, p in likely)
    alt = say("Probability of the classes: {list}", language, list=words)
    return _chart(
        "classes", (say("Probability of each class", language), alt), body, (WIDTH, len(chances) * ROW + 6)
    )


def timeline_chart(rows: Sequence[Row], observatory: Observatory, language: str) -> Chart:
    """The Stance over the months, with its interval as a band and the phases of the conflict.

    Args:
        rows: What `Observatory.timeline` gives.
        observatory: The built version.
        language: de or en.

    Returns:
        The chart; gaps stay gaps.
    """
    across = Scale(_year(rows[0]["month"]), _year(rows[-1]["month"]) + LAST_MONTH, 34, WIDTH - 8)
    low, high = observatory.study.indices.stance.range
    down = Scale(high, low, 6, TIMELINE_HEIGHT - 22)
    grid = "".join(
        f'<line class="grid" x1="34" y1="{down.at(v)}" x2="{WIDTH - 8}" y2="{down.at(v)}"/>'
        f'<text class="axis-label" x="30" y="{down.at(v) + 3.5}" text-anchor="end">'
        f"{signed(v, language)}</text>"
        for v in (low, *(-cut for cut in CUTS), 0, *CUTS, high)
    )
    body = grid + _phases(observatory, across, language) + _years(across)
    for run in _runs(rows):
        body += _band(run, across, down)
    rated = [row for row in rows if row["stance"] is not None]
    alt = say("No Stance in any month", language)
    if rated:
        alt = say(
            "Stance from {first} ({start}) to {last} ({end})",
            language,
            first=signed(rated[0]["stance"], language),
            start=rated[0]["month"],
            last=signed(rated[-1]["stance"], language),
            end=rated[-1]["month"],
        )
    title = say("Stance over time, with 90 % interval", language)
    return _chart("timeline", (title, alt), body, (WIDTH, TIMELINE_HEIGHT))


TIMELINE_HEIGHT = 180.0
LAST_MONTH = 1 / 12
MOST_YEAR_LABELS = 7


def _year(month: str) -> float:
    year, number = month.split("-")
    return int(year) + (int(number) - 1) / 12


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    runs: list[list[Row]] = [[]]
    for row in rows:
        if row["stance"] is None:
            runs.append([])
        else:
            runs[-1].append(row)
    return [run for run in runs if run]


def _band(run: list[Row], across: Scale, down: Scale) -> str:
    xs = [across.at(_year(row["month"])) for row in run]
    tops = [f"{x},{down.at(row['stance_high'])}" for x, row in zip(xs, run, strict=True)]
    bottoms = [f"{x},{down.at(row['stance_low'])}" for x, row in zip(xs, run, strict=True)]
    line = " ".join(f"{x},{down.at(row['stance'])}" for x, row in zip(xs, run, strict=True))
    end = f'<circle class="point" cx="{xs[-1]}" cy="{down.at(run[-1]["stance"])}" r="3"/>'
    return (
        f'<polygon class="band" points="{" ".join(tops + bottoms[::-1])}"/>'
        f'<polyline class="line" points="{line}"/>{end}'
    )


def _phases(observatory: Observatory, across: Scale, language: str) -> str:
    drawn = ""
    for phase in observatory.study.events:
        year = _year(f"{phase.date:%Y-%m}")
        if across.low <= year <= across.high:
            x = across.at(year)
            drawn += f'<line class="phase" x1="{x}" y1="6" x2="{x}" y2="{TIMELINE_HEIGHT - 22}"/>'
            side = 'text-anchor="end" ' if across.right - x < PHASE_ROOM else ""
            place = f'{side}x="{x - 3 if side else x + 3}" y="15"'
            drawn += f'<text class="axis-label" {place}>{escape(phase.label[language])}</text>'
    return drawn


def _years(across: Scale) -> str:
    first, last = int(across.low), int(across.high)
    step = max(1, round((last - first) / MOST_YEAR_LABELS))
    return "".join(
        f'<text class="axis-label" x="{across.at(year)}" y="{TIMELINE_HEIGHT - 6}" '
        f'text-anchor="middle">{year}</text>'
        for year in range(first + (across.low > first), last + 1, step)
        if across.right - across.at(year) > YEAR_ROOM
    )


YEAR_ROOM = 12.0
PHASE_ROOM = 110.0


def _chart(name: str, words: tuple[str, str], body: str, size: tuple[float, float]) -> Chart:
    (title, alt), (width, height) = words, size
    short = alt if len(alt) <= LONGEST_ALT else alt[: LONGEST_ALT - 1].rstrip() + "…"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{name}" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img" '
        f'aria-label="{escape(short)}"><!--style-->{body}</svg>'
    )
    return Chart(name, title, short, svg)


LONGEST_ALT = 150
