"""What the tables say about a number: every series with its year, and whether it may prove anything."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from standpunkt.evidence.checks.numbers import Observed

Read = Callable[[str], pl.DataFrame]
Flow = Literal["export", "import"]
YEARLY, MONTHLY, TOTALS = "dyad_year_trade_value", "dyad_month_trade_value", "state_year_trade_total"
SHARES, ENERGY, ARMS = "dyad_year_trade", "dyad_year_energy", "dyad_year_arms_transfer"
MONTHS = 12
WORLD = "WORLD"
OTHER: dict[str, str] = {"export": "import", "import": "export"}
PROVING = frozenset({"official", "two_independent", "derived", "reconstructed"})
"""How a figure must be verified to check a claim: what the press says is a claim itself."""
REPORTED = "reported"
PRESS, ESTIMATED, UNVERIFIED = "taken from the press", "estimated by the publisher", "not verified"


@dataclass(frozen=True)
class Pair:
    """A state, its partner, and which way the goods go as the state sees it."""

    state: str
    partner: str
    flow: Flow

    @property
    def exporter(self) -> str:
        """Whose goods they are."""
        return self.state if self.flow == "export" else self.partner

    @property
    def importer(self) -> str:
        """Who buys them."""
        return self.partner if self.flow == "export" else self.state


def trade_values(read: Read, pair: Pair, year: int, currency: str) -> list[Observed]:
    """Trade of two states in a year, each series for itself; months are added where all twelve are on file.

    Args:
        read: Reads a table by name.
        pair: Who sells to whom.
        year: The year.
        currency: usd or eur.

    Returns:
        Figures by series; series that repeat another one's figure are left out.
    """
    column = f"value_{currency}"
    here = (pl.col("exporter_iso3") == pair.exporter) & (pl.col("importer_iso3") == pair.importer)
    yearly = read(YEARLY).filter(here & (pl.col("year") == year) & pl.col(column).is_not_null())
    found = [_observed(row, row[column], YEARLY, year) for row in yearly.iter_rows(named=True)]
    monthly = read(MONTHLY).filter(here & (pl.col("month_date").dt.year() == year))
    for (_series,), rows in monthly.group_by(["series_id"], maintain_order=True):
        kept = rows.filter(pl.col(column).is_not_null())
        if kept["month_date"].n_unique() == MONTHS:
            worst = kept.sort(pl.col("quality") == REPORTED).row(0, named=True)
            found.append(_observed(worst, float(kept[column].sum()), MONTHLY, year))
    return _distinct(found)


def trade_shares(read: Read, pair: Pair, year: int) -> list[Observed]:
    """Share of a partner in a state's exports or imports: published ones, and values over partner figures.

    Args:
        read: Reads a table by name.
        pair: Who sells to whom.
        year: The year.

    Returns:
        Shares 0 to 1.
    """
    here = (pl.col("state_iso3") == pair.state) & (pl.col("partner_iso3") == pair.partner)
    rows = read(SHARES).filter(here & (pl.col("year") == year) & (pl.col("flow") == pair.flow))
    found = [
        _observed(row, row["trade_share"], SHARES, year)
        for row in rows.iter_rows(named=True)
        if row["trade_share"] is not None
    ]
    totals = read(TOTALS).filter(
        (pl.col("reporter_code") == WORLD)
        & (pl.col("partner_code") == pair.state)
        & (pl.col("flow") == OTHER[pair.flow])
        & (pl.col("period_code") == str(year))
        & (pl.col("value_usd") > 0)
    )
    whole = {row["series_id"]: row["value_usd"] for row in totals.iter_rows(named=True)}
    for one in trade_values(read, pair, year, "usd"):
        series = one.series.removesuffix("_mirror")
        if series in whole:
            share = one.value / whole[series]
            about = f"{one.series} / {WORLD}"
            found.append(Observed(share, about, one.is_admissible, one.reason, year, one.table, one.address))
    return _distinct(found)


def energy_shares(read: Read, pair: Pair, fuel: str, year: int) -> list[Observed]:
    """Share of the partner in the state's supply of a fuel.

    Args:
        read: Reads a table by name.
        pair: The state, and who sells.
        fuel: gas, oil, coal or nuclear.
        year: The year; without a figure of it the newest before is taken, and its year is shown.

    Returns:
        Shares 0 to 1 of one year.
    """
    here = (pl.col("state_iso3") == pair.state) & (pl.col("supplier_iso3") == pair.partner)
    here = here & (pl.col("fuel") == fuel)
    rows = read(ENERGY).filter(here & (pl.col("year") <= year) & pl.col("supply_share").is_not_null())
    newest = rows.filter(pl.col("year") == pl.col("year").max())
    return [_observed(row, row["supply_share"], ENERGY, row["year"]) for row in newest.iter_rows(named=True)]


def arms_counts(read: Read, pair: Pair, item: str, years: tuple[int, int]) -> list[Observed]:
    """Pieces of a designation that the exporter delivered over some years, all lines of the register added.

    Args:
        read: Reads a table by name.
        pair: Who gives to whom.
        item: Designation; letters and digits count, case and hyphens do not.
        years: First and last year.

    Returns:
        One figure; none where no line fits.
    """
    wanted = plain(item)
    here = (pl.col("supplier_iso3") == pair.exporter) & (pl.col("recipient_iso3") == pair.importer)
    rows = read(ARMS).filter(
        here & pl.col("year").is_between(*years) & pl.col("delivered_count").is_not_null()
    )
    lines = [row for row in rows.iter_rows(named=True) if wanted and wanted in plain(row["designation_text"])]
    if not lines:
        return []
    reason = ESTIMATED if any(row["is_count_estimate"] for row in lines) else ""
    total = float(sum(row["delivered_count"] for row in lines))
    return [Observed(total, lines[0]["source_id"], not reason, reason, years[1], ARMS, lines[0]["address"])]


def plain(text: str) -> str:
    """Letters and digits of a text, lower case."""
    return "".join(one for one in text.casefold() if one.isalnum())


def _observed(row: Mapping[str, Any], value: float, table: str, year: int) -> Observed:
    reason = ""
    if row.get("quality", REPORTED) != REPORTED:
        reason = ESTIMATED
    elif row["verification"] not in PROVING:
        reason = PRESS if row["verification"] == "press" else UNVERIFIED
    series = str(row.get("series_id") or row["source_id"])
    return Observed(float(value), series, not reason, reason, int(year), table, row["address"])


def _distinct(found: Iterable[Observed]) -> list[Observed]:
    """Of series with equal figures the first: another vintage of one report is no second witness."""
    kept: dict[tuple[float, bool], Observed] = {}
    for one in sorted(found, key=lambda one: one.series):
        kept.setdefault((round(one.value, 9), one.is_admissible), one)
    return list(kept.values())
