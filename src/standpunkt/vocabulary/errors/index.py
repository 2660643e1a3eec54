"""Refusals of an index run; all stop the run, nothing is coerced."""

from standpunkt.vocabulary.errors.message import StandpunktError


class InertFactorError(StandpunktError):
    """R01: a factor of uncertainty changes nothing."""

    code = "R01"
    says = "The factor {factor} changes no input of the last step of this build."
    rule = "A factor that changes nothing looks like robustness."
    next_step = "Remove the factor from the study file, or give it something to vary."


class FailedDrawError(StandpunktError):
    """R02: a draw gave no number."""

    code = "R02"
    says = "Draw {draw} gave no number for {iso3} in {month}: {what}."
    rule = "A failed draw is never skipped."
    next_step = "Look at the indicators of this state in this month."


class CalibrationError(StandpunktError):
    """R03: the calibration belongs to another study file."""

    code = "R03"
    says = "The calibration belongs to study hash {found}, the study has {wanted}."
    rule = "Anchors would be silently old."
    next_step = "Build with --calibrate and raise study.version."
    exit_code = 3


class DegenerateAnchorError(StandpunktError):
    """R04: an anchor cannot be used."""

    code = "R04"
    says = "Indicator {indicator}: {problem}."
    rule = "Zero lies strictly between the anchors, and every anchor needs observed cells in the base period."
    next_step = "Give the anchor as a number, or change the base period."
    exit_code = 3


class FutureDataError(StandpunktError):
    """R05: a value speaks of a day after its month."""

    code = "R05"
    says = "Indicator {indicator_code} of {iso3} in {month_date} is valid from {valid_from_date}."
    rule = "Nothing dated after a month enters that month."
    next_step = "Correct the measure."


class PartsError(StandpunktError):
    """R06: the parts of a value do not add up to it."""

    code = "R06"
    says = "The parts of {indicator_code} of {iso3} in {month_date} add up to {parts}, the value is {value}."
    rule = "Parts add up to the value minus the measure's own zero, the same zero for all states."
    next_step = "Correct the measure."


class UnitError(StandpunktError):
    """R07: values lie outside what the declared unit allows."""

    code = "R07"
    says = "Indicator {indicator} is declared as {unit} and holds the value {value}."
    rule = "Shares lie between -1 and 1; they are never percent."
    next_step = "Correct the measure or the unit."


class OutsideStatesError(StandpunktError):
    """R08: rows of states that are not described."""

    code = "R08"
    says = "{count} rows belong to states outside the universe: {states}."
    rule = "Indicators describe the universe and the poles."
    next_step = "Add the states to universe.extra, or leave their rows out."


class OpenListZeroError(StandpunktError):
    """R09: a zero that nobody looked at."""

    code = "R09"
    says = "Indicator {indicator} of {iso3} is zero in {month}, without any input or bound."
    rule = "In an open list absence is not_reported, never zero."
    next_step = "Let the measure say not_reported, or declare the list closed."


class DuplicateCellError(StandpunktError):
    """R10: a cell has two rows."""

    code = "R10"
    says = "Indicator {indicator_code} of {iso3} in {month_date}, variant '{variant}', has two rows."
    rule = "State, month, indicator and variant are a key."
    next_step = "Correct the measure."


class ClassTotalError(StandpunktError):
    """R11: classes do not add up to the universe."""

    code = "R11"
    says = "Classes and not rated states add up to {total} of {expected} in {month}."
    rule = "Every total closes."
    next_step = "Report this as a fault of the program, with the study file."


class CutsError(StandpunktError):
    """R12: the reference profiles give no cuts."""

    code = "R12"
    says = "The reference profiles give the cuts {inner} and {outer}."
    rule = "The inner cut is above 0 and below the outer cut, which is below 100."
    next_step = "Change the profiles marked cut, or activate the indicators that they name."


class UnknownQuestionError(StandpunktError):
    """R13: a what-if names something that is not there, or shares beyond the whole."""

    code = "R13"
    says = "The question about {value} cannot be asked."
    rule = "Weights are shares of headline pillars, together at most 1; values name a state and an indicator."
    next_step = "Look up pillars and indicators with `standpunkt explain`, and correct the question."
    exit_code = 2
