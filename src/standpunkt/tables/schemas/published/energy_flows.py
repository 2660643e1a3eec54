"""Energy as publishers report it: imports by partner, flows at border points, reactors."""

import dataframely as dy

from standpunkt.tables.schemas.fact import ISO3, Fact, one_of, says
from standpunkt.tables.schemas.states import QUALITIES

STATE = says("an ISO 3166 code of three letters")
UNITS = ("tj", "m3", "tonnes", "thousand_tonnes", "eur")
MEANINGS = ("origin", "border", "contract")


class DyadMonthEnergyTrade(Fact):
    """Imports of a fuel by partner in a month.

    Units of one thing are alternatives, never addends. `partner_meaning` says whom the source calls partner.
    """

    state_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    supplier_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    month_date = dy.Date(primary_key=True)
    commodity = dy.String(primary_key=True, min_length=1)
    unit_code = dy.String(primary_key=True, check=one_of(*UNITS), metadata=says("one of " + ", ".join(UNITS)))
    series_id = dy.String(primary_key=True, min_length=1)
    quantity_value = dy.Float64(min=0)
    partner_meaning = dy.String(check=one_of(*MEANINGS), metadata=says("one of " + ", ".join(MEANINGS)))
    quality = dy.String(check=one_of(*QUALITIES), metadata=says("one of " + ", ".join(QUALITIES)))
    flag_codes = dy.String(nullable=True)


class EventGasPointFlow(Fact):
    """Gas through one border point in a month; the codes are null where the end is no state (LNG)."""

    point_text = dy.String(primary_key=True, min_length=1)
    exit_text = dy.String(primary_key=True, min_length=1)
    entry_text = dy.String(primary_key=True, min_length=1)
    month_date = dy.Date(primary_key=True)
    exit_iso3 = dy.String(nullable=True, regex=ISO3, metadata=STATE)
    entry_iso3 = dy.String(nullable=True, regex=ISO3, metadata=STATE)
    volume_m3 = dy.Float64()


class EventReactor(Fact):
    """A power reactor with its model; `is_vver` marks the Soviet and Russian pressurised-water line."""

    reactor_id = dy.String(primary_key=True, min_length=1)
    iso3 = dy.String(regex=ISO3, metadata=STATE)
    name_text = dy.String(min_length=1)
    status_text = dy.String(min_length=1)
    model_text = dy.String(nullable=True)
    is_vver = dy.Bool()
    construction_date = dy.Date(nullable=True)
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    capacity_mw = dy.Float64(nullable=True, min=0)


TABLES: dict[str, type[dy.Schema]] = {
    "dyad_month_energy_trade": DyadMonthEnergyTrade,
    "event_gas_point_flow": EventGasPointFlow,
    "event_reactor": EventReactor,
}
