"""Indicators: which quantity counts, where in the tree, and what 0, +1 and -1 mean."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from standpunkt.study.sections.texts import Frozen, Params, Record

Sides = Literal["both", "plus", "minus"]
Transform = Literal["identity", "asinh", "logit", "ordinal"]
AnchorKind = Literal["number", "camp", "pole", "pooled", "hypothetical"]
_KINDS: tuple[AnchorKind, ...] = ("number", "camp", "pole", "pooled", "hypothetical")


def _anchor(found: object) -> object:
    return {"number": found} if isinstance(found, str | int | float) else found


class Anchor(Record):
    """A position on the measure's scale: exactly one of the five kinds.

    number: in the unit of the measure; of an ordinal indicator on the scale of its levels.
    camp with stat: that statistic over the camp's observed members (power, opponent, rest).
    pole: the value of the pole itself. pooled: a quantile over all cells of the base period.
    hypothetical: a named position that the measure gives (`Measured.anchors`), such as all_abstain.
    """

    number: float | None = None
    camp: Literal["power", "opponent", "rest"] | None = None
    stat: Literal["median"] | None = None
    pole: Literal["power", "opponent"] | None = None
    pooled: float | None = Field(default=None, ge=0, le=1)
    hypothetical: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Anchor":
        kinds = [kind for kind in _KINDS if getattr(self, kind) is not None]
        if len(kinds) != 1:
            problem = "an anchor is a number or exactly one of camp with stat, pole, pooled, hypothetical"
            raise ValueError(problem)
        if (self.camp is None) != (self.stat is None):
            problem = "camp and stat belong together"
            raise ValueError(problem)
        return self

    @property
    def kind(self) -> AnchorKind:
        """Which of the five kinds it is."""
        return next(kind for kind in _KINDS if getattr(self, kind) is not None)


Anchored = Annotated[Anchor, BeforeValidator(_anchor)]


class Anchors(Record):
    """What 0, +1 and -1 mean."""

    zero: Anchored
    plus: Anchored | None = None
    minus: Anchored | None = None


class Indicator(Record):
    """One observed quantity in the tree.

    `measure` is a name registered by the room `measures`; `requires` names a yes/no question whose
    answer no makes the value not_applicable. An `optional` one is known for some states only: reference
    profiles are judged without it, so that the cuts do not depend on whether it is there.
    """

    group: str
    weight: float = 1.0
    measure: str
    params: Params = Field(default_factory=dict)
    unit: str
    sides: Sides
    transform: Transform
    scale: float | None = Field(default=None, gt=0)
    levels: Annotated[Mapping[int, float], Frozen] | None = None
    anchors: Anchors
    requires: str | None = None
    optional: bool = False
    experimental: bool = False
    twin: str | None = None
    independent_because: str | None = None
    stream: str | None = None
