"""How often a host is asked: a bucket of tokens, a counter per day, waits that double."""

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from standpunkt.tables.placing import write_bytes
from standpunkt.vocabulary.clock import now
from standpunkt.vocabulary.errors.sources import QuotaError

LONGEST_WAIT_SECONDS = 60.0
LONGEST_ASKED_WAIT_SECONDS = 300.0
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 522, 524})


@dataclass
class Pace:
    """A bucket that fills with `rate` tokens a second up to `burst`; each request takes one."""

    rate_per_second: float
    burst: int
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _tokens: float = field(init=False)
    _seen: float = field(init=False)

    def __post_init__(self) -> None:
        """Fills the bucket."""
        self._tokens = float(self.burst)
        self._seen = self.clock()

    def wait(self) -> float:
        """Waits until a request is allowed.

        Returns:
            Seconds waited.
        """
        moment = self.clock()
        self._tokens = min(self.burst, self._tokens + (moment - self._seen) * self.rate_per_second)
        self._seen = moment
        pause = max(0.0, (1 - self._tokens) / self.rate_per_second)
        if pause:
            self.sleep(pause)
            self._seen += pause
            self._tokens += pause * self.rate_per_second
        self._tokens -= 1
        return pause


def pause_before(attempt: int, retry_after: str | None) -> float:
    """Seconds before a further attempt: what the server asks for, else chance below a doubling limit.

    Args:
        attempt: Number of attempts made, from 1.
        retry_after: The header: seconds or a date.

    Returns:
        Seconds, at most 300 where the server asks and 60 where it does not.
    """
    asked = _asked_seconds(retry_after)
    if asked is not None:
        return min(max(asked, 0.0), LONGEST_ASKED_WAIT_SECONDS)
    return secrets.SystemRandom().uniform(0, min(LONGEST_WAIT_SECONDS, 2.0**attempt))


def _asked_seconds(retry_after: str | None) -> float | None:
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return (parsedate_to_datetime(retry_after) - now()).total_seconds()
    except (ValueError, TypeError):
        return None


@dataclass(frozen=True)
class Quota:
    """Counts the calls of a day in a file, so that a restart does not forget them."""

    path: Path
    source_id: str
    per_day: int | None

    def take(self, moment: datetime) -> None:
        """Counts one call.

        Args:
            moment: When, in UTC.

        Raises:
            QuotaError: If the day's calls are used up.
        """
        if self.per_day is None:
            return
        today = moment.date().isoformat()
        used = 0
        if self.path.is_file():
            stored = json.loads(self.path.read_text(encoding="utf-8"))
            used = stored["used"] if stored["day"] == today else 0
        if used >= self.per_day:
            midnight = datetime.combine(moment.date() + timedelta(days=1), datetime.min.time(), UTC)
            raise QuotaError(
                source_id=self.source_id, per_day=self.per_day, next_at=midnight.strftime("%Y-%m-%d %H:%M")
            )
        write_bytes(self.path, json.dumps({"day": today, "used": used + 1}).encode())
