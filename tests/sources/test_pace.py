"""How often a host is asked."""

import pytest

from standpunkt.sources.connector.transport.pace import Pace, pause_before


def test_bucket_lets_a_burst_through_and_then_waits():
    now = [0.0]
    waits: list[float] = []

    def sleep(seconds):
        waits.append(round(seconds, 3))
        now[0] += seconds

    pace = Pace(2.0, 3, lambda: now[0], sleep)
    for _request in range(5):
        pace.wait()
    assert waits == [0.5, 0.5]


@pytest.mark.parametrize(("asked", "seconds"), [("3", 3.0), ("100000", 300.0), ("-4", None)])
def test_retry_after_in_seconds_is_kept_within_reason(asked, seconds):
    found = pause_before(1, asked)
    assert found == seconds if seconds is not None else 0 <= found <= 2


def test_retry_after_as_a_date_in_the_past_means_now():
    assert pause_before(1, "Wed, 21 Oct 2015 07:28:00 GMT") == 0


def test_waits_grow_up_to_a_minute():
    assert all(0 <= pause_before(attempt, None) <= min(60, 2**attempt) for attempt in range(1, 12))
