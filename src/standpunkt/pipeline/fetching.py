"""Brings sources up to date and says what the data folder holds of them, as plain records."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standpunkt.sources.connector.catalogue import Connector, every_connector, find_connector
from standpunkt.sources.connector.fetch import Options, fetch_source, planned_requests
from standpunkt.sources.connector.release import compare_snapshots, load_release
from standpunkt.sources.connector.snapshot import Shelf, Snapshot
from standpunkt.tables.placing import alone_in
from standpunkt.tables.warehouse import Release, Warehouse
from standpunkt.vocabulary.clock import now
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.progress import Progress, Report, silent

Row = dict[str, Any]


@dataclass(frozen=True)
class FetchRequest:
    """What to fetch: no names means all default sources that the mirror holds, or that the origin serves."""

    sources: tuple[str, ...] = ()
    mirror: str | None = None
    is_offline: bool = False
    is_dry_run: bool = False


@dataclass(frozen=True)
class FetchOutcome:
    """One row per source, and what failed; the last good release of a failed source stays in use."""

    rows: tuple[Row, ...]
    failures: tuple[StandpunktError, ...]


def fetch_sources(data_dir: Path, request: FetchRequest, report: Report = silent) -> FetchOutcome:
    """Brings sources up to date one after the other; one that fails does not stop the others.

    Args:
        data_dir: The data folder.
        request: Which sources, from where.
        report: Told of the progress.

    Returns:
        Rows: source_id, status (new, unchanged, planned, failed), snapshot_id, row and account counts,
        seconds, age_days, licence_text, problem; failures in the same order.
    """
    connectors = chosen_connectors(request)
    rows: list[Row] = []
    failures: list[StandpunktError] = []
    for done, connector in enumerate(connectors):
        report(Progress("fetch", done, len(connectors), "sources", connector.source_id))
        try:
            rows.append(_fetch(connector, data_dir, request, report))
        except StandpunktError as problem:
            failures.append(problem)
            rows.append(_failed(connector, data_dir, problem))
    report(Progress("fetch", len(connectors), len(connectors), "sources"))
    return FetchOutcome(tuple(rows), tuple(failures))


def chosen_connectors(request: FetchRequest) -> tuple[Connector, ...]:
    """The connectors that a request means.

    Args:
        request: The request.

    Returns:
        Those named; else the default ones that can be had without a person.
    """
    if request.sources:
        return tuple(find_connector(name) for name in dict.fromkeys(request.sources))
    written = [
        one for one in every_connector() if one.declaration.state == "written" and one.declaration.is_default
    ]
    mirror = request.mirror
    if mirror and not mirror.startswith(("http://", "https://")):
        return tuple(one for one in written if (Path(mirror) / one.source_id).is_dir())
    if mirror:
        return tuple(written)
    small = [one for one in written if not one.declaration.is_large]
    return tuple(one for one in small if one.declaration.access.kind == "http")


def _fetch(connector: Connector, data_dir: Path, request: FetchRequest, report: Report) -> Row:
    options = Options(data_dir, request.mirror, request.is_offline, report=report)
    if request.is_dry_run:
        asked = planned_requests(connector, options)
        return {"source_id": connector.source_id, "status": "planned", "requests": asked}
    shelf = Shelf(data_dir, connector.source_id)
    waits = Progress(f"fetch {connector.source_id}", 0, 1, "sources")
    with alone_in(shelf.folder, lambda: report(waits)):
        before = shelf.active()
        fetched = fetch_source(connector, options)
        try:
            release, is_read = load_release(connector, fetched.snapshot, shelf, Warehouse(data_dir))
        except StandpunktError:
            if before is not None:
                shelf.activate(before)  # what is refused is kept to be looked at, and does not count
            raise
    status = "new" if fetched.is_new else "read_again" if is_read else "unchanged"
    row = {"source_id": connector.source_id, "status": status, **release_row(release)}
    return {**row, "warnings": warnings_of(row, fetched.snapshot)}


def warnings_of(row: Row, snapshot: Snapshot) -> list[str]:
    """What a strict fetch stops at: rows in quarantine, flags of detectors, a snapshot without its papers.

    Args:
        row: A row of `release_row`.
        snapshot: The snapshot that was read.

    Returns:
        Codes with their counts, such as `quarantine no_state 281` and `flag one_growth_factor 160`.
    """
    return [
        *(f"quarantine {rule} {count}" for rule, count in row["quarantined"].items()),
        *(f"flag {code} {count}" for code, count in row["flags"].items()),
        *(f"snapshot {issue}" for issue in snapshot.issues),
    ]


def _failed(connector: Connector, data_dir: Path, problem: StandpunktError) -> Row:
    release = Warehouse(data_dir).release(connector.source_id)
    kept = release_row(release) if release else {}
    return {"source_id": connector.source_id, "status": "failed", **kept, "problem": problem.code}


def release_row(release: Release) -> Row:
    """What a release holds, in numbers.

    Args:
        release: The release.

    Returns:
        snapshot_id, counts, rules of ignored and quarantined rows, tables, seconds, age_days, licence.
    """
    quarantined = _sum_rules(account.quarantined for account in release.accounts)
    ignored = _sum_rules(account.ignored for account in release.accounts)
    return {
        "snapshot_id": release.snapshot_id,
        "row_count": sum(account.row_count for account in release.accounts),
        "kept_count": sum(account.kept_count for account in release.accounts),
        "ignored_count": sum(ignored.values()),
        "quarantined_count": sum(quarantined.values()),
        "ignored": ignored,
        "quarantined": quarantined,
        "flags": release.flags,
        "tables": {name: table.row_count for name, table in release.tables.items()},
        "changes": {
            name: [table.added_count, table.changed_count, table.removed_count]
            for name, table in release.tables.items()
        },
        "seconds": release.seconds,
        "age_days": (now().date() - release.consulted_date).days,
        "licence_text": release.source.licence_text,
        "proof": release.proof,
    }


def _sum_rules(found: Iterable[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for rules in found:
        for rule, count in rules.items():
            total[rule] = total.get(rule, 0) + count
    return total


def list_sources(data_dir: Path) -> list[Row]:
    """Every connector with publisher, terms, proof, and what the data folder holds of it.

    Args:
        data_dir: The data folder.

    Returns:
        One row per connector, sorted by id.
    """
    warehouse = Warehouse(data_dir)
    return [_source_row(connector, data_dir, warehouse) for connector in every_connector()]


def one_source(source_id: str, data_dir: Path) -> list[Row]:
    """One connector as `list_sources` shows it, and the names of its stored snapshots.

    Args:
        source_id: Its id.
        data_dir: The data folder.

    Returns:
        One row, with `snapshots`, oldest first.
    """
    connector = find_connector(source_id)
    names = [found.folder_name for found in Shelf(data_dir, source_id).every()]
    return [{**_source_row(connector, data_dir, Warehouse(data_dir)), "snapshots": names}]


def _source_row(connector: Connector, data_dir: Path, warehouse: Warehouse) -> Row:
    declared = connector.declaration
    release = warehouse.release(connector.source_id)
    active = Shelf(data_dir, connector.source_id).active()
    coverage = declared.coverage
    return {
        "source_id": connector.source_id,
        "title": declared.title,
        "publisher": declared.publisher,
        "home_address": declared.home_address,
        "licence_text": declared.licence_text,
        "may_redistribute": declared.may_redistribute,
        "citation": declared.citation,
        "cadence": declared.cadence,
        "bias_note": declared.bias_note,
        "state": declared.state,
        "state_note": declared.state_note,
        "access": declared.access.kind,
        "files": [
            {"pattern": file.pattern, "address": file.origin_address, "is_optional": file.is_optional}
            for file in declared.files
        ],
        "proof": declared.proof,
        "was_run_live": declared.proof == "live",
        "coverage": {"scope": coverage.scope, "from_year": coverage.from_year, "to_year": coverage.to_year},
        "snapshot": active.snapshot_id if active else None,
        **(release_row(release) if release else {}),
    }


def known_mirror(given: str | None, environment: dict[str, str]) -> str | None:
    """The mirror that is meant: the one named, else STANDPUNKT_MIRROR."""
    return given or environment.get("STANDPUNKT_MIRROR") or None


def snapshot_difference(source_id: str, data_dir: Path, before: str, after: str) -> list[Row]:
    """What two snapshots of a source differ in, table by table.

    Args:
        source_id: The source.
        data_dir: The data folder.
        before: Name of the older snapshot.
        after: Name of the newer one.

    Returns:
        One row per table: added_count, changed_count, removed_count and up to twenty keys of changed rows.
    """
    connector = find_connector(source_id)
    return compare_snapshots(connector, Shelf(data_dir, source_id), before, after)
