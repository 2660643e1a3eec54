"""What is kept so that later questions start where the build ended: calibration, errors of the last month."""

import json
from datetime import date

import numpy as np
import polars as pl

from standpunkt.index.doubt.fields import CellErrors, Errors
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.panel import Panel
from standpunkt.index.score.tree import Tree


def calibration_frame(calibration: Calibration) -> pl.DataFrame:
    """The calibration as a table of one row; nothing is lost.

    Args:
        calibration: The calibration.

    Returns:
        Rows of `study_calibration`.
    """
    content = json.dumps(calibration.as_dict(), sort_keys=True)
    row = (calibration.study_hash, calibration.hash(), content)
    return pl.DataFrame([row], schema=["study_hash", "calibration_hash", "content_json"], orient="row")


def calibration_of(frame: pl.DataFrame) -> Calibration:
    """Reads what `calibration_frame` wrote.

    Args:
        frame: Rows of `study_calibration`.

    Returns:
        An equal calibration.
    """
    return Calibration.from_dict(json.loads(frame["content_json"][0]))


def error_frame(errors: CellErrors, codes: tuple[str, ...], panel: Panel) -> pl.DataFrame:
    """The errors of the month reached, so that it can be opened without drawing all months before it.

    Args:
        errors: Errors of cells.
        codes: Indicators in the order of the errors.
        panel: Gives months and states.

    Returns:
        month_date, indicator_code, iso3, values: the first half of mirrored pairs, float32.
    """
    pairs = [(code, panel.states[n]) for code, rows in zip(codes, errors.rows, strict=True) for n in rows]
    values = np.concatenate([each for each in errors.current if len(each)] or [np.zeros((0, 1), np.float32)])
    return pl.DataFrame(pairs, schema=["indicator_code", "iso3"], orient="row").with_columns(
        month_date=pl.lit(panel.months[-1]), values=pl.Series(list(values), dtype=pl.List(pl.Float32))
    )


def errors_of(frame: pl.DataFrame, tree: Tree, panel: Panel, draws: int) -> tuple[date, Errors] | None:
    """Reads what `error_frame` wrote.

    Args:
        frame: Its rows.
        tree: Order of indicators.
        panel: Order of states.
        draws: Number of draws.

    Returns:
        The month and its errors; None where there are none.
    """
    if not frame.height:
        return None
    rows, values = [], []
    for code in tree.indicators:
        own = frame.filter(pl.col("indicator_code") == code)
        rows.append(np.array([panel.states.index(state) for state in own["iso3"]], np.int64))
        count = len(frame["values"][0])
        values.append(own["values"].explode().to_numpy().reshape(-1, count) if own.height else _none(count))
    return frame["month_date"][0], Errors(tuple(rows), tuple(values), draws)


def _none(count: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.zeros((0, count), np.float32)
