"""Refusals of study files; every message begins with file and line."""

from standpunkt.vocabulary.errors.message import StandpunktError


class UnknownStudyError(StandpunktError):
    """No study has that id."""

    code = "S00"
    says = "There is no study '{study}'."
    rule = "Known studies are {known}; the nearest is '{nearest}'."
    next_step = "Use one of these ids, or give the path of a study file."
    exit_code = 2


class UnknownProfileError(StandpunktError):
    """The study has no such profile."""

    code = "S00"
    says = "The study {study} has no profile '{profile}'."
    rule = "Its profiles are {known}; the nearest is '{nearest}'."
    next_step = "Use one of these names."
    exit_code = 2


class StudyKeyError(StandpunktError):
    """A key is unknown."""

    code = "S01"
    says = "{file}:{line}: {place} has the key '{key}'."
    rule = "Allowed keys are {allowed}; the nearest is '{nearest}'."
    next_step = "Correct line {line}."


class StudyMissingKeyError(StandpunktError):
    """A required key is absent."""

    code = "S01"
    says = "{file}:{line}: {place} has no key '{key}'."
    rule = "The key is required."
    next_step = "Add '{key}' below line {line}."


class StudyRepeatedKeyError(StandpunktError):
    """A key comes twice, or the file is no plain YAML."""

    code = "S01"
    says = "{file}:{line}: {problem}."
    rule = "Study files are plain YAML of at most 1 MB, without aliases, each key once."
    next_step = "Correct line {line}."


class StudyIdError(StandpunktError):
    """The id is not the stem of the file."""

    code = "S01"
    says = "{file}:{line}: study.id is '{value}'."
    rule = "The id is the name of the file without its ending."
    next_step = "Write '{stem}', or rename the file."


class StudyWholeNumberError(StandpunktError):
    """A whole number is expected."""

    code = "S02"
    says = "{file}:{line}: {place} is '{value}'."
    rule = "A whole number belongs here."
    next_step = "Write a number such as {example}."


class StudyDrawsError(StandpunktError):
    """The number of draws is no whole number, or too small."""

    code = "S02"
    says = "{file}:{line}: run.draws is '{value}'."
    rule = "Draws are a whole number of at least 200."
    next_step = "Write a number."


class StudyNumberError(StandpunktError):
    """A number is expected."""

    code = "S02"
    says = "{file}:{line}: {place} is '{value}'."
    rule = "A number belongs here, with a point before decimals."
    next_step = "Write a number such as {example}."


class StudyLimitError(StandpunktError):
    """A number lies outside its limits."""

    code = "S02"
    says = "{file}:{line}: {place} is {value}."
    rule = "Its limit: {limit}."
    next_step = "Write a number within the limit."


class StudyDayError(StandpunktError):
    """A day is expected."""

    code = "S02"
    says = "{file}:{line}: {place} is '{value}'."
    rule = "A day belongs here, as year, month and day."
    next_step = "Write a day such as 2022-02-24."


class StudyChoiceError(StandpunktError):
    """One of a few words is expected."""

    code = "S02"
    says = "{file}:{line}: {place} is '{value}'."
    rule = "One of these belongs here: {choices}."
    next_step = "Write one of them."


class StudyFormError(StandpunktError):
    """A value has another form than its key declares."""

    code = "S02"
    says = "{file}:{line}: {place} is '{value}'."
    rule = "Its form is another: {problem}."
    next_step = "Correct line {line}."
