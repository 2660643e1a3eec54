"""Which studies and versions this server can show."""

import difflib
from collections.abc import Mapping
from pathlib import Path

from standpunkt.dossier.observatory import Observatory
from standpunkt.tables.version import VERSIONS, find_version, version_ids
from standpunkt.vocabulary.errors.versions import UnknownVersionError
from standpunkt.vocabulary.errors.web import UnbuiltStudyError


class Shelf:
    """Opens observatories once and follows the pointer to the current version, so a new build shows at once.

    Args:
        data_dir: The data folder; None serves the given observatories only.
        observatories: Observatories by study id, shown as they are.
    """

    def __init__(self, data_dir: Path | None, observatories: Mapping[str, Observatory] | None = None) -> None:
        """See the class."""
        self.data_dir = data_dir
        self.given = dict(observatories or {})
        self._open: dict[tuple[str, str], Observatory] = {}

    def study_ids(self) -> tuple[str, ...]:
        """The studies that have a version, sorted.

        Returns:
            Ids.
        """
        found = set(self.given)
        if self.data_dir is not None:
            folders = (self.data_dir / VERSIONS).glob("*/current")
            found |= {path.parent.name for path in folders}
        return tuple(sorted(found))

    def versions(self, study_id: str) -> tuple[str, ...]:
        """The versions of a study, the newest last."""
        if study_id in self.given:
            return (self.given[study_id].version,)
        return version_ids(self.data_dir, study_id) if self.data_dir is not None else ()

    def observatory(self, study_id: str, version: str | None = None) -> Observatory:
        """The observatory of a study.

        Args:
            study_id: Id of the study.
            version: Id of the version; None takes the current one.

        Returns:
            The observatory, opened once per version.

        Raises:
            UnbuiltStudyError: If no such study was built.
            UnknownVersionError: If it has other versions only.
        """
        known = self.study_ids()
        if study_id not in known:
            nearest = difflib.get_close_matches(study_id, known, n=3, cutoff=0)
            raise UnbuiltStudyError(value=study_id, nearest=", ".join(nearest) or "–")
        if study_id in self.given:
            if version not in {None, self.given[study_id].version}:
                known = self.versions(study_id)
                raise UnknownVersionError(study=study_id, version=version, known=", ".join(known))
            return self.given[study_id]
        return self._opened(study_id, version)

    def _opened(self, study_id: str, version: str | None) -> Observatory:
        folder = self.data_dir or Path()
        current = find_version(folder, study_id, version).path.name
        key = (study_id, current)
        if key not in self._open:
            self._open[key] = Observatory.open(study_id, folder, current)
        return self._open[key]
