"""Looks through all that is stored for what breaks a promise, contradicts or deserves a second look."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from standpunkt.sources.connector.detect import stale_memberships
from standpunkt.tables.check import DOUBTFUL, Issue, Severity, check_starter
from standpunkt.tables.compare.reconcile import Agreement, compare_starter, reconcile_sources
from standpunkt.tables.derived.register import DERIVATIONS
from standpunkt.tables.starter import as_known, read_starter
from standpunkt.tables.store import STARTER, Store

MEMBERSHIPS, SAID = "state_organisation_spell_membership", "state_organisation_snapshot"
WRITTEN = {"G-7": "G7"}
"""Organisations that reference works write in another way than the register."""
SHOWN = 5
ORDER: tuple[Severity, ...] = ("stop", "warn", "note")


def check_data(data_dir: Path) -> tuple[Issue, ...]:
    """Checks the package's facts, every release, and what is derived from them.

    Args:
        data_dir: The data folder.

    Returns:
        Issues: what breaks a promise first, then warnings, then facts that still have to be verified.
    """
    store = Store(data_dir)
    found = [
        *check_starter(),
        *_contradicted(store),
        *_disagreeing(store),
        *_releases(store),
        *_refused(store),
        *_stale(store),
    ]
    return tuple(sorted(found, key=lambda issue: ORDER.index(issue.severity)))


def _contradicted(store: Store) -> Iterator[Issue]:
    """A release that contradicts a reconstructed or unverified row says that the row was wrong."""
    for one in compare_starter(store):
        if one.shared_count == one.agreeing_count:
            continue
        own = as_known(read_starter(one.table), one.table, None)
        doubtful = set(own.filter(pl.col("verification").is_in(DOUBTFUL))["row_key"])
        keys = [text.partition(": ")[0] for text in one.differences]
        wrong = [text for text, key in zip(one.differences, keys, strict=True) if key in doubtful]
        yield from (Issue("stop", "contradicted", f"{one.table} {one.second}", text) for text in wrong)
        yield _disagreement(one)


def _disagreeing(store: Store) -> Iterator[Issue]:
    for one in reconcile_sources(store):
        if one.shared_count != one.agreeing_count:
            yield _disagreement(one)


def _disagreement(one: Agreement) -> Issue:
    count = one.shared_count - one.agreeing_count
    rule = "differs_from_package" if one.first == STARTER else "sources_differ"
    return Issue(
        "warn",
        rule,
        f"{one.table}: {one.first}, {one.second}",
        f"{count} of {one.shared_count}; {one.differences[0]}",
    )


def _releases(store: Store) -> Iterator[Issue]:
    for release in store.releases():
        for account in release.accounts:
            for rule, count in account.quarantined.items():
                yield Issue("warn", "quarantine", f"{release.source_id} {account.unit}", f"{rule} {count}")
        for code, count in release.flags.items():
            yield Issue("warn", "flag", release.source_id, f"{code} {count}")


def _refused(store: Store) -> Iterator[Issue]:
    for derivation in DERIVATIONS:
        if any(store.sources_of(name) for name in derivation.inputs):
            refused = store.derive(derivation)[1]
            if refused:
                yield Issue("warn", "derived_row_unfit", derivation.table, f"{derivation.code} {refused}")


def _stale(store: Store) -> Iterator[Issue]:
    """Memberships that a reference work states and the reviewed register does not, by organisation."""
    if not store.sources_of(SAID):
        return
    register = store.read(MEMBERSHIPS)
    said = store.read(SAID).select(
        "iso3",
        "snapshot_date",
        "status_text",
        pl.col("organisation_text").replace(WRITTEN).alias("organisation_id"),
    )
    known = register["organisation_id"].unique().implode()
    members = said.filter((pl.col("status_text") == "member") & pl.col("organisation_id").is_in(known))
    stale = stale_memberships(members, register)
    for (organisation,), rows in stale.partition_by(
        "organisation_id", as_dict=True, maintain_order=True
    ).items():
        newest = rows.sort("snapshot_date", descending=True).unique("iso3", keep="first", maintain_order=True)
        shown = [
            f"{iso3} {day}" for iso3, day in newest.select("iso3", "snapshot_date").head(SHOWN).iter_rows()
        ]
        yield Issue(
            "warn", "stale_membership", f"{SAID}: {organisation}", f"{newest.height}: {', '.join(shown)}"
        )
