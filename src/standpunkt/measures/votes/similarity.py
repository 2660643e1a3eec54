"""How alike two states vote: agreement, Signorino and Ritter's S, and measures corrected for chance.

Votes are 1 yes, 2 abstain, 3 no. C[k, l] counts common roll calls on which one voted k and the other l; p and
q are its row and column shares, m their mean. With a distance w, D_o = sum C w / n and D_e is what chance
gives: kappa = 1 - D_o / D_e with p_k q_l, pi with m_k m_l. Cohen's kappa and Scott's pi take every difference
as one; Häge's versions take the distance of the answers, absolute or squared (the default). Signorino and
Ritter 1999; Häge 2011.
"""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.measures.votes.scaling.ballots import matrix_of

Floats = NDArray[np.floating]
Flags = NDArray[np.bool_]

VALUES = np.arange(1, 4)
LINEAR = np.abs(VALUES[:, None] - VALUES[None, :]).astype(np.float64)
SQUARED = LINEAR**2
NOMINAL = (LINEAR > 0).astype(np.float64)
BOOTSTRAP_DRAWS = 1000
LOWEST, HIGHEST = 0.05, 0.95
CONSTANT = "constant_votes"
UNIX_YEAR = 1970


class Measures(NamedTuple):
    """Measures of tables of counts; those corrected for chance are nan where both sides never change.

    kappa and pi are Häge's with squared distance; standard errors are those of another agenda (delta method).
    """

    agreement: Floats
    s: Floats
    exact_share: Floats
    kappa: Floats
    pi: Floats
    kappa_absolute: Floats
    pi_absolute: Floats
    cohen_kappa: Floats
    scott_pi: Floats
    agreement_se: Floats
    kappa_se: Floats
    pi_se: Floats


class Dyads(NamedTuple):
    """All pairs of states in a year: pair m is states[first[m]] with states[second[m]]."""

    states: tuple[str, ...]
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    n: Floats
    measures: Measures

    def at(self, one: str, other: str) -> int:
        """The place of a pair, in whatever order its two states are named."""
        low, high = sorted((self.states.index(one), self.states.index(other)))
        return int(np.flatnonzero((self.first == low) & (self.second == high))[0])


def measures(cells: Floats) -> Measures:
    """All measures with delta-method standard errors over roll calls.

    Args:
        cells: Counts C[k, l] in the first two axes, shape (3, 3, ..), none of them empty.

    Returns:
        Arrays of shape (..).
    """
    n, p, q = cells.sum(axis=(0, 1)), cells.sum(axis=1), cells.sum(axis=0)
    m = (p + q) / 2
    agreement = 1 - _distance(cells, LINEAR) / (2 * n)
    variance = _distance(cells, LINEAR**2) / n - (2 - 2 * agreement) ** 2
    kappa, kappa_se = corrected(cells, p, q, SQUARED)
    pi, pi_se = corrected(cells, m, m, SQUARED)
    return Measures(
        agreement,
        2 * agreement - 1,
        (cells[0, 0] + cells[1, 1] + cells[2, 2]) / n,
        kappa,
        pi,
        _beyond_chance(cells, p, q, LINEAR),
        _beyond_chance(cells, m, m, LINEAR),
        _beyond_chance(cells, p, q, NOMINAL),
        _beyond_chance(cells, m, m, NOMINAL),
        np.sqrt(np.maximum(variance, 0.0) / n) / 2,
        kappa_se,
        pi_se,
    )


def _distance(cells: Floats, weights: Floats) -> Floats:
    """Sum of counts times distance; cells without distance are left out, equal weights are taken once."""
    total = np.zeros(cells.shape[2:])
    for weight in np.unique(weights[weights > 0]):
        held = [cells[k, m] for k, m in np.argwhere(weights == weight)]
        total += weight * sum(held[1:], held[0])
    return total


def _mixed(row: Floats, shares: Floats) -> Floats:
    """Sum over l of w_l q_l; terms of weight zero are left out."""
    terms = [weight * shares[at] for at, weight in enumerate(row) if weight]
    return np.asarray(sum(terms[1:], terms[0]))


def _expected(p: Floats, q: Floats, weights: Floats) -> Floats:
    """Sum over k, l of p_k q_l w_kl, for counts as for shares."""
    return np.asarray(sum(p[k] * _mixed(weights[k], q) for k in range(len(VALUES))))


def _beyond_chance(cells: Floats, p: Floats, q: Floats, weights: Floats) -> Floats:
    """1 - D_o / D_e, nan where D_e is 0; p and q are marginal counts."""
    expected = _expected(p, q, weights)
    n = p.sum(axis=0)
    return np.asarray(1 - n * _distance(cells, weights) / np.where(expected > 0, expected, np.nan))


def corrected(cells: Floats, p: Floats, q: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """1 - D_o / D_e with its standard error by the influence function, both nan where D_e is 0.

    IF_kl = -[(w_kl - D_o) - (D_o / D_e) (a_k + b_l - 2 D_e)] / D_e with a = W q, b = W' p; the variance is
    sum C IF^2 / n^2.

    Args:
        cells: Counts, shape (3, 3, ..).
        p: Marginal counts of one side, shape (3, ..).
        q: Those of the other side; both the mean of the two for pi.
        weights: Distances of answers.

    Returns:
        The measure and its standard error, of shape (..).
    """
    n = p.sum(axis=0)
    expected = _expected(p, q, weights) / n**2
    expected = np.where(expected > 0, expected, np.nan)
    observed = _distance(cells, weights) / n
    ratio = observed / expected
    by_row = [ratio * _mixed(row, q) / n for row in weights]
    by_column = [ratio * _mixed(column, p) / n for column in weights.T]
    total = np.zeros(n.shape)
    for k, m in np.ndindex(weights.shape):
        influence = weights[k, m] + observed - by_row[k] - by_column[m]
        total += cells[k, m] * influence**2
    return 1 - ratio, np.sqrt(total) / (n * expected)


def pair_counts(codes: NDArray[np.int8], other: NDArray[np.int8] | None = None) -> Floats:
    """Tables of counts between all rows of one vote matrix and all of another.

    Args:
        codes: Votes (states, roll calls), 0 where none.
        other: The same roll calls for other states; None: the same states.

    Returns:
        Shape (3, 3, states, other states); float32 products are exact up to 2^24 roll calls.
    """
    left = _one_hot(codes)
    right = left if other is None else _one_hot(other)
    sizes = (len(VALUES), len(codes), len(VALUES), len(codes if other is None else other))
    return np.asarray((left @ right.T).reshape(sizes).transpose(0, 2, 1, 3), dtype=np.float64)


def _one_hot(codes: NDArray[np.int8]) -> NDArray[np.float32]:
    """One row per answer and state, answers outermost."""
    return np.concatenate([codes == value for value in VALUES]).astype(np.float32)


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


def every_dyad(votes: pl.DataFrame) -> dict[int, Dyads]:
    """All measures for all pairs of states in every calendar year.

    Args:
        votes: roll_call_id, date, session, iso3, code (0 to 3).

    Returns:
        By year, pairs with at least one common roll call.
    """
    matrix = matrix_of(votes)
    years = matrix.days.astype("datetime64[Y]").astype(int) + UNIX_YEAR
    found = {}
    for year in np.unique(years):
        codes = np.maximum(matrix.codes[years == year], 0).T
        voters = np.flatnonzero(codes.any(axis=1))
        states = tuple(matrix.states[at] for at in voters)
        found[int(year)] = _dyads(states, np.ascontiguousarray(codes[voters]))
    return found


def _dyads(states: tuple[str, ...], codes: NDArray[np.int8]) -> Dyads:
    size = len(states)
    hot = _one_hot(codes)
    counts = (hot @ hot.T).reshape(3, size, 3, size)
    first, second = np.triu_indices(size, 1)
    cells = np.empty((3, 3, len(first)))
    for k, m in np.ndindex(3, 3):
        cells[k, m] = counts[k, first, m, second]
    n = cells.sum(axis=(0, 1))
    if not n.all():
        kept = n > 0
        cells, first, second, n = cells[:, :, kept], first[kept], second[kept], n[kept]
    return Dyads(states, first, second, n, measures(cells))


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
        pi_low, pi_high, kappa_absolute, pi_absolute, cohen_kappa, scott_pi, reason; sorted by state and
        year, no row without a common roll call.
    """
    parts = votes.with_columns(year=pl.col("date").dt.year()).partition_by("year", as_dict=True)
    found = [_year(year, part, side, generator) for (year,), part in sorted(parts.items())]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *found]).sort("iso3", "year")


_FLOATS = ("agreement", "kappa", "pi", "low", "high")
_DETAILS = (
    *("s", "exact_share", "kappa_low", "kappa_high", "pi_low", "pi_high"),
    *("kappa_absolute", "pi_absolute", "cohen_kappa", "scott_pi"),
)
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
    cells = _cells_by_roll_call(codes, members)
    kept = np.asarray(cells.any(axis=(0, 1, 3)))
    if members.sum() == 1:
        kept &= ~members
    cells = cells[:, :, kept]
    common = (cells.any(axis=(0, 1))).sum(axis=1)
    found = measures(cells.sum(axis=3, dtype=np.float64))
    low, high = _bootstrap(cells, generator)
    missing = np.isnan(found.kappa) | np.isnan(found.pi)
    columns = {
        "iso3": [state for state, is_kept in zip(states, kept, strict=True) if is_kept],
        "year": [year] * int(kept.sum()),
        "agreement": found.agreement,
        "kappa": found.kappa,
        "pi": found.pi,
        "low": low[0],
        "high": high[0],
        "n_votes": common,
        "s": found.s,
        "exact_share": found.exact_share,
        "kappa_low": low[1],
        "kappa_high": high[1],
        "pi_low": low[2],
        "pi_high": high[2],
        "kappa_absolute": found.kappa_absolute,
        "pi_absolute": found.pi_absolute,
        "cohen_kappa": found.cohen_kappa,
        "scott_pi": found.scott_pi,
        "reason": [CONSTANT if is_missing else None for is_missing in missing],
    }
    return pl.DataFrame(columns, schema=_SCHEMA).with_columns(pl.selectors.float().fill_nan(None))


def _cells_by_roll_call(codes: NDArray[np.int8], members: Flags) -> NDArray[np.float32]:
    """C[k, l] of every state and roll call against a side, none against itself; (3, 3, states, calls)."""
    own = [(codes == value).astype(np.float32) for value in VALUES]
    theirs = [part[members].sum(axis=0) for part in own]
    cells = np.array([[mine * side for side in theirs] for mine in own])
    for k in range(len(VALUES)):
        cells[k, k, members] -= own[k][members]
    return cells


def _bootstrap(cells: NDArray[np.float32], generator: np.random.Generator) -> tuple[Floats, Floats]:
    """Agreement, kappa and pi over resampled roll calls: 5 and 95 %, (3, states); nan where never defined."""
    size = cells.shape[-1]
    drawn = generator.multinomial(size, np.full(size, 1 / size), BOOTSTRAP_DRAWS).T.astype(np.float32)
    counts = (cells.reshape(-1, size) @ drawn).reshape(*cells.shape[:3], BOOTSTRAP_DRAWS)
    n, p, q = counts.sum(axis=(0, 1)), counts.sum(axis=1), counts.sum(axis=0)
    m = (p + q) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        agreement = 1 - _distance(counts, LINEAR) / (2 * n)
        found = np.array(
            [agreement, _beyond_chance(counts, p, q, SQUARED), _beyond_chance(counts, m, m, SQUARED)]
        )
    found.sort(axis=-1)
    return _percentile(found, LOWEST), _percentile(found, HIGHEST)


def _percentile(ordered: Floats, share: float) -> Floats:
    """A percentile along the last axis of sorted draws, those that are nan (at the end) left out."""
    place = share * (np.isfinite(ordered).sum(axis=-1) - 1)
    below = np.maximum(np.floor(place), 0).astype(np.intp)[..., None]
    above = np.maximum(np.ceil(place), 0).astype(np.intp)[..., None]
    low, high = np.take_along_axis(ordered, below, -1), np.take_along_axis(ordered, above, -1)
    return np.asarray((low + (high - low) * (place[..., None] - below))[..., 0])
