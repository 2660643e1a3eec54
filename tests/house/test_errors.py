"""Errors are product text: each names a value, a rule and a next step, under a code of its own."""

import importlib
import pkgutil
import string

import pytest

from standpunkt.vocabulary import errors
from standpunkt.vocabulary.errors.message import every_error

for module in pkgutil.iter_modules(errors.__path__):
    importlib.import_module(f"standpunkt.vocabulary.errors.{module.name}")
CLASSES = every_error()
CONCRETE = [error for error in CLASSES if not error.__subclasses__()]


def fields(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize(
    "error", CONCRETE, ids=lambda error: f"{error.code}-{error.__module__}-{error.__name__}"
)
def test_an_error_says_what_rule_and_next_step(error):
    assert error.says
    assert error.next_step
    assert error.exit_code in {1, 2, 3, 130}


@pytest.mark.parametrize(
    "error", CONCRETE, ids=lambda error: f"{error.code}-{error.__module__}-{error.__name__}"
)
def test_an_error_is_text_made_of_its_values(error):
    names = set().union(*(fields(part) for part in error.templates()))
    text = str(error(**dict.fromkeys(names, "value")))
    assert "{" not in text


def test_a_code_belongs_to_one_subject():
    places = {}
    for error in CONCRETE:
        places.setdefault(error.code, set()).add(error.__module__.rpartition(".")[2].split("_")[0])
    assert not {code: found for code, found in places.items() if len(found) > 1}
