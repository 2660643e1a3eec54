"""How tables and columns are called: the grain in front, the unit at the end; one place for both lists."""

from types import MappingProxyType

GRAINS = MappingProxyType(
    {
        "state_year_": "a state in a year",
        "state_month_": "a state in a month",
        "state_roll_call_": "a state in a roll call",
        "state_organisation_": "a state in an organisation, over a spell or on a day",
        "state_declaration_": "a state and a declaration, over a spell",
        "state_table_": "a state and a table, over a spell",
        "state_code_": "a state in a system of codes, over a spell",
        "state_record_": "a state in a publisher's own record",
        "state_weapon_": "a state and a category of weapons",
        "state_day_": "a state on a day",
        "state_council_": "a state in a vote of the Security Council",
        "dyad_year_": "two states in a year",
        "dyad_month_": "two states in a month",
        "dyad_day_": "two states on a day",
        "dyad_spell_": "two states over a spell",
        "dyad_window_": "two states over whole years",
        "roll_call_": "a roll call",
        "event_": "an event",
        "evidence_": "a piece of evidence",
        "claim_": "a reviewed claim",
        "listing_": "an entry of a list",
        "series_": "a number of a small series",
    }
)
"""The first words of a fact table and what one row is about."""

SUFFIXES = MappingProxyType(
    {
        "_usd": "US dollars, nominal",
        "_eur": "euros, nominal",
        "_tiv": "million trend-indicator values",
        "_m3": "cubic metres",
        "_mw": "megawatts",
        "_kwh": "kilowatt hours",
        "_kg": "kilograms",
        "_mean": "a mean on the scale that the table names",
        "_share": "a share from 0 to 1",
        "_count": "a whole number of things",
        "_persons": "a whole number of people",
        "_value": "a number whose unit another column of the row names",
        "_iso3": "an ISO 3166 code of three letters",
        "_hs6": "a product code of six digits",
        "_cn8": "a product code of eight digits, or of four for a heading",
        "_code": "a code as text",
        "_codes": "codes as text, joined by a semicolon",
        "_id": "an id as text",
        "_key": "columns of a key joined, or a hash",
        "_date": "a day",
        "_year": "a year",
        "_text": "free text",
        "_address": "an address",
        "_precision": "day, month or year",
        "_meaning": "whom the source means",
        "_side": "whose report it is",
        "_name": "the name of a table",
        "_json": "JSON",
        "_level": "digits of a product code",
    }
)
"""The last word of a column and what it says."""

PREFIXES = ("is_", "has_")
BARE = frozenset(
    {
        *("iso3", "year", "date", "session", "address", "note", "text_de", "text_en", "amount"),
        *("vote", "status", "how", "kind", "grade", "flow", "fuel", "bound", "quality", "verification"),
        *("variant", "category", "commodity", "pillar", "relation", "coverage", "commitment", "direction"),
        *("layer", "agency", "polarity", "stance", "credibility", "reliability"),
    }
)
"""Closed enumerations and plain words that take no unit."""


def is_table_name(name: str) -> bool:
    """Whether a table's name begins with a grain.

    >>> is_table_name("state_roll_call_vote"), is_table_name("votes")
    (True, False)

    Args:
        name: The name.

    Returns:
        Whether it does.
    """
    return name.startswith(tuple(GRAINS))


def is_column_name(name: str) -> bool:
    """Whether a column's name says its unit or kind.

    >>> is_column_name("gdp_usd"), is_column_name("is_conflict"), is_column_name("gdp")
    (True, True, False)

    Args:
        name: The name.

    Returns:
        Whether it ends in a unit, begins as a question, or is a plain word of the list.
    """
    return name in BARE or name.endswith(tuple(SUFFIXES)) or name.startswith(PREFIXES)
