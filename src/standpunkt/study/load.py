"""Finds, reads, overlays and types a study file."""

import difflib
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from standpunkt.study.check import problems
from standpunkt.study.checks.place import Checked
from standpunkt.study.model import Study
from standpunkt.study.overlay import JOIN, overlaid
from standpunkt.study.refusals import refuse
from standpunkt.vocabulary.declaration import Declaration, first_problem, read_declaration
from standpunkt.vocabulary.errors.declarations import DeclarationSyntaxError
from standpunkt.vocabulary.errors.study import (
    StudyRepeatedKeyError,
    UnknownProfileError,
    UnknownStudyError,
)


def study_ids(folder: Path | None = None) -> tuple[str, ...]:
    """The ids of all studies: those of the package and those of a folder.

    Args:
        folder: A further folder of study files, such as `studies` in the data folder.

    Returns:
        Ids, sorted.
    """
    return tuple(sorted(_files(folder)))


def load_study(study: str | Path, profile: str | None = None, folder: Path | None = None) -> Study:
    """Reads and checks a study; the first thing that is wrong is refused with file and line.

    Args:
        study: An id, or the path of a file.
        profile: Name of a profile in the file that is laid over it; several joined by `+`, in their order.
        folder: A further folder of study files; a file there goes before one of the package.

    Returns:
        The study.
    """
    checked = read_study(study, profile, folder)
    for problem in problems(checked):
        raise problem
    return checked.study


def read_study(study: str | Path, profile: str | None = None, folder: Path | None = None) -> Checked:
    """Reads a study with the file it came from, typed but not yet checked; for lists of all problems.

    Args:
        study: An id, or the path of a file.
        profile: Name of a profile in the file that is laid over it.
        folder: A further folder of study files.

    Returns:
        The study and its file.

    Raises:
        StudyRepeatedKeyError: If the file is no plain YAML.
    """
    path = study_path(study, folder)
    try:
        declaration = read_declaration(path)
    except DeclarationSyntaxError as error:
        raise StudyRepeatedKeyError(**error.values) from error
    declared = _with_profile(declaration, profile, path.stem)
    return Checked(typed(declared), declared)


def study_path(study: str | Path, folder: Path | None = None) -> Path:
    """The file of a study.

    Args:
        study: An id, or the path of a file.
        folder: A further folder of study files.

    Returns:
        An existing path.

    Raises:
        UnknownStudyError: If there is none.
    """
    if isinstance(study, Path) or study.endswith(".yml"):
        path = Path(study)
        if path.is_file():
            return path
    files = _files(folder)
    if str(study) not in files:
        raise UnknownStudyError(study=study, **_nearest(str(study), files))
    return files[str(study)]


def typed(declaration: Declaration) -> Study:
    """Gives a declaration the types of a study; the first misfit is refused with file and line.

    Args:
        declaration: A study file, with its profile laid over it.

    Returns:
        The study.
    """
    try:
        return Study.model_validate(declaration.data)
    except ValidationError as error:
        refuse(declaration.file, first_problem(Study, declaration, error))


def _with_profile(declaration: Declaration, profile: str | None, study: str) -> Declaration:
    if profile is None:
        return declaration
    profiles = declaration.data.get("profiles", {})
    for name in profile.split(JOIN):
        if name not in profiles:
            raise UnknownProfileError(study=study, profile=name, **_nearest(name, profiles))
        declaration = overlaid(declaration, name)
    return declaration


def _nearest(name: str, known: object) -> dict[str, str]:
    names = sorted(known) if isinstance(known, dict) else []
    nearest = difflib.get_close_matches(name, names, n=1, cutoff=0) or [""]
    return {"known": ", ".join(names), "nearest": nearest[0]}


def _files(folder: Path | None) -> dict[str, Path]:
    packaged = Path(str(resources.files("standpunkt"))) / "studies"
    folders = [packaged, *([folder] if folder is not None else [])]
    return {path.stem: path for place in folders for path in sorted(place.glob("*.yml"))}
