"""Refusals of periods."""

from standpunkt.vocabulary.errors.message import StandpunktError


class PeriodSyntaxError(StandpunktError):
    """A period is written in another form."""

    code = "V010"
    says = "The period '{value}' cannot be read."
    rule = "A period is a year such as 2023 or a month such as 2022-04."
    next_step = "Write the year, or year and month with a hyphen."
    exit_code = 2


class PeriodOutsideError(StandpunktError):
    """A period lies outside the study."""

    code = "V011"
    says = "The period '{value}' lies outside the study."
    rule = "The study covers the months {first} to {last}."
    next_step = "Choose a period within these months."
    exit_code = 2
