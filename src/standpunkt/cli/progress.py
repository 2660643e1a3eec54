"""Draws progress events: a bar on a terminal, a line a step in a pipe, NDJSON with `--progress json`."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from standpunkt.cli.session import Session
from standpunkt.vocabulary.progress import Progress, Report, silent

STEP_NAMES = {
    "facts": "Read the facts",
    "indicators": "Measure the indicators",
    "calibration": "Freeze the anchors",
    "scores": "Draw scores and classes",
    "version": "Write the version",
    "portrait": "Set the portraits",
    "fetch": "Fetch the sources",
}


@contextmanager
def shown(session: Session) -> Iterator[Report]:
    """Gives a function that shows progress events on stderr until the block ends.

    Args:
        session: Says how.

    Yields:
        The function to report to.
    """
    if not session.shows_progress:
        yield silent
    elif session.progress == "json":
        yield _json_line
    elif session.progress == "plain" or not sys.stderr.isatty():
        yield _line_writer(session)
    else:
        with _bars() as bars:
            yield _bar_mover(session, bars)


def step_name(session: Session, step: str) -> str:
    """A step's name in words; a step without words keeps its own name."""
    return session.say(STEP_NAMES[step]) if step in STEP_NAMES else step


def _json_line(event: Progress) -> None:
    sys.stderr.write(json.dumps(asdict(event), ensure_ascii=False) + "\n")


def _line_writer(session: Session) -> Report:
    finished: set[str] = set()

    def write(event: Progress) -> None:
        if event.total and event.done >= event.total and event.step not in finished:
            finished.add(event.step)
            sys.stderr.write(f"{step_name(session, event.step)}: {event.done}/{event.total}\n")

    return write


def _bars() -> Bars:
    return Bars(
        TextColumn("{task.description:<26}"),
        BarColumn(bar_width=30),
        TextColumn("{task.completed:.0f}/{task.total:.0f} {task.fields[note]}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


def _bar_mover(session: Session, bars: Bars) -> Report:
    tasks = {}

    def move(event: Progress) -> None:
        if event.step not in tasks:
            tasks[event.step] = bars.add_task(step_name(session, event.step), total=1, note="")
        bars.update(tasks[event.step], completed=event.done, total=max(event.total, 1), note=event.note)

    return move
