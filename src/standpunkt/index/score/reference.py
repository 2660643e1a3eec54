"""Cuts from reference profiles: what a state must do to lean, and to be aligned.

L = mean |A| of the leaning profiles marked `cut`, G of the aligned ones; inner = at_i L,
outer = L + at_o (G - L). So the published cuts are 20 and 50 whatever the number of indicators.
"""

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.score.aggregate import (
    END,
    Composite,
    Knots,
    composite,
    group_positions,
    layer_positions,
    pillar_positions,
)
from standpunkt.index.score.tree import CONDUCT, LAYERS, Tree, Weights, coefficients
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.index import CutsError

Array = NDArray[np.float64]


def profile_positions(study: Study, tree: Tree) -> Array:
    """The reference profiles as pseudo-states.

    Args:
        study: Declares them.
        tree: Gives the order of indicators; those that are not active stay out.

    Returns:
        Positions [K, profiles]; what a profile does not name is 0.
    """
    found = np.zeros((len(tree.indicators), len(study.classes.reference)))
    for at, profile in enumerate(study.classes.reference):
        for code, value in profile.set.items():
            if code in tree.indicators:
                found[tree.indicators.index(code), at] = value
    return found


def profile_composites(study: Study, tree: Tree, weights: Weights, lam: Array) -> tuple[Composite, Composite]:
    """The composite of every reference profile in every draw, and the same where conduct alone counts.

    Args:
        study: Declares the profiles.
        tree: The tree.
        weights: Weights [D, ...].
        lam: lambda [D].

    Returns:
        Both composites; profiles in the order of the study.
    """
    # What only some states can have is not asked of a reference: the cuts stay where they are without it.
    asked = np.array([not study.indicators[code].optional for code in tree.indicators])
    found = coefficients(tree, weights, asked)
    z = profile_positions(study, tree)[:, :, None]
    groups = group_positions(tree, found, np.broadcast_to(z, (*z.shape[:2], len(lam))))
    layers = [layer_positions(tree, found, groups, layer) for layer in range(len(LAYERS))]
    alone = composite(found.alone, tuple(layers[CONDUCT]), lam)
    return composite(found.pillar, pillar_positions(found, layers), lam), alone


def knots(study: Study, raw: Array, inner_at: Array, outer_at: Array) -> Knots:
    """The cuts of every draw.

    Args:
        study: Declares profiles, or fixed cuts.
        raw: A of the profiles [profiles, D].
        inner_at: Position of the inner cut [D].
        outer_at: Position of the outer cut [D].

    Returns:
        Cuts [D].

    Raises:
        CutsError: If they do not ascend within 0 and 100.
    """
    cuts = study.classes.cuts
    if cuts.from_profiles is None:
        ones = np.ones_like(inner_at)
        return Knots(ones * (cuts.inner or 0.0), ones * (cuts.outer or 0.0))
    order = study.classes.order
    size = np.abs(raw)
    marked = [profile.class_ if profile.cut else "" for profile in study.classes.reference]
    leaning = size[[name in {order[1], order[3]} for name in marked]].mean(axis=0)
    aligned = size[[name in {order[0], order[4]} for name in marked]].mean(axis=0)
    inner, outer = inner_at * leaning, leaning + outer_at * (aligned - leaning)
    fits = (inner > 0) & (outer > inner) & (outer < END)
    if not fits.all():
        worst = int(np.argmin(fits))
        raise CutsError(inner=round(float(inner[worst]), 3), outer=round(float(outer[worst]), 3))
    return Knots(inner, outer)
