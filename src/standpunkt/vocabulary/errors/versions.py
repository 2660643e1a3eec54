"""Refusals of built versions and of what is read from them."""

from standpunkt.vocabulary.errors.message import StandpunktError


class NoVersionError(StandpunktError):
    """The study was never built here."""

    code = "T050"
    says = "The study '{study}' has no built version in {folder}."
    rule = "States, maps and dossiers are read from a built version."
    next_step = "Build it: standpunkt build {study}."
    exit_code = 3


class UnknownVersionError(StandpunktError):
    """A version of that name does not exist."""

    code = "T051"
    says = "The study '{study}' has no version '{version}'."
    rule = "Built versions are {known}."
    next_step = "Name one of them, or leave the version out to take the newest."
    exit_code = 2


class VersionDamagedError(StandpunktError):
    """A file of a version is missing or cannot be read."""

    code = "T052"
    says = "The version '{version}' is damaged: {file} {problem}."
    rule = "A version is complete or absent."
    next_step = "Delete the folder of the version and build it again."


class VersionTableError(StandpunktError):
    """A version holds no such table."""

    code = "T053"
    says = "The version '{version}' has no table '{table}'."
    rule = "Its tables are {known}."
    next_step = "Name one of them."
