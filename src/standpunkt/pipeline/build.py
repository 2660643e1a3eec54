"""Builds a version of a study: facts, indicators, scores, version; each only if its inputs changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version as package_version
from pathlib import Path

import polars as pl
from threadpoolctl import threadpool_limits

from standpunkt.evidence.ledger.presence import holds_decisions
from standpunkt.index.calibrate import calibrate
from standpunkt.index.compute import compute
from standpunkt.index.frozen.redundancy import refused_pairs
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.tree import tree_of
from standpunkt.measures.catalogue import measure_codes
from standpunkt.pipeline import fingerprint
from standpunkt.pipeline.facts import cited_facts, read_facts, world_weights
from standpunkt.pipeline.indicators import Indicators, indicators_of, opponent_indicators_of, tables_of
from standpunkt.pipeline.plan import ERRORS_STEP, INDEX_ROOMS, Step, frames_of
from standpunkt.sources.connector.catalogue import source_ids
from standpunkt.study.checks.place import Checked
from standpunkt.study.checks.tree import measures, sources
from standpunkt.study.load import load_study, read_study, study_path
from standpunkt.study.model import Study
from standpunkt.study.overlay import JOIN
from standpunkt.tables.cache import FrameCache
from standpunkt.tables.registry import FACT_TABLES
from standpunkt.tables.starter import starter_register
from standpunkt.tables.store import STARTER, Store
from standpunkt.tables.version import Manifest, VersionFolder, find_version, write_version
from standpunkt.vocabulary.errors.run import OptionRangeError
from standpunkt.vocabulary.errors.study_content import StudyRedundancyError
from standpunkt.vocabulary.errors.versions import NoVersionError
from standpunkt.vocabulary.periods import month_end, parse_period
from standpunkt.vocabulary.progress import Progress, Report, silent

AUTO_PROFILE, STARTER_PROFILE = "auto", "starter"
REVIEWED_PROFILE = "reviewed"
EVENTS = "evidence_event"
FEWEST_DRAWS, MOST_DRAWS = 200, 100_000


@dataclass(frozen=True)
class Options:
    """What a caller may change of a build; None leaves what the study file says.

    The profile `auto` is the first of the file whose needed sources were all fetched, else `starter`.
    """

    profile: str | None = AUTO_PROFILE
    at: str | None = None
    as_known_at: date | None = None
    draws: int | None = None
    seed: int | None = None


def build(
    study_id: str, data_dir: Path, options: Options | None = None, report: Report = silent
) -> VersionFolder:
    """Builds a study into the data folder; the result becomes current unless it ends early (`at`).

    Args:
        study_id: Id of a study of the package or of `<data_dir>/studies`.
        data_dir: The data folder.
        options: Profile, last period, draws, seed.
        report: Told of the progress of each step.

    Returns:
        The version, complete; the same inputs give the same bytes.
    """
    # One thread in BLAS: sums keep their order, and small products do not wait for busy cores.
    with threadpool_limits(1):
        return _build(study_id, data_dir, options or Options(), report)


def _build(study_id: str, data_dir: Path, options: Options, report: Report) -> VersionFolder:
    report(Progress("facts", 0, 1, "tables"))
    publish_reviewed(data_dir, study_id)
    study = planned_study(study_id, data_dir, options)
    store = Store(data_dir, study.facts.precedence)
    facts = read_facts(store, tables_of(study), options.as_known_at)
    report(Progress("facts", len(facts), len(facts), "tables"))
    text = study_path(study_id, data_dir / "studies").read_text(encoding="utf-8")
    manifest = _manifest(study, text, facts, store)
    cache = FrameCache(data_dir / "cache" / study.id)
    indicators = indicators_of(study, facts, cache, report)
    across = opponent_indicators_of(study, facts, cache, report)
    declaration = read_study(study_id, study.profile or None, data_dir / "studies").declaration
    checked = Checked(study, declaration)
    scores = frames_of(_score_step(checked, facts, (indicators, across), report), cache)
    errors = scores.pop(ERRORS_STEP)
    manifest = _with_calibration(manifest, scores["study_calibration"])
    report(Progress("version", 0, 1, "version"))
    frames = {
        **scores,
        "fact": cited_facts(facts, _every_part(indicators, across), study.roll_calls),
        "state_year_weight": world_weights(facts),
        **_indicator_frames(indicators),
        **_opponent_frames(across),
    }
    folder = write_version(
        data_dir, manifest, frames, text, makes_current=options.at is None and options.as_known_at is None
    )
    cache.put(ERRORS_STEP, folder.path.name, {ERRORS_STEP: errors})
    report(Progress("version", 1, 1, "version", folder.path.name))
    return folder


def _with_calibration(manifest: Manifest, calibration: pl.DataFrame) -> Manifest:
    hashes = {**manifest.input_hashes, "calibration": calibration["calibration_hash"][0]}
    return manifest.model_copy(update={"input_hashes": hashes})


def ensure_version(
    study_id: str, data_dir: Path, version: str | None = None, report: Report = silent
) -> VersionFolder:
    """The current version of a study (or a named one); builds it first where the study has none.

    Args:
        study_id: Id of the study.
        data_dir: The data folder.
        version: Id of a version; None takes the current one.
        report: Told of the progress of a build.

    Returns:
        The version.
    """
    try:
        return find_version(data_dir, study_id, version)
    except NoVersionError:
        load_study(study_id, folder=data_dir / "studies")
        return build(study_id, data_dir, report=report)


def planned_study(study_id: str, data_dir: Path, options: Options) -> Study:
    """The study as a build will use it: with profile, last period, draws and seed laid over the file.

    Args:
        study_id: Id of the study.
        data_dir: The data folder; its `studies` may hold further studies.
        options: What the caller changes.

    Returns:
        The study.

    Raises:
        OptionRangeError: If the number of draws is too small or too large.
    """
    if options.draws is not None and not FEWEST_DRAWS <= options.draws <= MOST_DRAWS:
        raise OptionRangeError(option="--draws", value=options.draws, low=FEWEST_DRAWS, high=MOST_DRAWS)
    folder = data_dir / "studies"
    store = Store(data_dir)
    profile = _profile(load_study(study_id, folder=folder), store, options.profile)
    study = load_study(study_id, profile=profile, folder=folder)
    checked = read_study(study_id, profile, folder)
    known = {STARTER, *source_ids(), *(source.source_id for source in starter_register().sources)}
    for problem in (*measures(checked, measure_codes()), *sources(checked, FACT_TABLES, known)):
        raise problem
    changes: dict[str, object] = {}
    if options.at is not None:
        changes["period"] = study.period.until(parse_period(options.at, study.period.range))
    run = {"draws": options.draws, "seed": options.seed}
    changes["run"] = study.run.model_copy(
        update={key: value for key, value in run.items() if value is not None}
    )
    return study.model_copy(update=changes)


def _profile(study: Study, store: Store, asked: str | None) -> str | None:
    """The profile in use: the one asked for, with that of reviewed claims where the ledger holds events."""
    if asked == AUTO_PROFILE:
        asked = _fitting_profile(study, store)
    # Not every study has a profile for the facts in the package; any other name must be in the file.
    known = None if asked == STARTER_PROFILE and STARTER_PROFILE not in study.profiles else asked
    if REVIEWED_PROFILE not in study.profiles or not store.sources_of(EVENTS):
        return known
    names = [name for name in (known or "").split(JOIN) if name and name != REVIEWED_PROFILE]
    return JOIN.join([*names, REVIEWED_PROFILE])


def _fitting_profile(study: Study, store: Store) -> str:
    """The first profile whose needed sources were all fetched; else that of the package."""
    fetched = {release.source_id for release in store.releases()}
    needs = {name: frozenset(overlay.get("needs", ())) for name, overlay in study.profiles.items()}
    return next((name for name, wanted in needs.items() if wanted and wanted <= fetched), STARTER_PROFILE)


def publish_reviewed(data_dir: Path, study_id: str) -> None:
    """Brings the warehouse to what the ledger says; a study that demands its limits is refused beyond them.

    Without a ledger nothing is read and nothing changes.

    Args:
        data_dir: The data folder.
        study_id: The study to be built.
    """
    if holds_decisions(data_dir) or Store(data_dir).sources_of(EVENTS):
        # The database library is loaded only where there is a ledger.
        from standpunkt.pipeline.evidence.publish import publish_ledger  # noqa: PLC0415 (a third of a second)
        from standpunkt.pipeline.evidence.release import refuse_unreleased  # noqa: PLC0415 (likewise)

        refuse_unreleased(study_id, data_dir)
        publish_ledger(data_dir)


def _refuse_redundant(checked: Checked, calibration: Calibration, values: pl.DataFrame) -> None:
    """Stops where two indicators of different groups say the same: together they would count twice."""
    tree = tree_of(checked.study, calibration.twins)
    for one, other, rho in refused_pairs(checked.study, tree, calibration.redundancy):
        known = values.filter(pl.col("value").is_not_null())
        first, second = (set(known.filter(pl.col("indicator_code") == code)["iso3"]) for code in (one, other))
        count = len(first & second)
        at = checked.at("indicators", other)
        raise StudyRedundancyError(**at, one=one, other=other, rho=f"{rho:.2f}", count=count)


def _score_step(
    checked: Checked,
    facts: Mapping[str, pl.DataFrame],
    measured: tuple[Indicators, Indicators | None],
    report: Report,
) -> Step:
    (indicators, across), study = measured, checked.study
    world = world_weights(facts)
    inputs = (
        study.digest(),
        fingerprint.of_frame(world),
        fingerprint.of_frame(indicators.values),
        fingerprint.of_frame(indicators.parts),
        fingerprint.of_json({code: dict(anchors) for code, anchors in indicators.anchors.items()}),
        *(() if across is None else map(fingerprint.of_frame, (across.values, across.parts))),
    )
    opponent = None if across is None else (across.values, across.parts)

    def run() -> dict[str, pl.DataFrame]:
        report(Progress("calibration", 0, 1, "studies"))
        calibration = calibrate(study, indicators.values, indicators.anchors, opponent and opponent[0])
        _refuse_redundant(checked, calibration, indicators.values)
        report(Progress("calibration", 1, 1, "studies"))
        told = (indicators.values, indicators.parts)
        result = compute(study, calibration, *told, world, report, opponent=opponent)
        return {**result.frames, ERRORS_STEP: result.errors}

    return Step("scores", inputs, INDEX_ROOMS, run)


def _every_part(indicators: Indicators, across: Indicators | None) -> pl.DataFrame:
    others = [] if across is None else [across.parts]
    return pl.concat([indicators.parts, *others], how="diagonal")


def _opponent_frames(across: Indicators | None) -> dict[str, pl.DataFrame]:
    if across is None:
        return {}
    return {
        "study_state_month_indicator_opponent": across.values,
        "study_state_month_indicator_opponent_part": across.parts,
    }


def _indicator_frames(indicators: Indicators) -> dict[str, pl.DataFrame]:
    return {
        "study_state_month_indicator": indicators.values,
        "study_state_month_indicator_part": indicators.parts,
        "study_indicator_anchor": anchor_rows(indicators.anchors),
    }


def anchor_rows(anchors: Mapping[str, Mapping[str, float]]) -> pl.DataFrame:
    """The positions that measures name on their own scale, so that a version can be asked "what if".

    Args:
        anchors: By indicator, name and position.

    Returns:
        indicator_code, name, value, sorted.
    """
    rows = [(code, name, value) for code, named in anchors.items() for name, value in named.items()]
    schema = {"indicator_code": pl.String, "name": pl.String, "value": pl.Float64}
    return pl.DataFrame(sorted(rows), schema=schema, orient="row")


def _manifest(study: Study, text: str, facts: Mapping[str, pl.DataFrame], store: Store) -> Manifest:
    register = starter_register()
    hashes = {name: fingerprint.of_frame(frame) for name, frame in facts.items()}
    software = package_version("standpunkt")
    program = fingerprint.of_rooms(INDEX_ROOMS)
    # The text as well: comments are part of the version that a reader opens.
    key = fingerprint.of_json([study.digest(), hashes, software, program, study.run.seed, text])
    data_date = min(register.data_date, _last_day(study))
    used = {source_id for frame in facts.values() for source_id in frame["source_id"].unique()}
    known = {source.source_id: source for source in register.sources}
    releases = {release.source_id: release for release in store.releases()}
    known |= {source_id: release.source for source_id, release in releases.items()}
    tables = {name: _rows_by_source(frame) for name, frame in facts.items()}
    fetched = {origin for counts in tables.values() for origin in counts}
    return Manifest(
        version_id=f"{data_date:%Y-%m-%d}.{key[:6]}",
        study_id=study.id,
        profile=study.profile or None,
        data_date=data_date,
        software_version=software,
        seed=study.run.seed,
        draws=study.run.draws,
        sources=tuple(source for source_id, source in sorted(known.items()) if source_id in used),
        snapshots={name: release.snapshot_id for name, release in releases.items() if name in fetched},
        tables=tables,
        input_hashes={**hashes, "study": study.digest(), "program": program},
    )


def _rows_by_source(frame: pl.DataFrame) -> dict[str, int]:
    """How many rows of a table each source gave, with `starter:` before it where they are the package's."""
    is_own = pl.col("snapshot_id").is_null() if "snapshot_id" in frame.columns else pl.lit(value=True)
    name = pl.when(is_own).then(pl.format("{}:{}", pl.lit(STARTER), "source_id")).otherwise("source_id")
    counted = frame.group_by(name.alias("origin")).len().sort("origin")
    return dict(counted.iter_rows())


def _last_day(study: Study) -> date:
    return month_end(study.period.range.last)
