"""Finds the measures: each file in a topic's folder that declares a `MEASURE`."""

import difflib
import importlib
import pkgutil
from functools import lru_cache
from pathlib import Path

from standpunkt.measures.measure import Measure
from standpunkt.vocabulary.errors.measures import UnknownMeasureError

FOLDER = Path(__file__).resolve().parent


@lru_cache(maxsize=1)
def every_measure() -> tuple[Measure, ...]:
    """All measures, sorted by code.

    Returns:
        One measure per file `measures/<topic>/<code>.py` that declares `MEASURE`.
    """
    found: list[Measure] = []
    for topic in pkgutil.iter_modules([str(FOLDER)], "standpunkt.measures."):
        folder = FOLDER / topic.name.rpartition(".")[2]
        for file in pkgutil.iter_modules([str(folder)], f"{topic.name}.") if topic.ispkg else ():
            declared = getattr(importlib.import_module(file.name), "MEASURE", None)
            found += [declared] if isinstance(declared, Measure) else []
    return tuple(sorted(found, key=lambda measure: measure.code))


def measure_codes() -> tuple[str, ...]:
    """The codes that a study may name."""
    return tuple(measure.code for measure in every_measure())


def find(code: str) -> Measure:
    """The measure of a code.

    Args:
        code: `<topic>.<file name>`.

    Returns:
        Its declaration.

    Raises:
        UnknownMeasureError: If no file declares it.
    """
    known = {measure.code: measure for measure in every_measure()}
    if code not in known:
        nearest = difflib.get_close_matches(code, known, n=1, cutoff=0) or [""]
        raise UnknownMeasureError(measure=code, nearest=nearest[0], known=", ".join(known))
    return known[code]
