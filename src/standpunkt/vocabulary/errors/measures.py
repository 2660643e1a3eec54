"""Refusals of measures: unknown names, unfit parameters, broken promises."""

from standpunkt.vocabulary.errors.message import StandpunktError


class UnknownMeasureError(StandpunktError):
    """No file declares a measure of that code."""

    code = "M001"
    says = "There is no measure '{measure}'."
    rule = "Measures are {known}; the nearest is '{nearest}'."
    next_step = "Name one of them, or add its file."


class MeasureParameterError(StandpunktError):
    """A parameter has a value that the facts do not know."""

    code = "M002"
    says = "Indicator {indicator} gives the measure {measure} the {parameter} '{value}'."
    rule = "Known are {known}; the nearest is '{nearest}'."
    next_step = "Correct the parameter in the study file."


class MeasureQuestionError(StandpunktError):
    """An indicator requires the answer to an unknown question."""

    code = "M003"
    says = "Indicator {indicator} requires '{value}'."
    rule = "The questions that can be asked are: {known}."
    next_step = "Correct `requires` in the study file, or remove it."


class MeasureFrameError(StandpunktError):
    """A measure broke the contract of its answer."""

    code = "M010"
    says = "Measure {measure}: {problem}."
    rule = "{promise}"
    next_step = "Correct the file of the measure."
