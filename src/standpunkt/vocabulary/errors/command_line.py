"""Refusals of words on the command line: verbs, options, values."""

from standpunkt.vocabulary.errors.message import StandpunktError


class CommandLineError(StandpunktError):
    """The words of a call do not fit the verb."""

    code = "C010"
    says = "These words do not fit: {problem}"
    rule = "A call is a verb, its words and its options."
    next_step = "Run '{verb} --help' to see them."
    exit_code = 2


class UnknownVerbError(StandpunktError):
    """There is no such verb."""

    code = "C011"
    says = "There is no verb '{value}'."
    rule = "Verbs are {known}."
    next_step = "Use one of them; the nearest is '{nearest}'."
    exit_code = 2


class UnknownOptionError(StandpunktError):
    """A verb has no such option."""

    code = "C012"
    says = "'{verb}' has no option '{value}'."
    rule = "Its options are {known}."
    next_step = "Use one of them; the nearest is '{nearest}'."
    exit_code = 2


class MissingWordError(StandpunktError):
    """A verb lacks a word, or an option its value."""

    code = "C013"
    says = "'{verb}' lacks {name}."
    rule = "Without it nothing can be done."
    next_step = "Add it; '{verb} --help' shows what belongs where."
    exit_code = 2


class WholeNumberOptionError(StandpunktError):
    """An option is no whole number."""

    code = "C014"
    says = "{option} is '{value}'."
    rule = "It is a whole number."
    next_step = "Write a number in digits."
    exit_code = 2


class ExtraWordsError(StandpunktError):
    """There are more words than the verb takes."""

    code = "C015"
    says = "'{verb}' does not take '{value}'."
    rule = "A verb takes the words that its help names, and no more."
    next_step = "Leave it out, or run '{verb} --help' to see what belongs where."
    exit_code = 2


class RepeatedOptionError(StandpunktError):
    """An option stands twice."""

    code = "C016"
    says = "{option} stands twice."
    rule = "Each option has one value."
    next_step = "Keep one of them."
    exit_code = 2
