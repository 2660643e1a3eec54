"""How united groups vote, and which states stand between the camps and swing."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.measures.votes.positions import Axis, Positions
from standpunkt.measures.votes.similarity import BOOTSTRAP_DRAWS, HIGHEST, LOWEST, vote_matrix

Floats = NDArray[np.float64]
LEAST_MEMBERS = 2


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
        chance = [
            np.nanmean(agreement_index(codes[generator.choice(len(states), len(members), replace=False)]))
            for _ in range(50)
        ]
        rows.append((year, float(index.mean()), low, high, float(np.mean(chance)), index.size, len(members)))
    names = ["year", "cohesion", "low", "high", "random_cohesion", "n_votes", "n_members"]
    types = [pl.Int32, *[pl.Float64] * 4, pl.Int64, pl.Int64]
    return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")


def hedgers(found: Positions, axis: Axis) -> pl.DataFrame:
    """Which states stand between the camps in each session: between the quartiles that face each other.

    Args:
        found: Ideal points.
        axis: The two sides.

    Returns:
        iso3, session, between_probability, theta, sd; sessions in which both sides voted.
    """
    arrays, draws = found.fit.ballots, found.draws
    names = np.array(arrays.states)[arrays.row_state]
    frames = []
    for session in np.unique(arrays.row_session):
        rows = np.flatnonzero(arrays.row_session == session)
        power, camp = np.isin(names[rows], sorted(axis.power)), np.isin(names[rows], sorted(axis.camp))
        if not power.any() or not camp.any():
            continue
        upper = np.quantile(draws[rows][power], 0.25, axis=0)
        lower = np.quantile(draws[rows][camp], 0.75, axis=0)
        between = ((draws[rows] > lower) & (draws[rows] < upper)).mean(axis=1)
        columns = {"iso3": names[rows], "session": [int(session)] * len(rows), "between_probability": between}
        frames.append(pl.DataFrame(columns, schema_overrides={"session": pl.Int32}))
    empty = {"iso3": pl.String, "session": pl.Int32, "between_probability": pl.Float64}
    joined = pl.concat([pl.DataFrame(schema=empty), *frames])
    return joined.join(found.frame.select("iso3", "session", "theta", "sd"), on=["iso3", "session"])
