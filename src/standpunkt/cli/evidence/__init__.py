"""Verbs on documents, claims and the ledger."""
