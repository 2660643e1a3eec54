"""Reviewed statements about a state, in our own words, each with its outlet."""

import dataframely as dy
import polars as pl

from standpunkt.tables.schemas.fact import ISO3, Fact, one_of, says

PILLARS = ("D", "M", "E", "I")
COMMITMENTS = ("asserted", "reported", "estimated", "alleged", "announced")
STATUSES = ("undisputed", "disputed", "denied", "conflicting")


class EvidenceRecord(Fact):
    """One statement. Texts are ours; the speaker's words are never taken over.

    `commitment` is how far the outlet stands behind it; `status` whether somebody contradicts it.
    `relation` names what it is about in capital letters (`ARMS_SUPPLY`, `SANCTIONS`, `VISIT` ...).
    """

    evidence_id = dy.String(primary_key=True, regex=r"^[A-Z]{3}-\d{3}$", metadata=says("like SRB-001"))
    iso3 = dy.String(regex=ISO3, metadata=says("an ISO 3166 code of three letters"))
    pillar = dy.String(check=one_of(*PILLARS), metadata=says("one of D, M, E, I"))
    relation = dy.String(regex=r"^[A-Z_]+$")
    from_date = dy.Date()
    to_date = dy.Date(nullable=True)
    text_de = dy.String(min_length=1)
    text_en = dy.String(min_length=1)
    commitment = dy.String(check=one_of(*COMMITMENTS), metadata=says("one of " + ", ".join(COMMITMENTS)))
    status = dy.String(check=one_of(*STATUSES), metadata=says("one of " + ", ".join(STATUSES)))
    speaker_text = dy.String(nullable=True)
    is_speaker_interested = dy.Bool()
    denied_by_text = dy.String(nullable=True)
    outlet_text = dy.String(min_length=1)
    quantity_text = dy.String(nullable=True)

    @dy.rule()
    def from_date_before_to_date(cls) -> pl.Expr:
        """A spell ends after it began."""
        return pl.col("to_date").is_null() | (pl.col("from_date") < pl.col("to_date"))

    @dy.rule()
    def denied_by_text_with_status_denied(cls) -> pl.Expr:
        """Whoever is said to deny it is named."""
        return (pl.col("status") != "denied") | pl.col("denied_by_text").is_not_null()


TABLES: dict[str, type[dy.Schema]] = {"evidence_record": EvidenceRecord}
