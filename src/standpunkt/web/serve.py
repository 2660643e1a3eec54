"""Runs the app on an address of this machine."""

import socket

import uvicorn
from fastapi import FastAPI

from standpunkt.vocabulary.errors.web import PortTakenError

DEFAULT_PORT = 8321
TRIED_PORTS = 20


def free_port(host: str = "127.0.0.1", first: int = DEFAULT_PORT) -> int:
    """The first free port from `first` on.

    Args:
        host: The address to bind.
        first: Where to begin.

    Returns:
        A port that could be bound a moment ago.

    Raises:
        PortTakenError: If none of twenty is free.
    """
    for port in range(first, first + TRIED_PORTS):
        try:
            check_port(host, port)
        except PortTakenError:
            continue
        return port
    raise PortTakenError(host=host, port=first, problem=f"{TRIED_PORTS} ports are taken")


def check_port(host: str, port: int) -> None:
    """Refuses a port that cannot be bound.

    Args:
        host: The address to bind.
        port: The port.

    Raises:
        PortTakenError: If it is taken or forbidden.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTakenError(host=host, port=port, problem=error.strerror or str(error)) from error


def serve(app: FastAPI, host: str = "127.0.0.1", port: int = DEFAULT_PORT) -> None:
    """Serves until interrupted.

    Args:
        app: The app.
        host: The address to bind.
        port: The port; checked before anything starts.
    """
    check_port(host, port)
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)
