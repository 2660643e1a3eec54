"""Refusals of languages and of texts that a language lacks."""

from standpunkt.vocabulary.errors.message import StandpunktError


class UnknownLanguageError(StandpunktError):
    """No folder of the language exists."""

    code = "L001"
    says = "The language '{value}' is unknown."
    rule = "Standpunkt speaks {known}."
    next_step = "Choose one of these."
    exit_code = 2


class MissingTextError(StandpunktError):
    """A catalogue lacks a text."""

    code = "L002"
    says = "The language '{language}' has no text for '{msgid}'."
    rule = "Each English text needs its translation in a catalogue of the language."
    next_step = "Add it to a .po file in languages/{language}."


class MissingFormError(StandpunktError):
    """A table of states lacks a form."""

    code = "L003"
    says = "The language '{language}' has no {form} of the state '{iso3}'."
    rule = "Each state has all its forms in languages/{language}/states.csv."
    next_step = "Add the form there."


class UnreadableNumberError(StandpunktError):
    """A text is no number in the language."""

    code = "L004"
    says = "The text '{value}' is no number."
    rule = "A number is written as the language '{language}' writes it."
    next_step = "Write digits with the decimal mark of the language."
    exit_code = 2
