"""Lists that change: what stood on a list on a day, and what was known of it then."""

import json
from datetime import date

import polars as pl
import pytest

from standpunkt.sources.connector.catalogue import find_connector
from standpunkt.sources.connector.fetch import Options, fetch_source
from standpunkt.sources.connector.release import load_release
from standpunkt.sources.connector.snapshot import Shelf
from standpunkt.tables.store import Store
from standpunkt.tables.warehouse import Warehouse
from standpunkt.vocabulary.errors.sources import ShrunkError

HEAD = '<?xml version="1.0"?><export xmlns="http://eu.europa.ec/fpi/fsd/export">'


def entity(number, name, programme="RUS"):
    return (
        f'<sanctionEntity logicalId="{number}"><regulation publicationDate="2022-03-15" '
        f'entryIntoForceDate="2022-03-15" programme="{programme}"/><subjectType code="person"/>'
        f'<nameAlias wholeName="{name}" strong="true"/><citizenship countryIso2Code="RU"/></sanctionEntity>'
    )


@pytest.fixture
def eu_list(tmp_path, site):
    connector = find_connector("eu_financial_sanctions")
    data = tmp_path / "data"
    base = f"/{connector.source_id}"

    def publish(day, *entities: str):
        name = f"{day.replace('-', '')}-FullSanctionsList.xml"
        site.files[f"{base}/{name}"] = f"{HEAD}{''.join(entities)}</export>".encode()
        site.files[f"{base}/{name}.json"] = json.dumps({"retrieved_at": f"{day}T10:00:00"}).encode()
        site.files[f"{base}/index.json"] = json.dumps([name]).encode()
        snapshot = fetch_source(connector, Options(data, site.address)).snapshot
        load_release(connector, snapshot, Shelf(data, connector.source_id), Warehouse(data))

    def names(at=None):
        rows = Store(data).read("listing_sanction", at).filter(pl.col("listing_id") == "eu_fsf")
        return dict(rows.select("name_text", "programme_text").rows())

    return publish, names


def test_who_is_taken_off_a_list_was_on_it_as_far_as_known_before(eu_list):
    publish, names = eu_list
    crowd = [entity(number, f"Person {number}") for number in range(10, 110)]
    publish("2023-01-10", *crowd, entity(1, "Taken Off"), entity(2, "Stays"))
    publish("2023-06-10", *crowd, entity(2, "Stays", "UKR"))
    assert "Taken Off" not in names()
    assert names()["Stays"] == "UKR"
    assert "Taken Off" in names(date(2023, 3, 1))
    assert names(date(2023, 3, 1))["Stays"] == "RUS"
    assert names(date(2022, 3, 14)) == {}


def test_a_list_that_lost_a_fifth_of_its_entries_is_refused(eu_list):
    publish, names = eu_list
    publish("2023-01-10", *[entity(number, f"Person {number}") for number in range(10)])
    with pytest.raises(ShrunkError):
        publish("2023-06-10", *[entity(number, f"Person {number}") for number in range(8)])
    assert len(names()) == 10
