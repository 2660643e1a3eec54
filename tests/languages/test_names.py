"""Names of states as they stand in sentences."""

import pytest

from standpunkt.languages.check import missing_forms
from standpunkt.languages.forms import forms_of_states
from standpunkt.languages.names import form, is_plural, sort_key, state_name
from standpunkt.vocabulary.errors.languages import MissingFormError, UnknownLanguageError
from standpunkt.vocabulary.states import every_state


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_state_has_every_form(language):
    assert missing_forms(language) == []


@pytest.mark.parametrize(
    ("iso3", "nominative", "genitive", "dative", "place"),
    [
        ("SRB", "Serbien", "Serbiens", "Serbien", "in Serbien"),
        ("TUR", "die Türkei", "der Türkei", "der Türkei", "in der Türkei"),
        ("IRN", "der Iran", "des Irans", "dem Iran", "im Iran"),
        ("LBN", "der Libanon", "des Libanons", "dem Libanon", "im Libanon"),
        ("SDN", "der Sudan", "des Sudans", "dem Sudan", "im Sudan"),
        ("MNG", "die Mongolei", "der Mongolei", "der Mongolei", "in der Mongolei"),
        ("COM", "die Komoren", "der Komoren", "den Komoren", "auf den Komoren"),
        ("NLD", "die Niederlande", "der Niederlande", "den Niederlanden", "in den Niederlanden"),
        (
            "USA",
            "die Vereinigten Staaten",
            "der Vereinigten Staaten",
            "den Vereinigten Staaten",
            "in den Vereinigten Staaten",
        ),
        (
            "ARE",
            "die Vereinigten Arabischen Emirate",
            "der Vereinigten Arabischen Emirate",
            "den Vereinigten Arabischen Emiraten",
            "in den Vereinigten Arabischen Emiraten",
        ),
        (
            "GBR",
            "das Vereinigte Königreich",
            "des Vereinigten Königreichs",
            "dem Vereinigten Königreich",
            "im Vereinigten Königreich",
        ),
        (
            "DOM",
            "die Dominikanische Republik",
            "der Dominikanischen Republik",
            "der Dominikanischen Republik",
            "in der Dominikanischen Republik",
        ),
        (
            "MDA",
            "die Republik Moldau",
            "der Republik Moldau",
            "der Republik Moldau",
            "in der Republik Moldau",
        ),
        ("MHL", "die Marshallinseln", "der Marshallinseln", "den Marshallinseln", "auf den Marshallinseln"),
        ("BLR", "Belarus", "von Belarus", "Belarus", "in Belarus"),
        ("UKR", "die Ukraine", "der Ukraine", "der Ukraine", "in der Ukraine"),
        ("SSD", "der Südsudan", "des Südsudans", "dem Südsudan", "im Südsudan"),
    ],
)
def test_german_cases(iso3, nominative, genitive, dative, place):
    assert form(iso3, "de", "nom") == nominative
    assert form(iso3, "de", "genitive") == genitive
    assert form(iso3, "de", "dat") == dative
    assert form(iso3, "de", "in") == place


@pytest.mark.parametrize(
    ("iso3", "nominative", "genitive"),
    [
        ("NLD", "the Netherlands", "the Netherlands'"),
        ("USA", "the United States", "the United States'"),
        ("SRB", "Serbia", "Serbia's"),
        ("GMB", "the Gambia", "the Gambia's"),
        ("TUR", "Türkiye", "Türkiye's"),
    ],
)
def test_english_names(iso3, nominative, genitive):
    assert form(iso3, "en", "nominative") == nominative
    assert form(iso3, "en", "gen") == genitive


def test_german_articles_agree_with_each_other():
    cases = {"der": ("des", "dem", "den"), "das": ("des", "dem", "das"), "die": ("der", "der", "die")}
    for iso3, row in forms_of_states("de").items():
        article = row["nominative"].partition(" ")[0]
        if article not in cases:
            assert row["name"] == row["nominative"] == row["dative"] == row["accusative"]
            continue
        genitive, dative, accusative = cases[article]
        dative = "den" if row["number"] == "plural" else dative
        found = tuple(row[case].partition(" ")[0] for case in ("genitive", "dative", "accusative"))
        assert found == (genitive, dative, accusative), iso3


def test_a_plural_takes_a_plural_verb_in_german_only():
    assert is_plural("USA", "de")
    assert is_plural("PHL", "de")
    assert not is_plural("TUR", "de")
    assert not is_plural("USA", "en")


def test_german_order_puts_umlauts_beside_their_letter():
    names = ["Zypern", "Österreich", "Oman", "Ägypten", "Albanien", "Afghanistan", "ägäisch"]
    ordered = sorted(names, key=sort_key)
    assert ordered == ["Afghanistan", "ägäisch", "Ägypten", "Albanien", "Oman", "Österreich", "Zypern"]


def test_names_are_the_usual_ones():
    german = {"TUR": "Türkei", "CIV": "Elfenbeinküste", "BLR": "Belarus", "PSE": "Palästina"}
    assert {iso3: state_name(iso3, "de") for iso3 in german} == german
    english = {"TUR": "Türkiye", "CIV": "Côte d'Ivoire", "MMR": "Myanmar", "CZE": "Czechia"}
    assert {iso3: state_name(iso3, "en") for iso3 in english} == english


def test_the_registers_own_name_is_the_english_one():
    assert {one.iso3: one.name for one in every_state()} == {
        one.iso3: state_name(one.iso3, "en") for one in every_state()
    }


def test_an_absent_form_is_an_error_and_no_guess():
    with pytest.raises(MissingFormError, match="vocative"):
        form("SRB", "de", "vocative")


def test_an_unknown_language_is_refused_with_the_known_ones():
    with pytest.raises(UnknownLanguageError, match="de, en") as caught:
        state_name("SRB", "fr")
    assert caught.value.exit_code == 2
