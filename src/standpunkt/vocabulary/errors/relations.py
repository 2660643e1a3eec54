"""Refusals about kinds of relation."""

from standpunkt.vocabulary.errors.message import StandpunktError


class UnknownRelationError(StandpunktError):
    """No relation has this code."""

    code = "V041"
    says = "There is no relation '{value}'."
    rule = "The relations are: {known}."
    next_step = "Use one of these codes."
    exit_code = 2
