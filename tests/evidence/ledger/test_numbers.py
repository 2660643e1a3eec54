"""Claims against data: rules per kind of number."""

import pytest

from standpunkt.evidence.checks.numbers import Claimed, Observed, check_number, ratios

SAID = [Observed(58.85e9, "the claim itself")]
IN_2021 = [Observed(27.07e9, "Russian customs"), Observed(26.52e9, "IMF")]


def test_a_tripling_of_imports_is_not_supported_but_more_than_a_doubling_is():
    found = check_number(Claimed("factor", 3), ratios(SAID, IN_2021))
    assert found.verdict == "differs"
    assert (round(found.low, 2), round(found.high, 2)) == (2.17, 2.22)
    assert found.fits == "more than doubled"
    assert check_number(Claimed("factor", 2, ">"), ratios(SAID, IN_2021)).verdict == "agrees"


def test_an_imputed_number_is_shown_and_not_used():
    imputed = Observed(35.94e9, "IMF 2022", is_admissible=False)
    found = check_number(Claimed("level", 58.85e9), [imputed])
    assert found.verdict == "no_data"
    assert found.left_out == (imputed,)


@pytest.mark.parametrize(
    ("claimed", "observed", "verdict"),
    [
        (Claimed("share", 0.002), 0.0023, "agrees"),
        (Claimed("share", 0.002), 0.02, "differs"),
        (Claimed("share", 0.4, ">"), 0.55, "agrees"),
        (Claimed("share", 1.0, "~<"), 0.944, "agrees"),
        (Claimed("count", 141), 141, "agrees"),
        (Claimed("count", 32), 32, "agrees"),
        (Claimed("count", 32), 33, "differs"),
        (Claimed("level", 100), 109, "agrees"),
        (Claimed("level", 100), 111, "differs"),
    ],
)
def test_each_kind_of_number_has_its_tolerance(claimed, observed, verdict):
    assert check_number(claimed, [Observed(observed, "a table")]).verdict == verdict
