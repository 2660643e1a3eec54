"""Collects the facts of a build: what measures read, what pages show, and the rows that values rest on."""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from standpunkt.study.model import RollCalls
from standpunkt.tables.registry import provenance_columns
from standpunkt.tables.store import Store

WORLD_TABLES = ("state_year_population", "state_year_gdp")
SHOWN_TABLES = (
    "roll_call_resolution",
    "state_roll_call_vote",
    "state_organisation_spell_membership",
    "state_declaration_spell_support",
    "evidence_record",
    *WORLD_TABLES,
)
# Shown where the ledger has written them; without them a version is the same to the byte.
LEDGER_TABLES = ("claim_reviewed", "evidence_event")
# The column that names the state a fact is about, where a row has several parties; the first that exists.
DESCRIBED = ("iso3", "state_iso3", "sender_iso3", "donor_iso3", "supplier_iso3", "recipient_iso3")
CALLS = "roll_call_resolution"
VOTE_TABLES = (CALLS, "state_roll_call_vote")
IMPORTER_TABLES = ("dyad_window_arms",)
FACT_SCHEMA = {
    "table_name": pl.String,
    "row_key": pl.String,
    "iso3": pl.String,
    "source_id": pl.String,
    "address": pl.String,
    "known_from_date": pl.Date,
    "consulted_date": pl.Date,
    "verification": pl.String,
    "note": pl.String,
    "fields_json": pl.String,
}


def read_facts(
    store: Store, tables: Iterable[str], as_known_at: date | None = None
) -> dict[str, pl.DataFrame]:
    """Reads fact tables by name.

    Args:
        store: Where they lie.
        tables: Their names; the shown tables and those of the world are always read.
        as_known_at: Leaves out what became known later; None takes everything.

    Returns:
        Frames by name, sorted by name.
    """
    written = {name for name in LEDGER_TABLES if store.sources_of(name)}
    wanted = {*tables, *SHOWN_TABLES, *WORLD_TABLES, *written}
    return {name: store.read(name, as_known_at) for name in sorted(wanted)}


def world_weights(facts: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Population and GDP by state and year.

    Args:
        facts: Frames by name.

    Returns:
        iso3, year, population_persons, gdp_usd (null where unknown), sorted.
    """
    population = facts["state_year_population"].select("iso3", "year", "population_persons")
    gdp = facts["state_year_gdp"].select("iso3", "year", "gdp_usd")
    return population.join(gdp, on=["iso3", "year"], how="full", coalesce=True).sort("iso3", "year")


def cited_facts(
    facts: Mapping[str, pl.DataFrame], parts: pl.DataFrame, own: RollCalls | None = None
) -> pl.DataFrame:
    """The rows that values rest on or that pages show, each with its content as JSON.

    Args:
        facts: Frames by name.
        parts: Parts of values, with table_name and row_key.
        own: The study's roll calls: these and no others are marked `is_conflict`, and named in its own
            words, else by the facts' title, else by symbol; None keeps the facts as they are.

    Returns:
        One row per fact: FACT_SCHEMA, sorted by table and key.
    """
    cited = parts.select("table_name", "row_key").drop_nulls().unique()
    if own is not None and CALLS in facts:
        facts = {**facts, CALLS: _marked(facts[CALLS], own)}
    calls = _shown_calls(facts[CALLS]) if CALLS in facts else None
    frames = [_as_facts(name, _rows_of(name, frame, cited, calls)) for name, frame in facts.items()]
    return pl.concat([pl.DataFrame(schema=FACT_SCHEMA), *frames]).sort("table_name", "row_key")


def _marked(roll_calls: pl.DataFrame, own: RollCalls) -> pl.DataFrame:
    """Marks and names the study's own roll calls; those of another study's subject keep no variant."""
    symbol = pl.col("symbol_code")
    is_own = symbol.is_in(list(own.conflict)).fill_null(value=False)
    is_subject = roll_calls.select((is_own & pl.col("is_conflict")).any()).item()
    variant = pl.col("variant") if is_subject else pl.lit(None, pl.String).alias("variant")
    named = [
        pl.when(is_own)
        .then(pl.coalesce(_titles(own, language), column, symbol))
        .otherwise(column)
        .alias(column)
        for column, language in (("title_text", "en"), ("title_de_text", "de"))
    ]
    return roll_calls.with_columns(is_own.alias("is_conflict"), variant, *named)


def _titles(own: RollCalls, language: str) -> pl.Expr:
    titles = {symbol: title[language] for symbol, title in own.titles.items()}
    return pl.col("symbol_code").replace_strict(titles, default=None, return_dtype=pl.String)


def _rows_of(name: str, frame: pl.DataFrame, cited: pl.DataFrame, calls: pl.Series | None) -> pl.DataFrame:
    used = frame.join(cited.filter(pl.col("table_name") == name), on="row_key", how="semi")
    if name in VOTE_TABLES and calls is not None:
        shown = frame.filter(pl.col("roll_call_id").is_in(calls.implode()))
        return pl.concat([used, shown]).unique("row_key", maintain_order=True)
    if name in {*SHOWN_TABLES, *LEDGER_TABLES} and name not in WORLD_TABLES:
        return frame
    return used


def _shown_calls(roll_calls: pl.DataFrame) -> pl.Series:
    """The roll calls of the study's subject; fetched data hold thousands of others that no page shows."""
    return roll_calls.filter(pl.col("is_conflict") | pl.col("variant").is_not_null())["roll_call_id"]


def _as_facts(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    content = [column for column in rows.columns if column not in provenance_columns()]
    described = "recipient_iso3" if name in IMPORTER_TABLES else _described_column(rows)
    return rows.select(
        pl.lit(name).alias("table_name"),
        "row_key",
        (pl.col(described) if described else pl.lit(None, pl.String)).alias("iso3"),
        "source_id",
        "address",
        "known_from_date",
        "consulted_date",
        "verification",
        "note",
        pl.struct(content).struct.json_encode().alias("fields_json"),
    )


def _described_column(rows: pl.DataFrame) -> str | None:
    return next((column for column in DESCRIBED if column in rows.columns), None)
