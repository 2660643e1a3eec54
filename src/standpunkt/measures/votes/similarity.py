"""How alike two states vote: agreement, Signorino and Ritter's S, and measures corrected for chance.

Votes are 1 yes, 2 abstain, 3 no. C[k, l] counts common roll calls on which one voted k and the other l; p and
q are its row and column shares, m their mean. With a distance w, D_o = sum C w / n and D_e is what chance
gives: kappa = 1 - D_o / D_e with p_k q_l (Cohen), pi with m_k m_l (Scott); Häge's versions, given here, use
(k - l)^2. Signorino and Ritter 1999; Häge 2011.
"""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

VALUES = np.arange(1, 4)
LINEAR = np.abs(VALUES[:, None] - VALUES[None, :]).astype(np.float64)
SQUARED = LINEAR**2
NOMINAL = (LINEAR > 0).astype(np.float64)
BOOTSTRAP_DRAWS = 1000
LOWEST, HIGHEST = 0.05, 0.95
QUANTILE_95 = 1.6448536269514722
CONSTANT = "constant_votes"


class Measures(NamedTuple):
    """Measures of tables of counts (.., 3, 3); kappa and pi are nan where both sides never change."""

    agreement: Floats
    s: Floats
    exact_share: Floats
    kappa: Floats
    pi: Floats
    agreement_se: Floats
    kappa_se: Floats
    pi_se: Floats


def measures(counts: Floats, weights: Floats = SQUARED) -> Measures:
    """All measures with delta-method standard errors over roll calls.

    Args:
        counts: Tables of counts, shape (.., 3, 3), each with at least one common roll call.
        weights: Distance used by kappa and pi.

    Returns:
        Arrays of shape (..).
    """
    n = counts.sum(axis=(-2, -1))
    shares = counts / n[..., None, None]
    distance = (shares * LINEAR).sum(axis=(-2, -1))
    spread = np.sqrt(np.maximum((shares * LINEAR**2).sum(axis=(-2, -1)) - distance**2, 0.0))
    p, q = shares.sum(axis=-1), shares.sum(axis=-2)
    m = (p + q) / 2
    kappa, kappa_se = _corrected(shares, p, q, weights)
    pi, pi_se = _corrected(shares, m, m, weights)
    root = np.sqrt(n)
    return Measures(
        1 - distance / 2,
        1 - distance,
        np.trace(shares, axis1=-2, axis2=-1),
        kappa,
        pi,
        spread / (2 * root),
        kappa_se / root,
        pi_se / root,
    )


def _corrected(shares: Floats, p: Floats, q: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """1 - D_o / D_e and the standard deviation of its influence function, nan where D_e is 0."""
    row, column = q @ weights.T, p @ weights
    expected = (p * row).sum(axis=-1)
    observed = (shares * weights).sum(axis=(-2, -1))
    safe = np.where(expected > 0, expected, np.nan)
    ratio = observed / safe
    marginal = row[..., :, None] + column[..., None, :] - 2 * expected[..., None, None]
    centred = weights - observed[..., None, None]
    influence = -(centred - ratio[..., None, None] * marginal) / safe[..., None, None]
    return 1 - ratio, np.sqrt((shares * influence**2).sum(axis=(-2, -1)))


def pair_counts(codes: NDArray[np.int8], other: NDArray[np.int8] | None = None) -> Floats:
    """Tables of counts between all rows of one vote matrix and all of another.

    Args:
        codes: Votes (states, roll calls), 0 where none.
        other: The same roll calls for other states; None: the same states.

    Returns:
        Shape (states, other states, 3, 3).
    """
    left = [(codes == value).astype(np.float32) for value in VALUES]
    right = left if other is None else [(other == value).astype(np.float32) for value in VALUES]
    tables = [[one @ two.T for two in right] for one in left]
    return np.moveaxis(np.array(tables), (0, 1), (2, 3)).astype(np.float64)


def vote_matrix(votes: pl.DataFrame, states: list[str]) -> NDArray[np.int8]:
    """Votes as a matrix (states, roll calls) with 0 where a state cast none.

    Args:
        votes: roll_call_id, iso3, code (1 to 3).
        states: The rows, each once.

    Returns:
        Roll calls in the order of their ids.
    """
    ids = votes["roll_call_id"].unique().sort()
    column = ids.search_sorted(votes["roll_call_id"]).to_numpy()
    row_of = {state: at for at, state in enumerate(states)}
    row = votes["iso3"].replace_strict(row_of, return_dtype=pl.Int32).to_numpy()
    matrix = np.zeros((len(states), len(ids)), dtype=np.int8)
    matrix[row, column] = votes["code"].to_numpy()
    return matrix


def every_dyad(votes: pl.DataFrame) -> dict[int, tuple[list[str], Measures, Floats]]:
    """All measures for all pairs of states in every calendar year.

    Args:
        votes: roll_call_id, date, iso3, code (1 to 3).

    Returns:
        By year: states, measures (states, states) with nan where there is no common roll call, and how many
        roll calls are common.
    """
    found = {}
    parts = votes.with_columns(year=pl.col("date").dt.year()).partition_by("year", as_dict=True)
    for (year,), part in sorted(parts.items()):
        states = part["iso3"].unique().sort().to_list()
        counts = pair_counts(vote_matrix(part, states))
        n = counts.sum(axis=(2, 3))
        with np.errstate(invalid="ignore"):
            found[year] = (states, measures(counts), n)
    return found


def similarity(votes: pl.DataFrame, side: frozenset[str], generator: np.random.Generator) -> pl.DataFrame:
    """How alike every state voted to a state or camp, by calendar year.

    Against a camp, counts are summed over its members and n_votes counts roll calls. Intervals answer
    "another agenda of this kind": a bootstrap over roll calls, 5 to 95 %.

    Args:
        votes: roll_call_id, date, iso3, code (1 to 3).
        side: The state or the members of the camp.
        generator: Where the bootstrap's randomness comes from.

    Returns:
        iso3, year, agreement, kappa, pi, low, high, n_votes, then s, exact_share, kappa_low, kappa_high,
        pi_low, pi_high, reason; sorted by state and year, no row without a common roll call.
    """
    parts = votes.with_columns(year=pl.col("date").dt.year()).partition_by("year", as_dict=True)
    found = [_year(year, part, side, generator) for (year,), part in sorted(parts.items())]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *found]).sort("iso3", "year")


_FLOATS = ("agreement", "kappa", "pi", "low", "high")
_DETAILS = ("s", "exact_share", "kappa_low", "kappa_high", "pi_low", "pi_high")
_SCHEMA = (
    {"iso3": pl.String, "year": pl.Int32}
    | dict.fromkeys(_FLOATS, pl.Float64)
    | {"n_votes": pl.Int64}
    | dict.fromkeys(_DETAILS, pl.Float64)
    | {"reason": pl.String}
)


def _year(
    year: int, votes: pl.DataFrame, side: frozenset[str], generator: np.random.Generator
) -> pl.DataFrame:
    states = votes["iso3"].unique().sort().to_list()
    codes = vote_matrix(votes, states)
    members = np.array([state in side for state in states])
    if not members.any():
        return pl.DataFrame(schema=_SCHEMA)
    counts = pair_counts(codes, codes[members])
    for at, row in enumerate(np.flatnonzero(members)):
        counts[row, at] = 0.0  # nobody is compared with itself
    counts = counts.sum(axis=1)
    common = (codes > 0) @ (codes[members] > 0).any(axis=0).astype(np.int64)
    kept = counts.sum(axis=(1, 2)) > 0
    if members.sum() == 1:
        kept &= ~members
    found = measures(counts[kept])
    low, high = _bootstrap(codes, members, kept, generator)
    missing = np.isnan(found.kappa) | np.isnan(found.pi)
    columns = {
        "iso3": [state for state, is_kept in zip(states, kept, strict=True) if is_kept],
        "year": [year] * int(kept.sum()),
        "agreement": found.agreement,
        "kappa": found.kappa,
        "pi": found.pi,
        "low": low,
        "high": high,
        "n_votes": common[kept],
        "s": found.s,
        "exact_share": found.exact_share,
        "kappa_low": found.kappa - QUANTILE_95 * found.kappa_se,
        "kappa_high": found.kappa + QUANTILE_95 * found.kappa_se,
        "pi_low": found.pi - QUANTILE_95 * found.pi_se,
        "pi_high": found.pi + QUANTILE_95 * found.pi_se,
        "reason": [CONSTANT if is_missing else None for is_missing in missing],
    }
    return pl.DataFrame(columns, schema=_SCHEMA).with_columns(pl.selectors.float().fill_nan(None))


def _bootstrap(
    codes: NDArray[np.int8],
    members: NDArray[np.bool_],
    kept: NDArray[np.bool_],
    generator: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Percentiles of the agreement over resampled roll calls, for all kept states at once."""
    distance, pairs = np.zeros(codes.shape), np.zeros(codes.shape)
    for row in np.flatnonzero(members):
        both = (codes > 0) & (codes[row] > 0)
        both[row] = False
        distance += np.where(both, np.abs(codes - codes[row]), 0)
        pairs += both
    size = codes.shape[1]
    drawn = generator.multinomial(size, np.full(size, 1 / size), BOOTSTRAP_DRAWS).T.astype(np.float64)
    with np.errstate(invalid="ignore"):
        agreement = 1 - (distance[kept] @ drawn) / (2 * (pairs[kept] @ drawn))
    low, high = np.nanquantile(agreement, [LOWEST, HIGHEST], axis=1)
    return low, high
