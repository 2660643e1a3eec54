"""Kinds of relation that a claim can state: one file each in `relations/`.

A kind says who acts on whom, which way it points (sign), to which pillar and layer it belongs and which
indicators it feeds. Words that express it belong to a language, not here.
"""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from standpunkt.vocabulary.declaration import read_declaration, validate_declaration
from standpunkt.vocabulary.errors.relations import UnknownRelationError

RELATIONS_FOLDER = Path(__file__).resolve().parent / "relations"
NO_CLAIM = "NONE"
"""What a sentence without a claim is called."""
Sign = Literal["+", "-", "0", "stance"]
Layer = Literal["conduct", "tie", "exposure", "none"]
SIGNS: dict[str, int] = {"+": 1, "-": -1, "0": 0}


class Both(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    de: str
    en: str

    def of(self, language: str) -> str:
        """The text in a language; English where there is none."""
        return self.de if language == "de" else self.en


class Roles(BaseModel):
    """Who acts and who receives, in words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    actor: Both
    recipient: Both


class Layers(BaseModel):
    """The layer in which the claim counts when the described state is its actor, or its recipient."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    actor: Layer
    recipient: Layer


class Relation(BaseModel):
    """One kind of relation.

    `sign` is the direction of an affirmed claim towards the other party; `stance` means that the claim says
    for or against. `mutual` acts have no giver. `units` are the kinds of quantity that go with it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    order: int
    label: Both
    pillar: Literal["D", "M", "E", "I"]
    sign: Sign
    mutual: bool
    layers: Layers
    feeds: tuple[str, ...]
    roles: Roles
    units: tuple[str, ...]
    plover: str
    example: Both

    @property
    def is_stance(self) -> bool:
        """Whether a claim of this kind says for or against something."""
        return self.sign == "stance"

    @property
    def base_sign(self) -> int:
        """+1, -1 or 0; 0 for a stance, whose sign comes from what it is about."""
        return SIGNS.get(self.sign, 0)


@lru_cache(maxsize=1)
def every_relation() -> dict[str, Relation]:
    """All kinds by code, in the order of the typology."""
    found = [
        validate_declaration(Relation, read_declaration(path))
        for path in sorted(RELATIONS_FOLDER.glob("*.yml"))
    ]
    return {one.code: one for one in sorted(found, key=lambda one: one.order)}


def relation(code: str) -> Relation:
    """One kind of relation.

    Args:
        code: Its code.

    Returns:
        The kind.

    Raises:
        UnknownRelationError: For a code without a file.
    """
    known = every_relation()
    if code not in known:
        raise UnknownRelationError(value=code, known=", ".join(known))
    return known[code]
