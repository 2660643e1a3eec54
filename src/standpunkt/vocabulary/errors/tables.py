"""Refusals of fact tables: an unknown table, a malformed row, a row without a source."""

from standpunkt.vocabulary.errors.message import StandpunktError


class UnknownTableError(StandpunktError):
    """No schema has this name."""

    code = "T001"
    says = "There is no table '{value}'."
    rule = "Tables are {allowed}."
    next_step = "Write one of these names."


class TableUnreadableError(StandpunktError):
    """A file is missing or is no CSV in UTF-8."""

    code = "T002"
    says = "{file} cannot be read: {problem}."
    rule = "A fact table is a CSV file in UTF-8 with one line per row and a header line."
    next_step = "Restore the file, or save it as CSV in UTF-8."


class TableColumnsError(StandpunktError):
    """The header names other columns than the schema."""

    code = "T003"
    says = "{file}:1: columns missing: {missing}; unknown: {unknown}."
    rule = "The header holds exactly the columns of the table: {allowed}."
    next_step = "Correct the header line."


class TableValueError(StandpunktError):
    """A value has another type, lies outside its range, or two columns contradict each other."""

    code = "T004"
    says = "{file}:{line}: {column} is '{value}'."
    rule = "Allowed is: {allowed}."
    next_step = "Correct line {line}."


class TableKeyTwiceError(StandpunktError):
    """Two rows say something about the same thing at the same time of knowledge."""

    code = "T005"
    says = "{file}:{line}: the key '{value}' stands in line {first} already."
    rule = "A key stands once per date from which it is known."
    next_step = "Delete one of the two lines, or give the correction a later known_from_date."


class TableSourceError(StandpunktError):
    """A row names a source that is not declared."""

    code = "T006"
    says = "{file}:{line}: the source '{value}' is not declared."
    rule = "Every fact names a source of {register}; the nearest is '{nearest}'."
    next_step = "Declare the source there, or correct line {line}."


class TableStateError(StandpunktError):
    """A row names a state that is not in the register."""

    code = "T007"
    says = "{file}:{line}: {column} names the state '{value}'."
    rule = "States are ISO3 codes of the register; the nearest is {nearest}."
    next_step = "Correct line {line}."


class TableSpellError(StandpunktError):
    """Two spells of one thing overlap."""

    code = "T008"
    says = "{file}:{line}: the spell of '{value}' from {start} overlaps the one before it, which ends {end}."
    rule = "A thing has one state at a time; a change ends one spell and begins the next."
    next_step = "End the earlier spell at the day on which this one begins."


class UnknownRowError(StandpunktError):
    """A table has no row of that key."""

    code = "T009"
    says = "The table {table} has no row '{value}'."
    rule = "A row is named by the values of its key columns, joined by '|'."
    next_step = "'standpunkt tables' lists the key columns of each table."
    exit_code = 2
