"""Exercises with Russia, the Bürgenstock declaration with its changes, Russia's list of unfriendly states."""

import re
from pathlib import Path

import polars as pl

from tools.starter.names import iso3

OTHERS_LED = re.compile(
    "Римпак|Балтопс|Open Spirit|Болд Монарх|Блэксифор|Бдительный|Северный ор|ФРУКУС|Баренц Рескью"
    "|Тихоокеанское|Черноморский ястреб"
)
"""Exercises of NATO states or others in which Russia took part: not led by it, so left out."""
ENGLISH = {
    "Индра": "Indra",
    "ИНДРА": "Indra",
    "Боевое братство": "Combat Brotherhood",
    "Славянское братство": "Slavic Brotherhood",
    "Славянское содружество": "Slavic Community",
    "Запад": "Zapad (West)",
    "БАРС": "BARS",
    "Защитники дружбы": "Defenders of Friendship",
    "Дружба": "Druzhba (Friendship)",
    "Центр": "Tsentr (Centre)",
    "Щит Союза": "Union Shield",
    "Взаимодействие": "Interaction",
    "Морское взаимодействие": "Naval Interaction",
    "Морское взаимодейстие": "Naval Interaction",
    "Морское взаимодействе": "Naval Interaction",
    "Селенга": "Selenga",
    "Мост дружбы": "Bridge of Friendship",
    "Мирная миссия": "Peace Mission",
    "Иониекс": "Ioniex",
    "Нерушимое братство": "Indestructible Brotherhood",
    "Боевое содружество": "Combat Community",
    "Баренц": "Barents",
    "Помор": "Pomor",
    "Чистое небо": "Clear Sky",
    "Рубеж": "Rubezh (Border)",
    "Пассекс": "Passex",
    "ПАССЕКС": "Passex",
    "PASSEX": "Passex",
    "Фарватер мира": "Fairway of Peace",
    "Шыгыс": "Shygys",
    "Дархан": "Darkhan",
    "Саратов-Антитеррор": "Saratov Antiterror",
    "Кобальт": "Kobalt",
    "Норак-Антитеррор": "Norak Antiterror",
    "Черноморская гармония": "Black Sea Harmony",
    "Черноморское партнерство": "Black Sea Partnership",
    "Богородск": "Bogorodsk SCO",
    "Турраш": "Turrash",
    "Безопасность": "Security",
    "Канал": "Kanal (Channel)",
    "Воздушные силы": "Air Forces",
}
PRESS = {"verification": "press", "leader_iso3": "RUS"}
DOSSIER = {**PRESS, "source_id": "table_media_dossier", "address": "https://table.media"}
LASTING = "Reported by the Belarusian opposition as lasting since April 2022."
ALSO = (
    {"exercise_id": "RUS-2019-S1", "iso3": "SRB", "from_date": "2019-07-01", "date_precision": "year",
     "name_text": "Slavic Brotherhood", "note": "Said to be held every year until 2021."},
    {"exercise_id": "RUS-2019-S1", "iso3": "BLR", "from_date": "2019-07-01", "date_precision": "year",
     "name_text": "Slavic Brotherhood", "note": "Said to be held every year until 2021."},
    {"exercise_id": "RUS-2021-S1", "iso3": "SRB", "from_date": "2021-07-01", "date_precision": "year",
     "name_text": "Slavic Brotherhood", "note": "Said to be held every year until 2021."},
    {"exercise_id": "RUS-2021-S1", "iso3": "BLR", "from_date": "2021-07-01", "date_precision": "year",
     "name_text": "Slavic Brotherhood", "note": "Said to be held every year until 2021."},
    {"exercise_id": "RUS-2023-N1", "iso3": "ZAF", "from_date": "2023-02-01", "date_precision": "month",
     "name_text": "Naval exercise", "note": None},
    {"exercise_id": "RUS-2022-B1", "iso3": "BLR", "from_date": "2022-05-01", "date_precision": "month",
     "name_text": "Joint training", "note": LASTING},
    {"exercise_id": "RUS-2023-B1", "iso3": "BLR", "from_date": "2023-07-01", "date_precision": "year",
     "name_text": "Joint training", "note": LASTING},
)  # fmt: skip
HOSTED = {
    **PRESS,
    "source_id": "press_reports",
    "note": "Held with Russia off the coast of the host, which leads.",
}
AGENCIES = (
    ("RUS-2019-M1", "2019-12-01", "month", "Maritime Security Belt", "2019-12-27", ("CHN", "IRN"),
     "https://english.almayadeen.net/news/politics/iran--russia--and-china-to-conduct-joint-naval-drills--beiji"),
    ("RUS-2019-N1", "2019-11-01", "month", "Mosi", "2019-11-25", ("CHN", "ZAF"),
     "https://euro-sd.com/2023/02/news/29751/south-african-naval-exercise-hosts-controversial-allies-russia-and-china"),
    ("RUS-2023-N1", "2023-02-01", "month", "Naval exercise", "2023-02-17", ("CHN",),
     "https://euro-sd.com/2023/02/news/29751/south-african-naval-exercise-hosts-controversial-allies-russia-and-china"),
    ("RUS-2024-M1", "2024-03-11", "day", "Maritime Security Belt", "2024-03-12", ("CHN", "IRN"),
     "https://amoledo.com/en/news/10600-2526-china-russia-and-iran-hold-military-drills-indian-ocean-coast-iran"),
    ("RUS-2025-M1", "2025-03-09", "day", "Maritime Security Belt", "2025-03-28", ("CHN", "IRN"),
     "http://en.people.cn/n3/2025/0328/c90000-20295329.html"),
)  # fmt: skip
AGENCY_KEYS = ("exercise_id", "from_date", "date_precision", "name_text", "known_from_date")
LATER = "Joined between 17 and 25 June 2024; the day is open."


def tables(data: Path) -> dict[str, pl.DataFrame]:
    """Rows of `event_exercise`, `state_declaration_spell_support` and `listing_counter`.

    Args:
        data: Folder with `ties/` and `sanctions/`.

    Returns:
        Frames by table name.
    """
    return {
        "event_exercise": _exercises(data),
        "state_declaration_spell_support": _declaration(data),
        "listing_counter": _counter_list(data),
    }


def english_name(name: str) -> str:
    """The exercise's name in Latin letters with its year or number; a description becomes two words."""
    clean = " ".join(name.replace("–", "-").split())
    number = re.search(r"(\d+)$", clean)
    stems = sorted((stem for stem in ENGLISH if stem in clean), key=len)
    stem = ENGLISH[stems[-1]] if stems else "Joint exercise"
    return f"{stem} {number[1]}" if number else stem


def _exercises(data: Path) -> pl.DataFrame:
    sheet = pl.read_csv(data / "ties/russia_joint_military_exercises_2009_2018.csv", infer_schema=False)
    parts = [name for name in sheet.columns if name.startswith("part")]
    rows = []
    for row in sheet.iter_rows(named=True):
        if OTHERS_LED.search(row["name"]):
            continue
        year = int(float(row["yr"]))
        states = sorted({code for name in parts if row[name] and (code := iso3(row[name]))} - {"RUS"})
        fixed = {
            **PRESS,
            "exercise_id": f"RUS-{year}-{int(float(row['id'])):03d}",
            "from_date": f"{year}-07-01",
            "date_precision": "year",
            "name_text": english_name(row["name"]),
            "source_id": "russian_defence_press",
            "address": row["source"],
            "known_from_date": f"{year}-12-31",
        }
        rows += [{**fixed, "iso3": state} for state in states]
    known = [{**DOSSIER, **row, "known_from_date": "2024-02-23"} for row in ALSO]
    known += [
        {**HOSTED, **dict(zip(AGENCY_KEYS, row[:5], strict=True)), "iso3": state, "address": row[6]}
        for row in AGENCIES
        for state in row[5]
    ]
    return pl.DataFrame(rows + known, infer_schema_length=None)


def _declaration(data: Path) -> pl.DataFrame:
    listed = pl.read_csv(data / "ties/buergenstock_2024_communique.csv", infer_schema=False, null_values=[])
    rows = [spell for row in listed.iter_rows(named=True) for spell in _support(row)]
    fixed = pl.lit("buergenstock_2024").alias("declaration_id")
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(fixed)


def _support(row: dict[str, str]) -> list[dict[str, str | None]]:
    remembered = "memory" in row["source"]
    press: dict[str, str | None] = {
        "iso3": row["iso3"],
        "verification": "press",
        "source_id": "tass",
        "address": "https://tass.com",
    }
    first = {**press, "source_id": "united24media", "address": "https://united24media.com"}
    signed = {**first, "status": "signed", "from_date": "2024-06-16", "known_from_date": "2024-06-16"}
    if remembered:
        signed |= {
            "verification": "unverified",
            "note": "The end of the first list is missing in the copy at hand.",
        }
    if row["status"] == "signed":
        return [signed]
    if row["status"] == "joined_later":
        return [
            {
                **press,
                "status": "joined",
                "from_date": "2024-06-25",
                "known_from_date": "2024-06-25",
                "note": LATER,
            }
        ]
    if row["status"] == "attended_not_signed":
        return [{**press, "status": "attended", "from_date": "2024-06-16", "known_from_date": "2024-06-25"}]
    known = "2024-06-18" if row["iso3"] == "RWA" else "2024-06-17"
    off = {**press, "from_date": "2024-06-17", "known_from_date": known, "status": "withdrew"}
    return [signed, {**signed, "to_date": "2024-06-17", "known_from_date": known}, off]


def _counter_list(data: Path) -> pl.DataFrame:
    listed = pl.read_csv(
        data / "sanctions/russia_unfriendly_list_2022-03.csv", infer_schema=False, null_values=[]
    )
    dates = {"from_date": "2022-03-05", "known_from_date": "2022-03-07"}
    rows = [{"iso3": code, **dates} for code in listed["iso3"]]
    rows.append({"iso3": "BHS", "from_date": "2022-07-22", "known_from_date": "2022-07-24"})
    fixed = {"listing_id": "rus_unfriendly", "by_iso3": "RUS"}
    return pl.DataFrame(rows).with_columns(pl.lit(value).alias(name) for name, value in fixed.items())
