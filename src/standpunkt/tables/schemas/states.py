"""Size of states by year, and for which states the list of a table is complete."""

import dataframely as dy

from standpunkt.tables.schemas.fact import ISO3, Fact, SpellFact, one_of, says

QUALITIES = ("reported", "estimated", "mirrored", "imputed_by_publisher", "reconstructed")
STATE = says("an ISO 3166 code of three letters")
QUALITY = says("one of " + ", ".join(QUALITIES))


class StateYearPopulation(Fact):
    """Inhabitants in the middle of the year."""

    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    year = dy.Int16(primary_key=True, min=1900, max=2100)
    population_persons = dy.Int64(min=1)
    quality = dy.String(check=one_of(*QUALITIES), metadata=QUALITY)


class StateYearGdp(Fact):
    """Gross domestic product in current US dollars."""

    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    year = dy.Int16(primary_key=True, min=1900, max=2100)
    gdp_usd = dy.Float64(min_exclusive=0)
    quality = dy.String(check=one_of(*QUALITIES), metadata=QUALITY)


class StateTableSpellCoverage(SpellFact):
    """Where the list of a table is complete: there, and only there, does no row mean zero.

    `closed`: looked at and complete, so that no row is a zero of quality `estimated`.
    `out_of_scope`: the source does not look at the state.
    """

    table_name = dy.String(primary_key=True, min_length=1)
    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    coverage = dy.String(check=one_of("closed", "out_of_scope"), metadata=says("closed or out_of_scope"))


TABLES: dict[str, type[dy.Schema]] = {
    "state_year_population": StateYearPopulation,
    "state_year_gdp": StateYearGdp,
    "state_table_spell_coverage": StateTableSpellCoverage,
}
