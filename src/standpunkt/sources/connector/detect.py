"""Is it data? Detectors of numbers that look reported and are not; they set flags and change no value.

Thresholds were set on real files: one growth factor over all partners stands out by more than tenfold.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from standpunkt.vocabulary.errors.sources import DoubleCountError

LEAST_VALUE = 50.0
LEAST_PARTNERS = 20
GROWTH_TOLERANCE = 1e-3
REVISION_TOLERANCE = 1e-4
LEAST_SHARE = 0.5
FLAT_MONTHS = 6
SUM_TOLERANCE = 1e-6
ONE_GROWTH_FACTOR = "one_growth_factor"
CARRIED_FORWARD = "carried_forward"
ONE_REVISION_FACTOR = "one_revision_factor"
FLAT_YEAR = "flat_months"
REPORTER_SILENT = "reporter_silent"
GROUP_WORDS = r"(?i)^(?:EU|EA)(?:\d|_|$)|\b(?:intra|extra|world|stores|not specified|econom(?:y|ies))\b"


@dataclass(frozen=True)
class Panel:
    """Which columns of a frame hold reporter and flow, partner, year and value (million USD)."""

    groups: tuple[str, ...]
    partner: str
    year: str
    value: str


def growth_factors(frame: pl.DataFrame, panel: Panel) -> pl.DataFrame:
    """How alike the growth of all partners is, per reporter, flow and year.

    A reporter's partners grow each in its own way; a publisher that fills a gap multiplies them all alike.

    Args:
        frame: One row per group, partner and year.
        panel: Its columns.

    Returns:
        Groups, year, partner_count, factor (the median), alike_share, flag_code (null where nothing is odd);
        only where at least 20 partners had more than 50 million the year before.
    """
    before = frame.select(
        *panel.groups,
        panel.partner,
        (pl.col(panel.year) + 1).alias(panel.year),
        pl.col(panel.value).alias("before"),
    )
    pairs = frame.join(before, on=[*panel.groups, panel.partner, panel.year]).filter(
        (pl.col("before") > LEAST_VALUE) & pl.col(panel.value).is_not_null()
    )
    factors = pairs.with_columns((pl.col(panel.value) / pl.col("before")).alias("ratio"))
    found = _alike(factors, [*panel.groups, panel.year], GROWTH_TOLERANCE)
    is_alike = (pl.col("partner_count") >= LEAST_PARTNERS) & (pl.col("alike_share") >= LEAST_SHARE)
    is_same = (pl.col("factor") - 1).abs() < GROWTH_TOLERANCE
    flag = (
        pl.when(is_alike & is_same)
        .then(pl.lit(CARRIED_FORWARD))
        .when(is_alike)
        .then(pl.lit(ONE_GROWTH_FACTOR))
    )
    return found.filter(pl.col("partner_count") >= LEAST_PARTNERS).with_columns(flag.alias("flag_code"))


def revision_factors(new: pl.DataFrame, old: pl.DataFrame, panel: Panel) -> pl.DataFrame:
    """How alike a publisher revised all partners between two vintages.

    Args:
        new: The newer vintage.
        old: The older vintage.
        panel: The columns of both.

    Returns:
        As `growth_factors`; flagged where most partners were revised by one factor other than 1.
    """
    keys = [*panel.groups, panel.partner, panel.year]
    before = old.select(*keys, pl.col(panel.value).alias("before"))
    pairs = new.join(before, on=keys).filter(pl.col("before") > LEAST_VALUE)
    factors = pairs.with_columns((pl.col(panel.value) / pl.col("before")).alias("ratio"))
    found = _alike(factors, [*panel.groups, panel.year], REVISION_TOLERANCE)
    is_alike = (pl.col("partner_count") >= LEAST_PARTNERS) & (pl.col("alike_share") >= LEAST_SHARE)
    is_revised = (pl.col("factor") - 1).abs() > REVISION_TOLERANCE
    flag = pl.when(is_alike & is_revised).then(pl.lit(ONE_REVISION_FACTOR))
    return found.filter(pl.col("partner_count") >= LEAST_PARTNERS).with_columns(flag.alias("flag_code"))


def _alike(factors: pl.DataFrame, keys: Sequence[str], tolerance: float) -> pl.DataFrame:
    median = pl.col("ratio").median()
    near = ((pl.col("ratio") / median - 1).abs() < tolerance).mean()
    return (
        factors.group_by(*keys)
        .agg(
            pl.len().cast(pl.Int64).alias("partner_count"), median.alias("factor"), near.alias("alike_share")
        )
        .sort(*keys)
    )


def flat_years(frame: pl.DataFrame, keys: Sequence[str], month: str, value: str) -> pl.DataFrame:
    """Years of a series whose months all carry one value: a yearly sum spread evenly.

    Args:
        frame: One row per series and month.
        keys: The columns that name a series.
        month: The column of months.
        value: The column of values.

    Returns:
        Keys and year of the flat years.
    """
    real = frame.filter(pl.col(value).is_not_null() & (pl.col(value) != 0))
    years = real.with_columns(pl.col(month).dt.year().alias("year"))
    counted = years.group_by(*keys, "year").agg(
        pl.col(month).n_unique().alias("months"), pl.col(value).n_unique().alias("values")
    )
    flat = counted.filter((pl.col("months") >= FLAT_MONTHS) & (pl.col("values") == 1))
    return flat.select(*keys, "year").sort(*keys, "year")


def parents(codes: Sequence[str]) -> frozenset[str]:
    """Product codes that stand above other codes of the same file.

    Args:
        codes: All codes.

    Returns:
        Those of which another code begins with them: adding both counts the same goods twice.
    """
    known = frozenset(codes)
    lengths = sorted({len(code) for code in known})
    return frozenset(
        code[:length] for code in known for length in lengths if length < len(code) and code[:length] in known
    )


def suspected_groups(texts: Sequence[str]) -> frozenset[str]:
    """Names that sound like a group of states rather than a state."""
    named = pl.Series("text", list(texts), dtype=pl.String)
    return frozenset(named.filter(named.str.contains(GROUP_WORDS)).to_list())


def refuse_double_count(total: float, leaves: float, place: str) -> float:
    """The sum of the leaves, if it is the total; a sum that counts groups or headings again is refused.

    Args:
        total: The publisher's own total.
        leaves: Sum of what is said to add up to it.
        place: What was added, for the message.

    Returns:
        The sum.

    Raises:
        DoubleCountError: If the sum is larger than the total.
    """
    if leaves > total * (1 + SUM_TOLERANCE):
        times = round(leaves / total, 2) if total else 0
        raise DoubleCountError(place=place, total=round(total), found=round(leaves), times=times)
    return leaves


def stale_memberships(said: pl.DataFrame, register: pl.DataFrame) -> pl.DataFrame:
    """Memberships that a reference work states and the reviewed register does not, on the same day.

    Args:
        said: iso3, organisation_id, snapshot_date.
        register: iso3, organisation_id, status, from_date, to_date.

    Returns:
        Rows of `said` without a spell of membership that holds on their day.
    """
    members = register.filter(pl.col("status") == "member")
    held = said.join(members, on=["iso3", "organisation_id"]).filter(
        (pl.col("from_date") <= pl.col("snapshot_date"))
        & (pl.col("to_date").is_null() | (pl.col("snapshot_date") < pl.col("to_date")))
    )
    return said.join(held, on=["iso3", "organisation_id", "snapshot_date"], how="anti")
