"""Calibration by simulation: votes made from a known truth, fitted as a user would fit them.

Run: `python benchmarks/votes_simulation.py [data sets] [slope variance] [walk variance]`; prints a table row
(docs/method/votes.md). The truth of each data set is one draw of the exact sampler, positions and roll calls
of the same draw; votes are drawn in the same pattern of presence; the fit sees the votes only.
"""

import sys
from dataclasses import replace

import numpy as np
import votes_data
from bench_votes import AXIS
from scipy.special import ndtr

from standpunkt.measures.votes.positions import positions_of
from standpunkt.measures.votes.scaling import gibbs
from standpunkt.measures.votes.scaling.ballots import VoteMatrix, matrix_of
from standpunkt.measures.votes.scaling.ideal_points import Fit, Items, Options

REACH = 1.6448536269514722
RECENT = 45
ITERATIONS, BURNED = 500, 200


def simulated(
    votes: VoteMatrix, base: Fit, truth: tuple[np.ndarray, Items], rng: np.random.Generator
) -> VoteMatrix:
    """The same pattern of votes with answers drawn from the truth."""
    theta, items = truth
    arrays = base.ballots
    row = np.full((len(arrays.states), int(votes.sessions.max()) + 1), -1)
    row[arrays.row_state, arrays.row_session] = np.arange(len(theta))
    state_of = np.array([arrays.states.index(name) if name in arrays.states else -1 for name in votes.states])
    item_of = {name: at for at, name in enumerate(arrays.items)}
    item = np.array([item_of.get(name, -1) for name in votes.roll_calls])
    call, state = np.nonzero((votes.codes > 0) & (item >= 0)[:, None] & (state_of >= 0)[None])
    j, r = item[call], row[state_of[state], votes.sessions[call]]
    below = items.lower[j] - items.beta[j] * theta[r]
    u = rng.random(len(j))
    codes = votes.codes.copy()
    codes[call, state] = 1 + (u > ndtr(below)) + (u > ndtr(below + np.exp(items.log_gap[j])))
    return replace(votes, codes=codes)


def aligned(truth: np.ndarray, base: Fit, fit: Fit) -> np.ndarray:
    """The truth of the rows that the fit has: a state whose only roll calls came out unanimous has none."""
    known = {key: at for at, key in enumerate(_keys(base))}
    return truth[[known[key] for key in _keys(fit)]]


def _keys(fit: Fit) -> list[tuple[str, int]]:
    arrays = fit.ballots
    names = (arrays.states[at] for at in arrays.row_state)
    return list(zip(names, map(int, arrays.row_session), strict=True))


def held(error: np.ndarray, sd: np.ndarray, chosen: np.ndarray) -> float:
    """Share of errors within the 90 % interval."""
    return float((np.abs(error) <= REACH * sd)[chosen].mean())


def measured(fit: Fit, draws: np.ndarray, truth: np.ndarray) -> list[float]:
    """Coverage of level, distance to the power, change (all sessions, recent ones); r with the truth."""
    arrays = fit.ballots
    recent = arrays.row_session >= RECENT
    power = arrays.states.index("RUS")
    row_of = {int(s): r for r, s in enumerate(arrays.row_session) if arrays.row_state[r] == power}
    reference = np.array([row_of.get(int(s), -1) for s in arrays.row_session])
    has = (reference >= 0) & (np.arange(len(truth)) != reference)
    follows = np.flatnonzero(arrays.orders.gap > 0)
    error, sd = fit.rows.theta - truth, draws.std(axis=1)
    distance, sd_distance = error - error[reference], (draws - draws[reference]).std(axis=1)
    change, sd_change = error[follows] - error[follows - 1], (draws[follows] - draws[follows - 1]).std(axis=1)
    every = np.ones(len(truth), dtype=bool)
    sessions = [arrays.row_session == s for s in np.unique(arrays.row_session)]
    rs = [np.corrcoef(fit.rows.theta[here], truth[here])[0, 1] for here in sessions]
    return [
        held(error, sd, every),
        held(error, sd, recent),
        held(distance, sd_distance, has),
        held(distance, sd_distance, has & recent),
        held(change, sd_change, every[follows]),
        held(change, sd_change, recent[follows]),
        float(np.mean(rs)),
    ]


def main(sets: int, options: Options, seed: int = 7) -> None:
    """Prints coverage and r for each data set, and a table row of their means."""
    rng = np.random.default_rng(seed)
    votes = matrix_of(votes_data.cast_of(votes_data.every_source()))
    base = positions_of(votes, AXIS, rng, options)
    drawn = gibbs.sample(base.held, rng, ITERATIONS, BURNED)
    found = []
    for number in range(sets):
        at = number * len(drawn.kept) // sets
        theta = drawn.theta[:, drawn.kept[at]].astype(float)
        data = simulated(votes, base.held, (theta, drawn.items[at]), rng)
        fit = positions_of(data, AXIS, rng, options)
        found.append(measured(fit.fit, fit.draws, aligned(theta, base.held, fit.fit)))
        print(number, np.round(found[-1], 3), flush=True)
    mean = np.mean(found, axis=0)
    cells = [f"{a:.3f} / {b:.3f}" for a, b in zip(mean[0:6:2], mean[1:6:2], strict=True)]
    name = f"slope {options.slope_variance}, walk {options.walk_variance}, {sets} data sets"
    print(f"| {name} | " + " | ".join(cells) + f" | {mean[6]:.3f} |")


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:]]
    chosen = Options(*given[1:3]) if len(given) > 1 else Options()
    main(int(given[0]) if given else 10, chosen)
