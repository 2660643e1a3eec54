"""Where a row comes from: the publisher's record that travels with every number."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Redistribution = Literal["yes", "extract", "derived", "no"]
Verification = Literal["official", "two_independent", "press", "reconstructed", "derived", "unverified"]


class Source(BaseModel):
    """Who published something, under which terms, and how to cite it.

    `may_redistribute`: yes, extract (small parts), derived (single derived figures), no.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source_id: str
    publisher: str
    title: str
    address: str
    licence_text: str
    licence_address: str = ""
    may_redistribute: Redistribution
    citation: str
    bias_note: str = ""
