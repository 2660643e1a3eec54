"""What holds under every weight in range: order of pairs, classes; and what weights really do.

Weights lie in nominal x [1 - delta, 1 + delta] at every level and are normalised inside their parent. The
largest value of sum(u d) / sum(u) over such weights takes the high weight for the first j children in falling
order of d and the low one for the rest; nested up the tree this is exact, since all weights are 0 or more.
"""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.score.aggregate import INNER_CUT, OUTER_CUT, anchored
from standpunkt.index.score.states import Rule, patterns
from standpunkt.index.score.tree import LAYERS, Tree, Weights

Floats = NDArray[Any]
STEPS = 12


def largest_mean(values: Floats, weights: Floats, delta: float | Floats) -> Floats:
    """Largest weighted mean when every weight may move by a share delta.

    Args:
        values: [children, ...].
        weights: [children] nominal weights.
        delta: Half-width of the range, relative to the nominal weight, 0 to below 1; one, or one per column.

    Returns:
        [...].
    """
    alive = weights > 0
    values, weights = values[alive], weights[alive]
    if len(weights) <= 1:
        return values[0] if len(weights) else np.zeros(values.shape[1:])
    order = np.argsort(-values, axis=0, kind="stable")
    ranked, own = np.take_along_axis(values, order, axis=0), weights[order]
    high, low = own * (1 + delta), own * (1 - delta)
    best = np.full(values.shape[1:], -np.inf)
    top, bottom = np.zeros(values.shape[1:]), (low * ranked).sum(axis=0)
    size_top, size_bottom = np.zeros(values.shape[1:]), low.sum(axis=0)
    for j in range(len(weights)):
        top, bottom = top + high[j] * ranked[j], bottom - low[j] * ranked[j]
        size_top, size_bottom = size_top + high[j], size_bottom - low[j]
        np.maximum(best, (top + bottom) / (size_top + size_bottom), out=best)
    return best


def largest_pillars(tree: Tree, weights: Weights, values: Floats, delta: float | Floats) -> Floats:
    """Largest value of every pillar under all inner weights in range.

    Args:
        tree: The tree.
        weights: Declared weights (one draw).
        values: [K, ...] positions, or differences of positions.
        delta: Half-width of the range.

    Returns:
        [P, ...].
    """
    groups = [_largest_group(tree, weights, values, (g, delta)) for g in range(len(tree.groups))]
    found = []
    for p in range(len(tree.pillars)):
        layers, shares = [], []
        for layer in range(len(LAYERS)):
            inside = np.flatnonzero((tree.pillar_of == p) & (tree.layer_of == layer))
            if len(inside) and weights.layer[0, layer] > 0 and weights.group[0, inside].sum() > 0:
                stacked = np.stack([groups[g] for g in inside])
                layers.append(largest_mean(stacked, weights.group[0, inside], delta))
                shares.append(weights.layer[0, layer])
        zero = np.zeros((1, *values.shape[1:]))
        found.append(largest_mean(np.stack(layers) if layers else zero, np.array(shares or [1.0]), delta))
    return np.stack(found)


def _largest_group(tree: Tree, weights: Weights, values: Floats, at: tuple[int, float | Floats]) -> Floats:
    g, delta = at
    inside = tree.group_of == g
    sides = [inside & (tree.side > 0), inside & (tree.side < 0)] if tree.is_net[g] else [inside]
    found = [largest_mean(values[s], weights.member[0, s], delta) for s in sides if s.any()]
    return np.asarray(np.sum(found, axis=0))


def pair_order(
    rule: Rule, z: Floats, applies: NDArray[np.bool_], delta: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """Largest lead of every state over every other, on m (lambda 0), under all weights in range.

    Args:
        rule: Declared weights.
        z: Central positions [K,N].
        applies: [N,K].
        delta: Half-width of the range.

    Returns:
        [N,N] lead of row over column (below 0: never ahead), and whether it is exact (same indicators apply);
        others are bounded by separate maxima.
    """
    count = z.shape[1]
    lead, exact = np.zeros((count, count)), np.zeros((count, count), np.bool_)
    pieces = list(patterns(applies))
    for row, states in pieces:
        weights = _applied(rule.tree, rule.weights, row)
        apart = z[:, states, None] - z[:, None, states]
        pillars = largest_pillars(rule.tree, weights, apart, delta)
        lead[np.ix_(states, states)] = largest_mean(pillars, weights.pillar[0], delta)
        exact[np.ix_(states, states)] = True
    if len(pieces) > 1:
        high, low = mean_range(rule, z, applies, delta)
        lead = np.where(exact, lead, high[:, None] - low[None, :])
    return lead, exact


def mean_range(rule: Rule, z: Floats, applies: NDArray[np.bool_], delta: float) -> tuple[Floats, Floats]:
    """Largest and least m of every state under all weights in range.

    Args:
        rule: Declared weights.
        z: Central positions [K,N].
        applies: [N,K].
        delta: Half-width of the range.

    Returns:
        High [N] and low [N].
    """
    high, low = np.zeros(z.shape[1]), np.zeros(z.shape[1])
    for row, states in patterns(applies):
        weights = _applied(rule.tree, rule.weights, row)
        top = largest_pillars(rule.tree, weights, z[:, states], delta)
        bottom = largest_pillars(rule.tree, weights, -z[:, states], delta)
        high[states] = largest_mean(top, weights.pillar[0], delta)
        low[states] = -largest_mean(bottom, weights.pillar[0], delta)
    return high, low


def _applied(tree: Tree, weights: Weights, applies: NDArray[np.bool_]) -> Weights:
    # What has no child left gives its weight to its siblings, level by level.
    group = weights.group * [bool(applies[tree.group_of == g].any()) for g in range(len(tree.groups))]
    counted = group * (weights.layer[:, tree.layer_of] > 0)
    pillar = weights.pillar * [counted[0, tree.pillar_of == p].sum() > 0 for p in range(len(tree.pillars))]
    return Weights(pillar, weights.layer, group, weights.member * applies)


def pair_order_frame(
    states: tuple[str, ...], lead: Floats, exact: NDArray[np.bool_], delta: float
) -> pl.DataFrame:
    """Rows of the order of pairs, each pair once.

    Args:
        states: The states.
        lead: As of `pair_order`.
        exact: As of `pair_order`.
        delta: Half-width of the range.

    Returns:
        iso3, other_iso3, relation (always nearer to the power, never, possible), is_exact, delta.
    """
    i, j = np.triu_indices(len(states), k=1)
    relation = np.select([lead[j, i] < 0, lead[i, j] < 0], ["always", "never"], "possible")
    names = np.array(states)
    return pl.DataFrame(
        {"iso3": names[i], "other_iso3": names[j], "relation": relation, "is_exact": exact[i, j]}
    ).with_columns(delta=pl.lit(delta))


def class_delta(rule: Rule, z: Floats, applies: NDArray[np.bool_], limit: float = 0.95) -> Floats:
    """Smallest half-width of weights at which the step of the score (neutral, leaning, aligned) can change.

    The composite rises with every pillar, so its range lies at pillars at their extremes and at the corners
    of the pillar weights; lambda and cuts stay central, the gate is left out.

    Args:
        rule: Declared weights, lambda and cuts.
        z: Central positions [K,N].
        applies: [N,K].
        limit: Largest half-width tried.

    Returns:
        [N]; infinity where no weights up to the limit change it.
    """
    low, high = np.zeros(z.shape[1]), np.full(z.shape[1], limit)
    top, bottom = composite_range(rule, z, applies, high)
    never = _step(rule, top) == _step(rule, bottom)
    for _ in range(STEPS):
        middle = (low + high) / 2
        upper, lower = composite_range(rule, z, applies, middle)
        moved = _step(rule, upper) != _step(rule, lower)
        low, high = np.where(moved, low, middle), np.where(moved, middle, high)
    return np.where(never, np.inf, np.round(high, 4))


def composite_range(
    rule: Rule, z: Floats, applies: NDArray[np.bool_], delta: Floats
) -> tuple[Floats, Floats]:
    """Largest and least raw composite of every state under all weights in range.

    Args:
        rule: Declared weights and lambda.
        z: Central positions [K,N].
        applies: [N,K].
        delta: Half-width of the range of each state [N].

    Returns:
        High [N] and low [N], -100..100.
    """
    high, low = np.zeros(z.shape[1]), np.zeros(z.shape[1])
    for row, states in patterns(applies):
        weights = _applied(rule.tree, rule.weights, row)
        top = largest_pillars(rule.tree, weights, z[:, states], delta[states])
        bottom = -largest_pillars(rule.tree, weights, -z[:, states], delta[states])
        corners = _corners(weights.pillar[0], delta[states])
        lam = float(rule.lam[0])
        high[states] = np.max([_raw(corner, top, lam) for corner in corners], axis=0)
        low[states] = np.min([_raw(corner, bottom, lam) for corner in corners], axis=0)
    return high, low


def _corners(weights: Floats, delta: Floats) -> list[Floats]:
    # Each corner [P,N]: weights of pillars at an end of their range.
    alive = np.flatnonzero(weights > 0)
    found = []
    for code in range(1 << len(alive)):
        signs = np.array([1 if code >> i & 1 else -1 for i in range(len(alive))])
        corner = np.zeros((len(weights), len(delta)))
        corner[alive] = weights[alive, None] * (1 + delta * signs[:, None])
        found.append(corner / corner.sum(axis=0))
    return found


def _raw(weights: Floats, pillars: Floats, lam: float) -> Floats:
    mean, size = (weights * pillars).sum(axis=0), (weights * np.abs(pillars)).sum(axis=0)
    agreement = np.divide(np.abs(mean), size, out=np.ones_like(size), where=size > 0)
    return np.asarray(100 * mean * (1 - lam * (1 - agreement)))


def _step(rule: Rule, raw: Floats) -> NDArray[np.int64]:
    stance = anchored(raw[:, None], rule.knots)[:, 0]
    return np.digitize(stance, [-OUTER_CUT, -INNER_CUT, INNER_CUT, OUTER_CUT])


def importance(path: Floats, z: Floats, rated: NDArray[np.bool_]) -> tuple[Floats, float]:
    """What weights really do: V_k cov(z_k, m) / var(m), which sums to 1; and the effective number of them.

    Args:
        path: [K] path weights.
        z: Central positions [K,N].
        rated: [N] states that count.

    Returns:
        Importance [K], and (sum of eigenvalues)^2 / sum of their squares of the correlations.
    """
    centred = z[:, rated] - z[:, rated].mean(axis=1, keepdims=True)
    mean = path @ centred
    share = path * (centred @ mean) / (mean @ mean)
    sizes = np.sqrt((centred**2).sum(axis=1))
    varies = (sizes > 0) & (path > 0)
    scaled = centred[varies] / sizes[varies, None]
    eigenvalues = np.linalg.eigvalsh(scaled @ scaled.T)
    return share, float(eigenvalues.sum() ** 2 / (eigenvalues**2).sum())
