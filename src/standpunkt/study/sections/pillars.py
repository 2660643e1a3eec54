"""The tree of weights: indices, pillars, groups, layers."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from standpunkt.study.sections.poles import Side
from standpunkt.study.sections.texts import Frozen, Range, Record, Texts

Layer = Literal["conduct", "tie", "exposure"]


class Stance(Record):
    """What a state does, -100 (opponent) to +100 (power)."""

    range: Range
    layers: Annotated[Mapping[Layer, float], Frozen]
    lambda_: float = Field(alias="lambda")
    headline_pillars: tuple[str, ...]


class Dependence(Record):
    """What binds a state to a side, 0 to 100."""

    range: Range
    layers: Annotated[Mapping[Layer, float], Frozen]
    power_r: float
    also_on: Side | None = None


class Indices(Record):
    """The two indices; they are never averaged."""

    stance: Stance
    dependence: Dependence


class Group(Record):
    """Indicators that share one weight inside a layer of a pillar.

    `net` groups hold one-sided counterparts and add the means of both sides.
    """

    layer: Layer
    weight: float
    combine: Literal["mean", "net"] = "mean"


class Pillar(Record):
    """A field of conduct; weights are relative to its siblings."""

    weight: float
    label: Texts
    groups: Annotated[Mapping[str, Group], Frozen]
