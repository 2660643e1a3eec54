"""Lists and registers as publishers keep them: sanctions, vetoes, alliances, codes, themes, shapes."""

import dataframely as dy

from standpunkt.tables.schemas.fact import ISO3, Fact, one_of, says

STATE = says("an ISO 3166 code of three letters")


class ListingSanction(Fact):
    """An entity on a list; the country is the listing's own, or the last part of its address.

    `from_date` to `to_date`: when it stood on the list; `programme_text`: the list's own name of its reason.
    """

    listing_id = dy.String(primary_key=True, min_length=1)
    entity_id = dy.String(primary_key=True, min_length=1)
    name_text = dy.String(min_length=1)
    kind_code = dy.String(min_length=1)
    iso3 = dy.String(nullable=True, regex=ISO3, metadata=STATE)
    annex_code = dy.String(nullable=True)
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    programme_text = dy.String(nullable=True)
    country_text = dy.String(nullable=True)


class EventSanctionCase(Fact):
    """A sanctions case between a sender and a target; senders may be groups in free text."""

    case_id = dy.String(primary_key=True, min_length=1)
    target_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    sender_text = dy.String(primary_key=True, min_length=1)
    sender_iso3 = dy.String(nullable=True, regex=ISO3, metadata=STATE)
    from_year = dy.Int16(min=1900, max=2100)
    to_year = dy.Int16(min=1900, max=2100)
    kinds_text = dy.String()


class EventAlignment(Fact):
    """A state that aligned itself with a decision of the EU's Council; others did not, or were not asked."""

    act_code = dy.String(primary_key=True, regex=r"^\d{4}/\d+$")
    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    date = dy.Date()
    topic_text = dy.String(nullable=True)


class EventVeto(Fact):
    """A veto in the Security Council by one member."""

    draft_code = dy.String(primary_key=True, min_length=1)
    meeting_code = dy.String(primary_key=True, min_length=1)
    date = dy.Date(primary_key=True)
    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    agenda_text = dy.String(nullable=True)
    topic_text = dy.String(nullable=True)


class RollCallTheme(Fact):
    """A theme that somebody gave a roll call, by the id that they use for it."""

    series_id = dy.String(primary_key=True, min_length=1)
    record_id = dy.String(primary_key=True, min_length=1)
    theme_code = dy.String(primary_key=True, min_length=1)


class StateRecordVote(Fact):
    """A vote by the record number of a second collection of roll calls, kept apart for comparison."""

    series_id = dy.String(primary_key=True, min_length=1)
    record_id = dy.String(primary_key=True, min_length=1)
    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    vote = dy.String(check=one_of("yes", "no", "abstain", "absent"))


class StateCouncilVote(Fact):
    """A vote in the Security Council on an adopted resolution; failed drafts and vetoes stand elsewhere."""

    resolution_code = dy.String(primary_key=True, regex=r"^S/RES/\d+ ?\(\d{4}\)$")
    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    date = dy.Date()
    vote = dy.String(check=one_of("yes", "no", "abstain", "absent"))
    is_permanent = dy.Bool()
    is_without_vote = dy.Bool()
    topic_text = dy.String(nullable=True)


class DyadYearAlliance(Fact):
    """Obligations between two states in a year, by kind."""

    state_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    partner_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    year = dy.Int16(primary_key=True, min=1800, max=2100)
    is_defence = dy.Bool()
    is_offence = dy.Bool()
    is_neutrality = dy.Bool()
    is_nonaggression = dy.Bool()
    is_consultation = dy.Bool()


class DyadYearSharedOrganisations(Fact):
    """How many international organisations two states share."""

    state_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    partner_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    year = dy.Int16(primary_key=True, min=1800, max=2100)
    organisation_count = dy.Int64(min=0)


class StateCodeSpell(Fact):
    """The code that a system gives a state; ends at the end of the data are no ends of states."""

    system_id = dy.String(primary_key=True, min_length=1)
    state_code = dy.String(primary_key=True, min_length=1)
    from_date = dy.Date(primary_key=True)
    name_text = dy.String(min_length=1)
    to_date = dy.Date(nullable=True)
    iso3 = dy.String(nullable=True, regex=ISO3, metadata=STATE)


class StateOrganisationSnapshot(Fact):
    """What a reference work said about a membership on a day: a candidate to look at, never an input."""

    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    organisation_text = dy.String(primary_key=True, min_length=1)
    snapshot_date = dy.Date(primary_key=True)
    status_text = dy.String(min_length=1)


class StateOrganisationCandidate(Fact):
    """A membership that a collection states with its days: a candidate to look at, never an input."""

    statement_id = dy.String(primary_key=True, min_length=1)
    iso3 = dy.String(regex=ISO3, metadata=STATE)
    organisation_code = dy.String(min_length=1)
    organisation_text = dy.String(nullable=True)
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)


class ListingShape(Fact):
    """A shape of a map layer; special ids stand for disputed areas."""

    layer_id = dy.String(primary_key=True, min_length=1)
    name_text = dy.String(primary_key=True, min_length=1)
    shape_code = dy.String(min_length=1)


class ListingField(Fact):
    """A column of a publisher's file, as the publisher describes it."""

    dataset_id = dy.String(primary_key=True, min_length=1)
    field_code = dy.String(primary_key=True, min_length=1)
    type_code = dy.String(min_length=1)
    description_text = dy.String(nullable=True)


class SeriesValue(Fact):
    """A number of a small published series that no other table holds."""

    series_id = dy.String(primary_key=True, min_length=1)
    subject_code = dy.String(primary_key=True, min_length=1)
    period_code = dy.String(primary_key=True, min_length=1)
    measure_code = dy.String(primary_key=True, min_length=1)
    number_value = dy.Float64()


TABLES: dict[str, type[dy.Schema]] = {
    "listing_sanction": ListingSanction,
    "event_sanction_case": EventSanctionCase,
    "event_alignment": EventAlignment,
    "event_veto": EventVeto,
    "roll_call_theme": RollCallTheme,
    "state_record_vote": StateRecordVote,
    "state_council_vote": StateCouncilVote,
    "dyad_year_alliance": DyadYearAlliance,
    "dyad_year_shared_organisations": DyadYearSharedOrganisations,
    "state_code_spell": StateCodeSpell,
    "state_organisation_snapshot": StateOrganisationSnapshot,
    "state_organisation_candidate": StateOrganisationCandidate,
    "listing_shape": ListingShape,
    "listing_field": ListingField,
    "series_value": SeriesValue,
}
