"""Deliveries of arms, military expenditure, and aid to a party of the war, as publishers report them."""

import dataframely as dy

from standpunkt.tables.schemas.fact import ISO3, Fact, says

STATE = says("an ISO 3166 code of three letters")


class DyadYearArmsTransfer(Fact):
    """One deal's deliveries in a year; the same deal may have several lines of goods (`line_code`)."""

    supplier_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    recipient_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    year = dy.Int16(primary_key=True, min=1950, max=2100)
    deal_id = dy.String(primary_key=True, min_length=1)
    line_code = dy.String(primary_key=True, min_length=1)
    designation_text = dy.String(min_length=1)
    category = dy.String(min_length=1)
    transfer_tiv = dy.Float64(min=0)
    delivered_count = dy.Int64(nullable=True, min=0)
    is_count_estimate = dy.Bool()
    is_year_estimate = dy.Bool()


class StateYearMilitaryExpenditure(Fact):
    """Military expenditure: current_musd, const2022_musd in million USD; share_gdp, share_govt as 0..1."""

    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    year = dy.Int16(primary_key=True, min=1900, max=2100)
    measure_code = dy.String(primary_key=True, min_length=1)
    expenditure_value = dy.Float64(min=0)


class DyadMonthAid(Fact):
    """Aid of a donor in a month in billion EUR; a month without a row means nothing recorded."""

    donor_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    recipient_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    month_date = dy.Date(primary_key=True)
    total_billion_eur = dy.Float64()
    financial_billion_eur = dy.Float64()
    humanitarian_billion_eur = dy.Float64()
    military_billion_eur = dy.Float64()
    commitment_billion_eur = dy.Float64(nullable=True)


class StateWeaponAid(Fact):
    """Heavy weapons of one category given by a donor."""

    donor_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    category = dy.String(primary_key=True, min_length=1)
    weapon_count = dy.Float64(min=0)
    weapon_eur = dy.Float64(nullable=True, min=0)
    list_text = dy.String(nullable=True)


TABLES: dict[str, type[dy.Schema]] = {
    "dyad_year_arms_transfer": DyadYearArmsTransfer,
    "state_year_military_expenditure": StateYearMilitaryExpenditure,
    "dyad_month_aid": DyadMonthAid,
    "state_weapon_aid": StateWeaponAid,
}
