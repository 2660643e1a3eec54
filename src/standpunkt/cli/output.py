"""Shows results: a table on a terminal, TSV in a pipe, one JSON object with `--json`."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from standpunkt.cli.session import Session, is_terminal
from standpunkt.languages.say import error_text
from standpunkt.vocabulary.errors.message import StandpunktError

Row = Mapping[str, Any]
NUMBER_FORMAT = "{:.2f}"


def envelope(stamp: Row, result: Any, warnings: Sequence[str] = ()) -> dict[str, Any]:  # noqa: ANN401 (any JSON)
    """The one object that every verb prints with `--json`.

    Args:
        stamp: Carries `version` and `data_date`.
        result: Rows, or one object.
        warnings: What a reader must know, in words.

    Returns:
        version, data_date, result, warnings.
    """
    return {
        "version": stamp.get("version"),
        "data_date": stamp.get("data_date"),
        "result": result,
        "warnings": list(warnings),
    }


def print_json(content: Any) -> None:  # noqa: ANN401 (any JSON)
    """Prints one JSON object on stdout."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=1, default=str, allow_nan=False) + "\n")


def print_rows(rows: Sequence[Row], columns: Mapping[str, str], title: str = "") -> None:
    """Prints rows as a table on a terminal, else as TSV with a header of the plain column names.

    Args:
        rows: The rows.
        columns: Column name to heading, in the order shown.
        title: Heading of the table.
    """
    if not is_terminal():
        writer = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[_plain(row.get(name)) for name in columns] for row in rows])
        return
    table = Table(title=title or None, title_justify="left", header_style="bold")
    for name, heading in columns.items():
        numeric = any(isinstance(row.get(name), int | float) for row in rows)
        table.add_column(heading, justify="right" if numeric else "left")
    for row in rows:
        table.add_row(*(_shown(row.get(name)) for name in columns))
    Console().print(table)


def print_lines(lines: Iterable[str]) -> None:
    """Prints lines of text on stdout."""
    sys.stdout.write("\n".join(lines) + "\n")


def note(session: Session, text: str) -> None:
    """Says something on stderr unless the session is quiet."""
    if not session.quiet:
        sys.stderr.write(text + "\n")


def print_error(error: StandpunktError, language: str, *, as_json: bool) -> None:
    """Shows a refusal on stderr: one text, or a problem object with `--json`.

    Args:
        error: The refusal.
        language: `de` or `en`.
        as_json: Whether the caller reads JSON.
    """
    text = error_text(error, language)
    if as_json:
        values = {name: str(value) for name, value in error.values.items()}
        problem = {"type": error.code, "title": type(error).__name__, "detail": text, "values": values}
        text = json.dumps(problem, ensure_ascii=False)
    sys.stderr.write(text + "\n")


def _plain(value: Any) -> str:  # noqa: ANN401 (any cell)
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def _shown(value: Any) -> str:  # noqa: ANN401 (any cell)
    return "–" if value is None else NUMBER_FORMAT.format(value) if isinstance(value, float) else str(value)
