"""How forecasts are pooled: read from `settings.yml`, which says on what the numbers were set."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from standpunkt.vocabulary.declaration import read_declaration, validate_declaration

FILE = Path(__file__).with_name("settings.yml")
Row = tuple[float, float, float]


class Part(BaseModel):
    """A part of the settings: closed and unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RecordWeights(Part):
    """What the table and earlier votes weigh in a state's own record."""

    table: float
    half_life_years: float
    similar: float


class Pool(Part):
    """Weights of the components; exponents in a log pool, shares in a linear one."""

    form: Literal["log", "linear"]
    transitions: float
    record: float
    item: float
    mixture: float

    def weights(self) -> dict[str, float]:
        """Weights by component."""
        return {name: float(getattr(self, name)) for name in ("transitions", "record", "item", "mixture")}


class KindSettings(Part):
    """Settings of one kind of question."""

    table: tuple[Row, Row, Row]
    record: RecordWeights
    pool: Pool


class Nearness(Part):
    """How far a named text is taken as the same text again."""

    at_once: float
    half_life_years: float

    def share(self, years: float) -> float:
        """The share after some years."""
        return float(self.at_once * 0.5 ** (max(years, 0.0) / self.half_life_years))


class AbsenceWeights(Part):
    """What the general model of absence and an absence on the named text weigh."""

    scale: float
    absent_on_like: float
    constant: float


class AbsenceSettings(Part):
    """With and without a named text."""

    named: AbsenceWeights
    unnamed: AbsenceWeights


class Settings(Part):
    """All settings of forecasts."""

    repeat: KindSettings
    like: KindSettings
    described: KindSettings
    nearness: Nearness
    start_votes: float
    repeat_half_life_years: float
    absence: AbsenceSettings


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings in use."""
    return validate_declaration(Settings, read_declaration(FILE))
