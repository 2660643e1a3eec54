"""A made-up study of the size of the figures: 193 states, 40 indicators, 4 pillars, a tenth of cells missing.

Half of the indicators have anchors that are estimated, every fifth is exact, two have vote sets.
"""

from datetime import date

import numpy as np
import polars as pl

from standpunkt.index.calibrate import calibrate
from standpunkt.index.prepare import Prepared, prepare
from standpunkt.index.score.calibration import Calibration
from standpunkt.study.model import Study
from standpunkt.study.sections.classes import Reference
from standpunkt.study.sections.indicators import Anchor, Anchors, Indicator
from standpunkt.study.sections.pillars import Group, Pillar
from standpunkt.study.sections.texts import FrozenMapping
from standpunkt.vocabulary.periods import MonthRange
from standpunkt.vocabulary.states import members
from tests.index.world import small_study

STATES, PILLARS, PER_PILLAR = 193, "ABCD", 10
PLACES = (*["votes"] * 2, *["acts"] * 2, *["visits"] * 2, *["ties"] * 2, *["trade", "energy"])
LAYERS = {"votes": "conduct", "acts": "conduct", "visits": "conduct", "ties": "tie", "trade": "exposure"}
OPPONENTS = ("AUT", "BEL", "DEU", "DNK", "ESP", "FIN", "FRA", "ITA", "NLD", "NOR", "POL", "PRT", "SWE")
MISSING_SHARE, EXACT_EVERY, ESTIMATED_EVERY = 0.1, 5, 2
FIRST, BASE_END, WAR = date(2019, 1, 1), date(2020, 4, 1), date(2020, 7, 1)


def wide_study(months: int, draws: int) -> Study:
    """The small study with 40 indicators, as many months, and three anchor sets times three winsor limits."""
    study = small_study()
    codes = [f"{pillar}{i + 1}" for pillar in PILLARS for i in range(PER_PILLAR)]
    names = tuple(sorted({state.iso3 for state in members(date(2021, 6, 1))} | {"XKX", "TWN"}))
    last = MonthRange(FIRST, date(2040, 1, 1)).months()[months - 1]
    treatment = study.uncertainty.treatment.model_copy(
        update={"anchor_sets": ("median", "p40", "base_2017_2021"), "winsor": (0.005, 0.01, 0.025)}
    )
    stance = study.indices.stance.model_copy(update={"headline_pillars": tuple(PILLARS)})
    camp = study.camps.opponent
    more = tuple(camp.members[0].model_copy(update={"state": state}) for state in OPPONENTS)
    camp = camp.model_copy(update={"members": (*camp.members, *more)})
    return study.model_copy(
        update={
            "universe": study.universe.model_copy(update={"base": names, "expected_size": STATES}),
            "period": study.period.model_copy(
                update={
                    "to": last,
                    "base": MonthRange(FIRST, min(last, BASE_END)),
                    "conduct_base": MonthRange(min(last, WAR), last),
                    "report": (last,),
                }
            ),
            "camps": study.camps.model_copy(update={"opponent": camp}),
            "indices": study.indices.model_copy(update={"stance": stance}),
            "pillars": FrozenMapping({code: _pillar(code) for code in PILLARS}),
            "indicators": FrozenMapping({code: _indicator(at) for at, code in enumerate(codes)}),
            "classes": study.classes.model_copy(update={"reference": _reference()}),
            "uncertainty": study.uncertainty.model_copy(update={"treatment": treatment}),
            "run": study.run.model_copy(update={"draws": draws}),
        }
    )


def _pillar(code: str) -> Pillar:
    groups = {name: Group(layer=LAYERS.get(name, "exposure"), weight=1.0) for name in dict.fromkeys(PLACES)}
    return Pillar(weight=1.0, label={"de": code, "en": code}, groups=groups)


def _indicator(at: int) -> Indicator:
    place = at % PER_PILLAR
    exposed = LAYERS.get(PLACES[place], "exposure") == "exposure"
    end = Anchor(pooled=0.95) if at % ESTIMATED_EVERY else Anchor(number=1.0)
    start = Anchor(camp="opponent", stat="median") if at % ESTIMATED_EVERY else Anchor(number=-1.0)
    return Indicator(
        group=PLACES[place],
        measure="made.up",
        params={"column": str(at)},
        unit="points",
        sides="plus" if exposed else "both",
        transform="identity",
        anchors=Anchors(zero=Anchor(number=0.0), plus=end, minus=None if exposed else start),
    )


def _reference() -> tuple[Reference, ...]:
    def one(name: str, end: str, names: tuple[str, ...], value: int) -> Reference:
        return Reference(
            name=name, **{"class": end}, cut=True, set={f"{p}{i}": value for p in PILLARS for i in names}
        )

    return (
        one("leaning_opponent", "OPP_LEANING", ("1", "2"), -1),
        one("leaning_power", "POW_LEANING", ("1", "2"), 1),
        one("aligned_opponent", "OPP_ALIGNED", ("1", "2", "3", "4", "5", "6"), -1),
        one("aligned_power", "POW_ALIGNED", ("1", "2", "3", "4", "5", "6"), 1),
    )


def wide_cells(study: Study) -> pl.DataFrame:
    """Values of all states along one hidden line, with errors and gaps; the same every time."""
    generator = np.random.Generator(np.random.Philox(key=9))
    months, codes = study.period.range.months(), list(study.indicators)
    states = sorted({*study.universe_states(), *study.poles.states()})
    hidden = generator.normal(size=len(states))
    for camp, place in ((study.camps.opponent, -1.5), (study.camps.power, 1.3)):
        for member in camp.members:
            hidden[states.index(member.state)] = place
    exposed = np.array([study.indicators[code].sides == "plus" for code in codes])
    value = 0.6 * hidden[:, None] + 0.5 * generator.normal(size=(len(states), len(codes)))
    value = np.where(exposed, np.clip(0.4 + 0.3 * value, 0, 1), value)
    width = np.where(np.arange(len(codes)) % EXACT_EVERY, 0.25, 0.0) * np.where(exposed, 0.3, 1.0)
    missing = generator.random(value.shape) < MISSING_SHARE
    place = np.arange(len(states) * len(codes))
    cells = pl.DataFrame(
        {
            "iso3": np.repeat(states, len(codes)),
            "indicator_code": np.tile(codes, len(states)),
            "value": np.where(missing, np.nan, value).ravel(),
            "width": np.tile(width, len(states)),
            "slope": 0.002 * generator.normal(size=len(place)),
        }
    ).with_columns(pl.col("value").fill_nan(None))
    calendar = pl.DataFrame({"month_date": list(months), "t": range(len(months))})
    moved = pl.col("value") + pl.col("slope") * pl.col("t") * pl.col("width").sign()
    return (
        cells.join(calendar, how="cross")
        .with_columns(moved.alias("value"))
        .with_columns(
            variant=pl.lit(""),
            low_value=pl.col("value") - pl.col("width"),
            high_value=pl.col("value") + pl.col("width"),
            input_count=pl.lit(1),
            missing=pl.when(pl.col("value").is_null()).then(pl.lit("not_reported")),
            valid_from_date=pl.col("month_date").dt.month_end(),
        )
        .drop("width", "slope", "t")
        .pipe(_with_vote_sets)
    )


def _with_vote_sets(cells: pl.DataFrame) -> pl.DataFrame:
    voted = pl.col("indicator_code").is_in([f"{pillar}1" for pillar in PILLARS[:2]])
    numbers = ("value", "low_value", "high_value")
    core = cells.filter(voted).with_columns(variant=pl.lit("core"))
    late = core.with_columns(*(pl.col(name) + 0.05 for name in numbers), variant=pl.lit("late"))
    return pl.concat([cells.filter(~voted), core, late])


def wide_weights(study: Study) -> pl.DataFrame:
    """Weights of the states in one year."""
    states = sorted(study.universe_states())
    return pl.DataFrame(
        {
            "iso3": states,
            "year": [2018] * len(states),
            "population_persons": [1000.0 * (i + 1) for i in range(len(states))],
            "gdp_usd": [1e6 * (i + 2) for i in range(len(states))],
        }
    )


def wide_ready(months: int, draws: int, without: tuple[str, ...] = ()) -> Prepared:
    """The study in arrays.

    Args:
        months: Number of months.
        draws: Number of draws.
        without: Factors of uncertainty that are left out.

    Returns:
        Study, calibration, cells and settings.
    """
    study = wide_study(months, draws)
    doubt = study.uncertainty.model_copy(update=dict.fromkeys(without))
    study = study.model_copy(update={"uncertainty": doubt})
    cells = wide_cells(study)
    calibration: Calibration = calibrate(study, cells, {})
    return prepare(study, calibration, cells)
