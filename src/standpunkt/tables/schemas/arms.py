"""Arms: what a state buys from a supplier, what it gives to a party of the war."""

import dataframely as dy
import polars as pl

from standpunkt.tables.schemas.fact import ISO3, Fact, SpellFact, says

STATE = says("an ISO 3166 code of three letters")
GRADE = says("a grade from 0 to 3")


class DyadWindowArms(Fact):
    """The supplier's share of a state's arms imports over whole years, both years included."""

    recipient_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    supplier_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    from_year = dy.Int16(primary_key=True, min=1950, max=2100)
    to_year = dy.Int16(primary_key=True, min=1950, max=2100)
    import_share = dy.Float64(min=0, max=1, metadata=says("a share from 0 to 1"))

    @dy.rule()
    def from_year_up_to_to_year(cls) -> pl.Expr:
        """A window does not end before it began."""
        return pl.col("from_year") <= pl.col("to_year")


class DyadSpellArmsSupply(SpellFact):
    """Arms given to a party of the war.

    Grade 1: single or disputed deliveries; 2: repeated deliveries of one kind, or use of the territory;
    3: sustained deliveries of several kinds or of ammunition in the hundreds of thousands.
    """

    supplier_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    recipient_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    grade = dy.Int64(min=0, max=3, metadata=GRADE)


class DyadSpellAid(SpellFact):
    """Military aid as a grade; thresholds in `docs/method/starter.md`."""

    donor_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    recipient_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    grade = dy.Int64(min=0, max=3, metadata=GRADE)


TABLES: dict[str, type[dy.Schema]] = {
    "dyad_window_arms": DyadWindowArms,
    "dyad_spell_arms_supply": DyadSpellArmsSupply,
    "dyad_spell_aid": DyadSpellAid,
}
