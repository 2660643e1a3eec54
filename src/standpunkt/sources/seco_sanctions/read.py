"""Reads the whole list: targets with the days on which they were put on it and taken off."""

import polars as pl

from standpunkt.sources.connector.reading.context import Context, Reading
from standpunkt.sources.connector.reading.forms.markup import SEVERAL, elements
from standpunkt.sources.connector.reading.layouts import ROW, Named
from standpunkt.sources.connector.reading.listing_rows import days_of, first_of, listing_rows
from standpunkt.sources.connector.reading.sheet import Sheet
from standpunkt.sources.connector.transport.archives import unpack

KNOWN_CHANGES = frozenset({"listed", "amended", "de-listed"})
KINDS = {"person_name": "person", "entity_name": "entity", "object_name": "object"}


def read(context: Context) -> Reading:
    """Reads one row per target; a target taken off and put on again counts from the last time on.

    Args:
        context: The snapshot.

    Returns:
        `listing_sanction`.
    """
    sheet = context.open("targets")
    if sheet is None:
        return context.reading({})
    _judge(sheet)
    countries, programmes = _references(context)
    named = [pl.when(pl.col(column).is_not_null()).then(pl.lit(kind)) for column, kind in KINDS.items()]
    set_id = pl.coalesce("set_attribute", first_of("sets"))
    rows = sheet.frame.select(
        pl.col("id").alias("entity_id"),
        pl.coalesce(*KINDS).str.replace_all(SEVERAL, " ", literal=True).alias("name_text"),
        pl.coalesce(*named).alias("kind_code"),
        pl.coalesce("nationality", _mapped("places", countries)).alias("country_text"),
        "from_date",
        pl.when(pl.col("ended_day") > pl.col("from_date")).then("ended_day").alias("to_date"),
        set_id.replace_strict(programmes, default=None, return_dtype=pl.String).alias("programme_text"),
        pl.coalesce(pl.col("published_days").list.min(), "from_date").alias("known_from_date"),
        ROW,
    )
    return context.reading({"listing_sanction": listing_rows(context, rows, "seco_ch")})


def _judge(sheet: Sheet) -> None:
    for column in ("listed", "published", "ended"):
        sheet.add(**{f"{column}_days": days_of(column)})
        is_odd = pl.col(f"{column}_days").list.eval(pl.element().is_null()).list.any()
        sheet.quarantine("no_date", is_odd, column)
    changes = pl.col("changes").str.split(SEVERAL)
    sheet.quarantine(
        "unknown_category", changes.list.set_difference(list(KNOWN_CHANGES)).list.len() > 0, "changes"
    )
    sheet.quarantine("no_date", pl.col("listed").is_null(), "listed")
    sheet.quarantine("empty", pl.coalesce(*KINDS).is_null(), "id")
    sheet.require_unique("id")
    sheet.add(
        from_date=pl.col("listed_days").list.max(),
        ended_day=pl.col("ended_days").list.max(),
    )


def _references(context: Context) -> tuple[dict[str, str], dict[str, str]]:
    """What targets point to: the country of a place, the programme of a set of sanctions."""
    received = context.files["targets"][0]
    file = context.declared.file_of("targets")
    named = Named(context.source_id, context.declared, file, received.name)
    access = context.declared.access
    content = unpack(received.content, received.name, access.max_mb, access.max_ratio)
    countries: dict[str, str] = {}
    for place in elements(content, named, "place"):
        country = place.find("country")
        if country is not None and place.get("ssid"):
            countries[str(place.get("ssid"))] = str(country.get("iso-code"))
    programmes: dict[str, str] = {}
    for programme in elements(content, named, "sanctions-program"):
        key = programme.findtext("program-key[@lang='eng']") or ""
        programmes |= {str(one.get("ssid")): key for one in programme.findall("sanctions-set")}
    return countries, programmes


def _mapped(column: str, table: dict[str, str]) -> pl.Expr:
    places = pl.col(column).str.split(SEVERAL)
    return (
        places.list.eval(pl.element().replace_strict(table, default=None, return_dtype=pl.String))
        .list.drop_nulls()
        .list.unique(maintain_order=True)
        .list.join(SEVERAL)
    )
