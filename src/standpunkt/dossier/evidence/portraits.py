"""Which portraits were written from which version: a withdrawn source leads to every PDF it touched."""

import json
from pathlib import Path
from typing import Any

from standpunkt.dossier.compose import Line, Portrait, portrait
from standpunkt.dossier.observatory import Observatory

Row = dict[str, Any]
FILE = "portraits.jsonl"


def note_portrait(data_dir: Path, path: Path, observatory: Observatory, shown: tuple[str, str, str]) -> None:
    """Notes a written portrait in the data folder.

    Args:
        data_dir: The data folder.
        path: The PDF.
        observatory: The version it was written from.
        shown: State, language and month.
    """
    iso3, language, month = shown
    row = {
        "file": str(path.resolve()),
        "iso3": iso3,
        "language": language,
        "month": month,
        "study": observatory.study.id,
        "version": observatory.version,
    }
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / FILE).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def noted_portraits(data_dir: Path) -> list[Row]:
    """Every portrait noted, the last note of each file.

    Args:
        data_dir: The data folder.

    Returns:
        Rows of file, iso3, language, month, study, version.
    """
    path = data_dir / FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    rows = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
    return list({row["file"]: row for row in rows}.values())


def sentences_on(observatory: Observatory, iso3: str, language: str, keys: frozenset[str]) -> list[str]:
    """The sentences of a portrait that rest on some facts.

    Args:
        observatory: The built version.
        iso3: Code of the state.
        language: de or en.
        keys: Keys of facts, `table:row_key`.

    Returns:
        Sentences in the order of the portrait.
    """
    lines = _lines(portrait(observatory, iso3, language))
    return [line.text for line in lines if keys & set(line.sentence.footnotes)]


def _lines(found: Portrait) -> list[Line]:
    sections = [line for section in found.sections for line in section.lines]
    return [*found.lead, *sections, *(row.line for row in found.ledger)]
