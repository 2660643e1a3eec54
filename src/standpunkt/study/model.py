"""The study: one immutable object made of one file.

Attributes are spelled like the keys of `studies/russia_ukraine.yml`; `lambda`, `from` and `class`,
which Python keeps for itself, end in an underscore here.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from standpunkt.study.sections.classes import Classes
from standpunkt.study.sections.doubt import Coverage, Redundancy, Run, Treatment, Uncertainty, World
from standpunkt.study.sections.exchange import exchanged_classes, exchanged_indicator, exchanged_names
from standpunkt.study.sections.indicators import Indicator
from standpunkt.study.sections.pillars import Indices, Layer, Pillar
from standpunkt.study.sections.poles import Camps, Poles, Side, Territories, TextCamp, Universe
from standpunkt.study.sections.texts import Frozen, FrozenMapping, Month, Months, Params, Record, Texts
from standpunkt.vocabulary.periods import MonthRange
from standpunkt.vocabulary.states import members


class Head(Record):
    """Which study this is."""

    id: str
    version: str
    title: Texts
    conflict_start: date


class Period(Record):
    """Which months are described, and which ones define what is normal."""

    from_: Month = Field(alias="from")
    to: Month
    step: Literal["month", "quarter", "year"]
    base: Months
    conduct_base: Months
    report: tuple[Month, ...]

    @property
    def range(self) -> MonthRange:
        """All months of the study."""
        return MonthRange(self.from_, self.to)

    def until(self, last: date) -> "Period":
        """The period as it was on the last day of a month: nothing later defines or reports anything.

        Args:
            last: The last month.

        Returns:
            The same period, its end and its base spans cut at that month.
        """
        return self.model_copy(
            update={
                "to": last,
                "base": _cut(self.base, last),
                "conduct_base": _cut(self.conduct_base, last),
                "report": tuple(month for month in self.report if month <= last),
            }
        )


def _cut(months: MonthRange, last: date) -> MonthRange:
    return MonthRange(min(months.first, last), min(months.last, last))


class Variant(Record):
    """One way to choose and read the conflict's roll calls; the first one is central."""

    id: str
    include: str
    drop: tuple[str, ...] = ()
    add_subjects: tuple[str, ...] = ()
    absence: Literal["model", "abstain"] = "model"


class General(Record):
    """Roll calls beside the conflict."""

    exclude: str
    window_years: int = Field(ge=1)


class RollCalls(Record):
    """The conflict's roll calls by symbol, their variants, and the general ones.

    `before_start` are subjects whose roll calls speak for the months before the conflict started, only there.
    `titles` name roll calls in the study's own words; without them the title of the facts stands.
    """

    conflict: tuple[str, ...]
    titles: Annotated[Mapping[str, Texts], Frozen] = Field(default_factory=dict)
    before_start: tuple[str, ...] = ()
    variants: tuple[Variant, ...]
    general: General


class Phase(Record):
    """A dated phase, for charts and time words."""

    id: str
    date: date
    label: Texts


class Actor(Record):
    """An office holder of a pole, with the days of the term."""

    state: str
    names: tuple[str, ...]
    office: str
    from_: date = Field(alias="from")
    to: date | None = None


class Evidence(Record):
    """How claims are weighed, and whether a version may exceed the limits of the gate."""

    half_life_months: float = Field(gt=0)
    importance: Annotated[Mapping[str, float], Frozen]
    gate: Annotated[Mapping[str, float], Frozen]
    release: Literal["warn", "demand"] = "warn"
    camps: Annotated[Mapping[Side, TextCamp], Frozen] = Field(default_factory=FrozenMapping)


class Trade(Record):
    """What the diversion estimate reads."""

    basket: str
    since: Month


class Facts(Record):
    """Which source wins where several give the same fact: by table, the winner first.

    Sources that are not named come after those that are; `starter` stands for the facts in the package.
    """

    precedence: Annotated[Mapping[str, tuple[str, ...]], Frozen] = Field(default_factory=FrozenMapping)


class Study(Record):
    """One question asked of the data, typed and checked.

    `indicators` holds all of them; those in `inactive` belong to the file and take no part (see
    `active_indicators`). `profile` is the overlay that was loaded, empty without one.
    """

    schema_: Literal["1"] = Field(alias="schema")
    study: Head
    poles: Poles
    camps: Camps
    universe: Universe
    period: Period
    roll_calls: RollCalls
    territories: Territories
    events: tuple[Phase, ...]
    actors: tuple[Actor, ...]
    evidence: Evidence
    trade: Trade
    indices: Indices
    pillars: Annotated[Mapping[str, Pillar], Frozen]
    indicators: Annotated[Mapping[str, Indicator], Frozen]
    treatment: Treatment
    redundancy: Redundancy
    coverage: Coverage
    classes: Classes
    uncertainty: Uncertainty
    world: World
    run: Run
    facts: Facts = Field(default_factory=Facts)
    profiles: Annotated[Mapping[str, Params], Frozen] = Field(default_factory=FrozenMapping)
    inactive: tuple[str, ...] = ()
    profile: str = ""

    @property
    def id(self) -> str:
        """The id, equal to the stem of the file."""
        return self.study.id

    @property
    def active_indicators(self) -> Mapping[str, Indicator]:
        """The indicators that take part, in the order of the file."""
        return FrozenMapping({code: i for code, i in self.indicators.items() if code not in self.inactive})

    def pillar_of(self, indicator_code: str) -> str:
        """The pillar that holds an indicator: the first letter(s) of its code before the number.

        Args:
            indicator_code: Code of an indicator of this study.

        Returns:
            Code of the pillar.
        """
        return indicator_code.rstrip("0123456789")

    def camp_members(self, camp: Side | Literal["rest"], on: date) -> frozenset[str]:
        """Who belongs to a camp on a day; `rest` is the universe without both camps.

        Args:
            camp: power, opponent or rest.
            on: The day.

        Returns:
            ISO3 codes.
        """
        power, opponent = self.camps.power.on(on), self.camps.opponent.on(on)
        if camp == "rest":
            return frozenset(self.universe_states()) - power - opponent
        return power if camp == "power" else opponent

    def universe_states(self) -> tuple[str, ...]:
        """The states that are described, sorted by ISO3 code.

        Returns:
            Base (members on the last day of the study) plus extra, less the poles if these are excluded.
        """
        base = self.universe.base
        found = {s.iso3 for s in members(self.period.to)} if base == "un_members" else set(base)
        found |= set(self.universe.extra)
        return tuple(sorted(found - self.poles.states() if self.universe.exclude_poles else found))

    def exchanged(self) -> "Study":
        """The study seen from the other side: every Stance is expected to change its sign.

        Returns:
            Poles, camps, sides, anchors, parameters and order of classes exchanged; indicators of the layer
            exposure stay, so that Dependence is that on the other pole.
        """
        conduct_and_ties = {
            code: indicator if self.layer_of(code) == "exposure" else exchanged_indicator(indicator)
            for code, indicator in self.indicators.items()
        }
        poles, camps, ours = self.poles, self.camps, self.territories
        return self.model_copy(
            update={
                "poles": Poles(power=poles.opponent, opponent=poles.power),
                "camps": Camps(power=camps.opponent, opponent=camps.power),
                "territories": Territories(power=ours.opponent, opponent=ours.power),
                "evidence": self.evidence.model_copy(update={"camps": exchanged_names(self.evidence.camps)}),
                "indicators": FrozenMapping(conduct_and_ties),
                "classes": exchanged_classes(self.classes),
            }
        )

    def layer_of(self, indicator_code: str) -> Layer:
        """The layer of an indicator's group."""
        group = self.indicators[indicator_code].group
        return self.pillars[self.pillar_of(indicator_code)].groups[group].layer

    def digest(self) -> str:
        """SHA-256 over every key as typed (comments and layout do not count), for calibration and version."""
        content = self.model_dump(mode="json", by_alias=True, exclude={"profiles"})
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()
