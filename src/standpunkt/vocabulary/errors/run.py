"""Refusals at the edges: folders, ports, versions, interrupted runs, missing extras."""

from standpunkt.vocabulary.errors.message import StandpunktError


class FolderNotWritableError(StandpunktError):
    """A folder or file cannot be written."""

    code = "C001"
    says = "Nothing can be written to {path}: {reason}."
    rule = "Results and data need a folder that you may write to."
    next_step = "Choose another folder with --data or --out, or change its rights."


class MissingExtraError(StandpunktError):
    """A verb needs packages that are not installed."""

    code = "C004"
    says = "This needs the package {package}, which is not installed."
    rule = "The parts for {purpose} are the extra '{extra}'."
    next_step = 'Run: pip install "standpunkt[{extra}]"'
    exit_code = 2


class InterruptedRunError(StandpunktError):
    """The user stopped the run."""

    code = "C005"
    says = "Interrupted."
    rule = "A version is put in place only when it is complete; earlier results are untouched."
    next_step = "Run the same command again to go on."
    exit_code = 130


class UnknownOptionValueError(StandpunktError):
    """An option has a value outside its list."""

    code = "C006"
    says = "{option} is '{value}'."
    rule = "Allowed are {allowed}."
    next_step = "Choose one of them; the nearest is '{nearest}'."
    exit_code = 2


class OptionRangeError(StandpunktError):
    """A number lies outside its range."""

    code = "C007"
    says = "{option} is {value}."
    rule = "It lies between {low} and {high}."
    next_step = "Choose a number in this range."
    exit_code = 2
