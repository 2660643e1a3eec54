"""Puts files and folders in place whole: written beside their place, then renamed.

What a killed process left beside a place is swept away by the next one; what a living process writes is not.
"""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

ENDING = ".part"


def part_of(target: Path) -> Path:
    """Where this process writes what will become a file or folder.

    Args:
        target: The final place.

    Returns:
        A path beside it that carries the number of the process.
    """
    return target.with_name(f"{target.name}.{os.getpid()}{ENDING}")


def put_in_place(part: Path, target: Path, is_whole: Callable[[], bool]) -> None:
    """Renames a written folder to its place; where another process was faster, its folder stays.

    Args:
        part: What was written.
        target: The final place.
        is_whole: Says whether a complete folder lies there.

    Raises:
        OSError: If the folder cannot be put there.
    """
    if target.exists() and not is_whole():
        shutil.rmtree(target)
    try:
        part.rename(target)
    except OSError:
        if not is_whole():
            raise
        shutil.rmtree(part, ignore_errors=True)


def drop_leftovers(folder: Path) -> None:
    """Removes the parts that ended processes left in a folder.

    Args:
        folder: The folder; it need not exist.
    """
    for leftover in folder.glob(f"*{ENDING}"):
        if _is_abandoned(leftover):
            if leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)


def _is_abandoned(part: Path) -> bool:
    number = part.name.removesuffix(ENDING).rpartition(".")[2]
    if not number.isdigit():
        return True
    if sys.platform == "win32":
        return False  # there a signal to ask with would end the process
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        pass
    return False
