"""Hashes that say whether an input of a step has changed."""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path

import polars as pl

NUMERIC_PACKAGES = ("numpy", "polars", "scipy")


def of_text(*texts: str) -> str:
    """Hash of some texts in order.

    Args:
        *texts: The texts.

    Returns:
        64 hexadecimal digits.
    """
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def of_json(value: object) -> str:
    """Hash of a value that can be written as JSON, keys sorted.

    Args:
        value: Dicts, lists, texts, numbers.

    Returns:
        64 hexadecimal digits.
    """
    return of_text(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str))


def of_frame(frame: pl.DataFrame) -> str:
    """Hash of a frame: its columns, types and rows in order.

    Args:
        frame: The frame.

    Returns:
        64 hexadecimal digits.
    """
    schema = ",".join(f"{name}:{kind}" for name, kind in frame.schema.items())
    rows = frame.hash_rows(seed=0).to_numpy().tobytes() if frame.height else b""
    return of_text(schema, hashlib.sha256(rows).hexdigest())


@cache
def of_rooms(rooms: tuple[str, ...]) -> str:
    """Hash of the program text of some rooms and of the numeric packages below them.

    Args:
        rooms: Names of packages or modules of Standpunkt.

    Returns:
        64 hexadecimal digits.
    """
    root = Path(str(resources.files("standpunkt")))
    texts = [f"{package}=={version(package)}" for package in NUMERIC_PACKAGES]
    for path in _program_files(root, rooms):
        texts += [str(path.relative_to(root)), path.read_text(encoding="utf-8")]
    return of_text(*texts)


def _program_files(root: Path, rooms: Iterable[str]) -> list[Path]:
    return sorted(path for room in rooms for path in (root / room).rglob("*.py"))
