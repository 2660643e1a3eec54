"""What would change the class: the smallest change of one fact, or of the weights."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.analysis.robustness import class_delta
from standpunkt.index.doubt.settings import central_settings
from standpunkt.index.prepare import rule_from
from standpunkt.index.score.classify import classify
from standpunkt.index.score.panel import limits
from standpunkt.index.score.position import Scale, untransform
from standpunkt.index.score.states import Rule, score_states
from standpunkt.index.whatif.answer import OpenMonth

Floats = NDArray[Any]
STEPS = 30


def fact_flips(month: OpenMonth) -> pl.DataFrame:
    """The smallest move of one indicator that gives another central class, everything else equal.

    Args:
        month: An open month.

    Returns:
        iso3, indicator_code, position_now, position_needed, value_needed (in the indicator's unit),
        class_now, class_then; smallest move first within a state, only where some position changes the class.
    """
    ready, tree = month.ready, month.ready.tree
    study, states = ready.study, ready.panel.states
    rule = rule_from(study, tree, central_settings(study, tree))
    applies = month.applies
    now = _classes(rule, month.flat, applies)
    bounds = limits(tree)
    rows = []
    for k, code in enumerate(tree.indicators):
        needed, then = _nearest(rule, (month.flat, applies), (k, bounds[k]), now)
        scale = ready.calibration.central(code)
        for n in np.flatnonzero(np.isfinite(needed) & applies[:, k]):
            y = _transformed(float(needed[n]), scale)
            rows.append(
                {
                    "iso3": states[n],
                    "indicator_code": code,
                    "position_now": float(month.flat[k, n]),
                    "position_needed": round(float(needed[n]), 6),
                    "value_needed": untransform(study.indicators[code], y, ready.calibration.units[code]),
                    "class_now": study.classes.order[now[n]],
                    "class_then": study.classes.order[then[n]],
                    "move": abs(float(needed[n]) - float(month.flat[k, n])),
                }
            )
    schema = {"iso3": pl.String, "indicator_code": pl.String, "move": pl.Float64}
    frame = pl.DataFrame(rows, schema_overrides=schema) if rows else pl.DataFrame(schema=schema)
    return frame.sort("iso3", "move", "indicator_code").drop("move")


def _transformed(position: float, scale: Scale) -> float:
    anchor = scale.plus if position > 0 else scale.minus
    return scale.zero if position == 0 else scale.zero + abs(position) * (anchor - scale.zero)


def _classes(rule: Rule, z: Floats, applies: NDArray[np.bool_]) -> NDArray[np.int8]:
    found = score_states(rule, z[:, :, None], applies)
    conduct = None if found.conduct is None else found.conduct[:, 0]
    return classify(found.stance[:, 0], conduct)


def _nearest(
    rule: Rule, at: tuple[Floats, NDArray[np.bool_]], which: tuple[int, Floats], now: NDArray[np.int8]
) -> tuple[Floats, NDArray[np.int8]]:
    # A grid finds the first side that changes the class, bisection the place; the score is monotone in z.
    (z, applies), (k, bounds) = at, which
    best, then = np.full(z.shape[1], np.inf), now.copy()
    for end in bounds:
        far = _moved(z, k, np.full(z.shape[1], end))
        flips = _classes(rule, far, applies) != now
        low, high = z[k].copy(), np.full(z.shape[1], end)
        for _ in range(STEPS):
            middle = (low + high) / 2
            moved = _classes(rule, _moved(z, k, middle), applies) != now
            low, high = np.where(moved, low, middle), np.where(moved, middle, high)
        nearer = flips & (np.abs(high - z[k]) < np.abs(np.where(np.isfinite(best), best, np.inf) - z[k]))
        best = np.where(nearer, high, best)
        then = np.where(nearer, _classes(rule, _moved(z, k, high), applies), then)
    return best, then


def _moved(z: Floats, k: int, values: Floats) -> Floats:
    found = z.copy()
    found[k] = values
    return found


def weight_flips(month: OpenMonth) -> pl.DataFrame:
    """The smallest half-width of weights at which the step of the central score can change.

    Args:
        month: An open month.

    Returns:
        iso3, delta (null where no weights change it).
    """
    ready = month.ready
    rule = rule_from(ready.study, ready.tree, central_settings(ready.study, ready.tree))
    delta = class_delta(rule, month.flat, month.applies)
    found = pl.DataFrame({"iso3": list(ready.panel.states), "delta": delta})
    return found.with_columns(delta=pl.when(pl.col("delta").is_finite()).then("delta"))
