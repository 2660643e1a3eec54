"""Turns what the parser refuses into refusals of the house: value, rule, next step, in both languages."""

import difflib
from collections.abc import Iterable

from cyclopts import CycloptsError, exceptions

from standpunkt.vocabulary.errors.command_line import (
    CommandLineError,
    ExtraWordsError,
    MissingWordError,
    RepeatedOptionError,
    UnknownOptionError,
    UnknownVerbError,
    WholeNumberOptionError,
)
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.run import UnknownOptionValueError

PROGRAM = "standpunkt"


def nearest(value: str, known: Iterable[str]) -> str:
    """The known text most like a value, whatever its case; empty where nothing is known.

    Args:
        value: What a user wrote.
        known: What was allowed.

    Returns:
        One of the known texts.
    """
    plain = {name.lower(): name for name in known}
    found = difflib.get_close_matches(value.lower(), plain, n=1, cutoff=0) or [""]
    return plain.get(found[0], "")


def refuse_unless(value: str, allowed: Iterable[str], option: str) -> str:
    """Checks a value against a list, whatever its case.

    Args:
        value: What a user wrote.
        allowed: What is allowed.
        option: The option, as it is written.

    Returns:
        The value as the list spells it.

    Raises:
        UnknownOptionValueError: If the list does not hold it.
    """
    allowed = tuple(allowed)
    wanted = next((one for one in allowed if one.lower() == value.lower()), None)
    if wanted is None:
        raise UnknownOptionValueError(
            option=option, value=value, allowed=", ".join(allowed), nearest=nearest(value, allowed)
        )
    return wanted


def usage_refusal(error: CycloptsError) -> StandpunktError:
    """The refusal of the house for a refusal of the parser.

    Args:
        error: What the parser raised.

    Returns:
        The refusal.
    """
    refusal: StandpunktError
    verb = " ".join([PROGRAM, *(error.command_chain or ())])
    match error:
        case exceptions.UnknownCommandError():
            refusal = _unknown_verb(error)
        case exceptions.UnknownOptionError():
            refusal = _unknown_option(error, verb)
        case exceptions.MissingArgumentError():
            refusal = MissingWordError(verb=verb, name=_name(error))
        case exceptions.UnusedCliTokensError():
            refusal = ExtraWordsError(verb=verb, value=" ".join(error.unused_tokens or ()))
        case exceptions.RepeatArgumentError():
            refusal = RepeatedOptionError(option=error.token.keyword)
        case exceptions.CoercionError() if error.token is not None and error.target_type is int:
            refusal = WholeNumberOptionError(option=_name(error), value=error.token.value)
        case _:
            error.verbose = False
            refusal = CommandLineError(problem=str(error), verb=verb)
    return refusal


def _unknown_verb(error: exceptions.UnknownCommandError) -> StandpunktError:
    value = (error.unused_tokens or [""])[0]
    known = [name for name in (error.app or {}) if not name.startswith("-")]
    return UnknownVerbError(value=value, known=", ".join(known), nearest=nearest(value, known))


def _unknown_option(error: exceptions.UnknownOptionError, verb: str) -> StandpunktError:
    value = error.token.keyword or error.token.value
    known = [name for one in error.argument_collection if one.parse for name in one.names]
    options = sorted({name for name in known if name.startswith("--")})
    return UnknownOptionError(
        verb=verb, value=value, known=", ".join(options) or "--help", nearest=nearest(value, options)
    )


def _name(error: exceptions.CycloptsError) -> str:
    argument = error.argument
    if argument is None:
        return "?"
    if argument.field_info.is_positional:
        return argument.name.lstrip("-").upper()
    return str(argument.name)
