"""Drawings of votes: a state's line over time with its band, and how reliable forecasts were."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from standpunkt.dossier.charts import Scale
from standpunkt.dossier.votes.questions.request import Row
from standpunkt.languages.numbers import number, percent, signed
from standpunkt.languages.say import say

WIDTH, HEIGHT = 320.0, 150.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 8.0, 10.0, 20.0
SQUARE = 320.0
TICKS = 5
SMALLEST_DOT, LARGEST_DOT = 2.5, 9.0
LEAST_CASES = 50


@dataclass(frozen=True)
class Frame:
    """The axes that several small drawings share: years, values, values with a grid line, decimals."""

    first: int
    last: int
    low: float
    high: float
    grid: tuple[float, ...]
    digits: int


def line_with_band(rows: Sequence[Row], frame: Frame, name: str, language: str) -> str:
    """A state's values by year as a line with its 90 % interval; gaps stay gaps.

    Args:
        rows: year, value, low, high, is_partial; sorted by year.
        frame: The axes.
        name: Whose line it is.
        language: de or en.

    Returns:
        An `<svg>` element without a style of its own.
    """
    across = Scale(frame.first, max(frame.last, frame.first + 1), LEFT, WIDTH - RIGHT)
    down = Scale(frame.high, frame.low, TOP, HEIGHT - BOTTOM)
    grid = "".join(
        f'<line class="grid" x1="{LEFT}" y1="{down.at(value)}" x2="{WIDTH - RIGHT}" y2="{down.at(value)}"/>'
        f'<text class="axis-label" x="{LEFT - 4}" y="{down.at(value) + 3.5}" text-anchor="end">'
        f"{_tick(value, frame, language)}</text>"
        for value in frame.grid
    )
    years = "".join(
        f'<text class="axis-label" x="{across.at(year)}" y="{HEIGHT - 5}" text-anchor="{anchor}">'
        f"{year}</text>"
        for year, anchor in ((frame.first, "start"), (frame.last, "end"))
    )
    drawn = "".join(_run(run, across, down) for run in _runs(rows))
    alt = name
    if rows:
        first, last = rows[0], rows[-1]
        alt = say(
            "{state}: {first} ({from_year}) to {last} ({to_year})",
            language,
            state=name,
            first=_tick(first["value"], frame, language, 1),
            from_year=first["year"],
            last=_tick(last["value"], frame, language, 1),
            to_year=last["year"],
        )
    return _svg(alt, grid + years + drawn, (WIDTH, HEIGHT))


def reliability_drawing(rows: Sequence[Row], language: str) -> str:
    """Said against happened, by decile; the larger the dot, the more cases; rare deciles are hollow.

    Args:
        rows: mean_probability, happened, cases.
        language: de or en.

    Returns:
        An `<svg>` element without a style of its own.
    """
    across, down = Scale(0, 1, 52, SQUARE - 20), Scale(1, 0, 16, SQUARE - 40)
    ticks = [step / TICKS for step in range(TICKS + 1)]
    axes = "".join(
        f'<line class="grid" x1="52" y1="{down.at(v)}" x2="{SQUARE - 20}" y2="{down.at(v)}"/>'
        f'<text class="axis-label" x="48" y="{down.at(v) + 3.5}" text-anchor="end">'
        f"{percent(v, language)}</text>"
        f'<text class="axis-label" x="{across.at(v)}" y="{SQUARE - 24}" text-anchor="middle">'
        f"{percent(v, language)}</text>"
        for v in ticks
    )
    ideal = (
        f'<line class="phase" x1="{across.at(0)}" y1="{down.at(0)}" x2="{across.at(1)}" y2="{down.at(1)}"/>'
    )
    most = max((row["cases"] for row in rows), default=1)
    dots = "".join(
        f'<circle class="point{"" if row["cases"] >= LEAST_CASES else " hollow"}" '
        f'cx="{across.at(row["mean_probability"])}" cy="{down.at(row["happened"])}" '
        f'r="{SMALLEST_DOT + (LARGEST_DOT - SMALLEST_DOT) * (row["cases"] / most) ** 0.5:.1f}"/>'
        for row in rows
    )
    caption = (
        f'<text class="axis-label" x="{(SQUARE + 32) / 2}" y="{SQUARE - 6}" text-anchor="middle">'
        f"{escape(say('said', language))}</text>"
        f'<text class="axis-label" x="56" y="10">{escape(say("happened", language))}</text>'
    )
    alt = say("Probability said against share that happened, in {count} steps", language, count=len(rows))
    return _svg(alt, axes + ideal + dots + caption, (SQUARE, SQUARE))


def _tick(value: float, frame: Frame, language: str, more: int = 0) -> str:
    digits = frame.digits + more
    return signed(value, language, digits) if frame.low < 0 else number(value, language, digits)


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    """Stretches of years without a gap of more than one year."""
    runs: list[list[Row]] = []
    for row in rows:
        if not runs or row["year"] - runs[-1][-1]["year"] > 1:
            runs.append([])
        runs[-1].append(row)
    return runs


def _run(run: list[Row], across: Scale, down: Scale) -> str:
    xs = [across.at(row["year"]) for row in run]
    tops = [f"{x},{down.at(row['high'])}" for x, row in zip(xs, run, strict=True)]
    bottoms = [f"{x},{down.at(row['low'])}" for x, row in zip(xs, run, strict=True)]
    line = " ".join(f"{x},{down.at(row['value'])}" for x, row in zip(xs, run, strict=True))
    marks = "".join(
        f'<circle class="point{" hollow" if row["is_partial"] else ""}" cx="{x}" '
        f'cy="{down.at(row["value"])}" r="2.6"/>'
        for x, row in zip(xs, run, strict=True)
        if row["is_partial"] or row is run[-1]
    )
    if len(run) == 1:
        low, high = down.at(run[0]["low"]), down.at(run[0]["high"])
        return f'<line class="whisker" x1="{xs[0]}" y1="{high}" x2="{xs[0]}" y2="{low}"/>{marks}'
    return (
        f'<polygon class="band" points="{" ".join(tops + bottoms[::-1])}"/>'
        f'<polyline class="line" points="{line}"/>{marks}'
    )


def _svg(alt: str, body: str, size: tuple[float, float]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {size[0]:g} {size[1]:g}" '
        f'width="{size[0]:g}" height="{size[1]:g}" role="img" aria-label="{escape(alt)}">{body}</svg>'
    )
