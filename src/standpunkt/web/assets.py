"""Files that travel with the package: style, script, fonts, htmx; addressed by the hash of their bytes."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
HASH_LENGTH = 12


@dataclass(frozen=True)
class Assets:
    """The folder of static files and the hash that stands in their addresses."""

    folder: Path
    build: str

    def link(self, name: str) -> str:
        """The address of a file, fit to be kept for ever."""
        return f"/static/{self.build}/{name}"


def load_assets(folder: Path = FOLDER) -> Assets:
    """Hashes the static files.

    Args:
        folder: Where they lie.

    Returns:
        The folder and its hash; any changed byte gives another one.
    """
    found = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(file.relative_to(folder).as_posix().encode())
        found.update(file.read_bytes())
    return Assets(folder, found.hexdigest()[:HASH_LENGTH])
