"""What a measure is: a declaration and one pure function from tables to values and parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from standpunkt.study.model import Study

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Request:
    """What a study asks of a measure.

    `months` are first days; a value of a month may use what holds or happened up to its last day, never
    later.
    `universe` are the states to be described, sorted by ISO3 code.
    """

    study: Study
    indicator_code: str
    params: Mapping[str, Any]
    months: tuple[date, ...]
    universe: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """What a measure answers.

    values: iso3, month_date, variant, value, low_value, high_value, input_count, missing, valid_from_date;
        one row for every state of the universe, month and variant. `missing` says why a value is null.
        low and high are a 90 % interval of the error of measurement. `valid_from_date` is the day as of which
        the value is known to hold: the month's last day for what lasts, the period's last day for yearly
        figures; the index ages values from there.
    parts: iso3, month_date, part_code, part_value, table_name, row_key, source_id; they add up to the value
        minus the measure's own zero; first variant only.
    anchors: named positions on the measure's own scale, such as the hypothetical `all_abstain`.
    """

    values: pl.DataFrame
    parts: pl.DataFrame
    anchors: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Measure:
    """Declaration of one quantity; its code is `<topic>.<file name>`."""

    code: str
    label: str
    unit: str
    value_range: tuple[float, float]
    tables: tuple[str, ...]
    params: Mapping[str, str]
    reference: str
    caveat: str
    compute: Callable[[Tables, Request], Measured]
