"""The steps of a build, declared once with their inputs, and the rule which of them run again.

A step runs when the fingerprint of its inputs is new: content of the tables it reads, the part of the study
it depends on, and the program text of the rooms it calls. Otherwise its stored frames are taken.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from standpunkt.pipeline import fingerprint
from standpunkt.tables.cache import FrameCache

Frames = Mapping[str, pl.DataFrame]
MEASURE_ROOMS = ("vocabulary", "study", "tables", "measures")
INDEX_ROOMS = (*MEASURE_ROOMS, "index")
ERRORS_STEP = "errors"
"""Where the cache keeps the errors of the last month, by version."""


@dataclass(frozen=True)
class Step:
    """One step: `inputs` are fingerprints, `rooms` the program text that it depends on."""

    name: str
    inputs: tuple[str, ...]
    rooms: tuple[str, ...]
    run: Callable[[], dict[str, pl.DataFrame]]

    @property
    def fingerprint(self) -> str:
        """Hash of all that the step's result depends on."""
        return fingerprint.of_text(self.name, *self.inputs, fingerprint.of_rooms(self.rooms))


def frames_of(step: Step, cache: FrameCache) -> dict[str, pl.DataFrame]:
    """Runs a step, or takes what it gave before for the same inputs.

    Args:
        step: The step.
        cache: Where its frames are kept.

    Returns:
        Its frames by name.
    """
    known = cache.get(step.name, step.fingerprint)
    if known is None:
        known = step.run()
        cache.put(step.name, step.fingerprint, known)
    return known
