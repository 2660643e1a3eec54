"""Entry point of `standpunkt` and `python -m standpunkt`."""

import sys

from standpunkt.cli.app import main as run


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    sys.exit(run())


if __name__ == "__main__":
    main()
