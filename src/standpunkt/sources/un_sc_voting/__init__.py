"""Vetoes in the Security Council."""
