"""Both sides of a flow of trade: usual factor, agreement, flows that went another way."""

from datetime import date

import pytest

from standpunkt.tables.compare.mirror import mirror_reports
from standpunkt.tables.derived.exchange_rates import USD_PER_EUR
from standpunkt.tables.store import Store
from tests.tables.fetched import put_tables

PARTNERS = ["DEU", "FRA", "ITA", "ESP", "POL", "AUT", "BEL", "NLD", "SWE", "DNK", "FIN", "GRC"]


def flow(exporter, year, side, amount, currency, **period: object):
    return {
        "exporter_iso3": exporter,
        "importer_iso3": "ARM",
        "series_id": side,
        "reporter_side": side,
        f"value_{currency}": amount,
        "quality": "reported",
        **(period or {"year": year}),
    }


@pytest.fixture
def store(tmp_path):
    """Exporters tell euros by year, the importer dollars by month with a tenth for freight; one flow ends."""
    years = (2020, 2021, 2022)
    told = [flow(state, year, "exporter", 12e7, "eur") for state in PARTNERS for year in years]
    seen = []
    for state in PARTNERS:
        for year in years:
            monthly = 1e7 * USD_PER_EUR[year] * 1.1 * (0.2 if (state, year) == ("FIN", 2022) else 1)
            seen += [
                flow(state, year, "importer", monthly, "usd", month_date=date(year, month, 1))
                for month in range(1, 13)
            ]
    put_tables(tmp_path, {"dyad_year_trade_value": told}, "exporters", precedence=20)
    put_tables(tmp_path, {"dyad_month_trade_value": seen}, "importers", precedence=10)
    return Store(tmp_path)


def test_importers_stand_above_exporters_by_the_usual_factor(store):
    (report,) = mirror_reports(store)
    assert (report.exporter_source, report.importer_source) == ("exporters", "importers")
    assert report.usual_factor == pytest.approx(1.1)
    assert (report.shared_count, report.agreeing_count) == (36, 35)


def test_a_flow_that_the_other_side_no_longer_tells_is_named(store):
    (report,) = mirror_reports(store)
    assert len(report.far) == 1
    assert report.far[0].startswith("FIN|ARM|2022: 126.4 / ")


def test_the_source_that_wins_follows_the_rule(store):
    assert mirror_reports(store)[0].winner == "importers"
    other = Store(store.data_dir, {"dyad_year_trade": ("exporters",)})
    assert mirror_reports(other)[0].winner == "exporters"


def test_months_that_are_missing_make_no_year(tmp_path):
    told = [flow(state, 2021, "exporter", 1e8, "usd") for state in PARTNERS]
    seen = [
        flow(state, 2021, "importer", 1e7, "usd", month_date=date(2021, month, 1))
        for state in PARTNERS
        for month in range(1, 12)
    ]
    put_tables(tmp_path, {"dyad_year_trade_value": told}, "exporters")
    put_tables(tmp_path, {"dyad_month_trade_value": seen}, "importers")
    assert mirror_reports(Store(tmp_path)) == []
