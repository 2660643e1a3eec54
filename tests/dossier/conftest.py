"""A made-up version on the starter's facts: scores follow from a simple rule, so that tests know them.

The room `dossier` is tested without `index`: contributions are votes and shares times fixed points.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from standpunkt.dossier.observatory import Observatory
from standpunkt.pipeline.facts import cited_facts
from standpunkt.study.load import load_study, study_path
from standpunkt.study.model import Study
from standpunkt.tables.schemas.result import TABLES
from standpunkt.tables.starter import starter_register, starter_tables
from standpunkt.tables.store import Store
from standpunkt.tables.version import Manifest, write_version

MONTHS = (date(2022, 4, 1), date(2023, 12, 1), date(2024, 12, 1))
EMPTY_STATE = "TUV"
STUDY = "russia_ukraine"
VOTE_POINTS = {"yes": -7.0, "no": 9.0, "abstain": 2.0, "absent": 0.0}
POINTS = {
    "D4": ("state_organisation_spell_membership", 3.0),
    "M1": ("dyad_spell_arms_supply", 12.0),
    "M2": ("dyad_spell_aid", -5.0),
    "E1": ("dyad_spell_sanction", -15.0),
}
Rows = list[dict[str, object]]


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one made-up version of the bundled study."""
    folder = tmp_path_factory.mktemp("data")
    write_made_up(folder)
    return folder


@pytest.fixture(scope="session")
def observatory(made_up: Path) -> Observatory:
    """The read side of the made-up version."""
    return Observatory.open(STUDY, made_up)


def write_made_up(folder: Path) -> None:
    """Writes the made-up version below a data folder."""
    study = load_study(STUDY, profile="starter")
    facts = {table: Store().read(table) for table in {*starter_tables(), *[t for t, _ in POINTS.values()]}}
    parts = pl.concat(
        [frame.select(pl.lit(name).alias("table_name"), "row_key") for name, frame in facts.items()]
    )
    frames = {name: _frame(name, rows) for name, rows in _results(study, facts).items()}
    register = starter_register()
    manifest = Manifest(
        version_id="2026-11-25.ab12cd",
        study_id=STUDY,
        profile="starter",
        data_date=date(2026, 11, 25),
        software_version="0.1.0",
        seed=1,
        draws=100,
        sources=register.sources,
    )
    text = study_path(STUDY).read_text(encoding="utf-8")
    write_version(folder, manifest, {**frames, "fact": cited_facts(facts, parts)}, text)


def _frame(name: str, rows: Rows) -> pl.DataFrame:
    schema = TABLES[name].create_empty().schema
    return pl.DataFrame([{c: row.get(c) for c in schema} for row in rows], schema=schema, orient="row")


def _results(study: Study, facts: dict[str, pl.DataFrame]) -> dict[str, Rows]:
    found: dict[str, Rows] = {name: [] for name in TABLES}
    votes = facts["state_roll_call_vote"].join(
        facts["roll_call_resolution"].filter("is_conflict").select("roll_call_id", "date"), on="roll_call_id"
    )
    for month in MONTHS:
        for iso3 in study.universe_states():
            parts = list(_parts(iso3, month, votes, facts))
            _score_rows(found, study, (iso3, month), parts)
        _share_rows(found, study, month)
    for iso3 in study.universe_states():
        found["study_state_transition"].append(_move(found, iso3))
    return found


def _parts(
    iso3: str, month: date, votes: pl.DataFrame, facts: dict[str, pl.DataFrame]
) -> Iterator[tuple[str, str, str, float, str]]:
    end = month.replace(day=28)
    for row in votes.filter((pl.col("iso3") == iso3) & (pl.col("date") <= end)).iter_rows(named=True):
        yield "D1", "state_roll_call_vote", row["row_key"], VOTE_POINTS[row["vote"]], row["source_id"]
    for code, (table, points) in POINTS.items():
        frame = facts[table]
        party = next(c for c in ("iso3", "sender_iso3", "supplier_iso3", "donor_iso3") if c in frame.columns)
        holds = (pl.col("from_date") <= end) & (pl.col("to_date").is_null() | (pl.col("to_date") > end))
        for row in frame.filter((pl.col(party) == iso3) & holds).iter_rows(named=True):
            grade = row.get("grade", row.get("coverage_share", 1))
            if row.get("organisation_id") in {"EU", "NATO", "G7"}:
                grade = -1
            yield code, table, row["row_key"], points * grade, row["source_id"]


def _score_rows(
    found: dict[str, Rows],
    study: Study,
    place: tuple[str, date],
    parts: list[tuple[str, str, str, float, str]],
) -> None:
    iso3, month = place
    key = {"iso3": iso3, "month_date": month}
    rated = iso3 != EMPTY_STATE
    stance = sum(points for _, _, _, points, _ in parts)
    inner = {
        "intensity_score": 40.0,
        "conflict_between_score": 10.0,
        "conflict_within_score": 12.0,
        "imputed_share": 0.1,
        "coverage_share": 0.93 if rated else 0.35,
        "coverage_grade": "A" if rated else "D",
        "is_rated": rated,
    }
    for index, score in (("stance", stance), ("dependence", 30.0), ("dependence_opponent", 20.0)):
        spread = 12.0 if index == "stance" else 6.0
        bounds = {"central_score": score, "low_score": score - spread, "high_score": score + spread}
        found["study_state_month_score"].append(
            {**key, "index_code": index, **inner, **(bounds if rated else {})}
        )
    _class_rows(found, study, key, stance if rated else None)
    _contribution_rows(found, study, key, parts)


def _class_rows(found: dict[str, Rows], study: Study, key: dict[str, object], stance: float | None) -> None:
    order = study.classes.order
    chances: list[float | None] = [None] * len(order)
    named = None
    if stance is not None:
        place = sum(stance >= cut for cut in (-50, -20, 20, 50))
        near = min(abs(stance - cut) for cut in (-50, -20, 20, 50)) < 4
        chances = [0.0] * len(order)
        chances[place] = 0.55 if near else 0.9
        chances[place - 1 if place else 1] = 0.45 if near else 0.1
        named = "between" if near else order[place]
    for code, chance in zip(order, chances, strict=True):
        found["study_state_month_class"].append(
            {**key, "class_code": code, "class_probability": chance, "named_class": named, "is_gated": False}
        )


def _contribution_rows(
    found: dict[str, Rows],
    study: Study,
    key: dict[str, object],
    parts: list[tuple[str, str, str, float, str]],
) -> None:
    out = found["study_state_month_contribution"]
    sums: dict[tuple[str, str, str], float] = {}
    for code, table, row_key, points, source in parts:
        sums["indicator", code, study.indicators[code].group] = (
            sums.get(("indicator", code, study.indicators[code].group), 0.0) + points
        )
        pillar = study.pillar_of(code)
        sums["pillar", pillar, ""] = sums.get(("pillar", pillar, ""), 0.0) + points
        node = f"{code}|{row_key}"
        cited = {"table_name": table, "row_key": row_key, "source_id": source}
        row = {"level": "part", "node_code": node, "parent_code": code, "contribution_score": points}
        out.append({**key, "index_code": "stance", "kind": "data", **row, **cited})
    for (level, node, parent), points in sums.items():
        bounds = {"low_score": points - 3, "high_score": points + 3}
        row = {"level": level, "node_code": node, "parent_code": parent or None, "contribution_score": points}
        out.append({**key, "index_code": "stance", "kind": "data", **row, **bounds})
    for code in study.active_indicators:
        has = any(part[0] == code for part in parts)
        found["study_state_month_indicator"].append(
            {
                **key,
                "indicator_code": code,
                "variant": "",
                "value": 1.0 if has else None,
                "input_count": sum(part[0] == code for part in parts),
                "missing": None if has else "not_reported",
            }
        )


def _share_rows(found: dict[str, Rows], study: Study, month: date) -> None:
    named = [
        row["named_class"]
        for row in found["study_state_month_class"]
        if row["month_date"] == month and row["class_code"] == study.classes.order[0]
    ]
    for weight in ("count", "population", "gdp_usd"):
        for code in (*study.classes.order, "NOT_RATED"):
            count = sum((name or "NOT_RATED") == code for name in named)
            share = count / len(named)
            found["study_month_share"].append(
                {
                    "month_date": month,
                    "weight_code": weight,
                    "class_code": code,
                    "mean_share": share,
                    "low_share": max(0.0, share - 0.03),
                    "high_share": share + 0.03,
                    "mean_count": float(count) if weight == "count" else None,
                    "low_count": max(0.0, count - 5.0) if weight == "count" else None,
                    "high_count": count + 5.0 if weight == "count" else None,
                    "weight_year": None if weight == "count" else 2023,
                }
            )


def _move(found: dict[str, Rows], iso3: str) -> dict[str, object]:
    def at(table: str, column: str, month: date) -> object:
        rows = [r for r in found[table] if r["iso3"] == iso3 and r["month_date"] == month]
        return rows[0].get(column)

    start, end = MONTHS[0], MONTHS[1]
    before = at("study_state_month_score", "central_score", start) or 0.0
    after = at("study_state_month_score", "central_score", end) or 0.0
    change = float(str(after)) - float(str(before))
    return {
        "iso3": iso3,
        "from_month_date": start,
        "to_month_date": end,
        "from_class": at("study_state_month_class", "named_class", start),
        "to_class": at("study_state_month_class", "named_class", end),
        "change_score": change,
        "change_low_score": change - 5,
        "change_high_score": change + 5,
        "changed_probability": 0.95 if abs(change) > 20 else 0.2,
        "towards_power_probability": 0.5,
        "is_declared": abs(change) > 20,
    }
