"""Verbs on a study: build it, read it, explain it, write about it."""
