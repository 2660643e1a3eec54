"""Whose side: poles, camps and the states that are described."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from standpunkt.study.sections.texts import Record, Texts

Side = Literal["power", "opponent"]


def _member(found: object) -> object:
    return {"state": found} if isinstance(found, str) else found


class Pole(Record):
    """One end of the scale: its states are not scored."""

    id: str
    states: tuple[str, ...]
    label: Texts
    side: Texts


class Poles(Record):
    """The two ends: power is +100, opponent -100."""

    power: Pole
    opponent: Pole

    def states(self) -> frozenset[str]:
        """Every state that is a pole."""
        return frozenset(self.power.states) | frozenset(self.opponent.states)


class Member(Record):
    """A state of a camp, with the day since and the day before which it belongs to it."""

    state: str
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the state belongs to the camp on that day (the day of `to` is the first without)."""
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on < self.to)


class Camp(Record):
    """States that count as one side's company; used for anchors and labels, never for weights."""

    id: str
    because: str
    members: tuple[Annotated[Member, BeforeValidator(_member)], ...]

    def on(self, day: date) -> frozenset[str]:
        """The members on a day."""
        return frozenset(member.state for member in self.members if member.holds(day))


class Camps(Record):
    """The two camps; the rest of the universe is the camp `rest`."""

    power: Camp
    opponent: Camp


class Universe(Record):
    """Which states are described."""

    base: Literal["un_members"] | tuple[str, ...]
    exclude_poles: bool
    extra: tuple[str, ...] = ()
    expected_size: int = Field(ge=1)


class TextCamp(Record):
    """What texts name as one side: organisations and groups beyond the members of the camp."""

    organisations: tuple[str, ...] = ()
    members: tuple[Annotated[Member, BeforeValidator(_member)], ...] = ()
    because: str = ""


class Territories(Record):
    """Territories whose recognition counts for a side."""

    power: tuple[str, ...] = ()
    opponent: tuple[str, ...] = ()
