"""Roll calls: a resolution that was voted on, and what each state did."""

import dataframely as dy
import polars as pl

from standpunkt.tables.schemas.fact import ISO3, Fact, one_of, says

KINDS = ("final", "paragraph", "amendment", "procedural", "unknown")
VOTES = ("yes", "no", "abstain", "absent")


class RollCallResolution(Fact):
    """One roll call; counts are the published ones. `variant` says which vote sets hold it: core or wide."""

    roll_call_id = dy.String(
        primary_key=True, regex=r"^[A-Z][A-Z0-9_]+$", metadata=says("like A_RES_ES_11_1")
    )
    symbol_code = dy.String(nullable=True, min_length=1)
    date = dy.Date()
    session = dy.String(min_length=1)
    title_text = dy.String(nullable=True, min_length=1)
    title_de_text = dy.String(nullable=True, min_length=1)
    yes_count = dy.Int64(min=0)
    no_count = dy.Int64(min=0)
    abstain_count = dy.Int64(min=0)
    absent_count = dy.Int64(nullable=True, min=0)
    is_conflict = dy.Bool()
    variant = dy.String(nullable=True, check=one_of("core", "wide"), metadata=says("core or wide"))

    @dy.rule()
    def yes_count_above_no_count(cls) -> pl.Expr:
        """A resolution of the conflict is an adopted one and has more yes than no."""
        return ~pl.col("is_conflict") | (pl.col("yes_count") > pl.col("no_count"))


class StateRollCallVote(Fact):
    """What a state did in a roll call; absent is never merged with abstain."""

    roll_call_id = dy.String(primary_key=True)
    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=says("an ISO 3166 code of three letters"))
    vote = dy.String(check=one_of(*VOTES), metadata=says("one of " + ", ".join(VOTES)))


class RollCallDetail(Fact):
    """What else a source knows of a roll call; `member_count` is the number of states that it lists."""

    roll_call_id = dy.String(
        primary_key=True, regex=r"^[A-Z][A-Z0-9_]+$", metadata=says("like A_RES_ES_11_1")
    )
    kind = dy.String(check=one_of(*KINDS), metadata=says("one of " + ", ".join(KINDS)))
    is_adopted = dy.Bool()
    date_precision = dy.String(check=one_of("day", "month"), metadata=says("day or month"))
    member_count = dy.Int64(nullable=True, min=1)


TABLES: dict[str, type[dy.Schema]] = {
    "roll_call_resolution": RollCallResolution,
    "state_roll_call_vote": StateRollCallVote,
    "roll_call_detail": RollCallDetail,
}
