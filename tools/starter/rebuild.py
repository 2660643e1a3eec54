"""Rebuilds the derived tables of the starter: `python -m tools.starter.rebuild DATA [TARGET]`.

DATA holds open data in votes/, base/, trade/, energy/, arms/, ties/, sanctions/ and support/; TARGET
is the starter of the package unless another folder is given. The same inputs give the same bytes. Tables that
people keep (sanctions, arms supplies, defence ties, evidence) are edited by hand and are not touched.
"""

import sys
from pathlib import Path

from standpunkt.tables.starter import STARTER_FOLDER
from tools.starter import arms, energy, states, ties, trade, votes
from tools.starter.layout import write_table

PARTS = (votes, states, trade, energy, arms, ties)


def main(arguments: list[str]) -> int:
    """Runs every part on the folder given as the first argument."""
    if len(arguments) not in {1, 2} or not all(Path(argument).is_dir() for argument in arguments):
        print(__doc__)
        return 2
    target = Path(arguments[1]) if len(arguments) == 2 else STARTER_FOLDER
    for part in PARTS:
        for table, rows in part.tables(Path(arguments[0])).items():
            print(f"{write_table(rows, table, target).name}: {rows.height} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
