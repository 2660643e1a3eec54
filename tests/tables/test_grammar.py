"""Tables and columns are called by one grammar."""

import pytest

from standpunkt.tables.registry import FACT_TABLES, key_columns
from standpunkt.tables.schemas.grammar import is_column_name, is_table_name


@pytest.mark.parametrize("table", FACT_TABLES)
def test_a_table_begins_with_its_grain_and_columns_end_in_their_unit(table):
    assert is_table_name(table)
    assert [name for name in FACT_TABLES[table].column_names() if not is_column_name(name)] == []


@pytest.mark.parametrize("table", FACT_TABLES)
def test_a_table_has_a_key_that_its_grain_names(table):
    keys = key_columns(table)
    assert keys
    if table.startswith(("state_year_", "dyad_year_")):
        assert {"year", "period_code"} & set(keys)
    if table.startswith("dyad_month_"):
        assert "month_date" in keys
    if table.startswith("dyad_"):
        assert sum(name.endswith("_iso3") for name in keys) == 2
