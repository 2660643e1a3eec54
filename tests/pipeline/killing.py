"""Runs the real command line as processes of their own and kills them at chosen moments.

One process imports the program and forks a child for each run, so that fifty runs do not import it fifty
times. It has done nothing else, so a child is what a fresh start would be after its imports: another process,
with its own memory, files and sockets, which the system ends by SIGKILL.
"""

import importlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

SEED = 20261125
SOURCE = Path(__file__).resolve().parents[2] / "src"


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit code (None where it was killed), seconds, CPU seconds, what it printed."""

    code: int | None
    seconds: float
    cpu_seconds: float
    text: str


class Runner:
    """Starts runs of `standpunkt`; use it as a context."""

    def __enter__(self) -> Self:
        """Starts the process that imports the program."""
        settings = {**os.environ, "PYTHONPATH": str(SOURCE), "OPENBLAS_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}
        self.process = subprocess.Popen(
            [sys.executable, __file__], env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_problem: object) -> None:
        """Ends it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def run(self, *words: object, kill_after: float | None = None) -> Ended:
        """Runs a command to its end, or kills it after some seconds."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        asked = {"words": [str(word) for word in words], "kill_after": kill_after}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return Ended(**json.loads(self.process.stdout.readline()))


def parts(count: int) -> Iterator[float]:
    """Random parts of a life, 0 to 1: one in each of so many equal stretches of it, then anywhere."""
    chance = random.Random(SEED)  # noqa: S311 (moments, no secrets)
    stretches = list(range(count))
    chance.shuffle(stretches)
    yield from ((stretch + chance.random()) / count for stretch in stretches)
    yield from (chance.random() for _spare in range(count))


def _child(words: list[str], output: int) -> None:
    from standpunkt.cli.app import main

    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.argv = ["standpunkt", *words]
    code = 1
    try:
        code = main()
    except BaseException:  # noqa: BLE001 (shown, then the process ends)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _serve() -> None:
    from standpunkt.cli.app import app
    from standpunkt.measures.catalogue import every_measure
    from standpunkt.sources.connector.catalogue import every_connector

    for name in ("standpunkt.pipeline.build", "standpunkt.pipeline.fetching"):
        importlib.import_module(name)
    every_measure()  # read once, as modules are; none of them touches the data folder
    every_connector()
    for words in (["fetch"], ["build", "a_study"]):
        app.parse_args(words, exit_on_error=False, print_error=False)
    for line in sys.stdin:
        print(json.dumps(_one(json.loads(line))), flush=True)


def _one(asked: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as output:
        started = time.monotonic()
        number = os.fork()
        if number == 0:
            _child(asked["words"], output.fileno())
        if asked["kill_after"] is not None:
            time.sleep(asked["kill_after"])
            os.kill(
                number, 9
            )  # a process that has just ended waits to be asked for, so the number is its own
        _, status, used = os.wait4(number, 0)
        seconds = time.monotonic() - started
        output.seek(0)
        return {
            "code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
            "seconds": seconds,
            "cpu_seconds": used.ru_utime + used.ru_stime,
            "text": output.read().decode(errors="replace"),
        }


if __name__ == "__main__":
    _serve()
