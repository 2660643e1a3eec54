"""Makes all chance of the index: one Sobol sequence for global factors, one counter-based stream per cell.

Streams are keyed by name, so that adding a state or an indicator changes nobody else's draws, and every
month, what-if and comparison reuses draw d (common random numbers).
"""

import hashlib

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

KEY_BYTES = 16


def stream(seed: int, *names: str) -> np.random.Generator:
    """The stream of a name: Philox keyed by blake2b of seed and names.

    Args:
        seed: The study's seed.
        *names: Factor, indicator, state ...

    Returns:
        A generator at the start of its stream.
    """
    return np.random.Generator(np.random.Philox(key=_key(seed, *names)))


def _key(seed: int, *names: str) -> int:
    text = "|".join([str(seed), *names]).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=KEY_BYTES).digest(), "little")


def sobol(seed: int, count: int, dimensions: int) -> NDArray[np.float64]:
    """Points of a scrambled Sobol sequence, strictly inside the unit cube.

    Args:
        seed: The study's seed.
        count: Number of points; the next power of two is drawn and cut.
        dimensions: Number of dimensions.

    Returns:
        [count, dimensions].
    """
    scrambler = np.random.Generator(np.random.Philox(np.random.SeedSequence(_key(seed, "sobol"))))
    engine = qmc.Sobol(dimensions, scramble=True, rng=scrambler)
    points = engine.random_base2(max(count - 1, 1).bit_length())[:count]
    return np.clip(points, 1e-9, 1 - 1e-9)
