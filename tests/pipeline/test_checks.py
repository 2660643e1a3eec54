"""`standpunkt tables check`: what is stored, looked through."""

from datetime import date

from standpunkt.cli.app import main
from standpunkt.pipeline.checks import check_data
from standpunkt.tables.starter import read_starter
from tests.tables.fetched import fact, put_tables


def found(folder, rule):
    return [issue for issue in check_data(folder) if issue.rule_code == rule]


def test_a_release_that_contradicts_a_reconstructed_row_stops(tmp_path):
    own = read_starter("state_roll_call_vote")
    row = own.filter(own["verification"] == "reconstructed").row(0, named=True)
    other = "no" if row["vote"] == "yes" else "yes"
    vote = {"roll_call_id": row["roll_call_id"], "iso3": row["iso3"], "vote": other}
    put_tables(tmp_path, {"state_roll_call_vote": [vote]})
    (issue,) = found(tmp_path, "contradicted")
    assert issue.severity == "stop"
    assert issue.value_text == f"{row['row_key']}: vote {row['vote']} / {other}"
    assert main(["--data", str(tmp_path), "tables", "check"]) == 1


def test_a_sure_row_that_differs_is_a_warning_that_only_strict_stops_at(tmp_path):
    own = read_starter("state_year_gdp").row(0, named=True)
    kept = {name: own[name] for name in own if name not in {"row_key", *fact("", None)}}
    put_tables(tmp_path, {"state_year_gdp": [{**kept, "gdp_usd": own["gdp_usd"] * 2}]})
    assert [issue.severity for issue in found(tmp_path, "differs_from_package")] == ["warn"]
    assert main(["--data", str(tmp_path), "tables", "check"]) == 0
    assert main(["--data", str(tmp_path), "tables", "check", "--strict"]) == 1


def test_memberships_that_a_reference_work_carries_on_are_named(tmp_path):
    rows = [
        {"iso3": iso3, "organisation_text": text, "snapshot_date": day, "status_text": status}
        for iso3, text, day, status in (
            ("GBR", "EU", date(2019, 1, 1), "member"),
            ("GBR", "EU", date(2023, 1, 1), "member"),
            ("FRA", "EU", date(2023, 1, 1), "member"),
            ("ITA", "G-7", date(2023, 1, 1), "member"),
            ("TUR", "EU", date(2023, 1, 1), "candidate country"),
        )
    ]
    put_tables(tmp_path, {"state_organisation_snapshot": rows})
    (issue,) = found(tmp_path, "stale_membership")
    assert (issue.place_text, issue.value_text) == ("state_organisation_snapshot: EU", "1: GBR 2023-01-01")


def test_without_a_fetch_only_the_package_is_looked_through(tmp_path):
    assert {issue.severity for issue in check_data(tmp_path)} <= {"note", "warn"}
    assert main(["--data", str(tmp_path), "tables", "check"]) == 0
