"""Sums over votes in the ordinal model, as loops for the compiler, and the step along every state's walk.

With x1 = g - beta theta, x2 = x1 + G, G = exp(d): P(yes) = Phi(x1), P(no) = Phi(-x2), the rest abstains.
Fisher scoring under a variational posterior: `variance` of theta and `covariance` of (beta, g, d) enter the
gradients (docs/method/votes.md derives them). In information alone they would change nothing.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from standpunkt.measures.votes.scaling.ballots import Floats, Orders
from standpunkt.measures.votes.scaling.compiled import compiled

EPSILON = 1e-10
ROOT_HALF = 0.7071067811865476
DENSITY = 0.3989422804014327
ABSTAIN = 2
YES = 1
REACH = 9.0
PER_UNIT = 512.0
_PLACES = np.arange(int(2 * REACH * PER_UNIT) + 2) / PER_UNIT - REACH
HEIGHT = DENSITY * np.exp(-0.5 * _PLACES**2)
CUMULATIVE = ndtr(_PLACES)


class Items(NamedTuple):
    """Roll calls: slope beta, lower cut g, log gap d, and their covariance (bb, bg, bd, gg, gd, dd)."""

    beta: Floats
    lower: Floats
    log_gap: Floats
    covariance: Floats


class Rows(NamedTuple):
    """State-sessions: position and its variance given the roll calls."""

    theta: Floats
    variance: Floats


@compiled
def normal(x: float) -> tuple[float, float]:
    """Cumulative and density of the standard normal by cubic interpolation, to 1e-13; 0 or 1 beyond 9."""
    if x <= -REACH:
        return 0.0, 0.0
    if x >= REACH:
        return 1.0, 0.0
    place = (x + REACH) * PER_UNIT
    at = int(place)
    t = place - at
    p0, p1, f0, f1 = CUMULATIVE[at], CUMULATIVE[at + 1], HEIGHT[at], HEIGHT[at + 1]
    left = at / PER_UNIT - REACH
    s0, s1 = -left * f0, -(left + 1.0 / PER_UNIT) * f1
    u = 1.0 - t
    h00, h10, h01, h11 = (1.0 + 2.0 * t) * u * u, t * u * u, t * t * (3.0 - 2.0 * t), -t * t * u
    step = 1.0 / PER_UNIT
    return h00 * p0 + h01 * p1 + step * (h10 * f0 + h11 * f1), h00 * f0 + h01 * f1 + step * (
        h10 * s0 + h11 * s1
    )


@compiled
def pieces(below: float, above: float, code: int) -> tuple[float, float, float, float, float]:
    """Scores (u1, u2) of a vote and information (i11, i12, i22), at the two cut points less eta."""
    # Differences are taken in the tail in which both cut points lie: 1 - yes - no would cancel there.
    if below > 0.0:
        beyond, f1 = normal(-below)
        no, f2 = normal(-above)
        yes, middle = 1.0 - beyond, beyond - no
    elif above < 0.0:
        yes, f1 = normal(below)
        until, f2 = normal(above)
        no, middle = 1.0 - until, until - yes
    else:
        yes, f1 = normal(below)
        no, f2 = normal(-above)
        middle = 1.0 - yes - no
    middle = max(middle, 0.0) + EPSILON
    yes += EPSILON
    no += EPSILON
    i11 = f1 * f1 * (1.0 / yes + 1.0 / middle)
    i22 = f2 * f2 * (1.0 / no + 1.0 / middle)
    i12 = -f1 * f2 / middle
    if code == YES:
        return f1 / yes, 0.0, i11, i12, i22
    if code == ABSTAIN:
        return -f1 / middle, f2 / middle, i11, i12, i22
    return 0.0, -f2 / no, i11, i12, i22


@compiled
def item_sums(votes: Orders, rows: Rows, items: Items, out: Floats) -> None:
    """What the votes say of every roll call: gradient (b, g, d) and information (bb, bg, bd, gg, gd, dd).

    Args:
        votes: Votes in both orders.
        rows: Positions.
        items: Roll calls.
        out: Shape (roll calls, 9), written.
    """
    for j in range(len(items.beta)):
        beta, lower, gap = items.beta[j], items.lower[j], math.exp(items.log_gap[j])
        gb, gg, gd, bb, bg, bd, cc, cd, dd = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for at in range(votes.item_start[j], votes.item_start[j + 1]):
            row = votes.item_row[at]
            theta, variance = rows.theta[row], rows.variance[row]
            below = lower - beta * theta
            u1, u2, i11, i12, i22 = pieces(below, below + gap, votes.item_code[at])
            s, k = i11 + 2.0 * i12 + i22, i12 + i22
            gb -= theta * (u1 + u2) + beta * variance * s
            gg += u1 + u2
            gd += gap * u2
            bb += (theta * theta + variance) * s
            bg -= theta * s
            bd -= theta * gap * k
            cc += s
            cd += gap * k
            dd += gap * gap * i22
        found = out[j]
        found[0], found[1], found[2], found[3], found[4] = gb, gg, gd, bb, bg
        found[5], found[6], found[7], found[8] = bd, cc, cd, dd


@compiled
def row_sums(votes: Orders, rows: Rows, items: Items, out: Floats) -> None:
    """What the votes say of every position: gradient and information, written into `out` (rows, 2)."""
    gaps = np.exp(items.log_gap)
    for r in range(len(rows.theta)):
        theta, total, information = rows.theta[r], 0.0, 1e-9
        for at in range(votes.row_start[r], votes.row_start[r + 1]):
            j = votes.row_item[at]
            beta, gap = items.beta[j], gaps[j]
            below = items.lower[j] - beta * theta
            u1, u2, i11, i12, i22 = pieces(below, below + gap, votes.row_code[at])
            s, k = i11 + 2.0 * i12 + i22, i12 + i22
            c = items.covariance[j]
            information += (beta * beta + c[0]) * s
            total += -beta * (u1 + u2) - (theta * s * c[0] - s * c[1] - gap * k * c[2])
        out[r, 0], out[r, 1] = total, information


@compiled
def walk_step(votes: Orders, rows: Rows, sums: Floats, walk_variance: float) -> None:
    """One Newton step over the whole path of every state, and the variances given the roll calls, in place.

    Args:
        votes: For the rows of each state and the gaps between them.
        rows: Positions, changed.
        sums: Gradient and information of every row, shape (rows, 2).
        walk_variance: Variance of the walk per session.
    """
    theta = rows.theta
    size = len(theta)
    pivot, ratio, right = np.empty(size), np.zeros(size), np.empty(size)
    for s in range(len(votes.state_start) - 1):
        first, end = votes.state_start[s], votes.state_start[s + 1]
        for r in range(first, end):
            spread = votes.entry_variance[s] if r == first else walk_variance * votes.gap[r]
            before = votes.entry_mean[s] if r == first else theta[r - 1]
            link = 1.0 / spread
            diagonal, value = sums[r, 1] + link, sums[r, 0] - (theta[r] - before) * link
            if r > first:
                ratio[r] = -link / pivot[r - 1]
                diagonal += ratio[r] * link
                value -= ratio[r] * right[r - 1]
            if r + 1 < end:
                link = 1.0 / (walk_variance * votes.gap[r + 1])
                diagonal += link
                value -= (theta[r] - theta[r + 1]) * link
            pivot[r], right[r] = diagonal, value
        step, spread = 0.0, 0.0
        for r in range(end - 1, first - 1, -1):
            after = ratio[r + 1] if r + 1 < end else 0.0
            step = right[r] / pivot[r] - after * step
            spread = 1.0 / pivot[r] + after * after * spread
            theta[r] += min(max(step, -1.0), 1.0)
            rows.variance[r] = spread


@compiled
def factors(votes: Orders, rows: Rows, items: Items, roots: Floats) -> Floats:
    """How each vote, in the order of rows, couples position and roll call, in units of the roll call's doubt.

    Args:
        votes: Votes in both orders.
        rows: Positions.
        items: Roll calls.
        roots: Lower Cholesky factors of their covariances, shape (roll calls, 3, 3).

    Returns:
        Minus d2 / d theta d(b, g, d), times the root; shape (votes, 3).
    """
    out = np.empty((len(votes.row_item), 3))
    for r in range(len(rows.theta)):
        theta = rows.theta[r]
        for at in range(votes.row_start[r], votes.row_start[r + 1]):
            j = votes.row_item[at]
            beta, gap = items.beta[j], math.exp(items.log_gap[j])
            below = items.lower[j] - beta * theta
            _, _, i11, i12, i22 = pieces(below, below + gap, votes.row_code[at])
            s, k = i11 + 2.0 * i12 + i22, i12 + i22
            u0, u1, u2 = beta * theta * s, -beta * s, -beta * gap * k
            root = roots[j]
            out[at, 0] = u0 * root[0, 0] + u1 * root[1, 0] + u2 * root[2, 0]
            out[at, 1] = u1 * root[1, 1] + u2 * root[2, 1]
            out[at, 2] = u2 * root[2, 2]
    return out
