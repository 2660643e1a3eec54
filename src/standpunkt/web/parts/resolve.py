"""From what stands in an address or a search box to a state of the study."""

import re

from standpunkt.dossier.observatory import Observatory
from standpunkt.languages.names import state_name
from standpunkt.languages.resolve import resolve_state
from standpunkt.vocabulary.errors.states import AmbiguousStateError, UnknownStateError
from standpunkt.web.place import write_query
from standpunkt.web.problems import OffCanonicalError, Way
from standpunkt.web.visit import Visit

CODE = re.compile(r"\(([A-Z]{3})\)")
LONGEST_CODE = 3


def every_code(observatory: Observatory) -> frozenset[str]:
    """The states that have a page: the described ones and the poles.

    Args:
        observatory: The version.

    Returns:
        ISO3 codes.
    """
    return frozenset(observatory.study.universe_states()) | observatory.study.poles.states()


def find_state(visit: Visit, text: str) -> str:
    """The state that a name or code means; an unknown one is refused with links to the nearest.

    Args:
        visit: The request.
        text: A code, or a German or English name.

    Returns:
        ISO3 code of a state with a page; a state outside the study is refused by the observatory.

    Raises:
        UnknownStateError: If the text means no state.
        AmbiguousStateError: If it means several.
    """
    try:
        found = resolve_state(text, visit.lang).iso3
    except (UnknownStateError, AmbiguousStateError) as error:
        named = str(error.values.get("nearest") or error.values.get("candidates") or "")
        known = every_code(visit.observatory)
        visit.request.state.ways = [_way(visit, code) for code in CODE.findall(named) if code in known]
        raise
    visit.request.state.ways = []
    visit.observatory.status(found)
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
    if len(text) <= LONGEST_CODE:
        path = visit.request.url.path.replace(f"/state/{text}", f"/state/{found}")
        raise OffCanonicalError(path + write_query(dict(visit.request.query_params)))
    visit.request.state.ways = [_way(visit, found)]
    raise UnknownStateError(value=text, nearest=f"{state_name(found, visit.lang)} ({found})")


def _way(visit: Visit, iso3: str) -> Way:
    return Way(address=visit.state_link(iso3), text=state_name(iso3, visit.lang))
