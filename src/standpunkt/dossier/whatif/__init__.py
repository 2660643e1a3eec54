"""Answers "what if" from the stored indicators of a version."""
