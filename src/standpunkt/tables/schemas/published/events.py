"""Events as publishers count them: visits of leaders, and reports of events in the media."""

import dataframely as dy

from standpunkt.tables.schemas.fact import ISO3, Fact, one_of, says

STATE = says("an ISO 3166 code of three letters")
ROLES = (
    "head_of_state_and_government",
    "head_of_government",
    "head_of_state",
    "de_facto_leader",
    "crown_prince",
    "foreign_minister",
    "finance_minister",
)


class EventVisit(Fact):
    """A leader's journey to another state; null where the source leaves a question open.

    A visit to a summit (`is_multilateral`) is no visit to its host; `has_met_host` says whether they met.
    """

    visit_id = dy.String(primary_key=True, min_length=1)
    visitor_iso3 = dy.String(regex=ISO3, metadata=STATE)
    host_iso3 = dy.String(regex=ISO3, metadata=STATE)
    from_date = dy.Date()
    to_date = dy.Date(nullable=True)
    visitor_text = dy.String(nullable=True)
    role_code = dy.String(check=one_of(*ROLES), metadata=says("one of " + ", ".join(ROLES)))
    is_multilateral = dy.Bool(nullable=True)
    has_met_host = dy.Bool(nullable=True)


class DyadDayMediaEvent(Fact):
    """Reports of what one state did towards another on a day, by CAMEO code; they count reports, not deeds.

    `event_code` is the base code of three digits (042 make a visit, 043 host a visit, 057 sign an agreement),
    `root_code` its first two (01 public statement, 03 intent to cooperate, 11 disapprove, 16 reduce ties).
    Goldstein's scale runs from -10 to 10, tone from -100 to 100; means are over events. A day grows for some
    time, because reports of it come in later.
    """

    actor_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    target_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    date = dy.Date(primary_key=True)
    event_code = dy.String(primary_key=True, regex=r"^\d{3}$")
    root_code = dy.String(regex=r"^(0[1-9]|1\d|20)$")
    quad_code = dy.String(check=one_of("1", "2", "3", "4"), metadata=says("1 to 4"))
    event_count = dy.Int64(min=1)
    mention_count = dy.Int64(min=0)
    source_count = dy.Int64(min=0)
    article_count = dy.Int64(min=0)
    goldstein_mean = dy.Float64(nullable=True, min=-10, max=10)
    tone_mean = dy.Float64(nullable=True, min=-100, max=100)


TABLES: dict[str, type[dy.Schema]] = {
    "event_visit": EventVisit,
    "dyad_day_media_event": DyadDayMediaEvent,
}
