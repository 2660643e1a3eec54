"""`standpunkt doctor`: what is installed, where data lie, whether all can work."""

import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any

from cyclopts import Parameter

from standpunkt.cli.output import envelope, print_json, print_rows
from standpunkt.cli.session import Session
from standpunkt.vocabulary.errors.versions import NoVersionError

EXTRAS = {
    "web": "fastapi",
    "pdf": "typst",
    "votes": "numba",
    "learn": "scikit-learn",
    "documents": "pypdfium2",
}
NEEDED_BYTES = 1_000_000_000


def doctor(*, session: Annotated[Session, Parameter(parse=False)]) -> int:
    """Reports versions, data folder, free disk, extras and the built versions of each study.

    Args:
        session: Global options.

    Returns:
        0 if all is well, else 1.
    """
    from standpunkt.study.load import study_ids
    from standpunkt.tables.starter import starter_register

    register = starter_register()
    rows = [
        _row("Standpunkt", version("standpunkt"), well=True),
        _row("Python", platform.python_version(), well=True),
        *_folder_rows(session),
        _row("facts in the package", f"{register.version}, {register.data_date}", well=True),
        *(_row(f"extra {extra}", _installed(package), well=True) for extra, package in EXTRAS.items()),
    ]
    studies = study_ids(session.data_dir / "studies")
    rows += [_row(f"study {study}", _current(session, study), well=True) for study in studies]
    if session.as_json:
        print_json(envelope({"data_date": str(register.data_date)}, rows))
    else:
        print_rows(rows, {name: session.say(heading) for name, heading in _HEADINGS.items()})
    return 0 if all(row["well"] for row in rows) else 1


_HEADINGS = {"part": "Part", "found": "Found", "well": "Well"}


def _row(part: str, found: str, *, well: bool) -> dict[str, Any]:
    return {"part": part, "found": found, "well": well}


def _current(session: Session, study: str) -> str:
    from standpunkt.tables.version import find_version

    try:
        return find_version(session.data_dir, study).path.name
    except NoVersionError:
        return session.say("not built yet")


def _folder_rows(session: Session) -> list[dict[str, Any]]:
    folder = session.data_dir
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(existing).free
    writable = os.access(existing, os.W_OK)
    return [
        _row("data folder", str(folder), well=writable),
        _row("free disk", f"{free / 1e9:.1f} GB", well=free > NEEDED_BYTES),
    ]


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "–"
