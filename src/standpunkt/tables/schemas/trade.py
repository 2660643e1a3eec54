"""Shares of trade and of energy supply that one partner has."""

import dataframely as dy
import polars as pl

from standpunkt.tables.schemas.fact import ISO3, ShareFact, one_of, says

BOUNDS = ("exact", "about", "between", "at_least", "at_most")
FUELS = ("gas", "oil", "coal", "nuclear")
STATE = says("an ISO 3166 code of three letters")


class DyadYearTrade(ShareFact):
    """The partner's share of a state's exports, imports or both; null where only bounds are known."""

    state_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    partner_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    year = dy.Int16(primary_key=True, min=1990, max=2100)
    flow = dy.String(
        primary_key=True, check=one_of("export", "import", "total"), metadata=says("export, import or total")
    )
    trade_share = dy.Float64(nullable=True, min=0, max=1, metadata=says("a share from 0 to 1"))
    bound = dy.String(check=one_of(*BOUNDS), metadata=says("one of " + ", ".join(BOUNDS)))

    @dy.rule()
    def trade_share_within_bounds(cls) -> pl.Expr:
        """The share lies between its bounds."""
        return pl.col("trade_share").is_null() | pl.col("trade_share").is_between("low_share", "high_share")


class DyadYearEnergy(ShareFact):
    """The supplier's share of a fuel's imports (nuclear: of the state's reactor capacity).

    `partner_meaning` says whom the statistics call partner: origin, last border, or vendor of the reactor.
    """

    state_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    supplier_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    year = dy.Int16(primary_key=True, min=1990, max=2100)
    fuel = dy.String(primary_key=True, check=one_of(*FUELS), metadata=says("one of " + ", ".join(FUELS)))
    supply_share = dy.Float64(nullable=True, min=0, max=1, metadata=says("a share from 0 to 1"))
    partner_meaning = dy.String(
        check=one_of("origin", "border", "vendor"), metadata=says("origin, border or vendor")
    )

    @dy.rule()
    def supply_share_within_bounds(cls) -> pl.Expr:
        """The share lies between its bounds."""
        return pl.col("supply_share").is_null() | pl.col("supply_share").is_between("low_share", "high_share")


TABLES: dict[str, type[dy.Schema]] = {"dyad_year_trade": DyadYearTrade, "dyad_year_energy": DyadYearEnergy}
