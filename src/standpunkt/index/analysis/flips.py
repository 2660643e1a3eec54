"""What would change the class: the smallest change of one fact, of the weights, or of what gaps hide.

All of it is about the central run: its class, under the declared weights. The score rises with every
position, so bisection finds the place on each side of an indicator where the class changes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.analysis.robustness import class_delta
from standpunkt.index.doubt.settings import central_settings
from standpunkt.index.prepare import Prepared, rule_from
from standpunkt.index.score.cells import NOT_REPORTED, OBSERVED, SUPPRESSED
from standpunkt.index.score.classify import classify
from standpunkt.index.score.panel import central_positions, limits
from standpunkt.index.score.position import Scale, untransform
from standpunkt.index.score.states import Rule, score_states
from standpunkt.tables.schemas.result import StudyStateMonthTipping

Floats = NDArray[Any]
Flags = NDArray[np.bool_]
STEPS = 20
WIDEST_GAP = 3.0
"""Standard deviations of a gap beyond which no value is thought of."""


@dataclass(frozen=True)
class Centre:
    """The central run of one month: rule, positions [K,N], what applies [N,K], class of each state."""

    ready: Prepared
    t: int
    rule: Rule
    z: Floats
    applies: Flags
    now: NDArray[np.int8]


def centre_of(ready: Prepared, t: int) -> Centre:
    """Runs one month centrally.

    Args:
        ready: The study and its arrays.
        t: Position of the month.

    Returns:
        The month.
    """
    rule = rule_from(ready.study, ready.tree, central_settings(ready.study, ready.tree))
    z, _ = central_positions(ready.calibration, ready.tree, ready.panel, t)
    applies = ready.panel.applies(t)
    return Centre(ready, t, rule, z, applies, _classes(rule, z[:, :, None], applies)[:, 0])


def tipping_frame(ready: Prepared, t: int) -> pl.DataFrame:
    """Rows of `study_state_month_tipping` of one month.

    Args:
        ready: The study and its arrays.
        t: Position of the month.

    Returns:
        The table: per state the facts, the weights and the gaps that would change its central class.
    """
    centre = centre_of(ready, t)
    order = np.array(ready.study.classes.order)
    frames = [fact_flips(centre), gap_flips(centre), weight_flips(centre)]
    classes = pl.DataFrame({"iso3": list(ready.panel.states), "class_now": order[centre.now]})
    every = pl.concat(frames, how="diagonal").join(classes, on="iso3")
    return (
        every.with_columns(month_date=pl.lit(ready.panel.months[t]))
        .select(list(StudyStateMonthTipping.columns()))
        .sort("iso3", "kind", "delta", "indicator_code")
    )


def fact_flips(centre: Centre) -> pl.DataFrame:
    """The smallest move of one indicator that gives another central class, everything else equal.

    Args:
        centre: The month.

    Returns:
        iso3, kind, indicator_code, delta (of the position), value_needed (in the indicator's unit),
        class_then; only where some position changes the class.
    """
    ready, bounds = centre.ready, limits(centre.ready.tree)
    needed, then = _nearest(centre, bounds)
    rows = []
    for k, code in enumerate(ready.tree.indicators):
        scale = ready.calibration.central(code)
        for n in np.flatnonzero(np.isfinite(needed[k]) & centre.applies[:, k]):
            y = _transformed(float(needed[k, n]), scale)
            value = untransform(ready.study.indicators[code], y, ready.calibration.units[code])
            delta = abs(float(needed[k, n] - centre.z[k, n]))
            end = ready.study.classes.order[then[k, n]]
            rows.append((ready.panel.states[n], "fact", code, round(delta, 6), value, end))
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


_SCHEMA = {
    "iso3": pl.String,
    "kind": pl.String,
    "indicator_code": pl.String,
    "delta": pl.Float64,
    "value_needed": pl.Float64,
    "class_then": pl.String,
}


def _transformed(position: float, scale: Scale) -> float:
    anchor = scale.plus if position > 0 else scale.minus
    return scale.zero if position == 0 else scale.zero + abs(position) * (anchor - scale.zero)


def _classes(rule: Rule, z: Floats, applies: Flags) -> NDArray[np.int8]:
    found = score_states(rule, z, applies)
    return classify(found.stance, found.conduct)


def _nearest(centre: Centre, bounds: Floats) -> tuple[Floats, NDArray[np.int8]]:
    # Column 2k + side holds the positions in which indicator k alone has moved towards that end.
    count = len(bounds)
    own = np.repeat(np.arange(count), 2)
    ends = np.broadcast_to(bounds.ravel()[:, None], (2 * count, len(centre.now)))
    start = centre.z[own]

    def classes(moved: Floats) -> NDArray[np.int8]:
        z = np.repeat(centre.z[:, :, None], 2 * count, axis=2)
        z[own, :, np.arange(2 * count)] = moved
        return _classes(centre.rule, z, centre.applies).T

    flips = classes(ends) != centre.now
    high = _bisected(start, ends, lambda middle: classes(middle) != centre.now)
    then = classes(high)
    distance = np.where(flips, np.abs(high - start), np.inf).reshape(count, 2, -1)
    side = distance.argmin(axis=1)[:, None]
    needed = np.take_along_axis(high.reshape(count, 2, -1), side, axis=1)[:, 0]
    found = np.take_along_axis(then.reshape(count, 2, -1), side, axis=1)[:, 0]
    return np.where(np.isfinite(distance.min(axis=1)), needed, np.nan), found


def _bisected(low: Floats, high: Floats, is_changed: Callable[[Floats], Flags]) -> Floats:
    for _ in range(STEPS):
        middle = (low + high) / 2
        changed = is_changed(middle)
        low, high = np.where(changed, low, middle), np.where(changed, middle, high)
    return high


def gap_flips(centre: Centre) -> pl.DataFrame:
    """How far what gaps hide may lie from what is expected before the class changes; all gaps move together.

    Args:
        centre: The month.

    Returns:
        iso3, kind, delta (standard deviations, with the sign of the direction), class_then; only states whose
        class changes within three of them.
    """
    ready, state = centre.ready, centre.ready.panel.state[0, centre.t]
    sd = np.zeros_like(centre.z)
    is_gap = (state == NOT_REPORTED) | (state == SUPPRESSED)
    for found, states in ready.calibration.gaps.patterns(is_gap, state == OBSERVED):
        sd[np.ix_(found.gaps, states)] = found.sd[:, None]
    bounds = limits(ready.tree)[:, :, None]

    def classes(delta: Floats) -> NDArray[np.int8]:
        z = centre.z[:, :, None] + sd[:, :, None] * delta.T
        z = np.where(sd[:, :, None] > 0, np.clip(z, bounds[:, :1], bounds[:, 1:]), z)
        return _classes(centre.rule, z, centre.applies).T

    ends = np.array([[-WIDEST_GAP], [WIDEST_GAP]]) * np.ones(len(centre.now))
    flips = classes(ends) != centre.now
    high = _bisected(np.zeros_like(ends), ends, lambda middle: classes(middle) != centre.now)
    then, size = classes(high), np.where(flips, np.abs(high), np.inf)
    side, order = size.argmin(axis=0), ready.study.classes.order
    rows = [
        (ready.panel.states[n], "gaps", "", round(float(high[side[n], n]), 4), None, order[then[side[n], n]])
        for n in np.flatnonzero(np.isfinite(size.min(axis=0)))
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def weight_flips(centre: Centre) -> pl.DataFrame:
    """The smallest half-width of weights at which the step of the central score can change.

    Args:
        centre: The month.

    Returns:
        iso3, kind, delta (share of the declared weights); only states that some weights change.
    """
    delta = class_delta(centre.rule, centre.z, centre.applies)
    rows = [
        (centre.ready.panel.states[n], "weights", "", float(delta[n]), None, None)
        for n in np.flatnonzero(np.isfinite(delta))
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")
