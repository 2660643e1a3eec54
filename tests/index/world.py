"""A made-up world for the small study: values with errors, gaps, questions without meaning, parts."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from standpunkt.index.calibrate import calibrate
from standpunkt.index.compute import compute
from standpunkt.index.result import Result
from standpunkt.index.score.calibration import Calibration
from standpunkt.study.load import load_study
from standpunkt.study.model import Study
from standpunkt.vocabulary.periods import month_end

SMALL = Path(__file__).parent / "small.yml"
ANCHORS = {"D1": {"all_abstain": 0.0}}


@dataclass(frozen=True)
class World:
    """Study and inputs of a run."""

    study: Study
    indicators: pl.DataFrame
    parts: pl.DataFrame
    world: pl.DataFrame

    def calibration(self) -> Calibration:
        """The frozen part."""
        return calibrate(self.study, self.indicators, ANCHORS)

    def result(self, calibration: Calibration | None = None) -> Result:
        """A whole run."""
        found = self.calibration() if calibration is None else calibration
        return compute(self.study, found, self.indicators, self.parts, self.world)


def small_study() -> Study:
    """The study of `small.yml`."""
    return load_study(SMALL)


def make_world(study: Study | None = None) -> World:
    """Draws a world whose states differ along one hidden line; the same every time."""
    study = small_study() if study is None else study
    generator = np.random.Generator(np.random.Philox(key=5))
    states = sorted({*study.universe_states(), *study.poles.states()})
    hidden = dict(zip(states, generator.normal(size=len(states)).tolist(), strict=True))
    for state in study.camps.opponent.members:
        hidden[state.state] = -1.5
    for state in study.camps.power.members:
        hidden[state.state] = 1.3
    hidden |= {"CHN": 2.0, "IND": -2.0}
    rows = [row for state in states for row in _rows(study, state, hidden[state], generator)]
    indicators = pl.DataFrame(rows, schema_overrides={"missing": pl.String, "value": pl.Float64})
    return World(study, indicators, _parts(indicators), _weights(states))


def _rows(study: Study, state: str, hidden: float, generator: np.random.Generator) -> list[dict[str, object]]:
    noise = generator.normal(scale=0.3, size=9)
    values = {
        "D1": (hidden + 0.3 * noise[0], 0.4),
        "D2": (2 * hidden + noise[1], 0.5),
        "D3": (float(np.clip(np.round(hidden), -1, 1)), 0.0),
        "M1": (float(np.clip(np.round(2 * hidden - 1), 0, 3)), 0.0),
        "M2": (float(np.clip(np.round(-2 * hidden - 1), 0, 3)), 0.3),
        "M3": (float(np.clip(0.2 + 0.2 * hidden + noise[2] / 3, 0, 1)), 0.05),
        "E1": (float(np.clip(np.round(-hidden), 0, 1)), 0.0),
        "E2": (float(np.clip(0.1 + noise[3] / 4, 0, 1)), 0.02),
        "E3": (float(np.clip(0.2 + noise[4] / 2, 0, 1)), 0.05),
    }
    gaps = {"D2": "not_reported"} if noise[5] > 0.2 else {}
    gaps |= {"E3": "suppressed"} if noise[6] > 0.3 else {}
    gaps |= {"E1": "not_applicable"} if noise[7] > 0.4 else {}
    found = []
    for t, month in enumerate(study.period.range.months()):
        for code, (value, width) in values.items():
            moved = value + (0.01 * t if code in {"D1", "D2"} else 0.0)
            for variant, shift in (("core", 0.0), ("late", 0.1)) if code == "D1" else (("", 0.0),):
                missing = gaps.get(code)
                found.append(
                    {
                        "iso3": state,
                        "month_date": month,
                        "indicator_code": code,
                        "variant": variant,
                        "value": None if missing else moved + shift,
                        "low_value": None if missing else moved + shift - width,
                        "high_value": None if missing else moved + shift + width,
                        "input_count": 1,
                        "missing": missing,
                        "valid_from_date": None if missing else month_end(month),
                    }
                )
    return found


def _parts(indicators: pl.DataFrame) -> pl.DataFrame:
    central = indicators.filter(pl.col("variant").is_in(["", "core"]) & pl.col("value").is_not_null())
    shares = [("first", 0.75, "fact_table"), ("second", 0.35, "fact_table"), ("model", -0.1, None)]
    frames = [
        central.select(
            "iso3",
            "month_date",
            "indicator_code",
            pl.lit(name).alias("part_code"),
            (pl.col("value") * share).alias("part_value"),
            pl.lit(table, pl.String).alias("table_name"),
            pl.lit(name if table else None, pl.String).alias("row_key"),
            pl.lit("made_up" if table else None, pl.String).alias("source_id"),
        )
        for name, share, table in shares
    ]
    return pl.concat(frames)


def _weights(states: list[str]) -> pl.DataFrame:
    rows = [
        {"iso3": state, "year": year, "population_persons": 1000 * (i + 1), "gdp_usd": 1e6 * (i + 2)}
        for i, state in enumerate(states)
        for year in (2018, 2019, 2020)
    ]
    frame = pl.DataFrame(rows)
    lost = (pl.col("iso3") == "PRK") | ((pl.col("iso3") == "CUB") & (pl.col("year") > 2018))
    return frame.with_columns(gdp_usd=pl.when(~lost).then("gdp_usd"))
