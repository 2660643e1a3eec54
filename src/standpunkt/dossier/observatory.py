"""The read side: what command line, web, notebook and dossier ask of a built version.

Everything comes out as plain dicts, lists and texts, so that nobody above needs frames, and with the fields
that the JSON of the command line shows. Missing is null, never zero.
"""

import os
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import platformdirs
import polars as pl

from standpunkt.dossier.facts import FactBook
from standpunkt.dossier.rows import (
    contribution_tree,
    mover_rows,
    share_rows,
    state_rows,
    timeline_rows,
)
from standpunkt.study.load import read_study
from standpunkt.study.model import Study
from standpunkt.tables.version import Manifest, VersionFolder, find_version
from standpunkt.vocabulary.errors.dossier import (
    MonthNotBuiltError,
    PairNotBuiltError,
    StateOutsideError,
    UnknownWeightError,
)
from standpunkt.vocabulary.periods import months_between, parse_period

Row = dict[str, Any]
WEIGHTS = ("count", "population", "gdp_usd")


@dataclass(frozen=True, eq=False)
class Observatory:
    """One built version of one study."""

    study: Study
    folder: VersionFolder
    manifest: Manifest

    @classmethod
    def open(cls, study_id: str, data_dir: Path, version: str | None = None) -> "Observatory":
        """Opens a version.

        Args:
            study_id: Id of the study.
            data_dir: The data folder.
            version: Id of the version; None takes the current one.

        Returns:
            The observatory; tables are read when asked for.
        """
        folder = find_version(data_dir, study_id, version)
        manifest = folder.manifest()
        study = read_study(folder.study_file, profile=manifest.profile).study
        return cls(study, folder, manifest)

    @property
    def version(self) -> str:
        """Id of the version."""
        return self.manifest.version_id

    @cached_property
    def facts(self) -> FactBook:
        """The facts of the version, by key and by state, with their sources."""
        return FactBook(self.folder.read("fact"), self.manifest.sources)

    @cached_property
    def months(self) -> tuple[date, ...]:
        """Months with scores, in order."""
        return tuple(self._scores["month_date"].unique().sort().to_list())

    @cached_property
    def pairs(self) -> tuple[tuple[date, date], ...]:
        """Pairs of months between which moves were computed, in order."""
        moves = self.folder.read("study_state_transition")
        pairs = moves.select("from_month_date", "to_month_date").unique().sort(pl.all()).rows()
        return tuple((start, end) for start, end in pairs)

    @cached_property
    def _known_rows(self) -> dict[date, list[Row]]:
        # A version never changes, so the rows of a month are made once.
        return {}

    @cached_property
    def _scores(self) -> pl.DataFrame:
        return self.folder.read("study_state_month_score")

    @cached_property
    def _classes(self) -> pl.DataFrame:
        return self.folder.read("study_state_month_class")

    def month(self, at: str | date | None = None) -> date:
        """The month meant by what a user wrote.

        Args:
            at: A year, a month, a date on day 1, or None for the newest month with scores.

        Returns:
            A month with scores.

        Raises:
            MonthNotBuiltError: If the version has no scores for it.
        """
        if at is None:
            return self.months[-1]
        month = parse_period(at, self.study.period.range) if isinstance(at, str) else at
        if month not in self.months:
            nearest = min(self.months, key=lambda known: abs(months_between(known, month)))
            known = f"{len(self.months)} months from {self.months[0]:%Y-%m} to {self.months[-1]:%Y-%m}"
            raise MonthNotBuiltError(
                version=self.version, value=f"{month:%Y-%m}", known=known, nearest=f"{nearest:%Y-%m}"
            )
        return month

    def status(self, iso3: str) -> str:
        """What the study does with a state.

        Args:
            iso3: Code of the state.

        Returns:
            `scored`, or `pole` (it has a page, and no score).

        Raises:
            StateOutsideError: If it takes no part.
        """
        if iso3 in self.study.poles.states():
            return "pole"
        if iso3 not in self.study.universe_states():
            poles = ", ".join(sorted(self.study.poles.states()))
            count = len(self.study.universe_states())
            raise StateOutsideError(study=self.study.id, value=iso3, count=count, poles=poles)
        return "scored"

    def states(self, at: str | date | None = None) -> list[Row]:
        """All described states at a month.

        Args:
            at: The period; None takes the newest.

        Returns:
            One row a state, sorted by iso3: iso3, stance (central, -100..100) with stance_low and stance_high
            (90 %), class (code, `between`, or null where not rated), class_first and class_second (the two
            likeliest), p_<class>, intensity, conflict (= conflict_between + conflict_within), dependence
            (0..100) with bounds, dependence_opponent, coverage (0..1), coverage_grade, imputed_share,
            is_rated, is_gated.
        """
        month = self.month(at)
        if month not in self._known_rows:
            scores = self._scores.filter(pl.col("month_date") == month)
            classes = self._classes.filter(pl.col("month_date") == month)
            self._known_rows[month] = state_rows(scores, classes, self.study.classes.order)
        return [dict(row) for row in self._known_rows[month]]

    def state(self, iso3: str, at: str | date | None = None) -> Row | None:
        """The row of one state; see `states`.

        Args:
            iso3: Code of the state.
            at: The period; None takes the newest.

        Returns:
            The row; None for a pole.
        """
        if self.status(iso3) == "pole":
            return None
        return next(row for row in self.states(at) if row["iso3"] == iso3)

    def timeline(self, iso3: str) -> list[Row]:
        """A state over all months.

        Args:
            iso3: Code of the state.

        Returns:
            Rows as in `states` with `month` (ISO text), in order; none for a pole.
        """
        if self.status(iso3) == "pole":
            return []
        scores = self._scores.filter(pl.col("iso3") == iso3)
        classes = self._classes.filter(pl.col("iso3") == iso3)
        return timeline_rows(scores, classes, self.study.classes.order)

    def explain(self, iso3: str, at: str | date | None = None, index: str = "stance") -> Row:
        """Where a score comes from, down to the facts.

        Args:
            iso3: Code of the state.
            at: The period; None takes the newest.
            index: stance, dependence or dependence_opponent.

        Returns:
            The row of `states`, `index`, and `contributions`: one per indicator, sorted by size, with pillar,
            group, layer, contribution (points of the index, they add up to the score), low, high, kind, value
            with bounds and unit, missing, and facts (points, content and source of each); pillars likewise.
            For a pole all of it is empty.
        """
        month = self.month(at)
        row = self.state(iso3, month)
        if row is None:
            return {
                "iso3": iso3,
                "month": f"{month:%Y-%m}",
                "index": index,
                "pillars": [],
                "contributions": [],
            }
        here = (pl.col("iso3") == iso3) & (pl.col("month_date") == month)
        points = self.folder.scan("study_state_month_contribution").filter(here).collect()
        asked = "study_state_month_indicator_opponent" if index == "dependence_opponent" else ""
        values = asked if asked in self.folder.tables() else "study_state_month_indicator"
        cells = self.folder.scan(values).filter(here).collect()
        tree = contribution_tree(points.filter(pl.col("index_code") == index), cells, self.study, self.facts)
        return {**row, "month": f"{month:%Y-%m}", "index": index, **tree}

    def shares(self, at: str | date | None = None, weight: str = "count") -> list[Row]:
        """World shares of the classes.

        Args:
            at: The period; None takes the newest.
            weight: count, population or gdp_usd.

        Returns:
            One row a class in the study's order, then NOT_RATED: class, share (0..1) with share_low and
            share_high, count likewise (null unless by count), weight, weight_year.

        Raises:
            UnknownWeightError: For another weight.
        """
        if weight not in WEIGHTS:
            raise UnknownWeightError(value=weight, known=", ".join(WEIGHTS))
        month = self.month(at)
        frame = self.folder.read("study_month_share")
        frame = frame.filter((pl.col("month_date") == month) & (pl.col("weight_code") == weight))
        return share_rows(frame, self.study.classes.order)

    def movers(self, start: str | date, end: str | date) -> list[Row]:
        """Who moved between two months, under paired draws.

        Args:
            start: The earlier period.
            end: The later period.

        Returns:
            One row a state, largest absolute change first: iso3, from_class, to_class, change (Stance points)
            with bounds, p_changed, p_towards_power, is_declared.

        Raises:
            PairNotBuiltError: If the version holds no moves for the pair.
        """
        pair = (self.month(start), self.month(end))
        if pair not in self.pairs:
            known = ", ".join(f"{a:%Y-%m} to {b:%Y-%m}" for a, b in self.pairs)
            raise PairNotBuiltError(
                version=self.version, start=f"{pair[0]:%Y-%m}", end=f"{pair[1]:%Y-%m}", known=known or "none"
            )
        return mover_rows(self.folder.read("study_state_transition"), *pair)

    def headline(self, at: str | date | None = None) -> Row:
        """The overview in figures.

        Args:
            at: The period; None takes the newest.

        Returns:
            month, state_count (described), rated_count, class counts of the named classes with `between` and
            NOT_RATED, and `shares` by weight (see `shares`).
        """
        rows = self.states(at)
        named = [row["class"] or "NOT_RATED" for row in rows]
        codes = (*self.study.classes.order, "between", "NOT_RATED")
        return {
            "month": f"{self.month(at):%Y-%m}",
            "state_count": len(rows),
            "rated_count": sum(row["is_rated"] for row in rows),
            "named": {code: named.count(code) for code in codes},
            "shares": {weight: self.shares(at, weight) for weight in WEIGHTS},
        }

    def sources(self) -> list[Row]:
        """Every source of the version: its record, and its snapshot where it was fetched (else null)."""
        snapshots = self.manifest.snapshots
        return [
            {**source.model_dump(mode="json"), "snapshot": snapshots.get(source.source_id)}
            for source in self.manifest.sources
        ]

    def stamp(self) -> Row:
        """What must stand beside every figure: study, version, data date, program, and how to cite it."""
        manifest = self.manifest
        return {
            "study": manifest.study_id,
            "title": dict(self.study.study.title),
            "version": manifest.version_id,
            "data_date": manifest.data_date.isoformat(),
            "software": f"Standpunkt {manifest.software_version}",
            "profile": manifest.profile,
            "fetched_count": len(manifest.snapshots),
            "seed": manifest.seed,
            "draws": manifest.draws,
            "citation": f"Standpunkt, study {manifest.study_id}, version {manifest.version_id}, "
            f"data of {manifest.data_date.isoformat()}.",
        }


def open_study(study_id: str, data: str | None = None, version: str | None = None) -> Observatory:
    """Opens a built version; what `standpunkt.open` calls.

    Args:
        study_id: Id of the study.
        data: The data folder; None takes the environment variable STANDPUNKT_DATA, else the user's folder.
        version: Id of the version; None takes the current one.

    Returns:
        The observatory.
    """
    folder = (
        data or os.environ.get("STANDPUNKT_DATA") or platformdirs.user_data_dir("standpunkt", appauthor=False)
    )
    return Observatory.open(study_id, Path(folder), version)
