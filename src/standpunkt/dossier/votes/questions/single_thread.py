"""Runs small matrix work in one thread: threads of the algebra library would cost four times the seconds."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import threadpool_limits

Given = ParamSpec("Given")
Found = TypeVar("Found")


def on_single_thread(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """A function that keeps to one thread.

    Args:
        function: What multiplies small matrices.

    Returns:
        The same function, limited while it runs.
    """

    @wraps(function)
    def limited(*args: Given.args, **kwargs: Given.kwargs) -> Found:
        with threadpool_limits(1):
            return function(*args, **kwargs)

    return limited
