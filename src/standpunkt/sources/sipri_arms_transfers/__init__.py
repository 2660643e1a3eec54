"""Arms Transfers Database."""
