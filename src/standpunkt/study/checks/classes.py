"""S08 and S15 of classes and reference profiles, and S14 with the scores that the index gives."""

from collections.abc import Iterator, Mapping

from standpunkt.study.checks.place import Checked
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.study_content import (
    StudyLabelsError,
    StudyNameAtError,
    StudyOrderError,
    StudyReferenceClassError,
    StudyReferenceError,
)

CLASS_COUNT = 5


def classes(checked: Checked) -> Iterator[StandpunktError]:
    """S15: five classes, each with a label in each language, named by more than half of the draws.

    Args:
        checked: The study and its file.

    Yields:
        Wrong counts and probabilities.
    """
    found = checked.study.classes
    if len(found.order) != CLASS_COUNT or len(set(found.order)) != CLASS_COUNT:
        yield StudyOrderError(**checked.at("classes", "order"), count=len(set(found.order)))
    for language, labels in found.labels.items():
        if len(labels) != len(found.order):
            at = checked.at("classes", "labels", language)
            yield StudyLabelsError(**at, language=language, count=len(labels), wanted=len(found.order))
    for key, value in (("name_at", found.name_at), ("change_at", found.change_at)):
        if not 1 / 2 <= value <= 1:
            written = checked.written("classes", key)
            yield StudyNameAtError(**checked.at("classes", key), key=key, value=written)


def references(checked: Checked) -> Iterator[StandpunktError]:
    """S08: reference profiles name indicators and classes of the study.

    Args:
        checked: The study and its file.

    Yields:
        Unknown names.
    """
    study = checked.study
    for i, profile in enumerate(study.classes.reference):
        if profile.class_ not in study.classes.order:
            at = checked.at("classes", "reference", i, "class")
            names = {"kind": "class", "value": profile.class_, "known": ", ".join(study.classes.order)}
            yield StudyReferenceError(**at, profile=profile.name, **names)
        for code in profile.set:
            if code not in study.indicators:
                at = checked.at("classes", "reference", i, "set", code)
                names = {"kind": "indicator", "value": code, "known": ", ".join(study.indicators)}
                yield StudyReferenceError(**at, profile=profile.name, **names)


def reference_classes(checked: Checked, scores: Mapping[str, tuple[float, str]]) -> Iterator[StandpunktError]:
    """S14: each reference profile falls in its declared class.

    A profile that sets an indicator which the loaded overlay switches off is no test of the weights.

    Args:
        checked: The study and its file.
        scores: Stance and class that the index gives each reference profile, by its name.

    Yields:
        Profiles in another class.
    """
    active = checked.study.active_indicators
    for i, profile in enumerate(checked.study.classes.reference):
        if profile.name not in scores or any(code not in active for code in profile.set):
            continue
        score, found = scores[profile.name]
        if found != profile.class_:
            at = checked.at("classes", "reference", i)
            values = {"profile": profile.name, "score": f"{score:.0f}", "found": found}
            yield StudyReferenceClassError(**at, **values, declared=profile.class_)
