"""State system membership, codes of states."""
