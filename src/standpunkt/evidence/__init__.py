"""Turns documents into claims with exact quotes, and claims into decisions, never overwriting one.

Comes in: bytes of documents, decisions of analysts.
Goes out: reviewed claims and events as canonical rows.
Does not belong here: fetching (bytes are handed in), scores.
"""
