"""The choice of a reader is read from the address and written back in canonical form."""

from datetime import date

from standpunkt.web.state import read_view


def test_defaults_are_left_out(observatory):
    view = read_view({}, observatory)
    assert view.at == date(2025, 8, 1)
    assert view.query() == {}


def test_query_is_sorted_and_holds_what_differs(observatory):
    view = read_view(
        {"view": "table", "by": "gdp", "at": "2022-12", "theme": "dark", "utm": "x"}, observatory
    )
    assert list(view.query().items()) == [
        ("at", "2022-12"),
        ("by", "gdp"),
        ("theme", "dark"),
        ("view", "table"),
    ]


def test_a_year_means_its_last_month_with_results(observatory):
    assert read_view({"at": "2025"}, observatory).at == date(2025, 8, 1)
    assert read_view({"at": "2022"}, observatory).at == date(2022, 12, 1)


def test_newest_month_is_the_default_also_when_it_is_named(observatory):
    assert read_view({"at": "2025-08"}, observatory).query() == {}


def test_month_and_appearance_travel_other_choices_do_not(observatory):
    view = read_view({"view": "table", "at": "2022-12", "theme": "dark"}, observatory)
    assert view.kept() == {"at": "2022-12", "theme": "dark"}
    assert view.kept(states="SRB") == {"at": "2022-12", "states": "SRB", "theme": "dark"}
