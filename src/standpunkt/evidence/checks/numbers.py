"""A claimed number against observed ones: two intervals, a verdict, and the word that would fit."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["level", "factor", "share", "count", "rank"]
Verdict = Literal["agrees", "differs", "no_data"]
RELATIVE = 0.10
"""A level agrees within a tenth."""
ROUND = 0.05
SMALL_SHARE = 0.05
SHARE_POINTS = 0.02
SMALL_SHARE_RELATIVE = 0.25
"""Shares below 5 % are compared relatively: 0.2 % against 0.23 % agrees, against 2 % it does not."""
FACTOR_HALF = 0.5
MORE_THAN = 0.05
EXACT = frozenset({"count", "rank"})


@dataclass(frozen=True)
class Claimed:
    """What a claim says: its kind of number, its value, the word before it."""

    kind: Kind
    value: float
    comparator: str = "="


@dataclass(frozen=True)
class Observed:
    """A number of a table and whose it is.

    `is_admissible` is false where it proves nothing, `reason` then says why: estimated by the publisher,
    taken from the press, or unverified. `address` is where the source can be read.
    """

    value: float
    series: str
    is_admissible: bool = True
    reason: str = ""
    year: int | None = None
    table: str = ""
    address: str = ""


@dataclass(frozen=True)
class Checked:
    """The answer: verdict, the observed interval, what is used and left out, the word that would fit."""

    verdict: Verdict
    low: float | None
    high: float | None
    used: tuple[Observed, ...]
    left_out: tuple[Observed, ...]
    fits: str | None = None


def check_number(claimed: Claimed, observed: Sequence[Observed]) -> Checked:
    """Compares a claimed number with all admissible series.

    Args:
        claimed: The claim.
        observed: What tables say; of factors the ratio for each admissible pair of series.

    Returns:
        The verdict: agrees if the claim's interval and the data's touch.
    """
    used = tuple(one for one in observed if one.is_admissible)
    left_out = tuple(one for one in observed if not one.is_admissible)
    if not used:
        return Checked("no_data", None, None, (), left_out)
    low, high = min(one.value for one in used), max(one.value for one in used)
    least, most = claimed_interval(claimed)
    is_inside = low < most and high >= least if claimed.kind == "factor" else low <= most and high >= least
    fits = None if is_inside or claimed.kind != "factor" else factor_words(low, high)
    return Checked("agrees" if is_inside else "differs", low, high, used, left_out, fits)


def claimed_interval(claimed: Claimed) -> tuple[float, float]:
    """Which true values a claim allows.

    >>> claimed_interval(Claimed("factor", 3))
    (2.5, 3.5)

    Args:
        claimed: The claim.

    Returns:
        Least and most.
    """
    value, half = claimed.value, _tolerance(claimed)
    factor_floor = value if claimed.kind == "factor" else value - half
    by_word = {
        ">": (factor_floor, math.inf),
        ">=": (factor_floor, math.inf),
        "<": (-math.inf, value + half),
        "<=": (-math.inf, value + half),
        "~<": (0.9 * value - half, value + half),
        "~": (value * (1 - ROUND) - half, value * (1 + ROUND) + half),
    }
    return by_word.get(claimed.comparator, (value - half, value + half))


def _tolerance(claimed: Claimed) -> float:
    if claimed.kind == "factor":
        return FACTOR_HALF
    if claimed.kind in EXACT:
        return 0.0
    if claimed.kind == "share":
        return SMALL_SHARE_RELATIVE * claimed.value if claimed.value < SMALL_SHARE else SHARE_POINTS
    return RELATIVE * claimed.value


def ratios(later: Sequence[Observed], earlier: Sequence[Observed]) -> list[Observed]:
    """Growth from earlier to later numbers, for every pair of series.

    Args:
        later: Numbers of the later year.
        earlier: Numbers of the year compared with; zeros are left out.

    Returns:
        Ratios; admissible where both numbers are.
    """
    return [
        Observed(
            one.value / other.value,
            f"{one.series} / {other.series}",
            one.is_admissible and other.is_admissible,
            one.reason or other.reason,
            one.year,
            one.table or other.table,
            other.address,
        )
        for one in later
        for other in earlier
        if other.value
    ]


def factor_words(low: float, high: float) -> str:
    """The message that fits a growth: `more than doubled` from 2.05 on.

    >>> factor_words(2.17, 2.22)
    'more than doubled'

    Args:
        low: Smallest ratio.
        high: Largest ratio.

    Returns:
        English words, a message id.
    """
    names = {1: "unchanged", 2: "doubled", 3: "tripled", 4: "quadrupled"}
    whole = math.floor(low + FACTOR_HALF)
    word = names.get(whole)
    if word is None or high >= whole + FACTOR_HALF:
        return "multiplied"
    if low >= whole + MORE_THAN and whole > 1:
        return f"more than {word}"
    return word
