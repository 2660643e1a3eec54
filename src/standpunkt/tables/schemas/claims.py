"""Reviewed claims and the events they prove: written from the evidence ledger, read by measures and pages."""

import dataframely as dy
import polars as pl

from standpunkt.tables.schemas.fact import ISO3, Fact, one_of, says

LAYERS = ("conduct", "tie", "exposure", "none")
AGENCIES = ("own", "joint", "power", "opponent", "third")
PRECISIONS = ("day", "month", "year", "interval", "open", "published")
STATUSES = ("happened", "ongoing", "planned", "hypothetical")
DIRECTIONS = (-1, 0, 1)


class _Dated(Fact):
    """What claims and events share: kind, direction, when it was, and who did what to whom in words.

    `date_precision` is `published` where the text gives no time: it was by then. `to_date` is the last day of
    the span in which it happened, null while it goes on.
    """

    relation = dy.String(regex=r"^[A-Z_]+$")
    pillar = dy.String(check=one_of("D", "M", "E", "I"), metadata=says("one of D, M, E, I"))
    layer = dy.String(check=one_of(*LAYERS), metadata=says("one of " + ", ".join(LAYERS)))
    agency = dy.String(check=one_of(*AGENCIES), metadata=says("one of " + ", ".join(AGENCIES)))
    direction = dy.Int64(
        check=lambda column: column.is_in(list(DIRECTIONS)),
        metadata=says("1 towards the power, -1 towards the opponent, 0 neither"),
    )
    status = dy.String(check=one_of(*STATUSES), metadata=says("one of " + ", ".join(STATUSES)))
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    date_precision = dy.String(check=one_of(*PRECISIONS), metadata=says("one of " + ", ".join(PRECISIONS)))
    text_de = dy.String(min_length=1)
    text_en = dy.String(min_length=1)
    is_disputed = dy.Bool()

    @dy.rule()
    def from_date_up_to_to_date(cls) -> pl.Expr:
        """A span ends on the day it began, or later."""
        bounded = pl.col("from_date").is_not_null() & pl.col("to_date").is_not_null()
        return ~bounded | (pl.col("from_date") <= pl.col("to_date"))


class ClaimReviewed(_Dated):
    """An accepted claim as it stands, with its exact quote; `iso3` is the state whose document it is.

    `quote_text` is cut at 300 characters, `quote_key` is the hash of the whole quote. `event_id` leads to
    `evidence_event`, `document_id` is the hash of the document's bytes.
    """

    claim_id = dy.String(primary_key=True)
    version_count = dy.Int64(min=1)
    event_id = dy.String()
    study_id = dy.String()
    iso3 = dy.String(regex=ISO3, metadata=says("an ISO 3166 code of three letters"))
    focal_codes = dy.String()
    actor_codes = dy.String(min_length=1)
    recipient_codes = dy.String(min_length=1)
    via_codes = dy.String()
    polarity = dy.String()
    stance = dy.String(nullable=True)
    object_text = dy.String(nullable=True)
    quantities_json = dy.String()
    commitment = dy.String()
    credibility = dy.Int64(min=1, max=6)
    reliability = dy.String(regex=r"^[A-F]$", metadata=says("A to F"))
    speaker_text = dy.String()
    is_speaker_interested = dy.Bool()
    is_denial = dy.Bool()
    origin_id = dy.String()
    quote_text = dy.String(min_length=1)
    quote_key = dy.String()
    document_id = dy.String()
    document_text = dy.String()
    publisher_id = dy.String(nullable=True)
    page_code = dy.String(nullable=True)
    reviewed_by_text = dy.String()
    reviewed_date = dy.Date()
    has_second_reader = dy.Bool()


class EvidenceEvent(_Dated):
    """What reviewed claims prove about one state: how much it weighs and which way it points.

    `weight_share` is belief times status times the importance of the relation, without decay, which belongs
    to the measure. Reports of one origin count once: `claim_count` claims come from `group_count` origins.
    `low_value` and `high_value` span all figures that claims give in `unit_code`; they are never averaged.
    """

    event_id = dy.String(primary_key=True)
    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=says("an ISO 3166 code of three letters"))
    study_id = dy.String()
    belief_share = dy.Float64(min=0, max=1)
    weight_share = dy.Float64(min=0, max=1)
    weight_sd_share = dy.Float64(min=0, max=1)
    claim_count = dy.Int64(min=1)
    group_count = dy.Int64(min=0)
    claim_codes = dy.String(min_length=1)
    is_interested = dy.Bool()
    unit_code = dy.String(nullable=True)
    low_value = dy.Float64(nullable=True)
    high_value = dy.Float64(nullable=True)
    quantities_json = dy.String()


TABLES: dict[str, type[dy.Schema]] = {"claim_reviewed": ClaimReviewed, "evidence_event": EvidenceEvent}
