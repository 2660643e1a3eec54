"""US dollars for one euro, yearly means of the reference rates of the European Central Bank."""

import polars as pl

USD_PER_EUR = {
    2010: 1.3257,
    2011: 1.3920,
    2012: 1.2848,
    2013: 1.3281,
    2014: 1.3285,
    2015: 1.1095,
    2016: 1.1069,
    2017: 1.1297,
    2018: 1.1810,
    2019: 1.1195,
    2020: 1.1422,
    2021: 1.1827,
    2022: 1.0530,
    2023: 1.0813,
    2024: 1.0824,
}


def in_usd(usd: str, eur: str, year: str) -> pl.Expr:
    """An amount in dollars: as reported, else converted at the mean rate of its year (null without a rate).

    Args:
        usd: Column of amounts in dollars.
        eur: Column of amounts in euros.
        year: Column of the year.

    Returns:
        The amount.
    """
    rate = pl.col(year).cast(pl.Int64).replace_strict(USD_PER_EUR, default=None, return_dtype=pl.Float64)
    return pl.coalesce(usd, pl.col(eur) * rate)
