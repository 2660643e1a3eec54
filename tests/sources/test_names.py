"""Names as sources write them."""

from pathlib import Path

import pytest

from standpunkt.sources.connector.catalogue import every_connector, find_connector
from standpunkt.sources.connector.reading.names import Named, clean, names_of, resolve_names
from standpunkt.vocabulary.states import state

NOWHERE = Path("no-such-folder")


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("Республика\nКорея", "Республика Корея"),
        ("Республика \nКорея", "Республика Корея"),
        ("Kитай", "Китай"),
        ("Тyрция", "Турция"),
        ("Sеrbia", "Serbia"),
        ("Serbia (1)", "Serbia"),
        ("Côte d’Ivoire", "Côte d’Ivoire"),
    ],
)
def test_typography_is_cleaned(written, cleaned):
    assert clean(written) == cleaned


def test_tokens_with_letters_without_a_twin_stay_as_they_are():
    assert clean("Sербия") == "Sербия"


def test_na_is_namibia():
    assert resolve_names(["NA"], NOWHERE) == {"NA": Named("state", "NAM")}


def test_ambiguous_and_unknown_names_are_unknown_until_the_source_decides():
    assert resolve_names(["Congo", "Atlantis"], NOWHERE) == {
        "Congo": Named("unknown"),
        "Atlantis": Named("unknown"),
    }
    folder = find_connector("armstat_trade").folder
    assert resolve_names(["Congo"], folder)["Congo"].code == "COG"


def test_groups_territories_and_armed_groups_are_no_states():
    folder = find_connector("sipri_arms_transfers").folder
    found = resolve_names(["Houthi rebels (Yemen)*", "United Nations**", "Aruba", "Türkiye"], folder)
    assert [one.kind for one in found.values()] == ["armed_group", "organisation", "territory", "state"]


@pytest.mark.parametrize("connector", every_connector(), ids=lambda one: one.source_id)
def test_declared_names_lead_to_states_of_the_register(connector):
    for text, named in names_of(connector.folder).items():
        assert clean(text).casefold() == text
        if named.kind == "state":
            assert state(named.code or "").iso3 == named.code
