"""Fixtures for all tests: the shared real data, and a count of what was skipped for its absence."""

import os

# Small matrix products lose a factor of fifty to threads on a busy machine; the product does likewise.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import subprocess
import sys
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


STUDY = "russia_ukraine"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the real command built the bundled study; read it, do not write into it."""
    folder = tmp_path_factory.mktemp("built")
    words = ["-m", "standpunkt", "--data", str(folder), "build", STUDY, "--json"]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder
