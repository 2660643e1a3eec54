"""The register of states: members by date, codes, succession."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standpunkt.vocabulary.errors.states import AmbiguousStateError, UnknownStateError
from standpunkt.vocabulary.states import (
    by_code,
    every_state,
    members,
    predecessors,
    state,
    successor,
    successors,
)

MEMBERS_AT_YEAR_END = {
    1945: 51,
    1946: 55,
    1947: 57,
    1948: 58,
    1949: 59,
    1950: 60,
    1955: 76,
    1956: 80,
    1957: 82,
    1958: 82,
    1960: 99,
    1961: 104,
    1962: 110,
    1963: 113,
    1964: 115,
    1965: 117,
    1966: 122,
    1967: 123,
    1968: 126,
    1970: 127,
    1971: 132,
    1973: 135,
    1974: 138,
    1975: 144,
    1976: 147,
    1977: 149,
    1978: 151,
    1979: 152,
    1980: 154,
    1981: 157,
    1983: 158,
    1984: 159,
    1990: 159,
    1991: 166,
    1992: 179,
    1993: 184,
    1994: 185,
    1999: 188,
    2000: 189,
    2002: 191,
    2006: 192,
    2011: 193,
    2024: 193,
}
"""United Nations, Growth in membership since 1945."""
SEAT_BEFORE_THE_STATE = {"RUS"}
"""Russia took the seat on 1991-12-24, two days before the USSR was dissolved."""


@pytest.mark.parametrize(("year", "count"), MEMBERS_AT_YEAR_END.items())
def test_membership_grows_as_the_united_nations_count_it(year, count):
    assert len(members(date(year, 12, 31))) == count


def test_the_193rd_member_joined_on_2011_07_14():
    assert len(members(date(2011, 7, 13))) == 192
    assert len(members(date(2011, 7, 14))) == 193


def test_no_member_is_no_state_before_the_charter():
    assert members(date(1945, 10, 23)) == ()


def test_members_today_exclude_observers_and_territories():
    codes = {one.iso3 for one in members(date(2024, 1, 1))}
    assert not codes & {"XKX", "TWN", "PSE", "VAT", "COK", "NIU", "HKG"}
    assert {"TUR", "CIV", "NAM", "RUS", "UKR"} <= codes


def test_the_seat_of_china_passed_on_in_1971():
    before, after = ({one.iso3 for one in members(date(1971, 10, day))} for day in (24, 25))
    assert "TWN" in before
    assert "CHN" not in before
    assert "TWN" not in after
    assert "CHN" in after


def test_withdrawal_and_union_leave_gaps():
    assert not state("IDN").is_member(date(1965, 6, 1))
    assert not state("SYR").is_member(date(1960, 1, 1))
    assert state("SYR").is_member(date(1961, 10, 13))


def test_every_member_of_today_has_complete_codes():
    for one in members(date(2024, 1, 1)):
        assert len(one.iso3) == 3
        assert len(one.iso2) == 2
        assert len(one.m49) == 3
        assert one.region
        assert one.subregion
        assert one.kind == "member"
        assert one.valid_to is None


def test_codes_of_living_states_are_unique():
    living = [one for one in every_state() if one.kind != "historical"]
    for column in ("iso2", "iso3", "m49", "name"):
        values = [getattr(one, column) for one in living if getattr(one, column)]
        assert len(values) == len(set(values))


def test_historical_states_have_ended_and_others_have_not():
    for one in every_state():
        assert (one.kind == "historical") == (one.valid_to is not None)


def test_spells_do_not_overlap_and_lie_within_validity():
    for one in every_state():
        for earlier, later in pairwise(one.memberships):
            assert earlier.until is not None
            assert earlier.until < later.since
        if one.valid_from and one.memberships and one.iso3 not in SEAT_BEFORE_THE_STATE:
            assert one.memberships[0].since >= one.valid_from


def test_na_is_namibia():
    found = by_code("NA")
    assert found is not None
    assert found.iso3 == "NAM"


def test_codes_are_read_in_any_case_and_by_number():
    assert by_code("srb") == by_code("RS") == by_code("688") == state("SRB")
    assert by_code("QQQ") is None


def test_a_code_that_two_states_had_is_refused():
    with pytest.raises(AmbiguousStateError, match=r"CSK.*SCG"):
        by_code("CS")


def test_an_unknown_code_names_the_nearest():
    with pytest.raises(UnknownStateError, match="SRB"):
        state("SRP")


@pytest.mark.parametrize(
    ("iso3", "on", "expected"),
    [
        ("SUN", date(1991, 12, 25), "SUN"),
        ("SUN", date(1991, 12, 26), "RUS"),
        ("YUG", date(1990, 1, 1), "YUG"),
        ("YUG", date(1999, 1, 1), "SCG"),
        ("YUG", date(2010, 1, 1), "SRB"),
        ("DDR", date(1990, 10, 3), "DEU"),
        ("CSK", date(2000, 1, 1), "CZE"),
        ("YMD", date(1990, 5, 22), "YEM"),
        ("ZAN", date(1970, 1, 1), "TZA"),
        ("FRA", date(2024, 1, 1), "FRA"),
    ],
)
def test_data_go_on_under_the_main_successor(iso3, on, expected):
    assert successor(iso3, on).iso3 == expected


def test_all_successors_are_known():
    assert len(successors("SUN")) == 15
    assert successors("SUN")[0].iso3 == "RUS"
    assert [one.iso3 for one in predecessors("SRB")] == ["SCG"]
    assert successors("FRA") == ()


def test_kosovo_exists_since_its_declaration():
    kosovo = state("XKX")
    assert not kosovo.exists(date(2008, 2, 16))
    assert kosovo.exists(date(2008, 2, 17))
    assert kosovo.member_since is None


@given(st.sampled_from(every_state()), st.dates(date(1946, 1, 1), date(2030, 1, 1)))
def test_a_successor_is_followed_by_nobody_on_that_day(one, on):
    found = successor(one.iso3, on)
    assert successor(found.iso3, on) == found
