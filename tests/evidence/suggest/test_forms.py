"""The forms of dates and quantities that must be read, and what must give nothing."""

from dataclasses import replace
from datetime import date

import pytest

from standpunkt.evidence.values.date_forms import Moment
from standpunkt.evidence.values.dates import dates_in
from standpunkt.evidence.values.quantities import quantities_in

REFERENCE = Moment(date(2024, 2, 14), (("war_start", date(2022, 2, 24)),))
UNKNOWN_DAY = Moment(None)
DATES = [
    ("de", "am 3. Mai 2023", "2023-05-03"),
    ("de", "03.05.2023", "2023-05-03"),
    ("de", "3.5.23", "2023-05-03"),
    ("en", "May 3, 2023", "2023-05-03"),
    ("en", "the 3rd of May 2023", "2023-05-03"),
    ("en", "on 1/2/2024", "[2024-01-02,2024-02-01]"),
    ("de", "am 9. Januar", "2024-01-09"),
    ("de", "im Mai", "2023-05"),
    ("en", "in March", "2023-03"),
    ("de", "Anfang November 2023", "2023-11-01/2023-11-10"),
    ("en", "in mid-July 2022", "2022-07-11/2022-07-20"),
    ("de", "Ende Februar 2020", "2020-02-21/2020-02-29"),
    ("de", "Anfang 2021", "2021-01/2021-04"),
    ("en", "in late 2022", "2022-09/2022-12"),
    ("de", "in den 1990er-Jahren", "1990/1999"),
    ("en", "in the early 2000s", "2000/2003"),
    ("de", "im zweiten Quartal 2022", "2022-04/2022-06"),
    ("en", "Q2 2022", "2022-04/2022-06"),
    ("en", "the second half of 2022", "2022-07/2022-12"),
    ("de", "im Sommer 2022", "2022-06/2022-08"),
    ("de", "im Winter 2022/23", "2022-12/2023-02"),
    ("de", "seit 2018", "2018/.."),
    ("en", "since 2018", "2018/.."),
    ("en", "until mid-2022", "../2022-08"),
    ("de", "zwischen 2014 und 2019", "2014/2019"),
    ("de", "2014–19", "2014/2019"),
    ("de", "nach dem 4. März 2022", "2022-03-05/.."),
    ("en", "before 2014", "../2013"),
    ("de", "im vergangenen Jahr", "2023"),
    ("en", "last year", "2023"),
    ("de", "in diesem Jahr", "2024"),
    ("de", "heuer", "2024"),
    ("de", "vor drei Wochen", "2024-01-24~"),
    ("en", "two months ago", "2023-12"),
    ("de", "am vergangenen Freitag", "2024-02-09"),
    ("de", "in der siebten Kalenderwoche 2024", "2024-02-12/2024-02-18"),
    ("de", "zwei Tage nach Kriegsbeginn", "2022-02-26"),
    ("en", "in Berlin on September 28", "2023-09-28"),
    ("en", "thanked for its cooperation in November", "2023-11"),
    ("en", "last autumn", "2023-09/2023-11"),
    ("de", "im vergangenen Herbst", "2023-09/2023-11"),
    ("en", "in the first half of last year", "2023-01/2023-06"),
    ("de", "im November vergangenen Jahres", "2023-11"),
    ("de", "am Dienstag", "2024-02-13"),
    ("en", "guards are to leave by May 1", "2024-05-01"),
    ("en", "will not help, he said on September 28", "2023-09-28"),
    ("de", "soll im April in Betrieb gehen", "2024-04"),
]
FROM_THE_TIME_BEFORE = [
    ("de", "im Juli desselben Jahres", "2022-01", "2022-07"),
    ("en", "in July of that year", "2022-01", "2022-07"),
    ("de", "ein Jahr später", "2021", "2022"),
    ("en", "five months earlier", "2022-06", "2022-01"),
    ("en", "two weeks later", "2022-03-01", "2022-03-15"),
]
AMOUNTS = [
    ("de", "12,4 Milliarden Euro", ("=", 12.4e9, "EUR", None)),
    ("en", "$1.3bn", ("=", 1.3e9, "USD", None)),
    ("en", "1.3 billion dollars", ("=", 1.3e9, "USD", None)),
    ("de", "3 Billionen Rubel", ("=", 3e12, "RUB", None)),
    ("en", "3 billion roubles", ("=", 3e9, "RUB", None)),
    ("de", "rund 1.200 Drohnen", ("~", 1200, None, "drone")),
    ("en", "some 1,200 drones", ("~", 1200, None, "drone")),
    ("de", "1\u202f200 t Stahl", ("=", 1200, "t", "steel")),
    ("de", "1'200 t", ("=", 1200, "t", None)),
    ("de", "mehr als 40 Prozent der Importe", (">", 0.4, "share", None)),
    ("de", "knapp ein Drittel", ("~<", 0.3333, "share", None)),
    ("en", "a quarter of its exports", ("=", 0.25, "share", None)),
    ("de", "gut die Hälfte der Aktien", ("~>", 0.5, "share", None)),
    ("de", "zwei von drei Lieferungen", ("=", 0.6667, "share", None)),
    ("de", "doppelt so viel wie 2021", ("=", 2, "factor", None)),
    ("en", "a threefold increase on 2020", ("=", 3, "factor", None)),
    ("de", "um 15 Prozent gestiegen", ("=", 0.15, "change", None)),
    ("en", "rose from 3 to 5 per cent", ("=", 0.05, "share", None)),
    ("de", "zwischen 20 und 30 Panzer", ("=", (20, 30), None, "tank")),
    ("de", "20 bis 30 Mio. Barrel", ("=", (2e7, 3e7), "bbl", None)),
    ("de", "bis zu 5.000 Soldaten", ("<=", 5000, None, "soldier")),
    ("en", "at least ten shipments", (">=", 10, None, "shipment")),
    ("de", "mehrere tausend Tonnen", ("=", (2000, 9000), "t", None)),
    ("en", "dozens of tanks", (">=", 24, None, "tank")),
    ("de", "ein halbes Dutzend Flüge", ("=", 6, None, "flight")),
    ("de", "anderthalb Millionen Granaten", ("=", 1.5e6, None, "shell")),
    ("de", "fünf Jets vom Typ Su-35", ("=", 5, None, "Su-35")),
    ("de", "23 Mrd. Kubikmeter Gas", ("=", 23e9, "m3", "gas")),
    ("en", "23 bcm", ("=", 23e9, "m3", None)),
    ("en", "300,000 barrels a day", ("=", 3e5, "bbl/d", None)),
    ("de", "keine einzige Patrone", ("=", 0, None, "cartridge")),
    ("de", "ein dreistelliger Millionenbetrag", ("=", (1e8, 9.99e8), None, None)),
    ("en", "a record $240.1 billion last year", ("=", 240.1e9, "USD", None)),
    ("de", "eine 40-prozentige Beteiligung", ("=", 0.4, "share", None)),
    ("de", "zehntausende Granaten", ("=", (20000, 90000), None, "shell")),
]
NOTHING = [
    ("de", "der 12. Gipfel"),
    ("de", "24 Stunden"),
    ("en", "Theresa May"),
    ("de", "die Lage mit Verlusten"),
    ("de", "T-72 und S-400"),
    ("de", "Artikel 5"),
    ("de", "die EU-27"),
    ("de", "einen Vertrag"),
    ("en", "the 12-point plan of the two governments"),
]


@pytest.mark.parametrize(("language", "text", "edtf"), DATES)
def test_a_time_is_read_as_edtf(language, text, edtf):
    assert [one.edtf for one in dates_in(text, language, REFERENCE)] == [edtf]


@pytest.mark.parametrize(("language", "text", "said", "edtf"), FROM_THE_TIME_BEFORE)
def test_a_time_may_hang_on_the_one_named_before(language, text, said, edtf):
    moment = replace(REFERENCE, said=said)
    assert [one.edtf for one in dates_in(text, language, moment)] == [edtf]


def test_a_time_hangs_on_a_nearer_one_in_its_own_sentence_and_the_first_is_a_base():
    found = dates_in("from $40 million in 2021 to $298 million a year later", "en", REFERENCE)
    assert [(one.edtf, one.is_base) for one in found] == [("2021", True), ("2022", False)]


def test_a_month_of_that_year_stays_open_where_no_year_was_named():
    assert [one.edtf for one in dates_in("im Juli desselben Jahres", "de", REFERENCE)] == ["XXXX-07"]


def test_an_ambiguous_day_is_flagged():
    (found,) = dates_in("on 1/2/2024", "en", REFERENCE)
    assert found.flag == "ambiguous"


def test_without_a_day_of_publication_the_year_stays_open():
    assert [one.edtf for one in dates_in("im Mai", "de", UNKNOWN_DAY)] == ["XXXX-05"]
    assert dates_in("im vergangenen Jahr", "de", UNKNOWN_DAY) == []


@pytest.mark.parametrize(("language", "text", "expected"), AMOUNTS)
def test_an_amount_is_read_with_comparator_value_unit_and_item(language, text, expected):
    times = tuple((one.start, one.end) for one in dates_in(text, language, REFERENCE))
    (found,) = quantities_in(text, language, times)
    comparator, value, unit, item = expected
    assert (found.comparator, found.unit) == (comparator, unit)
    if isinstance(value, tuple):
        assert (found.low, found.high, found.value) == (*value, None)
    else:
        assert found.value == pytest.approx(value)
    if item:
        assert found.item == item


def test_a_base_belongs_to_a_factor_and_to_a_change_between_shares():
    assert quantities_in("doppelt so viel wie 2021", "de", ((20, 24),))[0].base == "2021"
    assert quantities_in("rose from 3 to 5 per cent", "en")[0].base == "0.03"


def test_one_number_may_count_two_things():
    found = quantities_in("je 40 Panzer und Haubitzen", "de")
    assert [(one.value, one.item) for one in found] == [(40, "tank"), (40, "howitzer")]


def test_a_number_that_could_be_a_day_or_a_share_is_not_guessed():
    (found,) = quantities_in("1.1 Prozent", "de")
    assert (found.value, found.flag) == (None, "ambiguous")


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_names_ordinals_and_types_are_neither_times_nor_amounts(language, text):
    assert dates_in(text, language, REFERENCE) == []
    assert quantities_in(text, language) == []
