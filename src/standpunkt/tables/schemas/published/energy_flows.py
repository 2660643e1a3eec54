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


class StateMonthEnergyTotal(Fact):
    """Imports of a fuel from all partners in a month: a denominator, never an addend.

    `unnamed_value` is the part of it whose partner the source does not name.
    """

    state_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    month_date = dy.Date(primary_key=True)
    commodity = dy.String(primary_key=True, min_length=1)
    unit_code = dy.String(primary_key=True, check=one_of(*UNITS), metadata=says("one of " + ", ".join(UNITS)))
    series_id = dy.String(primary_key=True, min_length=1)
    quantity_value = dy.Float64(min=0)
    unnamed_value = dy.Float64(min=0)


class EventGasPointFlow(Fact):
    """Gas through one border point in a month; the codes are null where the end is no state (LNG)."""

    point_text = dy.String(primary_key=True, min_length=1)
    exit_text = dy.String(primary_key=True, min_length=1)
    entry_text = dy.String(primary_key=True, min_length=1)
    month_date = dy.Date(primary_key=True)
    exit_iso3 = dy.String(nullable=True, regex=ISO3, metadata=STATE)
    entry_iso3 = dy.String(nullable=True, regex=ISO3, metadata=STATE)
    volume_m3 = dy.Float64()


class StateDayGasFlow(Fact):
    """Gas over a state's borders on a day towards one neighbouring system; `entry` comes in, `exit` goes out.

    The neighbour is the last system, not the origin; its code is null where it is no single state.
    """

    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    neighbour_text = dy.String(primary_key=True, min_length=1)
    direction_code = dy.String(
        primary_key=True, check=one_of("entry", "exit"), metadata=says("entry or exit")
    )
    date = dy.Date(primary_key=True)
    neighbour_iso3 = dy.String(nullable=True, regex=ISO3, metadata=STATE)
    flow_kwh = dy.Float64(min=0)
    quality = dy.String(check=one_of(*QUALITIES), metadata=says("one of " + ", ".join(QUALITIES)))


class StateMonthGasBalance(Fact):
    """A line of a state's gas balance in a month: all imports, production, demand; partners are not told."""

    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    month_date = dy.Date(primary_key=True)
    flow_code = dy.String(primary_key=True, min_length=1)
    unit_code = dy.String(primary_key=True, check=one_of("m3", "tj"), metadata=says("m3 or tj"))
    quantity_value = dy.Float64()
    quality = dy.String(check=one_of(*QUALITIES), metadata=says("one of " + ", ".join(QUALITIES)))


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
    "state_month_energy_total": StateMonthEnergyTotal,
    "event_gas_point_flow": EventGasPointFlow,
    "state_day_gas_flow": StateDayGasFlow,
    "state_month_gas_balance": StateMonthGasBalance,
    "event_reactor": EventReactor,
}
