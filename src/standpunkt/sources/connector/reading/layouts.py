"""Which layout a file has: its columns by name, none missing and none unknown; every row keeps its number.

Row numbers count as a person does who opens the file: in CSV the header is row 1, elsewhere the first record.
"""

from dataclasses import dataclass

import polars as pl

from standpunkt.sources.connector.declaration import Layout, SourceDeclaration, SourceFile
from standpunkt.vocabulary.errors.sources import LayoutError, UnreadableFileError

ROW = "row_in_snapshot"


@dataclass(frozen=True)
class Named:
    """A file with all that its messages name: the source, the declared file, its own name."""

    source_id: str
    declared: SourceDeclaration
    file: SourceFile
    name: str

    def unreadable(self, problem: str) -> UnreadableFileError:
        """The refusal of bytes that are not what the declaration says."""
        return UnreadableFileError(
            file=self.name,
            problem=problem,
            form=self.file.form,
            encoding=self.file.encoding,
            source_id=self.source_id,
        )


def match_layout(columns: list[str], named: Named) -> Layout:
    """The layout that these columns fit: all its columns, and none that it does not name.

    Args:
        columns: Names in the file.
        named: The file.

    Returns:
        The layout.

    Raises:
        LayoutError: If none fits; names what is missing and new against the nearest.
    """
    found = set(columns)
    distances: list[tuple[int, Layout, set[str], set[str]]] = []
    for layout in named.declared.layouts:
        if layout.unit != named.file.unit:
            continue
        needed = set(layout.columns)
        missing = needed - found
        named_ones = needed | set(layout.optional) | set(layout.ignored)
        unknown = set() if layout.is_open else found - named_ones
        if not missing and not unknown and len(found) == len(columns):
            return layout
        distances.append((len(missing) + len(unknown), layout, missing, unknown))
    _distance, layout, missing, unknown = min(distances, key=lambda one: one[0])
    twice = {column for column in columns if columns.count(column) > 1}
    raise LayoutError(
        file=named.name,
        missing=", ".join(sorted(missing)) or "none",
        unknown=", ".join(sorted(unknown | twice)) or "none",
        layout=layout.id,
        source_id=named.source_id,
    )


def numbered(frame: pl.DataFrame, offset: int) -> pl.DataFrame:
    """A frame whose rows say where they stand in the file.

    Args:
        frame: Rows in the order of the file.
        offset: Number of the first.

    Returns:
        The frame with `row_in_snapshot`.
    """
    return frame.with_row_index(ROW, offset=offset).with_columns(pl.col(ROW).cast(pl.Int64))
