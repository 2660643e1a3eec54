"""Says which tables the data folder holds and writes one of them to a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from standpunkt.study.load import load_study
from standpunkt.tables.compare.mirror import MirrorReport, mirror_reports
from standpunkt.tables.compare.rebuild import rebuild_starter, write_starter
from standpunkt.tables.compare.reconcile import Agreement, reconcile_sources
from standpunkt.tables.derived.register import derivations_of
from standpunkt.tables.registry import FACT_TABLES, key_columns, schema_of
from standpunkt.tables.starter import starter_register
from standpunkt.tables.store import Store
from standpunkt.vocabulary.errors.sources import ExportFormError

Row = dict[str, Any]
STARTER = "starter"
VOTES = "state_roll_call_vote"
LETTERS = {"yes": "Y", "no": "N", "abstain": "A", "absent": "X"}
EXPORTED_VOTES = ("roll_call_id", "date", "session", "iso3", "vote")


def stamp(data_dir: Path) -> Row:
    """What answers about data carry beside their rows: no version, and the day of the newest data.

    Args:
        data_dir: The data folder.

    Returns:
        version (null), data_date as ISO text: of the newest release, else of the package's facts.
    """
    days = [release.consulted_date for release in Store(data_dir).releases()]
    return {"version": None, "data_date": max([starter_register().data_date, *days]).isoformat()}


def list_tables(data_dir: Path) -> list[Row]:
    """Every fact table: rows, keys, where its rows come from.

    Args:
        data_dir: The data folder.

    Returns:
        table, row_count, fetched_count, key, origin (fetched sources that count; `starter` where rows of
        the package do), is_derived, description; sorted by name.
    """
    store = Store(data_dir)
    return [_table_row(name, store) for name in sorted(FACT_TABLES)]


def _table_row(name: str, store: Store) -> Row:
    rows = store.read(name)
    is_fetched = pl.col("snapshot_id").is_not_null() if "snapshot_id" in rows.columns else pl.lit(value=False)
    fetched = rows.filter(is_fetched)
    origin = [one for one in store.ranking(name) if one in set(fetched["source_id"].unique())]
    doc = (schema_of(name).__doc__ or "").strip().splitlines()[0]
    return {
        "table": name,
        "row_count": rows.height,
        "fetched_count": fetched.height,
        "origin": [*origin, *([STARTER] if rows.height > fetched.height else [])],
        "is_derived": bool(derivations_of(name)),
        "key": list(key_columns(name)),
        "description": doc,
    }


def export_table(table: str, data_dir: Path, out: Path) -> Row:
    """Writes a table to a Parquet or CSV file.

    Votes are written as scripts expect them: roll_call_id, date, session, iso3, vote in Y, N, A, X.

    Args:
        table: Name of a fact table.
        data_dir: The data folder.
        out: The file; its ending says the form.

    Returns:
        table, file, row_count, and the citation of each source in it.

    Raises:
        ExportFormError: For another ending.
    """
    writers: dict[str, Callable[[pl.DataFrame, Path], None]] = {
        ".parquet": lambda frame, path: frame.write_parquet(path),
        ".csv": lambda frame, path: frame.write_csv(path),
    }
    if out.suffix not in writers:
        raise ExportFormError(value=out.name, allowed=", ".join(writers))
    store = Store(data_dir)
    frame = store.read(table)
    content = exported_votes(frame, store.read("roll_call_resolution")) if table == VOTES else frame
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.part")
    writers[out.suffix](content, part)
    part.replace(out)
    used = frame["source_id"].unique().sort().to_list()
    return {"table": table, "file": str(out), "row_count": content.height, "sources": citations(used, store)}


def agreements(data_dir: Path, study: str | None = None) -> list[Row]:
    """Where two sources give the same facts: how many agree, which do not, and which source wins.

    Args:
        data_dir: The data folder.
        study: The study whose rule says which source wins; None takes the order of the declarations.

    Returns:
        kind (same fact, or both sides of a flow), table, first, second, shared_count, agreeing_count,
        agreeing_share, usual_factor (of both sides of a flow), winner, differences (up to twenty).
    """
    precedence = load_study(study, folder=data_dir / "studies").facts.precedence if study else {}
    store = Store(data_dir, precedence)
    return [
        *(_agreement_row(one) for one in reconcile_sources(store)),
        *(_mirror_row(one) for one in mirror_reports(store)),
    ]


def _agreement_row(one: Agreement) -> Row:
    return {
        "kind": "same_fact",
        "table": one.table,
        "first": one.first,
        "second": one.second,
        "shared_count": one.shared_count,
        "agreeing_count": one.agreeing_count,
        "agreeing_share": one.agreeing_share,
        "usual_factor": None,
        "winner": one.winner,
        "differences": list(one.differences),
    }


def _mirror_row(one: MirrorReport) -> Row:
    return {
        "kind": "both_sides",
        "table": "dyad_year_trade_value",
        "first": one.exporter_source,
        "second": one.importer_source,
        "shared_count": one.shared_count,
        "agreeing_count": one.agreeing_count,
        "agreeing_share": one.agreeing_share,
        "usual_factor": one.usual_factor,
        "factor_range": [one.low_factor, one.high_factor],
        "winner": one.winner,
        "differences": list(one.far),
    }


def rebuilt_starter(data_dir: Path, out: Path | None) -> tuple[list[Row], list[str]]:
    """The package's facts as the fetched sources give them, against those in the package.

    Args:
        data_dir: The data folder.
        out: Folder for the rebuilt tables; None only compares.

    Returns:
        table, same_count, changed_count, added_count, kept_count (nobody gives them), row_count, changes (up
        to twenty); and the files written.
    """
    store = Store(data_dir)
    rebuilt = rebuild_starter(store)
    rows = [
        {
            "table": one.table,
            "same_count": one.same_count,
            "changed_count": one.changed_count,
            "added_count": one.added_count,
            "kept_count": one.kept_count,
            "row_count": one.rows.height,
            "changes": list(one.changes),
        }
        for one in rebuilt
    ]
    sources = tuple(release.source for release in store.releases())
    return rows, [str(path) for path in write_starter(rebuilt, out, sources)] if out else []


def exported_votes(votes: pl.DataFrame, calls: pl.DataFrame) -> pl.DataFrame:
    """Votes with day and session of their roll call, and the letters of the publisher.

    Args:
        votes: `state_roll_call_vote`.
        calls: `roll_call_resolution`.

    Returns:
        roll_call_id, date, session, iso3, vote; sorted by date, roll call, state.
    """
    days = calls.select("roll_call_id", "date", "session")
    joined = votes.join(days, on="roll_call_id", how="left", maintain_order="left")
    letters = pl.col("vote").replace_strict(LETTERS, return_dtype=pl.String)
    return joined.with_columns(letters).select(EXPORTED_VOTES).sort("date", "roll_call_id", "iso3")


def citations(source_ids: list[str], store: Store) -> list[Row]:
    """How to cite the sources of an export, and whether it may be passed on.

    Args:
        source_ids: Their ids.
        store: Knows the fetched ones; the rest stand in the starter's register.

    Returns:
        source_id, citation, licence_text, may_redistribute.
    """
    known = {one.source_id: one for one in starter_register().sources}
    known |= {one.source_id: one.source for one in store.releases()}
    return [
        {
            "source_id": found.source_id,
            "citation": found.citation,
            "licence_text": found.licence_text,
            "may_redistribute": found.may_redistribute,
        }
        for found in (known[name] for name in source_ids if name in known)
    ]
