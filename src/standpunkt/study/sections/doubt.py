"""How the numbers are treated, varied and drawn: treatment, coverage, uncertainty, run."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from standpunkt.study.sections.texts import Frozen, Range, Record


class Treatment(Record):
    """How raw values enter: winsorising, ageing, persistence of errors."""

    winsor: float = Field(ge=0, lt=0.5)
    max_age_months: Annotated[Mapping[str, int], Frozen]
    random_walk_sd_per_year: float = Field(ge=0)
    error_persistence: float = Field(ge=0, lt=1)


class Redundancy(Record):
    """From which correlation on two indicators are warned about, refused, joined."""

    warn_at: float
    refuse_at: float
    twin_at: float
    min_common_states: int


class Coverage(Record):
    """When a state is rated, and which grade its coverage gets."""

    min_weight: float
    conduct_pillars: Literal["all"] | int
    grades: Annotated[Mapping[str, float], Frozen]
    flag_imputed_above: float


class WeightFactor(Record):
    """Weights drawn around the declared ones."""

    dist: Literal["dirichlet"]
    spread: float = Field(gt=0)
    conduct: Range | None = None


class AggregationFactor(Record):
    """Ranges of lambda and of the power of the Dependence mean."""

    lambda_: Range = Field(alias="lambda")
    power_r: Range


class TreatmentFactor(Record):
    """Alternative anchor sets and winsorising limits."""

    anchor_sets: tuple[Literal["median", "p40", "base_2017_2021"], ...]
    winsor: tuple[float, ...]


class VoteSetFactor(Record):
    """Variants of the vote set: `all`, or their ids."""

    variants: Literal["all"] | tuple[str, ...]


class MeasurementFactor(Record):
    """Errors of cells and beliefs of claims."""

    cells: str
    claims: str


class ImputationFactor(Record):
    """How gaps are filled, and how far the gap itself may mean something."""

    model: Literal["conditional_gaussian"]
    shrink: float = Field(ge=0, le=1)
    delta: Range


class CutsFactor(Record):
    """Ranges of the two cut positions."""

    inner_at: Range
    outer_at: Range


class Uncertainty(Record):
    """The factors that are varied; a factor that is absent is not varied."""

    pillar_weights: WeightFactor | None = None
    inner_weights: WeightFactor | None = None
    aggregation: AggregationFactor | None = None
    treatment: TreatmentFactor | None = None
    vote_set: VoteSetFactor | None = None
    measurement: MeasurementFactor | None = None
    imputation: ImputationFactor | None = None
    cuts: CutsFactor | None = None


class World(Record):
    """Weights and basis of world shares."""

    weights: tuple[Literal["count", "population", "gdp_usd"], ...]
    basis: Literal["rated", "universe", "world"]
    interval: Range


class Run(Record):
    """Number of draws and the seed of all chance."""

    draws: int = Field(ge=200)
    seed: int
    sobol_n: int = Field(ge=2)
