"""Refusals of declaration files (study files, sources, organisations, relations)."""

from standpunkt.vocabulary.errors.message import StandpunktError


class DeclarationSyntaxError(StandpunktError):
    """The file is no YAML that we accept."""

    code = "V001"
    says = "{file}:{line}: {problem}."
    rule = "Declarations are plain YAML of at most 1 MB, without aliases, each key once."
    next_step = "Correct line {line}."


class DeclarationValueError(StandpunktError):
    """A value does not fit its field."""

    code = "V002"
    says = "{file}:{line}: {place} is '{value}': {problem}."
    rule = "Each value has the type that its field declares."
    next_step = "Correct line {line}."


class DeclarationKeyError(StandpunktError):
    """A key is unknown."""

    code = "V003"
    says = "{file}:{line}: {place} has the key '{key}'."
    rule = "Allowed keys are {allowed}; the nearest is '{nearest}'."
    next_step = "Correct line {line}."


class DeclarationMissingKeyError(StandpunktError):
    """A required key is absent."""

    code = "V004"
    says = "{file}:{line}: {place} lacks the key '{key}'."
    rule = "The key is required."
    next_step = "Add '{key}' below line {line}."
