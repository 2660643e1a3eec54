"""One typed door to the compiler: kernels are compiled where numba (extra `votes`) is installed."""

from collections.abc import Callable
from types import ModuleType
from typing import ParamSpec, TypeVar

numba: ModuleType | None
try:
    import numba
except ModuleNotFoundError:  # the plain path of `plain.py` serves then
    numba = None

Given = ParamSpec("Given")
Found = TypeVar("Found")


def has_compiler() -> bool:
    """Whether kernels run compiled."""
    return numba is not None


def compiled(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """Compiles a kernel on its first call and keeps the result on disk; without numba the function itself."""
    if numba is None:
        return function
    made: Callable[Given, Found] = numba.njit(cache=True)(function)
    return made
