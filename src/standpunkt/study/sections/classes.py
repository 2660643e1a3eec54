"""Classes: their order, names, cuts and the reference profiles that earn them."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from standpunkt.study.sections.texts import Frozen, Record


class ProfileCuts(Record):
    """Cuts from reference profiles: positions between neutral, leaning and aligned profiles."""

    inner_at: float
    outer_at: float


class Cuts(Record):
    """Either cuts from reference profiles, or fixed ones on the raw composite."""

    from_profiles: ProfileCuts | None = None
    inner: float | None = None
    outer: float | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "Cuts":
        fixed = self.inner is not None and self.outer is not None
        if fixed == (self.from_profiles is not None) or (self.inner is None) != (self.outer is None):
            problem = "cuts are from_profiles with inner_at and outer_at, or inner and outer"
            raise ValueError(problem)
        return self


class Reference(Record):
    """What a state must do to belong to a class; indicators that are not named are 0."""

    name: str
    class_: str = Field(alias="class")
    cut: bool = False
    set: Annotated[Mapping[str, float], Frozen]


class Classes(Record):
    """Five classes from the opponent's side to the power's side."""

    order: tuple[str, ...]
    labels: Annotated[Mapping[str, tuple[str, ...]], Frozen]
    cuts: Cuts
    gate: Literal["conduct", "none"]
    reference: tuple[Reference, ...]
    name_at: float
    change_at: float
