"""Where a state stands by its votes on the conflict's own roll calls."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.measures.cells import CELL, month_ends
from standpunkt.measures.measure import Measure, Measured, Request, Tables
from standpunkt.measures.votes.scaling import attribution, grid
from standpunkt.measures.votes.scaling.grid import GRID, Floats, Items, Records, Votes
from standpunkt.measures.votes.vote_set import conflict_roll_calls
from standpunkt.study.model import Study, Variant
from standpunkt.tables.voting.sheet import CODES
from standpunkt.vocabulary.errors.measures import MeasureParameterError

VOTES, ROLL_CALLS = "state_roll_call_vote", "roll_call_resolution"
LIMIT = 12.0
DAYS_PER_YEAR = 365.25
HALF_INTERVAL = 1.6448536269514722
"""Standard deviations in half of a 90 % interval."""
LOWEST, HIGHEST = 0.05, 0.95
DECIMALS = 12
"""A record that only abstains shall stand at exactly zero, whatever the order of sums."""


@dataclass(frozen=True)
class Matrix:
    """Votes of one variant: states by roll calls (0 missing), day and orientation of each roll call."""

    states: tuple[str, ...]
    roll_call_ids: tuple[str, ...]
    dates: tuple[date, ...]
    votes: Votes
    orientation: Floats


@dataclass(frozen=True)
class Position:
    """Positions by record on the day of the last roll call known, relative to a state that only abstained.

    Unit: standard deviations of the states. `record` is each state's record; `shares` has one row per record,
    none if not asked for.
    """

    known: int
    record: NDArray[np.intp]
    mean: Floats
    low: Floats
    high: Floats
    scale: float
    shares: Floats


@dataclass(frozen=True)
class Fit:
    """Positions with the votes they were fitted to."""

    matrix: Matrix
    position: Position

    @property
    def day(self) -> date:
        """Day of the last roll call known."""
        return self.matrix.dates[self.position.known - 1]


def latent_stance(tables: Tables, request: Request) -> Measured:
    """Position on the conflict's roll calls, in standard deviations of the states, + towards the power.

    Zero is the position of a state that abstained on every roll call known by then. A dynamic ordinal model
    (`scaling/grid.py`) is fitted anew for each set of known roll calls; a month uses only votes up to its
    last day, and between roll calls the interval widens as the walk does. Before the conflict started, roll
    calls on the study's `before_start` subjects are fitted as well. Missing: not_reported until the
    state's first recorded vote; an absence is no vote. Error (90 %): quantiles of the posterior.
    Rows of the poles are given as well: anchors are read from them.

    >>> MEASURE.code, MEASURE.unit
    ('votes.latent_stance', 'theta')

    Args:
        tables: state_roll_call_vote, roll_call_resolution.
        request: What the study asks; param `roll_calls` is `conflict`.

    Returns:
        One row per state, month and variant of the study; one part per vote of the first variant, and the
        part `model` (what absences do in place of abstentions, and rounding).

    Raises:
        MeasureParameterError: For another vote set.
    """
    wanted = request.params.get("roll_calls", "conflict")
    if wanted != "conflict":
        known = {"parameter": "roll_calls", "known": "conflict", "nearest": "conflict"}
        raise MeasureParameterError(
            indicator=request.indicator_code, measure=MEASURE.code, value=wanted, **known
        )
    variants = request.study.roll_calls.variants
    fits = [fits_of(tables, request.study, variant, shares=at == 0) for at, variant in enumerate(variants)]
    values = [_values(*found, request) for found in zip(variants, fits, strict=True)]
    return Measured(
        values=pl.concat(values),
        parts=_parts(fits[0], tables, request),
        anchors={"all_abstain": 0.0},
    )


def fits_of(tables: Tables, study: Study, variant: Variant, *, shares: bool) -> list[Fit]:
    """All fits of one variant, by the day of the last roll call known.

    Args:
        tables: state_roll_call_vote, roll_call_resolution.
        study: Poles, camps and declared roll calls.
        variant: Which roll calls count and how an absence is read.
        shares: Whether to say what each vote contributes.

    Returns:
        Fits with the `before_start` subjects up to the conflict's start, then fits without them.
    """
    start = study.study.conflict_start
    subjects = (*variant.add_subjects, *study.roll_calls.before_start)
    early = vote_matrix(tables, study, variant.model_copy(update={"add_subjects": subjects}))
    late = vote_matrix(tables, study, variant)
    before = [Fit(early, found) for found in positions(early, shares=shares, until=start)]
    return before + [
        fit for found in positions(late, shares=shares) if (fit := Fit(late, found)).day >= start
    ]


def vote_matrix(tables: Tables, study: Study, variant: Variant) -> Matrix:
    """The votes of one variant as numbers.

    Args:
        tables: state_roll_call_vote, roll_call_resolution.
        study: Poles, camps and declared roll calls.
        variant: Which roll calls count and how an absence is read.

    Returns:
        States in the order of their codes, roll calls by date.
    """
    chosen = conflict_roll_calls(tables[ROLL_CALLS], study.roll_calls, variant)
    codes = CODES | ({"absent": CODES["abstain"]} if variant.absence == "abstain" else {})
    cast = tables[VOTES].join(chosen, on="roll_call_id").sort("roll_call_id", "iso3")
    states = tuple(sorted(set(cast["iso3"])))
    ids, dates = tuple(chosen["roll_call_id"]), tuple(chosen["date"])
    row = {state: at for at, state in enumerate(states)}
    column = {roll_call: at for at, roll_call in enumerate(ids)}
    votes = np.zeros((len(states), len(ids)), dtype=np.int8)
    for state, roll_call, vote in cast.select("iso3", "roll_call_id", "vote").iter_rows():
        votes[row[state], column[roll_call]] = codes[vote]
    return Matrix(states, ids, dates, votes, _orientation(states, dates, votes, study))


def _orientation(states: tuple[str, ...], dates: tuple[date, ...], votes: Votes, study: Study) -> Floats:
    """+1 where a no leans towards the power: by the poles' votes, else by those of the camps."""
    found = np.zeros(len(dates))
    for at, day in enumerate(dates):
        poles = (frozenset(study.poles.power.states), frozenset(study.poles.opponent.states))
        camps = (study.camp_members("power", day), study.camp_members("opponent", day))
        sides = (poles, (camps[0] | poles[0], camps[1] | poles[1]))
        differences = [_difference(states, votes[:, at], *pair) for pair in sides]
        found[at] = next((np.sign(value) for value in differences if value), 0.0)
    return found


def _difference(
    states: tuple[str, ...], votes: Votes, power: frozenset[str], opponent: frozenset[str]
) -> float:
    """Mean vote of the power's side minus that of the opponent's; zero where a side is silent."""
    means = []
    for side in (power, opponent):
        cast = votes[[state in side for state in states]]
        cast = cast[cast > 0]
        means.append(float(cast.mean()) if cast.size else None)
    return 0.0 if means[0] is None or means[1] is None else means[0] - means[1]


def positions(matrix: Matrix, *, shares: bool, until: date = date.max) -> Iterator[Position]:
    """Fits each set of known roll calls, from the first to all, each from the values of the one before.

    Args:
        matrix: Votes of one variant.
        shares: Whether to say what each vote contributes.
        until: Only roll calls before this day are fitted.

    Yields:
        Positions on each day on which something was voted.
    """
    items: Items | None = None
    for day in sorted({day for day in matrix.dates if day < until}):
        known = sum(other <= day for other in matrix.dates)
        years = np.array([(other - matrix.dates[0]).days / DAYS_PER_YEAR for other in matrix.dates[:known]])
        patterns, record, count = np.unique(
            matrix.votes[:, :known], axis=0, return_inverse=True, return_counts=True
        )
        weights = count * (patterns > 0).any(axis=1)
        records = Records(patterns, weights.astype(np.float64), years, matrix.orientation[:known])
        items, _ = grid.fit(records, items)
        found = _position(records, items, record.ravel(), known)
        each = attribution.shares(records, items) / found.scale if shares else found.shares
        yield replace(found, shares=each)


def _position(records: Records, items: Items, record: NDArray[np.intp], known: int) -> Position:
    abstaining = replace(records, votes=np.full((1, known), CODES["abstain"], np.int8), weights=np.ones(1))
    zero = float((grid.smoothed(abstaining, items)[-1] @ GRID)[0])
    weights = grid.smoothed(records, items)[-1]
    mean = weights @ GRID
    centre = records.weights @ mean / records.weights.sum()
    spread = ((GRID[None, :] - centre) ** 2 * weights).sum(axis=1)
    scale = float(np.sqrt(records.weights @ spread / records.weights.sum()))
    low, high = _quantile(weights, LOWEST), _quantile(weights, HIGHEST)
    mean, low, high = (np.round((bound - zero) / scale, DECIMALS) for bound in (mean, low, high))
    return Position(known, record, mean, low, high, scale, np.zeros((0, known)))


def _quantile(weights: Floats, share: float) -> Floats:
    """Quantile of each row's weights on the grid, linear between grid points."""
    below = np.cumsum(weights, axis=1) - weights / 2
    return np.array([np.interp(share, row, GRID) for row in below])


def _newest(fits: list[Fit], request: Request) -> pl.DataFrame:
    """The newest fit of each month (its number in `fit`) and its day; none before the first roll call."""
    days = [fit.day for fit in fits]
    schema = {"fit": pl.Int64, "voted_date": pl.Date}
    known = pl.DataFrame({"fit": range(len(fits)), "voted_date": days}, schema=schema).sort("voted_date")
    ends = month_ends(request).sort("end_date")
    return ends.join_asof(
        known, left_on="end_date", right_on="voted_date", strategy="backward", check_sortedness=False
    ).filter(pl.col("fit").is_not_null())


def _values(variant: Variant, fits: list[Fit], request: Request) -> pl.DataFrame:
    months = _newest(fits, request)
    found = pl.concat([_of_fit(number, fit) for number, fit in enumerate(fits)] or [_nothing()])
    years = (pl.col("end_date") - pl.col("voted_date")).dt.total_days() / DAYS_PER_YEAR
    walked = (HALF_INTERVAL / pl.col("scale")) ** 2 * grid.WALK_VARIANCE_PER_YEAR * years
    below = ((pl.col("value") - pl.col("low")) ** 2 + walked).sqrt()
    above = ((pl.col("high") - pl.col("value")) ** 2 + walked).sqrt()
    placed = months.join(found, on="fit").with_columns(
        (pl.col("value") - below).clip(-LIMIT, LIMIT).alias("low_value"),
        (pl.col("value") + above).clip(-LIMIT, LIMIT).alias("high_value"),
    )
    states = sorted(set(request.universe) | request.study.poles.states())
    cells = pl.DataFrame({"iso3": states}).join(month_ends(request), how="cross")
    return (
        cells.join(placed, on=CELL, how="left")
        .with_columns(
            pl.lit(variant.id).alias("variant"),
            pl.col("input_count").fill_null(0),
            pl.when(pl.col("value").is_null()).then(pl.lit("not_reported")).alias("missing"),
        )
        .select(
            *CELL, "variant", "value", "low_value", "high_value", "input_count", "missing", "valid_from_date"
        )
        .sort(CELL)
    )


def _nothing() -> pl.DataFrame:
    numbers = dict.fromkeys(("value", "low", "high", "scale"), pl.Float64)
    return pl.DataFrame(
        schema={"iso3": pl.String, "fit": pl.Int64}
        | numbers
        | {"input_count": pl.Int64, "valid_from_date": pl.Date}
    )


def _of_fit(number: int, found: Fit) -> pl.DataFrame:
    """Positions of the states with at least one vote, and the day of their last vote."""
    matrix, fit = found.matrix, found.position
    votes = matrix.votes[:, : fit.known]
    cast = votes > 0
    last = fit.known - 1 - np.argmax(cast[:, ::-1], axis=1)
    frame = pl.DataFrame(
        {
            "iso3": matrix.states,
            "fit": [number] * len(matrix.states),
            "value": fit.mean[fit.record],
            "low": fit.low[fit.record],
            "high": fit.high[fit.record],
            "scale": [fit.scale] * len(matrix.states),
            "input_count": cast.sum(axis=1),
            "valid_from_date": [matrix.dates[at] for at in last],
        },
        schema=_nothing().schema,
    )
    return frame.filter(pl.col("input_count") > 0)


def _parts(fits: list[Fit], tables: Tables, request: Request) -> pl.DataFrame:
    schema = {"iso3": pl.String, "fit": pl.Int64, "part_code": pl.String, "part_value": pl.Float64}
    rows = [row for number, fit in enumerate(fits) for row in _shares(number, fit)]
    shares = pl.DataFrame(rows, schema=schema, orient="row")
    facts = tables[VOTES].select("iso3", pl.col("roll_call_id").alias("part_code"), "row_key", "source_id")
    months = _newest(fits, request).select("month_date", "fit")
    is_fact = pl.col("row_key").is_not_null()
    return (
        months.join(shares, on="fit")
        .filter(pl.col("iso3").is_in(sorted(set(request.universe) | request.study.poles.states())))
        .join(facts, on=["iso3", "part_code"], how="left")
        .with_columns(pl.when(is_fact).then(pl.lit(VOTES)).alias("table_name"))
        .sort(*CELL, "part_code")
        .select(*CELL, "part_code", "part_value", "table_name", "row_key", "source_id")
    )


def _shares(number: int, found: Fit) -> Iterator[tuple[str, int, str, float]]:
    """State, number of the fit, roll call (or `model`) and its share of the position."""
    matrix, fit = found.matrix, found.position
    votes = matrix.votes[:, : fit.known]
    for at, state in enumerate(matrix.states):
        cast = np.flatnonzero(votes[at])
        if not cast.size:
            continue
        share = fit.shares[fit.record[at]]
        yield from ((state, number, matrix.roll_call_ids[j], float(share[j])) for j in cast)
        yield state, number, "model", float(fit.mean[fit.record[at]] - sum(float(share[j]) for j in cast))


MEASURE = Measure(
    code="votes.latent_stance",
    label="Latent stance on the conflict's roll calls",
    unit="theta",
    value_range=(-LIMIT, LIMIT),
    tables=(VOTES, ROLL_CALLS),
    params={"roll_calls": "vote set: conflict"},
    reference="Ordinal item response model with a random walk, by quadrature; docs/method/votes.md",
    caveat="A position is relative to what was voted on; it says neither why nor how strongly a state feels.",
    compute=latent_stance,
)
