"""Fixtures for all tests: the shared real data, and a count of what was skipped for its absence."""

import os

# Small matrix products lose a factor of fifty to threads on a busy machine; the product does likewise.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


def shared_root() -> Path:
    """The folder of the real data: STANDPUNKT_SHARED, else ../shared beside the repository."""
    return Path(os.environ.get("STANDPUNKT_SHARED", REPOSITORY.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Gives the path of a file below the shared folder; skips without the folder, fails without the file."""

    def path_of(name: str) -> Path:
        root = shared_root()
        if not root.is_dir():
            pytest.skip(f"needs ../shared/{name} (real data, not in the repository)")
        path = root / name
        if not path.exists():
            path = root / "data" / name
        assert path.exists(), f"../shared holds no {name}: is the name spelt right?"
        return path

    return path_of
