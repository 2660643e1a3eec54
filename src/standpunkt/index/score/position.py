"""From values to positions: transform, winsorise, place between frozen anchors.

z = clip((y - zero) / (plus - zero), 0, 1) on the plus side, minus the same on the minus side; an undeclared
side gives 0. Nothing here depends on the states or months that are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.study.sections.indicators import Indicator

Floats = NDArray[Any]
LOGIT_SHIFT = 0.005


@dataclass(frozen=True)
class Scale:
    """Frozen limits of one indicator under one anchor set and winsor limit, on the transformed scale.

    `plus` and `minus` are NaN where the side is not declared; `low` and `high` are the winsor limits.
    """

    zero: float
    plus: float
    minus: float
    low: float
    high: float

    @property
    def span(self) -> float:
        """The larger distance from zero to an anchor: one unit of position on the transformed scale."""
        return float(np.nanmax([abs(self.plus - self.zero), abs(self.minus - self.zero)]))


def transform(indicator: Indicator, value: Floats, scale: float) -> Floats:
    """Puts raw values on the scale on which positions are linear.

    Args:
        indicator: Declares identity, asinh, logit or ordinal with its levels.
        value: Raw values; NaN stays NaN.
        scale: The amount that asinh counts as one.

    Returns:
        Transformed values.
    """
    if indicator.transform == "asinh":
        return np.arcsinh(value / scale)
    if indicator.transform == "logit":
        share = (value + LOGIT_SHIFT) / (1 + 2 * LOGIT_SHIFT)
        return np.log(share / (1 - share))
    if indicator.transform == "ordinal":
        grades, positions = _levels(indicator.levels or {})
        return np.interp(value, grades, positions)
    return np.asarray(value)


def untransform(indicator: Indicator, position: float, scale: float) -> float:
    """The raw value of a point on the transformed scale.

    Args:
        indicator: Declares the transform.
        position: A point on the transformed scale.
        scale: The amount that asinh counts as one.

    Returns:
        The raw value.
    """
    if indicator.transform == "asinh":
        return float(np.sinh(position) * scale)
    if indicator.transform == "logit":
        share = 1 / (1 + np.exp(-position))
        return float(share * (1 + 2 * LOGIT_SHIFT) - LOGIT_SHIFT)
    if indicator.transform == "ordinal":
        grades, positions = _levels(indicator.levels or {})
        return float(np.interp(position, positions, grades))
    return float(position)


def _levels(levels: Mapping[int, float]) -> tuple[list[float], list[float]]:
    ordered = sorted(levels.items())
    return [float(grade) for grade, _ in ordered], [value for _, value in ordered]


def position(y: Floats, scale: Scale) -> Floats:
    """Places transformed values between the anchors.

    >>> position(np.array([-3.0, 0.0, 1.0, 9.0]), Scale(0.0, 2.0, -2.0, -np.inf, np.inf))
    array([-1. ,  0. ,  0.5,  1. ])

    Args:
        y: Transformed values; NaN stays NaN.
        scale: The frozen limits.

    Returns:
        Positions in [-1, 1]; + is towards the power.
    """
    away = np.clip(y, scale.low, scale.high) - scale.zero
    up, down = slopes(scale)
    return np.clip(np.where(away > 0, away * up, away * down), -1.0, 1.0)


def slopes(scale: Scale) -> tuple[float, float]:
    """Position per transformed unit above and below the value that a scale calls zero.

    Args:
        scale: The frozen limits. An indicator may run backwards (plus below zero).

    Returns:
        Slope above, slope below; 0 on a side that is not declared.
    """
    forward = scale.plus > scale.zero or scale.minus < scale.zero
    to_plus = 0.0 if np.isnan(scale.plus) else 1.0 / (scale.plus - scale.zero)
    to_minus = 0.0 if np.isnan(scale.minus) else 1.0 / (scale.zero - scale.minus)
    return (to_plus, to_minus) if forward else (to_minus, to_plus)
