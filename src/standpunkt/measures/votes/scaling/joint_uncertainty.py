"""How sure positions are, jointly over states and sessions, with the roll calls integrated out.

Laplace: the information on the positions of session t is A_t = diag(W) + walk - M_t M_t'; the columns of M_t
say how each roll call couples the positions of its voters; sessions are linked by the walk alone, so
blocks are factorised forwards and drawn backwards. Parts that a bridged roll call would link across sessions
are left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular

from standpunkt.measures.votes.scaling import kernel, plain
from standpunkt.measures.votes.scaling.ballots import Floats
from standpunkt.measures.votes.scaling.compiled import has_compiler
from standpunkt.measures.votes.scaling.ideal_points import (
    Fit,
    add_row_sums,
    inverse_3x3,
    penalised_sums,
)

DRAWS = 300
JITTER = 1e-8


@dataclass(frozen=True)
class _Place:
    """Which states stand in a session's block (all between their first and last), and their rows or -1."""

    states: NDArray[np.intp]
    rows: NDArray[np.intp]
    step: float


def joint_draws(fit: Fit, generator: np.random.Generator, count: int = DRAWS) -> NDArray[np.float32]:
    """Draws of all positions around the fit, each standardised unless the scale is anchored elsewhere.

    Args:
        fit: A fit.
        generator: Where the randomness comes from.
        count: Number of draws.

    Returns:
        Shape (rows, draws).
    """
    places = _places(fit)
    blocks = _factorised(fit, places)
    size = len(fit.rows.theta)
    drawn = np.zeros((size, count), dtype=np.float32)
    after: Floats | None = None
    for at in range(len(places) - 1, -1, -1):
        place, root = places[at], blocks[at]
        right = generator.standard_normal((len(place.states), count))
        right = solve_triangular(root, right, lower=True, trans="T", check_finite=False)
        if after is not None:
            coupled = _shifted(place, places[at + 1], after)
            half = solve_triangular(root, coupled, lower=True, check_finite=False)
            right += solve_triangular(root, half, lower=True, trans="T", check_finite=False)
        after = right
        held = place.rows >= 0
        drawn[place.rows[held]] = right[held]
    drawn += fit.rows.theta[:, None].astype(np.float32)
    if fit.options.hold is None:
        drawn -= drawn.mean(axis=0)
        drawn /= drawn.std(axis=0)
    return drawn


def _places(fit: Fit) -> list[_Place]:
    ballots, walk = fit.ballots, fit.options.walk_variance
    sessions = np.unique(ballots.row_session)
    first = ballots.row_session[ballots.orders.state_start[:-1]]
    last = ballots.row_session[ballots.orders.state_start[1:] - 1]
    row_of = np.full((len(ballots.states), int(sessions.max()) + 1), -1)
    row_of[ballots.row_state, ballots.row_session] = np.arange(len(ballots.row_state))
    steps = np.diff(sessions, prepend=sessions[0] - 1) * walk
    places = []
    for session, step in zip(sessions, steps, strict=True):
        states = np.flatnonzero((first <= session) & (session <= last))
        places.append(_Place(states, row_of[states, session], float(step)))
    return places


def _factorised(fit: Fit, places: list[_Place]) -> list[Floats]:
    """Lower Cholesky factors of S_t = A_t - O_t S_(t-1)^-1 O_t'; O_t holds -1 / step for states that stay."""
    coupled = _couplings(fit)
    blocks: list[Floats] = []
    for at, place in enumerate(places):
        later = places[at + 1] if at + 1 < len(places) else None
        matrix = _information(fit, place, coupled)
        size = len(place.states)
        diagonal = matrix.ravel()[:: size + 1]
        before = places[at - 1] if at else None
        stayed = np.isin(place.states, before.states) if before else np.zeros(size, dtype=bool)
        entry = fit.ballots.orders.entry_variance[place.states]
        diagonal += np.where(stayed, 1 / place.step, 1 / entry)
        if later is not None:
            diagonal += np.isin(place.states, later.states) / later.step
        if before is not None:
            root = blocks[-1]
            inverse_root = solve_triangular(root, np.eye(len(root)), lower=True, check_finite=False)
            kept = np.isin(before.states, place.states)
            half = inverse_root[:, kept]
            matrix[np.ix_(stayed, stayed)] -= half.T @ half / place.step**2
        diagonal += JITTER
        blocks.append(cholesky(matrix, lower=True, overwrite_a=True, check_finite=False))
    return blocks


def _couplings(fit: Fit) -> tuple[Floats, Floats]:
    """Per vote the row of U chol(C), and per row the information W, without terms of the walk."""
    votes = fit.ballots.orders
    sums = np.empty((len(fit.rows.theta), 2))
    source = kernel if has_compiler() else plain
    # Taken anew at the final positions: only there is the information on positions sure to be positive.
    c = inverse_3x3(penalised_sums(votes, fit.rows, fit.items, fit.options.slope_variance)[:, 3:])
    full = c[:, [0, 1, 2, 1, 3, 4, 2, 4, 5]].reshape(-1, 3, 3)
    found: Floats = source.factors(votes, fit.rows, fit.items, np.linalg.cholesky(full))
    known = fit.items._replace(covariance=np.zeros_like(fit.items.covariance))
    add_row_sums(votes, fit.rows, known, (sums, fit.hold))
    return found, sums[:, 1]


def _information(fit: Fit, place: _Place, coupled: tuple[Floats, Floats]) -> Floats:
    votes = fit.ballots.orders
    rows = place.rows
    held = np.flatnonzero(rows >= 0)
    starts, counts = (
        votes.row_start[rows[held]],
        votes.row_start[rows[held] + 1] - votes.row_start[rows[held]],
    )
    begins = np.cumsum(counts) - counts
    positions = np.arange(counts.sum()) + np.repeat(starts - begins, counts)
    items, column = np.unique(votes.row_item[positions], return_inverse=True)
    matrix = np.zeros((len(rows), len(items), 3))
    place_of = (np.repeat(held, counts), column)
    if fit.ballots.is_bridged:
        np.add.at(matrix, place_of, coupled[0][positions])  # an item may stand twice in one session
    else:
        matrix[place_of] = coupled[0][positions]
    flat = matrix.reshape(len(rows), -1)
    found = -flat @ flat.T
    found.ravel()[:: len(rows) + 1] += np.where(rows >= 0, coupled[1][rows], 0.0)
    return np.asarray(found)


def _shifted(place: _Place, later: _Place, after: Floats) -> Floats:
    """-O' x of the later session, in the order of this one: x / step for states that stay."""
    right = np.zeros((len(place.states), after.shape[1]))
    stayed = np.isin(later.states, place.states)
    right[np.isin(place.states, later.states)] = after[stayed] / later.step
    return right
