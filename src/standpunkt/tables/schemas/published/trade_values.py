"""Trade in money as publishers report it: by partner and year or month, by product, and lists of products.

Both sides of a flow are kept side by side; `series_id` says whose numbers they are.
"""

import dataframely as dy

from standpunkt.tables.schemas.fact import ISO3, Fact, one_of, says
from standpunkt.tables.schemas.states import QUALITIES

STATE = says("an ISO 3166 code of three letters")
SIDES = ("exporter", "importer", "third")
QUALITY = says("one of " + ", ".join(QUALITIES))


class _TradeValue(Fact):
    """Value of goods from exporter to importer, nominal."""

    exporter_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    importer_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    series_id = dy.String(primary_key=True, min_length=1)
    value_usd = dy.Float64(nullable=True)
    value_eur = dy.Float64(nullable=True)
    reporter_side = dy.String(check=one_of(*SIDES), metadata=says("exporter, importer or third"))
    quality = dy.String(check=one_of(*QUALITIES), metadata=QUALITY)
    flag_codes = dy.String(nullable=True)


class DyadYearTradeValue(_TradeValue):
    """Value of goods from exporter to importer in a year, as one side reports it."""

    year = dy.Int16(primary_key=True, min=1900, max=2100)


class DyadMonthTradeValue(_TradeValue):
    """Value of goods from exporter to importer in a month, as one side reports it."""

    month_date = dy.Date(primary_key=True)


class _GoodsValue(_TradeValue):
    """Value of one HS6 code; `hs_code` is the edition of the system it is coded in (H5 2017, H6 2022)."""

    product_hs6 = dy.String(primary_key=True, regex=r"^\d{6}$")
    hs_code = dy.String(primary_key=True, regex=r"^H\d$")
    net_weight_kg = dy.Float64(nullable=True, min=0)


class DyadYearHs6Trade(_GoodsValue):
    """Value of one HS6 code from exporter to importer in a year, as one side reports it."""

    year = dy.Int16(primary_key=True, min=1900, max=2100)


class DyadMonthHs6Trade(_GoodsValue):
    """Value of one HS6 code from exporter to importer in a month, as one side reports it."""

    month_date = dy.Date(primary_key=True)


class StateYearTradeTotal(Fact):
    """Exports or imports of or with a group of states: a control for sums, never an addend."""

    reporter_code = dy.String(primary_key=True, min_length=1)
    partner_code = dy.String(primary_key=True, min_length=1)
    flow = dy.String(primary_key=True, check=one_of("export", "import"), metadata=says("export or import"))
    period_code = dy.String(primary_key=True, min_length=4)
    series_id = dy.String(primary_key=True, min_length=1)
    value_eur = dy.Float64(nullable=True)
    value_usd = dy.Float64(nullable=True)


class DyadMonthCn8Trade(Fact):
    """Value of goods of one CN8 code, or of a heading less its listed codes, from exporter to importer."""

    exporter_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    importer_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    month_date = dy.Date(primary_key=True)
    product_cn8 = dy.String(primary_key=True, regex=r"^\d{4}(\d{4})?$")
    product_level = dy.Int64(min=4, max=8)
    value_eur = dy.Float64(min=0)


class ListingProduct(Fact):
    """A product on a dated list of goods under control."""

    listing_id = dy.String(primary_key=True, min_length=1)
    product_hs6 = dy.String(primary_key=True, regex=r"^\d{6}$")
    version_date = dy.Date(primary_key=True)
    tier_code = dy.String(min_length=1)


class ListingProductSuccession(Fact):
    """A code of one edition of the Harmonized System and one of another that holds its goods or some."""

    from_hs_code = dy.String(primary_key=True, regex=r"^H\d$")
    from_product_hs6 = dy.String(primary_key=True, regex=r"^\d{6}$")
    to_hs_code = dy.String(primary_key=True, regex=r"^H\d$")
    to_product_hs6 = dy.String(primary_key=True, regex=r"^\d{6}$")


class ListingNomenclature(Fact):
    """What a product code means."""

    nomenclature_id = dy.String(primary_key=True, min_length=1)
    product_code = dy.String(primary_key=True, min_length=2)
    label_text = dy.String(min_length=1)


TABLES: dict[str, type[dy.Schema]] = {
    "dyad_year_trade_value": DyadYearTradeValue,
    "dyad_month_trade_value": DyadMonthTradeValue,
    "state_year_trade_total": StateYearTradeTotal,
    "dyad_month_cn8_trade": DyadMonthCn8Trade,
    "dyad_year_hs6_trade": DyadYearHs6Trade,
    "dyad_month_hs6_trade": DyadMonthHs6Trade,
    "listing_product": ListingProduct,
    "listing_product_succession": ListingProductSuccession,
    "listing_nomenclature": ListingNomenclature,
}
