"""Alliance Treaty Obligations and Provisions, by dyad and year."""
