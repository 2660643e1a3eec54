"""Rebuilds the derived tables of the starter from a folder of open data: `python rebuild.py FOLDER`.

The same inputs give the same bytes. Tables that people keep (sanctions, aid, defence ties, evidence ...) are
edited in `src/standpunkt/starter/` and are not touched.
"""

import sys
from pathlib import Path

import arms
import energy
import states
import ties
import trade
import votes

PARTS = (votes, states, trade, energy, arms, ties)


def main() -> int:
    """Runs every part on the folder given as the only argument."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print(
            "Usage: python tools/starter/rebuild.py FOLDER (with votes/, base/, trade/, energy/, arms/, ties/)"
        )
        return 2
    for part in PARTS:
        part.rebuild(Path(sys.argv[1]))
        print(f"{part.__name__}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
