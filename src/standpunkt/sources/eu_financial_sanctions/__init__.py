"""Consolidated list of financial sanctions."""
