"""The weight tree of a study as arrays: indicators in groups, groups in layers of pillars.

Path weight of an indicator: pillar x layer share x group x member (index design, section 1). What does not
apply to a state gives its weight to its siblings, and upwards only where all of them are gone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from standpunkt.study.model import Study
from standpunkt.study.sections.pillars import Layer

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
LAYERS: tuple[Layer, ...] = ("conduct", "tie", "exposure")
CONDUCT, EXPOSURE = 0, 2
SIDES = {"both": 0, "plus": 1, "minus": -1}


@dataclass(frozen=True)
class Tree:
    """The active part of the tree; positions in the tuples are the axes of all arrays.

    indicators, groups (`D.votes`), pillars: codes. group_of [K], pillar_of [G], layer_of [G] (in LAYERS),
    is_net [G], side [K] (0 both, 1 plus, -1 minus), twin_of [K] (first member of the twin set).
    """

    indicators: tuple[str, ...]
    groups: tuple[str, ...]
    pillars: tuple[str, ...]
    group_of: NDArray[np.int64]
    pillar_of: NDArray[np.int64]
    layer_of: NDArray[np.int64]
    is_net: Flags
    side: NDArray[np.int64]
    twin_of: NDArray[np.int64]

    def siblings(self) -> list[NDArray[np.int64]]:
        """Groups that share a layer of a pillar, as positions."""
        keys = self.pillar_of * len(LAYERS) + self.layer_of
        return [np.flatnonzero(keys == key) for key in np.unique(keys)]


@dataclass(frozen=True)
class Weights:
    """Relative weights of every level; the first axis is the draw (length 1 in the central run).

    pillar [D,P], layer [D,3], group [D,G], member [D,K]; not yet normalised.
    """

    pillar: Array
    layer: Array
    group: Array
    member: Array


Column = float | NDArray[Any]
"""One weight in every draw: an array [D], or a number where it is 0 or 1 in all of them."""


@dataclass(frozen=True)
class Coefficients:
    """Normalised weights of states to which the same indicators apply, one column per node.

    member: z_group = sum of member x z. inside: share of a group in its layer of its pillar. layer: by
    pillar, shares of its layers. pillar: weights of headline pillars in Stance; alone: the same where conduct
    alone counts. exposure: weights of groups in Dependence.
    """

    member: tuple[Column, ...]
    inside: tuple[Column, ...]
    layer: tuple[tuple[Column, ...], ...]
    pillar: tuple[Column, ...]
    alone: tuple[Column, ...]
    exposure: tuple[Column, ...]


@dataclass(frozen=True)
class Shares:
    """The weights of the first draw: member [K], group [G] (in its pillar), pillar [P], exposure [G].

    For several states each has a first axis for the state.
    """

    member: Array
    group: Array
    pillar: Array
    exposure: Array


def shares_of(tree: "Tree", weights: Coefficients) -> Shares:
    """The weights of the first draw as arrays.

    Args:
        tree: The tree.
        weights: Normalised weights.

    Returns:
        The shares.
    """
    member, inside, pillar, exposure = (
        _first(each) for each in (weights.member, weights.inside, weights.pillar, weights.exposure)
    )
    layer = np.array([_first(each) for each in weights.layer])
    return Shares(member, inside * layer[tree.pillar_of, tree.layer_of], pillar, exposure)


def _first(columns: tuple[Column, ...]) -> Array:
    return np.array([each if isinstance(each, float) else each[0] for each in columns], np.float64)


def tree_of(study: Study, twins: Sequence[Sequence[str]] = ()) -> Tree:
    """Builds the tree of the active indicators.

    Args:
        study: The study.
        twins: Sets of indicators that share one weight, as found by the calibration.

    Returns:
        The tree.
    """
    active = study.active_indicators
    codes = tuple(active)
    names = {code: f"{study.pillar_of(code)}.{active[code].group}" for code in codes}
    groups = tuple(
        f"{pillar}.{group}"
        for pillar, declared in study.pillars.items()
        for group in declared.groups
        if f"{pillar}.{group}" in names.values()
    )
    pillars = tuple(pillar for pillar in study.pillars if any(g.split(".")[0] == pillar for g in groups))
    declared = [study.pillars[g.split(".")[0]].groups[g.split(".")[1]] for g in groups]
    return Tree(
        indicators=codes,
        groups=groups,
        pillars=pillars,
        group_of=np.array([groups.index(names[code]) for code in codes], np.int64),
        pillar_of=np.array([pillars.index(g.split(".")[0]) for g in groups], np.int64),
        layer_of=np.array([LAYERS.index(each.layer) for each in declared], np.int64),
        is_net=np.array([each.combine == "net" for each in declared], np.bool_),
        side=np.array([SIDES[active[code].sides] for code in codes], np.int64),
        twin_of=_twin_of(codes, twins),
    )


def _twin_of(codes: tuple[str, ...], twins: Sequence[Sequence[str]]) -> NDArray[np.int64]:
    first: Mapping[str, str] = {code: members[0] for members in twins for code in members}
    return np.array([codes.index(first.get(code, code)) for code in codes], np.int64)


def declared_weights(study: Study, tree: Tree) -> Weights:
    """The weights of the study file, as one draw.

    Args:
        study: The study.
        tree: Its tree.

    Returns:
        Weights with a first axis of length 1.
    """
    layers = study.indices.stance.layers
    headline = study.indices.stance.headline_pillars
    sizes = np.bincount(tree.twin_of, minlength=len(tree.indicators))
    declared = np.array([study.indicators[code].weight for code in tree.indicators], float)
    group_weights = [study.pillars[g.split(".")[0]].groups[g.split(".")[1]].weight for g in tree.groups]
    pillar = [study.pillars[p].weight if p in headline else 0.0 for p in tree.pillars]
    return Weights(
        pillar=np.array([pillar], float),
        layer=np.array([[layers.get(layer, 0.0) for layer in LAYERS]], np.float64),
        group=np.array([group_weights], float),
        member=(declared[tree.twin_of] / sizes[tree.twin_of])[None],
    )


def coefficients(tree: Tree, weights: Weights, applies: Flags, kind: DTypeLike = np.float64) -> Coefficients:
    """Normalises the weights for states to which the same indicators apply.

    Args:
        tree: The tree.
        weights: Relative weights [D, ...].
        applies: [K], false where an indicator has no meaning for these states.
        kind: Type of the columns, that of the positions they meet.

    Returns:
        Weights that add up to 1 inside each parent that still has a child.
    """
    lives = np.array([applies[tree.group_of == g].any() for g in range(len(tree.groups))])
    inside = _inside(tree, weights.group * lives)
    homes = tree.pillar_of * len(LAYERS) + tree.layer_of
    filled = np.bincount(homes, inside.any(axis=0), len(tree.pillars) * len(LAYERS)) > 0
    filled = filled.reshape(len(tree.pillars), len(LAYERS))
    layer = _shares(weights.layer[:, None, :] * filled)
    exposure = _shares(inside * (tree.layer_of == EXPOSURE) * weights.pillar[:, tree.pillar_of])
    return Coefficients(
        member=_columns(_members(tree, weights.member * applies), kind),
        inside=_columns(inside, kind),
        layer=tuple(_columns(layer[:, p], kind) for p in range(len(tree.pillars))),
        pillar=_columns(_shares(weights.pillar * layer.any(axis=(0, 2))), kind),
        alone=_columns(_shares(weights.pillar * filled[:, CONDUCT]), kind),
        exposure=_columns(exposure, kind),
    )


def _columns(weights: Array, kind: DTypeLike) -> tuple[Column, ...]:
    def column(values: Array) -> Column:
        plain = float(values[0])
        return plain if plain in {0.0, 1.0} and (values == plain).all() else values.astype(kind)

    return tuple(column(values) for values in np.ascontiguousarray(weights.T))


def _members(tree: Tree, member: Array) -> Array:
    found = np.zeros_like(member)
    for g, net in enumerate(tree.is_net):
        inside = tree.group_of == g
        parts = [inside & (tree.side > 0), inside & (tree.side < 0)] if net else [inside]
        for part in parts:
            found[:, part] = _shares(member[:, part])
    return found


def _inside(tree: Tree, group: Array) -> Array:
    found = np.zeros_like(group)
    for siblings in tree.siblings():
        found[:, siblings] = _shares(group[:, siblings])
    return found


def _shares(values: Array) -> Array:
    total = values.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(values, total, out=np.zeros_like(values), where=total > 0))
