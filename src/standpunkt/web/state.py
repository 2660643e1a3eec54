"""What a visitor has chosen, read from the address and written back in canonical form."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from standpunkt.dossier.observatory import Observatory
from standpunkt.vocabulary.errors.web import ParameterValueError, PeriodOrderError
from standpunkt.vocabulary.periods import parse_period

By = Literal["states", "population", "gdp"]
View = Literal["map", "table"]
Theme = Literal["auto", "light", "dark"]
Sort = Literal["name", "stance", "-stance", "width", "dependence", "-dependence", "coverage"]
CHOICES: Mapping[str, tuple[str, ...]] = {
    "by": get_args(By),
    "view": get_args(View),
    "theme": get_args(Theme),
    "sort": get_args(Sort),
}
YEAR_LENGTH = 4
QUESTIONS = frozenset({"lambda", "conduct", "inner", "outer", "without", "like", "asof", "sponsor"})
WEIGHT = "w."


class ViewState(BaseModel):
    """The whole choice of a visitor; every part stands in the address.

    `at` is the month shown, `latest` the one that is shown without a choice. `from_` and `to` are the
    months between which moves are shown; None means the page's own choice. `asked` are the parameters of a
    what-if or a forecast, as written; their pages read them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: date
    latest: date
    by: By = "states"
    view: View = "map"
    theme: Theme = "auto"
    sort: Sort = "name"
    states: tuple[str, ...] = ()
    from_: date | None = None
    to: date | None = None
    asked: tuple[tuple[str, str], ...] = ()

    def query(self, **changes: str) -> dict[str, str]:
        """The parameters that differ from the defaults, changed as asked.

        Args:
            **changes: New values as they stand in an address; empty removes the parameter.

        Returns:
            Name and value, sorted by name.
        """
        found = {
            "at": "" if self.at == self.latest else f"{self.at:%Y-%m}",
            "by": "" if self.by == "states" else self.by,
            "from": f"{self.from_:%Y-%m}" if self.from_ else "",
            "sort": "" if self.sort == "name" else self.sort,
            "states": ",".join(self.states),
            "theme": "" if self.theme == "auto" else self.theme,
            "to": f"{self.to:%Y-%m}" if self.to else "",
            "view": "" if self.view == "map" else self.view,
            **dict(self.asked),
        }
        if changes.get("at") == f"{self.latest:%Y-%m}":
            changes["at"] = ""
        found |= {key.rstrip("_"): value for key, value in changes.items()}
        return {key: value for key, value in sorted(found.items()) if value}

    def kept(self, **changes: str) -> dict[str, str]:
        """The parameters that travel from page to page: month and theme.

        Args:
            **changes: As in `query`.

        Returns:
            Name and value.
        """
        stay = ("at", "theme", *changes)
        return {key: value for key, value in self.query(**changes).items() if key in stay}


def read_view(query: Mapping[str, str], observatory: Observatory) -> ViewState:
    """Reads the parameters of an address.

    Args:
        query: Parameters by name; unknown names belong to others and are left alone.
        observatory: Knows the months of the study and those that have results.

    Returns:
        The choice.

    Raises:
        PeriodOrderError: For months in the wrong order. Other refusals pass through: a value that a
            parameter cannot have, a month outside the study or without result.
    """
    choices = {name: _choice(name, query[name]) for name in CHOICES if query.get(name)}
    picked = {name: _month(query[name], observatory) for name in ("at", "from", "to") if query.get(name)}
    start, end = picked.get("from"), picked.get("to")
    if start and end and start >= end:
        raise PeriodOrderError(first=f"{start:%Y-%m}", last=f"{end:%Y-%m}")
    latest = observatory.months[-1]
    given = {
        "at": picked.get("at", latest),
        "latest": latest,
        "from_": start,
        "to": end,
        "states": tuple(part.strip() for part in query.get("states", "").split(",") if part.strip()),
        "asked": tuple((name, text) for name, text in query.items() if text and is_question(name)),
        **choices,
    }
    return ViewState.model_validate(given)


def is_question(name: str) -> bool:
    """Whether a parameter belongs to a what-if or a forecast."""
    return name.startswith(WEIGHT) or name in QUESTIONS


def _choice(name: str, value: str) -> str:
    if value not in CHOICES[name]:
        raise ParameterValueError(parameter=name, value=value, allowed=", ".join(CHOICES[name]))
    return value


def _month(text: str, observatory: Observatory) -> date:
    """A year means its last month with results, so that `2023` does not fail for want of December."""
    month = parse_period(text, observatory.study.period.range)
    of_year = [known for known in observatory.months if known.year == month.year]
    if len(text) == YEAR_LENGTH and of_year and month not in of_year:
        return of_year[-1]
    return observatory.month(month)
