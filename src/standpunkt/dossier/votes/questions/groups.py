"""Groups of states that a question may name: camps of the study and organisations."""

from datetime import date

from standpunkt.study.load import load_study
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.votes import UnknownGroupError
from standpunkt.vocabulary.organisation_register import Organisation, every_organisation

CAMPS = ("power", "opponent", "rest")


def is_group(name: str) -> bool:
    """Whether a name is a camp or an organisation rather than a state."""
    return name.lower() in {*CAMPS, *_organisations()}


def members_today(study_id: str, group: str) -> frozenset[str]:
    """The states of a group on the last day of a study.

    Args:
        study_id: Id of the study.
        group: A camp or organisation.

    Returns:
        ISO3 codes.
    """
    study = load_study(study_id)
    return members_of(study, group, study.period.to)


def members_of(study: Study, group: str, on: date) -> frozenset[str]:
    """The states of a group on a day.

    Args:
        study: Whose camps are meant.
        group: `power`, `opponent`, `rest`, or the id of an organisation in any case.
        on: The day.

    Returns:
        ISO3 codes; a camp includes its pole.

    Raises:
        UnknownGroupError: If there is no such group.
    """
    group = group.lower()
    if group == "rest":
        return study.camp_members("rest", on)
    if group == "power":
        return study.camp_members("power", on) | frozenset(study.poles.power.states)
    if group == "opponent":
        return study.camp_members("opponent", on) | frozenset(study.poles.opponent.states)
    known = _organisations()
    if group not in known:
        raise UnknownGroupError(value=group, known=", ".join((*CAMPS, *known)))
    return known[group].states_with("member", on)


def _organisations() -> dict[str, Organisation]:
    return {one.id.lower(): one for one in every_organisation()}
