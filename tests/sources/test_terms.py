"""Terms of every source are told in every language: a portrait on fetched data prints them."""

import pytest

from standpunkt.languages.say import say
from standpunkt.sources.connector.catalogue import every_connector

CONNECTORS = every_connector()


@pytest.mark.parametrize("connector", CONNECTORS, ids=lambda connector: connector.source_id)
def test_terms_of_a_source_are_told_in_german(connector):
    assert say(connector.declaration.licence_text, "de")
