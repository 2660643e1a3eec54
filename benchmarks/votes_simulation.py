"""Calibration by simulation: votes made from a known truth, fitted as a user would fit them.

Run: `python benchmarks/votes_simulation.py [data sets] [slope variance] [walk variance]`; prints a table row
per setting (docs/method/votes_report.md).
"""

import sys

import numpy as np
import votes_data
from scipy.special import ndtr

from standpunkt.measures.votes.positions import Axis, positions
from standpunkt.measures.votes.scaling import ideal_points, joint_uncertainty
from standpunkt.measures.votes.scaling.ballots import Ballots
from standpunkt.measures.votes.scaling.ideal_points import Fit, Options

AXIS = Axis(
    frozenset({"RUS"}), frozenset({"USA", "GBR", "FRA", "DEU", "ITA", "NLD", "BEL", "CAN", "AUS", "JPN"})
)
REACH = 1.6448536269514722
RECENT = 45


def truth_items(found: Fit) -> ideal_points.Items:
    """Roll calls refitted to the positions with prior variance 1."""
    items = ideal_points.start_items(found.ballots.orders)
    for _ in range(12):
        ideal_points.item_step(found.ballots.orders, found.rows, items, 1.0)
    return items


def simulated(
    ballots: Ballots, theta: np.ndarray, items: ideal_points.Items, rng: np.random.Generator
) -> Ballots:
    """The same pattern of votes with answers drawn from the truth."""
    orders = ballots.orders
    row = np.repeat(np.arange(len(theta)), np.diff(orders.row_start))
    item = orders.row_item
    c = items.covariance[:, [0, 1, 2, 1, 3, 4, 2, 4, 5]].reshape(-1, 3, 3)
    noise = np.einsum("jab,jb->ja", np.linalg.cholesky(c), rng.standard_normal((len(c), 3)))
    beta, lower = items.beta + noise[:, 0], items.lower + noise[:, 1]
    gap = np.exp(items.log_gap + noise[:, 2])
    below = lower[item] - beta[item] * theta[row]
    u = rng.random(len(item))
    code = (1 + (u > ndtr(below)) + (u > ndtr(below + gap[item]))).astype(np.int8)
    order = np.lexsort((row, item))
    return Ballots(
        orders._replace(row_code=code, item_code=code[order], item_row=row[order].astype(np.int32)),
        ballots.states,
        ballots.row_state,
        ballots.row_session,
        ballots.items,
        ballots.item_session,
    )


def held(error: np.ndarray, sd: np.ndarray, chosen: np.ndarray) -> float:
    """Share of errors within the 90 % interval."""
    return float((np.abs(error) <= REACH * sd)[chosen].mean())


def rows_of_power(ballots: Ballots) -> np.ndarray:
    """For each row the row of the power in the same session, -1 where it has none."""
    power = ballots.states.index("RUS")
    row_of = {int(s): r for r, s in enumerate(ballots.row_session) if ballots.row_state[r] == power}
    return np.array([row_of.get(int(s), -1) for s in ballots.row_session])


def main(sets: int, slope: float, walk: float, seed: int = 7) -> None:
    """Prints coverage of level, distance to the power and change, and r with the truth."""
    rng = np.random.default_rng(seed)
    base = positions(votes_data.cast_of(votes_data.mirror()), AXIS, rng, Options())
    items = truth_items(base.fit)
    ballots = base.fit.ballots
    recent = ballots.row_session >= RECENT
    reference = rows_of_power(ballots)
    follows = np.flatnonzero(ballots.orders.gap > 0)
    found = []
    for number in range(sets):
        theta = base.draws[:, number].astype(float)
        data = simulated(ballots, theta, items, rng)
        fit = ideal_points.fit(data, ideal_points.axis_start(data, np.sign(items.beta)), Options(slope, walk))
        if np.corrcoef(fit.rows.theta, theta)[0, 1] < 0:
            fit.rows.theta[:] *= -1
            fit.items.beta[:] *= -1
        draws = joint_uncertainty.joint_draws(fit, rng)
        error, sd = fit.rows.theta - theta, draws.std(axis=1)
        conditional = np.sqrt(fit.rows.variance)
        has = (reference >= 0) & (np.arange(len(theta)) != reference)
        distance = error - error[reference]
        sd_distance = (draws - draws[reference]).std(axis=1)
        change = error[follows] - error[follows - 1]
        sd_change = (draws[follows] - draws[follows - 1]).std(axis=1)
        every = np.ones(len(theta), dtype=bool)
        found.append(
            [
                held(error, sd, every),
                held(error, sd, recent),
                held(distance, sd_distance, has),
                held(distance, sd_distance, has & recent),
                held(change, sd_change, every[follows]),
                held(change, sd_change, recent[follows]),
                held(error, conditional, every),
                held(error, conditional, recent),
                float(np.corrcoef(fit.rows.theta, theta)[0, 1]),
                fit.sweeps,
            ]
        )
        print(number, np.round(found[-1], 3), flush=True)
    mean = np.mean(found, axis=0)
    cells = [f"{a:.3f} / {b:.3f}" for a, b in zip(mean[0:8:2], mean[1:8:2], strict=True)]
    print(f"| slope {slope}, walk {walk}, {sets} data sets | " + " | ".join(cells) + f" | {mean[8]:.3f} |")


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:]]
    main(int(given[0]) if given else 10, *(given[1:] or (0.25, 0.25)))
