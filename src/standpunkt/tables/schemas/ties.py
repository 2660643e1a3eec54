"""What binds or joins states: organisations, declarations, treaties and bases, exercises."""

import dataframely as dy

from standpunkt.tables.schemas.fact import ISO3, Fact, SpellFact, one_of, says

STATUSES = ("member", "candidate", "observer", "partner", "associate", "invited", "suspended", "frozen")
STANCES = ("signed", "joined", "withdrew", "attended")
KINDS = ("treaty", "base", "troops")
STATE = says("an ISO 3166 code of three letters")


class StateOrganisationSpellMembership(SpellFact):
    """A state's status in an organisation; a change of status is a new spell."""

    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    organisation_id = dy.String(primary_key=True, regex=r"^[A-Z0-9_]+$")
    status = dy.String(check=one_of(*STATUSES), metadata=says("one of " + ", ".join(STATUSES)))


class StateDeclarationSpellSupport(SpellFact):
    """How a state stands to a declaration: signed, joined later, withdrew, or only attended."""

    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    declaration_id = dy.String(primary_key=True, min_length=1)
    status = dy.String(check=one_of(*STANCES), metadata=says("one of " + ", ".join(STANCES)))


class DyadSpellDefence(SpellFact):
    """A defence tie of a state to a partner.

    `grade` is its strength: 2 a treaty of mutual defence or a union, 1 a base, troops or a looser treaty.
    """

    state_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    partner_iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    kind = dy.String(primary_key=True, check=one_of(*KINDS), metadata=says("one of " + ", ".join(KINDS)))
    grade = dy.Int64(min=1, max=2, metadata=says("1 or 2"))


class EventExercise(Fact):
    """A joint exercise led by one state; one row per further participant."""

    exercise_id = dy.String(primary_key=True, min_length=1)
    iso3 = dy.String(primary_key=True, regex=ISO3, metadata=STATE)
    leader_iso3 = dy.String(regex=ISO3, metadata=STATE)
    from_date = dy.Date()
    name_text = dy.String(min_length=1)
    date_precision = dy.String(check=one_of("day", "month", "year"), metadata=says("day, month or year"))


TABLES: dict[str, type[dy.Schema]] = {
    "state_organisation_spell_membership": StateOrganisationSpellMembership,
    "state_declaration_spell_support": StateDeclarationSpellSupport,
    "dyad_spell_defence": DyadSpellDefence,
    "event_exercise": EventExercise,
}
