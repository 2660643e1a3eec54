"""Refusals of what a study file says: states, weights, anchors, classes, factors, profiles (S03 to S21)."""

from standpunkt.vocabulary.errors.message import StandpunktError


class StudyStateError(StandpunktError):
    """A state code is unknown."""

    code = "S03"
    says = "{file}:{line}: {place} names '{value}'."
    rule = "Members are ISO3 codes; the nearest is {nearest}."
    next_step = "Correct line {line}."


class StudyPoleMemberError(StandpunktError):
    """A pole is a member of a camp."""

    code = "S04"
    says = "{file}:{line}: {state} is a pole and a member of camp {camp}."
    rule = "Poles are never members."
    next_step = "Remove it here."


class StudyBothCampsError(StandpunktError):
    """A state is in both camps on some day."""

    code = "S04"
    says = "{file}:{line}: {state} is in both camps from {since}."
    rule = "A state belongs to one camp at a time."
    next_step = "End one of the two before that day."


class StudyUniverseError(StandpunktError):
    """The universe has another size than expected."""

    code = "S05"
    says = "{file}:{line}: the universe has {size} states, expected_size is {expected}; beyond it: {extra}."
    rule = "The two must agree."
    next_step = "Take {extra} out of extra or write {size}."


class StudyUniverseSizeError(StandpunktError):
    """The universe has another size than expected, without extra states."""

    code = "S05"
    says = "{file}:{line}: the universe has {size} states, expected_size is {expected}."
    rule = "The two must agree."
    next_step = "Write {size}, or correct base."


class StudyBaseError(StandpunktError):
    """The base period reaches into the conflict."""

    code = "S06"
    says = "{file}:{line}: period.base ends {end}, after conflict_start."
    rule = "Conduct of the war would define what is normal."
    next_step = "End it before {conflict_start}."


class StudyPeriodError(StandpunktError):
    """A period lies outside the study."""

    code = "S06"
    says = "{file}:{line}: {place} is {value}."
    rule = "It lies within the study, {first} to {last}, and the study does not end before it begins."
    next_step = "Write months within the study."


class StudyConductBaseError(StandpunktError):
    """The base of the war's conduct begins before the war."""

    code = "S06"
    says = "{file}:{line}: period.conduct_base begins {begin}, before conflict_start."
    rule = "It is the base of conduct that only the war created."
    next_step = "Begin it on or after {conflict_start}."


class StudyWeightError(StandpunktError):
    """A weight is negative, or all are zero."""

    code = "S07"
    says = "{file}:{line}: {place} has weight {value}."
    rule = "Weights are 0 or more, and one headline pillar is above 0."
    next_step = "Correct line {line}."


class StudyGroupError(StandpunktError):
    """An indicator names an unknown group."""

    code = "S08"
    says = "{file}:{line}: indicator {indicator} names the group '{value}'."
    rule = "Pillar {pillar} has {known}."
    next_step = "Use one of them."


class StudyPillarError(StandpunktError):
    """A pillar is named that does not exist."""

    code = "S08"
    says = "{file}:{line}: {place} names the pillar '{value}'."
    rule = "The pillars are {known}; an indicator's code begins with its pillar's."
    next_step = "Use one of them."


class StudyMeasureError(StandpunktError):
    """An indicator names an unknown measure."""

    code = "S08"
    says = "{file}:{line}: indicator {indicator} names the measure '{value}'."
    rule = "A study names measures from the reference page \"Measures\"; the nearest is '{nearest}'."
    next_step = "Correct line {line}, or remove the indicator."


class StudyReferenceError(StandpunktError):
    """A reference profile names an unknown indicator or class."""

    code = "S08"
    says = "{file}:{line}: profile {profile} names the {kind} '{value}'."
    rule = "Known are {known}."
    next_step = "Use one of them."


class StudySideAnchorError(StandpunktError):
    """A side has no anchor."""

    code = "S09"
    says = "{file}:{line}: indicator {indicator} has sides {sides} and no anchor {side}."
    rule = "Each side needs its anchor."
    next_step = "Add {side}."


class StudyAnchorOrderError(StandpunktError):
    """Zero does not lie between the anchors."""

    code = "S09"
    says = "{file}:{line}: {indicator}: zero {zero} does not lie between {minus} and {plus}."
    rule = "Zero separates the two sides."
    next_step = "Move zero or an anchor."


class StudyAnchorEqualError(StandpunktError):
    """An anchor equals zero."""

    code = "S09"
    says = "{file}:{line}: {indicator}: anchor {side} equals zero ({zero})."
    rule = "An anchor marks the full position, away from zero."
    next_step = "Write another number for {side}."


class StudyLevelsError(StandpunktError):
    """Transform and its settings do not belong together."""

    code = "S09"
    says = "{file}:{line}: indicator {indicator} has transform {transform} and {setting}."
    rule = "Levels belong to ordinal, a scale to asinh; ordinal needs levels."
    next_step = "Add or remove the key."


class StudyThinCampError(StandpunktError):
    """A camp is too small for an anchor."""

    code = "S10"
    says = "{file}:{line}: indicator {indicator} takes its anchor from camp {camp}, which has {size} members."
    rule = "A camp anchor needs {least}."
    next_step = "Use a number, a pole or a pooled quantile."


class StudyNetGroupError(StandpunktError):
    """A net group holds a two-sided indicator."""

    code = "S11"
    says = "{file}:{line}: group {group} is net and holds {indicator} with sides both."
    rule = "Net groups hold one-sided indicators of both sides."
    next_step = "Move {indicator} or drop combine."


class StudyExposureError(StandpunktError):
    """Stance weighs exposure."""

    code = "S12"
    says = "{file}:{line}: stance gives layer exposure {value}."
    rule = "Exposure is not consent; only a profile with a note may weigh it."
    next_step = "Set 0."


class StudyRedundancyError(StandpunktError):
    """Two indicators of different groups agree too well."""

    code = "S13"
    says = "{file}:{line}: {one} and {other} agree with rho {rho} over {count} states in different groups."
    rule = "They would count twice."
    next_step = "Join them or give independent_because."


class StudyReferenceClassError(StandpunktError):
    """A reference profile falls in another class than declared."""

    code = "S14"
    says = "{file}:{line}: profile {profile} scores {score} and falls in {found}, declared {declared}."
    rule = "Weights contradict the class rule."
    next_step = "Change weights or the profile."


class StudyLabelsError(StandpunktError):
    """Labels and order of the classes differ in length."""

    code = "S15"
    says = "{file}:{line}: classes.labels.{language} has {count} entries, order has {wanted}."
    rule = "Each class has a label in each language."
    next_step = "Write {wanted} labels."


class StudyOrderError(StandpunktError):
    """There are not five classes, or one comes twice."""

    code = "S15"
    says = "{file}:{line}: classes.order has {count} different entries."
    rule = "There are five classes, from the opponent's side to the power's."
    next_step = "Write five codes."


class StudyNameAtError(StandpunktError):
    """A probability is too small to name a class or declare a move."""

    code = "S15"
    says = "{file}:{line}: {key} is {value}."
    rule = "A class needs more than half of the draws."
    next_step = "Use .5 to 1."


class StudyFactorError(StandpunktError):
    """A factor cannot change anything."""

    code = "S16"
    says = "{file}:{line}: factor {factor} has one variant."
    rule = "A factor that changes nothing looks like robustness."
    next_step = "Add a variant or remove it."


class StudyRangeFactorError(StandpunktError):
    """A factor gives one of its keys a single value."""

    code = "S16"
    says = "{file}:{line}: factor {factor} gives {key} one value."
    rule = "A factor that changes nothing looks like robustness."
    next_step = "Widen {key} or remove the factor."


class StudyLambdaError(StandpunktError):
    """Lambda lies outside its limits."""

    code = "S17"
    says = "{file}:{line}: lambda is {value}."
    rule = "It lies within 0 and 1."
    next_step = "Write a number from 0 to 1."


class StudyPowerError(StandpunktError):
    """The power of the Dependence mean is too small."""

    code = "S17"
    says = "{file}:{line}: power_r is {value}."
    rule = "It is 1 or more."
    next_step = "Write 1 or more."


class StudySeedError(StandpunktError):
    """The seed is missing."""

    code = "S18"
    says = "{file}:{line}: run.seed is missing."
    rule = "Without it no run can be repeated."
    next_step = "Add a whole number."


class StudyOverlayError(StandpunktError):
    """A profile switches off what does not exist."""

    code = "S19"
    says = "{file}:{line}: profile {profile} switches off {indicator}, which does not exist."
    rule = "A profile switches off indicators of the file; the nearest is {nearest}."
    next_step = "Correct line {line}."


class StudyNoConductError(StandpunktError):
    """A headline pillar is left without conduct."""

    code = "S19"
    says = "{file}:{line}: profile {profile} leaves pillar {pillar} without conduct."
    rule = "Each headline pillar needs one indicator of conduct."
    next_step = "Keep one active."


class StudyRollCallError(StandpunktError):
    """A roll call is not among the known votes."""

    code = "S20"
    says = "{file}:{line}: {symbol} is not in the votes known on {day}."
    rule = "Conflict votes must exist."
    next_step = "Check the symbol or fetch un_ga_voting."


class StudyVariantError(StandpunktError):
    """A factor or variant names what is not declared."""

    code = "S20"
    says = "{file}:{line}: {place} names '{value}'."
    rule = "Declared are {known}."
    next_step = "Use one of them."


class StudyCalibrationError(StandpunktError):
    """The calibration belongs to another state of the file."""

    code = "S21"
    says = "{file}:{line}: the calibration belongs to study hash {old}, the file has {new}."
    rule = "Anchors would be silently old."
    next_step = "Run build --calibrate and raise study.version."


class StudySourceError(StandpunktError):
    """A rule on sources names a table or source that does not exist, or a source twice."""

    code = "S22"
    says = "{file}:{line}: {place} names '{value}'."
    rule = "Tables and sources stand there as they exist, each once; the nearest is '{nearest}'."
    next_step = "Correct line {line}; 'standpunkt tables' and 'standpunkt sources' list the names."
