"""The register and the resolver against a published table of codes and names."""

import csv

import pytest
from babel.core import Locale

from standpunkt.languages.resolve import resolve_state
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.states import every_state

COLUMNS = ("CLDR display name", "official_name_en", "UNTERM English Short", "UNTERM English Formal")
AMBIGUOUS = {"Congo", "Congo (the)", "the Congo"}
"""Published names of the Republic of the Congo that the other Congo shares."""


@pytest.fixture(scope="module")
def published(shared):
    with shared("base/country-codes.csv").open(encoding="utf-8", newline="") as file:
        return {row["ISO3166-1-Alpha-3"]: row for row in csv.DictReader(file)}


@pytest.mark.shared
def test_codes_and_regions_agree(published):
    checked = 0
    for one in every_state():
        row = published.get(one.iso3)
        if row is None:
            assert one.kind == "historical" or one.iso3 == "XKX"
            continue
        assert row["ISO3166-1-Alpha-2"] == one.iso2
        assert row["M49"].zfill(3) == one.m49
        if one.iso3 != "TWN":
            assert (row["Region Name"], row["Sub-region Name"]) == (one.region, one.subregion)
        checked += 1
    assert checked > 193


@pytest.mark.shared
def test_published_english_names_are_understood(published):
    wrong = []
    for one in every_state():
        for column in COLUMNS:
            name = published.get(one.iso3, {}).get(column, "").strip()
            if name and name not in AMBIGUOUS and _meaning(name) != one.iso3:
                wrong.append((one.iso3, name, _meaning(name)))
    assert wrong == []


def _meaning(name):
    try:
        return resolve_state(name, "en").iso3
    except StandpunktError as error:
        return str(error)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_name_of_cldr_is_understood(language):
    territories = Locale.parse(language).territories
    for one in every_state():
        if one.iso2 and one.kind != "historical":
            assert _meaning(territories[one.iso2]) == one.iso3
