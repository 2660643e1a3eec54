#!/usr/bin/env python3
"""Sets everything up and runs Standpunkt: `python3 run.py demo` or `python3 run.py test`.

Needs Python 3.11 or newer and nothing else: it finds uv, or installs it below `.tools/`, and hands over.
Further arguments are passed on: `python3 run.py demo --no-serve`, `python3 run.py test tests/index`.
"""

import hashlib
import io
import os
import platform
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LOCK = HERE / "uv.lock"
TOOL = HERE / ".tools" / "uv"
OLDEST_UV = (0, 9, 0)
OLDEST_PYTHON = (3, 11)
DEMO_EXTRAS = ["web", "pdf", "documents", "learn"]
TEST_EXTRAS = ["web", "pdf", "votes", "learn", "documents", "archives", "postgres"]
CHECKS = {
    "lint": [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["lint-imports"],
        ["deptry", "src"],
        ["codespell", "src", "docs", "README.md", "CONTRIBUTING.md"],
    ],
    "types": [["mypy", "src", "tests", "tools", "run.py"]],
    "docs": [
        [
            "python",
            "-m",
            "cogapp",
            "--check",
            "--diff",
            "-P",
            "README.md",
            *sorted(str(path.relative_to(HERE)) for path in HERE.glob("docs/reference/*.md")),
        ]
    ],
    # Two processes, as many as the smallest machine has cores; tests of one file share what they set up.
    "pytest": [["pytest", "-n", "2", "--dist", "loadfile"]],
}


def pinned_uv() -> dict[str, Any]:
    """The entry of uv in the lock file: version and wheels."""
    import tomllib  # noqa: PLC0415 (an older Python must reach the version check first)

    packages = tomllib.loads(LOCK.read_text(encoding="utf-8"))["package"]
    found: dict[str, Any] = next(package for package in packages if package["name"] == "uv")
    return found


def new_enough(uv: str) -> bool:
    """Whether this uv runs and is not older than what the lock file needs."""
    try:
        answer = subprocess.run([uv, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    found = re.search(r"(\d+)\.(\d+)\.(\d+)", answer)
    return found is not None and tuple(int(part) for part in found.groups()) >= OLDEST_UV


def wheel_tag() -> str:
    """The part of a wheel's name that fits this machine."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    if sys.platform == "darwin":
        return f"macosx_.*_{'arm64' if machine == 'aarch64' else machine}"
    if sys.platform == "win32":
        return "win_arm64" if machine == "aarch64" else "win_amd64"
    libc = "manylinux" if platform.libc_ver()[0] == "glibc" else "musllinux"
    return f"{libc}.*_{machine}"


def unpack_from_lock() -> None:
    """Fetches the wheel named in the lock file, checks its hash and takes the one binary out."""
    wheels = [wheel for wheel in pinned_uv()["wheels"] if re.search(wheel_tag(), wheel["url"])]
    if not wheels:
        sys.exit(f"run.py: the lock file holds no uv for {wheel_tag()}. Install uv by hand and try again.")
    with urllib.request.urlopen(wheels[0]["url"], timeout=120) as answer:
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != wheels[0]["hash"].removeprefix("sha256:"):
        sys.exit("run.py: the downloaded uv does not match its hash in uv.lock. Nothing was installed.")
    (TOOL / "bin").mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = next(n for n in archive.namelist() if re.search(r"scripts/uv(\.exe)?$", n))
        target = TOOL / "bin" / Path(name).name
        target.write_bytes(archive.read(name))
        target.chmod(0o755)


def find_uv() -> str:
    """Path of a usable uv: on PATH, from an earlier run, through pip, or from the lock file."""
    own = TOOL / "bin" / ("uv.exe" if sys.platform == "win32" else "uv")
    for candidate in (shutil.which("uv"), str(own)):
        if candidate and new_enough(candidate):
            return candidate
    print("Setting up: installing uv below .tools (once; needs the network)", file=sys.stderr)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(TOOL), "--upgrade"]
    if (
        subprocess.run([*pip, f"uv=={pinned_uv()['version']}"], check=False, capture_output=True).returncode
        != 0
    ):
        unpack_from_lock()
    if not new_enough(str(own)):
        sys.exit("run.py: uv could not be installed. Check the network, or install uv by hand and try again.")
    return str(own)


def other_index() -> str | None:
    """A package index that the user configured for uv or pip in place of the lock's own."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return os.environ[name]
    return None


def prepare(uv: str, extras: list[str], *, dev: bool) -> list[str]:
    """Installs what is needed and returns the words that run a tool in the environment."""
    chosen = [word for extra in extras for word in ("--extra", extra)] + ([] if dev else ["--no-dev"])
    if other_index() is None:
        command = [uv, "sync", "--quiet", "--locked", "--inexact", *chosen]
        if subprocess.run(command, cwd=HERE, check=False).returncode != 0:
            sys.exit("run.py: the packages could not be installed. The first start needs the network once.")
        return [uv, "run", "--no-sync"]
    wanted = TOOL.parent / "requirements.txt"
    steps = [
        [uv, "export", "--quiet", "--frozen", "--no-emit-project", "-o", str(wanted), *chosen],
        [uv, "venv", "--quiet", "--allow-existing", str(HERE / ".venv")],
        [uv, "pip", "install", "--quiet", "--require-hashes", "-r", str(wanted)],
        [uv, "pip", "install", "--quiet", "--no-deps", "-e", str(HERE)],
    ]
    for step in steps:
        subprocess.run(step, cwd=HERE, check=True)
    return [uv, "run", "--no-sync"]


def main(words: list[str]) -> int:
    """Runs the verb; returns the exit code of the first tool that failed, else 0."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"run.py: Python {platform.python_version()} is too old. Standpunkt needs 3.11 or newer.")
    verb, rest = (words[0] if words else ""), words[1:]
    if verb not in {"demo", "test", *CHECKS}:
        sys.exit("run.py: say what to run: demo, test, lint, types, docs or pytest.")
    os.environ.setdefault("UV_PYTHON", sys.executable)
    os.environ.setdefault("UV_PYTHON_DOWNLOADS", "never")
    os.environ.pop("VIRTUAL_ENV", None)
    uv = find_uv()
    if verb == "demo":
        return subprocess.call([*prepare(uv, DEMO_EXTRAS, dev=False), "standpunkt", "demo", *rest], cwd=HERE)
    run = prepare(uv, TEST_EXTRAS, dev=True)
    if verb == "test" and rest:
        return subprocess.call([*run, "pytest", *rest], cwd=HERE)
    for step in [step for name, steps in CHECKS.items() if verb in {"test", name} for step in steps]:
        print("$", " ".join(step[:6]), flush=True)
        code = subprocess.call([*run, *step, *rest], cwd=HERE)
        if code:
            return code
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
