"""The frozen part of a study: anchors, winsor limits, imputation model, twin sets, residual line."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.score.gaps import GapModel
from standpunkt.index.score.position import Scale
from standpunkt.study.model import Study

Key = tuple[str, float]
"""Name of an anchor set and winsor limit."""


def keys_of(study: Study) -> tuple[Key, ...]:
    """Every anchor set with every winsor limit; the central pair first.

    Args:
        study: The study.

    Returns:
        Pairs.
    """
    factor = study.uncertainty.treatment
    central: Key = ("median", study.treatment.winsor)
    if factor is None:
        return (central,)
    pairs = [(name, winsor) for name in factor.anchor_sets for winsor in factor.winsor]
    return (central, *(pair for pair in pairs if pair != central))


@dataclass(frozen=True)
class Calibration:
    """What is estimated once and then kept: nothing in it depends on the months or states that are shown.

    study_hash: digest of the study file it belongs to. units: amount that asinh counts as one, by indicator.
    scales: by indicator and (anchor set, winsor limit), one per vote set. twins: sets that share one weight.
    mean [K], covariance [K,K]: of central positions in the base, for gaps. counts: observed base cells.
    residual: intercept and slopes of Stance on Dependence on the power and on the opponent's camp.
    redundancy: pairs above the warning mark. opponent_mean, opponent_covariance: of positions of exposure
    where the opponent's camp is the partner; empty where that is not measured.
    """

    study_hash: str
    indicators: tuple[str, ...]
    units: Mapping[str, float]
    scales: Mapping[str, Mapping[Key, tuple[Scale, ...]]]
    mean: NDArray[np.float64]
    covariance: NDArray[np.float64]
    counts: Mapping[str, int]
    twins: tuple[tuple[str, ...], ...] = ()
    residual: tuple[float, float, float] = (0.0, 0.0, 0.0)
    redundancy: tuple[tuple[str, str, float], ...] = ()
    central_key: Key = ("median", 0.01)
    notes: Mapping[str, Any] = field(default_factory=dict)
    opponent_mean: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    opponent_covariance: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))

    def of_opponent(self) -> "Calibration":
        """The calibration with which exposure to the opponent's camp is placed: its own model of gaps."""
        return replace(self, mean=self.opponent_mean, covariance=self.opponent_covariance)

    def central(self, code: str) -> Scale:
        """The scale of the central run.

        Args:
            code: An indicator.

        Returns:
            Its scale.
        """
        return self.scales[code][self.central_key][0]

    @cached_property
    def gaps(self) -> GapModel:
        """The model that fills gaps."""
        places = {code: at for at, code in enumerate(self.indicators)}
        first = {code: places[members[0]] for members in self.twins for code in members}
        at = np.array([first.get(code, places[code]) for code in self.indicators], np.int64)
        return GapModel(self.mean, self.covariance, at)

    @cached_property
    def gaps_of_draws(self) -> GapModel:
        """The same in single precision."""
        return self.gaps.in_single_precision()

    def as_dict(self) -> dict[str, Any]:
        """Plain lists, dicts, numbers and texts, for YAML or JSON; exact (floats by shortest repr).

        Returns:
            What `from_dict` reads.
        """
        scales = [
            {"indicator": code, "anchor_set": name, "winsor": winsor, "variant": v, **_finite(asdict(scale))}
            for code, found in self.scales.items()
            for (name, winsor), variants in found.items()
            for v, scale in enumerate(variants)
        ]
        plain = {key: _listed(getattr(self, key)) for key in _PLAIN}
        return {**plain, "scales": scales, **{name: getattr(self, name).tolist() for name in _ARRAYS}}

    @staticmethod
    def from_dict(found: Mapping[str, Any]) -> "Calibration":
        """Reads what `as_dict` wrote.

        Args:
            found: The mapping.

        Returns:
            An equal calibration.
        """
        scales: dict[str, dict[Key, tuple[Scale, ...]]] = {code: {} for code in found["indicators"]}
        for row in found["scales"]:
            limits = {name: _ABSENT[name] if row[name] is None else float(row[name]) for name in _ABSENT}
            of_code, key = scales[row["indicator"]], (row["anchor_set"], float(row["winsor"]))
            of_code[key] = (*of_code.get(key, ()), Scale(**limits))
        return Calibration(
            study_hash=found["study_hash"],
            indicators=tuple(found["indicators"]),
            units=dict(found["units"]),
            scales=scales,
            **{name: np.array(found[name], float) for name in _ARRAYS},
            counts=dict(found["counts"]),
            twins=tuple(tuple(each) for each in found["twins"]),
            residual=_three(found["residual"]),
            redundancy=tuple((a, b, float(rho)) for a, b, rho in found["redundancy"]),
            central_key=(found["central_key"][0], float(found["central_key"][1])),
            notes=dict(found["notes"]),
        )

    def hash(self) -> str:
        """SHA-256 over all content.

        Returns:
            64 hexadecimal digits.
        """
        return hashlib.sha256(json.dumps(self.as_dict(), sort_keys=True).encode()).hexdigest()


_PLAIN = (
    "study_hash",
    "indicators",
    "units",
    "counts",
    "twins",
    "residual",
    "redundancy",
    "central_key",
    "notes",
)


_ARRAYS = ("mean", "covariance", "opponent_mean", "opponent_covariance")
_ABSENT = {
    "zero": 0.0,
    "plus": float("nan"),
    "minus": float("nan"),
    "low": -float("inf"),
    "high": float("inf"),
}
"""What an empty limit means: a side that is not declared, a winsor limit that does not bind."""


def _three(found: Sequence[float]) -> tuple[float, float, float]:
    intercept, slope, across = (float(each) for each in found)
    return intercept, slope, across


def _finite(limits: Mapping[str, float]) -> dict[str, float | None]:
    return {name: value if np.isfinite(value) else None for name, value in limits.items()}


def _listed(found: object) -> object:
    if isinstance(found, tuple | list):
        return [_listed(each) for each in found]
    return dict(found) if isinstance(found, Mapping) else found
