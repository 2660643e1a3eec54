"""The append-only ledger of claims: tables, decisions, and the fold that makes the present of them."""
