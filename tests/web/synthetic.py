"""A made-up version: real facts of the starter, invented scores; every kind of page can be reached."""

import math
from datetime import date
from pathlib import Path

import polars as pl

from standpunkt.dossier.observatory import Observatory
from standpunkt.pipeline.build import anchor_rows
from standpunkt.pipeline.facts import cited_facts, read_facts, world_weights
from standpunkt.study.load import load_study, study_path
from standpunkt.study.model import Study
from standpunkt.tables.schemas.result import TABLES
from standpunkt.tables.starter import starter_register
from standpunkt.tables.store import Store
from standpunkt.tables.version import Manifest, write_version

STUDY = "russia_ukraine"
VERSION = "2026-11-25.abcdef"
MONTHS = (date(2022, 3, 1), date(2022, 12, 1), date(2023, 12, 1), date(2025, 8, 1))
BASE_MONTHS = tuple(date(year, 12, 1) for year in range(2017, 2022))
UNRATED = "TUV"
"""A state with too little data."""
GRADED = ("M1", "M2")
CUTS = (-50.0, -20.0, 20.0, 50.0)


def build(data_dir: Path) -> Observatory:
    """Writes the version below a data folder and opens it."""
    study = load_study(STUDY, profile="starter")
    facts = read_facts(Store(), ("dyad_spell_sanction", "dyad_window_arms"))
    indicators = list(study.active_indicators)
    points = pl.concat(
        [_contributions(study, i, iso3, indicators) for i, iso3 in enumerate(study.universe_states())]
    )
    frames = {
        "study_state_month_score": _scores(study),
        "study_state_month_class": _classes(study),
        "study_state_month_contribution": points,
        "study_state_month_indicator": _cells(study, indicators),
        "study_state_transition": _moves(study),
        "study_month_share": _shares(study),
        "study_indicator_anchor": anchor_rows({"D1": {"all_abstain": 0.0}}),
        "state_year_weight": world_weights(facts),
        "study_state_month_indicator_part": TABLES["study_state_month_indicator_part"].create_empty(),
        "fact": cited_facts(facts, points.filter(pl.col("level") == "part")),
    }
    typed = {name: TABLES[name].cast(frame) if name in TABLES else frame for name, frame in frames.items()}
    manifest = Manifest(
        version_id=VERSION,
        study_id=STUDY,
        profile="starter",
        data_date=date(2026, 11, 25),
        software_version="0.1.0",
        seed=study.run.seed,
        draws=200,
        sources=starter_register().sources,
    )
    write_version(data_dir, manifest, typed, study_path(STUDY).read_text(encoding="utf-8"))
    return Observatory.open(STUDY, data_dir)


def stance(place: int, month: int) -> float:
    """An invented Stance, spread over the scale."""
    return round(88 * math.sin(place * 1.7) * math.cos(place * 0.31 + month * 0.12), 4)


def _scores(study: Study) -> pl.DataFrame:
    rows = []
    for i, iso3 in enumerate(study.universe_states()):
        for m, month in enumerate(MONTHS):
            rated = iso3 != UNRATED
            for index in ("stance", "dependence"):
                score = stance(i, m) if index == "stance" else abs(stance(i + 3, m)) * 0.7
                half = 6 + i % 17
                numbers = {
                    "central_score": score,
                    "mean_score": score,
                    "sd_score": half / 1.6,
                    "low_score": max(-100.0, score - half),
                    "q25_score": score - half / 3,
                    "median_score": score,
                    "q75_score": score + half / 3,
                    "high_score": min(100.0, score + half),
                    "intensity_score": abs(score),
                    "conflict_between_score": 4.0 + i % 9,
                    "conflict_within_score": 3.0,
                    "residual_score": 0.0,
                }
                rows.append(
                    {"iso3": iso3, "month_date": month, "index_code": index}
                    | {name: value if rated else None for name, value in numbers.items()}
                    | {
                        "coverage_share": 0.95 - (i % 7) * 0.05 if rated else 0.3,
                        "coverage_grade": "ABC"[i % 3] if rated else "D",
                        "imputed_share": 0.05,
                        "is_rated": rated,
                    }
                )
    return pl.DataFrame(rows, infer_schema_length=None)


def _chances(score: float) -> list[float]:
    spread = 14.0
    below = [1 / (1 + math.exp((score - cut) / spread * 1.7)) for cut in CUTS]
    edges = [0.0, *below, 1.0]
    return [edges[i + 1] - edges[i] for i in range(5)]


def _classes(study: Study) -> pl.DataFrame:
    rows = []
    order = study.classes.order
    for i, iso3 in enumerate(study.universe_states()):
        for m, month in enumerate(MONTHS):
            chances = _chances(stance(i, m))
            best = max(range(5), key=lambda k: chances[k])
            named = order[best] if chances[best] >= study.classes.name_at else "between"
            rated = iso3 != UNRATED
            rows += [
                {
                    "iso3": iso3,
                    "month_date": month,
                    "class_code": code,
                    "class_probability": chances[k] if rated else None,
                    "named_class": named if rated else None,
                    "is_gated": False,
                }
                for k, code in enumerate(order)
            ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _contributions(study: Study, place: int, iso3: str, indicators: list[str]) -> pl.DataFrame:
    rows = []
    for m, month in enumerate(MONTHS):
        score = stance(place, m)
        share = score / len(indicators)
        pillars = {code: sum(study.pillar_of(i) == code for i in indicators) for code in study.pillars}
        shape = {"iso3": iso3, "month_date": month, "index_code": "stance", "kind": "data"}
        for code, count in pillars.items():
            if count:
                rows.append(_point(shape, "pillar", code, None, share * count))
        for code in indicators:
            rows.append(_point(shape, "indicator", code, study.pillar_of(code), share))
            rows.append(_point(shape, "part", f"{code}.model", code, share / 2))
            key = f"A_RES_ES_11_1|{iso3}"
            part = _point(shape, "part", f"{code}.vote", code, share / 2)
            rows.append(
                part
                | {"table_name": "state_roll_call_vote", "row_key": key, "source_id": "un_digital_library"}
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def _point(shape: dict, level: str, node: str, parent: str | None, points: float) -> dict:
    numbers = {"contribution_score": points, "low_score": points - 3, "high_score": points + 3}
    names = {"level": level, "node_code": node, "parent_code": parent}
    return shape | names | numbers | {"table_name": None, "row_key": None, "source_id": None}


def _cells(study: Study, indicators: list[str]) -> pl.DataFrame:
    rows = []
    everyone = (*study.universe_states(), *sorted(study.poles.states()))
    for i, iso3 in enumerate(everyone):
        for month in (*BASE_MONTHS, *MONTHS):
            for k, code in enumerate(indicators):
                value = _value(study, iso3, (i, k), code)
                lacks = (i + k) % 11 == 0 and iso3 not in study.poles.states()
                rows.append(
                    {
                        "iso3": iso3,
                        "month_date": month,
                        "indicator_code": code,
                        "variant": "",
                        "value": None if lacks else value,
                        "low_value": None if lacks else value,
                        "high_value": None if lacks else value,
                        "input_count": 1,
                        "missing": "not_reported" if lacks else None,
                        "valid_from_date": month,
                        "provenance_key": None,
                    }
                )
    return pl.DataFrame(rows, infer_schema_length=None)


def _value(study: Study, iso3: str, place: tuple[int, int], code: str) -> float:
    """Anchors need the pole and the camp at opposite ends; all else is spread without a pattern."""
    i, k = place
    if iso3 in study.poles.power.states:
        return 1.0
    if iso3 in study.camp_members("opponent", on=MONTHS[-1]):
        return -1.0 if code == "D1" else 0.0
    return float((i * (k + 3) * 7919 % 97) % 4) / (1.0 if code in GRADED else 4.0)


def _moves(study: Study) -> pl.DataFrame:
    rows = []
    order = study.classes.order
    for i, iso3 in enumerate(study.universe_states()):
        for m in range(len(MONTHS) - 1):
            change = stance(i, m + 1) - stance(i, m)
            rows.append(
                {
                    "iso3": iso3,
                    "from_month_date": MONTHS[m],
                    "to_month_date": MONTHS[m + 1],
                    "from_class": order[i % 5],
                    "to_class": order[(i + 1) % 5] if i % 20 == 0 else order[i % 5],
                    "change_score": change,
                    "change_low_score": change - 8,
                    "change_high_score": change + 8,
                    "changed_probability": 0.95 if i % 20 == 0 else 0.3,
                    "towards_power_probability": 0.5,
                    "is_declared": i % 20 == 0,
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def _shares(study: Study) -> pl.DataFrame:
    shares = dict(zip((*study.classes.order, "NOT_RATED"), (0.22, 0.18, 0.34, 0.19, 0.06, 0.01), strict=True))
    rows = []
    for month in MONTHS:
        for weight, year in (("count", None), ("population", 2023), ("gdp_usd", 2023)):
            for code, share in shares.items():
                rows.append(
                    {
                        "month_date": month,
                        "weight_code": weight,
                        "class_code": code,
                        "mean_share": share,
                        "low_share": share * 0.8,
                        "high_share": min(1.0, share * 1.2),
                        "mean_count": share * 191 if weight == "count" else None,
                        "low_count": share * 160 if weight == "count" else None,
                        "high_count": share * 220 if weight == "count" else None,
                        "weight_year": year,
                    }
                )
    return pl.DataFrame(rows, infer_schema_length=None)
