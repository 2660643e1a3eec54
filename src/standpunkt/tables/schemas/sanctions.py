"""Sanctions: who joined whose measures, and the counter-list of their target."""

import dataframely as dy
import polars as pl

from standpunkt.tables.schemas.fact import ISO3, Fact, SpellFact, one_of, says

HOW = ("own_law", "aligned", "joined", "partial", "none")
STATE = says("an ISO 3166 code of three letters")


class DyadSpellSanction(SpellFact):
    """A sender's sanctions against a target; `coverage_share` is the share of the leading measures joined."""

    sender_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    target_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    how = dy.String(check=one_of(*HOW), metadata=says("one of " + ", ".join(HOW)))
    coverage_share = dy.Float64(min=0, max=1, metadata=says("a share from 0 to 1"))

    @dy.rule()
    def coverage_share_fits_how(cls) -> pl.Expr:
        """`none` has the share 0, everything else more than 0."""
        return (pl.col("how") == "none") == (pl.col("coverage_share") == 0)


class ListingCounter(Fact):
    """An entry of a government's list of unfriendly states: an answer to sanctions, no proof of them."""

    listing_id = dy.String(primary_key=True, min_length=1)
    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    by_iso3 = dy.String(regex=ISO3, metadata=STATE)
    from_date = dy.Date()


TABLES: dict[str, type[dy.Schema]] = {
    "dyad_spell_sanction": DyadSpellSanction,
    "listing_counter": ListingCounter,
}
