"""Where a check stands in the file."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from standpunkt.study.model import Study
from standpunkt.vocabulary.declaration import Declaration


@dataclass(frozen=True)
class Checked:
    """A study with the file that it was read from."""

    study: Study
    declaration: Declaration

    def at(self, *place: Hashable) -> dict[str, object]:
        """File and line of a place, as every message begins with them.

        Args:
            *place: Keys and positions from the top.

        Returns:
            `file` and `line`.
        """
        return {"file": self.declaration.file, "line": self.declaration.line(place)}

    def written(self, *place: Hashable) -> str:
        """What stands at a place, as written; empty if nothing does."""
        found: Any = self.declaration.data
        for key in place:
            inside = isinstance(found, dict) and key in found
            listed = isinstance(found, list) and isinstance(key, int) and key < len(found)
            if not inside and not listed:
                return ""
            found = found[key]
        return str(found)
