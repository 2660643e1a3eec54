"""The weight tree of a study as arrays: indicators in groups, groups in layers of pillars.

Path weight of an indicator: pillar x layer share x group x member (index design, section 1). What does not
apply to a state gives its weight to its siblings, and upwards only where all of them are gone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standpunkt.study.model import Study
from standpunkt.study.sections.pillars import Layer

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
LAYERS: tuple[Layer, ...] = ("conduct", "tie", "exposure")
EXPOSURE = 2
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


@dataclass(frozen=True)
class Coefficients:
    """Normalised weights of states to which the same indicators apply.

    member [D,K]: z_group = sum of member x z. group [D,G]: P_pillar = sum of group x z_group.
    pillar [D,P]: weights of headline pillars. exposure [D,G]: weights of the Dependence mean.
    """

    member: Array
    group: Array
    pillar: Array
    exposure: Array


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


def coefficients(tree: Tree, weights: Weights, applies: Flags, *, conduct_only: bool = False) -> Coefficients:
    """Normalises the weights for states to which the same indicators apply.

    Args:
        tree: The tree.
        weights: Relative weights [D, ...].
        applies: [K], false where an indicator has no meaning for these states.
        conduct_only: Give the whole layer weight to conduct (the gate).

    Returns:
        Weights that add up to 1 inside each parent that still has a child.
    """
    layer = np.array([[1.0, 0.0, 0.0]]) if conduct_only else weights.layer
    layer = np.broadcast_to(layer, (len(weights.layer), len(LAYERS)))
    member = _members(tree, weights.member * applies)
    lives = np.array([applies[tree.group_of == g].any() for g in range(len(tree.groups))])
    return Coefficients(
        member=member,
        group=_groups(tree, weights.group * lives, layer),
        pillar=_pillars(tree, weights.pillar, (lives & (layer[0][tree.layer_of] > 0))),
        exposure=_exposure(tree, weights, lives),
    )


def _members(tree: Tree, member: Array) -> Array:
    found = np.zeros_like(member)
    for g, net in enumerate(tree.is_net):
        inside = tree.group_of == g
        parts = [inside & (tree.side > 0), inside & (tree.side < 0)] if net else [inside]
        for part in parts:
            found[:, part] = _shares(member[:, part])
    return found


def _groups(tree: Tree, group: Array, layer: Array) -> Array:
    inside = np.zeros_like(group)
    for siblings in tree.siblings():
        inside[:, siblings] = _shares(group[:, siblings])
    scaled = inside * layer[:, tree.layer_of]
    for p in range(len(tree.pillars)):
        scaled[:, tree.pillar_of == p] = _shares(scaled[:, tree.pillar_of == p])
    return scaled


def _pillars(tree: Tree, pillar: Array, lives: Flags) -> Array:
    alive = np.array([lives[tree.pillar_of == p].any() for p in range(len(tree.pillars))])
    return _shares(pillar * alive)


def _exposure(tree: Tree, weights: Weights, lives: Flags) -> Array:
    is_exposure = (tree.layer_of == EXPOSURE) & lives
    inside = np.zeros_like(weights.group)
    for siblings in tree.siblings():
        if tree.layer_of[siblings[0]] == EXPOSURE:
            inside[:, siblings] = _shares(weights.group[:, siblings] * is_exposure[siblings])
    return _shares(inside * weights.pillar[:, tree.pillar_of])


def _shares(values: Array) -> Array:
    total = values.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(values, total, out=np.zeros_like(values), where=total > 0))
