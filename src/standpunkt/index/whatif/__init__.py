"""Answers questions about one month under the same draws."""
