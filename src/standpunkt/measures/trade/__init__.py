"""Measures of the topic trade."""
