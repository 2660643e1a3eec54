"""The ledger in the forms of others: annotations, provenance, statements, and its own file."""
