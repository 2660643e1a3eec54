"""Refusals of everything on votes: files, symbols, themes, windows, fits."""

from standpunkt.vocabulary.errors.message import StandpunktError


class NotEstimableError(StandpunktError):
    """Too few votes, or votes that say nothing."""

    code = "M020"
    says = "Not estimable: {roll_calls} contested roll calls of {every}, {states} states ({reason})."
    rule = "An estimate needs at least {least_roll_calls} contested roll calls and {least_states} states."
    next_step = "Choose a longer period, another theme, or a file with more votes; no file was written."
    exit_code = 3


class UnknownRollCallError(StandpunktError):
    """No roll call has that symbol."""

    code = "M021"
    says = "There is no roll call '{value}'."
    rule = "A roll call is named by its symbol, such as A/RES/ES-11/6; the nearest are {nearest}."
    next_step = "Write one of the symbols in the vote table."
    exit_code = 2


class MissingSymbolsError(StandpunktError):
    """The sources name no roll call of that session."""

    code = "M022"
    says = "The roll call '{value}' cannot be found by its symbol."
    rule = "The sources at hand carry no symbols for sessions 75 to 78 (November 2020 to June 2024)."
    next_step = "Choose a resolution of another session, or give a theme."
    exit_code = 3


class UnknownThemeError(StandpunktError):
    """No theme has that code."""

    code = "M023"
    says = "There is no theme '{value}'."
    rule = "Themes are {known}; the nearest is '{nearest}'."
    next_step = "Write one of them."
    exit_code = 2


class YearOrderError(StandpunktError):
    """A period ends before it begins."""

    code = "M024"
    says = "The period from {first} to {last} holds no year."
    rule = "A period begins before it ends."
    next_step = "Exchange the two years."
    exit_code = 2


class VoteColumnError(StandpunktError):
    """A file of votes lacks a column."""

    code = "M025"
    says = "{file} has no column '{column}'."
    rule = "A file of votes has the columns {columns}."
    next_step = "Add the column, or rename the one that holds it."


class VoteFileError(StandpunktError):
    """A file of votes is missing or is no table."""

    code = "M045"
    says = "{file} cannot be read as a file of votes: {problem}."
    rule = "A file of votes is CSV with a header, or Parquet where its name ends in .parquet."
    next_step = "Check the path and what the file holds."


class VoteValueError(StandpunktError):
    """A file of votes holds a value that is none."""

    code = "M026"
    says = "{file}, row {line}: {column} is '{value}'."
    rule = "{promise}"
    next_step = "Correct the row."


class FitValueError(StandpunktError):
    """A fit ran into a value that is no number."""

    code = "M027"
    says = "The fit gave no number for {what}."
    rule = "Positions and roll calls are finite numbers; nothing else is passed on."
    next_step = "Leave {what} out, or report the votes that lead here."


class UnknownDateError(StandpunktError):
    """A day is written in another form."""

    code = "M028"
    says = "The day '{value}' cannot be read."
    rule = "A day is written year-month-day, such as 2023-06-01."
    next_step = "Write the day in this form."
    exit_code = 2


class NoVotesError(StandpunktError):
    """The chosen years, theme and vote set hold no vote."""

    code = "M060"
    says = "Not estimable: no vote from {first} to {last} (theme {theme}, roll calls {chosen})."
    rule = "A measure of votes needs votes in the chosen years, theme and vote set; none is not zero."
    next_step = "Choose other years, another theme or other roll calls, or fetch a source that has them."
    exit_code = 3


class NothingDescribedError(StandpunktError):
    """A forecast is asked for without saying of what."""

    code = "M061"
    says = "The resolution to forecast is not described."
    rule = "A forecast needs a similar resolution, or a theme."
    next_step = "Give --like SYMBOL, --similar SYMBOL or --theme THEME."
    exit_code = 2


class UnknownGroupError(StandpunktError):
    """No group of states has that name."""

    code = "M062"
    says = "There is no group '{value}'."
    rule = "Groups are {known}."
    next_step = "Write one of them."
    exit_code = 2
