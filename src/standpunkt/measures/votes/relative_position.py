"""Where a state stands between the opponent's camp and the power by all its other votes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from standpunkt.measures.cells import CELL, month_ends
from standpunkt.measures.measure import Measure, Measured, Request, Tables
from standpunkt.measures.votes.positions import LEAST_ROLL_CALLS, LEAST_STATES, Axis, Positions, positions
from standpunkt.measures.votes.vote_set import cast_votes, contested, normalised_symbol
from standpunkt.vocabulary.errors.measures import MeasureParameterError

VOTES, ROLL_CALLS = "state_roll_call_vote", "roll_call_resolution"
LEAST_CONTESTED = 30
"""Fewer other roll calls in the window say more about the agenda than about a state."""
LOWEST, HIGHEST = 0.05, 0.95
FIXED_SEED = 20240223


@dataclass(frozen=True)
class _Yearly:
    """Values from the votes of the window that ends with a year."""

    year: int
    frame: pl.DataFrame


def relative_position(tables: Tables, request: Request) -> Measured:
    """(d_opponent - d_power) / (d_opponent + d_power) on the line of all votes but the conflict's.

    Between -1 (with the camp's median) and 1 (with the power); 0 is as far from one as the other. One fit
    a year, of the window that ends with the last full year; a month uses the year before it. Missing:
    not_reported with fewer than 30 contested roll calls in the window or without a vote in it.
    Error (90 %): quantiles over joint draws.

    >>> MEASURE.code, MEASURE.value_range
    ('votes.relative_position', (-1.0, 1.0))

    Args:
        tables: state_roll_call_vote, roll_call_resolution.
        request: What the study asks; param `roll_calls` is `general`.

    Returns:
        One row per state and month; one part per cell, `model`: a position has no single fact behind it.

    Raises:
        MeasureParameterError: For another vote set.
    """
    wanted = request.params.get("roll_calls", "general")
    if wanted != "general":
        known = {"parameter": "roll_calls", "known": "general", "nearest": "general"}
        raise MeasureParameterError(
            indicator=request.indicator_code, measure=MEASURE.code, value=wanted, **known
        )
    found = list(_years(tables, request))
    states = sorted(set(request.universe) | request.study.poles.states())
    cells = pl.DataFrame({"iso3": states}, schema={"iso3": pl.String}).join(month_ends(request), how="cross")
    last_year = (pl.col("month_date").dt.year() - 1).cast(pl.Int32).alias("year")
    by_year = pl.concat([pl.DataFrame(schema=_SCHEMA), *(each.frame for each in found)])
    values = cells.with_columns(last_year).join(by_year, on=["iso3", "year"], how="left")
    values = values.with_columns(
        pl.lit("").alias("variant"),
        pl.col("input_count").fill_null(0),
        pl.when(pl.col("value").is_null()).then(pl.lit("not_reported")).alias("missing"),
    ).sort(CELL)
    text = pl.lit(None, pl.String)
    parts = values.filter(pl.col("value").is_not_null()).select(
        *CELL,
        pl.lit("model").alias("part_code"),
        pl.col("value").alias("part_value"),
        text.alias("table_name"),
        text.alias("row_key"),
        text.alias("source_id"),
    )
    return Measured(values=values.select(_COLUMNS), parts=parts)


_COLUMNS = [
    *CELL,
    "variant",
    "value",
    "low_value",
    "high_value",
    "input_count",
    "missing",
    "valid_from_date",
]
_SCHEMA = {
    "iso3": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,
    "low_value": pl.Float64,
    "high_value": pl.Float64,
    "input_count": pl.Int64,
    "valid_from_date": pl.Date,
}


def _years(tables: Tables, request: Request) -> Iterator[_Yearly]:
    study = request.study
    conflict = {normalised_symbol(symbol) for symbol in study.roll_calls.conflict}
    symbol = pl.col("symbol_code").map_elements(normalised_symbol, return_dtype=pl.String)
    others = tables[ROLL_CALLS].filter(~symbol.is_in(sorted(conflict)).fill_null(value=False))
    others = others.filter(pl.col("variant").is_null())
    cast = cast_votes(others, tables[VOTES])
    for year in sorted({month.year - 1 for month in request.months}):
        day = date(year, 12, 31)
        first = date(year - study.roll_calls.general.window_years, 12, 31)
        window = cast.filter((pl.col("known_date") > first) & (pl.col("known_date") <= day))
        voted = contested(window)
        enough = voted["roll_call_id"].n_unique() >= max(LEAST_CONTESTED, LEAST_ROLL_CALLS)
        if enough and voted["iso3"].n_unique() >= LEAST_STATES:
            axis = Axis(frozenset(study.poles.power.states), study.camp_members("opponent", day))
            generator = np.random.Generator(np.random.Philox(key=FIXED_SEED + year))
            yield _Yearly(year, _relative(positions(window, axis, generator), axis, day, voted))


def _relative(found: Positions, axis: Axis, day: date, voted: pl.DataFrame) -> pl.DataFrame:
    """Each state's newest row against the camp's median and the power's mean, draw by draw."""
    arrays = found.fit.ballots
    last = arrays.orders.state_start[1:] - 1
    at = np.column_stack([found.fit.rows.theta[last], found.draws[last]])
    names = np.array(arrays.states)
    power = at[np.isin(names, sorted(axis.power))].mean(axis=0)
    camp = np.median(at[np.isin(names, sorted(axis.camp))], axis=0)
    to_camp, to_power = np.abs(at - camp), np.abs(at - power)
    share = (to_camp - to_power) / np.maximum(to_camp + to_power, 1e-12)
    low, high = np.quantile(share[:, 1:], [LOWEST, HIGHEST], axis=1)
    value = share[:, 0]
    counts = voted.group_by("iso3").agg(pl.len().alias("input_count"), pl.col("date").max().alias("valid"))
    frame = pl.DataFrame(
        {
            "iso3": arrays.states,
            "year": [day.year] * len(names),
            "value": value,
            "low_value": np.minimum(low, value),
            "high_value": np.maximum(high, value),
        },
        schema_overrides={"year": pl.Int32},
    ).join(counts, on="iso3")
    return frame.rename({"valid": "valid_from_date"}).cast({"input_count": pl.Int64}).select(list(_SCHEMA))


MEASURE = Measure(
    code="votes.relative_position",
    label="Relative position in all other votes",
    unit="share of distance",
    value_range=(-1.0, 1.0),
    tables=(VOTES, ROLL_CALLS),
    params={"roll_calls": "vote set: general"},
    reference="Bailey, Strezhnev, Voeten 2017 (the model); docs/method/votes.md",
    caveat="Most of the agenda is about other questions; zero is the middle of two ends, not neutrality.",
    compute=relative_position,
)
