"""Puts files and folders in place whole: written beside their place, then renamed.

What a killed process left beside a place is swept away by the next one; what a living process writes is not.
Whoever may be alone in a folder holds a lock that the system itself drops when its holder dies.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

if sys.platform != "win32":
    import fcntl

ENDING = ".part"
LOCK = ".lock"


def part_of(target: Path) -> Path:
    """Where this process writes what will become a file or folder.

    Args:
        target: The final place.

    Returns:
        A path beside it that carries the number of the process.
    """
    return target.with_name(f"{target.name}.{os.getpid()}{ENDING}")


def write_bytes(path: Path, content: bytes) -> None:
    """Writes a small file by one rename, its bytes forced to disk before.

    Args:
        path: The place.
        content: The bytes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(path)
    part.write_bytes(content)
    _rename_synced(part, path)


def write_frame(path: Path, frame: pl.DataFrame) -> None:
    """Writes rows as Parquet by one rename, so that the file is complete or absent.

    Args:
        path: The place.
        frame: The rows.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(path)
    frame.write_parquet(part, compression="zstd", compression_level=1)
    _rename_synced(part, path)


def read_texts(path: Path) -> list[dict[str, str | None]]:
    """The rows of a Parquet file whose columns are texts, in their order."""
    return pl.read_parquet(path).to_dicts()


def _rename_synced(part: Path, path: Path) -> None:
    sync(part)
    part.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Forces a file's bytes, or the names in a folder, to disk."""
    if sys.platform == "win32" and path.is_dir():
        return  # a folder cannot be opened there
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone_in(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Keeps other processes of this program out of a folder until the block ends, or this process dies.

    Args:
        folder: The folder; it is made where it does not exist.
        waiting: Told once where another process holds it.

    Yields:
        Nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("ab") as stream:
        if sys.platform != "win32":
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waiting()
                fcntl.flock(stream, fcntl.LOCK_EX)
        yield


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
