"""The review desk of the web, opened on the ledger of this session."""

from typing import TYPE_CHECKING, Any

from standpunkt.cli.session import Session

if TYPE_CHECKING:
    from standpunkt.web.desk.room import Arrival, Room

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def desk_room(session: Session, host: str, *, is_wanted: bool | None) -> "Room | None":
    """The desk that a server offers.

    Args:
        session: Global options.
        host: The address that the server listens on.
        is_wanted: What the user said; None opens the desk where only this machine can reach it.

    Returns:
        The room; None for a server that shows pages only.
    """
    from standpunkt.pipeline.evidence import documents, ledger
    from standpunkt.web.desk.room import Room

    if is_wanted is False or (is_wanted is None and host not in LOOPBACK):
        return None

    def take_in(arrival: "Arrival") -> dict[str, Any]:
        desk = ledger.open_desk(session.data_dir, arrival.who)
        request = documents.DocumentRequest(
            file=arrival.file,
            published=arrival.published,
            language=arrival.language,
            encoding=arrival.encoding,
            password_file=arrival.password_file,
        )
        intake = ledger.Intake(
            title=arrival.title,
            publisher=arrival.publisher,
            profile=arrival.profile,
            study=arrival.study,
            is_new_version=arrival.is_new_version,
            uri=arrival.name,
        )
        return ledger.add(desk, request, intake)

    return Room(session.data_dir, lambda: ledger.open_desk(session.data_dir).database, take_in)
