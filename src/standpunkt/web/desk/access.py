"""Who writes at the desk, and whether a form really comes from it."""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request

from standpunkt.vocabulary.errors.web import ForeignFormError, ReviewerNameError

COOKIE = "standpunkt_reviewer"
KEY_FILE = "desk.key"
KEY_BYTES = 32
NONCE_BYTES = 12
MOST_LETTERS = 80
FOREIGN_SITES = frozenset({"cross-site", "same-site"})
TOKEN_FIELD = "token"  # noqa: S105 (name of a field)


@dataclass(frozen=True)
class Reviewer:
    """A person at the desk; `session` is the random part of their cookie."""

    name: str
    session: str


NOBODY = Reviewer("", "")


def desk_key(data_dir: Path) -> bytes:
    """The secret of a data folder, made once and readable by its owner only.

    Args:
        data_dir: The data folder.

    Returns:
        Random bytes, the same after a restart.
    """
    file = data_dir / KEY_FILE
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_bytes()
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(secrets.token_bytes(KEY_BYTES))
    return file.read_bytes()


class Access:
    """Signs names and forms with the secret of the data folder.

    Args:
        key: The secret.
    """

    def __init__(self, key: bytes) -> None:
        """See the class."""
        self._key = key

    def cookie_of(self, name: str) -> str:
        """A signed cookie for a name.

        Args:
            name: As the person wrote it.

        Returns:
            The value of the cookie.

        Raises:
            ReviewerNameError: For an empty, long or unprintable name.
        """
        known = " ".join(name.split())
        if not known or len(known) > MOST_LETTERS or not known.isprintable():
            raise ReviewerNameError(value=known[:MOST_LETTERS], most=MOST_LETTERS)
        body = f"{secrets.token_urlsafe(NONCE_BYTES)}.{base64.urlsafe_b64encode(known.encode()).decode()}"
        return f"{body}.{self._sign('name', body)}"

    def reviewer(self, request: Request) -> Reviewer:
        """The person whose cookie a request carries; nobody without a genuine one."""
        body, _, mark = request.cookies.get(COOKIE, "").rpartition(".")
        session, _, name = body.partition(".")
        if not session or not hmac.compare_digest(mark, self._sign("name", body)):
            return NOBODY
        return Reviewer(base64.urlsafe_b64decode(name).decode(), session)

    def token(self, reviewer: Reviewer) -> str:
        """What every form of a person carries."""
        return self._sign("form", reviewer.session)

    def check(self, request: Request, form: Mapping[str, object]) -> Reviewer:
        """Proves that a form was sent from a page of this desk.

        Args:
            request: The request.
            form: Its fields.

        Returns:
            Who sent it.

        Raises:
            ForeignFormError: If another site sent it, or its token is not this person's.
        """
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
            raise ForeignFormError(value=origin)
        if request.headers.get("sec-fetch-site", "") in FOREIGN_SITES:
            raise ForeignFormError(value=request.headers["sec-fetch-site"])
        reviewer = self.reviewer(request)
        if not hmac.compare_digest(str(form.get(TOKEN_FIELD, "")), self.token(reviewer)):
            raise ForeignFormError(value=origin or "?")
        return reviewer

    def _sign(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()
