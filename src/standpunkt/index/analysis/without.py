"""Leave one source out: the central score of every state whose values rest on a source, without it.

Such values count as not reported and are filled like other gaps; anchors stay. It is a computation of its
own: contributions say what a source brings, this says where the state would stand.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.doubt.settings import central_settings
from standpunkt.index.prepare import Prepared, rule_from
from standpunkt.index.score.cells import NOT_REPORTED, OBSERVED
from standpunkt.index.score.classify import classify
from standpunkt.index.score.coverage import covered, has_conduct, path_weights
from standpunkt.index.score.panel import Panel, central_positions
from standpunkt.index.score.states import Rule, score_states, shares_by_state
from standpunkt.tables.schemas.result import StudyStateMonthSource

Floats = NDArray[Any]
KEY = ("iso3", "indicator_code")


def source_frame(ready: Prepared, parts: pl.DataFrame, months: Iterable[date]) -> pl.DataFrame:
    """Rows of `study_state_month_source`.

    Args:
        ready: The study and its arrays.
        parts: Rows of `study_state_month_indicator_part`.
        months: The months wanted.

    Returns:
        The table: states that are rated and rest on the source.
    """
    rule = rule_from(ready.study, ready.tree, central_settings(ready.study, ready.tree))
    named = parts.filter(pl.col("source_id").is_not_null())
    frames = []
    for month in sorted(months):
        t = ready.panel.months.index(month)
        cells = named.filter(pl.col("month_date") == month).select(*KEY, "source_id").unique().sort(pl.all())
        base = _run(ready, rule, _one_month(ready.panel, t))
        for (source,), gone in cells.group_by("source_id", maintain_order=True):
            frames.append(_without(ready, rule, (t, base), gone.with_columns(source_id=pl.lit(source))))
    columns = StudyStateMonthSource.columns()
    empty = pl.DataFrame(schema={name: column.dtype for name, column in columns.items()})
    every = pl.concat([empty, *(frame.select(list(columns)) for frame in frames)], how="vertical_relaxed")
    return every.sort("iso3", "month_date", "source_id")


def _one_month(panel: Panel, t: int) -> Panel:
    own = slice(t, t + 1)
    return replace(
        panel, months=(panel.months[t],), y=panel.y[:, own], sd=panel.sd[:, own], state=panel.state[:, own]
    )


def _run(ready: Prepared, rule: Rule, panel: Panel) -> tuple[Floats, NDArray[np.int8], NDArray[np.bool_]]:
    z, _ = central_positions(ready.calibration, ready.tree, panel, 0)
    applies, state = panel.applies(0), panel.state[0, 0]
    found = score_states(rule, z[:, :, None], applies)
    path = path_weights(ready.tree, shares_by_state(rule, applies))
    rated = covered(ready.study, path, state).rated & has_conduct(ready.study, ready.tree, state)
    return found.stance[:, 0], classify(found.stance, found.conduct)[:, 0], rated


def _without(
    ready: Prepared,
    rule: Rule,
    given: tuple[int, tuple[Floats, NDArray[np.int8], NDArray[np.bool_]]],
    gone: pl.DataFrame,
) -> pl.DataFrame:
    t, (stance, classes, rated) = given
    panel, codes = _one_month(ready.panel, t), ready.tree.indicators
    known = gone.filter(pl.col("iso3").is_in(list(panel.states)), pl.col("indicator_code").is_in(list(codes)))
    n = np.array([panel.states.index(each) for each in known["iso3"]], np.int64)
    k = np.array([codes.index(each) for each in known["indicator_code"]], np.int64)
    state, y = panel.state.copy(), panel.y.copy()
    state[:, 0, n, k] = np.where(state[:, 0, n, k] == OBSERVED, NOT_REPORTED, state[:, 0, n, k])
    y[:, 0, n, k] = np.nan
    other, then, still = _run(ready, rule, replace(panel, state=state, y=y))
    counts = np.bincount(n, minlength=len(panel.states))
    touched, order = np.flatnonzero(rated & (counts > 0)), np.array([*ready.study.classes.order, None])
    return pl.DataFrame(
        {
            "iso3": [panel.states[at] for at in touched],
            "month_date": [ready.panel.months[t]] * len(touched),
            "source_id": [gone["source_id"][0]] * len(touched),
            "cell_count": counts[touched],
            "stance_score": np.where(still, np.round(other, 6), np.nan)[touched],
            "change_score": np.where(still, np.round(other - stance, 6), np.nan)[touched],
            "class_with": order[classes[touched]].tolist(),
            "class_without": order[np.where(still, then, len(order) - 1)[touched]].tolist(),
        },
        schema_overrides={"class_with": pl.String, "class_without": pl.String},
    ).with_columns(pl.col("stance_score", "change_score").fill_nan(None))
