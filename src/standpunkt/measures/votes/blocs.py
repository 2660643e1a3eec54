"""How united groups vote, and which states stand between the camps and swing."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.measures.votes.positions import Axis, Positions
from standpunkt.measures.votes.similarity import BOOTSTRAP_DRAWS, HIGHEST, LOWEST, vote_matrix

Floats = NDArray[np.float64]
LEAST_MEMBERS = 2
RANDOM_GROUPS = 50
SESSIONS_BACK = 5


def agreement_index(codes: NDArray[np.int8]) -> Floats:
    """Cohesion per roll call: (largest answer - half of the others) / voters; nan with fewer than two voters.

    1: all voted alike; 0: the three answers are as frequent. Hix, Noury and Roland 2005.

    Args:
        codes: Votes of the group (states, roll calls), 0 where none.

    Returns:
        One number per roll call.
    """
    counts = np.stack([(codes == value).sum(axis=0) for value in (1, 2, 3)]).astype(np.float64)
    total, largest = counts.sum(axis=0), counts.max(axis=0)
    index = (largest - (total - largest) / 2) / np.maximum(total, 1)
    return np.where(total >= LEAST_MEMBERS, index, np.nan)


def cohesion(cast: pl.DataFrame, group: frozenset[str], generator: np.random.Generator) -> pl.DataFrame:
    """Mean cohesion of a group by calendar year, beside random groups of the same size.

    Args:
        cast: roll_call_id, date, iso3, code.
        group: Its members.
        generator: For the bootstrap over roll calls and the random groups.

    Returns:
        year, cohesion, low, high, random_cohesion, n_votes, n_members; no row without two voters.
    """
    given = cast.filter(pl.col("code") > 0).with_columns(year=pl.col("date").dt.year())
    rows = []
    for (year,), part in sorted(given.partition_by("year", as_dict=True).items()):
        states = part["iso3"].unique().sort().to_list()
        codes = vote_matrix(part, states)
        members = [at for at, state in enumerate(states) if state in group]
        index = agreement_index(codes[members])
        index = index[np.isfinite(index)]
        if not index.size:
            continue
        drawn = generator.choice(index, (BOOTSTRAP_DRAWS, index.size)).mean(axis=1)
        low, high = np.quantile(drawn, [LOWEST, HIGHEST])
        chance = _chance_cohesion(codes, len(members), generator)
        rows.append((year, float(index.mean()), low, high, chance, index.size, len(members)))
    names = ["year", "cohesion", "low", "high", "random_cohesion", "n_votes", "n_members"]
    types = [pl.Int32, *[pl.Float64] * 4, pl.Int64, pl.Int64]
    return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")


def _chance_cohesion(codes: NDArray[np.int8], size: int, generator: np.random.Generator) -> float | None:
    """Mean cohesion of random groups of a size; None where no such group has two voters anywhere."""
    drawn = []
    for _ in range(RANDOM_GROUPS):
        index = agreement_index(codes[generator.choice(len(codes), size, replace=False)])
        if np.isfinite(index).any():
            drawn.append(float(index[np.isfinite(index)].mean()))
    return float(np.mean(drawn)) if drawn else None


def hedgers(found: Positions, axis: Axis) -> pl.DataFrame:
    """Which states stand between the camps in each session: between the quartiles that face each other.

    Args:
        found: Ideal points.
        axis: The two sides.

    Returns:
        iso3, session, between_probability, theta, sd; sessions in which both sides voted.
    """
    sessions = np.unique(found.fit.ballots.row_session)
    frames = [_between(found, axis, int(session)) for session in sessions]
    joined = pl.concat([pl.DataFrame(schema=_BETWEEN), *frames])
    return joined.join(found.frame.select("iso3", "session", "theta", "sd"), on=["iso3", "session"])


def swing(found: Positions, axis: Axis, back: int = SESSIONS_BACK) -> pl.DataFrame:
    """States by how surely they stand between the camps in the newest session, and how far they moved.

    Args:
        found: Ideal points.
        axis: The two sides.
        back: Over how many sessions a move is measured; who did not vote in that session has no move.

    Returns:
        iso3, session, between_probability (null where a side did not vote), theta, sd, change, change_low,
        change_high, moved_probability (of a move in the direction of the change); the surest ones first.
    """
    arrays = found.fit.ballots
    last = int(arrays.row_session.max())
    now = found.frame.filter(pl.col("session") == last).select("iso3", "session", "theta", "sd")
    between = _between(found, axis, last).drop("session")
    moved = _moves(found, last - back, last)
    frame = now.join(between, on="iso3", how="left").join(moved, on="iso3", how="left")
    order = ["iso3", "session", "between_probability", "theta", "sd", *list(_MOVES)[1:]]
    return frame.select(order).sort("between_probability", "iso3", descending=[True, False], nulls_last=True)


_BETWEEN = {"iso3": pl.String, "session": pl.Int32, "between_probability": pl.Float64}
_MOVES = {"iso3": pl.String} | dict.fromkeys(
    ("change", "change_low", "change_high", "moved_probability"), pl.Float64
)


def _between(found: Positions, axis: Axis, session: int) -> pl.DataFrame:
    """P(between the camps) of every state in a session; no rows where a side did not vote."""
    arrays, draws = found.fit.ballots, found.draws
    rows = np.flatnonzero(arrays.row_session == session)
    names = np.array(arrays.states)[arrays.row_state[rows]]
    power, camp = np.isin(names, sorted(axis.power)), np.isin(names, sorted(axis.camp))
    if not power.any() or not camp.any():
        return pl.DataFrame(schema=_BETWEEN)
    upper = np.quantile(draws[rows][power], 0.25, axis=0)
    lower = np.quantile(draws[rows][camp], 0.75, axis=0)
    chance = ((draws[rows] > lower) & (draws[rows] < upper)).mean(axis=1)
    columns = {"iso3": names, "session": [session] * len(rows), "between_probability": chance}
    return pl.DataFrame(columns, schema_overrides={"session": pl.Int32})


def _moves(found: Positions, first: int, last: int) -> pl.DataFrame:
    """The change of every state between two sessions, in joint draws: errors of one state go together."""
    arrays, draws, theta = found.fit.ballots, found.draws, found.fit.rows.theta
    before = {int(arrays.row_state[row]): row for row in np.flatnonzero(arrays.row_session == first)}
    rows = []
    for row in np.flatnonzero(arrays.row_session == last):
        state = int(arrays.row_state[row])
        if state not in before:
            continue
        moved = draws[row] - draws[before[state]]
        change = float(theta[row] - theta[before[state]])
        low, high = np.quantile(moved, [LOWEST, HIGHEST])
        chance = float((moved * np.sign(change) > 0).mean())
        rows.append((arrays.states[state], change, float(low), float(high), chance))
    return pl.DataFrame(rows, schema=_MOVES, orient="row")
