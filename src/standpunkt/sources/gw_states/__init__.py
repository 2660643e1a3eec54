"""List of independent states, codes of states."""
