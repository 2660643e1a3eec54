"""Facts of one source against those of another."""
