"""Says in the words of a study what pydantic found."""

from typing import NoReturn

from standpunkt.vocabulary.declaration import Problem
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.study import (
    StudyChoiceError,
    StudyDayError,
    StudyDrawsError,
    StudyFormError,
    StudyKeyError,
    StudyLimitError,
    StudyMissingKeyError,
    StudyNumberError,
    StudyWholeNumberError,
)
from standpunkt.vocabulary.errors.study_content import StudySeedError

KINDS = {"indicators": "indicator", "pillars": "pillar", "groups": "group", "profiles": "profile"}
"""Mappings whose entries have names of their own: `indicators.E3` is called `indicator E3`."""
LIMITS = {
    "greater_than_equal": ("ge", "at least {}"),
    "greater_than": ("gt", "above {}"),
    "less_than_equal": ("le", "at most {}"),
    "less_than": ("lt", "below {}"),
}
PLAIN: dict[str, type[StandpunktError]] = {
    "int_parsing": StudyWholeNumberError,
    "int_from_float": StudyWholeNumberError,
    "float_parsing": StudyNumberError,
    "date_from_datetime_parsing": StudyDayError,
    "date_parsing": StudyDayError,
}
EXAMPLES = {"draws": "2000", "seed": "20240223", "expected_size": "191"}


def place_name(place: tuple[object, ...]) -> str:
    """How a message calls a place of the file.

    >>> place_name(("indicators", "E3", "anchors", "zero")), place_name(("run", "draws"))
    ('indicator E3 anchors.zero', 'run.draws')

    Args:
        place: Keys from the top.

    Returns:
        The name; `the file` for the top.
    """
    if not place:
        return "the file"
    kind = KINDS.get(str(place[0]))
    if kind is None or len(place) == 1:
        return ".".join(str(part) for part in place)
    rest = ".".join(str(part) for part in place[2:])
    return f"{kind} {place[1]} {rest}".rstrip()


def refuse(file: str, problem: Problem) -> NoReturn:
    """Raises the error of a study for a problem of its declaration.

    Args:
        file: The file's name.
        problem: What was found.

    Raises:
        StudyKeyError: For an unknown key.
        StudySeedError: For a missing seed.
        StudyMissingKeyError: For another missing key.
    """
    at: dict[str, object] = {"file": file, "line": problem.line}
    outside = place_name(problem.place[:-1])
    if problem.kind == "extra_forbidden":
        keys = {"key": problem.key, "allowed": ", ".join(problem.allowed), "nearest": problem.nearest}
        raise StudyKeyError(**at, place=outside, **keys)
    if problem.kind == "missing" and problem.place == ("run", "seed"):
        raise StudySeedError(**at)
    if problem.kind == "missing":
        raise StudyMissingKeyError(**at, place=outside, key=problem.key)
    _refuse_value(at | {"place": place_name(problem.place), "value": problem.value}, problem)


def _refuse_value(values: dict[str, object], problem: Problem) -> NoReturn:
    if problem.place == ("run", "draws"):
        raise StudyDrawsError(**values)
    if problem.kind == "literal_error":
        raise StudyChoiceError(**values, choices=problem.limits["expected"])
    if problem.kind in LIMITS:
        name, words = LIMITS[problem.kind]
        raise StudyLimitError(**values, limit=words.format(problem.limits[name]))
    if problem.kind in PLAIN:
        usual = "0.5" if problem.kind == "float_parsing" else "1"
        raise PLAIN[problem.kind](**values, example=EXAMPLES.get(problem.key, usual))
    raise StudyFormError(**values, problem=problem.message)
