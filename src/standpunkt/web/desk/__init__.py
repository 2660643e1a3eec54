"""The review desk: the only pages of the web that write, and only to the evidence ledger."""
