"""Verbs on recorded votes."""
