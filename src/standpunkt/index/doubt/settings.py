"""Draws of the global factors: weights, lambda and r, anchors, vote sets, delta, cuts.

All come from one Sobol sequence by inverse distribution functions. Dirichlet weights have the concentration
a = (1.645 / spread)^2 (1 - w) / w - 1 with w = 1 / number of siblings, so that 90 % of the draws lie within
1 +- spread of the nominal weight.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.doubt.gamma import gamma_quantile
from standpunkt.index.draws import sobol
from standpunkt.index.score.calibration import Key, keys_of
from standpunkt.index.score.tree import EXPOSURE, Tree, Weights, declared_weights
from standpunkt.study.model import Study

Array = NDArray[np.float64]
NORMAL_95 = 1.645
Picks = NDArray[np.int64]


@dataclass(frozen=True)
class Settings:
    """One value per draw of everything that all states share; [D] unless said otherwise.

    keys: anchor sets with winsor limits; key [D] and variant [D] are positions. Not a single value is
    random any more once this stands.
    """

    weights: Weights
    lam: Array
    power: Array
    keys: tuple[Key, ...]
    key: Picks
    variant: Picks
    delta: Array
    inner_at: Array
    outer_at: Array

    def __len__(self) -> int:
        """Number of draws."""
        return len(self.lam)

    def order(self) -> NDArray[np.int64]:
        """The order in which draws of one vote set, anchor set and winsor limit lie side by side."""
        return np.lexsort((self.key, self.variant))

    def places(self) -> tuple[tuple[int, int, slice], ...]:
        """Slices of draws that place values alike.

        Returns:
            Vote set, position in `keys`, and the draws, of settings in `order`.
        """
        both = np.stack([self.variant, self.key])
        starts = np.flatnonzero((np.diff(both, prepend=-1) != 0).any(axis=0))
        ends = [*starts[1:], len(self)]
        return tuple(
            (int(self.variant[a]), int(self.key[a]), slice(int(a), int(b)))
            for a, b in zip(starts, ends, strict=True)
        )

    def pick(self, draws: NDArray[np.int64] | slice) -> "Settings":
        """Some of the draws.

        Args:
            draws: Their positions.

        Returns:
            Settings of these draws.
        """
        weights = Weights(**{name: getattr(self.weights, name)[draws] for name in vars(self.weights)})
        rest = {name: getattr(self, name)[draws] for name in _DRAWN}
        return replace(self, weights=weights, **rest)


_DRAWN = ("lam", "power", "key", "variant", "delta", "inner_at", "outer_at")


def central_settings(study: Study, tree: Tree) -> Settings:
    """The central run as one draw.

    Args:
        study: The study.
        tree: Its tree.

    Returns:
        Settings of length 1.
    """
    cuts = study.classes.cuts.from_profiles
    zero = np.zeros(1, np.int64)
    return Settings(
        weights=declared_weights(study, tree),
        lam=np.array([study.indices.stance.lambda_]),
        power=np.array([study.indices.dependence.power_r]),
        keys=keys_of(study),
        key=zero,
        variant=zero,
        delta=np.zeros(1),
        inner_at=np.array([cuts.inner_at if cuts else 0.5]),
        outer_at=np.array([cuts.outer_at if cuts else 0.5]),
    )


def dimensions(study: Study, tree: Tree) -> dict[str, int]:
    """How many Sobol dimensions each factor takes.

    Args:
        study: The study.
        tree: Its tree.

    Returns:
        Counts by factor, in fixed order; a factor that the study leaves out has none.
    """
    doubt = study.uncertainty
    inner = len(tree.groups) + len(tree.indicators) + 1
    wanted = {
        "pillar_weights": (doubt.pillar_weights, len(tree.pillars)),
        "aggregation": (doubt.aggregation, 2),
        "treatment": (doubt.treatment, 2),
        "vote_set": (doubt.vote_set, 1),
        "imputation": (doubt.imputation, 1),
        "cuts": (doubt.cuts, 2),
        "inner_weights": (doubt.inner_weights, inner),
    }
    return {name: count for name, (factor, count) in wanted.items() if factor is not None}


def draw_settings(study: Study, tree: Tree, draws: int | None = None) -> Settings:
    """Draws every global factor.

    Args:
        study: Declares the factors; one that is absent stays at its central value.
        tree: Its tree.
        draws: Number of draws; None takes the study's.

    Returns:
        Settings of that length.
    """
    count = study.run.draws if draws is None else draws
    sizes = dimensions(study, tree)
    found = from_points(study, tree, sobol(study.run.seed, count, max(sum(sizes.values()), 1)))
    return found.pick(found.order())


def from_points(study: Study, tree: Tree, points: Array) -> Settings:
    """Turns points of the unit cube into settings.

    Args:
        study: Declares the factors.
        tree: Its tree.
        points: [D, dimensions]; columns in the order of `dimensions`.

    Returns:
        Settings.
    """
    columns: dict[str, Array] = {}
    at = 0
    for name, size in dimensions(study, tree).items():
        columns[name] = points[:, at : at + size]
        at += size
    found = _repeat(central_settings(study, tree), len(points))
    for name, apply in _APPLY.items():
        if name in columns:
            found = apply(study, tree, found, columns[name])
    return found


def _repeat(settings: Settings, count: int) -> Settings:
    return settings.pick(np.zeros(count, np.int64))


def _between(bounds: tuple[float, float], points: Array) -> Array:
    return np.asarray(bounds[0] + (bounds[1] - bounds[0]) * points)


def dirichlet(weights: Array, spread: float, points: Array) -> Array:
    """Dirichlet weights around declared ones by inverse gamma functions.

    Args:
        weights: [W] declared weights of siblings.
        spread: Half-width of the 90 % range, relative to the nominal weight of equal siblings.
        points: [D,W] in the open unit cube.

    Returns:
        [D,W], adding to 1; a weight of 0 stays 0.
    """
    share = weights / weights.sum() if weights.sum() > 0 else weights
    alive = share > 0
    found = np.zeros((len(points), len(weights)))
    if alive.sum() <= 1:
        found[:, alive] = 1.0
        return found
    equal = 1 / alive.sum()
    concentration = (NORMAL_95 / spread) ** 2 * (1 - equal) / equal - 1
    for at in np.flatnonzero(alive):
        found[:, at] = gamma_quantile(float(concentration * share[at]), points[:, at])
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def _pillar_weights(study: Study, tree: Tree, settings: Settings, points: Array) -> Settings:
    factor = study.uncertainty.pillar_weights
    nominal = declared_weights(study, tree).pillar[0]
    drawn = dirichlet(nominal, factor.spread if factor else 1.0, points)
    return replace(settings, weights=replace(settings.weights, pillar=drawn))


def _inner_weights(study: Study, tree: Tree, settings: Settings, points: Array) -> Settings:
    factor = study.uncertainty.inner_weights
    spread = factor.spread if factor else 1.0
    nominal = declared_weights(study, tree)
    groups, members = len(tree.groups), len(tree.indicators)
    group = _siblings(nominal.group[0], tree.siblings(), spread, points[:, :groups])
    inside = [
        np.flatnonzero((tree.group_of == g) & _side(tree, g, s)) for g in range(groups) for s in (0, 1, -1)
    ]
    member = _siblings(nominal.member[0], inside, spread, points[:, groups : groups + members])
    weights = replace(settings.weights, group=group, member=member)
    if factor is not None and factor.conduct is not None:
        weights = replace(weights, layer=_layers(nominal.layer[0], _between(factor.conduct, points[:, -1])))
    return replace(settings, weights=weights)


def _side(tree: Tree, group: int, side: int) -> NDArray[np.bool_]:
    # Members of a net group compete inside their side only; other groups are one set (side 0 here).
    if not tree.is_net[group]:
        return np.full(len(tree.side), side == 0)
    return np.asarray(np.sign(tree.side) == side)


def _siblings(nominal: Array, sets: Sequence[NDArray[np.int64]], spread: float, points: Array) -> Array:
    found = np.zeros((len(points), len(nominal)))
    for inside in sets:
        if len(inside):
            found[:, inside] = dirichlet(nominal[inside], spread, points[:, inside])
    return found


def _layers(nominal: Array, conduct: Array) -> Array:
    rest = nominal[1:] / nominal[1:].sum() if nominal[1:].sum() > 0 else nominal[1:]
    found = np.zeros((len(conduct), EXPOSURE + 1))
    found[:, 0] = conduct
    found[:, 1:] = (1 - conduct)[:, None] * rest
    return found


def _aggregation(study: Study, _tree: Tree, settings: Settings, points: Array) -> Settings:
    factor = study.uncertainty.aggregation
    if factor is None:
        return settings
    lam = _between(factor.lambda_, points[:, 0])
    return replace(settings, lam=lam, power=_between(factor.power_r, points[:, 1]))


def _treatment(study: Study, _tree: Tree, settings: Settings, points: Array) -> Settings:
    factor = study.uncertainty.treatment
    if factor is None:
        return settings
    names = _choose(len(factor.anchor_sets), points[:, 0])
    limits = _choose(len(factor.winsor), points[:, 1])
    place = {pair: at for at, pair in enumerate(settings.keys)}
    table = np.array([[place[name, limit] for limit in factor.winsor] for name in factor.anchor_sets])
    return replace(settings, key=table[names, limits])


def _vote_set(study: Study, _tree: Tree, settings: Settings, points: Array) -> Settings:
    factor = study.uncertainty.vote_set
    if factor is None:
        return settings
    declared = len(study.roll_calls.variants)
    count = declared if factor.variants == "all" else len({study.roll_calls.variants[0].id, *factor.variants})
    return replace(settings, variant=_choose(count, points[:, 0]))


def _choose(count: int, points: Array) -> Picks:
    return np.asarray(np.minimum((points * count).astype(np.int64), count - 1))


def _imputation(study: Study, _tree: Tree, settings: Settings, points: Array) -> Settings:
    factor = study.uncertainty.imputation
    return replace(settings, delta=_between(factor.delta if factor else (0.0, 0.0), points[:, 0]))


def _cuts(study: Study, _tree: Tree, settings: Settings, points: Array) -> Settings:
    factor = study.uncertainty.cuts
    if factor is None or study.classes.cuts.from_profiles is None:
        return settings
    inner, outer = _between(factor.inner_at, points[:, 0]), _between(factor.outer_at, points[:, 1])
    return replace(settings, inner_at=inner, outer_at=outer)


_APPLY = {
    "pillar_weights": _pillar_weights,
    "inner_weights": _inner_weights,
    "aggregation": _aggregation,
    "treatment": _treatment,
    "vote_set": _vote_set,
    "imputation": _imputation,
    "cuts": _cuts,
}
