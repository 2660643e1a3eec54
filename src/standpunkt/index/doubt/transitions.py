"""Moves between two months under the same draws; never from two separately simulated months."""

from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.study.model import Study

Floats = NDArray[Any]


@dataclass(frozen=True)
class MonthPicture:
    """What a move compares: stance and classes [N,D], central stance [N], who is rated and what is named."""

    stance: Floats
    classes: NDArray[np.int8]
    central: Floats
    rated: NDArray[np.bool_]
    named: tuple[str | None, ...]


def transition_rows(
    study: Study, states: tuple[str, ...], pictures: dict[date, MonthPicture]
) -> list[dict[str, object]]:
    """Rows of `study_state_transition` between all pairs of months.

    Args:
        study: Says from which probability on a move is declared.
        states: The states.
        pictures: Months that were kept.

    Returns:
        One row per pair of months and state that is rated in both.
    """
    rows = []
    for earlier, later in combinations(sorted(pictures), 2):
        before, after = pictures[earlier], pictures[later]
        both = np.flatnonzero(before.rated & after.rated)
        change = after.stance[both] - before.stance[both]
        low, high = np.quantile(change, study.world.interval, axis=1)
        moved = (before.classes[both] != after.classes[both]).mean(axis=1)
        towards = (after.classes[both] > before.classes[both]).mean(axis=1)
        for i, n in enumerate(both):
            rows.append(
                {
                    "iso3": states[n],
                    "from_month_date": earlier,
                    "to_month_date": later,
                    "from_class": before.named[n],
                    "to_class": after.named[n],
                    "change_score": float(after.central[n] - before.central[n]),
                    "change_low_score": round(float(low[i]), 6),
                    "change_high_score": round(float(high[i]), 6),
                    "changed_probability": round(float(moved[i]), 6),
                    "towards_power_probability": round(float(towards[i]), 6),
                    "is_declared": bool(moved[i] >= study.classes.change_at),
                }
            )
    return rows
