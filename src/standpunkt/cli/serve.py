"""`standpunkt serve`: the web application on this machine."""

import webbrowser
from typing import Annotated

from cyclopts import Parameter

from standpunkt.cli.opening import open_observatory
from standpunkt.cli.output import note
from standpunkt.cli.session import Session
from standpunkt.vocabulary.errors.run import MissingExtraError, OptionRangeError

HIGHEST_PORT = 65535


def serve(
    study: str = "russia_ukraine",
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    desk: bool | None = None,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Serves map, state pages, method and data on this machine until Ctrl-C.

    Args:
        study: Id of the study that is built first if nothing was built yet.
        host: Address to listen on.
        port: Port; a taken one is refused. Without it the next free one from 8321.
        desk: Whether the review desk is open. Without it: open where only this machine can reach the server.
        session: Global options.

    Returns:
        The exit code.
    """
    observatory = open_observatory(study, session)
    run_server(session, observatory.study.id, (host, port), opens_browser=False, desk=desk)
    return 0


def run_server(
    session: Session,
    study: str,
    place: tuple[str, int | None],
    *,
    opens_browser: bool,
    desk: bool | None = None,
) -> None:
    """Serves until the process is interrupted.

    Args:
        session: Global options.
        study: The study named in the address that is printed.
        place: Address and port to listen on; None as port takes the next free one.
        opens_browser: Whether the start page is opened in a browser.
        desk: Whether the review desk is open; None opens it where only this machine can reach the server.

    Raises:
        MissingExtraError: If the packages for the web are not installed.
        OptionRangeError: If the port is no port.
    """
    try:
        from standpunkt.cli.evidence.desk import desk_room
        from standpunkt.web.app import create_app
        from standpunkt.web.security import LOCAL_HOSTS
        from standpunkt.web.serve import check_port, free_port
        from standpunkt.web.serve import serve as serve_app
    except ImportError as error:
        raise MissingExtraError(package=error.name or "fastapi", purpose="the web", extra="web") from error
    host, port = place
    if port is None:
        port = free_port(host)
    elif not 1 <= port <= HIGHEST_PORT:
        raise OptionRangeError(option="--port", value=port, low=1, high=HIGHEST_PORT)
    else:
        check_port(host, port)
    address = f"http://{host}:{port}/{session.language}/s/{study}/"
    note(session, session.say("Open {address} (Ctrl-C ends it)", address=address))
    if opens_browser:
        webbrowser.open(address)
    room = desk_room(session, host, is_wanted=desk)
    serve_app(create_app(session.data_dir, hosts=(*LOCAL_HOSTS, host), desk=room), host, port)
