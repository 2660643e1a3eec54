"""The same sums without a compiler: whole arrays at once, for reading, for tests, for bare machines."""

import numpy as np
from scipy.special import ndtr

from standpunkt.measures.votes.scaling.ballots import Codes, Floats, Orders
from standpunkt.measures.votes.scaling.kernel import (
    ABSTAIN,
    DENSITY,
    EPSILON,
    YES,
    Items,
    Rows,
)


def _pieces(below: Floats, above: Floats, code: Codes) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    f1, f2 = DENSITY * np.exp(-0.5 * below**2), DENSITY * np.exp(-0.5 * above**2)
    yes, no = ndtr(below), ndtr(-above)
    in_tail = np.where(below > 0, ndtr(-below) - no, ndtr(above) - yes)
    middle = np.maximum(np.where((below > 0) | (above < 0), in_tail, 1 - yes - no), 0) + EPSILON
    yes, no = yes + EPSILON, no + EPSILON
    u1 = np.where(code == YES, f1 / yes, np.where(code == ABSTAIN, -f1 / middle, 0))
    u2 = np.where(code == YES, 0, np.where(code == ABSTAIN, f2 / middle, -f2 / no))
    i11, i22 = f1**2 * (1 / yes + 1 / middle), f2**2 * (1 / no + 1 / middle)
    return u1, u2, i11, -f1 * f2 / middle, i22


def item_sums(votes: Orders, rows: Rows, items: Items, out: Floats) -> None:
    """As `kernel.item_sums`."""
    size = len(items.beta)
    item = np.repeat(np.arange(size), np.diff(votes.item_start))
    theta, variance = rows.theta[votes.item_row], rows.variance[votes.item_row]
    beta, gap = items.beta[item], np.exp(items.log_gap)[item]
    below = items.lower[item] - beta * theta
    u1, u2, i11, i12, i22 = _pieces(below, below + gap, votes.item_code)
    s, k = i11 + 2 * i12 + i22, i12 + i22
    gradient = [-theta * (u1 + u2) - beta * variance * s, u1 + u2, gap * u2]
    information = [(theta**2 + variance) * s, -theta * s, -theta * gap * k, s, gap * k, gap**2 * i22]
    for column, values in enumerate(gradient + information):
        out[:, column] = np.bincount(item, values, size)


def row_sums(votes: Orders, rows: Rows, items: Items, out: Floats) -> None:
    """As `kernel.row_sums`."""
    size = len(rows.theta)
    row = np.repeat(np.arange(size), np.diff(votes.row_start))
    item, theta = votes.row_item, rows.theta[row]
    beta, gap = items.beta[item], np.exp(items.log_gap)[item]
    below = items.lower[item] - beta * theta
    u1, u2, i11, i12, i22 = _pieces(below, below + gap, votes.row_code)
    s, k = i11 + 2 * i12 + i22, i12 + i22
    c = items.covariance[item]
    correction = theta * s * c[:, 0] - s * c[:, 1] - gap * k * c[:, 2]
    out[:, 0] = np.bincount(row, -beta * (u1 + u2) - correction, size)
    out[:, 1] = np.bincount(row, (beta**2 + c[:, 0]) * s, size) + 1e-9


def factors(votes: Orders, rows: Rows, items: Items, roots: Floats) -> Floats:
    """As `kernel.factors`."""
    row = np.repeat(np.arange(len(rows.theta)), np.diff(votes.row_start))
    item, theta = votes.row_item, rows.theta[row]
    beta, gap = items.beta[item], np.exp(items.log_gap)[item]
    below = items.lower[item] - beta * theta
    _, _, i11, i12, i22 = _pieces(below, below + gap, votes.row_code)
    s, k = i11 + 2 * i12 + i22, i12 + i22
    coupling = np.stack([beta * theta * s, -beta * s, -beta * gap * k], axis=1)
    return np.asarray(np.einsum("vi,vij->vj", coupling, roots[item]))
