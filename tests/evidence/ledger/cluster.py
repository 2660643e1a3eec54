"""A PostgreSQL cluster of the tests' own: in a temporary folder, reached by a socket, stopped at the end."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGED = Path("/usr/lib/postgresql")
NOBODY = "postgres"


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, newest version first; None where no server is installed."""
    versions = sorted(PACKAGED.glob("*/bin/initdb"), key=lambda path: -int(path.parts[-3]))
    if versions:
        return versions[0].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def running() -> Iterator[str]:
    """Starts a cluster; as root under an account without rights, since PostgreSQL refuses root.

    Yields:
        The URL of its database.
    """
    place = programs()
    assert place is not None
    folder = Path(tempfile.mkdtemp(prefix="standpunkt-pg-"))
    account = ["runuser", "-u", NOBODY, "--"] if os.geteuid() == 0 else []
    if account:
        shutil.chown(folder, NOBODY)
    data, log = folder / "data", folder / "log"

    def run(*words: str) -> None:
        done = subprocess.run([*account, *words], capture_output=True, text=True, cwd=folder, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    run(str(place / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run(str(place / "pg_ctl"), "-D", str(data), "-l", str(log), "-w", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://tester@/postgres?host={folder}"
    finally:
        run(str(place / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
