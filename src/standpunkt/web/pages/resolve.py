"""From what stands in an address or a search box to a state of the study."""

from standpunkt.dossier.observatory import Observatory
from standpunkt.languages.names import state_name
from standpunkt.vocabulary.errors.dossier import StateOutsideError
from standpunkt.vocabulary.errors.states import UnknownStateError
from standpunkt.vocabulary.states import resolve
from standpunkt.web.place import write_query
from standpunkt.web.problems import OffCanonicalError, Way
from standpunkt.web.visit import Visit

ISO3_LENGTH = 3
ISO2_LENGTH = 2


def every_code(observatory: Observatory) -> frozenset[str]:
    """The states that have a page: the described ones and the poles."""
    return frozenset(observatory.study.universe_states()) | observatory.study.poles.states()


def find_state(visit: Visit, text: str) -> str:
    """The state that a name or code means; an unknown one is refused with links to the nearest.

    Args:
        visit: The request.
        text: A code, or a German or English name.

    Returns:
        ISO3 code of a state with a page.

    Raises:
        UnknownStateError: If the text means no state.
        StateOutsideError: If the state takes no part in the study.
    """
    try:
        found = resolve(text, visit.lang).iso3
    except UnknownStateError as error:
        _offer(visit, error.values.get("nearest"))
        raise
    if found not in every_code(visit.observatory):
        visit.observatory.status(found)
        raise StateOutsideError(study=visit.place.study_id, value=found, count=0, poles="")
    return found


def state_of_path(visit: Visit, text: str) -> str:
    """The state of an address; other case and ISO2 lead to the canonical address.

    Args:
        visit: The request.
        text: The part of the path that names the state.

    Returns:
        ISO3 code of a state with a page.

    Raises:
        OffCanonicalError: If the code is understood but written otherwise.
        UnknownStateError: If it is no code of a state.
    """
    if text in every_code(visit.observatory):
        return text
    found = find_state(visit, text)
    if len(text) in {ISO2_LENGTH, ISO3_LENGTH}:
        path = visit.request.url.path.replace(f"/state/{text}", f"/state/{found}")
        raise OffCanonicalError(path + write_query(dict(visit.request.query_params)))
    visit.request.state.ways = [_way(visit, found)]
    raise UnknownStateError(value=text, nearest=state_name(found, visit.lang))


def _offer(visit: Visit, nearest: object) -> None:
    """Puts links to the nearest names on the error page."""
    names = nearest.split(", ") if isinstance(nearest, str) else list(nearest or ())  # type: ignore[call-overload]
    ways = []
    for name in names:
        try:
            ways.append(_way(visit, resolve(str(name), visit.lang).iso3))
        except UnknownStateError:
            continue
    visit.request.state.ways = ways


def _way(visit: Visit, iso3: str) -> Way:
    return Way(address=visit.state_link(iso3), text=state_name(iso3, visit.lang))
