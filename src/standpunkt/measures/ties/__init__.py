"""Measures of the topic ties."""
