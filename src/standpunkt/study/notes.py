"""What is known of a study's states beside its facts: for the validation report and the pages of states.

Nothing in it enters a score. The notes lie beside the study, in `notes/<study id>.yml`; it may have none.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from standpunkt.study.sections.texts import Frozen, Month, Record
from standpunkt.vocabulary.declaration import read_declaration, validate_declaration

BUNDLED = Path(__file__).resolve().parents[1] / "studies" / "notes"
Texts = Annotated[Mapping[str, str], Frozen]


class Known(Record):
    """A fact that everybody who knows the state would expect to see: sign of an indicator in a month."""

    state: str
    month: Month
    indicator: str
    sign: Literal[">0", "<0", "=0"]
    because: Texts


class CountedClass(Record):
    """Classes of this study that another study counts as one."""

    label: Texts
    classes: tuple[str, ...]
    count: int
    population: str


class Leaning(Record):
    """How many states another study counted on one side in two months."""

    label: Texts
    classes: tuple[str, ...]
    from_: Month = Field(alias="from")
    to: Month
    counts: tuple[int, int]


class Counted(Record):
    """Another study that counted classes of states, as it is reported, with the reasons for differences."""

    months: tuple[Month, ...]
    total: int
    classes: tuple[CountedClass, ...]
    leaning: Leaning
    text: Texts
    reasons: tuple[Texts, ...]


class Signed(Record):
    """A declaration that is no input: who did not support it, by the Stance of the month before."""

    declaration: str
    before: Month
    text: Texts


class Placebo(Record):
    """States that take the power's place in a test: with them the order of states must not come out."""

    powers: tuple[str, ...]


class Notes(Record):
    """All notes of a study; everything but the schema may be left out."""

    schema_: Literal["1"] = Field(alias="schema")
    known: tuple[Known, ...] = ()
    counted: Counted | None = None
    signed: Signed | None = None
    placebo: Placebo | None = None
    explained: tuple[str, ...] = ()
    objections: Annotated[Mapping[str, tuple[Texts, ...]], Frozen] = Field(default_factory=dict)


def load_notes(study_id: str, folder: Path | None = None) -> Notes:
    """The notes of a study.

    Args:
        study_id: Id of the study.
        folder: Folder with own studies, whose `notes` are looked at first.

    Returns:
        The notes; empty ones where the study has none.
    """
    places = [BUNDLED] if folder is None else [folder / "notes", BUNDLED]
    for place in places:
        path = place / f"{study_id}.yml"
        if path.is_file():
            return validate_declaration(Notes, read_declaration(path))
    return Notes(schema_="1")
