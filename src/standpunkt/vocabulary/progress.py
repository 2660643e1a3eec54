"""One kind of progress event, drawn as a bar, a line, NDJSON or server-sent event by those who show it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """How far a step is: `done` of `total` in `unit`; `total` is 0 while unknown."""

    step: str
    done: int
    total: int
    unit: str = ""
    note: str = ""


Report = Callable[[Progress], None]


def silent(_event: Progress) -> None:
    """Shows nothing."""
