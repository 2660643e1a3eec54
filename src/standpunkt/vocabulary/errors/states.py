"""Refusals of names and codes of states."""

from standpunkt.vocabulary.errors.message import StandpunktError


class UnknownStateError(StandpunktError):
    """No state has the name or code."""

    code = "V020"
    says = "No state is called '{value}'."
    rule = "A state is named in German or English or by its ISO code; the nearest are {nearest}."
    next_step = "Use one of these, or an ISO code such as SRB."
    exit_code = 2


class AmbiguousStateError(StandpunktError):
    """A name or code fits several states."""

    code = "V021"
    says = "The name '{value}' fits several states: {candidates}."
    rule = "A name must fit one state only."
    next_step = "Use the ISO code in brackets."
    exit_code = 2


class StateTableError(StandpunktError):
    """The register of states contradicts itself."""

    code = "V022"
    says = "{file}: the row of '{iso3}' has {column} '{value}'."
    rule = "Codes are unique, kinds are known and dates are written like 1991-12-24."
    next_step = "Correct the row."
