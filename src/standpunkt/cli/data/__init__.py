"""Verbs on the data below a study: sources and tables."""
