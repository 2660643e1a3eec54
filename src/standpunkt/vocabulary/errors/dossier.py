"""Refusals of the read side: what was not built, not scored, or cannot be rendered here."""

from standpunkt.vocabulary.errors.message import StandpunktError


class MonthNotBuiltError(StandpunktError):
    """The version has no scores for the month."""

    code = "D001"
    says = "The version '{version}' has no scores for {value}."
    rule = "It has {known}."
    next_step = "Choose one of these periods; the nearest is {nearest}."
    exit_code = 2


class StateOutsideError(StandpunktError):
    """The state takes no part in the study."""

    code = "D002"
    says = "The study '{study}' does not describe {value}."
    rule = "It describes {count} states and the poles {poles}."
    next_step = "Choose a member state of the United Nations."
    exit_code = 2


class PairNotBuiltError(StandpunktError):
    """No transition was computed between the two months."""

    code = "D003"
    says = "The version '{version}' has no moves from {start} to {end}."
    rule = "Moves need paired draws; the version holds them for {known}."
    next_step = "Choose one of these pairs."
    exit_code = 2


class UnknownWeightError(StandpunktError):
    """The shares are not weighted that way."""

    code = "D004"
    says = "Shares are not weighted by '{value}'."
    rule = "Weights are {known}."
    next_step = "Use one of these."
    exit_code = 2


class SentenceSlotError(StandpunktError):
    """A sentence asks for something that its finding does not carry."""

    code = "D005"
    says = "The sentence '{template}' in '{language}' asks for '{slot}', which the finding '{finding}' lacks."
    rule = "Every slot of a sentence is a field of its finding or one of its forms."
    next_step = "Correct the template in languages/{language}/sentences.yml."


class SentenceTemplateError(StandpunktError):
    """There is no sentence for a kind of finding."""

    code = "D006"
    says = "There is no sentence for '{template}' in '{language}'."
    rule = "Every kind of finding has its sentences in every language."
    next_step = "Add '{template}' to languages/{language}/sentences.yml."
