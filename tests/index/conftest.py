"""One run of the small world, shared by all tests of the room."""

import pytest

from standpunkt.index.result import Result
from tests.index.world import World, make_world


@pytest.fixture(scope="session")
def small_world() -> World:
    """The made-up world."""
    return make_world()


@pytest.fixture(scope="session")
def result(small_world: World) -> Result:
    """Its run."""
    return small_world.result()
