"""Calls of the command line: inside this process where text and exit code are enough, else as a process."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from standpunkt.cli.app import main


@dataclass(frozen=True)
class Done:
    """What a call gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on stdout."""
        found: dict[str, Any] = json.loads(self.out)
        return found


Call = Callable[..., Done]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a call in this process, in English unless it says otherwise."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: object) -> Done:
        capsys.readouterr()
        code = main([str(word) for word in words])
        text = capsys.readouterr()
        return Done(code, text.out, text.err)

    return run


@pytest.fixture
def show(call: Call, built: Path) -> Call:
    """Runs a call on the built data folder."""
    return lambda *words: call("--data", built, *words)


def process(*words: object, **settings: str) -> "subprocess.Popen[str]":
    """Starts the real command as a process of its own."""
    environment = os.environ | {"LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"} | settings
    return subprocess.Popen(
        [sys.executable, "-m", "standpunkt", *(str(word) for word in words)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(*words: object, **settings: str) -> Done:
    """Runs the real command to its end."""
    with process(*words, **settings) as running:
        out, err = running.communicate(timeout=300)
    return Done(running.returncode, out, err)
